// SPDX-License-Identifier: GPL-3.0-or-later
// The aggregated program min Σ c_r y_r + Σ e_i u_i, Σ a_ir y_r + u_i >= f_i, Σ y_r <= slots of a kind, y whole, over the
// routes of the pool. Diving: what is integral stays, the largest fractions go up, the linear program is solved again.
// Then large neighbourhood search (P. Shaw, CP 1998): all copies but those of a dozen routes that lie near to each other
// stay, and GLPK's branch and bound, with the incumbent injected, gives out the rest anew in a limited number of nodes.
#include "solver/pool.h"

#include "solver/mip.h"
#include "solver/random.h"
#include "solver/tour.h"

#include <stdlib.h>
#include <string.h>

enum { DIVES = 400, UP_AT_ONCE = 6, FREE_LEAST = 8, FREE_MORE = 10, FREE_NODES = 120 };
#define NEARLY_UP 0.8
#define INTEGRAL 1e-6

struct Pool {
  const Problem *p;
  GArray *routes;     // PoolRoute
  GHashTable *lookup; // GBytes of kind and sorted clients -> index + 1
  int *kind;          // [slots]
  int *first, *slots; // [kinds]: a slot of the kind, and how many there are
  int kinds;
};

const PoolRoute *pool_route(const Pool *pool, int index)
{
  return &g_array_index(pool->routes, PoolRoute, index);
}

int pool_size(const Pool *pool)
{
  return (int)pool->routes->len;
}

// ---- Routes ---------------------------------------------------------------------------------------------------------

static bool has_fix(const Problem *p, int slot)
{
  for (int f = 0; f < p->fixes; f++) {
    if (p->fix[f].slot == slot)
      return true;
  }
  return false;
}

// Whether all that is promised in the slot is on the route.
static bool keeps_fixes(const Problem *p, int slot, const int *client, int count)
{
  for (int f = 0; f < p->fixes; f++) {
    bool there = p->fix[f].slot != slot;
    for (int k = 0; k < count && !there; k++)
      there = client[k] == p->fix[f].client;
    if (!there)
      return false;
  }
  return true;
}

static bool same_kind(const Problem *p, int s, int t)
{
  const Slot *a = &p->slot[s], *b = &p->slot[t];
  if (has_fix(p, s) || has_fix(p, t))
    return s == t;
  return a->start == b->start && a->end == b->end && a->legs == b->legs && a->clock == b->clock &&
         a->length == b->length && a->max_work == b->max_work && a->max_travel == b->max_travel &&
         a->max_visits == b->max_visits && a->max_load == b->max_load;
}

static void number_kinds(Pool *pool)
{
  for (int s = 0; s < pool->p->slots; s++) {
    pool->kind[s] = -1;
    for (int t = 0; t < s && pool->kind[s] < 0; t++)
      pool->kind[s] = same_kind(pool->p, s, t) ? pool->kind[t] : -1;
    if (pool->kind[s] < 0) {
      pool->kind[s] = pool->kinds++;
      pool->first[pool->kind[s]] = s;
    }
    pool->slots[pool->kind[s]]++;
  }
}

Pool *pool_new(const Problem *p)
{
  Pool *pool = g_new0(Pool, 1);
  pool->p = p;
  pool->routes = g_array_new(FALSE, FALSE, sizeof(PoolRoute));
  pool->lookup =
      g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)(void (*)(void))g_bytes_unref, NULL);
  pool->kind = g_new(int, (gsize)p->slots + 1);
  pool->first = g_new0(int, (gsize)p->slots + 1);
  pool->slots = g_new0(int, (gsize)p->slots + 1);
  number_kinds(pool);
  return pool;
}

void pool_free(Pool *pool)
{
  if (!pool)
    return;
  g_array_unref(pool->routes);
  g_hash_table_unref(pool->lookup);
  g_free(pool->kind);
  g_free(pool->first);
  g_free(pool->slots);
  g_free(pool);
}

static Money stop_saving(const Problem *p, const PoolRoute *route, int k)
{
  const Slot *s = &p->slot[route->slot];
  const int before = k > 0 ? route->client[k - 1] : s->start;
  const int after = k + 1 < route->count ? route->client[k + 1] : s->end;
  return problem_leg_cost(p, s, before, route->client[k]) + problem_leg_cost(p, s, route->client[k], after) -
         (route->count > 1 ? problem_leg_cost(p, s, before, after) : 0);
}

// The bound may look away from windows and breaks: its route as it is, in another order, or without its dearest stop.
static bool mend_route(const Problem *p, PoolRoute *route)
{
  for (int tries = 0; tries < 2 && route->count > 0; tries++) {
    if (route_times(p, route->slot, route->client, route->count, NULL) >= 0 ||
        (route->count <= TOUR_EXACT_MAX && tour_solve(p, route->slot, route->client, route->count) >= 0))
      return true;
    int dearest = -1;
    Money most = INT64_MIN;
    for (int k = 0; k < route->count; k++) {
      const Money saved = stop_saving(p, route, k);
      if (!problem_fix(p, route->client[k], route->slot) && saved > most) {
        most = saved;
        dearest = k;
      }
    }
    if (dearest < 0)
      return false;
    memmove(&route->client[dearest], &route->client[dearest + 1],
            sizeof(int) * (size_t)(route->count - dearest - 1));
    route->count--;
  }
  return false;
}

static int by_number(const void *a, const void *b)
{
  const int x = *(const int *)a, y = *(const int *)b;
  return (x > y) - (x < y);
}

// Index of the pool's route of the same kind and clients; -1: none yet, and then *key is to be kept by the table.
static int find_route(const Pool *pool, const PoolRoute *route, GBytes **key)
{
  int number[POOL_STOPS_MAX + 1];
  memcpy(number, route->client, sizeof(int) * (size_t)route->count);
  qsort(number, (size_t)route->count, sizeof(int), by_number);
  number[route->count] = route->kind;
  *key = g_bytes_new(number, sizeof(int) * ((size_t)route->count + 1));
  const int found = GPOINTER_TO_INT(g_hash_table_lookup(pool->lookup, *key)) - 1;
  if (found >= 0)
    g_bytes_unref(*key);
  return found;
}

// Index in the pool; -1: not to be had.
static int add_route(Pool *pool, int slot, const int *client, int count)
{
  if (count < 1 || count > POOL_STOPS_MAX)
    return -1;
  PoolRoute route = {.count = count, .slot = slot, .kind = pool->kind[slot]};
  memcpy(route.client, client, sizeof(int) * (size_t)count);
  if (!mend_route(pool->p, &route))
    return -1;
  route.cost = route_cost(pool->p, slot, route.client, route.count, NULL);
  GBytes *key;
  const int found = find_route(pool, &route, &key);
  if (found < 0) {
    g_array_append_val(pool->routes, route);
    g_hash_table_insert(pool->lookup, key, GINT_TO_POINTER(pool->routes->len));
    return (int)pool->routes->len - 1;
  }
  PoolRoute *old = &g_array_index(pool->routes, PoolRoute, found);
  if (route.cost < old->cost)
    *old = route;
  return found;
}

static bool same_places(const Slot *a, const Slot *b)
{
  return a->start == b->start && a->end == b->end && a->legs == b->legs;
}

bool pool_add(Pool *pool, int slot, const int *client, int count)
{
  const Problem *p = pool->p;
  const bool kept = keeps_fixes(p, slot, client, count);
  int home = kept ? pool->kind[slot] : -1; // there it may be mended; else where there are most slots
  for (int k = 0; k < pool->kinds && !kept; k++) {
    if (same_places(&p->slot[pool->first[k]], &p->slot[slot]) &&
        (home < 0 || pool->slots[k] > pool->slots[home]))
      home = k;
  }
  bool added = false;
  for (int k = 0; k < pool->kinds; k++) {
    const int first = pool->first[k];
    if (same_places(&p->slot[first], &p->slot[slot]) && keeps_fixes(p, first, client, count) &&
        (k == home || route_times(p, first, client, count, NULL) >= 0))
      added = add_route(pool, first, client, count) >= 0 || added;
  }
  return added;
}

int pool_find(const Pool *pool, const Solution *solution, int slot)
{
  const int count = solution->first[slot + 1] - solution->first[slot];
  if (count < 1 || count > POOL_STOPS_MAX)
    return -1;
  PoolRoute route = {.count = count, .slot = slot, .kind = pool->kind[slot]};
  memcpy(route.client, solution->client + solution->first[slot], sizeof(int) * (size_t)count);
  GBytes *key;
  const int found = find_route(pool, &route, &key);
  if (found < 0)
    g_bytes_unref(key);
  return found;
}

void pool_add_solution(Pool *pool, const Solution *solution)
{
  for (int s = 0; s < pool->p->slots; s++)
    add_route(pool, s, solution->client + solution->first[s], solution->first[s + 1] - solution->first[s]);
}

// ---- The program ----------------------------------------------------------------------------------------------------

typedef struct PoolProgram {
  const Pool *pool;
  const EngineOptions *options;
  Mip *mip; // rows: a client each, then a kind each; columns: the routes, then a missed visit of each client
  double scale;
  int columns;   // routes
  int *times;    // the incumbent
  double cost;   // its cost, scaled
  double *start; // the same as a point of the program
  Random random;
} PoolProgram;

static void add_rows(PoolProgram *program)
{
  const Problem *p = program->pool->p;
  const int kinds = program->pool->kinds, *kind = program->pool->kind;
  for (int i = 0; i < p->n; i++)
    mip_add_row(program->mip, p->demand[i].visits, MIP_INF);
  g_autofree int *slots = g_new0(int, (gsize)kinds + 1);
  g_autofree bool *promised = g_new0(bool, (gsize)kinds + 1);
  for (int s = 0; s < p->slots; s++) {
    slots[kind[s]]++;
    promised[kind[s]] = has_fix(p, s);
  }
  for (int k = 0; k < kinds; k++)
    mip_add_row(program->mip, promised[k] ? 1 : -MIP_INF, slots[k]);
}

static void add_columns(PoolProgram *program)
{
  const Problem *p = program->pool->p;
  double value[POOL_STOPS_MAX + 1];
  for (int k = 0; k <= POOL_STOPS_MAX; k++)
    value[k] = 1;
  for (int c = 0; c < program->columns; c++) {
    const PoolRoute *route = pool_route(program->pool, c);
    int row[POOL_STOPS_MAX + 1];
    memcpy(row, route->client, sizeof(int) * (size_t)route->count);
    row[route->count] = p->n + route->kind;
    mip_add_column(program->mip, (double)route->cost * program->scale, 0, MIP_INF, true, route->count + 1,
                   row, value);
  }
  for (int i = 0; i < p->n; i++)
    mip_add_column(program->mip, (double)p->demand[i].miss_cost * program->scale, 0, MIP_INF, false, 1, &i,
                   value);
}

// Fills in missed visits and the cost of `times`.
static double price_times(const PoolProgram *program, const int *times, double *point)
{
  const Problem *p = program->pool->p;
  double cost = 0;
  for (int i = 0; i < p->n; i++)
    point[program->columns + i] = p->demand[i].visits;
  for (int c = 0; c < program->columns; c++) {
    const PoolRoute *route = pool_route(program->pool, c);
    point[c] = times[c];
    cost += times[c] * (double)route->cost;
    for (int k = 0; k < route->count; k++)
      point[program->columns + route->client[k]] -= times[c];
  }
  for (int i = 0; i < p->n; i++) {
    double *missed = &point[program->columns + i];
    *missed = fmax(0, *missed);
    cost += *missed * (double)p->demand[i].miss_cost;
  }
  return cost * program->scale;
}

// Raises lower bounds by one dive's worth; false: everything is integral.
static bool dive(Mip *mip, int columns, int *lower)
{
  double largest = 0;
  int up = -1, raised = 0;
  for (int c = 0; c < columns; c++) {
    const double value = mip_value(mip, c), whole = floor(value + INTEGRAL), part = value - whole;
    if ((int)whole > lower[c]) {
      lower[c] = (int)whole;
      mip_set_column_bounds(mip, c, lower[c], MIP_INF);
    }
    if (part > NEARLY_UP && raised < UP_AT_ONCE) {
      mip_set_column_bounds(mip, c, ++lower[c], MIP_INF);
      raised++;
    } else if (part > INTEGRAL && part > largest) {
      largest = part;
      up = c;
    }
  }
  if (raised > 0 || up < 0)
    return raised > 0;
  mip_set_column_bounds(mip, up, ++lower[up], MIP_INF);
  return true;
}

// False: the program has no solution.
static bool round_by_dives(PoolProgram *program)
{
  Mip *mip = program->mip;
  if (mip_solve_lp(mip, false) != MIP_OPTIMAL)
    return false;
  for (int dives = 0; dives < DIVES && !engine_must_end(program->options); dives++) {
    // Too many routes of a kind: what was raised last is sorted out when the days are given out.
    if (!dive(mip, program->columns, program->times) || mip_solve_lp(mip, true) != MIP_OPTIMAL)
      break;
  }
  program->cost = price_times(program, program->times, program->start);
  return true;
}

// ---- Neighbourhoods -------------------------------------------------------------------------------------------------

typedef struct Near {
  int column;
  Money apart;
} Near;

static int by_apart(const void *a, const void *b)
{
  const Near *x = a, *y = b;
  if (x->apart != y->apart)
    return x->apart < y->apart ? -1 : 1;
  return (x->column > y->column) - (x->column < y->column);
}

// Mean way from a stop of one route to the next stop of the other.
static Money routes_apart(const Problem *p, const PoolRoute *a, const PoolRoute *b)
{
  const Slot *slot = &p->slot[a->slot];
  Money sum = 0;
  for (int k = 0; k < a->count; k++) {
    Money least = INT64_MAX;
    for (int j = 0; j < b->count; j++)
      least = a->client[k] == b->client[j]
                  ? 0
                  : MIN(least, problem_leg_cost(p, slot, a->client[k], b->client[j]));
    sum += least;
  }
  return sum / MAX(1, a->count);
}

// Routes in use by their distance from a random one of them.
static int list_near(PoolProgram *program, Near *near)
{
  int count = 0;
  for (int c = 0; c < program->columns; c++) {
    if (program->times[c] > 0)
      near[count++].column = c;
  }
  if (count == 0)
    return 0;
  const PoolRoute *seed = pool_route(program->pool, near[random_below(&program->random, count)].column);
  for (int k = 0; k < count; k++)
    near[k].apart = routes_apart(program->pool->p, pool_route(program->pool, near[k].column), seed);
  qsort(near, (size_t)count, sizeof(Near), by_apart);
  return count;
}

static void take_if_better(PoolProgram *program)
{
  g_autofree int *times = g_new(int, (gsize)program->columns + 1);
  g_autofree double *point = g_new(double, (gsize)program->columns + (gsize)program->pool->p->n + 1);
  for (int c = 0; c < program->columns; c++)
    times[c] = (int)lround(mip_value(program->mip, c));
  const double cost = price_times(program, times, point);
  if (cost >= program->cost)
    return;
  program->cost = cost;
  memcpy(program->times, times, sizeof(int) * (size_t)program->columns);
  memcpy(program->start, point, sizeof(double) * ((size_t)program->columns + (size_t)program->pool->p->n));
}

static void free_neighbourhood(PoolProgram *program, Near *near)
{
  int left = FREE_LEAST + random_below(&program->random, FREE_MORE);
  const int count = list_near(program, near);
  for (int c = 0; c < program->columns; c++)
    mip_set_column_bounds(program->mip, c, program->times[c], MIP_INF);
  for (int k = 0; k < count && left > 0; k++) {
    if (k > 0 && random_below(&program->random, 4) == 0)
      continue;
    const int c = near[k].column, freed = MIN(left, program->times[c]);
    mip_set_column_bounds(program->mip, c, program->times[c] - freed, MIP_INF);
    left -= freed;
  }
  const MipOptions how = {.nodes = FREE_NODES,
                          .start = program->start,
                          .stop = program->options->stop,
                          .deadline_us = program->options->deadline_us};
  const MipStatus status = mip_solve(program->mip, &how);
  if (status == MIP_OPTIMAL || status == MIP_FEASIBLE)
    take_if_better(program);
}

static void take_start(PoolProgram *program, const Solution *start)
{
  const Pool *pool = program->pool;
  g_autofree int *times = g_new0(int, (gsize)program->columns + 1);
  g_autofree double *point = g_new(double, (gsize)program->columns + (gsize)pool->p->n + 1);
  for (int s = 0; s < pool->p->slots; s++) {
    const int at = pool_find(pool, start, s);
    if (at >= 0)
      times[at]++;
  }
  const double cost = price_times(program, times, point);
  if (cost >= program->cost)
    return;
  program->cost = cost;
  memcpy(program->times, times, sizeof(int) * (size_t)program->columns);
  memcpy(program->start, point, sizeof(double) * ((size_t)program->columns + (size_t)pool->p->n));
}

static void program_clear(PoolProgram *program)
{
  mip_free(program->mip);
  g_free(program->start);
}

int *pool_solve(const Pool *pool, const EngineOptions *options, const Solution *start, int rounds)
{
  const int columns = pool_size(pool);
  if (columns == 0)
    return NULL;
  PoolProgram program = {.pool = pool, .options = options, .columns = columns, .mip = mip_new()};
  Money largest = 1;
  for (int c = 0; c < columns; c++)
    largest = MAX(largest, pool_route(pool, c)->cost);
  program.scale = 1000 / (double)largest;
  program.random.state = options->seed ^ UINT64_C(0x706f6f6c);
  program.times = g_new0(int, (gsize)columns);
  program.start = g_new0(double, (gsize)columns + (gsize)pool->p->n + 1);
  add_rows(&program);
  add_columns(&program);
  if (!round_by_dives(&program)) {
    program_clear(&program);
    g_free(program.times);
    return NULL;
  }
  if (start)
    take_start(&program, start);
  g_autofree Near *near = g_new(Near, (gsize)columns);
  for (int round = 0; round < rounds && !engine_must_end(options); round++)
    free_neighbourhood(&program, near);
  program_clear(&program);
  return program.times;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The aggregated program min Σ c_r y_r + Σ e_i u_i, Σ a_ir y_r + u_i >= f_i, Σ y_r <= slots of a kind, y whole, over the
// routes of the pool. Diving: what is integral stays, the largest fractions go up, the linear program is solved again.
// Then large neighbourhood search (P. Shaw, CP 1998): all copies but those of a dozen routes that lie near to each other
// stay, and GLPK's branch and bound, with the incumbent injected, gives out anew what they leave open, in a limited number
// of nodes. That is a program of few rows, and most of its routes go by their reduced cost before it is branched upon.
#include "solver/mip.h"
#include "solver/pool_parts.h"
#include "solver/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DIVES = 400, UP_AT_ONCE = 6, FREE_LEAST = 8, FREE_MORE = 10, FREE_NODES = 120 };
#define NEARLY_UP 0.8
#define INTEGRAL 1e-6

typedef struct PoolProgram {
  const Pool *pool;
  const EngineOptions *options;
  Mip *mip; // rows: a client each, then a kind each; columns: the routes, then a missed visit of each client
  double scale;
  int columns; // routes
  int *times;  // the incumbent
  double cost; // its cost, scaled
  Random random;
} PoolProgram;

static void add_rows(PoolProgram *program)
{
  const Pool *pool = program->pool;
  for (int i = 0; i < pool->p->n; i++)
    mip_add_row(program->mip, pool->p->demand[i].visits, MIP_INF);
  for (int k = 0; k < pool->kinds; k++)
    mip_add_row(program->mip, pool->promised[k] ? 1 : -MIP_INF, pool->slots[k]);
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

// Scaled, with the visits that are missed.
static double cost_of(const PoolProgram *program, const int *times)
{
  const Problem *p = program->pool->p;
  g_autofree int *missed = g_new(int, (gsize)p->n + 1);
  double cost = 0;
  for (int i = 0; i < p->n; i++)
    missed[i] = p->demand[i].visits;
  for (int c = 0; c < program->columns; c++) {
    const PoolRoute *route = pool_route(program->pool, c);
    cost += times[c] * (double)route->cost;
    for (int k = 0; k < route->count; k++)
      missed[route->client[k]] -= times[c];
  }
  for (int i = 0; i < p->n; i++)
    cost += MAX(0, missed[i]) * (double)p->demand[i].miss_cost;
  return cost * program->scale;
}

static void take_if_better(PoolProgram *program, const int *times)
{
  const double cost = cost_of(program, times);
  if (cost >= program->cost)
    return;
  program->cost = cost;
  memcpy(program->times, times, sizeof(int) * (size_t)program->columns);
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
  add_rows(program);
  add_columns(program);
  if (mip_solve_lp(mip, false) != MIP_OPTIMAL)
    return false;
  for (int dives = 0; dives < DIVES && !engine_must_end(program->options); dives++) {
    // Too many routes of a kind: what was raised last is sorted out when the days are given out.
    if (!dive(mip, program->columns, program->times) || mip_solve_lp(mip, true) != MIP_OPTIMAL)
      break;
  }
  program->cost = cost_of(program, program->times);
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

// What the copies that stay leave open: a program of few rows, over the routes that may do better there.
typedef struct Rest {
  const PoolProgram *program;
  Mip *mip;
  int *lower;      // [routes]: copies that stay
  int *wanted;     // [n]: visits that they leave open
  int *client_row; // [n], -1: nothing is left open
  int kind_row;    // of the first kind
  int *
      column; // [columns of the program]: its route, or the number of routes + a client: that one's missed visits
  double *start; // the incumbent
  int columns;
  double cost; // of the incumbent
} Rest;

static void rest_clear(Rest *rest)
{
  mip_free(rest->mip);
  g_free(rest->lower);
  g_free(rest->wanted);
  g_free(rest->client_row);
  g_free(rest->column);
  g_free(rest->start);
}

static void rest_rows(Rest *rest)
{
  const Pool *pool = rest->program->pool;
  const Problem *p = pool->p;
  g_autofree int *slots = g_memdup2(pool->slots, sizeof(int) * (gsize)pool->kinds);
  for (int i = 0; i < p->n; i++)
    rest->wanted[i] = p->demand[i].visits;
  for (int c = 0; c < rest->program->columns; c++) {
    const PoolRoute *route = pool_route(pool, c);
    slots[route->kind] -= rest->lower[c];
    for (int k = 0; k < route->count; k++)
      rest->wanted[route->client[k]] -= rest->lower[c];
  }
  for (int i = 0; i < p->n; i++)
    rest->client_row[i] = rest->wanted[i] > 0 ? mip_add_row(rest->mip, rest->wanted[i], MIP_INF) : -1;
  for (int k = 0; k < pool->kinds; k++) {
    const int row = mip_add_row(rest->mip, pool->promised[k] ? slots[k] : -MIP_INF, slots[k]);
    rest->kind_row = k == 0 ? row : rest->kind_row;
  }
}

static void rest_add_column(Rest *rest, int route, double cost, bool integer, int count, const int *row,
                            double start)
{
  double value[POOL_STOPS_MAX + 1];
  for (int k = 0; k < count; k++)
    value[k] = 1;
  mip_add_column(rest->mip, cost, 0, MIP_INF, integer, count, row, value);
  rest->column[rest->columns] = route;
  rest->start[rest->columns++] = start;
  rest->cost += cost * start;
}

// Routes that visit somebody who is left open, and missed visits.
static void rest_columns(Rest *rest)
{
  const PoolProgram *program = rest->program;
  const Pool *pool = program->pool;
  const Problem *p = pool->p;
  g_autofree int *missed = g_memdup2(rest->wanted, sizeof(int) * (gsize)p->n);
  for (int c = 0; c < program->columns; c++) {
    const PoolRoute *route = pool_route(pool, c);
    const int copies = program->times[c] - rest->lower[c];
    int row[POOL_STOPS_MAX + 1], count = 0;
    for (int k = 0; k < route->count; k++) {
      missed[route->client[k]] -= copies;
      if (rest->client_row[route->client[k]] >= 0)
        row[count++] = rest->client_row[route->client[k]];
    }
    if (count == 0 && copies == 0 && !pool->promised[route->kind])
      continue;
    row[count++] = rest->kind_row + route->kind;
    rest_add_column(rest, c, (double)route->cost * program->scale, true, count, row, copies);
  }
  for (int i = 0; i < p->n; i++) {
    if (rest->client_row[i] >= 0)
      rest_add_column(rest, program->columns + i, (double)p->demand[i].miss_cost * program->scale, false, 1,
                      &rest->client_row[i], MAX(0, missed[i]));
  }
}

// Routes whose reduced cost is the whole gap or more can be in no better solution.
static void rest_drop_columns(Rest *rest)
{
  const double gap = rest->cost - mip_objective(rest->mip);
  g_autofree int *gone = g_new(int, (gsize)rest->columns + 1);
  int count = 0, left = 0;
  for (int c = 0; c < rest->columns; c++) {
    if (rest->start[c] == 0 && !mip_is_basic(rest->mip, c) && mip_reduced_cost(rest->mip, c) > gap) {
      gone[count++] = c;
      continue;
    }
    rest->column[left] = rest->column[c];
    rest->start[left++] = rest->start[c];
  }
  rest->columns = left;
  mip_remove_columns(rest->mip, count, gone);
}

static void take_rest(PoolProgram *program, const Rest *rest)
{
  g_autofree int *times = g_memdup2(rest->lower, sizeof(int) * (gsize)program->columns);
  for (int c = 0; c < rest->columns; c++) {
    if (rest->column[c] < program->columns)
      times[rest->column[c]] += (int)lround(mip_value(rest->mip, c));
  }
  take_if_better(program, times);
}

static void solve_rest(PoolProgram *program, Rest *rest)
{
  rest_rows(rest);
  rest_columns(rest);
  if (rest->columns == 0 || mip_solve_lp(rest->mip, false) != MIP_OPTIMAL)
    return;
  rest_drop_columns(rest);
  const MipOptions how = {.nodes = FREE_NODES,
                          .start = rest->start,
                          .stop = program->options->stop,
                          .deadline_us = program->options->deadline_us};
  const MipStatus status = mip_solve(rest->mip, &how);
  if (status == MIP_OPTIMAL || status == MIP_FEASIBLE)
    take_rest(program, rest);
}

static void free_neighbourhood(PoolProgram *program, Near *near)
{
  const int columns = program->columns, clients = program->pool->p->n;
  const gsize most = (gsize)columns + (gsize)clients + 1;
  int left = FREE_LEAST + random_below(&program->random, FREE_MORE);
  const int count = list_near(program, near);
  Rest rest = {.program = program, .mip = mip_new()};
  rest.lower = g_memdup2(program->times, sizeof(int) * (gsize)columns);
  rest.wanted = g_new(int, (gsize)clients + 1);
  rest.client_row = g_new(int, (gsize)clients + 1);
  rest.column = g_new(int, most);
  rest.start = g_new(double, most);
  for (int k = 0; k < count && left > 0; k++) {
    if (k > 0 && random_below(&program->random, 4) == 0)
      continue;
    const int c = near[k].column, freed = MIN(left, program->times[c]);
    rest.lower[c] -= freed;
    left -= freed;
  }
  solve_rest(program, &rest);
  rest_clear(&rest);
}

// Its routes, which have days, and no cheaper ones that would have to find theirs.
static void take_start(PoolProgram *program, const Solution *start)
{
  const Pool *pool = program->pool;
  for (int s = 0; s < pool->p->slots; s++) {
    const int at = pool_find(pool, start, s);
    if (at >= 0)
      program->times[at]++;
  }
  program->cost = cost_of(program, program->times);
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
  if (start) {
    take_start(&program, start);
  } else if (!round_by_dives(&program)) {
    mip_free(program.mip);
    g_free(program.times);
    return NULL;
  }
  g_autofree Near *near = g_new0(Near, (gsize)columns);
  for (int round = 0; round < rounds && !engine_must_end(options); round++)
    free_neighbourhood(&program, near);
  mip_free(program.mip);
  return program.times;
}

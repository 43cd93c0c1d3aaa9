// SPDX-License-Identifier: GPL-3.0-or-later
// Two steps. (1) How often each route is driven: the aggregated program min Σ c_r y_r + Σ m_i u_i, Σ a_ir y_r + u_i >= f_i,
// Σ y_r <= slots of a kind, over the routes that the bound found, rounded by diving: what is integral stays, the largest
// fraction goes up, the linear program is solved again. Its integer solutions lie very near the bound, because routes
// repeat over the weeks. (2) On which days: routes are exchanged between days, which costs no travel at all, under
// simulated annealing on spacing and weekdays alone. What hard rules then forbid is left out for the search to place.
#include "solver/rounding.h"

#include "solver/mip.h"
#include "solver/random.h"
#include "solver/tour.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DIVES = 400, UP_AT_ONCE = 6, ROUTE_CAP = 64, ROUTES_USED = 1200, CHECK_SWAPS = 1024 };
#define NEARLY_UP 0.8
#define INTEGRAL 1e-6

typedef struct Drive { // a route of the bound, in an order that keeps windows and breaks
  int count, client[ROUTE_CAP];
  int slot;
  Money cost;
} Drive;

typedef struct Copy { // one day's route
  int count, client[ROUTE_CAP];
  uint64_t *fits; // slots that can take it, [words]
} Copy;

typedef struct Rounding {
  const Problem *p;
  const EngineOptions *options;
  GArray *routes; // Drive
  int *kind;      // [slots]: slots of a kind have equal limits and hours, and the same promised visits
  int kinds;
  GArray *copies; // Copy
  int *at;        // [slots]: copy in that slot, -1: none
  int **visits;   // [n]: slots of the client, ascending by day
  int *count;     // [n]
  Money *cost;    // [n] of the client's calendar
  Random random;
} Rounding;

// ---- Which routes, how often ---------------------------------------------------------------------------------------

static bool same_kind(const Problem *p, int s, int t)
{
  const Slot *a = &p->slot[s], *b = &p->slot[t];
  for (int f = 0; f < p->fixes; f++) {
    if (p->fix[f].slot == s || p->fix[f].slot == t)
      return s == t;
  }
  return a->start == b->start && a->end == b->end && a->legs == b->legs && a->clock == b->clock &&
         a->length == b->length && a->max_work == b->max_work && a->max_travel == b->max_travel &&
         a->max_visits == b->max_visits && a->max_load == b->max_load;
}

static void number_kinds(Rounding *r)
{
  for (int s = 0; s < r->p->slots; s++) {
    r->kind[s] = -1;
    for (int t = 0; t < s && r->kind[s] < 0; t++)
      r->kind[s] = same_kind(r->p, s, t) ? r->kind[t] : -1;
    if (r->kind[s] < 0)
      r->kind[s] = r->kinds++;
  }
}

static bool has_fix(const Problem *p, int slot)
{
  for (int f = 0; f < p->fixes; f++) {
    if (p->fix[f].slot == slot)
      return true;
  }
  return false;
}

static Money stop_saving(const Problem *p, int slot, const int *client, int count, int k)
{
  const Slot *s = &p->slot[slot];
  const int before = k > 0 ? client[k - 1] : s->start, after = k + 1 < count ? client[k + 1] : s->end;
  return problem_leg_cost(p, s, before, client[k]) + problem_leg_cost(p, s, client[k], after) -
         (count > 1 ? problem_leg_cost(p, s, before, after) : 0);
}

static void remove_stop(int *client, int *count, int k)
{
  memmove(&client[k], &client[k + 1], sizeof(int) * (size_t)(*count - k - 1));
  --*count;
}

// The bound may look away from windows and breaks: its route as it is, in another order, or without its dearest stop.
static bool mend_route(const Problem *p, Drive *route)
{
  for (int tries = 0; tries < 2 && route->count > 0; tries++) {
    if (route_times(p, route->slot, route->client, route->count, NULL) >= 0 ||
        (route->count <= TOUR_EXACT_MAX && tour_solve(p, route->slot, route->client, route->count) >= 0))
      return true;
    int dearest = -1;
    Money most = INT64_MIN;
    for (int k = 0; k < route->count; k++) {
      const Money saved = stop_saving(p, route->slot, route->client, route->count, k);
      if (!problem_fix(p, route->client[k], route->slot) && saved > most) {
        most = saved;
        dearest = k;
      }
    }
    if (dearest < 0)
      return false;
    remove_stop(route->client, &route->count, dearest);
  }
  return false;
}

static void take_routes(Rounding *r, const GPtrArray *routes)
{
  for (guint c = 0; c < MIN(routes->len, ROUTES_USED); c++) {
    const BoundRoute *bound = g_ptr_array_index(routes, c);
    Drive route = {.count = bound->count, .slot = bound->slot};
    memcpy(route.client, bound->client, sizeof(int) * (size_t)bound->count);
    if (!mend_route(r->p, &route))
      continue;
    route.cost = route_cost(r->p, route.slot, route.client, route.count, NULL);
    g_array_append_val(r->routes, route);
  }
}

// Rows: a client each, then a kind each. Columns: the routes, then a missed visit of each client. Money is scaled.
static Mip *aggregated_program(const Rounding *r, double scale)
{
  const Problem *p = r->p;
  Mip *mip = mip_new();
  for (int i = 0; i < p->n; i++)
    mip_add_row(mip, p->demand[i].visits, MIP_INF);
  g_autofree int *slots = g_new0(int, (gsize)r->kinds);
  g_autofree bool *promised = g_new0(bool, (gsize)r->kinds);
  for (int s = 0; s < p->slots; s++) {
    slots[r->kind[s]]++;
    promised[r->kind[s]] = has_fix(p, s);
  }
  for (int k = 0; k < r->kinds; k++)
    mip_add_row(mip, promised[k] ? 1 : -MIP_INF, slots[k]);
  for (guint c = 0; c < r->routes->len; c++) {
    const Drive *route = &g_array_index(r->routes, Drive, c);
    int row[ROUTE_CAP + 1];
    double value[ROUTE_CAP + 1];
    for (int k = 0; k < route->count; k++) {
      row[k] = route->client[k];
      value[k] = 1;
    }
    row[route->count] = p->n + r->kind[route->slot];
    value[route->count] = 1;
    mip_add_column(mip, (double)route->cost * scale, 0, MIP_INF, false, route->count + 1, row, value);
  }
  for (int i = 0; i < p->n; i++) {
    const double one = 1;
    mip_add_column(mip, (double)p->demand[i].miss_cost * scale, 0, MIP_INF, false, 1, &i, &one);
  }
  return mip;
}

// Raises lower bounds by one dive's worth; false: everything is integral.
static bool dive(Mip *mip, int columns, double *lower)
{
  double largest = 0;
  int up = -1, raised = 0;
  for (int c = 0; c < columns; c++) {
    const double value = mip_value(mip, c), whole = floor(value + INTEGRAL), part = value - whole;
    if (whole > lower[c]) {
      lower[c] = whole;
      mip_set_column_bounds(mip, c, whole, MIP_INF);
    }
    if (part > NEARLY_UP && raised < UP_AT_ONCE) {
      lower[c] = whole + 1;
      mip_set_column_bounds(mip, c, whole + 1, MIP_INF);
      raised++;
    } else if (part > INTEGRAL && part > largest) {
      largest = part;
      up = c;
    }
  }
  if (raised > 0 || up < 0)
    return raised > 0;
  lower[up] = floor(mip_value(mip, up)) + 1;
  mip_set_column_bounds(mip, up, lower[up], MIP_INF);
  return true;
}

// Times each route is driven; NULL when the program has no solution.
static int *round_routes(const Rounding *r)
{
  const int columns = (int)r->routes->len;
  double largest = 1;
  for (int c = 0; c < columns; c++)
    largest = fmax(largest, (double)g_array_index(r->routes, Drive, c).cost);
  g_autoptr(Mip) mip = aggregated_program(r, 1000 / largest);
  g_autofree double *lower = g_new0(double, (gsize)columns);
  MipStatus status = mip_solve_lp(mip, false);
  for (int dives = 0; status == MIP_OPTIMAL && dives < DIVES && !engine_must_end(r->options); dives++) {
    if (!dive(mip, columns, lower))
      break;
    const MipStatus next = mip_solve_lp(mip, true);
    if (next != MIP_OPTIMAL)
      break; // too many routes of a kind: what was raised last is sorted out when the days are given out
    status = next;
  }
  if (status != MIP_OPTIMAL)
    return NULL;
  int *times = g_new0(int, (gsize)columns);
  for (int c = 0; c < columns; c++)
    times[c] = (int)lower[c];
  return times;
}

// ---- Copies of routes ----------------------------------------------------------------------------------------------

static bool copy_fits(const Problem *p, const Copy *copy, int slot)
{
  for (int f = 0; f < p->fixes; f++) {
    bool there = p->fix[f].slot != slot;
    for (int k = 0; k < copy->count && !there; k++)
      there = copy->client[k] == p->fix[f].client;
    if (!there)
      return false;
  }
  for (int k = 0; k < copy->count; k++) {
    if (!problem_is_allowed(p, copy->client[k], slot))
      return false;
  }
  return route_times(p, slot, copy->client, copy->count, NULL) >= 0;
}

static void find_slots(const Rounding *r, Copy *copy)
{
  memset(copy->fits, 0, sizeof(uint64_t) * (size_t)r->p->words);
  for (int s = 0; s < r->p->slots; s++) {
    if (copy_fits(r->p, copy, s))
      copy->fits[s / 64] |= UINT64_C(1) << (s % 64);
  }
}

static bool fits(const Copy *copy, int slot)
{
  return (copy->fits[slot / 64] >> (slot % 64)) & 1;
}

static void make_copies(Rounding *r, const int *times)
{
  for (guint c = 0; c < r->routes->len; c++) {
    const Drive *route = &g_array_index(r->routes, Drive, c);
    for (int k = 0; k < times[c]; k++) {
      Copy copy = {.count = route->count, .fits = g_new0(uint64_t, (gsize)r->p->words)};
      memcpy(copy.client, route->client, sizeof(int) * (size_t)route->count);
      g_array_append_val(r->copies, copy);
    }
  }
}

// Covering rows may visit a client too often: its dearest stops go.
static void drop_surplus(Rounding *r)
{
  for (int i = 0; i < r->p->n; i++) {
    for (;;) {
      int count = 0, best_at = -1;
      Copy *best = NULL;
      Money most = INT64_MIN;
      for (guint c = 0; c < r->copies->len; c++) {
        Copy *copy = &g_array_index(r->copies, Copy, c);
        for (int k = 0; k < copy->count; k++) {
          if (copy->client[k] != i)
            continue;
          count++;
          const Money saved = stop_saving(r->p, 0, copy->client, copy->count, k);
          if (saved > most) {
            most = saved;
            best = copy;
            best_at = k;
          }
        }
      }
      if (count <= r->p->demand[i].visits)
        break;
      g_assert(best); // a client with surplus has a copy
      remove_stop(best->client, &best->count, best_at);
    }
  }
}

// ---- On which days -------------------------------------------------------------------------------------------------

static Money calendar_price(const Rounding *r, int client)
{
  SolutionCost cost = {0};
  calendar_add_cost(r->p, client, r->visits[client], r->count[client], &cost);
  Money price = cost.spacing + cost.weekday;
  if (!calendar_is_admissible(r->p, client, r->visits[client], r->count[client]))
    price += r->p->demand[client].miss_cost;
  return price;
}

static void move_visit(Rounding *r, int client, int from, int to)
{
  int *visits = r->visits[client], count = r->count[client], k = 0;
  if (from >= 0) {
    while (visits[k] != from)
      k++;
    memmove(&visits[k], &visits[k + 1], sizeof(int) * (size_t)(count - k - 1));
    count--;
  }
  if (to >= 0) {
    for (k = count; k > 0 && r->p->slot[visits[k - 1]].day > r->p->slot[to].day; k--)
      visits[k] = visits[k - 1];
    visits[k] = to;
    count++;
  }
  r->count[client] = count;
}

static void move_copy(Rounding *r, int copy, int from, int to)
{
  const Copy *c = &g_array_index(r->copies, Copy, copy);
  for (int k = 0; k < c->count; k++)
    move_visit(r, c->client[k], from, to);
}

// Change of all calendars' prices since they were last priced, for the clients of two copies.
static Money price_change(const Rounding *r, int a, int b)
{
  Money change = 0;
  for (int side = 0; side < 2; side++) {
    const int copy = side == 0 ? a : b;
    const Copy *c = copy >= 0 ? &g_array_index(r->copies, Copy, copy) : NULL;
    for (int k = 0; c && k < c->count; k++) {
      const int client = c->client[k];
      bool twice = false; // a client of both is counted with the first
      const Copy *first = side == 1 ? &g_array_index(r->copies, Copy, a) : NULL;
      for (int j = 0; first && j < first->count && !twice; j++)
        twice = first->client[j] == client;
      if (!twice)
        change += calendar_price(r, client) - r->cost[client];
    }
  }
  return change;
}

static void accept_prices(Rounding *r, int copy)
{
  const Copy *c = copy >= 0 ? &g_array_index(r->copies, Copy, copy) : NULL;
  for (int k = 0; c && k < c->count; k++)
    r->cost[c->client[k]] = calendar_price(r, c->client[k]);
}

static void exchange(Rounding *r, int s, int t)
{
  const int a = r->at[s], b = r->at[t];
  if (a >= 0)
    move_copy(r, a, s, -1);
  if (b >= 0)
    move_copy(r, b, t, s);
  if (a >= 0)
    move_copy(r, a, -1, t);
  r->at[s] = b;
  r->at[t] = a;
}

// Every copy into a slot that takes it, those with the fewest slots first; what finds none is left out.
static void place_copies(Rounding *r)
{
  const int copies = (int)r->copies->len, slots = r->p->slots;
  g_autofree int *order = g_new(int, (gsize)copies + 1), *choice = g_new0(int, (gsize)copies + 1);
  for (int c = 0; c < copies; c++) {
    Copy *copy = &g_array_index(r->copies, Copy, c);
    find_slots(r, copy);
    for (int w = 0; w < r->p->words; w++)
      choice[c] += __builtin_popcountll(copy->fits[w]);
    int k = c;
    for (; k > 0 && choice[order[k - 1]] > choice[c]; k--)
      order[k] = order[k - 1];
    order[k] = c;
  }
  for (int k = 0; k < copies; k++) {
    const int c = order[k], begin = random_below(&r->random, slots);
    int slot = -1;
    for (int s = 0; s < slots && slot < 0; s++) {
      const int at = (begin + s) % slots;
      if (r->at[at] < 0 && fits(&g_array_index(r->copies, Copy, c), at))
        slot = at;
    }
    if (slot < 0 || g_array_index(r->copies, Copy, c).count == 0)
      continue;
    r->at[slot] = c;
    move_copy(r, c, -1, slot);
  }
  for (int i = 0; i < r->p->n; i++)
    r->cost[i] = calendar_price(r, i);
}

static double typical_cost(const Problem *p)
{
  double sum = 0;
  for (int i = 0; i < p->n; i++)
    sum += (double)p->demand[i].gap_cost + (double)p->demand[i].weekday_cost;
  return 1 + sum / MAX(1, p->n);
}

static void anneal_days(Rounding *r, int64_t swaps)
{
  const double hot = 20 * typical_cost(r->p), cold = 0.2 * typical_cost(r->p);
  double temperature = hot;
  for (int64_t step = 0; step < swaps; step++) {
    if (step % CHECK_SWAPS == 0) {
      if (engine_must_end(r->options))
        return;
      temperature = hot * pow(cold / hot, (double)step / (double)swaps);
    }
    const int s = random_below(&r->random, r->p->slots), t = random_below(&r->random, r->p->slots);
    const int a = r->at[s], b = r->at[t];
    if (s == t || a < 0 || !fits(&g_array_index(r->copies, Copy, a), t) ||
        (b >= 0 && !fits(&g_array_index(r->copies, Copy, b), s)))
      continue;
    exchange(r, s, t);
    const double change = (double)price_change(r, a, b);
    if (change > -temperature * log(1.0 - random_unit(&r->random))) {
      exchange(r, t, s);
      continue;
    }
    accept_prices(r, a);
    accept_prices(r, b);
  }
}

// ---- The solution --------------------------------------------------------------------------------------------------

// Visits that break a hard rule go, last ones first, fixes stay; false: even the fixes break it.
static bool thin_out(Rounding *r, int client)
{
  while (!calendar_is_admissible(r->p, client, r->visits[client], r->count[client])) {
    int k = r->count[client] - 1;
    while (k >= 0 && problem_fix(r->p, client, r->visits[client][k]))
      k--;
    if (k < 0)
      return false;
    const int slot = r->visits[client][k];
    Copy *copy = &g_array_index(r->copies, Copy, r->at[slot]);
    int at = 0;
    while (copy->client[at] != client)
      at++;
    remove_stop(copy->client, &copy->count, at);
    move_visit(r, client, slot, -1);
  }
  return true;
}

static Solution *take_solution(Rounding *r)
{
  int visits = 0;
  for (int i = 0; i < r->p->n; i++) {
    if (!thin_out(r, i))
      return NULL;
    visits += r->count[i];
  }
  Solution *solution = solution_new(r->p, visits);
  for (int s = 0; s < r->p->slots; s++) {
    const Copy *copy = r->at[s] >= 0 ? &g_array_index(r->copies, Copy, r->at[s]) : NULL;
    const int count = copy ? copy->count : 0;
    solution->first[s + 1] = solution->first[s] + count;
    if (count > 0)
      memcpy(&solution->client[solution->first[s]], copy->client, sizeof(int) * (size_t)count);
  }
  if (solution_is_admissible(r->p, solution))
    return solution;
  solution_free(solution);
  return NULL;
}

static bool is_of_use(const Problem *p, const GPtrArray *routes)
{
  for (int i = 0; i < p->n; i++) {
    if (p->demand[i].patterns > 0)
      return false;
  }
  for (guint c = 0; c < routes->len; c++) {
    if (((const BoundRoute *)g_ptr_array_index(routes, c))->count > ROUTE_CAP)
      return false;
  }
  return p->n > 0 && p->slots > 0 && routes->len > 0;
}

static void rounding_clear(Rounding *r)
{
  for (guint c = 0; c < r->copies->len; c++)
    g_free(g_array_index(r->copies, Copy, c).fits);
  for (int i = 0; i < r->p->n; i++)
    g_free(r->visits[i]);
  g_array_unref(r->copies);
  g_array_unref(r->routes);
  g_free(r->kind);
  g_free(r->at);
  g_free(r->visits);
  g_free(r->count);
  g_free(r->cost);
}

Solution *rounding_solution(const Problem *p, const EngineOptions *options, const GPtrArray *routes,
                            int64_t swaps)
{
  if (!is_of_use(p, routes))
    return NULL;
  Rounding r = {.p = p, .options = options, .routes = g_array_new(FALSE, FALSE, sizeof(Drive))};
  r.kind = g_new(int, (gsize)p->slots);
  r.copies = g_array_new(FALSE, FALSE, sizeof(Copy));
  r.at = g_new(int, (gsize)p->slots);
  r.visits = g_new0(int *, (gsize)p->n);
  r.count = g_new0(int, (gsize)p->n);
  r.cost = g_new0(Money, (gsize)p->n);
  r.random.state = options->seed ^ UINT64_C(0x726f756e64696e67);
  for (int s = 0; s < p->slots; s++)
    r.at[s] = -1;
  for (int i = 0; i < p->n; i++)
    r.visits[i] = g_new(int, (gsize)p->slots + 1);
  number_kinds(&r);
  take_routes(&r, routes);
  g_autofree int *times = round_routes(&r);
  Solution *solution = NULL;
  if (times) {
    make_copies(&r, times);
    drop_surplus(&r);
    place_copies(&r);
    anneal_days(&r, swaps);
    solution = take_solution(&r);
  }
  rounding_clear(&r);
  return solution;
}

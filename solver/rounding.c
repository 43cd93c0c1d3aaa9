// SPDX-License-Identifier: GPL-3.0-or-later
// Two steps. (1) How often each route is driven (pool.c): its integer solutions lie very near the bound, because routes
// repeat over the weeks. (2) On which days: routes are exchanged between days, which costs no travel at all, under
// simulated annealing on spacing and weekdays alone. What hard rules then forbid is left out for the search to place.
#include "solver/rounding.h"

#include "solver/random.h"
#include "solver/tour.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HOT 20.0 // temperatures in typical costs of a day off
#define WARM 1.0 // where routes have days already
enum { CHECK_SWAPS = 1024 };

typedef struct Copy { // one day's route
  int route;          // of the pool
  int count, client[POOL_STOPS_MAX];
  uint64_t *fits; // slots that can take it, [words]
} Copy;

typedef struct GapPrice { // what a gap of so many days costs, and the unplanned visits it needs
  Money cost;
  int skips;
} GapPrice;

typedef struct Rounding {
  const Problem *p;
  const EngineOptions *options;
  GArray *copies; // Copy
  int *at;        // [slots]: copy in that slot, -1: none
  int **visits;   // [n]: slots of the client, ascending by day
  int *count;     // [n]
  Money *cost;    // [n] of the client's calendar
  GapPrice *gap;  // [n * gaps]: of clients whose calendar is nothing but gaps and weekdays
  bool *plain;    // [n]: whether it is
  int gaps;
  Random random;
} Rounding;

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

static void make_copies(Rounding *r, const Pool *pool, const int *times)
{
  for (int c = 0; c < pool_size(pool); c++) {
    const PoolRoute *route = pool_route(pool, c);
    for (int k = 0; k < times[c]; k++) {
      Copy copy = {.route = c, .count = route->count, .fits = g_new0(uint64_t, (gsize)r->p->words)};
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

// The same as below for a calendar of nothing but movable visits of one rep.
static Money plain_price(const Rounding *r, int client)
{
  const Problem *p = r->p;
  const Demand *demand = &p->demand[client];
  const GapPrice *gap = r->gap + (size_t)client * (size_t)r->gaps;
  const int *visits = r->visits[client], count = r->count[client];
  if (count == 0)
    return 0;
  int before = demand->previous, skips = 0, of[7] = {0}, most = 0;
  int day = p->slot[visits[0]].day;
  Money price = 0;
  if (before == NO_DAY && demand->soft_max > 0)
    price += MAX(0, day - (demand->soft_max - 1)) * demand->gap_cost;
  if (demand->first_by != NO_DAY && day > demand->first_by)
    price += demand->miss_cost;
  for (int k = 0; k < count; k++, before = day) {
    day = p->slot[visits[k]].day;
    if (before != NO_DAY) {
      price += gap[day - before].cost;
      skips += gap[day - before].skips;
    }
    const int here = ++of[problem_weekday(p, day)];
    most = MAX(most, here);
  }
  if (demand->soft_max > 0)
    price += MAX(0, p->days - before - demand->soft_max) * demand->gap_cost;
  if (demand->same_weekday == WEEKDAY_PREFER)
    price += (count - most) * demand->weekday_cost;
  return price + (skips > demand->visits - count ? demand->miss_cost : 0);
}

static void tabulate_gaps(Rounding *r)
{
  const Problem *p = r->p;
  int earliest = 0;
  for (int i = 0; i < p->n; i++)
    earliest = p->demand[i].previous != NO_DAY ? MIN(earliest, p->demand[i].previous) : earliest;
  r->gaps = p->days - earliest + 1;
  r->gap = g_new0(GapPrice, (gsize)p->n * (gsize)r->gaps + 1);
  r->plain = g_new0(bool, (gsize)p->n + 1);
  for (int i = 0; i < p->n; i++) {
    const Demand *demand = &p->demand[i];
    r->plain[i] = !demand->same_rep && demand->outsides == 0 && demand->same_weekday != WEEKDAY_SAME;
    for (int g = 0; g < r->gaps; g++) {
      GapPrice *gap = &r->gap[i * r->gaps + g];
      gap->cost = gap_days_off(demand, g) * demand->gap_cost + (g < demand->gap_min ? demand->miss_cost : 0);
      gap->skips = demand->gap_max > 0 && g > 0 ? (g - 1) / demand->gap_max : 0;
    }
  }
  for (int f = 0; f < p->fixes; f++)
    r->plain[p->fix[f].client] = false;
}

static Money calendar_price(const Rounding *r, int client)
{
  if (r->plain[client])
    return plain_price(r, client);
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

// Finds the copy a slot, those that are in its way moved to others (an augmenting path of the bipartite matching, H. W.
// Kuhn 1955); slots tried before are marked in `seen`.
static bool find_place(Rounding *r, int copy, int begin, bool *seen)
{
  const Copy *c = &g_array_index(r->copies, Copy, copy);
  const int slots = r->p->slots;
  for (int pass = 0; pass < 2; pass++) { // free ones first
    for (int k = 0; k < slots; k++) {
      const int slot = (begin + k) % slots;
      if (seen[slot] || !fits(c, slot) || (r->at[slot] < 0) != (pass == 0))
        continue;
      seen[slot] = true;
      if (r->at[slot] >= 0 && !find_place(r, r->at[slot], begin, seen))
        continue;
      r->at[slot] = copy;
      return true;
    }
  }
  return false;
}

// What is left of a copy in a slot that does not take it as it is: without clients that cannot be visited there, then
// without its dearest stops.
static bool cut_to_fit(const Problem *p, Copy *copy, int slot)
{
  for (int k = copy->count - 1; k >= 0; k--) {
    if (!problem_is_allowed(p, copy->client[k], slot) && !problem_fix(p, copy->client[k], slot))
      remove_stop(copy->client, &copy->count, k);
  }
  while (copy->count > 0 && !copy_fits(p, copy, slot)) {
    int dearest = -1;
    for (int k = 0; k < copy->count; k++) {
      if (!problem_fix(p, copy->client[k], slot) &&
          (dearest < 0 || stop_saving(p, slot, copy->client, copy->count, k) >
                              stop_saving(p, slot, copy->client, copy->count, dearest)))
        dearest = k;
    }
    if (dearest < 0)
      return false;
    remove_stop(copy->client, &copy->count, dearest);
  }
  return copy->count > 0;
}

// A copy that no slot takes goes where most is left of it.
static void place_rest(Rounding *r, int copy)
{
  Copy *c = &g_array_index(r->copies, Copy, copy);
  Copy best = {.count = 0};
  int best_slot = -1;
  for (int s = 0; s < r->p->slots; s++) {
    Copy cut = *c;
    if (r->at[s] < 0 && cut_to_fit(r->p, &cut, s) && cut.count > best.count) {
      best = cut;
      best_slot = s;
    }
  }
  if (best_slot < 0)
    return;
  *c = best;
  find_slots(r, c);
  r->at[best_slot] = copy;
}

// Copies by the number of slots that take them, fewest first.
static int *order_copies(Rounding *r)
{
  const int copies = (int)r->copies->len;
  int *order = g_new(int, (gsize)copies + 1);
  g_autofree int *choice = g_new0(int, (gsize)copies + 1);
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
  return order;
}

// Routes that `start` drives lie on its days.
static void place_as_before(Rounding *r, const Pool *pool, const Solution *start, bool *placed)
{
  for (int s = 0; s < r->p->slots; s++) {
    const int route = pool_find(pool, start, s);
    for (int c = 0; c < (int)r->copies->len && route >= 0 && r->at[s] < 0; c++) {
      const Copy *copy = &g_array_index(r->copies, Copy, c);
      if (copy->route != route || placed[c] || !fits(copy, s))
        continue;
      placed[c] = true;
      r->at[s] = c;
    }
  }
}

// As many copies as possible into slots that take them, what is left of the others into slots that stay free.
static void place_copies(Rounding *r, const Pool *pool, const Solution *start)
{
  const int copies = (int)r->copies->len, slots = r->p->slots;
  g_autofree int *order = order_copies(r);
  g_autofree bool *placed = g_new0(bool, (gsize)copies + 1), *seen = g_new(bool, (gsize)slots + 1);
  if (start)
    place_as_before(r, pool, start, placed);
  for (int k = 0; k < copies; k++) {
    const int c = order[k];
    if (placed[c] || g_array_index(r->copies, Copy, c).count == 0)
      continue;
    memset(seen, 0, sizeof(bool) * (size_t)slots);
    placed[c] = find_place(r, c, random_below(&r->random, slots), seen);
  }
  for (int k = 0; k < copies; k++) {
    if (!placed[order[k]])
      place_rest(r, order[k]);
  }
  for (int s = 0; s < slots; s++) {
    if (r->at[s] >= 0)
      move_copy(r, r->at[s], -1, s);
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

// A slot, three times in four one of a client whose calendar costs something.
static int pick_slot(Rounding *r)
{
  for (int tries = random_below(&r->random, 4) ? 6 : 0; tries > 0; tries--) {
    const int client = random_below(&r->random, r->p->n);
    if (r->cost[client] > 0 && r->count[client] > 0)
      return r->visits[client][random_below(&r->random, r->count[client])];
  }
  return random_below(&r->random, r->p->slots);
}

static void anneal_days(Rounding *r, int64_t swaps, double heat)
{
  const double hot = heat * typical_cost(r->p), cold = 0.2 * typical_cost(r->p);
  double temperature = hot;
  for (int64_t step = 0; step < swaps; step++) {
    if (step % CHECK_SWAPS == 0) {
      if (engine_must_end(r->options))
        return;
      temperature = hot * pow(cold / hot, (double)step / (double)swaps);
    }
    const int s = pick_slot(r), t = random_below(&r->random, r->p->slots);
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

// Promised visits of a slot that no route was found for make a route of their own.
static void keep_promises(Rounding *r)
{
  const Problem *p = r->p;
  for (int s = 0; s < p->slots; s++) {
    if (r->at[s] >= 0)
      continue;
    Copy copy = {.route = -1};
    for (int f = 0; f < p->fixes && copy.count < POOL_STOPS_MAX; f++) {
      if (p->fix[f].slot == s)
        copy.client[copy.count++] = p->fix[f].client;
    }
    if (copy.count == 0 || tour_solve(p, s, copy.client, copy.count) < 0)
      continue;
    copy.fits = g_new0(uint64_t, (gsize)p->words);
    r->at[s] = (int)r->copies->len;
    g_array_append_val(r->copies, copy);
    move_copy(r, r->at[s], -1, s);
  }
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

static void rounding_clear(Rounding *r)
{
  for (guint c = 0; c < r->copies->len; c++)
    g_free(g_array_index(r->copies, Copy, c).fits);
  for (int i = 0; i < r->p->n; i++)
    g_free(r->visits[i]);
  g_array_unref(r->copies);
  g_free(r->at);
  g_free(r->visits);
  g_free(r->count);
  g_free(r->cost);
  g_free(r->gap);
  g_free(r->plain);
}

Solution *rounding_solution(const Problem *p, const EngineOptions *options, const Pool *pool,
                            const int *times, const Solution *start, int64_t swaps)
{
  Rounding r = {.p = p, .options = options};
  r.copies = g_array_new(FALSE, FALSE, sizeof(Copy));
  r.at = g_new(int, (gsize)p->slots + 1);
  r.visits = g_new0(int *, (gsize)p->n + 1);
  r.count = g_new0(int, (gsize)p->n + 1);
  r.cost = g_new0(Money, (gsize)p->n + 1);
  r.random.state = options->seed ^ UINT64_C(0x726f756e64696e67);
  for (int s = 0; s < p->slots; s++)
    r.at[s] = -1;
  for (int i = 0; i < p->n; i++)
    r.visits[i] = g_new(int, (gsize)p->slots + 1);
  make_copies(&r, pool, times);
  drop_surplus(&r);
  tabulate_gaps(&r);
  place_copies(&r, pool, start);
  anneal_days(&r, swaps, start ? WARM : HOT);
  keep_promises(&r);
  Solution *solution = take_solution(&r);
  rounding_clear(&r);
  return solution;
}

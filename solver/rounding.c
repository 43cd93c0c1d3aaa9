// SPDX-License-Identifier: GPL-3.0-or-later
// Two steps. (1) How often each route is driven (pool.c): its integer solutions lie very near the bound, because routes
// repeat over the weeks. (2) On which days: routes are exchanged between days, which costs no travel at all, under
// simulated annealing on spacing and weekdays alone. What hard rules then forbid is left out for the search to place.
#include "solver/rounding.h"

#include "solver/day_prices.h"
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

typedef struct Mover {  // a client whose visit changes days
  int client, from, to; // slots
} Mover;

typedef struct Rounding {
  const Problem *p;
  const EngineOptions *options;
  GArray *copies; // Copy
  int *at;        // [slots]: copy in that slot, -1: none
  DayPrices *prices;
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

static const Copy *copy_at(const Rounding *r, int slot)
{
  return r->at[slot] >= 0 ? &g_array_index(r->copies, Copy, r->at[slot]) : NULL;
}

static bool visits(const Copy *copy, int client)
{
  for (int k = 0; copy && k < copy->count; k++) {
    if (copy->client[k] == client)
      return true;
  }
  return false;
}

// Adds those whom a route visits and another does not; returns what their calendars cost.
static Money list_movers(const Rounding *r, const Copy *of, const Copy *other, int from, int to, Mover *mover,
                         int *count)
{
  Money cost = 0;
  for (int k = 0; of && k < of->count; k++) {
    if (visits(other, of->client[k])) // is on both days, and stays
      continue;
    mover[(*count)++] = (Mover){of->client[k], from, to};
    cost += day_prices_cost(r->prices, of->client[k]);
  }
  return cost;
}

// Whether all calendars' prices would change by at most `limit` if the routes of two slots changed places. None can get
// better than free of cost, which mostly says no before all have been looked at.
static bool exchange_pays(const Rounding *r, int s, int t, double limit)
{
  Mover mover[2 * POOL_STOPS_MAX];
  const Copy *a = copy_at(r, s), *b = copy_at(r, t);
  int count = 0;
  Money least = -list_movers(r, a, b, s, t, mover, &count);
  least -= list_movers(r, b, a, t, s, mover, &count);
  for (int k = 0; k < count && (double)least <= limit; k++)
    least += day_prices_cost(r->prices, mover[k].client) +
             day_prices_change(r->prices, mover[k].client, mover[k].from, mover[k].to);
  return (double)least <= limit;
}

static void exchange(Rounding *r, int s, int t)
{
  const Copy *a = copy_at(r, s), *b = copy_at(r, t);
  for (int k = 0; a && k < a->count; k++) {
    if (!visits(b, a->client[k]))
      day_prices_move(r->prices, a->client[k], s, t);
  }
  for (int k = 0; b && k < b->count; k++) {
    if (!visits(a, b->client[k]))
      day_prices_move(r->prices, b->client[k], t, s);
  }
  const int at = r->at[s];
  r->at[s] = r->at[t];
  r->at[t] = at;
}

static void add_visits(Rounding *r, int slot)
{
  const Copy *copy = copy_at(r, slot);
  for (int k = 0; copy && k < copy->count; k++)
    day_prices_add(r->prices, copy->client[k], slot);
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
  for (int s = 0; s < slots; s++)
    add_visits(r, s);
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
    int count;
    const int *slot = day_prices_visits(r->prices, client, &count);
    if (count > 0 && day_prices_cost(r->prices, client) > 0)
      return slot[random_below(&r->random, count)];
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
    const Copy *a = copy_at(r, s), *b = copy_at(r, t);
    if (s == t || !a || !fits(a, t) || (b && !fits(b, s)))
      continue;
    if (exchange_pays(r, s, t, -temperature * log(1.0 - random_unit(&r->random))))
      exchange(r, s, t);
  }
}

// ---- The solution --------------------------------------------------------------------------------------------------

// Visits that break a hard rule go, last ones first, fixes stay; false: even the fixes break it.
static bool thin_out(Rounding *r, int client, int *count)
{
  const int *visit = day_prices_visits(r->prices, client, count);
  while (!calendar_is_admissible(r->p, client, visit, *count)) {
    int k = *count - 1;
    while (k >= 0 && problem_fix(r->p, client, visit[k]))
      k--;
    if (k < 0)
      return false;
    const int slot = visit[k];
    Copy *copy = &g_array_index(r->copies, Copy, r->at[slot]);
    int at = 0;
    while (copy->client[at] != client)
      at++;
    remove_stop(copy->client, &copy->count, at);
    day_prices_remove(r->prices, client, slot);
    visit = day_prices_visits(r->prices, client, count);
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
    add_visits(r, s);
  }
}

static Solution *take_solution(Rounding *r)
{
  int planned = 0;
  for (int i = 0, count; i < r->p->n; i++) {
    if (!thin_out(r, i, &count))
      return NULL;
    planned += count;
  }
  Solution *solution = solution_new(r->p, planned);
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
  g_array_unref(r->copies);
  g_free(r->at);
  day_prices_free(r->prices);
}

Solution *rounding_solution(const Problem *p, const EngineOptions *options, const Pool *pool,
                            const int *times, const Solution *start, int64_t swaps)
{
  Rounding r = {.p = p, .options = options};
  r.copies = g_array_new(FALSE, FALSE, sizeof(Copy));
  r.at = g_new(int, (gsize)p->slots + 1);
  r.random.state = options->seed ^ UINT64_C(0x726f756e64696e67);
  for (int s = 0; s < p->slots; s++)
    r.at[s] = -1;
  r.prices = day_prices_new(p);
  make_copies(&r, pool, times);
  drop_surplus(&r);
  place_copies(&r, pool, start);
  anneal_days(&r, swaps, start ? WARM : HOT);
  keep_promises(&r);
  Solution *solution = take_solution(&r);
  rounding_clear(&r);
  return solution;
}

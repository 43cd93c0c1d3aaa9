// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/tiny.h"

#include <math.h>
#include <string.h>

static int draw(GRand *dice, int from, int to) // both included
{
  return g_rand_int_range(dice, from, to + 1);
}

static bool chance(GRand *dice, int percent)
{
  return draw(dice, 1, 100) <= percent;
}

static void set_legs(GRand *dice, Problem *p)
{
  const bool skewed = chance(dice, 30);
  for (int t = 0; t < p->tables; t++) {
    int32_t *travel = (int32_t *)(uintptr_t)p->legs[t].travel;
    Money *cost = (Money *)(uintptr_t)p->legs[t].cost;
    g_autofree double *x = g_new(double, p->nodes), *y = g_new(double, p->nodes);
    for (int a = 0; a < p->nodes; a++) {
      x[a] = a > 0 && chance(dice, 30) ? x[a - 1] : g_rand_double_range(dice, 0, 60);
      y[a] = a > 0 && chance(dice, 30) ? y[a - 1] : g_rand_double_range(dice, 0, 60);
    }
    for (int a = 0; a < p->nodes; a++) {
      for (int b = 0; b < p->nodes; b++) {
        const double minutes = hypot(x[a] - x[b], y[a] - y[b]) + (skewed && a != b ? draw(dice, 0, 9) : 0);
        travel[a * p->nodes + b] = (int32_t)ceil(minutes * 60);
        cost[a * p->nodes + b] = travel[a * p->nodes + b] * (Money)300;
      }
    }
  }
}

static void set_slots(GRand *dice, Problem *p)
{
  const int per_rep = p->slots / p->reps, step = draw(dice, 1, 3);
  const bool limits = chance(dice, 30), halves = chance(dice, 30);
  for (int s = 0; s < p->slots; s++) {
    Slot *slot = &p->slot[s];
    const int rep = MIN(s / per_rep, p->reps - 1);
    *slot = (Slot){.rep = rep, .day = (s - rep * per_rep) * step, .start = p->n + rep, .end = p->n + rep};
    if (p->nodes > p->n + p->reps)
      slot->end = p->nodes - 1;
    slot->legs = rep % p->tables;
    slot->clock = draw(dice, 0, p->clocks - 1);
    slot->length = (halves && chance(dice, 40) ? 2 : 5) * HOUR_S;
    slot->max_work = chance(dice, 20) ? slot->length - draw(dice, 0, HOUR_S) : slot->length;
    slot->max_travel = limits ? draw(dice, 60, 150) * MINUTE_S : INT32_MAX;
    slot->max_visits = limits && chance(dice, 60) ? draw(dice, 1, 3) : INT_MAX;
    slot->max_load = chance(dice, 20) ? draw(dice, 2, 8) : INT64_MAX;
  }
}

static void set_starts(GRand *dice, Problem *p)
{
  const bool windows = chance(dice, 40);
  for (int k = 0; k < p->clocks * p->n; k++) {
    p->starts[k] = (Starts){.count = 1, .span = {{0, 5 * HOUR_S}}};
    if (!windows || chance(dice, 40))
      continue;
    const int32_t from = draw(dice, 0, 3) * HOUR_S;
    p->starts[k].span[0] = (Window){from, from + draw(dice, 0, 60) * MINUTE_S};
    p->starts[k].span[1] = (Window){from + 90 * MINUTE_S, from + 2 * HOUR_S};
    p->starts[k].count = draw(dice, 0, 10) == 0 ? 0 : draw(dice, 1, 2);
  }
}

static void set_rules(GRand *dice, Problem *p, Demand *demand)
{
  demand->gap_min = chance(dice, 30) ? draw(dice, 1, 4) : 1;
  demand->gap_max = chance(dice, 20) ? draw(dice, 2, 6) : 0;
  demand->soft_min = draw(dice, 0, 3);
  demand->soft_max = chance(dice, 50) ? draw(dice, demand->soft_min, 8) : 0;
  demand->gap_cost = chance(dice, 50) ? draw(dice, 1, 20) * 100000 : 0;
  demand->previous = chance(dice, 30) ? -draw(dice, 1, 6) : NO_DAY;
  demand->first_by = chance(dice, 10) ? draw(dice, 0, p->days - 1) : NO_DAY;
  if (chance(dice, 10)) {
    int *outside = problem_take(p, g_new(int, 1));
    outside[0] = draw(dice, 0, p->days - 1);
    demand->outside = outside;
    demand->outsides = 1;
  }
  demand->same_weekday = (SameWeekday)draw(dice, 0, 2);
  demand->weekday_cost = draw(dice, 0, 10) * 100000;
  demand->same_rep = chance(dice, 30);
}

static void set_patterns(GRand *dice, Problem *p, Demand *demand)
{
  demand->patterns = draw(dice, 1, 3);
  uint64_t *pattern = problem_take(p, g_new0(uint64_t, demand->patterns));
  for (int k = 0; k < demand->patterns; k++) {
    for (int v = 0; v < demand->visits; v++)
      pattern[k] |= UINT64_C(1) << p->slot[draw(dice, 0, p->slots - 1)].day;
  }
  demand->pattern = pattern;
}

static void set_demands(GRand *dice, Problem *p)
{
  const bool patterns = chance(dice, 15);
  for (int i = 0; i < p->n; i++) {
    Demand *demand = &p->demand[i];
    demand->visits = draw(dice, 0, 4);
    demand->service = draw(dice, 0, 6) * 15 * MINUTE_S;
    demand->load = draw(dice, 0, 4);
    demand->miss_cost = draw(dice, 0, 8) * MONEY_ONE;
    set_rules(dice, p, demand);
    if (patterns)
      set_patterns(dice, p, demand);
    for (int s = 0; s < p->slots; s++) {
      if (chance(dice, 85))
        p->allowed[i * p->words] |= UINT64_C(1) << s;
    }
  }
}

static void set_fixes(GRand *dice, Problem *p)
{
  int at = 0;
  for (int i = 0; i < p->n; i++) {
    for (int s = 0; s < p->slots && at < p->fixes; s++) {
      if (p->demand[i].visits == 0 || p->demand[i].patterns > 0 || !chance(dice, 15))
        continue;
      const int32_t from = draw(dice, 0, 2) * HOUR_S;
      p->fix[at] = (Fix){.client = i, .slot = s, .service = draw(dice, 1, 5) * 15 * MINUTE_S};
      p->fix[at++].starts = (Starts){.count = 1, .span = {{from, from + HOUR_S}}};
    }
  }
  p->fixes = at;
}

Problem *tiny_problem(guint32 seed)
{
  g_autoptr(GRand) dice = g_rand_new_with_seed(seed);
  const int n = draw(dice, 1, TINY_CLIENTS), reps = chance(dice, 25) ? 2 : 1,
            slots = draw(dice, reps, TINY_SLOTS);
  const int nodes = n + reps + chance(dice, 20);
  Problem *p = problem_new(n, nodes, slots, 40, reps, 2, reps, chance(dice, 30) ? 3 : 0);
  p->days = 3 * slots + 1;
  p->weekday0 = draw(dice, 0, 6);
  set_legs(dice, p);
  set_slots(dice, p);
  set_starts(dice, p);
  set_demands(dice, p);
  set_fixes(dice, p);
  return p;
}

bool tiny_add_nights(Problem *p, guint32 seed)
{
  g_autoptr(GRand) dice = g_rand_new_with_seed(seed + 77);
  const int nights = draw(dice, 1, 3), far = draw(dice, 1, 4);
  bool any = false;
  for (int s = 0; s + 1 < p->slots; s++) {
    Slot *slot = &p->slot[s];
    if (slot[1].rep != slot->rep || slot[1].day != slot->day + 1)
      continue;
    slot->nights = nights;
    slot->night_cost = draw(dice, 0, 20) * 100000;
    any = true;
  }
  for (int t = 0; t < p->tables; t++) { // farther, so that nights are worth having
    for (int k = 0; k < p->nodes * p->nodes; k++) {
      ((int32_t *)(uintptr_t)p->legs[t].travel)[k] *= far;
      ((Money *)(uintptr_t)p->legs[t].cost)[k] *= far;
    }
  }
  problem_add_away(p);
  return any;
}

// ---- All plans ----------------------------------------------------------------------------------------------------

enum { SETS = 1 << TINY_CLIENTS, CALENDARS = 1 << TINY_SLOTS };

// Days begin at home (0) or where client i is (i + 1), and end at home or with a night at i.
enum { PLACES = TINY_CLIENTS + 1 };

typedef struct Tables { // INT64_MAX: not admissible
  Money tour[TINY_SLOTS][SETS][PLACES][PLACES], calendar[TINY_CLIENTS][CALENDARS];
} Tables;

static void try_orders(const Problem *p, int slot, int *client, int placed, unsigned rest,
                       Money best[PLACES][PLACES])
{
  const int last = rest == 0 && placed > 0 ? client[placed - 1] + 1 : 0;
  const bool morning = slot > 0 && p->slot[slot - 1].nights > 0, evening = p->slot[slot].nights > 0;
  for (int from = 0; from <= (morning ? p->n : 0) && rest == 0; from++) {
    for (int out = 0; out <= (evening && placed > 0); out++) {
      const RouteEnds ends = {from > 0 ? from - 1 : p->slot[slot].start, out ? -1 : p->slot[slot].end};
      Money *least = &best[from][out ? last : 0];
      if (route_times_between(p, slot, ends, client, placed, NULL) >= 0)
        *least = MIN(*least, route_cost_between(p, slot, ends, client, placed, NULL) +
                                 (out ? p->slot[slot].night_cost : 0));
    }
  }
  for (int i = 0; i < p->n; i++) {
    if (rest >> i & 1) {
      client[placed] = i;
      try_orders(p, slot, client, placed + 1, rest & ~(1U << i), best);
    }
  }
}

static void fill_tours(const Problem *p, Tables *tables)
{
  for (int s = 0; s < p->slots; s++) {
    for (unsigned set = 0; set < 1U << p->n; set++) {
      int client[TINY_CLIENTS];
      bool open = true;
      for (int i = 0; i < p->n; i++)
        open = open && (!(set >> i & 1) || problem_is_allowed(p, i, s) || problem_fix(p, i, s));
      for (int from = 0; from < PLACES; from++) {
        for (int to = 0; to < PLACES; to++)
          tables->tour[s][set][from][to] = INT64_MAX;
      }
      if (open)
        try_orders(p, s, client, 0, set, tables->tour[s][set]);
    }
  }
}

// Cheapest tours of the sets, nights out or not, from that slot on.
static Money best_tours(const Problem *p, const Tables *tables, const unsigned *set, int s, int from,
                        int in_a_row)
{
  Money best = INT64_MAX;
  if (s == p->slots)
    return from == 0 ? 0 : INT64_MAX;
  if (from > 0 && set[s] == 0)
    return INT64_MAX;
  for (int to = 0; to <= (p->slot[s].nights > 0 ? p->n : 0); to++) {
    const Money tour = tables->tour[s][set[s]][from][to];
    const int nights = to > 0 ? in_a_row + 1 : 0;
    if (tour == INT64_MAX || nights > p->slot[s].nights)
      continue;
    const Money rest = best_tours(p, tables, set, s + 1, to, nights);
    best = rest == INT64_MAX ? best : MIN(best, tour + rest);
  }
  return best;
}

static void fill_calendars(const Problem *p, Tables *tables)
{
  for (int i = 0; i < p->n; i++) {
    for (unsigned set = 0; set < 1U << p->slots; set++) {
      int slot[TINY_SLOTS], count = 0;
      bool kept = true;
      for (int day = 0; day < p->days; day++) { // slots ascend by rep; calendars by day
        for (int s = 0; s < p->slots; s++) {
          if (p->slot[s].day == day && set >> s & 1)
            slot[count++] = s;
        }
      }
      for (int s = 0; s < p->slots; s++)
        kept = kept && (set >> s & 1 || !problem_fix(p, i, s));
      tables->calendar[i][set] = INT64_MAX;
      if (!kept || !calendar_is_admissible(p, i, slot, count))
        continue;
      SolutionCost cost = {0};
      calendar_add_cost(p, i, slot, count, &cost);
      tables->calendar[i][set] = solution_total(&cost);
    }
  }
}

static void search(const Problem *p, const Tables *tables, int i, unsigned set[TINY_SLOTS], Money so_far,
                   Money *best)
{
  if (so_far >= *best)
    return;
  if (i == p->n) {
    const Money tours = best_tours(p, tables, set, 0, 0, 0);
    *best = tours == INT64_MAX ? *best : MIN(*best, so_far + tours);
    return;
  }
  for (unsigned calendar = 0; calendar < 1U << p->slots; calendar++) {
    if (tables->calendar[i][calendar] == INT64_MAX)
      continue;
    for (int s = 0; s < p->slots; s++)
      set[s] |= (calendar >> s & 1) << i;
    search(p, tables, i + 1, set, so_far + tables->calendar[i][calendar], best);
    for (int s = 0; s < p->slots; s++)
      set[s] &= ~(1U << i);
  }
}

Money tiny_optimum(const Problem *p)
{
  Tables tables;
  unsigned set[TINY_SLOTS] = {0};
  Money best = INT64_MAX;
  g_assert(p->n <= TINY_CLIENTS && p->slots <= TINY_SLOTS);
  fill_tours(p, &tables);
  fill_calendars(p, &tables);
  search(p, &tables, 0, set, 0, &best);
  return best;
}

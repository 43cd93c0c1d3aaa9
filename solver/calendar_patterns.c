// SPDX-License-Identifier: GPL-3.0-or-later
// The best of the listed patterns of one client: a day costs what its cheapest slot costs, a pattern what its days cost. Most
// slots need not be looked at closely: a full route is dear wherever the client is put. O(slots + patterns * days) besides
// the insertions.
#include "solver/calendar_parts.h"

#include <math.h>
#include <string.h>

enum { PATTERN_DAYS = 64 }; // a day is a bit

typedef struct PatternDay {
  Money cost; // of the cheapest insertion; MONEY_MAX: none
  int slot;
} PatternDay;

// Slots up to the next one that is overlooked: as if each were with probability blink / 1024, but drawn once for all of them.
static int draw_gap(Random *random, int blink)
{
  const double gap = log(1.0 - random_unit(random)) / log1p(-(double)blink / 1024);
  return gap < INT_MAX / 2 ? (int)gap : INT_MAX / 2;
}

// What load over the limit costs at least once the client is there, the rest of the route's penalty taken off; a detour costs
// nothing or more, but where legs break the triangle inequality, and there little is lost.
static inline Money penalty_floor(const State *state, const Demand *demand, int slot)
{
  const Route *route = &state->route[slot];
  const int64_t over = route->load + demand->load - state->p->slot[slot].max_load;
  if (over <= 0)
    return -route->penalty;
  return state->price.load > 0 ? over * state->price.load - route->penalty : MONEY_MAX;
}

static void look_at(const CalendarRun *run, PatternDay *day, int slot)
{
  const Money other = problem_slot_cost(run->state->p, run->client, slot);
  if (penalty_floor(run->state, run->demand, slot) >= day->cost - other)
    return;
  const Money delta = state_insertion(run->state, run->client, slot)->delta;
  if (delta < MONEY_MAX && delta + other < day->cost)
    *day = (PatternDay){delta + other, slot};
}

static void price_days(const CalendarRun *run, PatternDay day[PATTERN_DAYS], Random *random, int blink)
{
  const State *state = run->state;
  const Slot *slots = state->p->slot;
  for (int d = 0; d < MIN(state->p->days, PATTERN_DAYS); d++)
    day[d] = (PatternDay){MONEY_MAX, -1};
  int gap = blink > 0 ? draw_gap(random, blink) : INT_MAX;
  for (int k = state->reach_first[run->client]; k < state->reach_first[run->client + 1]; k++) {
    const int slot = state->reach[k];
    if (run->rep >= 0 && slots[slot].rep != run->rep)
      continue;
    if (gap-- == 0)
      gap = draw_gap(random, blink);
    else
      look_at(run, &day[slots[slot].day], slot);
  }
}

// Takes a pattern that costs less than the best so far.
static void try_pattern(CalendarRun *run, const PatternDay day[PATTERN_DAYS], uint64_t days)
{
  Money cost = -run->demand->visits * run->demand->miss_cost;
  for (uint64_t left = days; left; left &= left - 1) {
    const Money of_day = day[__builtin_ctzll(left)].cost;
    if (of_day == MONEY_MAX)
      return;
    cost += of_day;
  }
  if (cost >= run->best)
    return;
  run->best = cost;
  run->best_count = 0;
  for (uint64_t left = days; left; left &= left - 1)
    run->recreate->best[run->best_count++] = day[__builtin_ctzll(left)].slot;
}

void calendar_solve_patterns(CalendarRun *run, Random *random, int blink)
{
  g_assert(run->planned == 0); // no fixes where there are patterns
  PatternDay day[PATTERN_DAYS];
  price_days(run, day, random, blink);
  for (int k = 0; k < run->demand->patterns; k++)
    try_pattern(run, day, run->demand->pattern[k]);
}

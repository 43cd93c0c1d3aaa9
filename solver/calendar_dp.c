// SPDX-License-Identifier: GPL-3.0-or-later
// The best calendar of one client, given what a visit costs on each day: a shortest path over days, with the number of
// visits used up (planned ones and those that long gaps leave out) as second state. Rules on gaps are arcs, fixes are
// days that no arc passes over. "Same weekday" is solved once a weekday, "same rep" once a rep. Where the weekday is
// only preferred, a run backwards without its costs comes first: it gives a good calendar, and what every beginning
// costs at least to its end, so that of the runs of the weekdays little is left. Insertions into different routes do not
// touch each other, so the sum is exact. O(days * reach of a gap * visits) a run.
#include "solver/calendar_parts.h"

// Cheapest slot of each day; days without any are left out.
static void list_days(CalendarRun *run, Random *random, int blink)
{
  State *state = run->state;
  const Problem *p = state->p;
  DayNode *node = run->recreate->node;
  int count = 0, outside = 0, own = 0;
  const Demand *demand = run->demand;
  const int *calendar = state_calendar(state, run->client);
  int k = state->reach_first[run->client];
  const int end = state->reach_first[run->client + 1];
  if (demand->previous != NO_DAY)
    node[count++] = (DayNode){.day = demand->previous, .slot = -1, .forced = true};
  for (;;) {
    const int free_day = k < end ? p->slot[state->reach[k]].day : INT_MAX;
    const int out_day = outside < demand->outsides ? demand->outside[outside] : INT_MAX;
    const int own_day = own < state->count[run->client] ? p->slot[calendar[own]].day : INT_MAX;
    const int day = MIN(free_day, MIN(out_day, own_day));
    if (day == INT_MAX)
      break;
    const bool forced = out_day == day || own_day == day;
    if (out_day == day) {
      node[count++] = (DayNode){.day = day, .slot = -1, .forced = true};
      outside++;
    }
    for (; own < state->count[run->client] && p->slot[calendar[own]].day == day; own++) {
      const bool movable = !problem_is_promised(p, run->client, calendar[own]);
      node[count++] = (DayNode){.day = day, .slot = calendar[own], .forced = true, .movable = movable};
    }
    DayNode free = {.day = day, .slot = -1, .movable = true, .cost = MONEY_MAX};
    for (; k < end && p->slot[state->reach[k]].day == day; k++) {
      const int slot = state->reach[k];
      if (forced || (run->rep >= 0 && p->slot[slot].rep != run->rep))
        continue;
      if (blink > 0 && (int)(random_next(random) & 1023) < blink)
        continue;
      const Insertion *insertion = state_insertion(state, run->client, slot);
      if (insertion->delta == MONEY_MAX)
        continue;
      const Money cost = insertion->delta + problem_slot_cost(p, run->client, slot);
      if (cost < free.cost) {
        free.cost = cost;
        free.slot = slot;
      }
    }
    if (free.slot >= 0) {
      free.cost -= demand->miss_cost;
      node[count++] = free;
    }
  }
  for (int j = 0; j < count; j++)
    node[j].weekday = problem_weekday(p, node[j].day);
  run->recreate->nodes = count;
}

static void solve_weekdays(CalendarRun *run, Random *random, int blink)
{
  list_days(run, random, blink);
  calendar_limit(run);
  if (run->only >= 0 || run->demand->same_weekday == WEEKDAY_FREE || run->demand->visits < 2) {
    run->weekday = run->only;
    calendar_solve(run);
    return;
  }
  bool present[7] = {false};
  for (int j = 0; j < run->recreate->nodes; j++) {
    if (is_own(&run->recreate->node[j]))
      present[run->recreate->node[j].weekday] = true;
  }
  int first = 0;
  if (run->demand->same_weekday == WEEKDAY_PREFER && run->demand->first_by == NO_DAY) {
    calendar_solve_backwards(run);
    first = calendar_take_backwards(run);
    run->bounded = first >= 0;
    if (first < 0)
      return;
  }
  for (int k = 0; k < 7; k++) {
    run->weekday = (first + k) % 7;
    if (present[run->weekday])
      calendar_solve(run);
  }
  run->bounded = false;
}

// Gaps longer than this are only tried where days are missing.
static int widest_gap(const CalendarRun *run)
{
  const State *state = run->state;
  const int limit = run->demand->soft_max > 0 ? run->demand->soft_max : state->p->days;
  int hole = 0, before = -1;
  for (int k = state->reach_first[run->client]; k < state->reach_first[run->client + 1]; k++) {
    const int day = state->p->slot[state->reach[k]].day;
    hole = MAX(hole, day - before);
    before = day;
  }
  return limit + 7 + hole;
}

// Spacing between visits of others alone, which missing all visits costs.
static Money spacing_of_none(const CalendarRun *run)
{
  SolutionCost cost = {0};
  if (run->planned == 0 && run->demand->outsides > 0)
    calendar_add_cost(run->state->p, run->client, NULL, 0, &cost);
  return cost.spacing;
}

void recreate_client(Recreate *recreate, State *state, int client, Random *random, int blink)
{
  recreate_client_on(recreate, state, client, -1, random, blink);
}

void recreate_client_on(Recreate *recreate, State *state, int client, int weekday, Random *random, int blink)
{
  const Problem *p = state->p;
  CalendarRun run = {.recreate = recreate, .state = state, .demand = &p->demand[client], .client = client};
  run.planned = state->count[client];
  run.best_count = -1;
  run.best = spacing_of_none(&run);
  run.weekday = run.rep = -1;
  run.only = weekday;
  run.longest = widest_gap(&run);
  int first = -1, last = -1;
  if (run.demand->same_rep) {
    first = run.planned > 0 ? p->slot[state_calendar(state, client)[0]].rep : 0;
    last = run.planned > 0 ? first : p->reps - 1;
  }
  for (run.rep = first; run.rep <= last; run.rep++) {
    if (run.demand->patterns > 0)
      calendar_solve_patterns(&run, random, blink);
    else
      solve_weekdays(&run, random, blink);
  }
  for (int k = 0; k < run.best_count; k++) {
    const int slot = recreate->best[k];
    const Insertion *insertion =
        state_is_fix(state, client, slot) ? NULL : state_insertion(state, client, slot);
    if (insertion &&
        insertion->position >= 0) // the visit of the day before may have moved where a night is spent
      state_insert(state, client, slot, insertion->position);
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The best calendar of one client, given what a visit costs on each day: a shortest path over days, with the number of
// visits used up (planned ones and those that long gaps leave out) as second state. Rules on gaps are arcs, fixes are
// days that no arc passes over. "Same weekday" is solved once a weekday, "same rep" once a rep. Insertions into
// different routes do not touch each other, so the sum is exact. O(days * reach of a gap * visits) a run.
#include "solver/recreate_parts.h"

#include <string.h>

typedef struct CalendarRun {
  Recreate *recreate;
  State *state;
  const Demand *demand;
  int client, planned; // fixes
  int weekday, rep;    // -1: any
  int widest;          // longest gap looked at
  Money best;          // against all visits missed
  int best_count;      // visits of it, -1: none found
} CalendarRun;

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
  const int outsides = demand->patterns > 0 ? 0 : demand->outsides; // patterns know no spacing
  if (demand->previous != NO_DAY && demand->patterns == 0)
    node[count++] = (DayNode){demand->previous, -1, true, false, 0};
  for (;;) {
    const int free_day = k < end ? p->slot[state->reach[k]].day : INT_MAX;
    const int out_day = outside < outsides ? demand->outside[outside] : INT_MAX;
    const int own_day = own < state->count[run->client] ? p->slot[calendar[own]].day : INT_MAX;
    const int day = MIN(free_day, MIN(out_day, own_day));
    if (day == INT_MAX)
      break;
    const bool forced = out_day == day || own_day == day;
    if (out_day == day) {
      node[count++] = (DayNode){day, -1, true, false, 0};
      outside++;
    }
    for (; own < state->count[run->client] && p->slot[calendar[own]].day == day; own++) {
      const bool movable = !problem_is_promised(p, run->client, calendar[own]);
      node[count++] = (DayNode){day, calendar[own], true, movable, 0};
    }
    DayNode free = {day, -1, false, true, MONEY_MAX};
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
  run->recreate->nodes = count;
}

static bool is_own(const DayNode *node)
{
  return node->slot >= 0;
}

// Cost of being in a node with regard to the weekday of this run; MONEY_MAX: not allowed.
static Money weekday_cost(const CalendarRun *run, const DayNode *node)
{
  if (run->weekday < 0 || !is_own(node) || problem_weekday(run->state->p, node->day) == run->weekday)
    return 0;
  if (run->demand->same_weekday == WEEKDAY_PREFER)
    return run->demand->weekday_cost;
  return node->movable ? MONEY_MAX : 0;
}

static void relax(CalendarRun *run, int j, Money stay, bool after_own)
{
  const Recreate *recreate = run->recreate;
  const Demand *demand = run->demand;
  const DayNode *node = recreate->node, *here = &node[j];
  const int levels = recreate->levels, f = demand->visits, use = is_own(here);
  Label *label = recreate->label + (size_t)j * (size_t)levels;
  for (int i = j - 1; i >= 0; i--) {
    const DayNode *before = &node[i];
    const int gap = here->day - before->day;
    const bool ruled = here->movable || before->movable;
    if (gap > run->widest && !before->forced)
      continue;
    if ((!after_own || is_own(before)) && (!ruled || gap >= demand->gap_min)) {
      const int skip = ruled && demand->gap_max > 0 ? (gap - 1) / demand->gap_max : 0;
      const Money arc = gap_days_off(demand, gap) * demand->gap_cost + stay;
      const Label *from = recreate->label + (size_t)i * (size_t)levels;
      for (int u = 0; u + skip + use <= f; u++) {
        if (from[u].cost == MONEY_MAX)
          continue;
        const Money cost = from[u].cost + arc;
        if (cost < label[u + skip + use].cost)
          label[u + skip + use] = (Label){cost, i};
      }
    }
    if (before->forced)
      break; // no arc passes over it
  }
}

// Days used from the label at (j, u) backwards into `chosen`; returns their number.
static int trace(const CalendarRun *run, int j, int u)
{
  const Recreate *recreate = run->recreate;
  int count = 0;
  while (j >= 0) {
    const DayNode *here = &recreate->node[j];
    const int i = recreate->label[(size_t)j * (size_t)recreate->levels + (size_t)u].before;
    if (is_own(here))
      recreate->chosen[count++] = here->slot;
    u -= is_own(here);
    if (i >= 0 && run->demand->gap_max > 0 && (here->movable || recreate->node[i].movable))
      u -= (here->day - recreate->node[i].day - 1) / run->demand->gap_max;
    j = i;
  }
  return count;
}

static void solve(CalendarRun *run)
{
  Recreate *recreate = run->recreate;
  const Demand *demand = run->demand;
  const int levels = recreate->levels, days = run->state->p->days;
  bool passed = false, passed_own = false; // a forced node lies before; one of ours
  for (int j = 0; j < recreate->nodes; j++) {
    const DayNode *here = &recreate->node[j];
    Label *label = recreate->label + (size_t)j * (size_t)levels;
    for (int u = 0; u < levels; u++)
      label[u] = (Label){MONEY_MAX, -1};
    const Money extra = weekday_cost(run, here);
    if (extra == MONEY_MAX)
      continue;
    const Money stay = here->cost + extra;
    const bool late = demand->first_by != NO_DAY && here->movable && here->day > demand->first_by;
    if (!passed && is_own(here) <= demand->visits) {
      if (!late)
        label[is_own(here)] = (Label){stay + (here->day >= 0 ? demand_begin_cost(demand, here->day) : 0), -1};
    }
    relax(run, j, stay, late && !passed_own);
    passed = passed || here->forced;
    passed_own = passed_own || (here->forced && is_own(here));
  }
  for (int j = recreate->nodes - 1; j >= 0; j--) {
    const DayNode *here = &recreate->node[j];
    const Label *label = recreate->label + (size_t)j * (size_t)levels;
    int best = -1;
    for (int u = 1; u <= demand->visits; u++) {
      if (label[u].cost < MONEY_MAX && (best < 0 || label[u].cost < label[best].cost))
        best = u;
    }
    if (best >= 0) {
      const Money cost = label[best].cost + demand_end_cost(demand, days, here->day);
      if (cost < run->best || (run->planned > 0 && run->best_count < 0)) {
        const int count = trace(run, j, best);
        if (count > 0) {
          run->best = cost;
          run->best_count = count;
          memcpy(recreate->best, recreate->chosen, sizeof(int) * (size_t)count);
        }
      }
    }
    if (here->forced)
      break;
  }
}

static void solve_weekdays(CalendarRun *run, Random *random, int blink)
{
  list_days(run, random, blink);
  if (run->demand->same_weekday == WEEKDAY_FREE || run->demand->visits < 2) {
    run->weekday = -1;
    solve(run);
    return;
  }
  bool present[7] = {false};
  for (int j = 0; j < run->recreate->nodes; j++) {
    if (is_own(&run->recreate->node[j]))
      present[problem_weekday(run->state->p, run->recreate->node[j].day)] = true;
  }
  for (run->weekday = 0; run->weekday < 7; run->weekday++) {
    if (present[run->weekday])
      solve(run);
  }
}

static void solve_patterns(CalendarRun *run, Random *random, int blink)
{
  list_days(run, random, blink);
  const Recreate *recreate = run->recreate;
  DayNode *of_day[64] = {NULL};
  for (int j = 0; j < recreate->nodes; j++)
    of_day[recreate->node[j].day] = &recreate->node[j];
  for (int k = 0; k < run->demand->patterns; k++) {
    Money cost = -run->demand->visits * run->demand->miss_cost;
    int count = 0;
    for (uint64_t days = run->demand->pattern[k]; days && count >= 0; days &= days - 1) {
      const DayNode *node = of_day[__builtin_ctzll(days)];
      if (!node) {
        count = -1;
        break;
      }
      cost += node->cost + run->demand->miss_cost;
      recreate->chosen[count++] = node->slot;
    }
    if (count > 0 && cost < run->best) {
      run->best = cost;
      run->best_count = count;
      memcpy(recreate->best, recreate->chosen, sizeof(int) * (size_t)count);
    }
  }
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

void recreate_client(Recreate *recreate, State *state, int client, Random *random, int blink)
{
  const Problem *p = state->p;
  CalendarRun run = {.recreate = recreate, .state = state, .demand = &p->demand[client], .client = client};
  run.planned = state->count[client];
  run.best_count = -1;
  run.best = 0;
  run.weekday = run.rep = -1;
  run.widest = widest_gap(&run);
  int first = -1, last = -1;
  if (run.demand->same_rep) {
    first = run.planned > 0 ? p->slot[state_calendar(state, client)[0]].rep : 0;
    last = run.planned > 0 ? first : p->reps - 1;
  }
  for (run.rep = first; run.rep <= last; run.rep++) {
    if (run.demand->patterns > 0)
      solve_patterns(&run, random, blink);
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

// SPDX-License-Identifier: GPL-3.0-or-later
// The best calendar of one client, given what a visit costs on each day: a shortest path over days, with the number of
// visits used up (planned ones and those that long gaps leave out) as second state. Rules on gaps are arcs, fixes are
// days that no arc passes over. "Same weekday" is solved once a weekday, "same rep" once a rep. Where the weekday is
// only preferred, a run backwards without its costs comes first: it gives a good calendar, and what every beginning
// costs at least to its end, so that of the runs of the weekdays little is left. Insertions into different routes do not
// touch each other, so the sum is exact. O(days * reach of a gap * visits) a run.
#include "solver/recreate_parts.h"

#include <string.h>

typedef struct CalendarRun {
  Recreate *recreate;
  State *state;
  const Demand *demand;
  int client, planned; // fixes
  int weekday, rep;    // -1: any
  int only;            // weekday that is asked for, -1: none
  int widest;          // longest gap looked at
  Money best;          // against all visits missed
  int best_count;      // visits of it, -1: none found
  bool bounded;        // Recreate.rest holds what is left to pay at least
  int lives;           // nodes with labels: Recreate.live
  int forced;          // the last forced node so far, or the first node
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
    node[count++] = (DayNode){.day = demand->previous, .slot = -1, .forced = true};
  for (;;) {
    const int free_day = k < end ? p->slot[state->reach[k]].day : INT_MAX;
    const int out_day = outside < outsides ? demand->outside[outside] : INT_MAX;
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

// Visits that a gap uses up without being planned.
static int gap_skips(const Demand *demand, const DayNode *before, const DayNode *after)
{
  const bool ruled = before->movable || after->movable;
  return ruled && demand->gap_max > 0 ? (after->day - before->day - 1) / demand->gap_max : 0;
}

// Whether both may be neighbours in the calendar, somebody forced between them apart.
static bool gap_is_allowed(const CalendarRun *run, const DayNode *before, const DayNode *after)
{
  const int gap = after->day - before->day;
  if (gap > run->widest && !before->forced)
    return false;
  return gap >= run->demand->gap_min || !(before->movable || after->movable);
}

static void relax(CalendarRun *run, int j, Money stay, bool after_own)
{
  const Recreate *recreate = run->recreate;
  const Demand *demand = run->demand;
  const DayNode *node = recreate->node, *here = &node[j];
  const size_t levels = (size_t)recreate->levels;
  const int f = demand->visits, use = is_own(here);
  Label *label = recreate->label + (size_t)j * levels;
  for (int k = run->lives - 1; k >= 0 && recreate->live[k] >= run->forced;
       k--) { // no arc passes over a forced one
    const int i = recreate->live[k];
    const DayNode *before = &node[i];
    if ((after_own && !is_own(before)) || !gap_is_allowed(run, before, here))
      continue;
    const int used = gap_skips(demand, before, here) + use;
    const Money arc = gap_days_off(demand, here->day - before->day) * demand->gap_cost + stay;
    const Label *from = recreate->label + (size_t)i * levels;
    const int most = MIN(before->most, f - used);
    for (int u = before->least; u <= most; u++) {
      if (from[u].cost == MONEY_MAX)
        continue;
      const Money cost = from[u].cost + arc;
      if (cost < label[u + used].cost)
        label[u + used] = (Label){cost, i};
    }
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
    u -= is_own(here) + (i >= 0 ? gap_skips(run->demand, &recreate->node[i], here) : 0);
    j = i;
  }
  return count;
}

// Labels that cannot lead to anything better than what is known go; which are left is noted in the node.
static void sift_labels(CalendarRun *run, int j)
{
  Recreate *recreate = run->recreate;
  const size_t first = (size_t)j * (size_t)recreate->levels;
  Label *label = recreate->label + first;
  const Label *rest = recreate->rest + first;
  DayNode *here = &recreate->node[j];
  int labels = 0;
  for (int u = 0; u <= run->demand->visits; u++) {
    if (label[u].cost == MONEY_MAX)
      continue;
    if (run->bounded && (rest[u].cost == MONEY_MAX || label[u].cost + rest[u].cost >= run->best)) {
      label[u].cost = MONEY_MAX;
      continue;
    }
    here->least = labels == 0 ? u : here->least;
    here->most = u;
    labels++;
  }
  if (labels > 0)
    recreate->live[run->lives++] = j;
}

static void solve(CalendarRun *run)
{
  Recreate *recreate = run->recreate;
  const Demand *demand = run->demand;
  const int levels = recreate->levels, days = run->state->p->days;
  bool passed = false, passed_own = false; // a forced node lies before; one of ours
  run->lives = 0;
  run->forced = 0;
  for (int j = 0; j < recreate->nodes; j++) {
    const DayNode *here = &recreate->node[j];
    Label *label = recreate->label + (size_t)j * (size_t)levels;
    run->forced = j > 0 && here[-1].forced ? j - 1 : run->forced;
    for (int u = 0; u <= demand->visits; u++)
      label[u] = (Label){MONEY_MAX, -1};
    const Money extra = weekday_cost(run, here);
    if (extra == MONEY_MAX) {
      if (here->forced)
        return; // a visit that stays is on another weekday
      continue;
    }
    const Money stay = here->cost + extra;
    const bool late = demand->first_by != NO_DAY && here->movable && here->day > demand->first_by;
    if (!passed && is_own(here) <= demand->visits) {
      if (!late)
        label[is_own(here)] = (Label){stay + (here->day >= 0 ? demand_begin_cost(demand, here->day) : 0), -1};
    }
    relax(run, j, stay, late && !passed_own);
    sift_labels(run, j);
    passed = passed || here->forced;
    passed_own = passed_own || (here->forced && is_own(here));
  }
  for (int k = run->lives - 1; k >= 0 && recreate->live[k] >= run->forced; k--) {
    const int j = recreate->live[k];
    if (j < recreate->nodes - 1 && recreate->node[recreate->nodes - 1].forced)
      break; // the last one is forced
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
  }
}

// What is to be paid after each node and each number of visits used up, weekdays and first_by overlooked.
static void solve_backwards(CalendarRun *run)
{
  Recreate *recreate = run->recreate;
  const Demand *demand = run->demand;
  const DayNode *node = recreate->node;
  const int levels = recreate->levels, f = demand->visits;
  bool may_end = true; // nobody forced comes after
  for (int j = recreate->nodes - 1; j >= 0; j--) {
    Label *rest = recreate->rest + (size_t)j * (size_t)levels;
    const Money end = may_end ? demand_end_cost(demand, run->state->p->days, node[j].day) : MONEY_MAX;
    const int most = demand->gap_max > 0 ? f : MIN(f, j + 1);
    for (int u = 0; u <= f; u++)
      rest[u] = (Label){end, -1};
    for (int k = j + 1; k < recreate->nodes; k++) {
      if (gap_is_allowed(run, &node[j], &node[k])) {
        const int used = gap_skips(demand, &node[j], &node[k]) + is_own(&node[k]);
        const Money arc = gap_days_off(demand, node[k].day - node[j].day) * demand->gap_cost + node[k].cost;
        const Label *next = recreate->rest + (size_t)k * (size_t)levels + used;
        for (int u = 0; u <= most && u + used <= f; u++) {
          if (next[u].cost < MONEY_MAX && next[u].cost + arc < rest[u].cost)
            rest[u] = (Label){next[u].cost + arc, k};
        }
      }
      if (node[k].forced)
        break;
    }
    may_end = may_end && !node[j].forced;
  }
}

// The best calendar of solve_backwards, and what it costs with weekdays; returns their commonest one, -1: no calendar, or
// its visits are all on that weekday, and nothing is better.
static int take_backwards(CalendarRun *run)
{
  const Recreate *recreate = run->recreate;
  const Demand *demand = run->demand;
  const DayNode *node = recreate->node;
  Money least = MONEY_MAX;
  int at = -1, count = 0, of[7] = {0}, common = 0;
  for (int j = 0; j < recreate->nodes && (j == 0 || !node[j - 1].forced); j++) {
    const Money rest = recreate->rest[(size_t)j * (size_t)recreate->levels + (size_t)is_own(&node[j])].cost;
    const Money begin = node[j].day >= 0 ? demand_begin_cost(demand, node[j].day) : 0;
    if (rest < MONEY_MAX && node[j].cost + begin + rest < least) {
      least = node[j].cost + begin + rest;
      at = j;
    }
  }
  for (int used = 0, next; at >= 0; at = next) {
    used += is_own(&node[at]);
    next = recreate->rest[(size_t)at * (size_t)recreate->levels + (size_t)used].before;
    used += next >= 0 ? gap_skips(demand, &node[at], &node[next]) : 0;
    if (!is_own(&node[at]))
      continue;
    recreate->chosen[count++] = node[at].slot;
    const int weekday = problem_weekday(run->state->p, node[at].day), here = ++of[weekday];
    common = here > of[common] || weekday == common ? weekday : common;
  }
  const Money cost = least + (count - of[common]) * demand->weekday_cost;
  if (count == 0)
    return -1;
  if (cost < run->best || (run->planned > 0 && run->best_count < 0)) {
    run->best = cost;
    run->best_count = count;
    memcpy(recreate->best, recreate->chosen, sizeof(int) * (size_t)count);
  }
  return of[common] == count ? -1 : common;
}

static void solve_weekdays(CalendarRun *run, Random *random, int blink)
{
  list_days(run, random, blink);
  if (run->only >= 0 || run->demand->same_weekday == WEEKDAY_FREE || run->demand->visits < 2) {
    run->weekday = run->only;
    solve(run);
    return;
  }
  bool present[7] = {false};
  for (int j = 0; j < run->recreate->nodes; j++) {
    if (is_own(&run->recreate->node[j]))
      present[problem_weekday(run->state->p, run->recreate->node[j].day)] = true;
  }
  int first = 0;
  if (run->demand->same_weekday == WEEKDAY_PREFER && run->demand->first_by == NO_DAY) {
    solve_backwards(run);
    first = take_backwards(run);
    run->bounded = first >= 0;
    if (first < 0)
      return;
  }
  for (int k = 0; k < 7; k++) {
    run->weekday = (first + k) % 7;
    if (present[run->weekday])
      solve(run);
  }
  run->bounded = false;
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

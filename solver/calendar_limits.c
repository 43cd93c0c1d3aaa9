// SPDX-License-Identifier: GPL-3.0-or-later
// Bounds of the calendar program. Below: what spacing costs at least from a day on, whatever the days, by tables that clients
// with equal rules share, and the cheapest insertion that is left for each visit still to come. Above: the calendar that the
// client had. In the usual case, a client taken out and put back, they leave a third of the labels or less.
#include "solver/calendar_parts.h"

#include <string.h>

// Days off the rhythm with k visits after the day: too long where k + 1 gaps do not reach the end, too short where there
// is no room for them.
static int days_off_ahead(const Demand *demand, int days, int day, int k)
{
  const int over = demand->soft_max > 0 ? days - day - (k + 1) * demand->soft_max : 0;
  const int under = k * demand->soft_min - (days - 1 - day);
  return MAX(0, over) + MAX(0, under);
}

static Money *new_ahead(const Demand *demand, int days)
{
  const int f = demand->visits;
  Money *cost = g_new(Money, (gsize)(days + 1) * (gsize)(f + 1));
  for (int day = -1; day < days; day++) {
    for (int left = 0; left <= f; left++) {
      Money least = MONEY_MAX;
      for (int k = 0; k <= left; k++)
        least = MIN(least, days_off_ahead(demand, days, day, k) * demand->gap_cost +
                               (left - k) * (demand->miss_cost / 2));
      cost[(day + 1) * (f + 1) + left] = least;
    }
  }
  return cost;
}

static const Money *ahead_of(Recreate *recreate, const Demand *demand, int client, int days)
{
  for (guint k = 0; k < recreate->tables->len && !recreate->ahead[client]; k++) {
    const Ahead *table = g_ptr_array_index(recreate->tables, k);
    if (table->visits == demand->visits && table->soft_min == demand->soft_min &&
        table->soft_max == demand->soft_max && table->gap_cost == demand->gap_cost &&
        table->miss_cost == demand->miss_cost)
      recreate->ahead[client] = table->cost;
  }
  if (!recreate->ahead[client]) {
    Ahead *table = g_new(Ahead, 1);
    *table = (Ahead){demand->visits,   demand->soft_min,  demand->soft_max,
                     demand->gap_cost, demand->miss_cost, new_ahead(demand, days)};
    g_ptr_array_add(recreate->tables, table);
    recreate->ahead[client] = table->cost;
  }
  return recreate->ahead[client];
}

// Spacing between two days of a calendar, before its first (NO_DAY, or the visit before the horizon) or after its last (the
// horizon's length).
static Money link_cost(const CalendarRun *run, int before, int after)
{
  const int days = run->state->p->days;
  if (after == days)
    return demand_end_cost(run->demand, days, before);
  if (before == NO_DAY)
    return demand_begin_cost(run->demand, after);
  return gap_days_off(run->demand, after - before) * run->demand->gap_cost;
}

// The cheapest node for a visit between two days, -1: none; `from`: a node not after any of them.
static int best_between(const CalendarRun *run, int from, int before, int after, Money *cost)
{
  const Recreate *recreate = run->recreate;
  const int gap = run->demand->gap_min, first = before == NO_DAY ? 0 : before + gap;
  const int last = after == run->state->p->days ? after - 1 : after - gap;
  int best = -1;
  *cost = MONEY_MAX;
  for (int j = from; j < recreate->nodes && recreate->node[j].day <= last; j++) {
    const DayNode *node = &recreate->node[j];
    const Money extra = node->day >= first && is_own(node) ? weekday_cost(run, node) : MONEY_MAX;
    if (extra == MONEY_MAX)
      continue;
    const Money here =
        node->cost + extra + link_cost(run, before, node->day) + link_cost(run, node->day, after);
    if (here < *cost) {
      *cost = here;
      best = j;
    }
  }
  return best;
}

// The commonest weekday of a calendar, -1: it does not matter.
static int former_weekday(const CalendarRun *run, const int *former, int count)
{
  int of[7] = {0}, common = 0;
  if (run->demand->same_weekday == WEEKDAY_FREE || run->demand->visits < 2)
    return -1;
  for (int k = 0; k < count; k++) {
    const int weekday = problem_weekday(run->state->p, run->state->p->slot[former[k]].day),
              here = ++of[weekday];
    common = here > of[common] ? weekday : common;
  }
  return common;
}

// The calendar that the client had when the change began, each visit on the best day between the others: what is dearer need
// not be looked for.
static void take_former(CalendarRun *run)
{
  Recreate *recreate = run->recreate;
  const State *state = run->state;
  const Demand *demand = run->demand;
  const int client = run->client, count = state->old_count[client];
  if (state->client_epoch[client] != state->epoch || count == 0 || demand->first_by != NO_DAY ||
      demand->outsides > 0)
    return;
  const int *former = state->old_calendar + state->calendar_first[client];
  run->weekday = run->only >= 0 ? run->only : former_weekday(run, former, count);
  Money cost = 0;
  int before = demand->previous, from = 0, used = count;
  for (int k = 0; k < count; k++) {
    const int after = k + 1 < count ? state->p->slot[former[k + 1]].day : state->p->days;
    Money here = 0;
    from = best_between(run, from, before, after, &here);
    if (from < 0)
      return;
    const DayNode *node = &recreate->node[from];
    cost += node->cost + weekday_cost(run, node) + link_cost(run, before, node->day);
    if (demand->gap_max > 0 && before != NO_DAY)
      used += (node->day - before - 1) / demand->gap_max;
    before = node->day;
    recreate->chosen[k] = node->slot;
  }
  cost += link_cost(run, before, state->p->days);
  if (cost >= run->best || used > demand->visits)
    return;
  run->best = cost + 1; // another one that costs as much is welcome: it is the way to walk over a plain
  run->best_count = count;
  memcpy(recreate->best, recreate->chosen, sizeof(int) * (size_t)count);
}

// Where nobody forced comes after the first node. Visits that are still to come cost at least as much as the cheapest.
static void look_ahead(CalendarRun *run)
{
  Recreate *recreate = run->recreate;
  for (int j = 1; j < recreate->nodes; j++) {
    if (recreate->node[j].forced)
      return;
  }
  Money least = run->demand->miss_cost / 2;
  for (int j = recreate->nodes - 1; j >= 0; j--) {
    recreate->least[j] = least - run->demand->miss_cost;
    least = MIN(least, recreate->node[j].cost + run->demand->miss_cost);
  }
  least = run->demand->miss_cost / 2;
  for (int j = 0; j < recreate->nodes; j++) {
    recreate->least_before[j] = least - run->demand->miss_cost;
    least = MIN(least, recreate->node[j].cost + run->demand->miss_cost);
  }
  run->ahead = ahead_of(recreate, run->demand, run->client, run->state->p->days);
  run->cheapest = run->demand->visits * (least - run->demand->miss_cost);
}

// Gaps that alone cost more than the best calendar are not looked at.
static void narrow_gaps(CalendarRun *run)
{
  const Demand *demand = run->demand;
  if (!run->ahead || demand->gap_cost == 0)
    return;
  const Money off = (run->best - run->cheapest) / demand->gap_cost; // days
  if (demand->soft_max > 0)
    run->widest = (int)MIN(run->widest, demand->soft_max + off);
  run->narrowest = (int)MAX(demand->gap_min, demand->soft_min - MIN(off, demand->soft_min));
}

void calendar_limit(CalendarRun *run)
{
  run->ahead = NULL;
  run->narrowest = run->demand->gap_min;
  run->widest = run->longest;
  if (run->planned > 0)
    return;
  look_ahead(run);
  take_former(run);
  narrow_gaps(run);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Paths over days with labels by the visits used up, forwards for one weekday and backwards for all of them.
#include "solver/calendar_parts.h"

#include <string.h>

#define MONEY_MIN INT64_MIN

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
  return gap >= run->narrowest || !(before->movable || after->movable);
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
    if (here->day - before->day > run->widest && !node[run->forced].forced)
      break;
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
  const int f = run->demand->visits;
  const Money *ahead = run->ahead && here->day >= 0 ? run->ahead + (here->day + 1) * (f + 1) : NULL;
  const Money least = recreate->least[j];
  for (int u = 0; u <= f; u++) {
    if (label[u].cost == MONEY_MAX)
      continue;
    if (ahead && label[u].cost + ahead[f - u] + (f - u) * least >= run->best) {
      label[u].cost = MONEY_MAX;
      continue;
    }
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

// The calendar that ends best, if it is better than the best so far.
static void take_ends(CalendarRun *run)
{
  Recreate *recreate = run->recreate;
  const Demand *demand = run->demand;
  for (int k = run->lives - 1; k >= 0 && recreate->live[k] >= run->forced; k--) {
    const int j = recreate->live[k];
    if (j < recreate->nodes - 1 && recreate->node[recreate->nodes - 1].forced)
      break; // the last one is forced
    const DayNode *here = &recreate->node[j];
    const Label *label = recreate->label + (size_t)j * (size_t)recreate->levels;
    int last = -1;
    for (int u = 1; u <= demand->visits; u++) {
      if (label[u].cost < MONEY_MAX && (last < 0 || label[u].cost < label[last].cost))
        last = u;
    }
    if (last < 0)
      continue;
    const Money cost = label[last].cost + demand_end_cost(demand, run->state->p->days, here->day);
    if (cost >= run->best && (run->planned == 0 || run->best_count >= 0))
      continue;
    const int count = trace(run, j, last);
    if (count == 0)
      continue;
    run->best = cost;
    run->best_count = count;
    memcpy(recreate->best, recreate->chosen, sizeof(int) * (size_t)count);
  }
}

void calendar_solve(CalendarRun *run)
{
  Recreate *recreate = run->recreate;
  const Demand *demand = run->demand;
  const int levels = recreate->levels;
  bool passed = false, passed_own = false; // a forced node lies before; one of ours
  run->lives = 0;
  run->forced = 0;
  for (int j = 0; j < recreate->nodes; j++) {
    const DayNode *here = &recreate->node[j];
    Label *label = recreate->label + (size_t)j * (size_t)levels;
    run->forced = j > 0 && here[-1].forced ? j - 1 : run->forced;
    if (run->bounded && here->hopeless && !here->forced)
      continue;
    const Money extra = weekday_cost(run, here);
    if (extra == MONEY_MAX) {
      if (here->forced)
        return; // a visit that stays is on another weekday
      continue;
    }
    for (int u = 0; u <= demand->visits; u++)
      label[u] = (Label){MONEY_MAX, -1};
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
  take_ends(run);
}

// What a calendar has cost at least that is in a node with so many visits used up: as much as the same days the other way
// round; MONEY_MIN: nothing known.
static Money cost_before(const CalendarRun *run, int j, int used)
{
  const DayNode *here = &run->recreate->node[j];
  if (!run->ahead || !is_own(here) || used < 1)
    return MONEY_MIN;
  const Money *behind =
      run->ahead + (run->state->p->days - here->day) * (run->demand->visits + 1); // of the day days - 1 - day
  return here->cost + behind[used - 1] + (used - 1) * run->recreate->least_before[j];
}

// Drops what no calendar better than the best has; the node is alive if anything is left.
static void sift_rest(CalendarRun *run, int j)
{
  Recreate *recreate = run->recreate;
  Label *rest = recreate->rest + (size_t)j * (size_t)recreate->levels;
  DayNode *here = &recreate->node[j];
  int labels = 0;
  for (int u = 0; u <= run->demand->visits; u++) {
    if (rest[u].cost == MONEY_MAX)
      continue;
    const Money before = cost_before(run, j, u);
    if (before != MONEY_MIN && before + rest[u].cost >= run->best) {
      rest[u].cost = MONEY_MAX;
      continue;
    }
    here->least = labels == 0 ? u : here->least;
    here->most = u;
    labels++;
  }
  here->hopeless = labels == 0;
  if (labels > 0)
    recreate->live[run->lives++] = j;
}

void calendar_solve_backwards(CalendarRun *run)
{
  Recreate *recreate = run->recreate;
  const Demand *demand = run->demand;
  const DayNode *node = recreate->node;
  const int levels = recreate->levels, f = demand->visits;
  bool may_end = true;              // nobody forced comes after
  int forced = recreate->nodes - 1; // the next one
  run->lives = 0;
  for (int j = recreate->nodes - 1; j >= 0; j--) {
    Label *rest = recreate->rest + (size_t)j * (size_t)levels;
    const Money end = may_end ? demand_end_cost(demand, run->state->p->days, node[j].day) : MONEY_MAX;
    const int own = is_own(&node[j]), most = demand->gap_max > 0 ? f : MIN(f, j + 1);
    for (int u = 0; u <= f; u++)
      rest[u] = (Label){u >= own && u <= most ? end : MONEY_MAX, -1};
    for (int l = run->lives - 1; l >= 0 && recreate->live[l] <= forced; l--) {
      const int k = recreate->live[l];
      if (node[k].day - node[j].day > run->widest && !node[j].forced)
        break;
      if (!gap_is_allowed(run, &node[j], &node[k]))
        continue;
      const int used = gap_skips(demand, &node[j], &node[k]) + is_own(&node[k]);
      const Money arc = gap_days_off(demand, node[k].day - node[j].day) * demand->gap_cost + node[k].cost;
      const Label *next = recreate->rest + (size_t)k * (size_t)levels + used;
      const int last = MIN(most, node[k].most - used);
      for (int u = MAX(own, node[k].least - used); u <= last; u++) {
        if (next[u].cost < MONEY_MAX && next[u].cost + arc < rest[u].cost)
          rest[u] = (Label){next[u].cost + arc, k};
      }
    }
    sift_rest(run, j);
    may_end = may_end && !node[j].forced;
    forced = node[j].forced ? j : forced;
  }
}

int calendar_take_backwards(CalendarRun *run)
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
    const int weekday = node[at].weekday, here = ++of[weekday];
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

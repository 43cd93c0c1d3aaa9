// SPDX-License-Identifier: GPL-3.0-or-later
// Insertion of single visits, O(reachable slots) with cached insertions; the rules on gaps, weekday and rep are tested
// on the neighbours in the calendar alone. Removing a visit never breaks a gap rule (ceil(a+b) <= ceil(a) + ceil(b)),
// so a calendar can be thinned and filled again in any order. Blinks: Christiaens and Vanden Berghe (2020).
#include "solver/recreate_parts.h"

Recreate *recreate_new(const Problem *p)
{
  Recreate *recreate = g_new0(Recreate, 1);
  int outsides = 0, visits = 0;
  for (int i = 0; i < p->n; i++) {
    outsides = MAX(outsides, p->demand[i].outsides);
    visits = MAX(visits, p->demand[i].visits);
    for (int k = 0; k < p->demand[i].patterns; k++)
      visits = MAX(visits, __builtin_popcountll(p->demand[i].pattern[k]));
  }
  const gsize events = (gsize)(outsides + visits + p->days + 4);
  recreate->event = g_new0(Event, events);
  recreate->node = g_new0(DayNode, events);
  recreate->label = g_new0(Label, events * ((gsize)visits + 2));
  recreate->levels = visits + 2;
  recreate->chosen = g_new0(int, (gsize)visits + 2);
  recreate->best = g_new0(int, (gsize)visits + 2);
  return recreate;
}

void recreate_free(Recreate *recreate)
{
  if (!recreate)
    return;
  g_free(recreate->event);
  g_free(recreate->node);
  g_free(recreate->label);
  g_free(recreate->chosen);
  g_free(recreate->best);
  g_free(recreate);
}

Money demand_begin_cost(const Demand *demand, int first)
{
  if (demand->soft_max == 0 || first < demand->soft_max)
    return 0;
  return (first - demand->soft_max + 1) * demand->gap_cost;
}

Money demand_end_cost(const Demand *demand, int days, int last)
{
  if (demand->soft_max == 0 || days - last <= demand->soft_max)
    return 0;
  return (days - last - demand->soft_max) * demand->gap_cost;
}

// Days on which the client is visited now, previous and outside ones included.
static int list_events(const State *state, int client, Event *event)
{
  const Problem *p = state->p;
  const Demand *demand = &p->demand[client];
  const int *calendar = state_calendar(state, client);
  int count = 0, outside = 0, own = 0;
  if (demand->previous != NO_DAY)
    event[count++] = (Event){demand->previous, false, false};
  while (outside < demand->outsides || own < state->count[client]) {
    const int day = own < state->count[client] ? p->slot[calendar[own]].day : INT_MAX;
    if (outside < demand->outsides && demand->outside[outside] <= day) {
      event[count++] = (Event){demand->outside[outside++], false, false};
    } else {
      event[count++] = (Event){day, !state_is_fix(state, client, calendar[own]), true};
      own++;
    }
  }
  return count;
}

static int pair_skips(const Demand *demand, const Event *a, const Event *b)
{
  return demand->gap_max > 0 && (a->movable || b->movable) ? (b->day - a->day - 1) / demand->gap_max : 0;
}

typedef struct Fill { // one client's calendar into which a visit is put
  const State *state;
  const Demand *demand;
  const Event *event;
  int events, room; // room: unplanned visits that gaps do not need
  int days;
  int weekday_only, rep_only; // -1: any
  int of_weekday[7], most;
  uint64_t own_days;
} Fill;

static void fill_begin(Fill *fill, const State *state, int client, Event *event)
{
  const Problem *p = state->p;
  const Demand *demand = &p->demand[client];
  const int *calendar = state_calendar(state, client);
  const int count = state->count[client];
  *fill = (Fill){.state = state, .demand = demand, .event = event, .days = p->days};
  fill->weekday_only = fill->rep_only = -1;
  if (demand->same_rep && count > 0)
    fill->rep_only = p->slot[calendar[0]].rep;
  if (demand->patterns > 0) {
    for (int k = 0; k < count; k++)
      fill->own_days |= UINT64_C(1) << p->slot[calendar[k]].day;
    return;
  }
  fill->events = list_events(state, client, event);
  fill->room = demand->visits - count;
  for (int k = 1; k < fill->events; k++)
    fill->room -= pair_skips(demand, &event[k - 1], &event[k]);
  for (int k = 0; k < count && demand->same_weekday != WEEKDAY_FREE; k++) {
    const int weekday = problem_weekday(p, p->slot[calendar[k]].day);
    const int here = ++fill->of_weekday[weekday]; // MAX would count twice
    fill->most = MAX(fill->most, here);
    if (demand->same_weekday == WEEKDAY_SAME && !state_is_fix(state, client, calendar[k]))
      fill->weekday_only = weekday;
  }
}

// Change of spacing and weekday costs by a visit on that day between events at - 1 and at; MONEY_MAX: a rule forbids.
static Money fill_cost(const Fill *fill, int day, int at)
{
  const Demand *demand = fill->demand;
  const Event here = {day, true, true};
  const Event *before = at > 0 ? &fill->event[at - 1] : NULL,
              *after = at < fill->events ? &fill->event[at] : NULL;
  if ((after && after->day - day < demand->gap_min) || (before && day - before->day < demand->gap_min))
    return MONEY_MAX;
  int room = fill->room - 1;
  Money cost = 0;
  if (before) {
    room -= pair_skips(demand, before, &here);
    cost += gap_days_off(demand, day - before->day) * demand->gap_cost;
  } else {
    cost += demand_begin_cost(demand, day);
  }
  if (after) {
    room -= pair_skips(demand, &here, after);
    cost += gap_days_off(demand, after->day - day) * demand->gap_cost;
  } else {
    cost += demand_end_cost(demand, fill->days, day);
  }
  if (before && after) {
    room += pair_skips(demand, before, after);
    cost -= gap_days_off(demand, after->day - before->day) * demand->gap_cost;
  } else if (after) {
    cost -= demand_begin_cost(demand, after->day);
  } else if (before) {
    cost -= demand_end_cost(demand, fill->days, before->day);
  }
  if (room < 0)
    return MONEY_MAX;
  if (demand->same_weekday == WEEKDAY_PREFER)
    cost += (1 + fill->most - MAX(fill->most, fill->of_weekday[problem_weekday(fill->state->p, day)] + 1)) *
            demand->weekday_cost;
  return cost;
}

// first_by looks at the first planned visit unless that is a fix.
static bool first_is_late(const Fill *fill, int day, int at)
{
  const Demand *demand = fill->demand;
  if (demand->first_by == NO_DAY)
    return false;
  for (int k = 0; k < at; k++) {
    if (fill->event[k].own)
      return fill->event[k].movable && fill->event[k].day > demand->first_by;
  }
  return day > demand->first_by;
}

static bool pattern_allows(const Fill *fill, int day)
{
  const Demand *demand = fill->demand;
  const uint64_t days = fill->own_days | UINT64_C(1) << day;
  if (days == fill->own_days)
    return false;
  for (int k = 0; k < demand->patterns; k++) {
    if ((demand->pattern[k] & days) == days)
      return true;
  }
  return false;
}

bool recreate_visit(Recreate *recreate, State *state, int client, Random *random, int blink)
{
  const Problem *p = state->p;
  const Demand *demand = &p->demand[client];
  Fill fill;
  fill_begin(&fill, state, client, recreate->event);
  // Where nothing comes before or after and no visit is planned yet, the costs of both ends count in full.
  Money least = demand->patterns > 0 ? MONEY_MAX : demand->miss_cost;
  int best_slot = -1, position = -1, at = 0, costed_day = -1;
  Money cost = 0;
  for (int k = state->reach_first[client]; k < state->reach_first[client + 1]; k++) {
    const int slot = state->reach[k], day = p->slot[slot].day;
    if (fill.rep_only >= 0 && p->slot[slot].rep != fill.rep_only)
      continue;
    if (day != costed_day) {
      costed_day = day;
      if (demand->patterns > 0) {
        cost = pattern_allows(&fill, day) ? 0 : MONEY_MAX;
      } else {
        while (at < fill.events && fill.event[at].day < day)
          at++;
        cost = fill.weekday_only >= 0 && problem_weekday(p, day) != fill.weekday_only ? MONEY_MAX
               : first_is_late(&fill, day, at)                                        ? MONEY_MAX
                                               : fill_cost(&fill, day, at);
      }
    }
    if (cost >= least)
      continue;
    const Insertion *insertion = state_insertion(state, client, slot);
    if (insertion->delta >= least - cost)
      continue;
    if (blink > 0 && (int)(random_next(random) & 1023) < blink)
      continue;
    least = cost + insertion->delta;
    best_slot = slot;
    position = insertion->position;
  }
  if (best_slot < 0)
    return false;
  state_insert(state, client, best_slot, position);
  return true;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Insertion of single visits, O(reachable slots) with cached insertions; the rules on gaps, weekday and rep are tested
// on the neighbours in the calendar alone. Removing a visit never breaks a gap rule (ceil(a+b) <= ceil(a) + ceil(b)),
// so a calendar can be thinned and filled again in any order. Blinks: Christiaens and Vanden Berghe (2020).
#include "solver/recreate_parts.h"

static void free_ahead(gpointer data)
{
  Ahead *ahead = data;
  g_free(ahead->cost);
  g_free(ahead);
}

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
  const gsize events = (gsize)outsides + (gsize)visits + (gsize)p->days + 4;
  recreate->event = g_new0(Event, events);
  recreate->node = g_new0(DayNode, events);
  recreate->label = g_new0(Label, events * ((gsize)visits + 2));
  recreate->live = g_new0(int, events);
  recreate->rest = g_new0(Label, events * ((gsize)visits + 2));
  recreate->least = g_new0(Money, events);
  recreate->least_before = g_new0(Money, events);
  recreate->ahead = g_new0(const Money *, p->n);
  recreate->tables = g_ptr_array_new_with_free_func(free_ahead);
  recreate->day_cost = g_new0(Money, (gsize)p->slots + 1);
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
  g_free(recreate->rest);
  g_free(recreate->live);
  g_free(recreate->least);
  g_free(recreate->least_before);
  g_free(recreate->ahead);
  g_ptr_array_unref(recreate->tables);
  g_free(recreate->day_cost);
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
      event[count++] = (Event){day, !state_is_promised(state, client, calendar[own]), true};
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
    if (demand->same_weekday == WEEKDAY_SAME && !state_is_promised(state, client, calendar[k]))
      fill->weekday_only = weekday;
  }
}

typedef struct Span {          // days between two neighbours in the calendar
  const Event *before, *after; // NULL: none
  int first, last;             // days that the hard least gap leaves
  int free_first, free_last;   // days whose gaps cost nothing
  int skips;                   // unplanned visits that the gap needs now
  Money gain;                  // what the gap costs now
} Span;

static Span span_between(const Fill *fill, int at)
{
  const Demand *demand = fill->demand;
  Span span = {.before = at > 0 ? &fill->event[at - 1] : NULL,
               .after = at < fill->events ? &fill->event[at] : NULL,
               .first = 0,
               .last = fill->days - 1,
               .free_first = 0,
               .free_last = fill->days - 1};
  const int longest = demand->soft_max > 0 ? demand->soft_max : fill->days + fill->days;
  if (span.before) {
    span.first = span.before->day + demand->gap_min;
    span.free_first = span.before->day + demand->soft_min;
    span.free_last = MIN(span.free_last, span.before->day + longest);
  } else {
    span.free_last = MIN(span.free_last, longest - 1);
  }
  if (span.after) {
    span.last = span.after->day - demand->gap_min;
    span.free_last = MIN(span.free_last, span.after->day - demand->soft_min);
    span.free_first = MAX(span.free_first, span.after->day - longest);
  } else {
    span.free_first = MAX(span.free_first, fill->days - longest);
  }
  if (span.before && span.after) {
    span.skips = pair_skips(demand, span.before, span.after);
    span.gain = gap_days_off(demand, span.after->day - span.before->day) * demand->gap_cost;
  } else if (span.after) {
    span.gain = demand_begin_cost(demand, span.after->day);
  } else if (span.before) {
    span.gain = demand_end_cost(demand, fill->days, span.before->day);
  }
  return span;
}

// Change of the spacing costs by a visit on a day of the span; MONEY_MAX: a rule forbids it.
static Money span_cost(const Fill *fill, const Span *span, int day)
{
  const Demand *demand = fill->demand;
  if (day < span->first || day > span->last)
    return MONEY_MAX;
  if (demand->gap_max > 0) {
    const Event here = {day, true, true};
    int room = fill->room - 1 + span->skips;
    room -= span->before ? pair_skips(demand, span->before, &here) : 0;
    room -= span->after ? pair_skips(demand, &here, span->after) : 0;
    if (room < 0)
      return MONEY_MAX;
  } else if (fill->room < 1) {
    return MONEY_MAX;
  }
  if (day >= span->free_first && day <= span->free_last)
    return -span->gain;
  Money cost = -span->gain;
  cost += span->before ? gap_days_off(demand, day - span->before->day) * demand->gap_cost
                       : demand_begin_cost(demand, day);
  cost += span->after ? gap_days_off(demand, span->after->day - day) * demand->gap_cost
                      : demand_end_cost(demand, fill->days, day);
  return cost;
}

// Change of the weekday costs by a visit on each weekday; MONEY_MAX: forbidden.
static void cost_weekdays(const Fill *fill, Money cost[7])
{
  const Demand *demand = fill->demand;
  for (int w = 0; w < 7; w++) {
    cost[w] = 0;
    if (demand->same_weekday == WEEKDAY_PREFER)
      cost[w] = (1 + fill->most - MAX(fill->most, fill->of_weekday[w] + 1)) * demand->weekday_cost;
    if (fill->weekday_only >= 0 && w != fill->weekday_only)
      cost[w] = MONEY_MAX;
  }
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

static void cost_pattern_days(const Fill *fill, Money *cost, const int *reach, int count)
{
  int costed = -1;
  for (int k = 0; k < count; k++) {
    const int day = fill->state->p->slot[reach[k]].day;
    cost[k] = day == costed ? cost[k - 1] : pattern_allows(fill, day) ? 0 : MONEY_MAX;
    costed = day;
  }
}

static void cost_free_days(const Fill *fill, Money *cost, const int *reach, int count)
{
  const Slot *slot = fill->state->p->slot;
  int at = 0, costed = -1, weekday = 0;
  Span span = span_between(fill, 0);
  Money of_weekday[7];
  cost_weekdays(fill, of_weekday);
  for (int k = 0; k < count; k++) {
    const int day = slot[reach[k]].day;
    if (day == costed) {
      cost[k] = cost[k - 1];
      continue;
    }
    if (at < fill->events && fill->event[at].day < day) {
      while (at < fill->events && fill->event[at].day < day)
        at++;
      span = span_between(fill, at);
    }
    weekday = costed < 0 ? problem_weekday(fill->state->p, day) : weekday + day - costed;
    while (weekday >= 7)
      weekday -= 7;
    cost[k] = of_weekday[weekday];
    if (cost[k] < MONEY_MAX) {
      const Money spacing = first_is_late(fill, day, at) ? MONEY_MAX : span_cost(fill, &span, day);
      cost[k] = spacing == MONEY_MAX ? MONEY_MAX : cost[k] + spacing;
    }
    costed = day;
  }
}

// Spacing and weekday costs of a visit in each slot the client may be inserted into; MONEY_MAX: a rule forbids it.
static void cost_days(Recreate *recreate, const State *state, int client)
{
  Fill fill;
  fill_begin(&fill, state, client, recreate->event);
  const int *reach = state->reach + state->reach_first[client];
  const int count = state->reach_first[client + 1] - state->reach_first[client];
  Money *cost = recreate->day_cost;
  if (fill.demand->patterns > 0)
    cost_pattern_days(&fill, cost, reach, count);
  else
    cost_free_days(&fill, cost, reach, count);
  for (int k = 0; k < count && fill.rep_only >= 0; k++) {
    if (state->p->slot[reach[k]].rep != fill.rep_only)
      cost[k] = MONEY_MAX;
  }
  for (int k = 0; k < count && state->p->slot_cost; k++)
    cost[k] += cost[k] < MONEY_MAX ? problem_slot_cost(state->p, client, reach[k]) : 0;
}

bool recreate_visit(Recreate *recreate, State *state, int client, Random *random, int blink)
{
  const Demand *demand = &state->p->demand[client];
  const int *reach = state->reach + state->reach_first[client];
  const int count = state->reach_first[client + 1] - state->reach_first[client];
  cost_days(recreate, state, client);
  Money least = demand->patterns > 0 ? MONEY_MAX : demand->miss_cost;
  int best_slot = -1, position = -1;
  // Days that cost nothing come first: what they offer rules out most of the others unseen.
  for (int pass = 0; pass < 2; pass++) {
    for (int k = 0; k < count; k++) {
      const Money cost = recreate->day_cost[k];
      if (cost >= least || (cost > 0) != (pass > 0))
        continue;
      const Insertion *insertion = state_insertion(state, client, reach[k]);
      if (insertion->delta >= least - cost)
        continue;
      if (blink > 0 && (int)(random_next(random) & 1023) < blink)
        continue;
      least = cost + insertion->delta;
      best_slot = reach[k];
      position = insertion->position;
    }
  }
  if (best_slot < 0)
    return false;
  state_insert(state, client, best_slot, position);
  return true;
}

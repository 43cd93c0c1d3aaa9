// SPDX-License-Identifier: GPL-3.0-or-later
// Counterfactuals by trial. A longer day lengthens its last work segment, with the hours of all clients that are open
// whenever the rep works; amounts are found by doubling and bisection over what was tried to work. O(stops^2) a trial of
// a limit, O(visits) one of a rule.
#include "solver/remedy.h"

#include "model/said.h"
#include "model/words.h"

#include <string.h>

// What a change asks of people, in minutes of trouble, besides what it names.
static const int limit_trouble[LIMITS] = {
    [LIMIT_VISITS] = 5, [LIMIT_DRIVE] = 0, [LIMIT_MINUTES] = 0, [LIMIT_WINDOW] = 5};
static const int rule_trouble[RULES] = {
    [RULE_MIN_GAP] = 10, [RULE_MAX_GAP] = 10,  [RULE_SAME_WEEKDAY] = 15,
    [RULE_FIRST_BY] = 5, [RULE_WEEKDAYS] = 45, [RULE_AWAY] = 60,
};
static const int rule_trouble_day[RULES] = {[RULE_MIN_GAP] = 10, [RULE_MAX_GAP] = 10, [RULE_FIRST_BY] = 2};
enum { ROUND_MIN = 5, LONGEST_MIN = 12 * 60 };

// ---- The copy ------------------------------------------------------------------------------------------------------

static int by_day(const void *left, const void *right, void *data)
{
  const int *a = left, *b = right;
  const Problem *p = data;
  const int days = p->slot[*a].day - p->slot[*b].day;
  return days != 0 ? days : *a - *b;
}

Trial *trial_new(const Problem *p, const Translation *tr, const Solution *solution, int client)
{
  Trial *trial = g_new0(Trial, 1);
  *trial = (Trial){.given = p, .tr = tr, .solution = solution, .client = client, .p = *p};
  const size_t n = (size_t)p->n;
  trial->p.slot = g_memdup2(p->slot, sizeof(Slot) * (size_t)p->slots);
  trial->p.demand = g_memdup2(p->demand, sizeof(Demand) * n);
  trial->p.allowed = g_memdup2(p->allowed, sizeof(uint64_t) * n * (size_t)p->words);
  trial->p.starts = g_new0(Starts, n * ((size_t)p->clocks + 1));
  memcpy(trial->p.starts, p->starts, sizeof(Starts) * n * (size_t)p->clocks);
  trial->own = g_new(int, (gsize)p->slots + 1);
  trial->with = g_new(int, (gsize)p->slots + 1);
  for (int s = 0; s < p->slots; s++) {
    if (trial_is_visited(trial, s))
      trial->own[trial->owns++] = s;
  }
  g_qsort_with_data(trial->own, trial->owns, sizeof(int), by_day, (gpointer)(uintptr_t)p);
  return trial;
}

void trial_free(Trial *trial)
{
  if (!trial)
    return;
  g_free(trial->p.slot);
  g_free(trial->p.demand);
  g_free(trial->p.allowed);
  g_free(trial->p.starts);
  g_free(trial->own);
  g_free(trial->with);
  g_free(trial);
}

bool trial_is_visited(const Trial *trial, int slot)
{
  const Solution *solution = trial->solution;
  for (int k = solution->first[slot]; k < solution->first[slot + 1]; k++) {
    if (solution->client[k] == trial->client)
      return true;
  }
  return false;
}

bool trial_calendar_allows(Trial *trial, int slot)
{
  int count = 0;
  const int day = trial->p.slot[slot].day;
  for (int k = 0; k <= trial->owns; k++) {
    const bool here = count == k && (k == trial->owns || trial->p.slot[trial->own[k]].day >= day);
    if (here)
      trial->with[count++] = slot;
    if (k < trial->owns) {
      if (trial->p.slot[trial->own[k]].day == day)
        return false;
      trial->with[count++] = trial->own[k];
    }
  }
  return calendar_is_admissible(&trial->p, trial->client, trial->with, count);
}

bool trial_fits_alone(const Trial *trial, int slot)
{
  return slot_fits_alone(&trial->p, trial->client, slot);
}

int trial_position(const Trial *trial, int slot, int32_t *start)
{
  const Problem *p = &trial->p;
  const Slot *s = &p->slot[slot];
  const int first = trial->solution->first[slot], count = trial->solution->first[slot + 1] - first;
  const RouteEnds ends = solution_ends(p, trial->solution, slot);
  int best = -1;
  Money least = 0;
  g_autofree int *route = g_new(int, (gsize)count + 1);
  g_autofree int32_t *starts = g_new(int32_t, (gsize)count + 1);
  memcpy(route + 1, trial->solution->client + first, sizeof(int) * (size_t)count);
  // The rep sleeps where he slept: before a night out nothing comes after the last stop.
  for (int position = 0; position < count + (ends.end >= 0); position++) {
    if (position > 0)
      route[position - 1] = route[position];
    route[position] = trial->client;
    if (route_times_between(p, slot, ends, route, count + 1, starts) < 0)
      continue;
    const int before = position > 0 ? route[position - 1] : ends.start;
    const int after = position < count ? route[position + 1] : ends.end;
    const Money more = problem_leg_cost(p, s, before, trial->client) +
                       problem_leg_cost(p, s, trial->client, after) -
                       (count > 0 ? problem_leg_cost(p, s, before, after) : 0);
    if (best >= 0 && more >= least)
      continue;
    best = position;
    least = more;
    if (start)
      *start = starts[position];
  }
  return best;
}

// ---- Limits of a day -----------------------------------------------------------------------------------------------

static void set_starts(Trial *trial, int client, Starts starts)
{
  trial->p.starts[(size_t)trial->p.clocks * (size_t)trial->p.n + (size_t)client] = starts;
}

// The slot's hours become a row of their own, for its clients and ours.
static void lengthen(Trial *trial, int slot, int minutes)
{
  Slot *changed = &trial->p.slot[slot];
  WorkDay longer = *trial->tr->workday[slot];
  Window *last = &longer.segment[longer.segments - 1];
  const int32_t more = MIN(minutes * MINUTE_S, DAY_S - last->to);
  last->to += more;
  longer.work_s += more;
  changed->length += more;
  changed->max_work += minutes * MINUTE_S;
  changed->clock = trial->p.clocks;
  const Solution *solution = trial->solution;
  for (int k = solution->first[slot]; k <= solution->first[slot + 1]; k++) {
    const int client = k < solution->first[slot + 1] ? solution->client[k] : trial->client;
    set_starts(trial, client, translate_starts(trial->tr, client, &longer));
  }
}

static bool try_limit(Trial *trial, int slot, LimitChange limit, int amount, int32_t *start)
{
  Slot *changed = &trial->p.slot[slot];
  const Slot before = *changed;
  if (limit == LIMIT_VISITS)
    changed->max_visits = changed->max_visits == INT32_MAX ? INT32_MAX : changed->max_visits + amount;
  if (limit == LIMIT_DRIVE)
    changed->max_travel =
        changed->max_travel == INT32_MAX ? INT32_MAX : changed->max_travel + amount * MINUTE_S;
  if (limit == LIMIT_MINUTES)
    lengthen(trial, slot, amount);
  const bool fits = trial_position(trial, slot, start) >= 0;
  *changed = before;
  return fits;
}

static bool least_minutes(Trial *trial, int slot, LimitChange limit, Remedy *remedy)
{
  int low = 0, high = 0;
  for (int step = 1; high == 0 && low * ROUND_MIN < LONGEST_MIN; step *= 2) {
    if (try_limit(trial, slot, limit, (low + step) * ROUND_MIN, &remedy->start))
      high = low + step;
    else
      low += step;
  }
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    if (try_limit(trial, slot, limit, middle * ROUND_MIN, &remedy->start))
      high = middle;
    else
      low = middle;
  }
  remedy->limit_amount = high * ROUND_MIN;
  return high > 0;
}

// Starts that need only the rep, not the client, to be there.
static Starts any_start(const Trial *trial, int slot, int32_t service)
{
  const WorkDay *workday = trial->tr->workday[slot];
  Starts starts = {.count = 0};
  for (int g = 0; g < workday->segments; g++) {
    const int32_t from = workday_clock(workday, workday->segment[g].from);
    const int32_t length = workday->segment[g].to - workday->segment[g].from;
    if (length >= service)
      starts.span[starts.count++] = (Window){from, from + length - service};
  }
  return starts;
}

// Seconds from the nearest start that the client's own hours allow.
static int32_t outside_by(const Starts *starts, int32_t start)
{
  int32_t least = INT32_MAX;
  for (int k = 0; k < starts->count; k++) {
    if (start < starts->span[k].from)
      least = MIN(least, starts->span[k].from - start);
    else
      least = MIN(least, MAX(0, start - starts->span[k].to));
  }
  return least;
}

static bool widen(Trial *trial, int slot, Remedy *remedy)
{
  int32_t service = 0;
  const Starts own = *problem_starts(&trial->p, trial->client, slot, &service);
  Starts *row =
      &trial->p.starts[(size_t)trial->p.slot[slot].clock * (size_t)trial->p.n + (size_t)trial->client];
  const Starts before = *row;
  *row = any_start(trial, slot, service);
  const bool fits = trial_position(trial, slot, &remedy->start) >= 0;
  *row = before;
  const int32_t wider = own.count > 0 ? outside_by(&own, remedy->start) : service;
  remedy->limit_amount = (wider + MINUTE_S - 1) / MINUTE_S;
  return fits;
}

bool trial_limit(Trial *trial, int slot, LimitChange limit, Remedy *remedy)
{
  const Slot *s = &trial->p.slot[slot];
  bool fits = false;
  remedy->slot = slot;
  remedy->limit = limit;
  remedy->limit_amount = limit == LIMIT_VISITS ? 1 : 0;
  if (limit == LIMIT_NONE)
    fits = try_limit(trial, slot, limit, 0, &remedy->start);
  else if (limit == LIMIT_VISITS)
    fits = s->max_visits < INT32_MAX && try_limit(trial, slot, limit, 1, &remedy->start);
  else if (limit == LIMIT_DRIVE)
    fits = s->max_travel < INT32_MAX && least_minutes(trial, slot, limit, remedy);
  else if (limit == LIMIT_MINUTES)
    fits = least_minutes(trial, slot, limit, remedy);
  else
    fits = widen(trial, slot, remedy);
  remedy->trouble += limit_trouble[limit] + remedy->limit_amount;
  return fits;
}

// ---- Rules of a client ---------------------------------------------------------------------------------------------

void trial_restore(Trial *trial)
{
  const Problem *p = trial->given;
  const size_t words = (size_t)p->words, at = (size_t)trial->client * words;
  trial->p.demand[trial->client] = p->demand[trial->client];
  memcpy(trial->p.allowed + at, p->allowed + at, sizeof(uint64_t) * words);
}

static int shorter_gap(Trial *trial, int slot)
{
  Demand *demand = &trial->p.demand[trial->client];
  for (int days = 1; demand->gap_min > 1; days++) {
    demand->gap_min--;
    if (trial_calendar_allows(trial, slot))
      return days;
  }
  return 0;
}

static int longer_gap(Trial *trial, int slot)
{
  Demand *demand = &trial->p.demand[trial->client];
  const int given = demand->gap_max;
  for (int days = 1; given > 0 && days <= trial->p.days; days++) {
    demand->gap_max = given + days;
    if (trial_calendar_allows(trial, slot))
      return days;
  }
  return 0;
}

static void allow(Trial *trial, int slot)
{
  trial->p.allowed[(size_t)trial->client * (size_t)trial->p.words + (size_t)(slot / 64)] |= UINT64_C(1)
                                                                                            << (slot % 64);
}

// The client would be there but for that rule.
static bool is_closed_by(const Trial *trial, int slot, RuleChange rule)
{
  const Translation *tr = trial->tr;
  const int client = tr->client[trial->client];
  const Client *own = territory_client(tr->territory, client);
  const Day day = tr->workday[slot]->day;
  const bool weekday = (own->weekdays >> day_weekday(day)) & 1, away = days_contain(own->away, day);
  if (problem_is_allowed(&trial->p, trial->client, slot) ||
      !rep_serves(tr->territory, tr->rep[trial->p.slot[slot].rep], client))
    return false;
  if (rule == RULE_WEEKDAYS)
    return !weekday && !away;
  if (rule == RULE_AWAY)
    return weekday && away;
  // a day that is closed for none of the two is so for being another weekday than those of former visits
  return rule == RULE_SAME_WEEKDAY && weekday && !away && own->same_weekday == WEEKDAY_SAME;
}

bool trial_rule(Trial *trial, int slot, RuleChange rule, Remedy *remedy)
{
  Demand *demand = &trial->p.demand[trial->client];
  const bool open = problem_is_allowed(&trial->p, trial->client, slot);
  const bool closed = !open && is_closed_by(trial, slot, rule);
  remedy->rule = rule;
  remedy->rule_amount = 0;
  if (trial_is_visited(trial, slot) || (!open && !closed) || rule == RULE_NONE)
    return rule == RULE_NONE && open && trial_calendar_allows(trial, slot);
  if (rule == RULE_MIN_GAP)
    remedy->rule_amount = shorter_gap(trial, slot);
  if (rule == RULE_MAX_GAP)
    remedy->rule_amount = longer_gap(trial, slot);
  if (rule == RULE_SAME_WEEKDAY && demand->same_weekday == WEEKDAY_SAME)
    demand->same_weekday = WEEKDAY_FREE;
  if (rule == RULE_FIRST_BY && demand->first_by != NO_DAY && trial->p.slot[slot].day > demand->first_by) {
    remedy->rule_amount = trial->p.slot[slot].day - demand->first_by;
    demand->first_by = trial->p.slot[slot].day;
  }
  if (closed)
    allow(trial, slot);
  remedy->trouble = rule_trouble[rule] + remedy->rule_amount * rule_trouble_day[rule];
  return trial_calendar_allows(trial, slot);
}

// ---- In words ------------------------------------------------------------------------------------------------------

static char *rule_text(const Trial *trial, const Remedy *remedy, const char *day, const char *time)
{
  const Demand *demand = &trial->given->demand[trial->client];
  const Client *client = territory_client(trial->tr->territory, trial->tr->client[trial->client]);
  g_autofree char *first_by =
      client->first_by == DAY_NONE ? NULL : day_text(client->first_by + remedy->rule_amount);
  switch (remedy->rule) {
  case RULE_MIN_GAP:
    return said(N_("min_gap_days %d instead of %d: a visit on %s"), demand->gap_min - remedy->rule_amount,
                demand->gap_min, day);
  case RULE_MAX_GAP:
    return said(N_("max_gap_days %d instead of %d: a visit on %s"), demand->gap_max + remedy->rule_amount,
                demand->gap_max, day);
  case RULE_SAME_WEEKDAY: return said(N_("same_weekday prefer instead of yes: a visit on %s"), day);
  case RULE_FIRST_BY: return said(N_("first_by %s: a visit on that day"), first_by);
  case RULE_WEEKDAYS: return said(N_("open on %s at %s too"), day, time);
  case RULE_AWAY: return said(N_("not away on %s at %s"), day, time);
  default: return g_strdup("");
  }
}

static char *limit_text(const Trial *trial, const Remedy *remedy, const char *day, const char *time)
{
  const char *rep = territory_rep(trial->tr->territory, trial->tr->rep[trial->p.slot[remedy->slot].rep])->id;
  switch (remedy->limit) {
  case LIMIT_VISITS: return said(N_("one more visit for %s on %s"), rep, day);
  case LIMIT_DRIVE:
    return said(N_("%d min more driving allowed for %s on %s"), remedy->limit_amount, rep, day);
  case LIMIT_MINUTES: return said(N_("%d min more field time for %s on %s"), remedy->limit_amount, rep, day);
  case LIMIT_WINDOW:
    return said(N_("%d min more of opening hours: a visit on %s at %s"), remedy->limit_amount, day, time);
  default: return g_strdup("");
  }
}

char *remedy_text(const Trial *trial, const Remedy *remedy)
{
  const WorkDay *workday = trial->tr->workday[remedy->slot];
  g_autofree char *day = day_text(workday->day);
  g_autofree char *time = clock_text(workday_time(workday, remedy->start, true));
  g_autofree char *rule = rule_text(trial, remedy, day, time);
  g_autofree char *limit = limit_text(trial, remedy, day, time);
  if (remedy->rule != RULE_NONE && remedy->limit != LIMIT_NONE)
    return said_of(N_("%s; and %s"), (const char *const[]){rule, limit, NULL});
  return g_strdup(remedy->rule != RULE_NONE ? rule : limit);
}

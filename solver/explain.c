// SPDX-License-Identifier: GPL-3.0-or-later
// The reason is what the possible days have in common: days on which client and rep are there, the visit alone fits and
// the client's rules allow it are asked one by one which limit keeps it out. The remedy is the change of least trouble
// among all rules and limits of all days, one change if any does, else a rule and a limit together.
#include "solver/explain.h"

#include "model/said.h"
#include "model/words.h"
#include "solver/remedy.h"
#include "solver/tour.h"

#include <string.h>

typedef struct Days {   // slots by what they lack
  int open, alone;      // client and rep are there; and the visit alone fits
  int rhythm;           // and the client's rules allow one more visit there
  int kept_out[LIMITS]; // of those: LIMIT_NONE where it fits, else the first single limit that would do
  int mixed;            // of those: more than one limit is in the way
  int opened[RULES];    // alone days that the rules forbid: which single rule would do
  int slot_that_fits;   // one of kept_out[LIMIT_NONE], -1
} Days;

// ---- What still fits -----------------------------------------------------------------------------------------------

static Solution *with_visit(const Problem *p, const Solution *solution, int client, int slot, int position)
{
  const int visits = solution->first[p->slots], at = solution->first[slot] + position;
  Solution *more = solution_new(p, visits + 1);
  memcpy(more->client, solution->client, sizeof(int) * (size_t)at);
  more->client[at] = client;
  memcpy(more->client + at + 1, solution->client + at, sizeof(int) * (size_t)(visits - at));
  for (int s = 0; s <= p->slots; s++)
    more->first[s] = solution->first[s] + (s > slot);
  memcpy(more->out, solution->out, sizeof(bool) * (size_t)p->slots);
  return more;
}

// The day may still hold the visit if its stops are put into another order.
static bool may_hold(const Problem *p, const Solution *solution, int client, int slot)
{
  const Slot *s = &p->slot[slot];
  const int first = solution->first[slot], count = solution->first[slot + 1] - first;
  int64_t work_s = 0;
  int32_t service = 0;
  if (count + 1 > TOUR_EXACT_MAX || count + 1 > s->max_visits)
    return false;
  const RouteEnds ends = solution_ends(p, solution, slot);
  if (ends.end < 0)
    return false; // the next day begins at the last stop
  route_cost_between(p, slot, ends, solution->client + first, count, &work_s);
  if (work_s > s->max_travel)
    return false;
  for (int k = 0; k <= count; k++) {
    problem_starts(p, k < count ? solution->client[first + k] : client, slot, &service);
    work_s += service;
  }
  return work_s <= MIN(s->length, s->max_work);
}

// With the visit in that slot, in the old order of the day or else in the best one; NULL: it does not fit.
static Solution *put(const Trial *trial, int slot)
{
  const Problem *p = &trial->p;
  const int position = trial_position(trial, slot, NULL);
  if (position >= 0)
    return with_visit(p, trial->solution, trial->client, slot, position);
  if (p->slot_cost || !may_hold(p, trial->solution, trial->client, slot))
    return NULL;
  Solution *more = with_visit(p, trial->solution, trial->client, slot, 0);
  if (tour_solve_between(p, slot, solution_ends(p, more, slot), more->client + more->first[slot],
                         more->first[slot + 1] - more->first[slot]) >= 0)
    return more;
  solution_free(more);
  return NULL;
}

// One more visit of the client where the objective is least; NULL: nowhere, or not worth it.
static Solution *fill_client(Trial *trial)
{
  const Problem *p = &trial->p;
  const SolutionCost before = solution_cost(p, trial->solution);
  Money least = solution_total(&before);
  Solution *best = NULL;
  for (int s = 0; s < p->slots; s++) {
    if (!problem_is_allowed(p, trial->client, s) || !trial_calendar_allows(trial, s))
      continue;
    Solution *more = put(trial, s);
    const SolutionCost cost = more ? solution_cost(p, more) : (SolutionCost){.travel = MONEY_MAX};
    if (more && solution_total(&cost) < least && solution_is_admissible(p, more)) {
      solution_free(best);
      best = more;
      least = solution_total(&cost);
    } else {
      solution_free(more);
    }
  }
  return best;
}

static int visits_of(const Problem *p, const Solution *solution, int client)
{
  int count = 0;
  for (int k = 0; k < solution->first[p->slots]; k++)
    count += solution->client[k] == client;
  return count;
}

Solution *explain_fill(const Problem *p, const Solution *solution)
{
  Solution *filled = NULL;
  for (int i = 0; i < p->n; i++) {
    const Solution *now = filled ? filled : solution;
    for (int missing = p->demand[i].visits - visits_of(p, now, i); missing > 0; missing--) {
      g_autoptr(Trial) trial = trial_new(p, NULL, now, i);
      Solution *more = fill_client(trial);
      if (!more)
        break;
      solution_free(filled);
      now = filled = more;
    }
  }
  return filled;
}

// ---- What keeps it out ---------------------------------------------------------------------------------------------

// Which limit keeps the visit out of a day that the rules allow.
static void ask_limits(Trial *trial, int slot, Days *days)
{
  static const LimitChange order[] = {LIMIT_NONE, LIMIT_VISITS, LIMIT_DRIVE, LIMIT_MINUTES, LIMIT_WINDOW};
  for (guint k = 0; k < G_N_ELEMENTS(order); k++) {
    Remedy unused = {0};
    if (!trial_limit(trial, slot, order[k], &unused))
      continue;
    days->kept_out[order[k]]++;
    if (order[k] == LIMIT_NONE && days->slot_that_fits < 0)
      days->slot_that_fits = slot;
    return;
  }
  days->mixed++;
}

static void ask_rules(Trial *trial, int slot, Days *days)
{
  for (RuleChange rule = RULE_NONE + 1; rule < RULES; rule++) {
    Remedy unused = {0};
    days->opened[rule] += trial_rule(trial, slot, rule, &unused);
    trial_restore(trial);
  }
}

static Days ask_days(Trial *trial)
{
  Days days = {.slot_that_fits = -1};
  for (int s = 0; s < trial->p.slots; s++) {
    if (!problem_is_allowed(&trial->p, trial->client, s))
      continue;
    days.open++;
    if (!trial_fits_alone(trial, s))
      continue;
    days.alone++;
    if (trial_is_visited(trial, s))
      continue;
    const bool allowed = trial_calendar_allows(trial, s);
    days.rhythm += allowed;
    if (allowed)
      ask_limits(trial, s, &days);
    else
      ask_rules(trial, s, &days);
  }
  return days;
}

// No day holds even this visit alone: is it the driving limit, the client's hours, or the way?
static ReasonCode reason_alone(Trial *trial)
{
  const Solution *whole = trial->solution;
  g_autoptr(Solution) empty = solution_new(&trial->p, 0);
  ReasonCode code = REASON_TOO_FAR;
  trial->solution = empty;
  for (int s = 0; s < trial->p.slots && code == REASON_TOO_FAR; s++) {
    Remedy unused = {0};
    if (!problem_is_allowed(&trial->p, trial->client, s))
      continue;
    if (trial_limit(trial, s, LIMIT_DRIVE, &unused))
      code = REASON_DRIVE_LIMIT;
    else if (trial_limit(trial, s, LIMIT_WINDOW, &unused))
      code = REASON_WINDOW;
  }
  trial->solution = whole;
  return code;
}

// The reps work on some day on which the client is open, but its hours are too short for the visit.
static bool hours_too_short(const Trial *trial)
{
  const Translation *tr = trial->tr;
  const int client = tr->client[trial->client];
  for (int s = 0; s < trial->p.slots; s++) {
    if (rep_serves(tr->territory, tr->rep[trial->p.slot[s].rep], client) &&
        client_is_open(territory_client(tr->territory, client), tr->workday[s]->day))
      return true;
  }
  return false;
}

static ReasonCode reason_of(Trial *trial, const Days *days)
{
  if (days->open == 0)
    return hours_too_short(trial) ? REASON_WINDOW : REASON_NO_OPEN_DAY;
  if (days->alone == 0)
    return reason_alone(trial);
  if (days->alone < trial->p.demand[trial->client].visits)
    return REASON_TOO_MANY;
  if (days->rhythm == 0)
    return REASON_SPACING;
  if (days->kept_out[LIMIT_NONE] > 0)
    return REASON_NOT_WORTH;
  const int full = days->kept_out[LIMIT_MINUTES] + days->kept_out[LIMIT_WINDOW] + days->mixed;
  const int most = MAX(full, MAX(days->kept_out[LIMIT_VISITS], days->kept_out[LIMIT_DRIVE]));
  if (full == most)
    return REASON_DAY_FULL;
  return most == days->kept_out[LIMIT_VISITS] ? REASON_VISIT_LIMIT : REASON_DRIVE_LIMIT;
}

// ---- The reason in words -------------------------------------------------------------------------------------------

static char *spacing_text(const Trial *trial, const Days *days)
{
  const Demand *demand = &trial->p.demand[trial->client];
  const Client *client = territory_client(trial->tr->territory, trial->tr->client[trial->client]);
  RuleChange rule = RULE_NONE;
  for (RuleChange r = RULE_NONE + 1; r < RULES; r++) {
    if (days->opened[r] > days->opened[rule])
      rule = r;
  }
  g_autofree char *first_by = client->first_by == DAY_NONE ? NULL : day_text(client->first_by);
  switch (rule) {
  case RULE_MIN_GAP:
    return said(N_("no day is %d days away from the client's other visits (min_gap_days)"), demand->gap_min);
  case RULE_MAX_GAP:
    return said(N_("no day keeps its visits within %d days of each other (max_gap_days)"), demand->gap_max);
  case RULE_SAME_WEEKDAY:
    return said(N_("its visits keep to one weekday (same_weekday), and no further day of that one is free"));
  case RULE_FIRST_BY:
    return said(N_("the first visit is due by %s (first_by), and no day before is possible"), first_by);
  default:
    return said(N_("every day is forbidden by the gaps, the same weekday and the first-by date together"));
  }
}

// "each of the 9 possible days is full", or what fills how many of them.
static char *full_text(const Days *days)
{
  const int visits = days->kept_out[LIMIT_VISITS], drive = days->kept_out[LIMIT_DRIVE];
  const int hours = days->kept_out[LIMIT_WINDOW], all = days->rhythm, full = all - visits - drive - hours;
  const unsigned n = (unsigned)all;
  if (full == all)
    return said_plural("the only possible day is full", "each of the %d possible days is full", n, all);
  if (visits == all)
    return said_plural("the only possible day has its maximum of visits",
                       "each of the %d possible days has its maximum of visits", n, all);
  if (drive == all)
    return said_plural("the driving limit is reached on the only possible day",
                       "the driving limit is reached on each of the %d possible days", n, all);
  if (hours == all)
    return said_plural("on the only possible day there is no room in the client's hours",
                       "on each of the %d possible days there is no room in the client's hours", n, all);
  g_autofree char *days_all = said(N_("of %d possible days"), all),
                  *of_full = full > 0 ? said(N_(", %d full"), full) : g_strdup(""),
                  *of_visits = visits > 0 ? said(N_(", %d at the maximum of visits"), visits) : g_strdup(""),
                  *of_drive = drive > 0 ? said(N_(", %d at the driving limit"), drive) : g_strdup(""),
                  *of_hours =
                      hours > 0 ? said(N_(", %d without room in the client's hours"), hours) : g_strdup("");
  const char *const parts[] = {days_all, of_full, of_visits, of_drive, of_hours, NULL};
  return said_of("%s%s%s%s%s", parts);
}

static char *reason_text(const Trial *trial, const Days *days, ReasonCode code)
{
  g_autofree char *day =
      days->slot_that_fits < 0 ? NULL : day_text(trial->tr->workday[days->slot_that_fits]->day);
  switch (code) {
  case REASON_NO_OPEN_DAY: return said(N_("there is no day on which the client is open and the rep works"));
  case REASON_TOO_FAR: return said(N_("there and back with the visit takes longer than any working day"));
  case REASON_WINDOW: return said(N_("the client's hours leave no room for the whole visit on any day"));
  case REASON_SPACING: return spacing_text(trial, days);
  case REASON_TOO_MANY:
    return said(N_("%d visits are wanted, but a visit is possible on %d days only"),
                trial->p.demand[trial->client].visits, days->alone);
  case REASON_NOT_WORTH:
    return said(N_("it would fit on %s, but the way there and the gaps cost more than it is worth"), day);
  case REASON_DRIVE_LIMIT:
    return days->rhythm > 0
               ? full_text(days)
               : said(N_("the drive there and back alone is longer than the rep's driving limit"));
  default: return full_text(days);
  }
}

// ---- The remedies --------------------------------------------------------------------------------------------------

// Least remedy of the slot that changes the rule and, if `both`, a limit with it.
static bool slot_remedy(Trial *trial, int slot, RuleChange rule, bool both, Remedy *best)
{
  bool found = false;
  Remedy begun = {.slot = slot};
  const bool allowed = trial_rule(trial, slot, rule, &begun);
  const bool single = rule == RULE_NONE || !both;
  for (LimitChange limit = LIMIT_NONE; limit < LIMITS && allowed; limit++) {
    const bool changes_one = (rule != RULE_NONE) + (limit != LIMIT_NONE) == 1;
    Remedy remedy = begun;
    if (single != changes_one || !trial_limit(trial, slot, limit, &remedy))
      continue;
    if (!found || remedy.trouble < best->trouble)
      *best = remedy;
    found = true;
  }
  trial_restore(trial);
  return found;
}

static gint by_trouble(gconstpointer left, gconstpointer right)
{
  const Remedy *a = left, *b = right;
  return a->trouble != b->trouble ? (a->trouble < b->trouble ? -1 : 1) : a->slot - b->slot;
}

// The best remedy of each slot, least trouble first: single changes, or pairs where there is no single one.
static GArray *list_remedies(Trial *trial)
{
  GArray *list = g_array_new(FALSE, FALSE, sizeof(Remedy));
  for (int both = 0; both < 2 && list->len == 0; both++) {
    for (int s = 0; s < trial->p.slots; s++) {
      Remedy best = {0}, remedy = {0};
      bool found = false;
      for (RuleChange rule = RULE_NONE + (both > 0); rule < RULES; rule++) {
        if (!slot_remedy(trial, s, rule, both > 0, &remedy))
          continue;
        if (!found || remedy.trouble < best.trouble)
          best = remedy;
        found = true;
      }
      if (found)
        g_array_append_val(list, best);
    }
  }
  g_array_sort(list, by_trouble);
  return list;
}

// Every visit of a client that is missing gets a day of its own while there are any.
static void explain_client(Trial *trial, int missing, GArray *unplanned)
{
  const Translation *tr = trial->tr;
  const Days days = ask_days(trial);
  const ReasonCode code = reason_of(trial, &days);
  const int client = tr->client[trial->client], own = territory_client(tr->territory, client)->rep;
  g_autoptr(GArray) remedies = list_remedies(trial);
  for (int number = 1; number <= missing; number++) {
    const guint at = remedies->len > 0 ? (guint)(number - 1) % remedies->len : 0;
    const Unplanned row = {.client = client,
                           .rep = own >= 0 ? own : tr->rep[0],
                           .number = number,
                           .code = code,
                           .reason = reason_text(trial, &days, code),
                           .remedy = remedies->len > 0
                                         ? remedy_text(trial, &g_array_index(remedies, Remedy, at))
                                         : g_strdup("")};
    g_array_append_val(unplanned, row);
  }
}

void explain_missing(const Translation *translation, const Solution *solution, GArray *unplanned)
{
  const Problem *p = translation->problem;
  for (int i = 0; i < p->n; i++) {
    const int missing = p->demand[i].visits - visits_of(p, solution, i);
    if (missing <= 0)
      continue;
    g_autoptr(Trial) trial = trial_new(p, translation, solution, i);
    explain_client(trial, missing, unplanned);
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Everything a plan says beyond the solver's decisions is computed here, once, so that files, charts and the
// terminal agree to the second.
#include "model/plan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void unplanned_clear(void *data)
{
  Unplanned *unplanned = data;
  g_free(unplanned->reason);
  g_free(unplanned->remedy);
}

static void unmet_clear(gpointer data)
{
  Unmet *unmet = data;
  g_free(unmet->reason);
  g_free(unmet->remedy);
}

Plan *plan_new(void)
{
  Plan *plan = g_new0(Plan, 1);
  plan->visits = g_array_new(FALSE, TRUE, sizeof(Visit));
  plan->days = g_array_new(FALSE, TRUE, sizeof(PlanDay));
  plan->unplanned = g_array_new(FALSE, TRUE, sizeof(Unplanned));
  g_array_set_clear_func(plan->unplanned, unplanned_clear);
  plan->unmet = g_array_new(FALSE, TRUE, sizeof(Unmet));
  g_array_set_clear_func(plan->unmet, unmet_clear);
  plan->reps = g_array_new(FALSE, TRUE, sizeof(RepResult));
  plan->status = PLAN_FEASIBLE;
  return plan;
}

void plan_free(Plan *plan)
{
  if (!plan)
    return;
  g_array_unref(plan->visits);
  g_array_unref(plan->days);
  g_array_unref(plan->unplanned);
  g_array_unref(plan->unmet);
  g_array_unref(plan->reps);
  g_free(plan->effort);
  g_free(plan);
}

// The clear functions go, since the texts live on in the whole plan.
void plan_take_missing(Plan *plan, Plan *part)
{
  if (part->unplanned->len > 0)
    g_array_append_vals(plan->unplanned, part->unplanned->data, part->unplanned->len);
  g_array_set_clear_func(part->unplanned, NULL);
  if (part->unmet->len > 0)
    g_array_append_vals(plan->unmet, part->unmet->data, part->unmet->len);
  g_array_set_clear_func(part->unmet, NULL);
}

const char *reason_name(ReasonCode code)
{
  static const char *const names[REASON_COUNT] = {
      [REASON_NO_OPEN_DAY] = "no_open_day", [REASON_TOO_FAR] = "too_far",
      [REASON_WINDOW] = "window",           [REASON_SPACING] = "spacing",
      [REASON_DAY_FULL] = "day_full",       [REASON_VISIT_LIMIT] = "visit_limit",
      [REASON_DRIVE_LIMIT] = "drive_limit", [REASON_TOO_MANY] = "too_many",
      [REASON_NOT_WORTH] = "not_worth",
  };
  g_assert(code < REASON_COUNT);
  return names[code];
}

const char *unmet_name(UnmetCode code)
{
  static const char *const names[UNMET_COUNT] = {
      [UNMET_QUOTA] = "quota",       [UNMET_DAYS] = "days",     [UNMET_CLOSED] = "closed",
      [UNMET_WINDOW] = "window",     [UNMET_RHYTHM] = "rhythm", [UNMET_NO_VISIT] = "no_visit",
      [UNMET_DAY_FULL] = "day_full",
  };
  g_assert(code < UNMET_COUNT);
  return names[code];
}

const char *plan_status_name(PlanStatus status)
{
  static const char *const names[] = {
      [PLAN_OPTIMAL] = "optimal",
      [PLAN_FEASIBLE] = "feasible",
      [PLAN_INFEASIBLE] = "infeasible",
      [PLAN_STOPPED] = "stopped",
  };
  g_assert(status <= PLAN_STOPPED);
  return names[status];
}

// ---- Tally ----

static int order(int64_t a, int64_t b)
{
  return (a > b) - (a < b);
}

int visit_compare(const void *a, const void *b)
{
  const Visit *x = a, *y = b;
  const int64_t keys[][2] = {
      {x->rep, y->rep},
      {x->day, y->day},
      {x->arrive_s, y->arrive_s},
      {x->leave_s, y->leave_s},
      {x->stop, y->stop},
      {x->client, y->client},
      {x->visit_s, y->visit_s},
      {x->fixed, y->fixed},
      {x->channel, y->channel},
      {x->resource, y->resource},
      {x->sleeps_out, y->sleeps_out},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
    int result = order(keys[i][0], keys[i][1]);
    if (result)
      return result;
  }
  return (x->activities > y->activities) - (x->activities < y->activities);
}

int unmet_compare(const void *a, const void *b)
{
  const Unmet *x = a, *y = b;
  int result = order(x->client, y->client);
  if (!result)
    result = order(x->resource, y->resource);
  if (!result)
    result = order(x->activity, y->activity);
  return result ? result : order((int)x->code, (int)y->code);
}

static int compare_by_client(const void *a, const void *b)
{
  const Visit *x = *(Visit *const *)a, *y = *(Visit *const *)b;
  int result = order(x->client, y->client);
  if (!result)
    result = order(x->day, y->day);
  return result ? result : visit_compare(x, y);
}

// Visits by client and date; free with g_free.
static Visit **visits_by_client(const Plan *plan)
{
  Visit **visits = g_new(Visit *, plan->visits->len + 1);
  for (guint v = 0; v < plan->visits->len; v++)
    visits[v] = plan_visit(plan, v);
  if (plan->visits->len)
    qsort(visits, plan->visits->len, sizeof *visits, compare_by_client);
  return visits;
}

static bool same_day(const Visit *a, const Visit *b)
{
  return a->rep == b->rep && a->day == b->day;
}

// No pointer that may be NULL here: gcc 14.2 at -O2 makes of `former && …` a read of former->stop on the first turn.
static void number_visits(Plan *plan)
{
  for (guint v = 0; v < plan->visits->len; v++) {
    Visit *visit = plan_visit(plan, v);
    visit->stop = v > 0 && same_day(plan_visit(plan, v - 1), visit) ? plan_visit(plan, v - 1)->stop + 1 : 1;
  }
  g_autofree Visit **visits = visits_by_client(plan);
  for (guint v = 0; v < plan->visits->len; v++)
    visits[v]->number = v && visits[v - 1]->client == visits[v]->client ? visits[v - 1]->number + 1 : 1;
}

// When he leaves for a first visit that he reaches at arrive_s, by the minute; a drive pauses between
// segments.
static int32_t departure(const WorkDay *workday, int32_t arrive_s, int32_t travel_s)
{
  int32_t clock = workday->segments ? workday_clock(workday, arrive_s) - travel_s : -1;
  if (clock < 0)
    return arrive_s - travel_s;
  int32_t exact = workday_time(workday, clock, true), minute = exact - exact % MINUTE_S;
  return workday_clock(workday, minute) < clock || exact == minute ? minute : exact;
}

// When he is back, by the minute; what does not fit into the working time is driven after it.
static int32_t homecoming(const WorkDay *workday, int32_t leave_s, int32_t travel_s)
{
  if (!workday->segments)
    return leave_s + travel_s;
  int32_t clock = workday_clock(workday, leave_s) + travel_s;
  if (clock <= workday->work_s) {
    int32_t exact = workday_time(workday, clock, false);
    return MIN(exact + (MINUTE_S - exact % MINUTE_S) % MINUTE_S, workday->segment[workday->segments - 1].to);
  }
  return MAX(leave_s, workday->segment[workday->segments - 1].to) + clock - workday->work_s;
}

// Where he slept before that day: at a client's place if he slept out the night before; -1: at home.
static int slept_at(const Plan *plan, int rep, Day day, guint first)
{
  const Visit *before = first > 0 ? plan_visit(plan, first - 1) : NULL;
  return before && before->rep == rep && before->day == day - 1 && before->sleeps_out ? before->client : -1;
}

// The way home after the last visit of the day, unless he sleeps there.
static void tally_end(Plan *plan, PlanDay *day, const Territory *territory, const Travel *travel,
                      const WorkDay *workday)
{
  const Visit *begin = plan_visit(plan, (guint)day->first),
              *end = plan_visit(plan, (guint)(day->first + day->visits - 1));
  Leg back = travel_leg(travel, day->rep, place_client(end->client), place_end(territory, day->rep));
  if (end->sleeps_out) {
    day->sleeps_at = end->client;
    back = (Leg){0, 0};
  }
  day->travel_s += back.travel_s;
  day->travel_m += back.travel_m;
  day->start_s = departure(workday, begin->arrive_s, begin->travel_s);
  day->end_s = homecoming(workday, end->leave_s, back.travel_s);
}

// Adds the day of that rep whose visits begin at `first`; returns the index after its last one.
static guint tally_day(Plan *plan, const Territory *territory, const Travel *travel, const WorkDay *workday,
                       int rep, guint first)
{
  PlanDay day = {.rep = rep,
                 .day = workday->day,
                 .first = (int)first,
                 .work_s = workday->work_s,
                 .admin_s = workday->work_s - workday->field_s,
                 .starts_at = slept_at(plan, rep, workday->day, first),
                 .sleeps_at = -1};
  int place = day.starts_at >= 0 ? place_client(day.starts_at) : place_start(territory, rep);
  guint v = first;
  for (; v < plan->visits->len; v++) {
    Visit *visit = plan_visit(plan, v);
    if (visit->rep != rep || visit->day != workday->day)
      break;
    Leg leg = travel_leg(travel, rep, place, place_client(visit->client));
    visit->travel_s = leg.travel_s;
    visit->travel_m = leg.travel_m;
    visit->wait_s = MAX(0, visit->leave_s - visit->arrive_s - visit->visit_s);
    day.visits++;
    day.visit_s += visit->visit_s;
    day.wait_s += visit->wait_s;
    day.travel_s += leg.travel_s;
    day.travel_m += leg.travel_m;
    place = place_client(visit->client);
  }
  if (day.visits)
    tally_end(plan, &day, territory, travel, workday);
  day.slack_s = day.work_s - day.admin_s - day.visit_s - day.travel_s;
  g_array_append_val(plan->days, day);
  return v;
}

static bool is_broken(int gap, const Spacing *spacing)
{
  return gap < spacing->min || (spacing->max > 0 && gap > spacing->max);
}

// Of each rep, the same that plan_all_gaps counts of each client: hard limits too, and the gap since the last visit before
// the horizon. A gap belongs to the rep who ends it.
static void tally_breaks(Plan *plan, const Territory *territory)
{
  g_autofree Visit **visits = visits_by_client(plan);
  g_autofree int *wanted = wanted_visits(territory), *breaks = g_new0(int, territory->reps->len + 1);
  for (guint v = 0; v < plan->visits->len; v++) {
    const int of = visits[v]->client;
    const Client *client = territory_client(territory, of);
    const bool first = v == 0 || visits[v - 1]->client != of;
    const Day before = first ? client->last_visit : visits[v - 1]->day;
    const Spacing spacing = client_spacing(territory, client, MAX(1, wanted[of]));
    breaks[visits[v]->rep] += before != DAY_NONE && is_broken(visits[v]->day - before, &spacing);
  }
  for (guint k = 0; k < plan->reps->len; k++) {
    RepResult *result = &g_array_index(plan->reps, RepResult, k);
    result->breaks = breaks[result->rep];
  }
}

void plan_tally(Plan *plan, const Territory *territory, const Calendar *calendar, const Travel *travel)
{
  g_array_sort(plan->visits, visit_compare);
  number_visits(plan);
  g_array_set_size(plan->days, 0);
  guint v = 0;
  Day end = calendar->start + calendar->days;
  for (int rep = 0; rep < calendar->reps; rep++) {
    bool planned = plan_rep_result(plan, rep) || (v < plan->visits->len && plan_visit(plan, v)->rep == rep);
    if (!planned)
      continue;
    // Only a calendar that was edited by hand has visits outside the horizon.
    Day day = calendar->start;
    while (v < plan->visits->len && plan_visit(plan, v)->rep == rep && plan_visit(plan, v)->day < day)
      v = tally_day(plan, territory, travel, &(WorkDay){.day = plan_visit(plan, v)->day}, rep, v);
    for (; day < end; day++) {
      const WorkDay *workday = calendar_day(calendar, rep, day);
      bool visited =
          v < plan->visits->len && plan_visit(plan, v)->rep == rep && plan_visit(plan, v)->day == day;
      if (workday->work_s > 0 || visited)
        v = tally_day(plan, territory, travel, workday, rep, v);
    }
    while (v < plan->visits->len && plan_visit(plan, v)->rep == rep)
      v = tally_day(plan, territory, travel, &(WorkDay){.day = plan_visit(plan, v)->day}, rep, v);
  }
  g_assert(v == plan->visits->len);
  tally_breaks(plan, territory);
}

// ---- Sums ----

void ledger_add(Ledger *ledger, const PlanDay *day)
{
  ledger->work_s += day->work_s;
  ledger->visit_s += day->visit_s;
  ledger->travel_s += day->travel_s;
  ledger->admin_s += day->admin_s;
  ledger->slack_s += day->slack_s;
  ledger->wait_s += day->wait_s;
  ledger->travel_m += day->travel_m;
  ledger->visits += day->visits;
  ledger->days += day->work_s > 0;
  g_assert(ledger->work_s == ledger->visit_s + ledger->travel_s + ledger->admin_s + ledger->slack_s);
}

Point plan_day_begin(const Territory *territory, const PlanDay *day)
{
  const Rep *rep = territory_rep(territory, day->rep);
  const Client *client = day->starts_at >= 0 ? territory_client(territory, day->starts_at) : NULL;
  return client ? (Point){client->lat, client->lon} : (Point){rep->lat, rep->lon};
}

Point plan_day_finish(const Territory *territory, const PlanDay *day)
{
  const Rep *rep = territory_rep(territory, day->rep);
  const Client *client = day->sleeps_at >= 0 ? territory_client(territory, day->sleeps_at) : NULL;
  return client ? (Point){client->lat, client->lon} : (Point){rep->end_lat, rep->end_lon};
}

int plan_nights(const Plan *plan, int rep)
{
  int nights = 0;
  for (guint d = 0; d < plan->days->len; d++)
    nights += plan_day(plan, d)->sleeps_at >= 0 && (rep < 0 || plan_day(plan, d)->rep == rep);
  return nights;
}

double ledger_load_pct(const Ledger *ledger)
{
  return ledger->work_s > 0 ? 100.0 * (double)(ledger->work_s - ledger->slack_s) / (double)ledger->work_s : 0;
}

Ledger plan_ledger(const Plan *plan, int rep)
{
  Ledger ledger = {0};
  for (guint d = 0; d < plan->days->len; d++) {
    if (rep < 0 || plan_day(plan, d)->rep == rep)
      ledger_add(&ledger, plan_day(plan, d));
  }
  return ledger;
}

int horizon_week(const Territory *territory, Day day)
{
  Day monday = horizon_monday(territory, 1);
  int days = day - monday;
  return days >= 0 ? days / 7 + 1 : (days - 6) / 7 + 1;
}

int horizon_weeks(const Territory *territory)
{
  return horizon_week(territory, territory->settings.start + territory->settings.days - 1);
}

Day horizon_monday(const Territory *territory, int week)
{
  Day start = territory->settings.start;
  return start - day_weekday(start) + 7 * (week - 1);
}

double gap_pct(int64_t objective, int64_t bound)
{
  if (objective == bound)
    return 0;
  return objective ? 100.0 * ((double)objective - (double)bound) / fabs((double)objective) : 100;
}

int plan_wanted(const Plan *plan)
{
  int wanted = 0;
  for (guint r = 0; r < plan->reps->len; r++)
    wanted += g_array_index(plan->reps, RepResult, r).wanted;
  return wanted;
}

int *wanted_visits(const Territory *territory)
{
  const Settings *settings = &territory->settings;
  int *wanted = g_new0(int, territory->clients->len + 1);
  for (guint a = 0; a < territory->appointments->len; a++) {
    const Appointment *appointment = &g_array_index(territory->appointments, Appointment, a);
    if (appointment->day >= settings->start && appointment->day < settings->start + settings->days)
      wanted[appointment->client]++;
  }
  for (guint c = 0; c < territory->clients->len; c++) {
    const Client *client = territory_client(territory, (int)c);
    const Visits *visits = client_visits(territory, client);
    if (client->channel == CHANNEL_VISIT && visits->given)
      wanted[c] = MAX(wanted[c], visits->max);
  }
  return wanted;
}

int *plan_client_reps(const Plan *plan, const Territory *territory)
{
  int *rep = g_new(int, territory->clients->len + 1);
  g_autofree int *most = g_new0(int, territory->clients->len + 1);
  for (guint c = 0; c < territory->clients->len; c++)
    rep[c] = territory_client(territory, (int)c)->rep;
  g_autofree Visit **visits = visits_by_client(plan);
  g_autofree int *count = g_new0(int, territory->reps->len + 1);
  for (guint v = 0, end; v < plan->visits->len; v = end) {
    const int client = visits[v]->client;
    for (end = v; end < plan->visits->len && visits[end]->client == client; end++)
      count[visits[end]->rep]++;
    for (guint k = v; k < end; k++) {
      const int by = visits[k]->rep, times = count[by];
      if (territory_client(territory, client)->rep < 0 &&
          (times > most[client] || (times == most[client] && by < rep[client]))) {
        rep[client] = by;
        most[client] = times;
      }
    }
    for (guint k = v; k < end; k++)
      count[visits[k]->rep] = 0;
  }
  return rep;
}

const RepResult *plan_rep_result(const Plan *plan, int rep)
{
  for (guint r = 0; r < plan->reps->len; r++) {
    const RepResult *result = &g_array_index(plan->reps, RepResult, r);
    if (result->rep == rep)
      return result;
  }
  return NULL;
}

// The rep with whom a client's visits are counted before anybody has made one: its own, or the first of its team.
static int first_rep(const Territory *territory, int client)
{
  int rep = 0;
  while (rep < (int)territory->reps->len && !rep_serves(territory, rep, client))
    rep++;
  return rep;
}

void plan_count_visits(const Plan *plan, const Territory *territory, RepResult *result)
{
  result->planned = result->wanted = 0;
  for (guint v = 0; v < plan->visits->len; v++)
    result->planned += plan_visit(plan, v)->rep == result->rep;
  for (guint u = 0; u < plan->unplanned->len; u++)
    result->wanted += g_array_index(plan->unplanned, Unplanned, u).rep == result->rep;
  result->wanted += result->planned;
  if (result->status != PLAN_INFEASIBLE)
    return;
  result->wanted = 0;
  g_autofree int *wanted = wanted_visits(territory);
  for (int client = 0; client < (int)territory->clients->len; client++)
    result->wanted += first_rep(territory, client) == result->rep ? wanted[client] : 0;
}

// ---- Gaps ----

static void count_gap(GapTally *tally, int gap, const Spacing *spacing)
{
  tally->min = tally->gaps ? MIN(tally->min, gap) : gap;
  tally->max = tally->gaps ? MAX(tally->max, gap) : gap;
  tally->gaps++;
  tally->sum += gap;
  tally->deviation += fabs(gap - spacing->wanted);
  tally->breaks += is_broken(gap, spacing);
}

// Of visits in the order of their days.
static GapTally tally_gaps(const Client *client, const Spacing *spacing, Visit *const *visits, guint count)
{
  GapTally tally = {0};
  Day last = client->last_visit;
  for (guint v = 0; v < count; v++) {
    if (last != DAY_NONE)
      count_gap(&tally, visits[v]->day - last, spacing);
    last = visits[v]->day;
  }
  tally.next_due = last == DAY_NONE ? DAY_NONE : last + (Day)lround(spacing->wanted);
  return tally;
}

GapTally plan_gaps(const Plan *plan, const Territory *territory, int client, const Spacing *spacing)
{
  g_autoptr(GPtrArray) visits = g_ptr_array_new();
  for (guint v = 0; v < plan->visits->len; v++) {
    if (plan_visit(plan, v)->client == client)
      g_ptr_array_add(visits, plan_visit(plan, v));
  }
  if (visits->len)
    qsort(visits->pdata, visits->len, sizeof *visits->pdata, compare_by_client);
  return tally_gaps(territory_client(territory, client), spacing, (Visit *const *)visits->pdata, visits->len);
}

GapTally *plan_all_gaps(const Plan *plan, const Territory *territory)
{
  GapTally *tallies = g_new0(GapTally, territory->clients->len + 1);
  g_autofree Visit **visits = visits_by_client(plan);
  g_autofree int *wanted = wanted_visits(territory);
  guint first = 0;
  for (guint c = 0; c < territory->clients->len; c++) {
    const Client *client = territory_client(territory, (int)c);
    guint end = first;
    while (end < plan->visits->len && visits[end]->client == (int)c)
      end++;
    Spacing spacing = client_spacing(territory, client, MAX(1, wanted[c]));
    tallies[c] = tally_gaps(client, &spacing, visits + first, end - first);
    first = end;
  }
  return tallies;
}

// ---- Identity ----

char *visit_uid(const Territory *territory, const Visit *visit)
{
  enum { ID_MAX = 40, HASH_CHARS = 12 };
  const char *id = territory_client(territory, visit->client)->id;
  g_autoptr(GString) safe = g_string_new(NULL);
  bool changed = strlen(id) > ID_MAX;
  for (const char *c = id; *c && safe->len < ID_MAX; c++) {
    bool fine = g_ascii_isalnum(*c) || strchr("._-", *c);
    g_string_append_c(safe, fine ? *c : '_');
    changed |= !fine;
  }
  if (changed) { // '~' occurs in no unchanged id, so the two kinds never meet
    g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, id, -1);
    g_string_append_printf(safe, "~%.*s", HASH_CHARS, hash);
  }
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_julian(&date, (guint32)territory->settings.start);
  return g_strdup_printf("%s-%04d%02d%02d-%d@ronda", safe->str, g_date_get_year(&date),
                         (int)g_date_get_month(&date), g_date_get_day(&date), visit->number);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The ledger is printed from running sums: a cell is the rounded sum up to the end of its days less the
// rounded sum up to their beginning. Sums of printed cells then telescope, and no cell is off by more than
// one unit of its last digit (slack, the rest of its row, by four: a fortieth of a second).
#include "io/plan_write.h"

#include "io/action_write.h"
#include "io/client_pages.h"
#include "io/joint_write.h"
#include "io/others_write.h"
#include "io/reasons_file.h"
#include "model/activity.h"
#include "model/spend.h"

#include <math.h>
#include <string.h>

enum { COORDINATE_DIGITS = 6, KM_DIGITS = 3, PCT_DIGITS = 1, GAP_DIGITS = 2, HOUR_DIGITS = 2 };

const char *weekday_name(int weekday)
{
  static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  g_assert(weekday >= 0 && weekday < 7);
  return names[weekday];
}

const char *channel_name(Channel channel)
{
  static const char *const names[] = {
      [CHANNEL_VISIT] = "visit", [CHANNEL_REMOTE] = "remote", [CHANNEL_PORTAL] = "portal"};
  g_assert(channel <= CHANNEL_PORTAL);
  return names[channel];
}

static void rep_cell(Sheet *sheet, const Territory *territory, int rep)
{
  sheet_text(sheet, rep >= 0 ? territory_rep(territory, rep)->id : NULL);
}

static void group_cell(Sheet *sheet, const Territory *territory, int group)
{
  sheet_text(sheet, group >= 0 ? territory_group(territory, group)->id : NULL);
}

// ---- calendar.csv ----

static void calendar_row(Sheet *sheet, const Territory *territory, const Visit *visit)
{
  const Client *client = territory_client(territory, visit->client);
  sheet_day(sheet, visit->day);
  sheet_text(sheet, weekday_name(day_weekday(visit->day)));
  sheet_count(sheet, horizon_week(territory, visit->day));
  rep_cell(sheet, territory, visit->rep);
  sheet_count(sheet, visit->stop);
  sheet_clock(sheet, visit->arrive_s);
  sheet_clock(sheet, visit->leave_s);
  sheet_text(sheet, client->id);
  sheet_text(sheet, client->name);
  group_cell(sheet, territory, client->group);
  sheet_text(sheet, channel_name(visit->channel));
  g_autofree char *activities = activities_text(territory, visit->client, visit->activities);
  sheet_text(sheet, *activities ? activities : NULL);
  sheet_text(sheet, visit->resource >= 0 ? territory_resource(territory, visit->resource)->id : NULL);
  sheet_minutes(sheet, visit->travel_s);
  sheet_decimal(sheet, visit->travel_m, KM_DIGITS);
  sheet_minutes(sheet, visit->wait_s);
  sheet_minutes(sheet, visit->visit_s);
  sheet_text(sheet, visit->fixed ? "yes" : "no");
  sheet_number(sheet, client->lat, COORDINATE_DIGITS);
  sheet_number(sheet, client->lon, COORDINATE_DIGITS);
  g_autofree char *uid = visit_uid(territory, visit);
  sheet_text(sheet, uid);
  if (territory_has_nights(territory))
    sheet_text(sheet, visit->sleeps_out ? "yes" : "no");
  sheet_end_row(sheet);
}

Sheet *plan_calendar_sheet(const Plan *plan, const Territory *territory, SheetForm form)
{
  static const char *const columns[] = {
      "date",      "weekday", "week",    "rep",      "stop",     "arrive",     "leave",     "client",
      "name",      "group",   "channel", "activity", "resource", "travel_min", "travel_km", "wait_min",
      "visit_min", "fixed",   "lat",     "lon",      "uid",      NULL,         NULL};
  const char *names[G_N_ELEMENTS(columns)];
  memcpy(names, columns, sizeof columns);
  if (territory_has_nights(territory))
    names[G_N_ELEMENTS(columns) - 2] = "sleeps_out";
  Sheet *sheet = sheet_new(form, names);
  for (guint v = 0; v < plan->visits->len; v++)
    calendar_row(sheet, territory, plan_visit(plan, v));
  return sheet;
}

// ---- days.csv, workload.csv ----

typedef struct LedgerUnits { // of MINUTE_UNITS
  int64_t work, visit, travel, admin, slack, wait;
} LedgerUnits;

// What is printed for the days between two running sums.
static LedgerUnits ledger_between(const Ledger *before, const Ledger *after)
{
  LedgerUnits units = {
      .work = minute_units(after->work_s) - minute_units(before->work_s),
      .visit = minute_units(after->visit_s) - minute_units(before->visit_s),
      .travel = minute_units(after->travel_s) - minute_units(before->travel_s),
      .admin = minute_units(after->admin_s) - minute_units(before->admin_s),
      .wait = minute_units(after->wait_s) - minute_units(before->wait_s),
  };
  units.slack = units.work - units.visit - units.travel - units.admin;
  return units;
}

static double load_between(const Ledger *before, const Ledger *after)
{
  Ledger part = {.work_s = after->work_s - before->work_s, .slack_s = after->slack_s - before->slack_s};
  return ledger_load_pct(&part);
}

static void days_row(Sheet *sheet, const Territory *territory, const PlanDay *day, const Ledger *before,
                     const Ledger *after)
{
  LedgerUnits units = ledger_between(before, after);
  sheet_day(sheet, day->day);
  rep_cell(sheet, territory, day->rep);
  sheet_count(sheet, day->visits);
  sheet_decimal(sheet, units.visit, MINUTE_DIGITS);
  sheet_decimal(sheet, units.travel, MINUTE_DIGITS);
  sheet_decimal(sheet, day->travel_m, KM_DIGITS);
  sheet_decimal(sheet, units.wait, MINUTE_DIGITS);
  sheet_decimal(sheet, units.slack, MINUTE_DIGITS);
  if (day->visits) {
    sheet_clock(sheet, day->start_s);
    sheet_clock(sheet, day->end_s);
  } else {
    sheet_blank(sheet);
    sheet_blank(sheet);
  }
  sheet_number(sheet, load_between(before, after), PCT_DIGITS);
  sheet_decimal(sheet, units.work, MINUTE_DIGITS);
  sheet_decimal(sheet, units.admin, MINUTE_DIGITS);
  sheet_text(sheet, weekday_name(day_weekday(day->day)));
  sheet_count(sheet, horizon_week(territory, day->day));
  if (territory_has_nights(territory)) {
    sheet_text(sheet, day->starts_at >= 0 ? territory_client(territory, day->starts_at)->id : NULL);
    sheet_text(sheet, day->sleeps_at >= 0 ? territory_client(territory, day->sleeps_at)->id : NULL);
  }
  sheet_end_row(sheet);
}

Sheet *plan_days_sheet(const Plan *plan, const Territory *territory, SheetForm form)
{
  static const char *const columns[] = {"date",      "rep",      "visits",    "visit_min", "travel_min",
                                        "travel_km", "wait_min", "slack_min", "start",     "end",
                                        "load_pct",  "work_min", "admin_min", "weekday",   "week",
                                        NULL,        NULL,       NULL};
  const char *names[G_N_ELEMENTS(columns)];
  memcpy(names, columns, sizeof columns);
  if (territory_has_nights(territory)) {
    names[G_N_ELEMENTS(columns) - 3] = "starts_at";
    names[G_N_ELEMENTS(columns) - 2] = "sleeps_at";
  }
  Sheet *sheet = sheet_new(form, names);
  Ledger running = {0};
  for (guint d = 0; d < plan->days->len; d++) {
    const PlanDay *day = plan_day(plan, d);
    if (d == 0 || plan_day(plan, d - 1)->rep != day->rep)
      running = (Ledger){0};
    Ledger before = running;
    ledger_add(&running, day);
    days_row(sheet, territory, day, &before, &running);
  }
  return sheet;
}

// week 0: the total.
static void workload_row(Sheet *sheet, const Territory *territory, int rep, int week, const Ledger *before,
                         const Ledger *after)
{
  LedgerUnits units = ledger_between(before, after);
  rep_cell(sheet, territory, rep);
  if (week)
    sheet_count(sheet, week);
  else
    sheet_text(sheet, "total");
  sheet_decimal(sheet, units.work, MINUTE_DIGITS);
  sheet_decimal(sheet, units.visit, MINUTE_DIGITS);
  sheet_decimal(sheet, units.travel, MINUTE_DIGITS);
  sheet_decimal(sheet, units.admin, MINUTE_DIGITS);
  sheet_number(sheet, load_between(before, after), PCT_DIGITS);
  sheet_count(sheet, after->visits - before->visits);
  sheet_decimal(sheet, units.slack, MINUTE_DIGITS);
  sheet_decimal(sheet, units.wait, MINUTE_DIGITS);
  sheet_decimal(sheet, after->travel_m - before->travel_m, KM_DIGITS);
  sheet_count(sheet, after->days - before->days);
  sheet_day(sheet, week ? horizon_monday(territory, week) : DAY_NONE);
  sheet_end_row(sheet);
}

Sheet *plan_workload_sheet(const Plan *plan, const Territory *territory, SheetForm form)
{
  static const char *const columns[] = {"rep",       "week",     "capacity_min", "visit_min", "travel_min",
                                        "admin_min", "load_pct", "visits",       "slack_min", "wait_min",
                                        "travel_km", "days",     "monday",       NULL};
  Sheet *sheet = sheet_new(form, columns);
  guint d = 0;
  while (d < plan->days->len) {
    int rep = plan_day(plan, d)->rep;
    Ledger zero = {0}, running = {0};
    for (int week = 1; week <= horizon_weeks(territory); week++) {
      Ledger before = running;
      for (; d < plan->days->len && plan_day(plan, d)->rep == rep; d++) {
        if (horizon_week(territory, plan_day(plan, d)->day) > week)
          break;
        ledger_add(&running, plan_day(plan, d));
      }
      workload_row(sheet, territory, rep, week, &before, &running);
    }
    workload_row(sheet, territory, rep, 0, &zero, &running);
    while (d < plan->days->len && plan_day(plan, d)->rep == rep)
      d++; // after the horizon: nobody plans there, and verify says so
  }
  return sheet;
}

// ---- clients.csv, unplanned.csv, groups.csv ----

typedef struct ClientCount {
  int wanted, planned, unplanned;
  int64_t visit_s;
  bool in_plan; // by its rep, or by a visit
} ClientCount;

// Row a client; free with g_free.
static ClientCount *count_clients(const Plan *plan, const Territory *territory)
{
  ClientCount *counts = g_new0(ClientCount, territory->clients->len + 1);
  for (guint v = 0; v < plan->visits->len; v++) {
    const Visit *visit = plan_visit(plan, v);
    counts[visit->client].planned++;
    counts[visit->client].visit_s += visit->visit_s;
  }
  for (guint u = 0; u < plan->unplanned->len; u++)
    counts[g_array_index(plan->unplanned, Unplanned, u).client].unplanned++;
  g_autofree bool *planned = g_new0(bool, territory->reps->len + 1);
  for (guint r = 0; r < plan->reps->len; r++)
    planned[g_array_index(plan->reps, RepResult, r).rep] = true;
  g_autofree int *wanted = wanted_visits(territory);
  for (guint c = 0; c < territory->clients->len; c++) {
    counts[c].wanted = wanted[c];
    int rep = territory_client(territory, (int)c)->rep;
    counts[c].in_plan = (rep >= 0 && planned[rep]) || counts[c].planned || counts[c].unplanned;
  }
  return counts;
}

static void client_row(Sheet *sheet, const Territory *territory, const Client *client, int rep,
                       const ClientCount *count, const GapTally *gaps)
{
  int wanted = count->wanted;
  Spacing spacing = client_spacing(territory, client, MAX(1, wanted));
  Day after = territory->settings.start + territory->settings.days;
  sheet_text(sheet, client->id);
  rep_cell(sheet, territory, rep);
  group_cell(sheet, territory, client->group);
  sheet_count(sheet, wanted);
  sheet_count(sheet, count->planned);
  sheet_number(sheet, gaps->gaps ? (double)gaps->min : NAN, 0);
  sheet_number(sheet, gaps->gaps ? (double)gaps->sum / gaps->gaps : NAN, GAP_DIGITS);
  sheet_number(sheet, gaps->gaps ? (double)gaps->max : NAN, 0);
  sheet_number(sheet, wanted ? spacing.wanted : NAN, GAP_DIGITS);
  sheet_count(sheet, gaps->breaks);
  // Who is due within the horizon has had what it wants, or stands in unplanned.csv: due as soon as it is
  // over.
  sheet_day(sheet, wanted && gaps->next_due != DAY_NONE ? MAX(gaps->next_due, after) : DAY_NONE);
  sheet_text(sheet, client->name);
  sheet_count(sheet, count->unplanned);
  sheet_number(sheet, wanted ? (double)spacing.min : NAN, 0);
  sheet_number(sheet, wanted ? (double)spacing.max : NAN, 0);
  sheet_day(sheet, client->last_visit);
  sheet_end_row(sheet);
}

Sheet *plan_clients_sheet(const Plan *plan, const Territory *territory, SheetForm form)
{
  static const char *const columns[] = {"client",     "rep",      "group",     "wanted",     "planned",
                                        "gap_min",    "gap_mean", "gap_max",   "gap_wanted", "spacing_breaks",
                                        "next_due",   "name",     "unplanned", "limit_min",  "limit_max",
                                        "last_visit", NULL};
  Sheet *sheet = sheet_new(form, columns);
  g_autofree ClientCount *counts = count_clients(plan, territory);
  g_autofree GapTally *gaps = plan_all_gaps(plan, territory);
  g_autofree int *reps = plan_client_reps(plan, territory);
  for (guint c = 0; c < territory->clients->len; c++) {
    if (counts[c].in_plan)
      client_row(sheet, territory, territory_client(territory, (int)c), reps[c], &counts[c], &gaps[c]);
  }
  return sheet;
}

Sheet *plan_unplanned_sheet(const Plan *plan, const Territory *territory, SheetForm form)
{
  static const char *const columns[] = {"client",      "name",   "rep",    "group", "number",
                                        "reason_code", "reason", "change", "value", NULL};
  Sheet *sheet = sheet_new(form, columns);
  g_autofree int *wanted = wanted_visits(territory);
  for (guint u = 0; u < plan->unplanned->len; u++) {
    const Unplanned *unplanned = &g_array_index(plan->unplanned, Unplanned, u);
    const Client *client = territory_client(territory, unplanned->client);
    sheet_text(sheet, client->id);
    sheet_text(sheet, client->name);
    rep_cell(sheet, territory, unplanned->rep);
    group_cell(sheet, territory, client->group);
    sheet_count(sheet, unplanned->number);
    sheet_text(sheet, reason_name(unplanned->code));
    sheet_said(sheet, unplanned->reason);
    sheet_said(sheet, unplanned->remedy);
    sheet_money(sheet, client_visit_value(territory, client, wanted[unplanned->client]));
    sheet_end_row(sheet);
  }
  return sheet;
}

typedef struct GroupSums {
  int clients, wanted, planned, unplanned;
  int64_t visit_s;
  Money sales, potential; // MONEY_NONE: no client says
} GroupSums;

static Money money_sum(Money sum, Money more)
{
  return more == MONEY_NONE ? sum : sum == MONEY_NONE ? more : sum + more;
}

// Row a group, the last one for clients without; free with g_free.
static GroupSums *sum_groups(const Plan *plan, const Territory *territory)
{
  guint groups = territory->groups->len;
  GroupSums *sums = g_new0(GroupSums, groups + 1);
  for (guint g = 0; g <= groups; g++)
    sums[g].sales = sums[g].potential = MONEY_NONE;
  g_autofree ClientCount *counts = count_clients(plan, territory);
  for (guint c = 0; c < territory->clients->len; c++) {
    const Client *client = territory_client(territory, (int)c);
    if (!counts[c].in_plan)
      continue;
    GroupSums *sum = &sums[client->group >= 0 ? (guint)client->group : groups];
    sum->clients++;
    sum->wanted += counts[c].wanted;
    sum->planned += counts[c].planned;
    sum->unplanned += counts[c].unplanned;
    sum->visit_s += counts[c].visit_s;
    sum->sales = money_sum(sum->sales, client->sales);
    sum->potential = money_sum(sum->potential, client->potential);
  }
  return sums;
}

static void group_row(Sheet *sheet, const Group *group, const GroupSums *sum, const Spend *spend,
                      Money all_sales)
{
  bool share = sum->sales != MONEY_NONE && all_sales > 0;
  sheet_text(sheet, group ? group->id : NULL);
  sheet_count(sheet, sum->clients);
  sheet_money(sheet, sum->sales);
  sheet_money(sheet, sum->potential);
  sheet_number(sheet, share ? 100.0 * (double)sum->sales / (double)all_sales : NAN, PCT_DIGITS);
  sheet_count(sheet, sum->planned);
  sheet_number(sheet, (double)sum->visit_s / HOUR_S, HOUR_DIGITS);
  sheet_money(sheet, group ? group->investment : MONEY_NONE);
  sheet_number(sheet, group ? group->growth_pct : NAN, PCT_DIGITS);
  sheet_text(sheet, group ? group->name : NULL);
  sheet_count(sheet, sum->wanted);
  sheet_count(sheet, sum->planned);
  sheet_count(sheet, sum->unplanned);
  sheet_count(sheet, spend->wanted);
  sheet_count(sheet, spend->planned);
  sheet_number(sheet, (double)spend->activity_s / HOUR_S, HOUR_DIGITS);
  sheet_count(sheet, spend->joint);
  sheet_money(sheet, spend->cost);
  sheet_number(sheet,
               group && group->investment != MONEY_NONE && group->investment > 0
                   ? 100.0 * (double)spend->cost / (double)group->investment
                   : NAN,
               PCT_DIGITS);
  sheet_end_row(sheet);
}

Sheet *plan_groups_sheet(const Plan *plan, const Territory *territory, SheetForm form)
{
  static const char *const columns[] = {
      "group",          "clients",      "sales",      "potential",         "share_pct",
      "visits",         "hours",        "investment", "growth_pct",        "name",
      "wanted",         "planned",      "unplanned",  "activities_wanted", "activities_planned",
      "activity_hours", "joint_visits", "spent",      "spent_pct",         NULL};
  Sheet *sheet = sheet_new(form, columns);
  g_autofree GroupSums *sums = sum_groups(plan, territory);
  g_autofree Spend *spend = plan_spend(plan, territory);
  guint groups = territory->groups->len;
  Money all_sales = 0;
  for (guint g = 0; g <= groups; g++)
    all_sales = money_sum(all_sales, sums[g].sales);
  for (guint g = 0; g < groups; g++)
    group_row(sheet, territory_group(territory, (int)g), &sums[g], &spend[g], all_sales);
  if (sums[groups].clients)
    group_row(sheet, NULL, &sums[groups], &spend[groups], all_sales);
  return sheet;
}

// ---- All of them ----

bool plan_write(const Plan *plan, const Territory *territory, SheetForm form, Out *out, GError **error)
{
  static const struct {
    const char *name;
    Sheet *(*make)(const Plan *, const Territory *, SheetForm);
  } tables[] = {
      {"calendar.csv", plan_calendar_sheet},   {"days.csv", plan_days_sheet},
      {"workload.csv", plan_workload_sheet},   {"clients.csv", plan_clients_sheet},
      {"unplanned.csv", plan_unplanned_sheet}, {"groups.csv", plan_groups_sheet},
      {"action_plan.csv", plan_actions_sheet}, {"resources.csv", plan_resources_sheet},
      {"unmet.csv", plan_unmet_sheet},         {"contacts.csv", plan_contacts_sheet},
  };
  for (size_t t = 0; t < G_N_ELEMENTS(tables); t++) {
    g_autoptr(Sheet) sheet = tables[t].make(plan, territory, form);
    if (!sheet_write(sheet, out, tables[t].name, error))
      return false;
  }
  g_autofree char *reasons = reasons_text(plan), *pages = client_pages(plan, territory, NULL);
  out_supersede(out, "reasons.json");
  return (!reasons || out_write(out, "reasons.json", reasons, strlen(reasons), error)) &&
         out_write(out, "clients.html", pages, strlen(pages), error);
}

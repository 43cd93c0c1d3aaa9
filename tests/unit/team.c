// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/team.h"

#include "model/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define KM_A_DEGREE 111.195

Team team_new(int reps, int weeks)
{
  Territory *territory = territory_new();
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_dmy(&date, 4, G_DATE_JANUARY, 2027);
  territory->settings.start = (Day)g_date_get_julian(&date);
  territory->settings.days = 7 * weeks;
  territory->settings.day = (Window){8 * HOUR_S, 8 * HOUR_S + TEAM_DAY};
  g_free(territory->settings.name);
  territory->settings.name = g_strdup("Team");
  for (int i = 0; i < reps; i++) {
    Rep *rep = territory_add_rep(territory);
    rep->id = g_strdup_printf("R%d", i + 1);
    rep->name = g_strdup_printf("Rep %c", 'A' + i % 26);
    rep->lat = rep->end_lat = 4.6 + 0.3 * i;
    rep->lon = rep->end_lon = -74.1;
    rep->shift[0] = territory->settings.day;
    rep->shifts = 1;
  }
  Team team = {.territory = territory, .plan = plan_new()};
  for (int i = 0; i < reps; i++) {
    RepResult result = {.rep = i, .status = PLAN_FEASIBLE};
    g_array_append_val(team.plan->reps, result);
  }
  return team;
}

void team_clear(Team *team)
{
  plan_free(team->plan);
  travel_free(team->travel);
  calendar_free(team->calendar);
  territory_free(team->territory);
}

static int add_client(Team *team, int rep)
{
  int index = (int)team->territory->clients->len;
  Client *client = territory_add_client(team->territory);
  const Rep *home = territory_rep(team->territory, rep);
  client->id = g_strdup_printf("C%d", index);
  client->name = g_strdup_printf("Client %d", index);
  client->lat = home->lat + 1 / KM_A_DEGREE;
  client->lon = home->lon;
  client->rep = rep;
  client->visits = (Visits){.given = true, .min = 1, .max = 1};
  return index;
}

int team_visits(Team *team, int rep, int day, int visits, int32_t visit_s)
{
  int first = (int)team->territory->clients->len;
  for (int i = 0; i < visits; i++) {
    Visit visit = {.client = add_client(team, rep),
                   .rep = rep,
                   .day = team->territory->settings.start + day,
                   .visit_s = visit_s,
                   .resource = -1};
    territory_client(team->territory, visit.client)->visit_s = visit_s;
    g_array_append_val(team->plan->visits, visit);
  }
  return first;
}

void team_unplanned(Team *team, int rep, int group, int visits)
{
  for (int i = 0; i < visits; i++) {
    Unplanned unplanned = {.client = add_client(team, rep),
                           .rep = rep,
                           .number = 1,
                           .code = REASON_DAY_FULL,
                           .reason = g_strdup("full"),
                           .remedy = g_strdup("")};
    territory_client(team->territory, unplanned.client)->group = group;
    g_array_append_val(team->plan->unplanned, unplanned);
  }
}

void team_holiday(Team *team, int day, const char *name)
{
  Holiday holiday = {
      .day = team->territory->settings.start + day, .name = g_strdup(name), .region = g_strdup("")};
  g_array_append_val(team->territory->holidays, holiday);
}

void team_day_off(Team *team, int rep, int day)
{
  DaySpan span = {team->territory->settings.start + day, team->territory->settings.start + day};
  g_array_append_val(territory_rep(team->territory, rep)->days_off, span);
}

int team_group(Team *team, const char *name)
{
  Group *group = territory_add_group(team->territory);
  group->id = g_strdup_printf("G%u", team->territory->groups->len);
  group->name = g_strdup(name);
  return (int)team->territory->groups->len - 1;
}

void team_move(Team *team, int client, int clients, double km)
{
  for (int i = client; i < client + clients; i++)
    territory_client(team->territory, i)->lat += km / KM_A_DEGREE;
}

// Visits stand in the order of their making; a day's follow one another without waiting.
static void set_times(Team *team)
{
  int place = -1;
  int32_t clock = 0;
  for (guint v = 0; v < team->plan->visits->len; v++) {
    Visit *visit = plan_visit(team->plan, v);
    const Visit *former = v > 0 ? plan_visit(team->plan, v - 1) : NULL;
    if (!former || former->rep != visit->rep || former->day != visit->day) {
      place = place_start(team->territory, visit->rep);
      clock = 8 * HOUR_S;
    }
    clock += travel_leg(team->travel, visit->rep, place, place_client(visit->client)).travel_s;
    visit->arrive_s = clock;
    clock += visit->visit_s;
    visit->leave_s = clock;
    place = place_client(visit->client);
  }
}

static void set_results(Team *team)
{
  for (guint i = 0; i < team->plan->reps->len; i++) {
    RepResult *result = &g_array_index(team->plan->reps, RepResult, i);
    Ledger ledger = plan_ledger(team->plan, result->rep);
    result->planned = result->wanted = ledger.visits;
    for (guint u = 0; u < team->plan->unplanned->len; u++)
      result->wanted += g_array_index(team->plan->unplanned, Unplanned, u).rep == result->rep;
    result->travel_s = ledger.travel_s;
    result->travel_m = ledger.travel_m;
    result->travel_bound_s = ledger.travel_s;
    result->cost.travel = result->bound = ledger.travel_s * INT64_C(1000);
  }
}

void team_finish(Team *team, bool valid)
{
  team->calendar = calendar_new(team->territory);
  team->travel = travel_new(team->territory);
  set_times(team);
  plan_tally(team->plan, team->territory, team->calendar, team->travel);
  set_results(team);
  g_autoptr(Findings) findings = findings_new();
  CheckTotals totals;
  assert_int_equal(check_plan(team->plan, team->territory, "calendar.csv", NULL, findings, &totals), valid);
  team->in = (ChartInput){.territory = team->territory,
                          .calendar = team->calendar,
                          .plan = team->plan,
                          .language = "en",
                          .week = -1};
}

void team_fill(Team *team, int visits, int32_t visit_s)
{
  for (int rep = 0; rep < (int)team->territory->reps->len; rep++)
    for (int day = 0; day < team->territory->settings.days; day++)
      if (day % 7 < 5)
        team_visits(team, rep, day, visits, visit_s);
}

// ---- Charts ----

GPtrArray *team_charts(const Team *team, const char *name)
{
  const char *only[] = {name, NULL};
  GError *error = NULL;
  GPtrArray *charts = charts_make(&team->in, name ? only : NULL, &error);
  assert_null(error);
  return charts;
}

void team_expect(const Team *team, const char *name, const char *headline)
{
  g_autoptr(GPtrArray) charts = team_charts(team, name);
  assert_true(charts->len > 0);
  assert_string_equal(((const Chart *)charts->pdata[0])->headline, headline);
}

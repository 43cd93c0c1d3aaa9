// SPDX-License-Identifier: GPL-3.0-or-later
// What charts say of plans made to measure, that names stay text, and that gnuplot draws them without a word.
#include "cli/gnuplot.h"
#include "plots/chart.h"
#include "plots/report.h"

#include <glib/gstdio.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/team.h"

static GPtrArray *make(const Team *team, const char *name)
{
  const char *only[] = {name, NULL};
  GError *error = NULL;
  GPtrArray *charts = charts_make(&team->in, name ? only : NULL, &error);
  assert_null(error);
  return charts;
}

static void expect_headline(const Team *team, const char *name, const char *expected)
{
  g_autoptr(GPtrArray) charts = make(team, name);
  assert_true(charts->len > 0);
  const Chart *chart = charts->pdata[0];
  assert_string_equal(chart->headline, expected);
}

// Every rep, every working day: that many visits of that length.
static void fill(Team *team, int visits, int32_t visit_s)
{
  for (int rep = 0; rep < (int)team->territory->reps->len; rep++)
    for (int day = 0; day < team->territory->settings.days; day++)
      if (day % 7 < 5)
        team_visits(team, rep, day, visits, visit_s);
}

// ---- Workload ----

static void workload_of_one(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(1, 2);
  for (int day = 0; day < 5; day++)
    team_visits(&team, 0, day, 4, HOUR_S);
  for (int day = 7; day < 12; day++)
    team_visits(&team, 0, day, 8, HOUR_S);
  team_finish(&team, true);
  expect_headline(&team, "workload", "Rep A works at 61% of capacity; the fullest week is week 2 with 81%");
}

static void workload_even(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(3, 2);
  fill(&team, 6, HOUR_S);
  team_finish(&team, true);
  expect_headline(&team, "workload", "The load is even: every rep works at about 61% of capacity");
}

static void workload_spread(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(2, 1);
  for (int day = 0; day < 5; day++) {
    team_visits(&team, 0, day, 8, HOUR_S);
    team_visits(&team, 1, day, 3, HOUR_S);
  }
  team_finish(&team, true);
  expect_headline(&team, "workload", "Rep A works at 81% of capacity, Rep B at 31%");
}

static void workload_full(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(2, 2);
  for (int day = 0; day < 12; day += day == 4 ? 3 : 1) {
    team_visits(&team, 0, day, 5, HOUR_S * 39 / 20);
    team_visits(&team, 1, day, 7, HOUR_S);
  }
  team_finish(&team, true);
  expect_headline(&team, "workload",
                  "Rep A is at 95% of capacity or more in 2 of 2 weeks; Rep B has 29% to spare");
}

static void workload_unplanned(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(2, 1);
  for (int day = 0; day < 5; day++) {
    team_visits(&team, 0, day, 9, HOUR_S);
    team_visits(&team, 1, day, 9, HOUR_S);
  }
  team_unplanned(&team, 1, -1, 1);
  team_finish(&team, true);
  expect_headline(&team, "workload", "Rep B is at 91% of capacity and 1 visit finds no place");
}

static void workload_over(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(2, 2);
  for (int day = 0; day < 5; day++) {
    team_visits(&team, 0, day, 11, HOUR_S);
    team_visits(&team, 1, day, 1, HOUR_S);
  }
  team_finish(&team, false);
  expect_headline(&team, "workload", "Rep A is over capacity in 1 of 2 weeks; Rep B has 95% to spare");
}

// ---- Calendar ----

static void calendar_empty(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(1, 2);
  team_finish(&team, true);
  expect_headline(&team, "calendar", "No visit is planned");
}

static void calendar_even(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(2, 6);
  fill(&team, 4, HOUR_S);
  team_finish(&team, true);
  expect_headline(&team, "calendar",
                  "No week and no weekday stands out: 4.0 visits a rep and day on average");
}

static void calendar_quiet(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(2, 6);
  for (int rep = 0; rep < 2; rep++)
    for (int day = 0; day < 42; day++)
      if (day % 7 < 5)
        team_visits(&team, rep, day, rep == 1 && (day / 7 == 2 || day / 7 == 3) ? 1 : 4, HOUR_S);
  team_finish(&team, true);
  expect_headline(&team, "calendar", "Rep B makes 10 visits in weeks 3 and 4, where about 40 would be usual");
}

static void calendar_trend(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(1, 6);
  for (int day = 0; day < 42; day++)
    if (day % 7 < 5)
      team_visits(&team, 0, day, day < 14 ? 6 : day < 28 ? 5 : 4, HOUR_S);
  team_finish(&team, true);
  expect_headline(&team, "calendar",
                  "The visits thin out: 6.0 a rep and day in the first 2 weeks, 4.0 in the last");
}

static void calendar_weekday(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(1, 6);
  for (int day = 0; day < 42; day++)
    if (day % 7 < 5)
      team_visits(&team, 0, day, day % 7 == 2 ? 8 : 4, HOUR_S);
  team_finish(&team, true);
  expect_headline(&team, "calendar", "Wednesday carries 67% more visits than the average day");
}

// A holiday is drawn in grey, not as a day without visits.
static void calendar_holiday_is_grey(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(1, 2);
  team_holiday(&team, 7, "Reyes");
  for (int day = 0; day < 5; day++)
    team_visits(&team, 0, day, 4, HOUR_S);
  team_finish(&team, true);
  g_autoptr(GPtrArray) charts = make(&team, "calendar");
  const Chart *chart = charts->pdata[0];
  assert_non_null(strstr(chart->data->str, "1\t0\t0\t0xb9bec4"));
}

// ---- Coverage ----

static void coverage_of(int planned_a, int missing_a, int planned_b, int missing_b, const char *expected)
{
  g_auto(Team) team = team_new(2, 1);
  team_group(&team, "Chains");
  team_group(&team, "Shops");
  // Visits are stacked in the order of their making: one rep's day is made in one piece.
  for (int group = 0; group < 2; group++) {
    int planned = group ? planned_b : planned_a;
    int first = team_visits(&team, group, 0, planned, 5 * MINUTE_S);
    for (int client = first; client < first + planned; client++)
      territory_client(team.territory, client)->group = group;
    team_unplanned(&team, group, group, group ? missing_b : missing_a);
  }
  team_finish(&team, true);
  expect_headline(&team, "coverage", expected);
}

static void coverage_rules(void **state)
{
  (void)state;
  coverage_of(10, 0, 20, 0, "Every group gets all the visits that it was promised");
  coverage_of(6, 4, 20, 0, "Chains gets 60% of the promised visits, every other group gets all");
  coverage_of(9, 1, 15, 5, "Shops gets 75% of the promised visits, every other group 90% or more");
  coverage_of(19, 1, 19, 1, "Every group gets at least 95% of its visits; 2 visits are missing in all");
  coverage_of(99, 1, 20, 0, "Every group gets at least 99% of its visits; 1 visit is missing in all");
  coverage_of(0, 0, 3, 1, "Shops gets 75% of the promised visits; 1 visit is missing");
}

static void coverage_needs_groups(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(1, 1);
  team_visits(&team, 0, 0, 4, HOUR_S);
  team_finish(&team, true);
  g_autoptr(GPtrArray) charts = make(&team, "coverage");
  assert_int_equal(charts->len, 0);
}

// ---- Routes ----

static void routes_rules(void **state)
{
  (void)state;
  g_auto(Team) even = team_new(1, 1);
  fill(&even, 3, HOUR_S);
  team_finish(&even, true);
  expect_headline(&even, "routes", "Rep A drives 13 km for 15 visits, spread evenly over the days");

  g_auto(Team) one = team_new(1, 1);
  for (int day = 0; day < 5; day++)
    team_move(&one, team_visits(&one, 0, day, 2, HOUR_S), 2, day == 3 ? 49 : 4);
  team_finish(&one, true);
  expect_headline(&one, "routes", "Rep A drives 182 km for 10 visits, 71% of it on Thursday");

  g_auto(Team) two = team_new(1, 1);
  for (int day = 0; day < 5; day++)
    team_move(&two, team_visits(&two, 0, day, 2, HOUR_S), 2, day == 1 || day == 4 ? 29 : 4);
  team_finish(&two, true);
  expect_headline(&two, "routes", "Rep A drives 195 km for 10 visits, 80% of it on Tuesday and Friday");
}

static void routes_choose_reps(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(8, 1);
  for (int rep = 0; rep < 8; rep++)
    team_move(&team, team_visits(&team, rep, 0, 2, HOUR_S), 2, rep);
  team_finish(&team, true);
  g_autoptr(GPtrArray) charts = make(&team, "routes");
  assert_int_equal(charts->len, 3);
  static const char *const reps[] = {"Rep H", "Rep D", "Rep A"};
  for (guint i = 0; i < 3; i++) {
    const Chart *chart = charts->pdata[i];
    assert_true(g_str_has_prefix(chart->headline, reps[i]));
  }
}

// ---- The further charts ----

static void sell(Team *team, int first, int clients, double units)
{
  for (int client = first; client < first + clients; client++)
    territory_client(team->territory, client)->sales = money_from(units);
}

static void load_rules(void **state)
{
  (void)state;
  g_auto(Team) even = team_new(2, 1);
  fill(&even, 8, HOUR_S);
  team_finish(&even, true);
  expect_headline(&even, "load", "The load is even: every rep works at about 81% of capacity");

  g_auto(Team) low = team_new(3, 1);
  fill(&low, 4, HOUR_S);
  team_finish(&low, true);
  expect_headline(&low, "load", "3 of 3 reps are below 70% of capacity, none is full");

  g_auto(Team) mixed = team_new(2, 1);
  for (int day = 0; day < 5; day++) {
    team_visits(&mixed, 0, day, 5, HOUR_S * 39 / 20);
    team_visits(&mixed, 1, day, 2, HOUR_S);
  }
  team_finish(&mixed, true);
  expect_headline(&mixed, "load", "1 of 2 reps is at 95% of capacity or more, 1 below 70%");

  g_auto(Team) alone = team_new(1, 1);
  fill(&alone, 4, HOUR_S);
  team_finish(&alone, true);
  g_autoptr(GPtrArray) charts = make(&alone, "load");
  assert_int_equal(charts->len, 0);
}

static void travel_rules(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(2, 1);
  fill(&team, 4, HOUR_S);
  team_finish(&team, true);
  expect_headline(&team, "travel", "Travel takes 2% of the time in the field, of every rep alike");

  g_auto(Team) far = team_new(2, 1);
  for (int day = 0; day < 5; day++) {
    team_move(&far, team_visits(&far, 0, day, 2, HOUR_S), 2, 40);
    team_visits(&far, 1, day, 4, HOUR_S);
  }
  team_finish(&far, true);
  expect_headline(&far, "travel", "Rep A is on the road for 57% of the time in the field; the team, for 31%");
}

static void unplanned_rules(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(1, 1);
  team_visits(&team, 0, 0, 3, HOUR_S);
  team_unplanned(&team, 0, -1, 3);
  team_finish(&team, true);
  expect_headline(&team, "unplanned", "3 visits have no place: days are full");
  g_array_index(team.plan->unplanned, Unplanned, 0).code = REASON_WINDOW;
  expect_headline(&team, "unplanned", "3 visits have no place, 2 of them: days are full");

  g_auto(Team) whole = team_new(1, 1);
  team_visits(&whole, 0, 0, 3, HOUR_S);
  team_finish(&whole, true);
  g_autoptr(GPtrArray) charts = make(&whole, "unplanned");
  assert_int_equal(charts->len, 0);
}

static void proof_rules(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(3, 1);
  fill(&team, 3, HOUR_S);
  team_finish(&team, true);
  RepResult *results = (RepResult *)(void *)team.plan->reps->data;
  for (int rep = 0; rep < 3; rep++)
    results[rep].status = PLAN_OPTIMAL;
  expect_headline(&team, "proof", "The plans of all 3 reps are proved optimal");
  results[1].status = PLAN_FEASIBLE;
  results[1].bound = results[1].cost.travel * 9 / 10;
  expect_headline(
      &team, "proof",
      "2 of 3 plans are proved optimal; in that of Rep B at most 10.0% of the cost could be saved");
  results[0].status = results[2].status = PLAN_FEASIBLE;
  results[2].bound = results[2].cost.travel * 8 / 10;
  expect_headline(&team, "proof",
                  "At most 20.0% of the cost of any plan could be saved; the widest gap is that of Rep C");
  results[1].bound = results[2].bound = 0; // nothing is known of them, and one alone is no ranking
  g_autoptr(GPtrArray) charts = make(&team, "proof");
  assert_int_equal(charts->len, 0);
}

// Four visits a week apart to each client; `late` of the clients get their last one 25 days late.
static void gap_plan(Team *team, int clients, int late)
{
  int group = team_group(team, "Shops");
  for (int client = 0; client < clients; client++) {
    int first = team_visits(team, 0, client % 5, 1, HOUR_S);
    Client *one = territory_client(team->territory, first);
    one->group = group;
    one->visits.min = one->visits.max = 4;
    for (int visit = 1; visit < 4; visit++) {
      Visit more = *plan_visit(team->plan, team->plan->visits->len - 1);
      more.day =
          team->territory->settings.start + client % 5 + 7 * visit + (visit == 3 && client < late ? 21 : 0);
      g_array_append_val(team->plan->visits, more);
    }
  }
}

static void gaps_rules(void **state)
{
  (void)state;
  g_auto(Team) kept = team_new(1, 4);
  gap_plan(&kept, 5, 0);
  team_finish(&kept, true);
  expect_headline(&kept, "gaps", "Every gap between two visits keeps its limits");

  g_auto(Team) broken = team_new(1, 7);
  gap_plan(&broken, 5, 1);
  team_finish(&broken, true);
  // 49 days / 4 visits = 12.25 days wanted, 7 to 18 allowed; the one of 28 days is broken. The model counts as many.
  g_autofree GapTally *tallies = plan_all_gaps(broken.plan, broken.territory);
  int breaks = 0;
  for (guint client = 0; client < broken.territory->clients->len; client++)
    breaks += tallies[client].breaks;
  assert_int_equal(breaks, 1);
  expect_headline(&broken, "gaps", "93% of the gaps between visits keep their limits, 1 does not");
}

static void sales_rules(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(2, 1);
  team_group(&team, "Chains");
  team_group(&team, "Shops");
  for (int rep = 0; rep < 2; rep++) {
    int first = team_visits(&team, rep, 0, 5, HOUR_S);
    sell(&team, first, 5, rep == 0 ? 400 : 100);
    for (int client = first; client < first + 5; client++)
      territory_client(team.territory, client)->group = rep;
  }
  for (int rep = 0; rep < 2; rep++) {
    Target target = {.rep = rep, .group = -1, .sales = money_from(rep ? 1000 : 1600), .visits = 5};
    g_array_append_val(team.territory->targets, target);
  }
  team_finish(&team, true);
  // 2000 + 500: eight tenths come from the first five of ten.
  expect_headline(&team, "pareto", "50% of the clients bring 80% of the sales");
  expect_headline(&team, "groups", "Chains brings 80% of the sales and gets 50% of the visiting hours");
  expect_headline(&team, "targets", "Known sales reach 1 of 2 targets; Rep B has farthest to go from 50%");
  g_array_index(team.territory->targets, Target, 1).sales = money_from(400);
  expect_headline(&team, "targets", "Known sales reach 125% of the target of each of 2 reps");
  expect_headline(&team, "territory",
                  "Rep A holds 80% of the sales and has the farthest clients, 1.0 km on average");
}

static void investment_rules(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(1, 1);
  for (int group = 0; group < 2; group++) {
    team_group(&team, group ? "Shops" : "Chains");
    Group *one = territory_group(team.territory, group);
    one->growth_pct = group ? 10 : 5;
    one->investment = (group ? 300 : 100) * MONEY_ONE;
    int first = team_visits(&team, 0, group, 2, HOUR_S);
    sell(&team, first, 2, group ? 400 : 200);
    for (int client = first; client < first + 2; client++)
      territory_client(team.territory, client)->group = group;
  }
  team_finish(&team, true);
  // 400 × 5 % and 800 × 10 %.
  expect_headline(&team, "investment",
                  "80% of the expected growth comes from Shops, which gets 75% of the investment");
}

// Ten visits a week over six weeks; `missed` of those of week 4 are not done, and week 6 is known up to Monday.
// With a negative number half of the other weeks' visits are not done instead. Reports come `shift` days late.
static void adherence_of(int missed, int shift, const char *expected)
{
  const bool others = missed < 0;
  g_auto(Team) team = team_new(1, 6);
  for (int day = 0; day < 42; day++)
    if (day % 7 < 5)
      team_visits(&team, 0, day, 4, HOUR_S);
  team_finish(&team, true);
  for (guint v = 0; v < team.plan->visits->len; v++) {
    const Visit *visit = plan_visit(team.plan, v);
    int day = visit->day - team.territory->settings.start;
    bool lost = others ? day / 7 != 3 && v % 2 : (day / 7 == 3 && missed-- > 0) || day % 7 == 4;
    Actual actual = {.day = visit->day + shift,
                     .client = visit->client,
                     .rep = 0,
                     .status = lost ? ACTUAL_MISSED : ACTUAL_DONE};
    if (day <= 35)
      g_array_append_val(team.territory->actuals, actual);
  }
  expect_headline(&team, "adherence", expected);
}

static void adherence_rules(void **state)
{
  (void)state;
  adherence_of(0, 0, "Execution is steady: 81% of the planned visits were done, no week falls out");
  adherence_of(16, 0, "Week 4 falls out of control: 0% of the visits were done, 65% on average");
  adherence_of(-1, 0,
               "No week falls below the control limit; week 4 stands out with 100% done, 60% on average");
  adherence_of(0, 1, "Only 0% of the visits made lie on a planned day: people seem to have had another plan");
}

static void sold_rules(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(2, 1);
  for (int rep = 0; rep < 2; rep++)
    sell(&team, team_visits(&team, rep, 0, 4, HOUR_S), 4, 100);
  team_finish(&team, true);
  for (guint v = 0; v < team.plan->visits->len; v++) {
    const Visit *visit = plan_visit(team.plan, v);
    Actual actual = {.day = visit->day,
                     .client = visit->client,
                     .rep = visit->rep,
                     .status = ACTUAL_DONE,
                     .visit_s = -1,
                     .sales = money_from(visit->rep ? 60 : 110)};
    g_array_append_val(team.territory->actuals, actual);
  }
  expect_headline(&team, "sold", "Sales reach 85% of what was due so far; Rep B is at 60%");
}

static void response_rules(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(1, 1);
  team_group(&team, "Chains");
  team_group(&team, "Shops");
  static const double judged[2][RESPONSE_POINTS] = {{0.5, 0.8, 1, 1.1, 1.2}, {60, 90, 100, 104, 108}};
  for (int group = 0; group < 2; group++)
    memcpy(territory_group(team.territory, group)->response, judged[group], sizeof judged[group]);
  int first = team_visits(&team, 0, 0, 2, HOUR_S);
  territory_client(team.territory, first)->group = 0;
  territory_client(team.territory, first + 1)->group = 1;
  team_finish(&team, true);
  expect_headline(&team, "responses",
                  "Half as many visits again would bring 10% more sales in Chains, 4% in Shops");
  territory_group(team.territory, 0)->response[1] = NAN; // no whole judgement
  expect_headline(&team, "responses", "Half as many visits again would bring 4% more sales in every group");
}

// ---- Names, bytes, gnuplot ----

static const char *const hostile[] = {
    "`touch hacked` $(touch hacked)", "\"; system 'touch hacked'; \"",
    "'. system(\"touch hacked\") .'", "@a _b {c} ^d & ~ %s %d %n \\n \\101 #",
    "😀 <script>alert(1)</script>",    "שלום \"עולם\" מרחבא",
    "\xff\xfe not text\r\n\tbroken",  ""};

static void rename_all(Team *team)
{
  Territory *territory = team->territory;
  for (guint i = 0; i < territory->reps->len; i++) {
    Rep *rep = territory_rep(territory, (int)i);
    g_free(rep->name);
    rep->name = i == 0 ? g_strnfill(300, 'W') : g_strdup(hostile[i % G_N_ELEMENTS(hostile)]);
  }
  for (guint i = 0; i < territory->groups->len; i++) {
    Group *group = territory_group(territory, (int)i);
    g_free(group->name);
    group->name = g_strdup(hostile[i % G_N_ELEMENTS(hostile)]);
  }
  for (guint i = 0; i < territory->clients->len; i++) {
    Client *client = territory_client(territory, (int)i);
    g_free(client->name);
    client->name = i % 9 == 8 ? g_strnfill(300, 'W') : g_strdup(hostile[i % G_N_ELEMENTS(hostile)]);
  }
  g_free(territory->settings.name);
  territory->settings.name = g_strdup(hostile[0]);
}

static Team hostile_team(int reps)
{
  Team team = team_new(reps, 2);
  for (guint i = 0; i < G_N_ELEMENTS(hostile); i++)
    team_group(&team, "group");
  team_holiday(&team, 8, hostile[1]);
  team_day_off(&team, 0, 10);
  for (int rep = 0; rep < reps; rep++)
    for (int day = 0; day < 14; day++)
      if (day % 7 < 5 && day != 8 && !(rep == 0 && day == 10)) {
        int first = team_visits(&team, rep, day, 5, HOUR_S);
        team_move(&team, first + 1, 3, 0.5 * rep);
        for (int client = first; client < first + 5; client++) {
          territory_client(team.territory, client)->group = client % (int)G_N_ELEMENTS(hostile);
          territory_client(team.territory, client)->sales = (client % 9 + 1) * 1000 * MONEY_ONE;
        }
      }
  team_unplanned(&team, 0, 1, 2);
  rename_all(&team);
  team_finish(&team, true);
  return team;
}

static void names_stay_out_of_scripts(void **state)
{
  (void)state;
  static const char *const traces[] = {"touch", "system", "WWW", "script>", "עולם", "😀", "@a", "not text"};
  for (int reps = 1; reps <= 8; reps += 7) {
    g_auto(Team) team = hostile_team(reps);
    g_autoptr(GPtrArray) charts = make(&team, NULL);
    for (guint i = 0; i < charts->len; i++) {
      const Chart *chart = charts->pdata[i];
      assert_true(g_utf8_validate(chart->data->str, -1, NULL));
      assert_null(strchr(chart->script->str, '`'));
      for (guint t = 0; t < G_N_ELEMENTS(traces); t++) {
        assert_null(strstr(chart->script->str, traces[t]));
        assert_null(strstr(chart->stem, traces[t]));
      }
    }
  }
}

// Everything on the page is text: the page parses, and holds no element that a name has made.
typedef struct Seen {
  int scripts, figures, rows;
} Seen;

static void on_element(GMarkupParseContext *context, const char *name, const char **keys, const char **values,
                       gpointer data, GError **error)
{
  (void)context, (void)keys, (void)values, (void)error;
  Seen *seen = data;
  seen->scripts += strcmp(name, "script") == 0;
  seen->figures += strcmp(name, "figure") == 0;
  seen->rows += strcmp(name, "tr") == 0;
}

static void report_is_whole_and_harmless(void **state)
{
  (void)state;
  g_auto(Team) team = hostile_team(8);
  g_autoptr(GPtrArray) charts = make(&team, NULL);
  g_autofree const char **svgs = g_new0(const char *, charts->len);
  svgs[0] = "<?xml version='1.0'?><svg><title>x</title><g id=\"a\"><use href='#a'/><text>id='b' "
            "&lt;script></text></g></svg>";
  g_autofree char *html = report_make(&team.in, charts, svgs);
  assert_true(g_str_has_prefix(html, "<!DOCTYPE html>\n"));
  Seen seen = {0};
  const GMarkupParser parser = {.start_element = on_element};
  g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, &seen, NULL);
  g_autoptr(GError) error = NULL;
  const char *page = strchr(html, '\n') + 1;
  assert_true(g_markup_parse_context_parse(context, page, -1, &error));
  assert_true(g_markup_parse_context_end_parse(context, &error));
  assert_int_equal(seen.scripts, 1);
  assert_int_equal(seen.figures, 1);
  assert_int_equal(seen.rows, 1 + 8 + 1 + 2); // reps, and two visits without a place
  assert_non_null(strstr(html, "<g id=\"c1-a\"><use href='#c1-a'/><text>id='b' &lt;script></text></g>"));
  assert_null(strstr(html, "http:"));
  assert_null(report_svg("no picture", "c1"));
}

static void deck_holds_a_page_a_chart(void **state)
{
  (void)state;
  g_auto(Team) team = hostile_team(3);
  g_autoptr(GPtrArray) charts = make(&team, NULL);
  g_autoptr(Chart) deck = deck_make(&team.in, charts);
  int pages = 0;
  for (const char *at = deck->script->str; (at = strstr(at, "unset multiplot")); at++)
    pages++;
  assert_int_equal(pages, (int)charts->len + 2);
  assert_null(strchr(deck->script->str, '`'));
  assert_null(strstr(deck->script->str, "touch"));
  for (guint i = 0; i < charts->len; i++) {
    const Chart *chart = charts->pdata[i];
    assert_non_null(strstr(deck->script->str, chart->stem));
  }
}

static void same_input_same_bytes(void **state)
{
  (void)state;
  g_auto(Team) team = hostile_team(7);
  g_autoptr(GPtrArray) once = make(&team, NULL), again = make(&team, NULL);
  assert_int_equal(once->len, again->len);
  for (guint i = 0; i < once->len; i++) {
    const Chart *a = once->pdata[i], *b = again->pdata[i];
    assert_string_equal(a->script->str, b->script->str);
    assert_string_equal(a->data->str, b->data->str);
  }
}

static void remove_folder(const char *folder)
{
  GDir *dir = g_dir_open(folder, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_unlink(path);
  }
  if (dir)
    g_dir_close(dir);
  g_rmdir(folder);
}

// A picture that a parser takes: names are text in it, not elements.
static void expect_well_formed(const char *folder, const char *stem)
{
  g_autofree char *path = g_strdup_printf("%s/%s.svg", folder, stem), *svg = NULL;
  gsize length = 0;
  assert_true(g_file_get_contents(path, &svg, &length, NULL));
  Seen seen = {0};
  const GMarkupParser parser = {.start_element = on_element};
  g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, &seen, NULL);
  assert_true(g_markup_parse_context_parse(context, svg, (gssize)length, NULL));
  assert_true(g_markup_parse_context_end_parse(context, NULL));
  assert_int_equal(seen.scripts, 0);
}

static void expect_drawn(const char *folder, const Chart *chart)
{
  g_autofree char *script = g_strdup_printf("%s.gp", chart->stem), *said = NULL;
  char *command[] = {(char *)(guintptr) "gnuplot", (char *)(guintptr) "-d", script, NULL};
  int status = -1;
  assert_true(
      g_spawn_sync(folder, command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &said, &status, NULL));
  assert_string_equal(said, "");
  assert_int_equal(status, 0);
  static const char *const kinds[] = {"svg", "png"};
  for (guint i = 0; i < G_N_ELEMENTS(kinds); i++) {
    g_autofree char *path = g_strdup_printf("%s/%s.%s", folder, chart->stem, kinds[i]);
    GStatBuf file;
    assert_int_equal(g_stat(path, &file), 0);
    assert_true(file.st_size > 5000);
  }
  expect_well_formed(folder, chart->stem);
}

static void gnuplot_draws_without_a_word(void **state)
{
  (void)state;
  g_autofree char *gnuplot = g_find_program_in_path("gnuplot");
  if (!gnuplot) {
    print_message("gnuplot is not installed: its part of the test is left out\n");
    skip();
  }
  g_autofree char *folder = g_dir_make_tmp("ronda-plots-XXXXXX", NULL);
  g_auto(Team) team = hostile_team(3);
  g_autoptr(GPtrArray) charts = make(&team, NULL);
  assert_true(charts_write(charts, folder, NULL));
  for (guint i = 0; i < charts->len; i++)
    expect_drawn(folder, charts->pdata[i]);
  g_autofree char *hacked = g_build_filename(folder, "hacked", NULL);
  assert_false(g_file_test(hacked, G_FILE_TEST_EXISTS));
  remove_folder(folder);
}

// Nothing planned, a rep who never works, a year, a single day; each is drawn or left out, none is an empty frame.
static void extremes_are_drawn(void **state)
{
  (void)state;
  g_autofree char *gnuplot = g_find_program_in_path("gnuplot");
  for (int kind = 0; kind < 4; kind++) {
    g_auto(Team) team = team_new(kind == 1 ? 2 : 1, kind == 2 ? 53 : 1);
    if (kind == 1)
      for (int day = 0; day < 5; day++)
        team_day_off(&team, 1, day);
    if (kind == 3)
      team.territory->settings.days = 1;
    if (kind > 0)
      team_visits(&team, 0, 0, 2, HOUR_S);
    team_finish(&team, true);
    g_autoptr(GPtrArray) charts = make(&team, NULL);
    assert_true(charts->len >= 2);
    if (!gnuplot)
      continue;
    g_autofree char *folder = g_dir_make_tmp("ronda-plots-XXXXXX", NULL);
    assert_true(charts_write(charts, folder, NULL));
    for (guint i = 0; i < charts->len; i++)
      expect_drawn(folder, charts->pdata[i]);
    remove_folder(folder);
  }
}

static void runner_reports(void **state)
{
  (void)state;
  g_autofree char *gnuplot = g_find_program_in_path("gnuplot");
  if (!gnuplot)
    skip();
  g_autofree char *folder = g_dir_make_tmp("ronda-plots-XXXXXX", NULL);
  g_autofree char *bad = g_build_filename(folder, "bad.gp", NULL),
                  *slow = g_build_filename(folder, "slow.gp", NULL);
  assert_true(g_file_set_contents(bad, "plot nothing with\n", -1, NULL));
  assert_true(g_file_set_contents(slow, "pause 20\n", -1, NULL));
  g_autoptr(GPtrArray) scripts = g_ptr_array_new();
  g_autoptr(GError) failed = NULL, late = NULL;
  assert_true(gnuplot_run(scripts, folder, "svg", 2, 5, NULL));
  g_ptr_array_add(scripts, (char *)(guintptr) "bad.gp");
  assert_false(gnuplot_run(scripts, folder, "svg", 2, 5, &failed));
  assert_true(g_error_matches(failed, GNUPLOT_ERROR, GNUPLOT_ERROR_FAILED));
  assert_non_null(strstr(failed->message, "bad.gp"));
  g_ptr_array_set_size(scripts, 0);
  g_ptr_array_add(scripts, (char *)(guintptr) "slow.gp");
  assert_false(gnuplot_run(scripts, folder, "svg", 2, 1, &late));
  assert_true(g_error_matches(late, GNUPLOT_ERROR, GNUPLOT_ERROR_TIMEOUT));
  remove_folder(folder);
}

static void unknown_charts_are_named(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(1, 1);
  team_finish(&team, true);
  const char *only[] = {"workload", "pie", NULL};
  g_autoptr(GError) error = NULL;
  assert_null(charts_make(&team.in, only, &error));
  assert_true(g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE));
  assert_non_null(strstr(error->message, "'pie'"));
  assert_non_null(strstr(error->message, "workload"));
}

// ---- Colours ----

// What an eye sees that lacks one kind of cone, on linear RGB: Machado, Oliveira and Fernandes (2009), severity 1.
static const double blindness[3][3][3] = {
    {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
    {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
    {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}};

static void to_linear(guint32 color, double rgb[3])
{
  for (int i = 0; i < 3; i++) {
    double part = ((color >> (16 - 8 * i)) & 0xff) / 255.0;
    rgb[i] = part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
  }
}

static double lab_curve(double t)
{
  return t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
}

// CIE Lab under D65.
static void to_lab(const double rgb[3], double lab[3])
{
  double x = 0.4124 * rgb[0] + 0.3576 * rgb[1] + 0.1805 * rgb[2];
  double y = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  double z = 0.0193 * rgb[0] + 0.1192 * rgb[1] + 0.9505 * rgb[2];
  double fx = lab_curve(x / 0.95047), fy = lab_curve(y), fz = lab_curve(z / 1.08883);
  lab[0] = 116 * fy - 16;
  lab[1] = 500 * (fx - fy);
  lab[2] = 200 * (fy - fz);
}

// Distance of two colours to an eye of that kind; kind -1: to all cones.
static double distance(guint32 a, guint32 b, int kind)
{
  const guint32 colors[] = {a, b};
  double lab[2][3];
  for (int c = 0; c < 2; c++) {
    double rgb[3], seen[3];
    to_linear(colors[c], rgb);
    for (int i = 0; i < 3; i++) {
      seen[i] = kind < 0 ? rgb[i] : 0;
      for (int j = 0; kind >= 0 && j < 3; j++)
        seen[i] += blindness[kind][i][j] * rgb[j];
      seen[i] = CLAMP(seen[i], 0, 1);
    }
    to_lab(seen, lab[c]);
  }
  return sqrt(pow(lab[0][0] - lab[1][0], 2) + pow(lab[0][1] - lab[1][1], 2) + pow(lab[0][2] - lab[1][2], 2));
}

static double lightness(guint32 color)
{
  double rgb[3], lab[3];
  to_linear(color, rgb);
  to_lab(rgb, lab);
  return lab[0];
}

// 10 is plain to see; 2 is the least that is seen at all.
static void colours_of_reps_differ_for_all_eyes(void **state)
{
  (void)state;
  for (int kind = -1; kind < 3; kind++) {
    for (int i = 0; i < CHART_REP_COLORS; i++)
      for (int j = 0; j < i; j++)
        assert_true(distance(chart_rep_colors[i], chart_rep_colors[j], kind) > 10);
    assert_true(distance(GOOD, BAD, kind) > 25);
    assert_true(distance(0x5a9fce, BAD, kind) > 25);
  }
}

// What is told by colour alone is told by lightness, too.
static void stacks_are_told_apart_in_grey(void **state)
{
  (void)state;
  assert_true(lightness(LIGHT) - lightness(DEEP) > 20);
  assert_true(lightness(GREY) - lightness(LIGHT) > 12);
  assert_true(fabs(lightness(BASE) - lightness(BAD)) > 20);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(workload_of_one),
      cmocka_unit_test(workload_even),
      cmocka_unit_test(workload_spread),
      cmocka_unit_test(workload_full),
      cmocka_unit_test(workload_unplanned),
      cmocka_unit_test(workload_over),
      cmocka_unit_test(calendar_empty),
      cmocka_unit_test(calendar_even),
      cmocka_unit_test(calendar_quiet),
      cmocka_unit_test(calendar_trend),
      cmocka_unit_test(calendar_weekday),
      cmocka_unit_test(calendar_holiday_is_grey),
      cmocka_unit_test(coverage_rules),
      cmocka_unit_test(coverage_needs_groups),
      cmocka_unit_test(routes_rules),
      cmocka_unit_test(routes_choose_reps),
      cmocka_unit_test(load_rules),
      cmocka_unit_test(travel_rules),
      cmocka_unit_test(unplanned_rules),
      cmocka_unit_test(proof_rules),
      cmocka_unit_test(gaps_rules),
      cmocka_unit_test(sales_rules),
      cmocka_unit_test(response_rules),
      cmocka_unit_test(investment_rules),
      cmocka_unit_test(adherence_rules),
      cmocka_unit_test(sold_rules),
      cmocka_unit_test(names_stay_out_of_scripts),
      cmocka_unit_test(same_input_same_bytes),
      cmocka_unit_test(report_is_whole_and_harmless),
      cmocka_unit_test(deck_holds_a_page_a_chart),
      cmocka_unit_test(gnuplot_draws_without_a_word),
      cmocka_unit_test(extremes_are_drawn),
      cmocka_unit_test(runner_reports),
      cmocka_unit_test(unknown_charts_are_named),
      cmocka_unit_test(colours_of_reps_differ_for_all_eyes),
      cmocka_unit_test(stacks_are_told_apart_in_grey),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

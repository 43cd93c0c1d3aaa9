// SPDX-License-Identifier: GPL-3.0-or-later
// What the other charts say of plans made to measure.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/team.h"

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
  team_expect(&team, "coverage", expected);
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
  g_autoptr(GPtrArray) charts = team_charts(&team, "coverage");
  assert_int_equal(charts->len, 0);
}

// ---- Routes ----

static void routes_rules(void **state)
{
  (void)state;
  g_auto(Team) even = team_new(1, 1);
  team_fill(&even, 3, HOUR_S);
  team_finish(&even, true);
  team_expect(&even, "routes", "Rep A drives 13 km for 15 visits, spread evenly over the days");

  g_auto(Team) one = team_new(1, 1);
  for (int day = 0; day < 5; day++)
    team_move(&one, team_visits(&one, 0, day, 2, HOUR_S), 2, day == 3 ? 49 : 4);
  team_finish(&one, true);
  team_expect(&one, "routes", "Rep A drives 182 km for 10 visits, 71% of it on Thursday");

  g_auto(Team) two = team_new(1, 1);
  for (int day = 0; day < 5; day++)
    team_move(&two, team_visits(&two, 0, day, 2, HOUR_S), 2, day == 1 || day == 4 ? 29 : 4);
  team_finish(&two, true);
  team_expect(&two, "routes", "Rep A drives 195 km for 10 visits, 80% of it on Tuesday and Friday");
}

static void routes_choose_reps(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(8, 1);
  for (int rep = 0; rep < 8; rep++)
    team_move(&team, team_visits(&team, rep, 0, 2, HOUR_S), 2, rep);
  team_finish(&team, true);
  g_autoptr(GPtrArray) charts = team_charts(&team, "routes");
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
  team_fill(&even, 8, HOUR_S);
  team_finish(&even, true);
  team_expect(&even, "load", "The load is even: every rep works at about 81% of capacity");

  g_auto(Team) low = team_new(3, 1);
  team_fill(&low, 4, HOUR_S);
  team_finish(&low, true);
  team_expect(&low, "load", "3 of 3 reps are below 70% of capacity, none is full");

  g_auto(Team) mixed = team_new(2, 1);
  for (int day = 0; day < 5; day++) {
    team_visits(&mixed, 0, day, 5, HOUR_S * 39 / 20);
    team_visits(&mixed, 1, day, 2, HOUR_S);
  }
  team_finish(&mixed, true);
  team_expect(&mixed, "load", "1 of 2 reps is at 95% of capacity or more, 1 below 70%");

  g_auto(Team) alone = team_new(1, 1);
  team_fill(&alone, 4, HOUR_S);
  team_finish(&alone, true);
  g_autoptr(GPtrArray) charts = team_charts(&alone, "load");
  assert_int_equal(charts->len, 0);
}

static void travel_rules(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(2, 1);
  team_fill(&team, 4, HOUR_S);
  team_finish(&team, true);
  team_expect(&team, "travel", "Travel takes 2% of the time in the field, of every rep alike");

  g_auto(Team) far = team_new(2, 1);
  for (int day = 0; day < 5; day++) {
    team_move(&far, team_visits(&far, 0, day, 2, HOUR_S), 2, 40);
    team_visits(&far, 1, day, 4, HOUR_S);
  }
  team_finish(&far, true);
  team_expect(&far, "travel", "Rep A is on the road for 57% of the time in the field; the team, for 31%");
}

static void unplanned_rules(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(1, 1);
  team_visits(&team, 0, 0, 3, HOUR_S);
  team_unplanned(&team, 0, -1, 3);
  team_finish(&team, true);
  team_expect(&team, "unplanned", "3 visits have no place: days are full");
  g_array_index(team.plan->unplanned, Unplanned, 0).code = REASON_WINDOW;
  team_expect(&team, "unplanned", "3 visits have no place, 2 of them: days are full");

  g_auto(Team) two = team_new(2, 1);
  team_fill(&two, 3, HOUR_S);
  team_unplanned(&two, 1, -1, 4);
  team_finish(&two, true);
  team_expect(&two, "unplanned", "4 visits have no place, all of Rep B: days are full");
  g_array_index(two.plan->unplanned, Unplanned, 0).rep = 0;
  team_expect(&two, "unplanned", "4 visits have no place: days are full");

  g_auto(Team) whole = team_new(1, 1);
  team_visits(&whole, 0, 0, 3, HOUR_S);
  team_finish(&whole, true);
  g_autoptr(GPtrArray) charts = team_charts(&whole, "unplanned");
  assert_int_equal(charts->len, 0);
}

static void proof_rules(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(3, 1);
  team_fill(&team, 3, HOUR_S);
  team_finish(&team, true);
  RepResult *results = (RepResult *)(void *)team.plan->reps->data;
  for (int rep = 0; rep < 3; rep++)
    results[rep].status = PLAN_OPTIMAL;
  team_expect(&team, "proof", "The plans of all 3 reps are proved optimal");
  results[1].status = PLAN_FEASIBLE;
  results[1].bound = results[1].cost.travel * 9 / 10;
  team_expect(&team, "proof",
              "2 of 3 plans are proved optimal; in that of Rep B at most 10.0% of the cost could be saved");
  results[0].status = results[2].status = PLAN_FEASIBLE;
  results[2].bound = results[2].cost.travel * 8 / 10;
  team_expect(&team, "proof",
              "At most 20.0% of the cost of any plan could be saved; the widest gap is that of Rep C");
  results[1].bound = results[2].bound = 0; // nothing is known of them, and one alone is no ranking
  g_autoptr(GPtrArray) charts = team_charts(&team, "proof");
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
  team_expect(&kept, "gaps", "Every gap between two visits keeps its limits");

  g_auto(Team) broken = team_new(1, 7);
  gap_plan(&broken, 5, 1);
  team_finish(&broken, true);
  // 49 days / 4 visits = 12.25 days wanted, 7 to 18 allowed; the one of 28 days is broken. The model counts as many.
  g_autofree GapTally *tallies = plan_all_gaps(broken.plan, broken.territory);
  int breaks = 0;
  for (guint client = 0; client < broken.territory->clients->len; client++)
    breaks += tallies[client].breaks;
  assert_int_equal(breaks, 1);
  team_expect(&broken, "gaps", "93% of the gaps between visits keep their limits, 1 does not");
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
  team_expect(&team, "pareto", "50% of the clients bring 80% of the sales");
  team_expect(&team, "groups", "Chains brings 80% of the sales and gets 50% of the visiting hours");
  team_expect(&team, "targets", "Known sales reach 1 of 2 targets; Rep B has farthest to go from 50%");
  g_array_index(team.territory->targets, Target, 1).sales = money_from(400);
  team_expect(&team, "targets", "Known sales reach 125% of the target of each of 2 reps");
  team_expect(&team, "territory",
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
  team_expect(&team, "investment",
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
  team_expect(&team, "adherence", expected);
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
  team_expect(&team, "sold", "Sales reach 85% of what was due so far; Rep B is at 60%");
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
  team_expect(&team, "responses",
              "Half as many visits again would bring 10% more sales in Chains, 4% in Shops");
  territory_group(team.territory, 0)->response[1] = NAN; // no whole judgement
  team_expect(&team, "responses", "Half as many visits again would bring 4% more sales in every group");
}

// ---- Balance against disruption ----

static void curve_of(Team *team, AlignOutline *outline, int barred, double asked, const char *sub)
{
  static const double limits[] = {0.02, 0.05, 0.1};
  g_array_set_size(outline->curve, 0);
  for (int k = 0; k < 3; k++) {
    const AlignPoint point = {.limit = limits[k],
                              .worst = k < barred ? 0.2 : limits[k],
                              .changed = 9 - 3 * k,
                              .status = k < barred ? PLAN_INFEASIBLE : PLAN_FEASIBLE};
    g_array_append_val(outline->curve, point);
  }
  outline->curve_limit = asked;
  team->in.alignment = outline;
  g_autoptr(GPtrArray) charts = team_charts(team, "tradeoff");
  assert_int_equal(charts->len, 1);
  assert_string_equal(((const Chart *)charts->pdata[0])->subhead, sub);
}

static void tradeoff_rules(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(2, 1);
  team_fill(&team, 1, HOUR_S);
  team_finish(&team, true);
  g_autoptr(AlignOutline) outline = align_outline_new();
  outline->curve_before = 0.3;
#define EACH "Each point is an assignment of its own, as good as driving and the price of changes make it"
  curve_of(&team, outline, 0, 0.05, EACH "; the filled one is proposed");
  team_expect(&team, "tradeoff", "Balance within ±2% moves 9 clients; within ±10% it is 3");
  curve_of(&team, outline, 1, 0.05, EACH "; the filled one is proposed");
  curve_of(&team, outline, 2, 0.05, EACH "; what is proposed does not keep every limit");
  team_expect(&team, "tradeoff", "Of these limits only ±10% can be kept: 3 clients change hands");
  curve_of(&team, outline, 3, 0.1, EACH "; what is proposed does not keep every limit");
  team_expect(&team, "tradeoff", "None of these limits can be kept");
  curve_of(&team, outline, 0, INFINITY, EACH);
#undef EACH
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(coverage_rules),   cmocka_unit_test(coverage_needs_groups),
      cmocka_unit_test(routes_rules),     cmocka_unit_test(routes_choose_reps),
      cmocka_unit_test(load_rules),       cmocka_unit_test(travel_rules),
      cmocka_unit_test(unplanned_rules),  cmocka_unit_test(proof_rules),
      cmocka_unit_test(gaps_rules),       cmocka_unit_test(sales_rules),
      cmocka_unit_test(investment_rules), cmocka_unit_test(adherence_rules),
      cmocka_unit_test(sold_rules),       cmocka_unit_test(response_rules),
      cmocka_unit_test(tradeoff_rules),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Which differences mean something: intervals by hand.
#include "model/comparison.h"
#include "plots/scenarios.h"
#include "tests/unit/toy.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// An outcome with one set that hides what its gap may hide.
static Outcome *outcome(const char *name, const char *key, double planned, double lost, int hidden_visits)
{
  g_autoptr(Territory) territory = toy_new(2, 14);
  g_autoptr(Plan) plan = plan_new();
  plan->bound = MONEY_NONE;
  Outcome *made = outcome_new(name, name, plan, territory, 0, NULL);
  SetOutcome *set = g_new0(SetOutcome, 1);
  *set = (SetOutcome){g_strdup(key), 10 * MONEY_ONE, hidden_visits, 5 * MONEY_ONE, 2 * HOUR_S, 1};
  g_ptr_array_add(made->sets, set);
  made->wanted = (int)(planned + lost);
  made->figure[FIGURE_PLANNED] = planned;
  made->figure[FIGURE_LOST] = lost;
  made->figure[FIGURE_COVERAGE] = 100 * planned / (planned + lost);
  made->figure[FIGURE_TRAVEL_H] = 50;
  made->figure[FIGURE_KM] = 2000;
  made->figure[FIGURE_COST] = 1000;
  made->figure[FIGURE_VALUE] = 500;
  made->figure[FIGURE_OBJECTIVE] = 100;
  return made;
}

static void expect_difference(const Outcome *base, const Outcome *other, OutcomeFigure figure, double value,
                              Sureness sure)
{
  const Difference difference = outcome_difference(base, other, figure);
  assert_float_equal(difference.value, value, 1e-9);
  assert_int_equal(difference.sure, sure);
}

// The base may hide four visits, the scenario one: 95 .. 99 against 98 .. 99 touch, 95 .. 99 against 100 do not.
static void test_visits(void **state)
{
  (void)state;
  g_autoptr(Outcome) base = outcome("base", "k1", 95, 5, 4), near = outcome("near", "k2", 98, 2, 1),
                     far = outcome("far", "k3", 100, 0, 0);
  expect_difference(base, near, FIGURE_PLANNED, 3, DIFFERENCE_UNSURE);
  expect_difference(base, near, FIGURE_LOST, -3, DIFFERENCE_UNSURE);
  expect_difference(base, far, FIGURE_PLANNED, 5, DIFFERENCE_SURE);
  expect_difference(base, far, FIGURE_COVERAGE, 5, DIFFERENCE_SURE);
}

static void test_other_figures(void **state)
{
  (void)state;
  g_autoptr(Outcome) base = outcome("base", "k1", 95, 5, 0), other = outcome("other", "k2", 95, 5, 0);
  expect_difference(base, other, FIGURE_TRAVEL_H, 0, DIFFERENCE_NONE);
  other->figure[FIGURE_TRAVEL_H] = 51.5; // 49.5 .. 51.5 and 48 .. 50
  expect_difference(base, other, FIGURE_TRAVEL_H, 1.5, DIFFERENCE_UNSURE);
  other->figure[FIGURE_TRAVEL_H] = 52.5;
  expect_difference(base, other, FIGURE_TRAVEL_H, 2.5, DIFFERENCE_SURE);
  other->figure[FIGURE_VALUE] = 504; // 500 .. 505
  expect_difference(base, other, FIGURE_VALUE, 4, DIFFERENCE_UNSURE);
  other->figure[FIGURE_VALUE] = 506;
  expect_difference(base, other, FIGURE_VALUE, 6, DIFFERENCE_SURE);
  other->figure[FIGURE_OBJECTIVE] = 95; // 90 .. 100 and 85 .. 95
  expect_difference(base, other, FIGURE_OBJECTIVE, -5, DIFFERENCE_UNSURE);
  other->figure[FIGURE_OBJECTIVE] = 89;
  expect_difference(base, other, FIGURE_OBJECTIVE, -11, DIFFERENCE_SURE);
  other->figure[FIGURE_DEVIATION] = 9; // never proved
  expect_difference(base, other, FIGURE_DEVIATION, 9, DIFFERENCE_UNSURE);
  other->figure[FIGURE_MOVED] = 1; // counted, not searched
  expect_difference(base, other, FIGURE_MOVED, 1, DIFFERENCE_SURE);
}

// What is planned in both alike hides nothing: a set that they share does not make a difference uncertain.
static void test_shared_sets(void **state)
{
  (void)state;
  g_autoptr(Outcome) base = outcome("base", "same", 95, 5, 5), other = outcome("other", "same", 96, 4, 5);
  expect_difference(base, other, FIGURE_PLANNED, 1, DIFFERENCE_SURE);
  expect_difference(base, other, FIGURE_TRAVEL_H, 0, DIFFERENCE_NONE);
}

static void test_best(void **state)
{
  (void)state;
  g_autoptr(Comparison) comparison = comparison_new("COP", 1000);
  Outcome *dear = outcome("dear", "k2", 100, 0, 0), *good = outcome("good", "k3", 99, 1, 1),
          *same = outcome("same", "k4", 99, 1, 1);
  dear->figure[FIGURE_VALUE] = 900;
  dear->figure[FIGURE_COST] = 1001;
  good->figure[FIGURE_VALUE] = 600;
  same->figure[FIGURE_VALUE] = 597;
  comparison_add(comparison, outcome("base", "k1", 95, 5, 0));
  comparison_add(comparison, dear);
  comparison_add(comparison, same);
  comparison_add(comparison, good);
  assert_int_equal(comparison->best, 3);
  g_autofree bool *rivals = comparison_rivals(comparison);
  assert_false(rivals[0]);
  assert_false(rivals[1]); // worth more, but too dear
  assert_true(rivals[2]);  // 597 .. 602 and 600 .. 605
  assert_false(rivals[3]);
}

// ---- Counted from a plan ----

static void test_of_a_plan(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(3, 14), base = toy_new(3, 14);
  const int second = toy_add_rep(territory);
  toy_add_rep(base);
  toy_matrix(territory, 600, 5000);
  territory_rep(territory, 0)->cost_hour = 2 * MONEY_ONE;
  territory_rep(territory, 0)->cost_km = MONEY_ONE;
  territory_rep(territory, second)->cost_hour = 0;
  territory_client(territory, 2)->rep = second;
  territory_client(territory, 0)->value = 10 * MONEY_ONE;
  g_autoptr(Calendar) calendar = calendar_new(territory);
  g_autoptr(Travel) travel = travel_new(territory);
  g_autoptr(Plan) plan = plan_new();
  toy_visit(plan, 1, 0, "2027-01-05", toy_time(9, 0), 30 * MINUTE_S);
  const Unplanned lost = {
      .client = 0, .rep = 0, .number = 1, .reason = g_strdup("r"), .remedy = g_strdup("")};
  g_array_append_val(plan->unplanned, lost);
  const Money miss = client_miss_cost(travel, 0, 1);
  const RepResult results[] = {{.rep = 0,
                                .cost = {.travel = 20 * MONEY_ONE, .missed = miss},
                                .bound = 20 * MONEY_ONE,
                                .wanted = 2,
                                .planned = 1,
                                .travel_s = 1200,
                                .travel_core_s = 900},
                               {.rep = second, .bound = 0, .wanted = 0}};
  g_array_append_vals(plan->reps, results, 2);
  plan->bound = 20 * MONEY_ONE;
  plan->cost = results[0].cost;
  plan_tally(plan, territory, calendar, travel);
  g_autoptr(Outcome) made = outcome_new("x", "X", plan, territory, 7 * MONEY_ONE, base);
  const int reps[] = {0};
  outcome_add_set(made, "k", reps, 1, plan, territory, travel);
  assert_float_equal(made->figure[FIGURE_PLANNED], 1, 0);
  assert_float_equal(made->figure[FIGURE_LOST], 1, 0);
  assert_float_equal(made->figure[FIGURE_COVERAGE], 50, 1e-9);
  assert_float_equal(made->figure[FIGURE_VALUE], 7, 1e-9);
  assert_float_equal(made->figure[FIGURE_KM], 10, 1e-9);
  // Ten working days of nine hours at 2, and 10 km at 1.
  assert_float_equal(made->figure[FIGURE_COST], 10 * 9 * 2 + 10, 1e-9);
  assert_float_equal(made->figure[FIGURE_MOVED], 1, 0);
  const SetOutcome *set = made->sets->pdata[0];
  assert_int_equal(set->gap, miss);
  assert_int_equal(set->hidden_visits, 1); // the gap is just what it costs
  assert_int_equal(set->hidden_travel_s, 300);
  assert_int_equal(((RepOutcome *)made->reps->pdata[0])->wanted, 2);
}

// ---- Charts ----

static GPtrArray *charts_of(GPtrArray *(*make)(const ChartInput *), Comparison *comparison)
{
  g_autoptr(Territory) territory = toy_new(1, 14);
  g_autoptr(Plan) plan = plan_new(); // empty, so the base is another one
  const ChartInput in = {.territory = territory, .plan = plan, .language = "en", .comparison = comparison};
  return make(&in);
}

static void test_chart(void **state)
{
  (void)state;
  g_autoptr(Comparison) comparison = comparison_new("COP", NAN);
  comparison_add(comparison, outcome("base", "k0", 95, 5, 0));
  for (int i = 1; i <= 9; i++) {
    g_autofree char *key = g_strdup_printf("k%d", i);
    Outcome *one = outcome(key, key, 95, 5, 0);
    g_free(one->title);
    one->title = g_strdup(i == 4 ? "`reboot` \"hire\"" : key);
    one->figure[FIGURE_VALUE] = i == 4 ? 600 : 500;
    one->figure[FIGURE_COST] = i == 4 ? 1100 : 1000;
    comparison_add(comparison, one);
  }
  g_autoptr(GPtrArray) charts = charts_of(plot_scenarios, comparison);
  assert_int_equal(charts->len, 2); // eight a page beside the base
  const Chart *first = charts->pdata[0];
  assert_string_equal(first->stem, "30-whatif-1");
  assert_string_equal(first->headline, "`reboot` \"hire\" is worth 20.0% more, at 10.0% more cost");
  assert_null(strstr(first->script->str, "reboot")); // names are data
  assert_non_null(strstr(first->data->str, "reboot"));
  assert_non_null(strstr(first->data->str, "made for this comparison: 95 visits, 2,000 km"));
  g_autoptr(GPtrArray) none = charts_of(plot_sweeps, comparison);
  assert_int_equal(none->len, 0);
}

// Coverage as it was found counts, be it proved or not: whoever saves by visiting less is not praised for it.
static void test_headlines(void **state)
{
  (void)state;
  g_autoptr(Comparison) comparison = comparison_new("COP", NAN);
  Outcome *less = outcome("No Fridays", "k1", 85, 15, 15), *asked = outcome("A half", "k2", 50, 0, 0),
          *more = outcome("Hire", "k3", 99, 1, 1), *cheap = outcome("Slow", "k4", 95, 5, 0);
  less->figure[FIGURE_COST] = 800;
  asked->figure[FIGURE_COST] = 700;
  more->figure[FIGURE_COST] = 1100;
  comparison_add(comparison, outcome("base", "k0", 95, 5, 5));
  comparison_add(comparison, less);
  comparison_add(comparison, asked);
  g_autoptr(GPtrArray) none = charts_of(plot_scenarios, comparison);
  assert_string_equal(((const Chart *)none->pdata[0])->headline,
                      "No scenario is better than the plan as it is, for all that is proved");
  comparison_add(comparison, more);
  g_autoptr(GPtrArray) likely = charts_of(plot_scenarios, comparison);
  assert_string_equal(
      ((const Chart *)likely->pdata[0])->headline,
      "Hire covers 99.0% of the wanted visits, at 10.0% more cost; the proven gaps could hide "
      "the gain");
  cheap->figure[FIGURE_COST] = 950;
  comparison_add(comparison, cheap);
  g_autoptr(GPtrArray) cheaper = charts_of(plot_scenarios, comparison);
  assert_string_equal(((const Chart *)cheaper->pdata[0])->headline,
                      "Slow plans no fewer visits, at 5.0% less cost");
  SetOutcome *set = ((Outcome *)comparison->outcomes->pdata[0])->sets->pdata[0];
  set->hidden_visits = 0;
  g_autoptr(GPtrArray) proved = charts_of(plot_scenarios, comparison);
  assert_string_equal(((const Chart *)proved->pdata[0])->headline,
                      "Hire covers 99.0% of the wanted visits, at 10.0% more cost");
}

static void test_sweep(void **state)
{
  (void)state;
  g_autoptr(Comparison) comparison = comparison_new("COP", NAN);
  comparison_add(comparison, outcome("base", "k0", 100, 0, 0));
  for (int i = 1; i <= 4; i++) {
    g_autofree char *key = g_strdup_printf("k%d", i);
    Outcome *one = outcome(key, key, MIN(100, 40 + 20 * i), MAX(0, 60 - 20 * i), 0);
    one->sweep = g_strdup("share");
    one->sweep_what = g_strdup("rep * field_share_pct");
    one->sweep_value = 0.5 + 0.1 * i;
    comparison_add(comparison, one);
  }
  g_autoptr(GPtrArray) charts = charts_of(plot_sweeps, comparison),
                       bars = charts_of(plot_scenarios, comparison);
  assert_int_equal(bars->len, 0);
  assert_int_equal(charts->len, 1);
  assert_string_equal(((const Chart *)charts->pdata[0])->headline,
                      "From 0.8 on coverage gains nothing more that is proved: it is 100.0% there");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_visits), cmocka_unit_test(test_other_figures), cmocka_unit_test(test_shared_sets),
      cmocka_unit_test(test_best),   cmocka_unit_test(test_of_a_plan),     cmocka_unit_test(test_chart),
      cmocka_unit_test(test_sweep),  cmocka_unit_test(test_headlines),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/translate.h"
#include "tests/unit/toy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

typedef struct Bench {
  Territory *territory;
  Calendar *calendar;
  Travel *travel;
  Translation *tr;
} Bench;

static Bench bench(Territory *territory, int rep)
{
  Bench b = {.territory = territory, .calendar = calendar_new(territory)};
  calendar_resolve_visits(territory, b.calendar);
  b.travel = travel_new(territory);
  b.tr = translate_reps(territory, b.calendar, b.travel, &rep, 1);
  return b;
}

static void bench_free(Bench *b)
{
  translation_free(b->tr);
  travel_free(b->travel);
  calendar_free(b->calendar);
  territory_free(b->territory);
}

// The plan of one route in slot 0, checked by the independent checker.
static Plan *plan_of_route(const Bench *b, const int *route, int count)
{
  g_autoptr(Solution) solution = solution_new(b->tr->problem, count);
  for (int s = 0; s < b->tr->problem->slots; s++)
    solution->first[s + 1] = count;
  for (int k = 0; k < count; k++)
    solution->client[k] = route[k];
  assert_true(solution_is_admissible(b->tr->problem, solution));
  Plan *plan = plan_new();
  translate_solution(b->tr, solution, NULL, plan);
  plan_tally(plan, b->territory, b->calendar, b->travel);
  g_autoptr(Findings) findings = findings_new();
  CheckTotals totals;
  assert_true(check_plan(plan, b->territory, "calendar.csv", NULL, findings, &totals));
  SolutionCost cost = solution_cost(b->tr->problem, solution);
  assert_int_equal(cost.travel, totals.cost.travel);
  assert_int_equal(cost.missed, totals.cost.missed);
  assert_int_equal(cost.spacing, totals.cost.spacing);
  assert_int_equal(cost.weekday, totals.cost.weekday);
  return plan;
}

static void test_days_become_slots(void **state)
{
  (void)state;
  Territory *territory = toy_new(2, 14);
  toy_matrix(territory, HOUR_S, 1000);
  toy_add_holiday(territory, "2027-01-05", "Feast", "");
  toy_add_holiday(territory, "2027-01-06", "half", "");
  Bench b = bench(territory, 0);
  const Problem *p = b.tr->problem;
  assert_int_equal(p->slots, 9);
  assert_int_equal(p->slot[0].length, 9 * HOUR_S); // less the break
  assert_int_equal(p->slot[1].day, 2);
  assert_int_equal(p->slot[1].length,
                   4 * HOUR_S); // 08:00 to 12:00: the break begins before the half day ends
  assert_int_equal(p->clocks, 2);
  assert_int_equal(p->demand[0].visits, 1);
  assert_int_equal(p->starts[0].count, 2); // morning and afternoon, the visit never across the break
  assert_int_equal(p->starts[0].span[0].to, 4 * HOUR_S - 30 * MINUTE_S);
  assert_int_equal(p->starts[0].span[1].from, 4 * HOUR_S);
  bench_free(&b);
}

static void test_driving_pauses_in_the_break(void **state)
{
  (void)state;
  Territory *territory = toy_new(2, 7);
  toy_matrix(territory, HOUR_S, 1000);
  territory_client(territory, 0)->open[0] = (Window){toy_time(11, 0), toy_time(11, 30)};
  territory_client(territory, 0)->opens = 1;
  Bench b = bench(territory, 0);
  g_autoptr(Plan) plan = plan_of_route(&b, (const int[]){0, 1}, 2);
  const Visit *first = plan_visit(plan, 0), *second = plan_visit(plan, 1);
  assert_int_equal(plan_day(plan, 0)->start_s, toy_time(10, 0)); // leaves as late as it can
  assert_int_equal(first->arrive_s, toy_time(11, 0));
  assert_int_equal(first->wait_s, 0);
  assert_int_equal(second->arrive_s, toy_time(13, 30)); // 30 min before the break, 30 after it
  assert_int_equal(plan_day(plan, 0)->end_s, toy_time(15, 0));
  bench_free(&b);
}

static void test_visit_waits_for_the_end_of_the_break(void **state)
{
  (void)state;
  Territory *territory = toy_new(2, 7);
  toy_matrix(territory, 30 * MINUTE_S, 1000);
  territory_client(territory, 0)->open[0] = (Window){toy_time(11, 0), toy_time(11, 30)};
  territory_client(territory, 0)->opens = 1;
  Bench b = bench(territory, 0);
  g_autoptr(Plan) plan = plan_of_route(&b, (const int[]){0, 1}, 2);
  const Visit *second = plan_visit(plan, 1);
  assert_int_equal(second->arrive_s, toy_time(12, 0));
  assert_int_equal(second->wait_s, HOUR_S);
  assert_int_equal(second->leave_s, toy_time(13, 30));
  bench_free(&b);
}

static void test_appointments(void **state)
{
  (void)state;
  Territory *territory = toy_new(2, 14);
  toy_matrix(territory, HOUR_S, 1000);
  toy_add_rep(territory);
  toy_matrix(territory, HOUR_S, 1000);
  toy_set_visits(territory, 0, 2);
  toy_add_appointment(territory, 0, 0, "2027-01-06", toy_time(15, 0), 40 * MINUTE_S);
  toy_add_appointment(territory, 0, 1, "2027-01-12", -1, 0);
  Bench own = bench(territory, 0);
  const Problem *p = own.tr->problem;
  assert_int_equal(p->fixes, 1);
  assert_int_equal(p->fix[0].slot, 2);
  assert_int_equal(p->fix[0].service, 40 * MINUTE_S);
  assert_int_equal(p->fix[0].starts.span[0].from, 6 * HOUR_S); // 15:00, less the break
  assert_int_equal(p->demand[0].outsides, 1);
  assert_int_equal(p->demand[0].outside[0], 8);
  assert_int_equal(p->demand[0].visits, 1);
  int other = 1;
  g_autoptr(Translation) guest = translate_reps(territory, own.calendar, own.travel, &other, 1);
  assert_int_equal(guest->problem->n, 1);
  assert_int_equal(guest->problem->demand[0].visits, 1);
  assert_int_equal(guest->problem->fixes, 1);
  bench_free(&own);
}

static void test_teams_are_planned_together(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(2, 7);
  toy_add_rep(territory);
  toy_add_rep(territory);
  g_ptr_array_add(territory->teams, g_strdup("North"));
  territory_rep(territory, 0)->team = territory_rep(territory, 2)->team = 0;
  g_autoptr(GPtrArray) apart = translate_components(territory);
  assert_int_equal(apart->len, 3); // every client has a rep of its own
  territory_client(territory, 1)->rep = -1;
  territory_client(territory, 1)->team = 0;
  g_autoptr(GPtrArray) sets = translate_components(territory);
  assert_int_equal(sets->len, 2);
  const GArray *team = g_ptr_array_index(sets, 0);
  assert_int_equal(team->len, 2);
  assert_int_equal(g_array_index(team, int, 1), 2);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_days_become_slots),
      cmocka_unit_test(test_driving_pauses_in_the_break),
      cmocka_unit_test(test_visit_waits_for_the_end_of_the_break),
      cmocka_unit_test(test_appointments),
      cmocka_unit_test(test_teams_are_planned_together),
  };
  return cmocka_run_group_tests_name("translate", tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Costs, times and rules of a problem by hand: one rep, three clients on a line, two weeks of weekdays.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
// cmocka wants the three above first
#include <cmocka.h>

#include "solver/calendar_arcs.h"
#include "solver/problem.h"

enum { CLIENTS = 3, HOME = 3, DAYS = 14, SLOTS = 10, LEG_S = 600 };

// Client i lies (i + 1) legs from home; day 0 is a Monday, a day is eight hours, a visit half an hour.
static Problem *line_problem(int fixes)
{
  Problem *p = problem_new(CLIENTS, CLIENTS + 1, SLOTS, DAYS, 1, 1, 1, fixes);
  int32_t *travel = (int32_t *)(uintptr_t)p->legs[0].travel;
  Money *cost = (Money *)(uintptr_t)p->legs[0].cost;
  for (int a = 0; a < p->nodes; a++) {
    for (int b = 0; b < p->nodes; b++) {
      const int apart = ABS((a == HOME ? -1 : a) - (b == HOME ? -1 : b));
      travel[a * p->nodes + b] = LEG_S * apart;
      cost[a * p->nodes + b] = 100 * apart;
    }
  }
  for (int s = 0; s < SLOTS; s++) {
    p->slot[s] = (Slot){.day = s / 5 * 7 + s % 5, .start = HOME, .end = HOME, .length = 8 * HOUR_S};
    p->slot[s].max_work = 8 * HOUR_S;
    p->slot[s].max_travel = INT32_MAX;
    p->slot[s].max_visits = INT_MAX;
    p->slot[s].max_load = INT64_MAX;
  }
  for (int i = 0; i < CLIENTS; i++) {
    p->demand[i].visits = 2;
    p->demand[i].service = 1800;
    p->demand[i].miss_cost = 5000;
    p->demand[i].gap_min = 1;
    p->allowed[i] = (1u << SLOTS) - 1;
    p->starts[i] = (Starts){.count = 1, .span = {{0, 8 * HOUR_S}}};
  }
  return p;
}

static void test_times(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = line_problem(0);
  const int route[] = {0, 2};
  int32_t starts[2];
  assert_true(problem_validate(p));
  assert_int_equal(route_times(p, 0, route, 0, NULL), 0);
  assert_int_equal(route_times(p, 0, route, 2, starts), 600 + 1800 + 1200 + 1800 + 1800);
  assert_int_equal(starts[1], 600 + 1800 + 1200);
  p->starts[2] = (Starts){.count = 2, .span = {{0, 1000}, {9000, 10000}}};
  assert_int_equal(route_times(p, 0, route, 2, starts), 9000 + 1800 + 1800);
  assert_int_equal(starts[1], 9000);
  p->slot[0].max_travel = 3599; // waiting is no travel
  assert_int_equal(route_times(p, 0, route, 2, NULL), -1);
  p->slot[0].max_travel = 3600;
  p->slot[0].max_work = 7200;
  assert_true(route_times(p, 0, route, 2, NULL) > 0);
  p->slot[0].max_visits = 1;
  assert_int_equal(route_times(p, 0, route, 2, NULL), -1);
  p->slot[0].max_visits = 2;
  p->slot[0].length = 9000 + 3599;
  assert_int_equal(route_times(p, 0, route, 2, NULL), -1);
  p->starts[2].count = 0;
  assert_int_equal(route_times(p, 1, route, 2, NULL), -1);
}

static void test_gap_rules(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = line_problem(0);
  Demand *demand = &p->demand[0];
  const int week[] = {0, 5}, same[] = {0, 0}, near[] = {0, 1}, far[] = {0, 9};
  demand->gap_min = 2;
  demand->gap_max = 7;
  assert_true(calendar_is_admissible(p, 0, week, 2));
  assert_false(calendar_is_admissible(p, 0, same, 2));
  assert_false(calendar_is_admissible(p, 0, near, 2));
  assert_false(calendar_is_admissible(p, 0, far, 2));
  demand->visits = 3; // one visit left out pays for the long gap
  assert_true(calendar_is_admissible(p, 0, far, 2));
  demand->previous = -3;
  assert_true(calendar_is_admissible(p, 0, far, 2));
  demand->previous = -1;
  assert_false(calendar_is_admissible(p, 0, far, 2));
  demand->previous = NO_DAY;
  demand->first_by = 0;
  assert_true(calendar_is_admissible(p, 0, far, 2));
  assert_false(calendar_is_admissible(p, 0, far + 1, 1));
  assert_true(calendar_is_admissible(p, 0, far, 0));
}

static void test_weekdays_and_reps(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = line_problem(0);
  Demand *demand = &p->demand[0];
  const int mondays[] = {0, 5}, mixed[] = {0, 6};
  demand->same_weekday = WEEKDAY_SAME;
  assert_true(calendar_is_admissible(p, 0, mondays, 2));
  assert_false(calendar_is_admissible(p, 0, mixed, 2));
  demand->same_weekday = WEEKDAY_PREFER;
  demand->weekday_cost = 7;
  SolutionCost cost = {0};
  calendar_add_cost(p, 0, mixed, 2, &cost);
  assert_int_equal(cost.weekday, 7);
  p->reps = 2;
  p->slot[6].rep = 1;
  assert_true(calendar_is_admissible(p, 0, mixed, 2));
  demand->same_rep = true;
  assert_false(calendar_is_admissible(p, 0, mixed, 2));
}

static void test_spacing_costs(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = line_problem(0);
  Demand *demand = &p->demand[0];
  const int days[] = {4, 5}; // days 4 and 7
  demand->soft_min = 5;
  demand->soft_max = 4; // absurd on purpose: every gap is outside
  demand->gap_cost = 10;
  SolutionCost cost = {0};
  calendar_add_cost(p, 0, days, 2, &cost);
  // first visit one day late (4 > 3), gap 3 is two short, the end lies 14 - 7 - 4 = 3 days beyond
  assert_int_equal(cost.spacing, 10 * (1 + 2 + 3));
  assert_int_equal(cost.breaks, 1);
  cost = (SolutionCost){0};
  demand->previous = -1; // now a gap of 5 before, one day over
  calendar_add_cost(p, 0, days, 2, &cost);
  assert_int_equal(cost.breaks, 1 + (gap_days_off(demand, 5) > 0));
  cost = (SolutionCost){0};
  calendar_add_cost(p, 0, days, 0, &cost);
  assert_int_equal(cost.spacing, 0);
  assert_int_equal(cost.missed, 2 * 5000);
}

// Somebody else's visit alone pays for its gaps as any other does, with and without one before the horizon.
static void test_an_outside_visit_alone_has_gaps(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = line_problem(0);
  Demand *demand = &p->demand[0];
  const int outside[] = {5};
  demand->outside = outside;
  demand->outsides = 1;
  demand->soft_max = 4;
  demand->gap_cost = 10;
  demand->first_by = 2; // is about own visits
  for (int k = 0; k < 2; k++) {
    demand->previous = k == 0 ? NO_DAY : -2;
    SolutionCost cost = {0};
    calendar_add_cost(p, 0, NULL, 0, &cost);
    // two days late (5 > 3), or a gap of 7, three days over; the end lies 14 - 5 - 4 days beyond
    assert_int_equal(cost.spacing, 10 * (2 + k + 5));
    CalendarArc arc;
    assert_true(calendar_arc(p, 0, ARC_BEGIN, ARC_END, &arc));
    assert_int_equal(arc.cost, cost.spacing);
    assert_int_equal(arc.skipped, 0);
    assert_true(calendar_is_admissible(p, 0, NULL, 0));
  }
}

static void test_patterns(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = line_problem(0);
  const uint64_t pattern[] = {1u << 0 | 1u << 7, 1u << 1 | 1u << 8};
  p->demand[1].pattern = pattern;
  p->demand[1].patterns = 2;
  const int good[] = {1, 6}, half[] = {1}, wrong[] = {0, 6};
  assert_true(calendar_is_admissible(p, 1, good, 2));
  assert_false(calendar_is_admissible(p, 1, half, 1));
  assert_false(calendar_is_admissible(p, 1, wrong, 2));
  assert_true(calendar_is_admissible(p, 1, good, 0));
}

static void test_fixes(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = line_problem(2);
  p->fix[0] = (Fix){.client = 1, .slot = 2, .starts = {.count = 1, .span = {{3600, 3600}}}, .service = 900};
  p->fix[1] = (Fix){.client = 1, .slot = 3, .starts = {.count = 1, .span = {{7200, 7200}}}, .service = 900};
  p->demand[1].gap_min = 5; // neither visit could be moved, so the gap between them is no matter
  p->demand[1].same_weekday = WEEKDAY_SAME;
  assert_true(problem_validate(p));
  assert_ptr_equal(problem_fix(p, 1, 3), &p->fix[1]);
  assert_null(problem_fix(p, 1, 4));
  assert_null(problem_fix(p, 0, 3));
  int32_t service;
  assert_int_equal(problem_starts(p, 1, 2, &service)->span[0].from, 3600);
  assert_int_equal(service, 900);
  const int both[] = {2, 3};
  assert_true(calendar_is_admissible(p, 1, both, 2));
  g_autoptr(Solution) solution = solution_new(p, 3);
  assert_false(solution_is_admissible(p, solution)); // promises are not kept
  for (int s = 3; s <= SLOTS; s++)
    solution->first[s] = s == 3 ? 1 : 2;
  solution->client[0] = solution->client[1] = 1;
  assert_true(solution_is_admissible(p, solution));
  const SolutionCost cost = solution_cost(p, solution);
  assert_int_equal(cost.travel, 2 * 400);
  assert_int_equal(cost.travel_s, 2 * 4 * LEG_S);
  assert_int_equal(cost.missed, 4 * 5000);
  p->demand[1].visits = 1;
  assert_false(problem_validate(p));
  p->demand[1].visits = 2;
  p->fix[0].starts.span[0] = (Window){0, 1199}; // too early to get there
  assert_false(problem_validate(p));
}

static void test_admissible_solutions(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = line_problem(0);
  g_autoptr(Solution) solution = solution_new(p, 2);
  for (int s = 1; s <= SLOTS; s++)
    solution->first[s] = 2;
  solution->client[0] = 0;
  solution->client[1] = 2;
  assert_true(solution_is_admissible(p, solution));
  g_autoptr(Solution) copy = solution_copy(p, solution);
  assert_int_equal(copy->client[1], 2);
  p->allowed[2] = 0x3fe;
  assert_false(solution_is_admissible(p, solution));
  p->allowed[2] = 0x3ff;
  solution->client[1] = 0; // twice on a day
  assert_false(solution_is_admissible(p, solution));
  solution->client[1] = CLIENTS;
  assert_false(solution_is_admissible(p, solution));
}

// Every slot is found by its rep and day, and nothing on days that are no working days or in no horizon.
static void test_slot_on(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = problem_new(0, 2, 2 * SLOTS, 14, 2, 0, 1, 0);
  for (int s = 0; s < 2 * SLOTS; s++)
    p->slot[s] = (Slot){.rep = s / SLOTS, .day = s % SLOTS / 5 * 7 + s % 5};
  for (int s = 0; s < 2 * SLOTS; s++)
    assert_int_equal(problem_slot_on(p, p->slot[s].rep, p->slot[s].day), s);
  for (int rep = -1; rep <= 2; rep++) {
    for (int day = -3; day < 17; day++) {
      const bool works = rep >= 0 && rep < 2 && day >= 0 && day < 14 && day % 7 < 5;
      assert_int_equal(problem_slot_on(p, rep, day) >= 0, works);
    }
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_times),
      cmocka_unit_test(test_gap_rules),
      cmocka_unit_test(test_weekdays_and_reps),
      cmocka_unit_test(test_spacing_costs),
      cmocka_unit_test(test_an_outside_visit_alone_has_gaps),
      cmocka_unit_test(test_patterns),
      cmocka_unit_test(test_fixes),
      cmocka_unit_test(test_admissible_solutions),
      cmocka_unit_test(test_slot_on),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

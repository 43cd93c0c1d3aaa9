// SPDX-License-Identifier: GPL-3.0-or-later
// The program for other solvers is a relaxation: every plan is one of its points, at no higher cost.
#include "solver/calendar_program.h"
#include "tests/unit/quarter.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <glib/gstdio.h>

#include <cmocka.h>

typedef struct Case {
  Territory *territory;
  Calendar *calendar;
  Travel *travel;
  Translation *translation;
} Case;

static Case case_new(Territory *territory)
{
  const int rep = 0;
  Case c = {.territory = territory, .calendar = calendar_new(territory)};
  calendar_resolve_visits(territory, c.calendar);
  c.travel = travel_new(territory);
  c.translation = translate_reps(territory, c.calendar, c.travel, &rep, 1);
  return c;
}

static void case_clear(Case *c)
{
  translation_free(c->translation);
  travel_free(c->travel);
  calendar_free(c->calendar);
  territory_free(c->territory);
}

static Territory *spread(int clients, int days)
{
  Territory *territory = toy_new(clients, days);
  for (int i = 0; i < clients; i++) {
    territory_client(territory, i)->lat = 4.6 + 0.03 * i;
    territory_client(territory, i)->lon = -74.1 + 0.02 * (i % 3);
    territory_client(territory, i)->sales = (100 + i) * MONEY_ONE;
  }
  Rep *rep = territory_rep(territory, 0);
  rep->lat = rep->end_lat = 4.65;
  rep->lon = rep->end_lon = -74.12;
  toy_set_visits(territory, 0, 2);
  return territory;
}

// Every client, one after the other, one a day: the first of them again a week later.
static Solution *one_a_day(const Problem *p)
{
  Solution *solution = solution_new(p, p->slots);
  int planned = 0;
  for (int s = 0; s < p->slots; s++) {
    solution->first[s] = planned;
    const int client = s < p->n ? s : s == 7 ? 0 : -1;
    if (client >= 0)
      solution->client[planned++] = client;
  }
  solution->first[p->slots] = planned;
  return solution;
}

// Fixes the program's visits to those of a plan.
static void fix_visits(const CalendarProgram *program, const Solution *solution)
{
  const Problem *p = program->p;
  for (int i = 0; i < p->n; i++) {
    for (int s = 0; s < p->slots; s++) {
      const int column = program->visit[(size_t)i * (size_t)p->slots + (size_t)s];
      bool visited = false;
      for (int k = solution->first[s]; k < solution->first[s + 1]; k++)
        visited = visited || solution->client[k] == i;
      if (column >= 0)
        mip_set_column_bounds(program->mip, column, visited, visited);
      else
        assert_false(visited);
    }
  }
}

static void test_a_plan_is_a_point(void **state)
{
  (void)state;
  Case c = case_new(spread(5, 14));
  const Problem *p = c.translation->problem;
  g_autoptr(Solution) solution = one_a_day(p);
  assert_true(solution_is_admissible(p, solution));
  const SolutionCost cost = solution_cost(p, solution);
  g_autoptr(CalendarProgram) program = calendar_program_new(p);
  fix_visits(program, solution);
  assert_int_equal(mip_solve(program->mip, &(MipOptions){.nodes = 1000}), MIP_OPTIMAL);
  Money travel = 0;
  for (int s = 0; s < p->slots; s++) {
    for (int k = solution->first[s]; k < solution->first[s + 1]; k++)
      travel += least_travel_cost(p, solution->client[k], s);
  }
  assert_true(travel <= cost.travel);
  const double expected = (double)(travel + cost.missed + cost.spacing + cost.weekday) / (double)MONEY_ONE;
  assert_true(fabs(mip_objective(program->mip) - expected) < 1e-4);
  case_clear(&c);
}

static void test_its_optimum_is_a_bound(void **state)
{
  (void)state;
  Case c = case_new(spread(4, 7));
  const Problem *p = c.translation->problem;
  g_autoptr(Solution) solution = one_a_day(p);
  const SolutionCost cost = solution_cost(p, solution);
  g_autoptr(CalendarProgram) program = calendar_program_new(p);
  assert_int_equal(mip_solve(program->mip, &(MipOptions){.nodes = 10000}), MIP_OPTIMAL);
  assert_true(mip_bound(program->mip) <= (double)solution_total(&cost) / (double)MONEY_ONE + 1e-6);
  case_clear(&c);
}

// No leg of any route is under half of what its two ends are charged.
static void test_least_travel(void **state)
{
  (void)state;
  Case c = case_new(spread(5, 7));
  const Problem *p = c.translation->problem;
  const int route[] = {3, 0, 4, 1, 2};
  int64_t travel_s = 0, least = 0;
  const Money cost = route_cost(p, 0, route, 5, &travel_s);
  Money least_cost = 0;
  for (int k = 0; k < 5; k++) {
    least += least_travel_s(p, route[k], 0);
    least_cost += least_travel_cost(p, route[k], 0);
  }
  assert_true(least > 0 && least <= travel_s);
  assert_true(least_cost > 0 && least_cost <= cost);
  case_clear(&c);
}

static void test_the_file_says_what_it_is(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  const int rep = 0;
  calendar_resolve_visits(q.territory, q.calendar);
  g_autoptr(Translation) translation = translate_reps(q.territory, q.calendar, q.travel, &rep, 1);
  g_autofree char *folder = g_dir_make_tmp("ronda-program-XXXXXX", NULL);
  for (int mps = 0; mps < 2; mps++) {
    g_autofree char *path = g_build_filename(folder, "R1", NULL), *text = NULL;
    assert_true(calendar_program_write(translation, mps, path, NULL));
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_true(g_str_has_prefix(text, mps ? "* " : "\\ "));
    assert_non_null(strstr(text, "day 0 = 2027-01-06"));
    assert_non_null(strstr(text, "= =1+1\n")); // a client's id, as it is
    assert_non_null(strstr(text, "v_0_r0_d0"));
    g_unlink(path);
  }
  g_rmdir(folder);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_plan_is_a_point),
      cmocka_unit_test(test_its_optimum_is_a_bound),
      cmocka_unit_test(test_least_travel),
      cmocka_unit_test(test_the_file_says_what_it_is),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Proofs against the list of all plans of tiny problems: what is proved optimal is, whatever rules are on.
#include "solver/bound_parts.h"
#include "tests/unit/instance.h"
#include "tests/unit/tiny.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static Money total_of(const Problem *p, const Solution *plan)
{
  const SolutionCost cost = solution_cost(p, plan);
  return solution_total(&cost);
}

// The plan that keeps the promised visits and misses all others.
static Solution *bare_plan(const Problem *p)
{
  Solution *plan = solution_new(p, p->fixes);
  int visits = 0;
  for (int s = 0; s < p->slots; s++) {
    plan->first[s] = visits;
    for (int k = 0; k < p->fixes; k++) {
      if (p->fix[k].slot == s)
        plan->client[visits++] = p->fix[k].client;
    }
  }
  plan->first[p->slots] = visits;
  return plan;
}

// From the poorest plan to the best there is, and no further.
static void test_finds_and_proves_the_optimum(void **state G_GNUC_UNUSED)
{
  enum { PROBLEMS = 1500 };
  int proved = 0, tried = 0;
  for (guint32 seed = 0; seed < PROBLEMS; seed++) {
    g_autoptr(Problem) p = tiny_problem(seed);
    g_autoptr(Solution) plan = bare_plan(p);
    if (!solution_is_admissible(p, plan))
      continue;
    g_autoptr(Bound) bound = bound_new(p);
    bound_improve(bound, 0, NULL);
    Solution *better = NULL;
    const bool is_proved = bound_prove(bound, plan, 0, NULL, &better);
    if (better)
      assert_true(solution_is_admissible(p, better));
    const Money best = better ? total_of(p, better) : total_of(p, plan), optimum = tiny_optimum(p);
    if (bound_value(bound) > optimum || (is_proved && best != optimum))
      fail_msg("seed %u: bound %ld, proved %ld, optimum %ld", seed, (long)bound_value(bound), (long)best,
               (long)optimum);
    tried++;
    proved += is_proved && bound_value(bound) == optimum;
    solution_free(better);
  }
  assert_true(tried > PROBLEMS * 8 / 10);
  assert_int_equal(proved, tried);
}

// A proof that its steps ended, and another one from the plan that it left: the same end, with the bound by weekdays between
// the two or without.
static void test_goes_on_where_steps_ended_it(void **state G_GNUC_UNUSED)
{
  enum { PROBLEMS = 400 };
  int tried = 0, went_on = 0;
  for (guint32 seed = 0; seed < PROBLEMS; seed++) {
    g_autoptr(Problem) p = tiny_problem(seed);
    g_autoptr(Solution) plan = bare_plan(p);
    if (!solution_is_admissible(p, plan))
      continue;
    g_autoptr(Bound) bound = bound_new(p);
    bound_improve(bound, 0, NULL);
    Solution *better = NULL;
    const bool first = bound_prove(bound, plan, 1, NULL, &better);
    const Money optimum = tiny_optimum(p);
    assert_true(bound_value(bound) <= optimum);
    for (int again = 0; again < 2; again++) {
      if (better) {
        solution_free(plan);
        plan = g_steal_pointer(&better);
      }
      if (again == 0 && seed % 2 == 0)
        bound_branch(bound, total_of(p, plan), 0, NULL, &better);
      else
        assert_true(bound_prove(bound, plan, 0, NULL, &better));
      assert_true(bound_value(bound) <= optimum);
    }
    assert_int_equal(better ? total_of(p, better) : total_of(p, plan), optimum);
    assert_int_equal(bound_value(bound), optimum);
    solution_free(better);
    tried++;
    went_on += !first;
  }
  assert_true(tried > PROBLEMS * 8 / 10);
  assert_true(went_on > 0);
}

// Stopped early, it claims nothing and spoils nothing.
static void test_stop(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = 2, .clients = 12, .weeks = 2});
  g_autoptr(Solution) plan = bare_plan(p);
  g_autoptr(Bound) bound = bound_new(p);
  bound_improve(bound, 0, NULL);
  const Money before = bound_value(bound);
  const gint stop = 1;
  Solution *better = NULL;
  assert_false(bound_prove(bound, plan, 0, &(EngineOptions){.stop = &stop}, &better));
  assert_true(bound_value(bound) >= before && bound_value(bound) < total_of(p, plan));
  solution_free(better);
}

// Before the linear program is solved there is nothing to start from.
static void test_too_early(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = 2, .clients = 12, .weeks = 2});
  g_autoptr(Solution) plan = bare_plan(p);
  g_autoptr(Bound) bound = bound_new(p);
  Solution *better = NULL;
  assert_false(bound_prove(bound, plan, 0, NULL, &better));
  assert_null(better);
}

// The days of a plan as sets of clients.
static GPtrArray *sets_of(const Problem *p, const Solution *plan)
{
  GPtrArray *sets = g_ptr_array_new_with_free_func(label_route_free);
  for (int s = 0; s < p->slots; s++) {
    LabelRoute *route = g_new0(LabelRoute, 1);
    route->count = plan->first[s + 1] - plan->first[s];
    route->client = g_memdup2(plan->client + plan->first[s], sizeof(int) * (gsize)MAX(1, route->count));
    if (route->count > 0)
      g_ptr_array_add(sets, route);
    else
      label_route_free(route);
  }
  return sets;
}

// The sets of the cheapest plan, put on days, give it back, though a part of its cost is for weekdays.
static void test_schedule(void **state G_GNUC_UNUSED)
{
  enum { PROBLEMS = 1500 };
  int off = 0;
  for (guint32 seed = 0; seed < PROBLEMS; seed++) {
    g_autoptr(Problem) p = tiny_problem(seed);
    g_autoptr(Solution) plan = bare_plan(p);
    if (!solution_is_admissible(p, plan))
      continue;
    g_autoptr(Bound) bound = bound_new(p);
    bound_improve(bound, 0, NULL);
    Solution *better = NULL;
    bound_prove(bound, plan, 0, NULL, &better);
    g_autoptr(Solution) best = better ? better : solution_copy(p, plan);
    const SolutionCost cost = solution_cost(p, best);
    if (cost.weekday == 0)
      continue;
    off++;
    g_autoptr(GPtrArray) sets = sets_of(p, best);
    const Money core = cost.travel + cost.missed, total = solution_total(&cost);
    g_autoptr(Solution) found =
        bound_schedule(bound, sets, total + MONEY_ONE, core, core + cost.weekday, 0, NULL);
    assert_non_null(found);
    const SolutionCost again =
        solution_cost(p, found); // travel: orders may differ where hours forbid the shorter one
    assert_int_equal(solution_total(&again) - again.travel, total - cost.travel);
  }
  assert_true(off > 10);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_finds_and_proves_the_optimum),
      cmocka_unit_test(test_goes_on_where_steps_ended_it),
      cmocka_unit_test(test_stop),
      cmocka_unit_test(test_too_early),
      cmocka_unit_test(test_schedule),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

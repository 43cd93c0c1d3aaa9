// SPDX-License-Identifier: GPL-3.0-or-later
// Rhythms at a part of what they cost: nothing else changes, and a search that begins with them ends by the true costs.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
// cmocka wants the three above first
#include <cmocka.h>

#include "solver/easing.h"
#include "solver/search.h"
#include "tests/unit/instance.h"

static Problem *rhythms_problem(void)
{
  return instance_new(&(InstanceSpec){.seed = 3, .clients = 30, .weeks = 8});
}

static void test_rhythms_alone(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = rhythms_problem();
  g_autoptr(Easing) easing = easing_new(p);
  assert_non_null(easing);
  g_autoptr(Solution) solution = search_run(p, &(EngineOptions){.seed = 1}, 20);
  const SolutionCost whole = solution_cost(p, solution);
  assert_true(whole.spacing > 0);
  for (int tenth = 0; tenth <= 10; tenth++) {
    const Problem *eased = easing_problem(easing, tenth / 10.0);
    const SolutionCost cost = solution_cost(eased, solution);
    for (int i = 0; i < p->n; i++)
      assert_true(llabs(eased->demand[i].gap_cost - p->demand[i].gap_cost * tenth / 10) <= 1);
    assert_true(llabs(cost.spacing - whole.spacing * tenth / 10) <= (Money)p->days * p->n);
    assert_int_equal(cost.travel, whole.travel);
    assert_int_equal(cost.weekday, whole.weekday);
    assert_int_equal(cost.missed, whole.missed);
  }
  assert_memory_equal(easing_problem(easing, 1)->demand, p->demand, sizeof(Demand) * (size_t)p->n);
}

static void test_nothing_to_ease(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = rhythms_problem();
  Demand *demand = (Demand *)(uintptr_t)p->demand;
  for (int i = 0; i < p->n; i++)
    demand[i].gap_cost = 0;
  assert_null(easing_new(p));
  g_autoptr(Problem) hard = instance_new(&(InstanceSpec){.seed = 3, .clients = 30, .hard_gaps = true});
  for (int i = 0; i < hard->n; i++)
    hard->demand[i].soft_min = hard->demand[i].soft_max = 0;
  assert_true(hard->demand[0].gap_cost > 0);
  assert_null(easing_new(hard));
}

// Whenever it is ended, what comes back is no worse by the true costs than what it began with.
static void test_ended_at_any_time(void **state G_GNUC_UNUSED)
{
  enum { ENDS = 12, STEPS = 1 << 30 };
  g_autoptr(Problem) p = rhythms_problem();
  g_autoptr(Solution) start = search_run(p, &(EngineOptions){.seed = 2}, 2000);
  const SolutionCost before = solution_cost(p, start);
  for (int k = 1; k <= ENDS; k++) {
    const EngineOptions options = {.seed = (uint64_t)k,
                                   .start = start,
                                   .heat = 0.3,
                                   .deadline_us = g_get_monotonic_time() + (int64_t)k * 4000};
    g_autoptr(Solution) after = search_run(p, &options, STEPS);
    const SolutionCost cost = solution_cost(p, after);
    assert_true(solution_is_admissible(p, after));
    assert_true(solution_total(&cost) <= solution_total(&before));
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rhythms_alone),
      cmocka_unit_test(test_nothing_to_ease),
      cmocka_unit_test(test_ended_at_any_time),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

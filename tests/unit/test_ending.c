// SPDX-License-Identifier: GPL-3.0-or-later
// The engine asked for the end before it begins and after each of its parts, by flag and by deadline: what comes back keeps
// every rule, is no worse than what was reported, and its bound is below the best plan known. And a small problem is proved
// without the long searches of effort best.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
// cmocka wants the three above first
#include <cmocka.h>

#include "solver/engine.h"
#include "tests/unit/instance.h"

enum { WEEKDAYS = 3, KINDS = 4, PARTS_MOST = 8 };

static Problem *problem_of(int kind, SameWeekday weekday)
{
  InstanceSpec spec = {.seed = (uint64_t)kind + 1, .clients = 9, .weeks = 2, .weekday = weekday};
  if (kind == 1) {
    spec.windows = spec.split = spec.half_days = spec.previous = true;
    spec.fixes = 3;
  }
  if (kind == 2)
    spec.reps = 2;
  if (kind == 3) {
    spec.load = 1.5; // more than the days hold
    spec.limits = spec.hard_gaps = true;
  }
  return instance_new(&spec);
}

static void assert_is_sound(const Problem *p, const EngineResult *result, Money known)
{
  assert_non_null(result->best);
  assert_true(solution_is_admissible(p, result->best));
  const SolutionCost cost = solution_cost(p, result->best);
  const Money total = solution_total(&cost);
  assert_int_equal(total, solution_total(&result->cost));
  assert_true(result->bound <= MIN(total, known));
  assert_true(result->core_bound <= cost.travel + cost.missed);
  assert_true(result->stopped);
  assert_int_equal(result->status, result->bound == total ? PLAN_OPTIMAL : PLAN_STOPPED);
}

typedef struct Watch {
  gint stop;
  int left; // parts that may end before it is asked for, this one included
  int parts;
  Money best; // as the last part reported it
} Watch;

static void count_parts(const EngineProgress *progress, void *data)
{
  Watch *watch = data;
  watch->parts++;
  watch->best = progress->best;
  if (--watch->left == 0)
    g_atomic_int_set(&watch->stop, 1);
}

static void test_ended_before_it_begins(void **state G_GNUC_UNUSED)
{
  const gint asked = 1;
  for (int kind = 0; kind < KINDS; kind++) {
    for (int weekday = 0; weekday < WEEKDAYS; weekday++) {
      g_autoptr(Problem) p = problem_of(kind, (SameWeekday)weekday);
      for (int effort = EFFORT_QUICK; effort <= EFFORT_BEST; effort++) {
        const EngineOptions by_flag = {.seed = 1, .effort = (Effort)effort, .stop = &asked};
        const EngineOptions by_clock = {.seed = 1, .effort = (Effort)effort, .deadline_us = 1};
        const EngineResult flag = engine_solve(p, &by_flag), clock = engine_solve(p, &by_clock);
        assert_is_sound(p, &flag, solution_total(&clock.cost));
        assert_is_sound(p, &clock, solution_total(&flag.cost));
        solution_free(flag.best);
        solution_free(clock.best);
      }
    }
  }
}

static void test_ended_after_each_part(void **state G_GNUC_UNUSED)
{
  for (int kind = 0; kind < KINDS; kind++) {
    g_autoptr(Problem) p = problem_of(kind, (SameWeekday)(kind % WEEKDAYS));
    EngineOptions options = {.seed = 1, .effort = EFFORT_QUICK, .progress = count_parts};
    Watch whole = {.left = PARTS_MOST + 1};
    options.data = &whole;
    const EngineResult known = engine_solve(p, &options);
    assert_true(solution_is_admissible(p, known.best));
    assert_false(known.stopped);
    assert_in_range(whole.parts, 2, PARTS_MOST);
    for (int part = 1; part < whole.parts; part++) {
      Watch watch = {.left = part};
      options.data = &watch;
      options.stop = &watch.stop;
      const EngineResult ended = engine_solve(p, &options);
      options.stop = NULL;
      assert_int_equal(watch.stop, 1);
      assert_is_sound(p, &ended, solution_total(&known.cost));
      assert_true(solution_total(&ended.cost) <= watch.best);
      solution_free(ended.best);
    }
    solution_free(known.best);
  }
}

static void test_small_problems_are_proved_soon(void **state G_GNUC_UNUSED)
{
  enum { PROBLEMS = 4, STEPS_A_VISIT = 1500 }; // the searches of effort best are of 4,800
  for (uint64_t seed = 1; seed <= PROBLEMS; seed++) {
    g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = seed, .clients = 12, .weeks = 3});
    const EngineResult result = engine_solve(p, &(EngineOptions){.seed = 1, .effort = EFFORT_BEST});
    assert_true(solution_is_admissible(p, result.best));
    assert_int_equal(result.status, PLAN_OPTIMAL);
    assert_true(result.steps < (int64_t)STEPS_A_VISIT * result.best->first[p->slots]);
    solution_free(result.best);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_ended_before_it_begins),
      cmocka_unit_test(test_ended_after_each_part),
      cmocka_unit_test(test_small_problems_are_proved_soon),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

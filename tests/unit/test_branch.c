// SPDX-License-Identifier: GPL-3.0-or-later
// The bound by weekdays against all plans of tiny problems, against plans of random ones, stopped early and at its end.
#include "solver/bound_parts.h"
#include "solver/search.h"
#include "tests/unit/instance.h"
#include "tests/unit/tiny.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

// Two days a week, so that weekdays come back.
static bool fold_weeks(Problem *p)
{
  if (p->reps > 1)
    return false;
  for (int i = 0; i < p->n; i++) {
    if (p->demand[i].patterns > 0)
      return false;
  }
  for (int s = 0; s < p->slots; s++)
    p->slot[s].day = s / 2 * 7 + s % 2;
  return p->slots == 0 || p->slot[p->slots - 1].day < p->days;
}

static Money total_of(const Problem *p, const Solution *plan)
{
  const SolutionCost cost = solution_cost(p, plan);
  return solution_total(&cost);
}

// What the branching has found and what the proof makes of its sets; whether that is proved to be the best.
static bool check_end(const Problem *p, Bound *bound, Solution *found, Money optimum)
{
  g_autoptr(Solution) bare = solution_new(p, 0);
  g_autoptr(Solution) plan = found ? found : solution_copy(p, bare);
  Solution *better = NULL;
  if (!solution_is_admissible(p, plan))
    return false;
  assert_true(total_of(p, plan) >= optimum);
  const bool proved = bound_prove(bound, plan, 0, NULL, &better);
  const Money least = total_of(p, better ? better : plan);
  if (better)
    assert_true(solution_is_admissible(p, better));
  assert_true(least >= optimum && bound_value(bound) <= optimum);
  if (proved)
    assert_int_equal(least, optimum);
  solution_free(better);
  return proved;
}

static void test_tiny(void **state G_GNUC_UNUSED)
{
  enum { PROBLEMS = 800 };
  int compared = 0, raised = 0, left = 0;
  for (guint32 seed = 0; seed < PROBLEMS; seed++) {
    g_autoptr(Problem) p = tiny_problem(seed);
    if (!fold_weeks(p))
      continue;
    const Money optimum = tiny_optimum(p);
    g_autoptr(Bound) bound = bound_new(p);
    bound_improve(bound, 0, NULL);
    const Money before = bound_value(bound), core = bound_core(bound);
    const Money target = optimum == INT64_MAX ? before + 100 * MONEY_ONE : optimum + MAX(1, optimum / 100);
    Solution *better;
    bound_branch(bound, target, 0, NULL, &better);
    assert_true(bound_value(bound) >= before && bound_core(bound) >= core);
    assert_true(bound_core(bound) <= bound_value(bound) && bound_value(bound) <= MAX(target, before));
    if (optimum == INT64_MAX) {
      assert_null(better);
      continue;
    }
    if (bound_value(bound) > optimum)
      fail_msg("seed %u: bound %ld above optimum %ld", seed, (long)bound_value(bound), (long)optimum);
    compared++;
    const bool sets = bound->left != NULL, proved = check_end(p, bound, better, optimum);
    left += sets && proved;
    raised += bound_value(bound) > before;
  }
  assert_true(compared > PROBLEMS / 2 && raised > PROBLEMS / 200 && left > PROBLEMS / 100);
}

static void check_below(const InstanceSpec *spec, int64_t steps, int *raised)
{
  g_autoptr(Problem) p = instance_new(spec);
  g_autoptr(Solution) plan = search_run(p, &(EngineOptions){.seed = spec->seed, .heat = 1}, 3000);
  assert_non_null(plan);
  const SolutionCost cost = solution_cost(p, plan);
  g_autoptr(Bound) bound = bound_new(p);
  bound_take_solution(bound, plan);
  bound_improve(bound, 0, NULL);
  const Money before = bound_value(bound);
  Solution *better;
  bound_branch(bound, solution_total(&cost) + MONEY_ONE, steps, NULL, &better);
  if (better)
    assert_true(solution_is_admissible(p, better) && bound_value(bound) <= total_of(p, better));
  solution_free(better);
  assert_true(bound_value(bound) >= before && bound_value(bound) <= solution_total(&cost));
  assert_true(bound_core(bound) <= cost.travel + cost.missed);
  *raised += bound_value(bound) > before + before / 200;
}

static void test_below_plans(void **state G_GNUC_UNUSED)
{
  int raised = 0;
  for (uint64_t seed = 1; seed <= 4; seed++) {
    for (int rule = 0; rule < 2; rule++) {
      const SameWeekday weekday = rule == 0 ? WEEKDAY_SAME : WEEKDAY_PREFER;
      const int64_t steps = seed % 2 ? 400000 : 4500000;
      check_below(&(InstanceSpec){.seed = seed, .clients = 24, .weeks = 6, .weekday = weekday}, steps,
                  &raised);
      check_below(&(InstanceSpec){.seed = seed,
                                  .clients = 10,
                                  .weeks = 5,
                                  .weekday = weekday,
                                  .windows = true,
                                  .split = true,
                                  .half_days = true,
                                  .fixes = 3},
                  steps, &raised);
      check_below(&(InstanceSpec){.seed = seed,
                                  .clients = 10,
                                  .weekday = weekday,
                                  .hard_gaps = true,
                                  .limits = true,
                                  .previous = true,
                                  .load = 1.4},
                  steps, &raised);
    }
  }
  assert_true(raised >= 2);
}

// Free weekdays, teams: nothing to divide, nothing changed.
static void test_nothing_to_divide(void **state G_GNUC_UNUSED)
{
  const InstanceSpec specs[] = {{.seed = 1, .clients = 10, .weeks = 3},
                                {.seed = 1, .clients = 10, .weeks = 3, .reps = 2, .weekday = WEEKDAY_SAME}};
  for (size_t k = 0; k < G_N_ELEMENTS(specs); k++) {
    g_autoptr(Problem) p = instance_new(&specs[k]);
    g_autoptr(Bound) bound = bound_new(p);
    bound_improve(bound, 0, NULL);
    const Money value = bound_value(bound), core = bound_core(bound);
    const int64_t steps = bound_steps(bound);
    Solution *better;
    bound_branch(bound, 1000 * MONEY_ONE, 0, NULL, &better);
    assert_null(better);
    assert_true(bound_value(bound) == value && bound_core(bound) == core && bound_steps(bound) == steps);
  }
}

// Required weekdays cost several per cent that the bound without them does not see; the result repeats.
static void test_gain(void **state G_GNUC_UNUSED)
{
  Money value[2];
  for (int k = 0; k < 2; k++) {
    g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = 1, .clients = 25, .weekday = WEEKDAY_SAME});
    g_autoptr(Bound) bound = bound_new(p);
    bound_improve(bound, 0, NULL);
    const Money before = bound_value(bound);
    Solution *better;
    bound_branch(bound, 100 * MONEY_ONE, 12000000, NULL, &better);
    solution_free(better);
    value[k] = bound_value(bound);
    assert_true(value[k] > before + before * 3 / 100);
    assert_true(bound_core(bound) == value[k]);
  }
  assert_true(value[0] == value[1]);
}

// A month of weekdays that must be kept, proved optimal: whatever parts leave is put on days.
static void test_proof(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p =
      instance_new(&(InstanceSpec){.seed = 2, .clients = 14, .weeks = 4, .weekday = WEEKDAY_SAME});
  g_autoptr(Solution) plan = search_run(p, &(EngineOptions){.seed = 2, .heat = 1}, 20000);
  g_autoptr(Bound) bound = bound_new(p);
  bound_take_solution(bound, plan);
  bound_improve(bound, 0, NULL);
  Solution *found, *better = NULL;
  bound_branch(bound, total_of(p, plan), 0, NULL, &found);
  g_autoptr(Solution) best = found ? found : solution_copy(p, plan);
  assert_true(bound_prove(bound, best, 0, NULL, &better));
  const Money cost = total_of(p, better ? better : best);
  assert_true(solution_is_admissible(p, better ? better : best));
  assert_true(bound_value(bound) == cost && cost <= total_of(p, plan));
  solution_free(better);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_tiny),
      cmocka_unit_test(test_below_plans),
      cmocka_unit_test(test_nothing_to_divide),
      cmocka_unit_test(test_gain),
      cmocka_unit_test(test_proof),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

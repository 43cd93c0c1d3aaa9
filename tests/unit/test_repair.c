// SPDX-License-Identifier: GPL-3.0-or-later
// Repair by integer programs: over all slots of tiny problems it finds the optimum that listing all plans finds; elsewhere
// it never spoils a plan, whatever rules are on.
#include "solver/repair.h"
#include "solver/repair_parts.h"
#include "solver/search.h"
#include "tests/unit/instance.h"
#include "tests/unit/tiny.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static Money total_of(const Problem *p, const Solution *plan)
{
  const SolutionCost cost = solution_cost(p, plan);
  return solution_total(&cost);
}

static bool has_patterns(const Problem *p)
{
  for (int i = 0; i < p->n; i++) {
    if (p->demand[i].patterns > 0)
      return true;
  }
  return false;
}

static Patch *patch_of_all(const Problem *p, const Solution *plan)
{
  int slot[PATCH_SLOTS_MAX];
  for (int s = 0; s < p->slots; s++)
    slot[s] = s;
  return patch_new(p, plan, slot, p->slots);
}

// The plan that keeps the promised visits and misses all others.
static Solution *bare_plan(const Problem *p)
{
  Solution *plan = solution_new(p, p->fixes);
  for (int s = 0; s < p->slots; s++) {
    plan->first[s + 1] = plan->first[s];
    for (int k = 0; k < p->fixes; k++) {
      if (p->fix[k].slot == s)
        plan->client[plan->first[s + 1]++] = p->fix[k].client;
    }
  }
  return plan;
}

// From a plan that misses what is not promised, every calendar is listed, and the patch is the whole problem.
static void test_finds_the_optimum(void **state G_GNUC_UNUSED)
{
  enum { PROBLEMS = 200 };
  int tried = 0, optimal = 0;
  for (guint32 seed = 0; seed < PROBLEMS; seed++) {
    g_autoptr(Problem) p = tiny_problem(seed);
    const EngineOptions options = {.seed = seed};
    g_autoptr(Solution) plan = bare_plan(p);
    if (has_patterns(p) || !solution_is_admissible(p, plan))
      continue;
    g_autoptr(Patch) patch = patch_of_all(p, plan);
    int64_t steps = 0;
    g_autoptr(Solution) better = patch_solve(patch, &options, &steps);
    assert_true(!better || (solution_is_admissible(p, better) && total_of(p, better) < total_of(p, plan)));
    const Money best = total_of(p, better ? better : plan), optimum = tiny_optimum(p);
    if (best < optimum)
      fail_msg("seed %u: %ld below %ld  plan %ld", seed, (long)best, (long)optimum, (long)total_of(p, plan));
    tried++;
    optimal += best == optimum;
  }
  assert_true(tried > PROBLEMS / 2);
  assert_true(optimal > tried * 95 / 100);
}

static Solution *short_search(const Problem *p, int64_t steps)
{
  return search_run(p, &(EngineOptions){.seed = 5}, steps);
}

// Whether a short search is made cheaper; the same comes of it again.
static bool repairs(const InstanceSpec *spec)
{
  g_autoptr(Problem) p = instance_new(spec);
  g_autoptr(Solution) plan = short_search(p, 60);
  const EngineOptions options = {.seed = 1};
  int64_t used = 0, again = 0;
  g_autoptr(Solution) better = repair_solution(p, &options, plan, 450000, &used);
  g_autoptr(Solution) same = repair_solution(p, &options, plan, 450000, &again);
  assert_true(used > 0 && used == again && !better == !same);
  if (!better)
    return false;
  assert_true(solution_is_admissible(p, better));
  assert_true(total_of(p, better) < total_of(p, plan));
  assert_memory_equal(better->first, same->first, sizeof(int) * ((size_t)p->slots + 1));
  assert_memory_equal(better->client, same->client, sizeof(int) * (size_t)better->first[p->slots]);
  return true;
}

static void test_rules(void **state G_GNUC_UNUSED)
{
  static const InstanceSpec spec[] = {
      {.seed = 1, .clients = 25, .weeks = 4},
      {.seed = 2, .clients = 25, .weeks = 4, .weekday = WEEKDAY_SAME},
      {.seed = 3, .clients = 25, .weeks = 4, .weekday = WEEKDAY_PREFER, .windows = true, .split = true},
      {.seed = 4,
       .clients = 25,
       .weeks = 4,
       .hard_gaps = true,
       .fixes = 6,
       .half_days = true,
       .previous = true},
      {.seed = 5, .clients = 30, .weeks = 2, .reps = 2, .limits = true, .windows = true, .fixes = 4},
  };
  int cheaper = 0;
  for (size_t k = 0; k < G_N_ELEMENTS(spec); k++)
    cheaper += repairs(&spec[k]);
  assert_true(cheaper >= 3);
}

static void test_stop(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = 1, .clients = 20, .weeks = 4});
  g_autoptr(Solution) plan = short_search(p, 20);
  const gint stop = 1;
  int64_t used = 0;
  assert_null(repair_solution(p, &(EngineOptions){.seed = 1, .stop = &stop}, plan, 1200000, &used));
  assert_int_equal(used, 0);
  assert_null(repair_solution(p, &(EngineOptions){.seed = 1, .deadline_us = 1}, plan, 1200000, &used));
}

// What the engine makes of required weekdays, where repair is one of its parts, is the same on two threads.
static void test_threads(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p =
      instance_new(&(InstanceSpec){.seed = 3, .clients = 9, .weeks = 2, .weekday = WEEKDAY_SAME});
  Solution *plan[2];
  for (int k = 0; k < 2; k++) {
    const EngineResult result =
        engine_solve(p, &(EngineOptions){.seed = 1, .effort = EFFORT_NORMAL, .threads = k + 1});
    plan[k] = result.best;
    assert_true(solution_is_admissible(p, plan[k]));
  }
  assert_memory_equal(plan[0]->first, plan[1]->first, sizeof(int) * ((size_t)p->slots + 1));
  assert_memory_equal(plan[0]->client, plan[1]->client, sizeof(int) * (size_t)plan[0]->first[p->slots]);
  solution_free(plan[0]);
  solution_free(plan[1]);
}

// A patch holds each client's calendar as it is, whatever stays outside.
static void test_calendars(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = 7, .clients = 20, .weeks = 4, .fixes = 3});
  g_autoptr(Solution) plan = short_search(p, 2000);
  g_autoptr(Patch) patch = patch_new(p, plan, (int[]){2, 3, 4, 5, 6}, 5);
  assert_int_equal(patch->slots, 5);
  for (int c = 0; c < (int)patch->clients->len; c++) {
    const PatchClient *of = patch_client(patch, c);
    const PatchCalendar *list = &g_array_index(of->calendars, PatchCalendar, 0);
    assert_int_equal(list[0].days, of->now);
    for (guint v = 0; v < of->calendars->len; v++) {
      assert_true((list[v].days & ~of->reach) == 0);
      assert_true(v == 0 || list[v].days != of->now);
      assert_true(v < 2 || list[v].cost >= list[v - 1].cost);
    }
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_finds_the_optimum), cmocka_unit_test(test_rules),
                                     cmocka_unit_test(test_stop), cmocka_unit_test(test_threads),
                                     cmocka_unit_test(test_calendars)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

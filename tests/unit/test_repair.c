// SPDX-License-Identifier: GPL-3.0-or-later
// Repair by integer programs: over all slots of tiny problems it finds the optimum that listing all plans finds; it gets
// searches on that are stuck; elsewhere it never spoils a plan, whatever rules are on. The engine calls it where weekdays
// bind.
#include "solver/random.h"
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

// A week of single visits at one place, four to a day, whose lengths fill all days to the minute.
static Problem *full_week(uint64_t seed)
{
  enum { DAYS = 5, A_DAY = 4, WAY_S = 10 * MINUTE_S, LEAST_S = 73 * MINUTE_S };
  Problem *p = instance_new(&(InstanceSpec){.seed = seed, .clients = A_DAY * DAYS, .weeks = 1});
  instance_gather(p, WAY_S);
  Random random = {seed};
  const int32_t day_s = p->slot[0].length - 2 * WAY_S, spare = (day_s - A_DAY * LEAST_S) / (A_DAY - 1);
  for (int i = 0; i < p->n; i++) { // clients d, d + DAYS, … fill a day
    Demand *demand = &p->demand[i];
    demand->visits = 1;
    demand->soft_min = demand->soft_max = 0;
    demand->service = LEAST_S + MINUTE_S * random_below(&random, spare / MINUTE_S);
    for (int k = i - DAYS; k >= 0 && i >= (A_DAY - 1) * DAYS; k -= DAYS) // the last takes what is left
      demand->service = (k == i - DAYS ? day_s : demand->service) - p->demand[k].service;
    p->starts[i] = (Starts){.count = 1, .span = {{0, p->slot[0].length - demand->service}}};
  }
  return p;
}

// Searches leave a visit out, hot or cold, and whatever they draw, since nearly all clients would have to change days at once;
// repair mostly finds room for it.
static void test_gets_on_where_searches_are_stuck(void **state G_GNUC_UNUSED)
{
  enum { PROBLEMS = 4, SEARCHES = 3 };
  int stuck = 0, whole = 0;
  for (uint64_t seed = 1; seed <= PROBLEMS; seed++) {
    g_autoptr(Problem) p = full_week(seed);
    g_autoptr(Solution) plan = short_search(p, 1000);
    for (int k = 0; k < SEARCHES; k++) {
      const EngineOptions options = {.seed = seed, .heat = 0.05 + 0.4 * k, .start = plan};
      g_autoptr(Solution) again = search_run(p, &options, 1000);
      stuck += total_of(p, again) == total_of(p, plan);
    }
    int64_t used = 0;
    g_autoptr(Solution) better = repair_solution(p, &(EngineOptions){.seed = 1}, plan, 1000000, &used);
    if (!better)
      continue;
    const SolutionCost before = solution_cost(p, plan), after = solution_cost(p, better);
    assert_true(solution_is_admissible(p, better));
    whole += before.planned == p->n - 1 && after.planned == p->n;
  }
  assert_true(stuck > PROBLEMS * SEARCHES * 3 / 4 && whole >= PROBLEMS / 2);
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

// Steps that are used up, and a stop asked for, end it after the patch that it is at, with what that has gained. The count of
// steps is the flag here: it is no longer 0 once there has been a patch.
static void test_stop_on_the_way(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = full_week(1);
  g_autoptr(Solution) plan = short_search(p, 1000);
  int64_t one = 0, all = 0;
  union {
    int64_t steps;
    gint flag[2];
  } used = {0};
  const gint *stop = &used.flag[G_BYTE_ORDER == G_BIG_ENDIAN];
  g_autoptr(Solution) first = repair_solution(p, &(EngineOptions){.seed = 1}, plan, 1, &one);
  g_autoptr(Solution) whole = repair_solution(p, &(EngineOptions){.seed = 1}, plan, 3000000, &all);
  g_autoptr(Solution) stopped =
      repair_solution(p, &(EngineOptions){.seed = 1, .stop = stop}, plan, 3000000, &used.steps);
  assert_true(one > 0 && one < all);
  assert_int_equal(used.steps, one);
  assert_non_null(whole);
  assert_non_null(first);
  assert_non_null(stopped);
  assert_memory_equal(stopped->first, first->first, sizeof(int) * ((size_t)p->slots + 1));
  assert_memory_equal(stopped->client, first->client, sizeof(int) * (size_t)first->first[p->slots]);
}

// ---- In the engine --------------------------------------------------------------------------------------------------

typedef struct Watch {
  gint stop;
  int searches;
} Watch;

// Asks for the end once the second part of the search is over, before branching and proof.
static void stop_after_search(const EngineProgress *progress, void *data)
{
  Watch *watch = data;
  if (g_str_equal(progress->stage, "search") && ++watch->searches == 2)
    g_atomic_int_set(&watch->stop, 1);
}

static int64_t engine_steps(SameWeekday weekday)
{
  g_autoptr(Problem) p =
      instance_new(&(InstanceSpec){.seed = 1, .clients = 10, .weeks = 2, .weekday = weekday});
  Watch watch = {0};
  const EngineOptions options = {
      .seed = 1, .effort = EFFORT_NORMAL, .stop = &watch.stop, .progress = stop_after_search, .data = &watch};
  const EngineResult result = engine_solve(p, &options);
  assert_int_equal(watch.searches, 2);
  assert_true(solution_is_admissible(p, result.best));
  solution_free(result.best);
  return result.steps;
}

// With normal effort the engine repairs where weekdays are required, and there alone: searches of so few visits take tens of
// thousands of steps, a repair takes millions.
static void test_engine_repairs(void **state G_GNUC_UNUSED)
{
  const int64_t free_days = engine_steps(WEEKDAY_FREE), prefer = engine_steps(WEEKDAY_PREFER);
  assert_true(free_days < 100000 && prefer < 100000);
  assert_true(engine_steps(WEEKDAY_SAME) > 500000);
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
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_finds_the_optimum),
                                     cmocka_unit_test(test_rules),
                                     cmocka_unit_test(test_gets_on_where_searches_are_stuck),
                                     cmocka_unit_test(test_stop_on_the_way),
                                     cmocka_unit_test(test_engine_repairs),
                                     cmocka_unit_test(test_stop),
                                     cmocka_unit_test(test_threads),
                                     cmocka_unit_test(test_calendars)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

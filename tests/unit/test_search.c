// SPDX-License-Identifier: GPL-3.0-or-later
// The search against enumeration on tiny problems, its repeatability, and the rules under every feature at once.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
// cmocka wants the three above first
#include <cmocka.h>

#include "solver/cross.h"
#include "solver/search.h"
#include "tests/unit/instance.h"
#include "tests/unit/tiny.h"

static void test_tiny_problems(void **state G_GNUC_UNUSED)
{
  enum { PROBLEMS = 300, STEPS = 600 };
  int solved = 0, best = 0;
  for (guint32 seed = 0; seed < PROBLEMS; seed++) {
    g_autoptr(Problem) p = tiny_problem(seed);
    if (!problem_validate(p))
      continue;
    const Money optimum = tiny_optimum(p);
    g_autoptr(Solution) solution = search_run(p, &(EngineOptions){.seed = seed}, STEPS);
    if (!solution) {
      assert_int_equal(optimum, INT64_MAX);
      continue;
    }
    assert_true(solution_is_admissible(p, solution));
    const SolutionCost cost = solution_cost(p, solution);
    assert_true(solution_total(&cost) >= optimum);
    solved++;
    best += solution_total(&cost) == optimum;
  }
  assert_true(solved > PROBLEMS / 2);
  assert_true(best * 100 >= solved * 97);
}

static const InstanceSpec SPECS[] = {
    {.seed = 1, .clients = 60},
    {.seed = 2, .clients = 60, .weekday = WEEKDAY_PREFER, .windows = true, .split = true, .half_days = true},
    {.seed = 3, .clients = 50, .weekday = WEEKDAY_SAME, .limits = true, .previous = true, .fixes = 8},
    {.seed = 4, .clients = 50, .hard_gaps = true, .windows = true, .previous = true, .fixes = 8},
    {.seed = 5, .clients = 60, .reps = 3, .weeks = 4, .weekday = WEEKDAY_PREFER},
};

static void test_rules_and_repeatability(void **state G_GNUC_UNUSED)
{
  for (size_t k = 0; k < G_N_ELEMENTS(SPECS); k++) {
    g_autoptr(Problem) p = instance_new(&SPECS[k]);
    for (int i = 0; i < p->n && p->reps > 1; i += 2)
      p->demand[i].same_rep = true;
    for (int i = 0; i < p->n; i += 5)
      p->demand[i].first_by = 20;
    g_autoptr(Solution) one = search_run(p, &(EngineOptions){.seed = 3}, 4000);
    g_autoptr(Solution) two = search_run(p, &(EngineOptions){.seed = 3}, 4000);
    assert_non_null(one);
    assert_true(solution_is_admissible(p, one));
    assert_memory_equal(one->first, two->first, sizeof(int) * ((size_t)p->slots + 1));
    assert_memory_equal(one->client, two->client, sizeof(int) * (size_t)one->first[p->slots]);
  }
}

// A visit chosen before, as joint ones are, binds its client's required weekday.
static void test_chosen_visits_bind_the_weekday(void **state G_GNUC_UNUSED)
{
  enum { PROBLEMS = 30, STEPS = 1000 };
  int bound = 0;
  for (uint64_t seed = 1; seed <= PROBLEMS; seed++) {
    g_autoptr(Problem) p = instance_new(
        &(InstanceSpec){.seed = seed, .clients = 10, .weeks = 4, .weekday = WEEKDAY_SAME, .fixes = 4});
    for (int k = 0; k < p->fixes; k++) {
      p->fix[k].chosen = true;
      p->fix[k].chosen = calendar_is_admissible(p, p->fix[k].client, &p->fix[k].slot, 1);
      bound += p->fix[k].chosen && p->demand[p->fix[k].client].visits > 1;
    }
    assert_true(problem_validate(p));
    g_autoptr(Solution) solution = search_run(p, &(EngineOptions){.seed = seed, .heat = 1}, STEPS);
    assert_non_null(solution);
    assert_true(solution_is_admissible(p, solution));
  }
  assert_in_range(bound, PROBLEMS, INT_MAX);
}

// Up to three days on which somebody else visits, for every third client.
static void add_outsides(Problem *p, Random *random)
{
  enum { MOST = 3, APART = 12 };
  int *outside = problem_take(p, g_new0(int, (gsize)(p->n * MOST)));
  for (int i = 0; i < p->n; i += 3, outside += MOST) {
    Demand *demand = &p->demand[i];
    int day = demand->previous == NO_DAY ? 0 : demand->previous + 1;
    demand->outside = outside;
    for (int k = random_below(random, MOST + 1); k > 0 && day < p->days; k--) {
      outside[demand->outsides++] = day;
      day += 1 + random_below(random, APART);
    }
  }
}

// Hard gaps hold to visits of others too, whatever a client's calendar was before a change.
static void test_visits_of_others(void **state G_GNUC_UNUSED)
{
  enum { PROBLEMS = 60, STEPS = 300 };
  int others = 0;
  for (uint64_t seed = 1; seed <= PROBLEMS; seed++) {
    g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = seed,
                                                        .clients = 15,
                                                        .weeks = 5,
                                                        .reps = 1 + (int)(seed % 2),
                                                        .weekday = (SameWeekday)(seed % 3),
                                                        .hard_gaps = true,
                                                        .previous = seed % 4 > 1});
    add_outsides(p, &(Random){seed});
    for (int i = 0; i < p->n; i++)
      others += p->demand[i].outsides;
    g_autoptr(Solution) solution = search_run(p, &(EngineOptions){.seed = seed}, STEPS);
    assert_non_null(solution);
    assert_true(solution_is_admissible(p, solution));
  }
  assert_in_range(others, PROBLEMS * 3, INT_MAX);
}

static void test_never_worse_than_the_start(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&SPECS[1]);
  g_autoptr(Solution) start = search_run(p, &(EngineOptions){.seed = 1}, 3000);
  const SolutionCost before = solution_cost(p, start);
  const gint stop = 1;
  const EngineOptions variants[] = {{.seed = 2, .start = start}, {.seed = 2, .start = start, .stop = &stop}};
  for (size_t k = 0; k < G_N_ELEMENTS(variants); k++) {
    g_autoptr(Solution) after = search_run(p, &variants[k], 500);
    const SolutionCost cost = solution_cost(p, after);
    assert_true(solution_is_admissible(p, after));
    assert_true(solution_total(&cost) <= solution_total(&before));
  }
}

static Problem *pattern_problem(void)
{
  Problem *p = instance_new(&(InstanceSpec){.seed = 6, .clients = 40, .reps = 2, .weeks = 1});
  uint64_t *pattern = problem_take(p, g_new(uint64_t, 4));
  pattern[0] = 0x05;
  pattern[1] = 0x0a;
  pattern[2] = 0x14;
  pattern[3] = 0x1f;
  for (int i = 0; i < p->n; i++) {
    const bool daily = i % 7 == 0;
    p->demand[i].pattern = daily ? pattern + 3 : pattern;
    p->demand[i].patterns = daily ? 1 : 3;
    p->demand[i].visits = daily ? 5 : 2;
  }
  return p;
}

// Explicit patterns: the calendar is one of them, or empty where no vehicle has room.
static void test_patterns(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = pattern_problem();
  g_autoptr(Solution) solution = search_run(p, &(EngineOptions){.seed = 1}, 5000);
  assert_true(solution_is_admissible(p, solution));
  const SolutionCost cost = solution_cost(p, solution);
  assert_true(cost.planned > p->n);
}

// One step from a plan at great heat, with many seeds: the mean share of visits whose day changes.
static double share_moved(const Problem *p, const Solution *start, int breadth)
{
  g_autoptr(GPtrArray) met = g_ptr_array_new_with_free_func((GDestroyNotify)solution_free);
  for (uint64_t seed = 1; seed <= 400; seed++) {
    const EngineOptions options = {.seed = seed, .start = start, .heat = 1000, .breadth = breadth};
    solution_free(search_sample(p, &options, 1, 1, met));
  }
  double sum = 0;
  for (guint k = 0; k < met->len; k++)
    sum += cross_distance(p, start, g_ptr_array_index(met, k));
  return sum / MAX(1, met->len);
}

// Broad steps change more; 0 is the usual breadth.
static void test_breadth(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = pattern_problem();
  g_autoptr(Solution) start = search_run(p, &(EngineOptions){.seed = 1}, 1);
  const double usual = share_moved(p, start, 1);
  assert_true(usual > 0);
  assert_true(share_moved(p, start, 0) == usual);
  assert_true(share_moved(p, start, 3) > usual * 5 / 4);
  g_autoptr(Solution) solution = search_run(p, &(EngineOptions){.seed = 1, .breadth = 3}, 2000);
  assert_true(solution_is_admissible(p, solution));
}

static void test_who_prefers_weekdays(void **state G_GNUC_UNUSED)
{
  static const bool moves[] = {false, false, true}, prefers[] = {false, true, false};
  for (int weekday = WEEKDAY_FREE; weekday <= WEEKDAY_SAME; weekday++) {
    g_autoptr(Problem) p =
        instance_new(&(InstanceSpec){.seed = 1, .clients = 20, .weekday = (SameWeekday)weekday});
    assert_int_equal(search_moves_clients(p), moves[weekday]);
    assert_int_equal(search_prefers_weekdays(p), prefers[weekday]);
    for (int i = 0; i < p->n; i++)
      p->demand[i].weekday_cost = 0;
    assert_false(search_prefers_weekdays(p));
  }
  g_autoptr(Problem) patterns = pattern_problem();
  assert_true(search_moves_clients(patterns) && !search_prefers_weekdays(patterns));
}

static void test_fixes_that_exclude_each_other(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = 3, .clients = 30, .fixes = 2});
  p->fix[1].slot = p->fix[0].slot;
  p->fix[1].starts = p->fix[0].starts;
  g_autoptr(Solution) solution = search_run(p, &(EngineOptions){.seed = 1}, 100);
  assert_null(solution);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_tiny_problems),
      cmocka_unit_test(test_rules_and_repeatability),
      cmocka_unit_test(test_breadth),
      cmocka_unit_test(test_chosen_visits_bind_the_weekday),
      cmocka_unit_test(test_visits_of_others),
      cmocka_unit_test(test_never_worse_than_the_start),
      cmocka_unit_test(test_who_prefers_weekdays),
      cmocka_unit_test(test_patterns),
      cmocka_unit_test(test_fixes_that_exclude_each_other),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

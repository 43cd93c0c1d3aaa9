// SPDX-License-Identifier: GPL-3.0-or-later
// Routes of a pool, solutions put together from two others, and whole populations: rules are kept whatever is crossed,
// nothing gets worse, and the number of threads changes nothing.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
// cmocka wants the three above first
#include <cmocka.h>

#include "solver/cross.h"
#include "solver/mip.h"
#include "solver/population.h"
#include "solver/rounding.h"
#include "solver/search.h"
#include "tests/unit/instance.h"

static const InstanceSpec SPECS[] = {
    {.seed = 1, .clients = 40, .previous = true},
    {.seed = 2,
     .clients = 30,
     .weeks = 4,
     .weekday = WEEKDAY_PREFER,
     .windows = true,
     .split = true,
     .half_days = true},
    {.seed = 3, .clients = 40, .weekday = WEEKDAY_SAME, .limits = true, .previous = true, .fixes = 6},
    {.seed = 4, .clients = 40, .hard_gaps = true, .windows = true, .fixes = 6},
    {.seed = 5, .clients = 40, .reps = 2, .weeks = 4, .weekday = WEEKDAY_SAME},
};

static Money total(const Problem *p, const Solution *solution)
{
  const SolutionCost cost = solution_cost(p, solution);
  return solution_total(&cost);
}

static void assert_same(const Problem *p, const Solution *a, const Solution *b)
{
  assert_memory_equal(a->first, b->first, sizeof(int) * ((size_t)p->slots + 1));
  assert_memory_equal(a->client, b->client, sizeof(int) * (size_t)a->first[p->slots]);
}

// Five days, three vehicles, most clients on one of three pairs of days.
static Problem *pattern_problem(void)
{
  static const uint64_t pairs[] = {0x05, 0x0a, 0x14}, daily[] = {0x1f};
  Problem *p = instance_new(&(InstanceSpec){.seed = 6, .clients = 40, .reps = 3, .weeks = 1});
  for (int i = 0; i < p->n; i++) {
    p->demand[i].pattern = i % 7 ? pairs : daily;
    p->demand[i].patterns = i % 7 ? 3 : 1;
    p->demand[i].visits = i % 7 ? 2 : 5;
  }
  return p;
}

static void cross_often(const Problem *p, bool weekdays)
{
  g_autoptr(Solution) a = search_run(p, &(EngineOptions){.seed = 1, .heat = 0.05}, 800);
  g_autoptr(Solution) b = search_run(p, &(EngineOptions){.seed = 2, .heat = 0.05}, 800);
  Random random = {1};
  assert_true(cross_distance(p, a, a) == 0);
  assert_true(cross_distance(p, a, b) > 0);
  int both = 0;
  for (int k = 0; k < 20; k++) {
    g_autoptr(Solution) child = cross(p, a, b, weekdays, &random);
    assert_true(solution_is_admissible(p, child)); // fixes, patterns and all hard rules
    // Weekdays have no names of their own, so nearer to the donor is not to be seen by days.
    const bool nearer = weekdays || cross_distance(p, child, b) < cross_distance(p, a, b);
    both += cross_distance(p, child, a) > 0 && nearer;
  }
  assert_true(both >= 5); // children have something of either
}

static void test_crossing_keeps_rules(void **unused G_GNUC_UNUSED)
{
  for (size_t k = 0; k < G_N_ELEMENTS(SPECS); k++) {
    g_autoptr(Problem) p = instance_new(&SPECS[k]);
    cross_often(p, SPECS[k].weekday == WEEKDAY_SAME);
  }
  g_autoptr(Problem) p = pattern_problem();
  cross_often(p, false);
}

static Money cost_of(const Problem *p, const Pool *pool, const int *times)
{
  g_autofree int *left = g_new(int, (gsize)p->n);
  Money cost = 0;
  for (int i = 0; i < p->n; i++)
    left[i] = p->demand[i].visits;
  for (int c = 0; c < pool_size(pool); c++) {
    const PoolRoute *route = pool_route(pool, c);
    assert_true(route_times(p, route->slot, route->client, route->count, NULL) >= 0);
    cost += times[c] * route->cost;
    for (int k = 0; k < route->count; k++)
      left[route->client[k]] -= times[c];
  }
  for (int i = 0; i < p->n; i++)
    cost += MAX(0, left[i]) * p->demand[i].miss_cost;
  return cost;
}

// The program over the routes of two solutions costs no more than either, and less with more rounds or the same.
static void test_pool(void **unused G_GNUC_UNUSED)
{
  for (size_t k = 0; k < 2; k++) {
    g_autoptr(Problem) p = instance_new(&SPECS[k]);
    g_autoptr(Pool) pool = pool_new(p);
    g_autoptr(Solution) a = search_run(p, &(EngineOptions){.seed = 1}, 1500);
    g_autoptr(Solution) b = search_run(p, &(EngineOptions){.seed = 2}, 1500);
    pool_add_solution(pool, a);
    pool_add_solution(pool, b);
    const int size = pool_size(pool);
    pool_add_solution(pool, a);
    assert_int_equal(pool_size(pool), size);
    const EngineOptions options = {.seed = 1};
    g_autofree int *few = pool_solve(pool, &options, a, 0), *more = pool_solve(pool, &options, a, 6);
    const SolutionCost cost = solution_cost(p, a);
    assert_true(cost_of(p, pool, few) <= cost.travel + cost.missed);
    assert_true(cost_of(p, pool, more) <= cost_of(p, pool, few));
    g_autoptr(Solution) planned = rounding_solution(p, &options, pool, more, a, 20000);
    g_autoptr(Solution) again = rounding_solution(p, &options, pool, more, a, 20000);
    assert_non_null(planned);
    assert_true(solution_is_admissible(p, planned));
    assert_same(p, planned, again);
  }
}

// The least that the routes of the pool cost, by one program over all of them.
static Money least_cost(const Problem *p, const Pool *pool)
{
  g_autoptr(Mip) mip = mip_new();
  const double one[] = {1}, scale = 1e-6;
  for (int i = 0; i < p->n; i++) {
    const int row = mip_add_row(mip, p->demand[i].visits, MIP_INF);
    mip_add_column(mip, (double)p->demand[i].miss_cost * scale, 0, MIP_INF, false, 1, &row, one);
  }
  const int days = mip_add_row(mip, -MIP_INF, p->slots); // all alike
  for (int c = 0; c < pool_size(pool); c++) {
    const PoolRoute *route = pool_route(pool, c);
    int row[POOL_STOPS_MAX + 1];
    double value[POOL_STOPS_MAX + 1];
    for (int k = 0; k < route->count; k++) {
      row[k] = route->client[k];
      value[k] = 1;
    }
    row[route->count] = days;
    value[route->count] = 1;
    mip_add_column(mip, (double)route->cost * scale, 0, MIP_INF, true, route->count + 1, row, value);
  }
  assert_int_equal(mip_solve(mip, &(MipOptions){.gap = 0}), MIP_OPTIMAL);
  return (Money)llround(mip_objective(mip) / scale);
}

// Where there are no more routes than a neighbourhood sets free, the program is solved.
static void test_pool_is_solved(void **unused G_GNUC_UNUSED)
{
  int solved = 0;
  for (uint64_t seed = 1; seed <= 12; seed++) {
    const InstanceSpec spec = {.seed = seed, .clients = 14, .weeks = 2, .load = 0.6};
    g_autoptr(Problem) p = instance_new(&spec);
    g_autoptr(Pool) pool = pool_new(p);
    for (uint64_t k = 1; k <= 12; k++) {
      g_autoptr(Solution) solution = search_run(p, &(EngineOptions){.seed = k}, 60);
      pool_add_solution(pool, solution);
    }
    g_autofree int *times = pool_solve(pool, &(EngineOptions){.seed = seed}, NULL, 30);
    const Money cost = cost_of(p, pool, times), least = least_cost(p, pool);
    assert_true(cost >= least - 2);
    solved += cost <= least + 2;
  }
  assert_true(solved >= 11);
}

// A route goes to all kinds of days that take it, and to none whose promises it would break.
static void test_routes_keep_promises(void **unused G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&SPECS[3]);
  g_autoptr(Solution) a = search_run(p, &(EngineOptions){.seed = 1}, 300);
  g_autoptr(Pool) pool = pool_new(p);
  const int promised = p->fix[0].slot;
  int elsewhere = 0;
  for (int s = 0; s < p->slots; s++) {
    const int *client = a->client + a->first[s], count = a->first[s + 1] - a->first[s];
    if (count > 0 && s != promised)
      assert_true(
          pool_add(pool, promised, client, count)); // as the bound does, whose classes do not tell them apart
  }
  for (int c = 0; c < pool_size(pool); c++) {
    const PoolRoute *route = pool_route(pool, c);
    bool there = route->slot != promised;
    elsewhere += there;
    for (int k = 0; k < route->count && !there; k++)
      there = route->client[k] == p->fix[0].client;
    assert_true(there);
    assert_true(route_times(p, route->slot, route->client, route->count, NULL) >= 0);
  }
  assert_true(elsewhere > 10);
}

// Routes that have days find days for all of them again, whichever they try first.
static void test_routes_find_days(void **unused G_GNUC_UNUSED)
{
  for (uint64_t seed = 1; seed <= 6; seed++) {
    g_autoptr(Problem) p = instance_new(&(InstanceSpec){
        .seed = seed, .clients = 40, .weeks = 3, .windows = true, .half_days = true, .load = 1.4});
    for (int i = 0; i < p->n; i++) { // each has days of its own on which nobody may come
      for (int s = 0; s < p->slots; s++)
        p->allowed[i * p->words + s / 64] &= ~((uint64_t)(s * (i % 7 + 1) % 11 < 3) << (s % 64));
    }
    g_autoptr(Solution) a = search_run(p, &(EngineOptions){.seed = 1}, 300);
    g_autoptr(Pool) pool = pool_new(p);
    pool_add_solution(pool, a);
    g_autofree int *times = g_new0(int, (gsize)pool_size(pool) + 1);
    for (int s = 0; s < p->slots; s++) {
      const int at = pool_find(pool, a, s);
      if (at >= 0)
        times[at]++;
    }
    g_autoptr(Solution) planned = rounding_solution(p, &(EngineOptions){.seed = seed}, pool, times, NULL, 0);
    assert_non_null(planned);
    assert_int_equal(planned->first[p->slots], a->first[p->slots]);
  }
}

static Solution *run_population(const Problem *p, const Solution *first, int threads)
{
  const EngineOptions options = {.seed = 5, .threads = threads};
  g_autoptr(Pool) pool = search_moves_clients(p) ? NULL : pool_new(p);
  g_autoptr(Population) population = population_new(p, &options, pool);
  population_add(population, first);
  if (pool)
    pool_add_solution(pool, first);
  population_run(population, &(Breeding){.generations = 2,
                                         .children = POPULATION_CHILDREN,
                                         .steps = 200,
                                         .pool = {2, 1, 300, 300},
                                         .broad_every = 2});
  return solution_copy(p, population_best(population));
}

static void test_threads_change_nothing(void **unused G_GNUC_UNUSED)
{
  for (size_t k = 1; k < 4; k++) { // windows, a required weekday, and patterns
    g_autoptr(Problem) p = k < 3 ? instance_new(&SPECS[k]) : pattern_problem();
    g_autoptr(Solution) first = search_run(p, &(EngineOptions){.seed = 1}, 300);
    g_autoptr(Solution) one = run_population(p, first, 1), two = run_population(p, first, 2);
    assert_true(solution_is_admissible(p, one));
    assert_true(total(p, one) <= total(p, first));
    assert_same(p, one, two);
  }
  mip_thread_end();
}

// With a deadline far away a child takes its share of the time, not all of it, however many steps it may.
static void test_share_of_time(void **unused G_GNUC_UNUSED)
{
  enum { FAR_S = 30 };
  g_autoptr(Problem) p = pattern_problem();
  g_autoptr(Solution) first = search_run(p, &(EngineOptions){.seed = 1}, 300);
  const EngineOptions options = {.seed = 5, .threads = 1};
  g_autoptr(Population) population = population_new(p, &options, NULL);
  population_add(population, first);
  const int64_t began = g_get_monotonic_time();
  const Breeding breeding = {.generations = 8, // two of children that are no founders
                             .children = 1,
                             .steps = INT64_MAX / 100,
                             .began_us = began,
                             .deadline_us = began + (int64_t)FAR_S * G_USEC_PER_SEC,
                             .founder_share = 0.0005,
                             .child_share = 0.0005};
  population_run(population, &breeding);
  assert_true(g_get_monotonic_time() - began < FAR_S / 2 * G_USEC_PER_SEC);
  assert_true(solution_is_admissible(p, population_best(population)));
  assert_true(total(p, population_best(population)) <= total(p, first));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_crossing_keeps_rules), cmocka_unit_test(test_pool),
      cmocka_unit_test(test_pool_is_solved),       cmocka_unit_test(test_routes_keep_promises),
      cmocka_unit_test(test_routes_find_days),     cmocka_unit_test(test_threads_change_nothing),
      cmocka_unit_test(test_share_of_time),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Exact tours against all orders of up to seven stops, with and without hours.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
// cmocka wants the three above first
#include <cmocka.h>

#include <string.h>

#include "solver/tour.h"
#include "tests/unit/instance.h"

enum { ROUTES = 60, STOPS_MAX = 7 };

// Least cost over all orders of client[from …]; MONEY_MAX: none keeps the limits.
static Money least_cost(const Problem *p, int slot, int *client, int count, int from)
{
  if (from == count)
    return route_times(p, slot, client, count, NULL) < 0 ? MONEY_MAX
                                                         : route_cost(p, slot, client, count, NULL);
  Money least = MONEY_MAX;
  for (int k = from; k < count; k++) {
    const int here = client[from];
    client[from] = client[k];
    client[k] = here;
    least = MIN(least, least_cost(p, slot, client, count, from + 1));
    client[k] = client[from];
    client[from] = here;
  }
  return least;
}

// A day that ends when the cheapest order does, and allows no more work than that takes, still has it.
static void assert_day_is_enough(Problem *p, int slot, const int *client, int count)
{
  const Slot before = p->slot[slot];
  int64_t work = 0;
  route_cost(p, slot, client, count, &work);
  for (int k = 0; k < count; k++) {
    int32_t service;
    problem_starts(p, client[k], slot, &service);
    work += service;
  }
  int again[STOPS_MAX];
  memcpy(again, client, sizeof(int) * (size_t)count);
  p->slot[slot].length = route_times(p, slot, client, count, NULL);
  p->slot[slot].max_work = (int32_t)work;
  assert_int_equal(tour_solve(p, slot, again, count), 1);
  assert_int_equal(route_cost(p, slot, again, count, NULL), route_cost(p, slot, client, count, NULL));
  p->slot[slot] = before;
}

static void compare(const InstanceSpec *spec, int *feasible)
{
  g_autoptr(Problem) p = instance_new(spec);
  Random random = {spec->seed};
  for (int k = 0; k < ROUTES; k++) {
    int client[STOPS_MAX], count = 0;
    const int wanted = 1 + random_below(&random, STOPS_MAX), slot = random_below(&random, p->slots);
    const int first = random_below(&random, p->n);
    for (int i = 0; i < p->n && count < wanted; i++)
      client[count++] = (first + i * 7) % p->n;
    const Money least = least_cost(p, slot, client, count, 0);
    const int proven = tour_solve(p, slot, client, count);
    if (least == MONEY_MAX) {
      assert_int_equal(proven, -1);
      continue;
    }
    ++*feasible;
    assert_int_equal(proven, 1);
    assert_true(route_times(p, slot, client, count, NULL) >= 0);
    assert_int_equal(route_cost(p, slot, client, count, NULL), least);
    assert_day_is_enough(p, slot, client, count);
  }
}

static void test_all_orders(void **state G_GNUC_UNUSED)
{
  int feasible = 0;
  for (uint64_t seed = 1; seed <= 4; seed++) {
    compare(&(InstanceSpec){.seed = seed, .clients = 29, .weeks = 2}, &feasible);
    compare(&(InstanceSpec){.seed = seed, .clients = 29, .weeks = 2, .windows = true}, &feasible);
    compare(
        &(InstanceSpec){
            .seed = seed, .clients = 29, .weeks = 3, .windows = true, .split = true, .half_days = true},
        &feasible);
  }
  assert_true(feasible > 300);
}

// Legs whose money says nothing of their time, as a matrix may have them: the cheapest order is not the quickest.
static void test_money_unlike_time(void **state G_GNUC_UNUSED)
{
  int feasible = 0, apart = 0;
  for (uint64_t seed = 1; seed <= 40; seed++) {
    g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = seed, .clients = 20, .weeks = 1});
    Random random = {seed};
    Money *cost = (Money *)(uintptr_t)p->legs[0].cost;
    for (int at = 0; at < p->nodes * p->nodes; at++)
      cost[at] = random_below(&random, 1000000);
    for (int k = 0; k < 20; k++) {
      int client[STOPS_MAX - 1], count = 5 + random_below(&random, 2);
      for (int i = 0; i < count; i++)
        client[i] = (k + 3 * i) % p->n;
      const Money loose = least_cost(p, 0, client, count, 0);
      const int32_t all_day = p->slot[0].length;
      const int32_t needed = route_times(p, 0, client, count, NULL);
      if (needed > 0)
        p->slot[0].length = needed; // the order at hand still fits
      const Money least = least_cost(p, 0, client, count, 0);
      const int proven = tour_solve(p, 0, client, count);
      feasible += least != MONEY_MAX;
      apart += least != loose;
      assert_int_equal(proven, least == MONEY_MAX ? -1 : 1);
      if (proven == 1)
        assert_int_equal(route_cost(p, 0, client, count, NULL), least);
      p->slot[0].length = all_day;
    }
  }
  assert_true(feasible > 400 && apart > 60);
}

static void test_long_routes_are_not_proven(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = 1, .clients = 20, .weeks = 1});
  int client[TOUR_EXACT_MAX + 1];
  p->slot[0].length = p->slot[0].max_work = 100 * HOUR_S;
  for (int i = 0; i < p->n; i++)
    p->starts[i].span[0].to = 99 * HOUR_S;
  for (int k = 0; k <= TOUR_EXACT_MAX; k++)
    client[k] = k;
  assert_int_equal(tour_solve(p, 0, client, TOUR_EXACT_MAX + 1), 0);
  assert_int_equal(tour_solve(p, 0, client, TOUR_EXACT_MAX), 1);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_all_orders),
      cmocka_unit_test(test_money_unlike_time),
      cmocka_unit_test(test_long_routes_are_not_proven),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

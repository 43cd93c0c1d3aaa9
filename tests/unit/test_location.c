// SPDX-License-Identifier: GPL-3.0-or-later
// Homes against enumeration, and homes that go to whom they own.
#include "solver/location.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "solver/random.h"

#include <cmocka.h>

enum { CLIENTS = 14, SITES = 9, HOMES = 3 };

static double cost_of(const double *cost, const int *home)
{
  double sum = 0;
  for (int i = 0; i < CLIENTS; i++) {
    double least = INFINITY;
    for (int k = 0; k < HOMES; k++)
      least = fmin(least, cost[i * SITES + home[k]]);
    sum += least;
  }
  return sum;
}

// All choices of three sites.
static double least_of(const double *cost)
{
  double least = INFINITY;
  for (int a = 0; a < SITES; a++) {
    for (int b = a + 1; b < SITES; b++) {
      for (int c = b + 1; c < SITES; c++)
        least = fmin(least, cost_of(cost, (int[]){a, b, c}));
    }
  }
  return least;
}

static void test_enumeration(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 50; seed++) {
    Random random = {seed};
    double cost[CLIENTS * SITES], x[SITES], y[SITES];
    int home[HOMES], near[CLIENTS];
    for (int s = 0; s < SITES; s++) {
      x[s] = random_unit(&random);
      y[s] = random_unit(&random);
    }
    for (int i = 0; i < CLIENTS; i++) {
      const double weight = 1 + random_below(&random, 12), at = random_unit(&random),
                   above = random_unit(&random);
      for (int s = 0; s < SITES; s++)
        cost[i * SITES + s] = weight * hypot(x[s] - at, y[s] - above);
    }
    Location l = {CLIENTS, SITES, HOMES, cost, home, near};
    const double found = location_search(&l, seed), least = least_of(cost), bound = location_bound(&l, found);
    assert_float_equal(found, cost_of(cost, home), 1e-9);
    assert_float_equal(found, least, 1e-9);
    assert_true(bound <= least + 1e-9);
    assert_true(bound >= 0.9 * least);
    for (int i = 0; i < CLIENTS; i++) {
      for (int k = 0; k < HOMES; k++)
        assert_true(cost[i * SITES + home[near[i]]] <= cost[i * SITES + home[k]]);
    }
  }
}

// Clients who are owned by the wrong home pull it to them.
static void test_move(void **state)
{
  (void)state;
  double cost[] = {0, 5, 9, 1, 4, 8, 9, 5, 0};
  int home[] = {1, 2}, near[3], owner[] = {0, 0, 1};
  Location l = {3, 3, 2, cost, home, near};
  assert_true(location_move(&l, owner));
  assert_int_equal(home[0], 0);
  assert_int_equal(home[1], 2);
  assert_false(location_move(&l, owner));
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_enumeration), cmocka_unit_test(test_move)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

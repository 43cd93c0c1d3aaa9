// SPDX-License-Identifier: GPL-3.0-or-later
// A dive ends with whole numbers of routes that keep the limits and see everybody, costs no less than the bound, and leaves
// the bound as it was.
#include "solver/bound_parts.h"
#include "tests/unit/instance.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

// Adds up what the routes found cost; visits: of each client.
static Money take_stock(const Problem *p, const Bound *bound, int *visits)
{
  const GPtrArray *dived = bound_dived(bound);
  Money cost = 0;
  for (guint k = 0; k < dived->len; k++) {
    const BoundRoute *route = dived->pdata[k];
    const int times = (int)(route->use + 0.5);
    assert_true(fabs(route->use - times) < 1e-5 && times > 0);
    assert_true(route_times(p, route->slot, route->client, route->count, NULL) >= 0);
    cost += times * route->cost;
    for (int j = 0; j < route->count; j++)
      visits[route->client[j]] += times;
  }
  return cost;
}

static void test_dives(void **state G_GNUC_UNUSED)
{
  for (uint64_t seed = 1; seed <= 6; seed++) {
    g_autoptr(Problem) p =
        instance_new(&(InstanceSpec){.seed = seed, .clients = 25, .half_days = seed % 2 == 0});
    g_autoptr(Bound) bound = bound_new_core(p);
    assert_true(bound_improve(bound, 0, NULL));
    const Money core = bound_core(bound);
    const double value = master_value(bound->master);
    bound_dive(bound, seed, 0, NULL);
    g_autofree int *visits = g_new0(int, (gsize)p->n);
    const Money cost = take_stock(p, bound, visits);
    for (int i = 0; i < p->n; i++)
      assert_true(visits[i] >= p->demand[i].visits);
    assert_true(cost >= core);
    assert_true(cost < core + core / 5);
    assert_int_equal(bound_core(bound), core);
    assert_true(master_value(bound->master) <= value * (1 + 1e-9)); // no route is bound to be driven any more
    assert_true(bound_refresh(bound) <= cost);
  }
}

// Nothing is asked for where there are no steps.
static void test_steps_end_it(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = 3, .clients = 40});
  g_autoptr(Bound) bound = bound_new_core(p);
  bound_improve(bound, 20000, NULL);
  const int64_t before = bound_steps(bound);
  bound_dive(bound, 1, 1, NULL);
  assert_true(bound_steps(bound) - before < 2000000);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_dives),
      cmocka_unit_test(test_steps_end_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

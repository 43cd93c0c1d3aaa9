// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/day_prices.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "solver/random.h"
#include "tests/unit/instance.h"

// What the calendar's own rules say: spacing and weekdays, missed visits left aside.
static Money rules_cost(const Problem *p, int client, const DayPrices *prices)
{
  int count;
  const int *visit = day_prices_visits(prices, client, &count);
  SolutionCost cost = {0};
  calendar_add_cost(p, client, visit, count, &cost);
  return cost.spacing + cost.weekday;
}

static bool is_visited(const DayPrices *prices, int client, int slot)
{
  int count;
  const int *visit = day_prices_visits(prices, client, &count);
  for (int k = 0; k < count; k++) {
    if (visit[k] == slot)
      return true;
  }
  return false;
}

// Visits of all clients on days drawn at random, then moves, each foretold.
static void check_instance(const InstanceSpec *spec)
{
  g_autoptr(Problem) p = instance_new(spec);
  g_autoptr(DayPrices) prices = day_prices_new(p);
  Random random = {spec->seed};
  for (int i = 0; i < p->n; i++) {
    for (int k = 0; k < p->demand[i].visits; k++) {
      const int slot = random_below(&random, p->slots);
      if (!is_visited(prices, i, slot))
        day_prices_add(prices, i, slot);
    }
  }
  for (int step = 0; step < 4000; step++) {
    const int client = random_below(&random, p->n), to = random_below(&random, p->slots);
    int count;
    const int *visit = day_prices_visits(prices, client, &count);
    if (count == 0 || is_visited(prices, client, to))
      continue;
    const int from = visit[random_below(&random, count)];
    const Money before = day_prices_cost(prices, client),
                change = day_prices_change(prices, client, from, to);
    day_prices_move(prices, client, from, to);
    assert_int_equal(day_prices_cost(prices, client), before + change);
    visit = day_prices_visits(prices, client, &count);
    const Money rules = rules_cost(p, client, prices);
    if (calendar_is_admissible(p, client, visit, count))
      assert_int_equal(day_prices_cost(prices, client), rules);
    else
      assert_true(day_prices_cost(prices, client) >= rules + p->demand[client].miss_cost);
  }
}

static void test_changes(void **state)
{
  (void)state;
  for (uint64_t seed = 1; seed <= 4; seed++) {
    for (int weekday = WEEKDAY_FREE; weekday <= WEEKDAY_SAME; weekday++) {
      InstanceSpec spec = {.seed = seed, .clients = 12, .weeks = 5, .weekday = (SameWeekday)weekday};
      spec.hard_gaps = seed % 2 == 0;
      spec.previous = seed > 2;
      spec.fixes = seed == 3 ? 2 : 0;
      spec.reps = seed == 4 ? 2 : 1;
      check_instance(&spec);
    }
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_changes)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Evening out weeks: no part of the cost rises, the rules are kept, weeks are never less even, and it is repeatable.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
// cmocka wants the three above first
#include <cmocka.h>

#include "solver/balance.h"
#include "solver/search.h"
#include "tests/unit/instance.h"

static const InstanceSpec SPECS[] = {
    {.seed = 1, .clients = 40, .previous = true},
    {.seed = 2, .clients = 30, .weeks = 4, .weekday = WEEKDAY_PREFER, .windows = true, .half_days = true},
    {.seed = 3, .clients = 40, .weekday = WEEKDAY_SAME, .limits = true, .previous = true, .fixes = 6},
    {.seed = 4, .clients = 40, .hard_gaps = true, .windows = true, .split = true, .fixes = 6},
    {.seed = 5, .clients = 40, .reps = 2, .weeks = 4},
};

static void no_part_rises(void **unused)
{
  (void)unused;
  int evened = 0;
  for (size_t k = 0; k < G_N_ELEMENTS(SPECS); k++) {
    g_autoptr(Problem) p = instance_new(&SPECS[k]);
    g_autoptr(Solution) plan = search_run(p, &(EngineOptions){.seed = k + 1}, 1500);
    g_autoptr(Solution) even = balance_solution(p, plan), again = balance_solution(p, plan);
    assert_int_equal(even != NULL, again != NULL);
    if (!even)
      continue;
    evened++;
    assert_true(solution_is_admissible(p, even));
    const SolutionCost before = solution_cost(p, plan), after = solution_cost(p, even);
    assert_true(after.travel <= before.travel);
    assert_true(after.missed <= before.missed);
    assert_true(after.spacing <= before.spacing);
    assert_true(after.weekday <= before.weekday);
    assert_int_equal(after.planned, before.planned);
    assert_true(balance_of_weeks(p, even) <= balance_of_weeks(p, plan));
    assert_memory_equal(even->first, again->first, sizeof(int) * ((size_t)p->slots + 1));
    assert_memory_equal(even->client, again->client, sizeof(int) * (size_t)even->first[p->slots]);
  }
  assert_true(evened >= 3);
}

// Four weeks, one visit a day at most, two clients who ask for two visits at any time: all four in the first week cost as
// much as one a week.
static void weeks_become_even(void **unused)
{
  (void)unused;
  g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = 7, .clients = 2, .weeks = 4});
  for (int i = 0; i < p->n; i++) {
    Demand *demand = &p->demand[i];
    *demand = (Demand){.visits = 2,
                       .service = 1800,
                       .miss_cost = demand->miss_cost,
                       .gap_min = 1,
                       .soft_min = 1,
                       .previous = NO_DAY,
                       .first_by = NO_DAY};
  }
  for (int s = 0; s < p->slots; s++)
    p->slot[s].max_visits = 1;
  g_autoptr(Solution) plan = solution_new(p, 4);
  plan->client[0] = plan->client[1] = 0;
  plan->client[2] = plan->client[3] = 1;
  for (int s = 0; s < p->slots; s++)
    plan->first[s + 1] = MIN(4, s + 1); // four days running, one visit each
  assert_true(solution_is_admissible(p, plan));
  g_autoptr(Solution) even = balance_solution(p, plan);
  assert_non_null(even);
  int of_week[8] = {0};
  for (int s = 0; s < p->slots; s++)
    of_week[(p->weekday0 + p->slot[s].day) / 7] += even->first[s + 1] - even->first[s];
  for (int w = 0; w < 4; w++)
    assert_int_equal(of_week[w], 1);
  const SolutionCost before = solution_cost(p, plan), after = solution_cost(p, even);
  assert_true(after.travel == before.travel);
}

static void former_plans_stay(void **unused)
{
  (void)unused;
  g_autoptr(Problem) p = instance_new(&SPECS[0]);
  g_autoptr(Solution) plan = search_run(p, &(EngineOptions){.seed = 1}, 500);
  g_autofree Money *slot_cost = g_new0(Money, (gsize)p->n * (gsize)p->slots);
  p->slot_cost = slot_cost;
  assert_null(balance_solution(p, plan));
  p->slot_cost = NULL;
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(no_part_rises),
      cmocka_unit_test(weeks_become_even),
      cmocka_unit_test(former_plans_stay),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

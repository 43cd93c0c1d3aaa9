// SPDX-License-Identifier: GPL-3.0-or-later
// Prices of leaving a former plan: the search against enumeration on small cases, and against nothing at all.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
// cmocka wants the three above first
#include <cmocka.h>

#include "solver/engine.h"
#include "tests/unit/instance.h"

enum { CASES = 40 };

static Money price(uint64_t *state)
{
  *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (Money)(*state >> 44) * 10;
}

// Gives every slot a price, and back what a former visit is worth where it is kept.
static void price_moves(Problem *p, uint64_t seed)
{
  Money *cost = problem_take(p, g_new0(Money, (gsize)p->n * (gsize)p->slots + 1));
  for (int i = 0; i < p->n; i++) {
    p->demand[i].keep_cost = 0;
    for (int s = 0; s < p->slots; s++) {
      Money *here = &cost[(size_t)i * (size_t)p->slots + (size_t)s];
      *here = price(&seed);
      if (s % 5 == i % 5) { // a former visit
        p->demand[i].keep_cost += *here;
        *here = -*here;
      }
    }
  }
  p->slot_cost = cost;
}

static Solution *solution_of_set(const Problem *p, unsigned set)
{
  Solution *solution = solution_new(p, p->slots);
  int visits = 0;
  for (int s = 0; s < p->slots; s++) {
    if (set >> s & 1)
      solution->client[visits++] = 0;
    solution->first[s + 1] = visits;
  }
  return solution;
}

// One client, two weeks: every set of days is tried.
static void the_search_finds_the_least_change(void **unused)
{
  (void)unused;
  for (uint64_t seed = 1; seed <= CASES; seed++) {
    g_autoptr(Problem) p =
        instance_new(&(InstanceSpec){.seed = seed, .clients = 1, .weeks = 2, .windows = true});
    p->demand[0].visits = 1 + (int)(seed % 3);
    p->demand[0].soft_max = (int)(seed % 2) * 6;
    price_moves(p, seed);
    Money least = INT64_MAX;
    for (unsigned set = 0; set < 1u << p->slots; set++) {
      g_autoptr(Solution) solution = solution_of_set(p, set);
      if (!solution_is_admissible(p, solution))
        continue;
      const SolutionCost cost = solution_cost(p, solution);
      assert_true(cost.moves >= 0);
      least = MIN(least, solution_total(&cost));
    }
    EngineResult found = engine_solve(p, &(EngineOptions){.seed = 1, .effort = EFFORT_QUICK});
    assert_non_null(found.best);
    assert_int_equal(solution_total(&found.cost), least);
    assert_true(found.bound <= least);
    solution_free(found.best);
  }
}

// The state's running total is what an independent count says.
static void prices_are_counted_once(void **unused)
{
  (void)unused;
  for (uint64_t seed = 1; seed <= 8; seed++) {
    g_autoptr(Problem) p =
        instance_new(&(InstanceSpec){.seed = seed, .clients = 12, .weeks = 3, .limits = true});
    price_moves(p, seed);
    EngineResult found = engine_solve(p, &(EngineOptions){.seed = seed, .effort = EFFORT_QUICK});
    assert_non_null(found.best);
    assert_true(solution_is_admissible(p, found.best));
    const SolutionCost cost = solution_cost(p, found.best);
    assert_int_equal(solution_total(&cost), solution_total(&found.cost));
    assert_true(found.bound <= solution_total(&cost));
    solution_free(found.best);
  }
}

// Where leaving costs more than any driving, only what must move does.
static void dear_moves_move_only_what_must(void **unused)
{
  (void)unused;
  g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = 5, .clients = 15, .weeks = 4});
  EngineResult former = engine_solve(p, &(EngineOptions){.seed = 1, .effort = EFFORT_QUICK});
  assert_non_null(former.best);
  Money *cost = problem_take(p, g_new0(Money, (gsize)p->n * (gsize)p->slots + 1));
  const Money dear = 1000000 * MONEY_ONE;
  for (int i = 0; i < p->n * p->slots; i++)
    cost[i] = dear;
  int lost = 0, must = 0; // the fullest day is lost
  for (int s = 1; s < p->slots; s++) {
    if (former.best->first[s + 1] - former.best->first[s] >
        former.best->first[lost + 1] - former.best->first[lost])
      lost = s;
  }
  for (int s = 0; s < p->slots; s++) {
    for (int k = former.best->first[s]; k < former.best->first[s + 1]; k++) {
      const int client = former.best->client[k];
      p->demand[client].keep_cost += dear;
      p->demand[client].miss_cost = 10 * dear;
      cost[client * p->slots + s] = -dear;
      must += s == lost;
    }
  }
  p->slot_cost = cost;
  assert_true(must > 0);
  for (int i = 0; i < p->n; i++)
    p->allowed[i * p->words + lost / 64] &= ~(UINT64_C(1) << lost % 64);
  EngineResult found = engine_solve(p, &(EngineOptions){.seed = 1, .effort = EFFORT_NORMAL});
  assert_non_null(found.best);
  int kept = 0, lost_missed = 0;
  for (int s = 0; s < p->slots; s++) {
    for (int k = found.best->first[s]; k < found.best->first[s + 1]; k++)
      kept += cost[found.best->client[k] * p->slots + s] < 0;
  }
  lost_missed = former.best->first[p->slots] - found.best->first[p->slots];
  assert_int_equal(lost_missed, 0);
  assert_int_equal(kept, former.best->first[p->slots] - must);
  solution_free(former.best);
  solution_free(found.best);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_search_finds_the_least_change),
      cmocka_unit_test(prices_are_counted_once),
      cmocka_unit_test(dear_moves_move_only_what_must),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

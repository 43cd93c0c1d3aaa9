// SPDX-License-Identifier: GPL-3.0-or-later
// Nights out in the engine: figures kept up to date against those computed afresh, and the search against the list of
// all plans of tiny problems.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
// cmocka wants the three above first
#include <cmocka.h>

#include "solver/bound.h"
#include "solver/engine.h"
#include "solver/recreate.h"
#include "solver/search.h"
#include "solver/tours.h"
#include "tests/unit/instance.h"
#include "tests/unit/tiny.h"

static const InstanceSpec SPECS[] = {
    {.seed = 1, .clients = 40, .weeks = 4},
    {.seed = 2, .clients = 40, .weeks = 4, .windows = true, .split = true, .half_days = true},
    {.seed = 3,
     .clients = 30,
     .weeks = 6,
     .weekday = WEEKDAY_PREFER,
     .limits = true,
     .previous = true,
     .fixes = 6},
    {.seed = 5, .clients = 40, .reps = 2, .weeks = 4, .hard_gaps = true},
};

// Nights between all days that follow each other, on roads `far` times as long.
static Problem *instance_with_nights(const InstanceSpec *spec, int nights, Money cost, int far)
{
  Problem *p = instance_new(spec);
  for (int s = 0; s + 1 < p->slots; s++) {
    Slot *slot = &p->slot[s];
    if (slot[1].rep != slot->rep || slot[1].day != slot->day + 1)
      continue;
    slot->nights = nights;
    slot->night_cost = cost;
  }
  for (int k = 0; k < p->nodes * p->nodes; k++) {
    ((int32_t *)(uintptr_t)p->legs[0].travel)[k] *= far;
    ((Money *)(uintptr_t)p->legs[0].cost)[k] *= far;
  }
  problem_add_away(p);
  return p;
}

static void assert_costs_hold(const State *state)
{
  g_autoptr(Solution) solution = state_solution(state);
  const SolutionCost cost = solution_cost(state->p, solution);
  assert_int_equal(state->total, solution_total(&cost));
  assert_true(nights_are_admissible(state->p, solution));
}

static bool routes_fit(const State *state)
{
  for (int s = 0; s < state->p->slots; s++) {
    if (route_times_between(state->p, s, state_ends(state, s), state_stops(state, s), state->route[s].count,
                            NULL) < 0)
      return false;
  }
  return true;
}

// Of all places of a slot: what the whole plan costs more, if all its days still fit.
static Money least_insertion(State *state, int client, int slot)
{
  g_autoptr(Solution) solution = state_solution(state);
  g_autoptr(Solution) more = solution_new(state->p, solution->first[state->p->slots] + 1);
  const SolutionCost before = solution_cost(state->p, solution);
  Money least = MONEY_MAX;
  memcpy(more->out, solution->out, sizeof(bool) * (size_t)state->p->slots);
  for (int at = solution->first[slot]; at <= solution->first[slot + 1]; at++) {
    const int visits = solution->first[state->p->slots];
    memcpy(more->client, solution->client, sizeof(int) * (size_t)at);
    more->client[at] = client;
    memcpy(more->client + at + 1, solution->client + at, sizeof(int) * (size_t)(visits - at));
    bool fits = true;
    for (int s = 0; s <= state->p->slots; s++)
      more->first[s] = solution->first[s] + (s > slot);
    for (int s = slot; s <= MIN(slot + 1, state->p->slots - 1); s++)
      fits = fits &&
             route_times_between(state->p, s, solution_ends(state->p, more, s), more->client + more->first[s],
                                 more->first[s + 1] - more->first[s], NULL) >= 0;
    const SolutionCost after = solution_cost(state->p, more);
    if (fits)
      least = MIN(least, after.travel - before.travel);
  }
  return least;
}

static void change_at_random(State *state, Recreate *recreate, Ruin *ruin, Random *random)
{
  const int client = random_below(random, state->p->n);
  if (random_below(random, 3) > 0) {
    tours_move(ruin, state, random);
    for (int k = 0; k < ruin->count; k++)
      recreate_visit(recreate, state, ruin->client[k], random, 10);
    return;
  }
  state_clear_client(state, client);
  recreate_client(recreate, state, client, random, 0);
}

static void walk(const InstanceSpec *spec)
{
  enum { STEPS = 3000 };
  g_autoptr(Problem) p = instance_with_nights(spec, 2, MONEY_ONE / 2, spec->fixes > 0 ? 1 : 3);
  g_autoptr(State) state = state_new(p);
  g_autoptr(Recreate) recreate = recreate_new(p);
  g_autoptr(Ruin) ruin = ruin_new(state);
  Random random = {spec->seed};
  int nights = 0;
  assert_true(state_load(state, NULL));
  for (int step = 0; step < STEPS; step++) {
    state_begin(state);
    const Money before = state->total;
    for (int k = random_below(&random, 3); k >= 0; k--)
      change_at_random(state, recreate, ruin, &random);
    const int client = random_below(&random, p->n), slot = random_below(&random, p->slots);
    const bool fits = routes_fit(state);
    if (fits && state->count[client] < p->demand[client].visits && !problem_fix(p, client, slot))
      assert_int_equal(state_insertion(state, client, slot)->delta, least_insertion(state, client, slot));
    state_settle(state);
    if (step % 10 == 0)
      assert_costs_hold(state);
    if (!fits || random_below(&random, 2)) {
      state_rollback(state);
      assert_int_equal(state->total, before);
    }
    if (step % 10 == 5)
      assert_costs_hold(state);
    for (int s = 0; s < p->slots && step % 100 == 0; s++)
      nights += state->out[s];
  }
  assert_true(nights > 0);
  g_autoptr(Solution) solution = state_solution(state);
  assert_true(state_load(state, solution));
  assert_costs_hold(state);
}

static void test_walks(void **unused G_GNUC_UNUSED)
{
  for (size_t k = 0; k < G_N_ELEMENTS(SPECS); k++)
    walk(&SPECS[k]);
}

static void test_tiny_problems(void **unused G_GNUC_UNUSED)
{
  enum { PROBLEMS = 800, STEPS = 6000 };
  int solved = 0, best = 0, nights = 0;
  for (guint32 seed = 0; seed < PROBLEMS; seed++) {
    g_autoptr(Problem) p = tiny_problem(seed);
    if (!tiny_add_nights(p, seed) || p->demand[0].patterns > 0 || !problem_validate(p))
      continue;
    const Money optimum = tiny_optimum(p);
    g_autoptr(Solution) solution = search_run(p, &(EngineOptions){.seed = seed}, STEPS);
    if (!solution) // promises that need a night out are not kept
      continue;
    assert_true(solution_is_admissible(p, solution));
    const SolutionCost cost = solution_cost(p, solution);
    assert_true(solution_total(&cost) >= optimum);
    solved++;
    best += solution_total(&cost) == optimum;
    nights += cost.nights > 0;
  }
  assert_true(solved > PROBLEMS / 5 && nights > solved / 10);
  assert_true(best * 100 >= solved * 95);
}

// Never above the optimum, whatever else is switched on.
static void test_bound_is_valid(void **unused G_GNUC_UNUSED)
{
  enum { PROBLEMS = 2000 };
  int tried = 0, tight = 0;
  for (guint32 seed = 0; seed < PROBLEMS; seed++) {
    g_autoptr(Problem) p = tiny_problem(seed);
    if (!tiny_add_nights(p, seed))
      continue;
    const Money optimum = tiny_optimum(p);
    g_autoptr(Bound) bound = bound_new(p);
    assert_true(bound_improve(bound, 0, NULL));
    if (optimum == INT64_MAX)
      continue;
    if (bound_value(bound) > optimum)
      fail_msg("seed %u: bound %ld above optimum %ld", seed, (long)bound_value(bound), (long)optimum);
    tried++;
    tight += bound_value(bound) >= optimum - optimum / 50;
  }
  assert_true(tried > PROBLEMS / 6 && tight > tried / 5);
}

// Nor above what a plan costs where there are too many plans to list, of one rep or of two who share clients.
static void test_bound_below_plans(void **unused G_GNUC_UNUSED)
{
  enum { PROBLEMS = 80, STEPS = 600 };
  int nights = 0;
  for (guint32 seed = 0; seed < PROBLEMS; seed++) {
    const InstanceSpec spec = {.seed = seed + 100,
                               .clients = 12,
                               .reps = 1 + (int)(seed % 2),
                               .weeks = 2,
                               .windows = seed % 3 == 0,
                               .split = seed % 3 == 0,
                               .limits = seed % 5 == 0,
                               .half_days = seed % 4 == 0};
    g_autoptr(Problem) p =
        instance_with_nights(&spec, 1 + (int)(seed % 3), MONEY_ONE / 2 * (int)(seed % 4), 4);
    g_autoptr(Solution) plan = search_run(p, &(EngineOptions){.seed = seed}, STEPS);
    assert_true(solution_is_admissible(p, plan));
    const SolutionCost cost = solution_cost(p, plan);
    g_autoptr(Bound) bound = bound_new(p);
    bound_improve(bound, 0, NULL);
    if (bound_value(bound) > solution_total(&cost) ||
        bound_core(bound) > cost.travel + cost.missed + cost.nights)
      fail_msg("seed %u: bound %ld above plan %ld", seed, (long)bound_value(bound),
               (long)solution_total(&cost));
    for (int s = 0; s < p->slots; s++)
      nights += plan->out[s];
  }
  assert_true(nights > PROBLEMS);
}

// A plan with nights that the whole engine makes is never called optimal by a proof that knows none.
static void test_engine(void **unused G_GNUC_UNUSED)
{
  enum { PROBLEMS = 60 };
  int optimal = 0;
  for (guint32 seed = 0; seed < PROBLEMS; seed++) {
    g_autoptr(Problem) p = tiny_problem(seed);
    if (!tiny_add_nights(p, seed) || !problem_validate(p))
      continue;
    const Money optimum = tiny_optimum(p);
    EngineResult found = engine_solve(p, &(EngineOptions){.seed = seed, .effort = EFFORT_NORMAL});
    if (!found.best)
      continue;
    assert_true(found.bound <= optimum && solution_total(&found.cost) >= optimum);
    if (found.status == PLAN_OPTIMAL)
      assert_int_equal(solution_total(&found.cost), optimum);
    optimal += found.status == PLAN_OPTIMAL;
    solution_free(found.best);
  }
  assert_true(optimal > 0);
}

static void test_repeatability(void **unused G_GNUC_UNUSED)
{
  for (size_t k = 0; k < G_N_ELEMENTS(SPECS); k++) {
    g_autoptr(Problem) p = instance_with_nights(&SPECS[k], 3, MONEY_ONE, SPECS[k].fixes > 0 ? 1 : 3);
    g_autoptr(Solution) one = search_run(p, &(EngineOptions){.seed = 3}, 4000);
    g_autoptr(Solution) two = search_run(p, &(EngineOptions){.seed = 3}, 4000);
    assert_non_null(one);
    assert_true(solution_is_admissible(p, one));
    const SolutionCost cost = solution_cost(p, one);
    assert_true(cost.nights > 0);
    assert_memory_equal(one->first, two->first, sizeof(int) * ((size_t)p->slots + 1));
    assert_memory_equal(one->client, two->client, sizeof(int) * (size_t)one->first[p->slots]);
    assert_memory_equal(one->out, two->out, sizeof(bool) * (size_t)p->slots);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_walks),
      cmocka_unit_test(test_tiny_problems),
      cmocka_unit_test(test_bound_is_valid),
      cmocka_unit_test(test_engine),
      cmocka_unit_test(test_bound_below_plans),
      cmocka_unit_test(test_repeatability),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

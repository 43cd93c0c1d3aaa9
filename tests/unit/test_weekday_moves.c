// SPDX-License-Identifier: GPL-3.0-or-later
// Moves of whole towns and days: figures hold against those computed afresh, calendars keep their rules, whoever is not
// asked stays, and undoing brings everything back.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
// cmocka wants the three above first
#include <cmocka.h>

#include "solver/search.h"
#include "solver/weekday_moves.h"
#include "tests/unit/instance.h"

static const InstanceSpec SPECS[] = {
    {.seed = 1, .clients = 50, .weekday = WEEKDAY_SAME},
    {.seed = 2, .clients = 40, .weekday = WEEKDAY_SAME, .windows = true, .split = true, .half_days = true},
    {.seed = 3, .clients = 40, .weekday = WEEKDAY_SAME, .limits = true, .previous = true, .fixes = 8},
    {.seed = 4, .clients = 40, .weekday = WEEKDAY_PREFER, .hard_gaps = true, .windows = true, .fixes = 6},
    {.seed = 5, .clients = 40, .reps = 2, .weeks = 4, .weekday = WEEKDAY_SAME},
};

typedef struct Bed {
  Problem *p;
  State *state;
  Recreate *recreate;
  Ruin *ruin;
  WeekdayMoves *moves;
  Random random;
} Bed;

static Bed bed_new(const InstanceSpec *spec)
{
  Bed bed = {.p = instance_new(spec), .random = {spec->seed}};
  for (int s = 0; s < bed.p->slots; s++) { // client 0 only on Wednesdays
    if (problem_weekday(bed.p, bed.p->slot[s].day) != 2)
      bed.p->allowed[s / 64] &= ~(UINT64_C(1) << (s % 64));
  }
  bed.state = state_new(bed.p);
  bed.recreate = recreate_new(bed.p);
  bed.ruin = ruin_new(bed.state);
  bed.moves = weekday_moves_new(bed.p);
  g_autoptr(Solution) start = search_run(bed.p, &(EngineOptions){.seed = 1}, 300);
  assert_true(state_load(bed.state, start));
  return bed;
}

static void bed_free(Bed *bed)
{
  weekday_moves_free(bed->moves);
  ruin_free(bed->ruin);
  recreate_free(bed->recreate);
  state_free(bed->state);
  problem_free(bed->p);
}

static void assert_holds(const State *state)
{
  g_autoptr(Solution) solution = state_solution(state);
  const SolutionCost cost = solution_cost(state->p, solution);
  assert_int_equal(state->total, solution_total(&cost));
  assert_true(solution_is_admissible(state->p, solution));
}

static void assert_same(const Problem *p, const Solution *a, const Solution *b)
{
  assert_memory_equal(a->first, b->first, sizeof(int) * ((size_t)p->slots + 1));
  assert_memory_equal(a->client, b->client, sizeof(int) * (size_t)a->first[p->slots]);
}

// The weekday of a client's visits that are no promises; -1: none, -2: several.
static int weekday_of(const State *state, int client)
{
  int weekday = -1;
  for (int k = 0; k < state->count[client]; k++) {
    const int slot = state_calendar(state, client)[k],
              here = problem_weekday(state->p, state->p->slot[slot].day);
    if (!state_is_fix(state, client, slot))
      weekday = weekday == -1 || weekday == here ? here : -2;
  }
  return weekday;
}

static bool is_taken(const Ruin *ruin, int client)
{
  for (int k = 0; k < ruin->count; k++) {
    if (ruin->client[k] == client)
      return true;
  }
  return false;
}

// Returns how many clients keep another weekday than before. Where two weekdays exchange clients, *parted: how many of these
// leave theirs, *arrived: how many of them are on the other one then.
static int move_town(Bed *bed, int *parted, int *arrived)
{
  State *state = bed->state;
  g_autofree int *before = g_new(int, (gsize)bed->p->n);
  int changed = 0, weekdays = 0;
  for (int i = 0; i < bed->p->n; i++)
    before[i] = weekday_of(state, i);
  if (!weekday_moves_take_towns(bed->moves, bed->ruin, state, &bed->random))
    return 0;
  for (int k = 0; k < bed->ruin->count; k++)
    weekdays |= 1 << MAX(0, before[bed->ruin->client[k]]);
  assert_true(bed->ruin->count > 0);
  if (bed->p->demand[0].same_weekday == WEEKDAY_SAME) // one leaves, or two change places
    assert_true(__builtin_popcount((unsigned)weekdays) <= 2);
  for (int k = 0; k < bed->ruin->count; k++)
    weekday_moves_put(bed->moves, bed->recreate, state, bed->ruin->client[k], &bed->random, 0);
  state_settle(state);
  for (int i = 0; i < bed->p->n; i++) {
    const int now = weekday_of(state, i);
    const bool leaves = now >= 0 && now != before[i];
    changed += leaves;
    *parted += leaves && __builtin_popcount((unsigned)weekdays) == 2;
    *arrived += leaves && __builtin_popcount((unsigned)weekdays) == 2 && (weekdays >> now & 1);
    assert_true(now == before[i] || is_taken(bed->ruin, i));
  }
  assert_false(is_taken(bed->ruin, 0));
  return changed;
}

static void test_towns_move(void **unused G_GNUC_UNUSED)
{
  for (size_t k = 0; k < G_N_ELEMENTS(SPECS); k++) {
    Bed bed = bed_new(&SPECS[k]);
    int changed = 0, many = 0, parted = 0, arrived = 0;
    for (int step = 0; step < 150; step++) {
      g_autoptr(Solution) before = state_solution(bed.state);
      const Money total = bed.state->total;
      state_begin(bed.state);
      const int here = move_town(&bed, &parted, &arrived);
      changed += here > 0;
      many += here > 2;
      assert_holds(bed.state);
      if (random_below(&bed.random, 2)) {
        state_rollback(bed.state);
        g_autoptr(Solution) after = state_solution(bed.state);
        assert_same(bed.p, before, after);
        assert_int_equal(bed.state->total, total);
      }
    }
    assert_true(changed > 30 && many > 5);
    if (bed.p->demand[0].same_weekday == WEEKDAY_SAME)
      assert_true(parted > 100 && arrived * 5 > parted * 4); // the others found no room there
    bed_free(&bed);
  }
}

static Money travel_of(const State *state, int *visits)
{
  Money travel = 0;
  *visits = 0;
  for (int s = 0; s < state->p->slots; s++) {
    travel += state->route[s].cost;
    *visits += state->route[s].count;
  }
  return travel;
}

// Whole routes change days: travel and visits stay what they are.
static void test_days_move(void **unused G_GNUC_UNUSED)
{
  for (size_t k = 0; k < G_N_ELEMENTS(SPECS); k++) {
    Bed bed = bed_new(&SPECS[k]);
    State *state = bed.state;
    int moved = 0, visits, now;
    const Money travel = travel_of(state, &visits);
    for (int step = 0; step < 1500; step++) {
      g_autoptr(Solution) before = state_solution(state);
      state_begin(state);
      if (!weekday_moves_days(state, step % 2 == 0, &bed.random)) {
        state_rollback(state);
        g_autoptr(Solution) after = state_solution(state);
        assert_same(bed.p, before, after);
        continue;
      }
      moved++;
      state_settle(state);
      assert_int_equal(travel_of(state, &now), travel);
      assert_int_equal(now, visits);
      assert_holds(state);
    }
    assert_true(moved > 5);
    bed_free(&bed);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_towns_move), cmocka_unit_test(test_days_move)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

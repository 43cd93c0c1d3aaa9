// SPDX-License-Identifier: GPL-3.0-or-later
// The search's incremental figures against those computed afresh: random insertions, removals and exchanges, some
// undone, with every kind of limit.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
// cmocka wants the three above first
#include <cmocka.h>

#include "solver/recreate.h"
#include "solver/state.h"
#include "tests/unit/instance.h"

static const InstanceSpec SPECS[] = {
    {.seed = 1, .clients = 40},
    {.seed = 2, .clients = 40, .windows = true, .split = true, .half_days = true},
    {.seed = 3, .clients = 30, .weekday = WEEKDAY_PREFER, .limits = true, .previous = true, .fixes = 6},
    {.seed = 4, .clients = 30, .weekday = WEEKDAY_SAME, .hard_gaps = true, .windows = true},
    {.seed = 5, .clients = 40, .reps = 2, .weeks = 4, .previous = true},
};

// What a route's stops add up to, counted afresh.
static void assert_visits_hold(const State *state, int slot)
{
  const Problem *p = state->p;
  int64_t load = 0, service = 0;
  for (int k = 0; k < state->route[slot].count; k++) {
    int32_t seconds;
    problem_starts(p, state_stops(state, slot)[k], slot, &seconds);
    service += seconds;
    load += p->demand[state_stops(state, slot)[k]].load;
  }
  assert_int_equal(state->route[slot].service, service);
  assert_int_equal(state->route[slot].load, load);
}

static void assert_costs_hold(const State *state)
{
  g_autoptr(Solution) solution = state_solution(state);
  const SolutionCost cost = solution_cost(state->p, solution);
  assert_int_equal(state->total, solution_total(&cost));
  for (int s = 0; s < state->p->slots; s++) {
    const int first = solution->first[s], count = solution->first[s + 1] - first;
    int64_t travel = 0;
    assert_true(count == 0 || route_times(state->p, s, solution->client + first, count, NULL) >= 0);
    assert_int_equal(state->route[s].cost, route_cost(state->p, s, solution->client + first, count, &travel));
    assert_int_equal(state->route[s].travel, travel);
    assert_visits_hold(state, s);
  }
}

// Cheapest feasible position, tried one by one.
static Money least_insertion(const State *state, int client, int slot)
{
  const Problem *p = state->p;
  const int count = state->route[slot].count;
  g_autofree int *stop = g_new(int, (gsize)count + 1);
  Money least = MONEY_MAX;
  for (int at = 0; at <= count; at++) {
    memcpy(stop, state_stops(state, slot), sizeof(int) * (size_t)at);
    stop[at] = client;
    memcpy(stop + at + 1, state_stops(state, slot) + at, sizeof(int) * (size_t)(count - at));
    if (route_times(p, slot, stop, count + 1, NULL) >= 0)
      least = MIN(least, route_cost(p, slot, stop, count + 1, NULL) - state->route[slot].cost);
  }
  return least;
}

static void change_at_random(State *state, Recreate *recreate, Random *random)
{
  const Problem *p = state->p;
  const int client = random_below(random, p->n), slot = random_below(random, p->slots);
  switch (random_below(random, 4)) {
  case 0: state_clear_client(state, client); break;
  case 1:
    state_clear_client(state, client);
    recreate_client(recreate, state, client, random, random_below(random, 2) * 100);
    assert_true(state_client_is_admissible(state, client));
    break;
  case 2: recreate_visit(recreate, state, client, random, 10); break;
  default: state_swap_slots(state, slot, random_below(random, p->slots)); break;
  }
}

static void walk(const InstanceSpec *spec)
{
  g_autoptr(Problem) p = instance_new(spec);
  g_autoptr(State) state = state_new(p);
  g_autoptr(Recreate) recreate = recreate_new(p);
  Random random = {spec->seed};
  assert_true(state_load(state, NULL));
  for (int step = 0; step < 3000; step++) {
    state_begin(state);
    const Money before = state->total;
    for (int k = random_below(&random, 6); k >= 0; k--)
      change_at_random(state, recreate, &random);
    const int client = random_below(&random, p->n), slot = random_below(&random, p->slots);
    if (state->count[client] < p->demand[client].visits && !problem_fix(p, client, slot))
      assert_int_equal(state_insertion(state, client, slot)->delta, least_insertion(state, client, slot));
    state_settle(state);
    if (step % 10 == 0)
      assert_costs_hold(state);
    if (random_below(&random, 2)) {
      state_rollback(state);
      assert_int_equal(state->total, before);
    }
    if (step % 10 == 5)
      assert_costs_hold(state);
  }
}

static void test_walks(void **unused G_GNUC_UNUSED)
{
  for (size_t k = 0; k < G_N_ELEMENTS(SPECS); k++)
    walk(&SPECS[k]);
}

// What a route has over the limits, counted afresh.
static Money penalty_of(const State *state, int slot)
{
  const Problem *p = state->p;
  const Slot *day = &p->slot[slot];
  int64_t load = 0, work = state->route[slot].travel;
  for (int k = 0; k < state->route[slot].count; k++) {
    load += p->demand[state_stops(state, slot)[k]].load;
    work += p->demand[state_stops(state, slot)[k]].service;
  }
  return state->price.load * MAX(0, load - day->max_load) +
         state->price.work * MAX(0, work - MIN(day->max_work, day->length));
}

// With prices, limits give way, insertions say what they cost, and everything comes back when the change is undone.
static void test_prices(void **unused G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = 8, .clients = 50, .reps = 2, .weeks = 1});
  for (int s = 0; s < p->slots; s++) {
    p->slot[s].max_load = 4;
    p->slot[s].max_work = p->slot[s].length / 2;
  }
  g_autoptr(State) state = state_new(p);
  Random random = {1};
  assert_true(state_load(state, NULL));
  state_set_prices(state, (Prices){.load = 1000, .work = 7});
  int over = 0;
  for (int step = 0; step < 2000; step++) {
    state_begin(state);
    const Money before = state->penalty;
    const int client = random_below(&random, p->n), slot = random_below(&random, p->slots);
    const Money old = state->total + state->penalty;
    if (state->count[client] > 0) {
      state_clear_client(state, client);
    } else if (state_insertion(state, client, slot)->delta < MONEY_MAX) {
      const Insertion insertion = *state_insertion(state, client, slot);
      state_insert(state, client, slot, insertion.position);
      assert_int_equal(state->total + state->penalty - old, insertion.delta);
    }
    state_settle(state);
    assert_int_equal(state->route[slot].penalty, penalty_of(state, slot));
    over += state->route[slot].penalty > 0;
    if (random_below(&random, 2)) {
      state_rollback(state);
      assert_int_equal(state->penalty, before);
    }
  }
  assert_true(over > 100);
  Money sum = 0;
  for (int s = 0; s < p->slots; s++)
    sum += penalty_of(state, s);
  assert_int_equal(state->penalty, sum);
}

// One visit at a time never breaks a rule of the calendar, whatever was taken out before.
static void test_visits_keep_rules(void **unused G_GNUC_UNUSED)
{
  for (size_t k = 0; k < G_N_ELEMENTS(SPECS); k++) {
    g_autoptr(Problem) p = instance_new(&SPECS[k]);
    g_autoptr(State) state = state_new(p);
    g_autoptr(Recreate) recreate = recreate_new(p);
    Random random = {7};
    assert_true(state_load(state, NULL));
    for (int step = 0; step < 4000; step++) {
      state_begin(state);
      const int client = random_below(&random, p->n), count = state->count[client];
      const int slot = count > 0 ? state_calendar(state, client)[random_below(&random, count)] : -1;
      if (slot >= 0 && random_below(&random, 3) == 0 && !state_is_fix(state, client, slot))
        state_remove(state, client, slot);
      else
        recreate_visit(recreate, state, client, &random, 50);
      state_settle(state);
      assert_true(state_client_is_admissible(state, client));
    }
    assert_costs_hold(state);
  }
}

// What the routes and this client cost with the best of all its calendars, tried one by one.
static Money least_calendar(State *state, int client)
{
  const Problem *p = state->p;
  const Money others = state->total - state->client_cost[client];
  Money least = MONEY_MAX;
  for (unsigned days = 0; days < 1U << p->slots; days++) {
    int slot[16], count = 0;
    Money cost = others;
    for (int s = 0; s < p->slots && cost < MONEY_MAX; s++) {
      const bool fixed = problem_fix(p, client, s);
      if (!(days >> s & 1)) {
        cost = fixed ? MONEY_MAX : cost;
        continue;
      }
      const Money delta = fixed                              ? 0
                          : problem_is_allowed(p, client, s) ? state_insertion(state, client, s)->delta
                                                             : MONEY_MAX;
      cost = delta == MONEY_MAX ? MONEY_MAX : cost + delta;
      slot[count++] = s;
    }
    if (cost == MONEY_MAX || count > p->demand[client].visits ||
        !calendar_is_admissible(p, client, slot, count))
      continue;
    SolutionCost parts = {0};
    calendar_add_cost(p, client, slot, count, &parts);
    least = MIN(least, cost + solution_total(&parts));
  }
  return least;
}

// A client's calendar is the best one for the routes as they stand.
static void test_calendars_are_best(void **unused G_GNUC_UNUSED)
{
  for (uint64_t seed = 1; seed <= 84; seed++) {
    g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = seed,
                                                        .clients = 12,
                                                        .weeks = 2,
                                                        .weekday = (SameWeekday)(seed % 3),
                                                        .hard_gaps = seed % 4 == 0,
                                                        .windows = seed % 2 == 0,
                                                        .half_days = seed % 5 == 0,
                                                        .previous = seed % 7 < 3,
                                                        .fixes = seed % 2 ? 3 : 0});
    for (int i = 0; i < p->n; i++)
      p->demand[i].visits = MAX(p->demand[i].visits, 1 + (int)(seed + (uint64_t)i) % 4);
    g_autoptr(State) state = state_new(p);
    g_autoptr(Recreate) recreate = recreate_new(p);
    Random random = {seed};
    assert_true(state_load(state, NULL));
    for (int round = 0; round < 4; round++) {
      for (int i = 0; i < p->n; i++) {
        state_begin(state);
        state_clear_client(state, i);
        state_settle(state);
        if (round % 2 == 0) // otherwise the calendar it had is there to begin with
          state_begin(state);
        const Money least = least_calendar(state, i);
        recreate_client(recreate, state, i, &random, 0);
        state_settle(state);
        assert_int_equal(state->total, least);
      }
      assert_costs_hold(state);
    }
  }
}

static void test_solutions_come_back(void **unused G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&SPECS[2]);
  g_autoptr(State) state = state_new(p);
  g_autoptr(Recreate) recreate = recreate_new(p);
  Random random = {1};
  assert_true(state_load(state, NULL));
  for (int i = 0; i < p->n; i++) {
    state_begin(state);
    state_clear_client(state, i);
    recreate_client(recreate, state, i, &random, 0);
    state_settle(state);
  }
  g_autoptr(Solution) solution = state_solution(state);
  assert_true(solution_is_admissible(p, solution));
  const Money total = state->total;
  g_autoptr(State) other = state_new(p);
  assert_true(state_load(other, solution));
  assert_int_equal(other->total, total);
  assert_costs_hold(other);
}

// What others leave between their visits can cost more than missing a visit: one between them is then worth its way, though
// it is dearer than nothing at all.
static void test_between_others(void **unused G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = 1, .clients = 2, .weeks = 4});
  Demand *demand = &p->demand[0];
  int *outside = problem_take(p, g_new(int, 2));
  outside[0] = 0;
  outside[1] = 25;
  *demand = (Demand){.visits = 1, .service = 60, .gap_min = 1, .gap_cost = 100 * MONEY_ONE, .soft_max = 14};
  demand->previous = demand->first_by = NO_DAY;
  demand->outside = outside;
  demand->outsides = 2;
  demand->miss_cost = 1;
  g_autoptr(State) state = state_new(p);
  g_autoptr(Recreate) recreate = recreate_new(p);
  Random random = {1};
  assert_true(state_load(state, NULL));
  assert_int_equal(state->client_cost[0], 11 * 100 * MONEY_ONE + 1);
  state_begin(state);
  recreate_client(recreate, state, 0, &random, 0);
  state_settle(state);
  assert_int_equal(state->count[0], 1);
  assert_int_equal(state->client_cost[0], 0);
  // Where they leave nothing to mend, the way is not worth it.
  outside[1] = 14;
  p->days = 28;
  g_autoptr(State) other = state_new(p);
  assert_true(state_load(other, NULL));
  state_begin(other);
  recreate_client(recreate, other, 0, &random, 0);
  assert_int_equal(other->count[0], 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_walks),
      cmocka_unit_test(test_prices),
      cmocka_unit_test(test_between_others),
      cmocka_unit_test(test_visits_keep_rules),
      cmocka_unit_test(test_calendars_are_best),
      cmocka_unit_test(test_solutions_come_back),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The bound against all plans of tiny problems, against itself from other starting memories, and against simple plans
// of random problems with each feature on.
#include "solver/bound_parts.h"
#include "tests/unit/instance.h"
#include "tests/unit/tiny.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static Money value_of(const Problem *p, int near, bool *finished)
{
  g_autoptr(Bound) bound = bound_new_with_memory(p, near);
  *finished = bound_improve(bound, 0, NULL);
  assert_true(bound_core(bound) <= bound_value(bound));
  return bound_value(bound);
}

// Never above the optimum, whatever is switched on; often equal to it.
static void test_never_above_the_optimum(void **state G_GNUC_UNUSED)
{
  enum { PROBLEMS = 1500 };
  int feasible = 0, tight = 0;
  for (guint32 seed = 0; seed < PROBLEMS; seed++) {
    g_autoptr(Problem) p = tiny_problem(seed);
    const Money optimum = tiny_optimum(p);
    bool finished;
    const Money value = value_of(p, 8, &finished);
    assert_true(finished);
    if (optimum == INT64_MAX)
      continue;
    if (value > optimum)
      fail_msg("seed %u: bound %ld above optimum %ld", seed, (long)value, (long)optimum);
    feasible++;
    tight += value >= optimum - optimum / 100;
  }
  assert_true(feasible > PROBLEMS * 9 / 10 && tight > PROBLEMS / 5);
}

// The memories that routes start with do not matter in the end.
static void check_memories(const InstanceSpec *spec)
{
  g_autoptr(Problem) p = instance_new(spec);
  bool finished[3];
  const Money value[3] = {value_of(p, 4, &finished[0]), value_of(p, 8, &finished[1]),
                          value_of(p, 12, &finished[2])};
  for (int k = 0; k < 3; k++) {
    assert_true(finished[k]);
    assert_true(llabs(value[k] - value[0]) <= value[0] / 4000); // the cuts found differ a little
  }
}

static void test_memories(void **state G_GNUC_UNUSED)
{
  for (uint64_t seed = 1; seed <= 5; seed++) {
    check_memories(&(InstanceSpec){.seed = seed, .clients = 25});
    check_memories(&(InstanceSpec){.seed = seed, .clients = 20, .windows = true, .split = true, .weeks = 4});
    check_memories(
        &(InstanceSpec){.seed = seed, .clients = 20, .half_days = true, .limits = true, .weeks = 4});
    check_memories(&(InstanceSpec){.seed = seed, .clients = 20, .reps = 2, .weeks = 4, .fixes = 6});
  }
}

// Visits in random order, each put where it costs least among a few days drawn; what does not fit is missed.
static Solution *simple_plan(const Problem *p, GRand *dice)
{
  GArray **route = g_new(GArray *, (gsize)p->slots + 1);
  for (int s = 0; s < p->slots; s++)
    route[s] = g_array_new(FALSE, FALSE, sizeof(int));
  for (int k = 0; k < p->fixes; k++)
    g_array_append_val(route[p->fix[k].slot], p->fix[k].client);
  for (int i = 0; i < p->n; i++) {
    int calendar[64], count = 0;
    for (int s = 0; s < p->slots && count < 64; s++) {
      if (problem_fix(p, i, s))
        calendar[count++] = s;
    }
    for (int tries = 0; tries < 200 && count < MIN(p->demand[i].visits, 63); tries++) {
      const int s = g_rand_int_range(dice, 0, p->slots);
      int at = 0;
      while (at < count && p->slot[calendar[at]].day < p->slot[s].day)
        at++;
      if (!problem_is_allowed(p, i, s) || (at < count && p->slot[calendar[at]].day == p->slot[s].day))
        continue;
      memmove(calendar + at + 1, calendar + at, sizeof(int) * (size_t)(count - at));
      calendar[at] = s;
      const guint place = (guint)g_rand_int_range(dice, 0, (int)route[s]->len + 1);
      g_array_insert_val(route[s], place, i);
      if (calendar_is_admissible(p, i, calendar, count + 1) &&
          route_times(p, s, (int *)(void *)route[s]->data, (int)route[s]->len, NULL) >= 0) {
        count++;
        continue;
      }
      g_array_remove_index(route[s], place);
      memmove(calendar + at, calendar + at + 1, sizeof(int) * (size_t)(count - at));
    }
  }
  int visits = 0;
  for (int s = 0; s < p->slots; s++)
    visits += (int)route[s]->len;
  Solution *plan = solution_new(p, visits);
  visits = 0;
  for (int s = 0; s < p->slots; s++) {
    plan->first[s] = visits;
    for (guint k = 0; k < route[s]->len; k++)
      plan->client[visits++] = g_array_index(route[s], int, k);
    g_array_unref(route[s]);
  }
  plan->first[p->slots] = visits;
  g_free(route);
  return plan;
}

static void check_below_plans(const InstanceSpec *spec, int *compared)
{
  g_autoptr(Problem) p = instance_new(spec);
  g_autoptr(GRand) dice = g_rand_new_with_seed((guint32)spec->seed);
  bool finished;
  const Money value = value_of(p, 8, &finished);
  for (int k = 0; k < 3; k++) {
    g_autoptr(Solution) plan = simple_plan(p, dice);
    if (!solution_is_admissible(p, plan))
      continue;
    const SolutionCost cost = solution_cost(p, plan);
    assert_true(value <= solution_total(&cost));
    (*compared)++;
  }
}

static void test_never_above_a_plan(void **state G_GNUC_UNUSED)
{
  int compared = 0;
  for (uint64_t seed = 1; seed <= 20; seed++) {
    check_below_plans(&(InstanceSpec){.seed = seed, .clients = 12, .weeks = 4}, &compared);
    check_below_plans(&(InstanceSpec){.seed = seed, .clients = 12, .weeks = 4, .windows = true}, &compared);
    check_below_plans(&(InstanceSpec){.seed = seed, .clients = 12, .weeks = 4, .split = true}, &compared);
    check_below_plans(&(InstanceSpec){.seed = seed, .clients = 12, .weeks = 8, .half_days = true}, &compared);
    check_below_plans(&(InstanceSpec){.seed = seed, .clients = 15, .weeks = 4, .limits = true}, &compared);
    check_below_plans(&(InstanceSpec){.seed = seed, .clients = 15, .weeks = 4, .fixes = 5}, &compared);
    check_below_plans(&(InstanceSpec){.seed = seed, .clients = 15, .reps = 2, .weeks = 2}, &compared);
    check_below_plans(
        &(InstanceSpec){.seed = seed, .clients = 12, .weekday = WEEKDAY_SAME, .hard_gaps = true}, &compared);
    check_below_plans(
        &(InstanceSpec){.seed = seed, .clients = 12, .weekday = WEEKDAY_PREFER, .previous = true}, &compared);
  }
  assert_true(compared > 300);
}

// What it says after few steps is valid, rises, and ends where it ends without a stop.
static void test_any_time(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = 4, .clients = 30});
  bool finished;
  const Money whole = value_of(p, 8, &finished);
  g_autoptr(Bound) bound = bound_new(p);
  Money last = 0;
  while (!bound_improve(bound, 20000, NULL)) {
    assert_true(bound_value(bound) >= last && bound_value(bound) <= whole + whole / 4000);
    last = bound_value(bound);
  }
  assert_true(llabs(bound_value(bound) - whole) <= whole / 4000);
  const gint stop = 1;
  g_autoptr(Bound) stopped = bound_new(p);
  assert_false(bound_improve(stopped, 0, &(EngineOptions){.stop = &stop}));
  assert_true(bound_value(stopped) <= whole);
}

// More work than days: duals are large and change much, and still there is something to show after few steps.
static void test_overload(void **state G_GNUC_UNUSED)
{
  for (uint64_t seed = 1; seed <= 4; seed++) {
    const InstanceSpec spec = {
        .seed = seed, .clients = 40, .load = 1.6, .weeks = 6, .windows = true, .split = true};
    g_autoptr(Problem) p = instance_new(&spec);
    g_autoptr(Bound) bound = bound_new(p);
    assert_false(bound_improve(bound, 300000, NULL));
    assert_true(bound_core(bound) > bound->master->constant);
  }
}

static void test_routes(void **state G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&(InstanceSpec){.seed = 4, .clients = 30});
  g_autoptr(Bound) bound = bound_new(p);
  bound_improve(bound, 0, NULL);
  const GPtrArray *routes = bound_routes(bound);
  double use = 0;
  assert_true(routes->len > 30);
  for (guint r = 0; r < routes->len; r++) {
    const BoundRoute *route = routes->pdata[r];
    use += route->use;
    assert_true(route_times(p, route->slot, route->client, route->count, NULL) >= 0);
    assert_int_equal(route->cost, route_cost(p, route->slot, route->client, route->count, NULL));
  }
  assert_true(use > 1 && use <= p->slots + 1e-6);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_never_above_the_optimum),
      cmocka_unit_test(test_memories),
      cmocka_unit_test(test_never_above_a_plan),
      cmocka_unit_test(test_any_time),
      cmocka_unit_test(test_overload),
      cmocka_unit_test(test_routes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

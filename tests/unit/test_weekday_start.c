// SPDX-License-Identifier: GPL-3.0-or-later
// The weekday program against enumeration, sketches of a weekday by hand, towns, clients put on a weekday that is asked
// for, and the founders made of it: rules kept, weekdays kept, repeatable.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
// cmocka wants the three above first
#include <cmocka.h>

#include "solver/cycle_start.h"
#include "solver/mip.h"
#include "solver/recreate.h"
#include "solver/search.h"
#include "solver/towns.h"
#include "solver/weekday_program.h"
#include "solver/weekday_sketch.h"
#include "solver/weekday_start.h"
#include "tests/unit/instance.h"

static const InstanceSpec SPECS[] = {
    {.seed = 1, .clients = 60, .weekday = WEEKDAY_SAME},
    {.seed = 2, .clients = 40, .weekday = WEEKDAY_SAME, .windows = true, .split = true, .half_days = true},
    {.seed = 3, .clients = 40, .weekday = WEEKDAY_SAME, .limits = true, .previous = true, .fixes = 8},
    {.seed = 4, .clients = 40, .weekday = WEEKDAY_SAME, .hard_gaps = true, .windows = true, .fixes = 6},
    {.seed = 5, .clients = 40, .weeks = 2, .weekday = WEEKDAY_PREFER},
};

static void assert_near(double value, double expected, double within)
{
  assert_true(fabs(value - expected) <= within);
}

// ---- Program --------------------------------------------------------------------------------------------------------

enum { SETS = 13 };

// Least cost of all choices within the counts of weekdays.
static double least_cost(const WeekdayProgram *program)
{
  double least = HUGE_VAL;
  for (unsigned pick = 0; pick < 1U << program->sets; pick++) {
    int used[7] = {0};
    uint64_t there = 0;
    double cost = 0;
    bool kept = true;
    for (int k = 0; k < program->sets; k++) {
      if (!(pick >> k & 1))
        continue;
      const WeekdaySet *set = &program->set[k];
      kept = kept && ++used[set->kind] <= program->weekdays[set->kind];
      there |= set->towns;
      cost += set->cost;
    }
    cost += program->left_cost * (program->towns - __builtin_popcountll(there));
    least = kept && cost < least ? cost : least;
  }
  return least;
}

static void test_program_against_enumeration(void **unused G_GNUC_UNUSED)
{
  Random random = {1};
  for (int round = 0; round < 60; round++) {
    WeekdaySet set[SETS];
    const int weekdays[2] = {1 + random_below(&random, 3), random_below(&random, 3)};
    const WeekdayProgram program = {.towns = 6,
                                    .kinds = 2,
                                    .sets = SETS,
                                    .weekdays = weekdays,
                                    .set = set,
                                    .left_cost = random_below(&random, 2) ? 100 : 8};
    for (int k = 0; k < SETS; k++)
      set[k] = (WeekdaySet){1 + (uint64_t)random_below(&random, 63), random_below(&random, 2),
                            1 + random_below(&random, 30)};
    bool chosen[SETS] = {false};
    const double cost = weekday_program_solve(&program, 0, chosen);
    assert_near(cost, least_cost(&program), 1e-6);
    int used[2] = {0};
    for (int k = 0; k < SETS; k++)
      used[set[k].kind] += chosen[k];
    assert_true(used[0] <= weekdays[0] && used[1] <= weekdays[1]);
    const double again = weekday_program_solve(&program, 1, chosen); // what it begins with is kept
    assert_near(again, cost, 1e-6);
  }
  mip_thread_end();
}

// ---- Sketches -------------------------------------------------------------------------------------------------------

static void test_sketches(void **unused G_GNUC_UNUSED)
{
  assert_int_equal(sketch_weeks(13, 13), 4);
  assert_int_equal(sketch_weeks(6, 13), 2);
  assert_int_equal(sketch_weeks(3, 13), 1);
  assert_int_equal(sketch_weeks(2, 2), 2);
  assert_int_equal(sketch_weeks(1, 2), 1);
  g_autoptr(Problem) p = instance_new(&SPECS[0]);
  const Slot *slot = &p->slot[0];
  Sketch sketch = {.p = p, .weeks = 4, .times = 3.25, .room_s = INT32_MAX, .over_cost = 1000};
  const Money there = problem_leg_cost(p, slot, slot->start, 0),
              back = problem_leg_cost(p, slot, 0, slot->end);
  const SketchClient weekly = {0, 4}, seldom = {0, 1}, both[2] = {{0, 2}, {1, 2}};
  assert_near(sketch_cost(&sketch, &weekly, 1), 4 * 3.25 * (double)(there + back), 1);
  assert_near(sketch_cost(&sketch, &seldom, 1), 3.25 * (double)(there + back), 1);
  const double apart = sketch_cost(&sketch, both, 1) + sketch_cost(&sketch, both + 1, 1);
  assert_true(sketch_cost(&sketch, both, 2) <= apart);
  for (int w = 0; w < 4; w++) // together or on other weeks, each twice
    assert_int_equal(sketch.count[w] + sketch.count[(w + 1) % 4], 2);
  sketch.room_s = 0; // all work is over
  const int64_t work =
      problem_travel(p, slot, slot->start, 0) + problem_travel(p, slot, 0, slot->end) + p->demand[0].service;
  assert_near(sketch_cost(&sketch, &seldom, 1), 3.25 * ((double)(there + back) + 1000.0 * (double)work), 1e3);
}

// ---- Towns ----------------------------------------------------------------------------------------------------------

static void test_weekdays_of_clients(void **unused G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&SPECS[2]);
  for (int k = 0; k < p->fixes; k++) {
    const int weekday = problem_weekday(p, p->slot[p->fix[k].slot].day);
    assert_int_equal(client_weekdays(p, p->fix[k].client), 1 << weekday);
  }
  int client = 0;
  for (int k = 0; k < p->fixes; k++)
    client += p->fix[k].client == client;
  assert_int_equal(client_weekdays(p, client), 0x1f);
  for (int s = 0; s < p->slots; s++) { // on Mondays never, on Tuesdays once less than wanted
    const int day = p->slot[s].day, weekday = problem_weekday(p, day);
    if (weekday == 0 || (weekday == 1 && day / 7 < p->days / 7 - p->demand[client].visits + 1))
      p->allowed[client * p->words + s / 64] &= ~(UINT64_C(1) << (s % 64));
  }
  assert_int_equal(client_weekdays(p, client), 0x1c);
}

static void test_towns(void **unused G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&SPECS[3]);
  for (int i = 0; i < p->n; i += 6)
    p->demand[i].visits = 1;
  Random random = {3};
  const int64_t most_s = 8 * HOUR_S;
  g_autoptr(Towns) towns = towns_new(p, most_s, &random);
  int64_t work[TOWNS_MOST] = {0};
  int clients[TOWNS_MOST] = {0};
  assert_true(towns->count > 1 && towns->count < p->n);
  for (int i = 0; i < p->n; i++) {
    const int town = towns->of[i];
    assert_true((town < 0) == (p->demand[i].visits < 2));
    if (town < 0)
      continue;
    assert_int_equal(towns->weekdays[town], client_weekdays(p, i));
    work[town] += (int64_t)p->demand[i].visits * p->demand[i].service;
    clients[town]++;
  }
  for (int c = 0; c < towns->count; c++)
    assert_true(clients[c] == 1 || work[c] <= most_s);
  g_autoptr(Problem) many = instance_new(&(InstanceSpec){.seed = 9, .clients = 300, .weekday = WEEKDAY_SAME});
  g_autoptr(Towns) few = towns_new(many, most_s, &random);
  assert_true(few->count <= TOWNS_MOST);
}

// ---- A weekday that is asked for ------------------------------------------------------------------------------------

static void test_clients_on_a_weekday(void **unused G_GNUC_UNUSED)
{
  for (size_t k = 0; k < G_N_ELEMENTS(SPECS); k++) {
    g_autoptr(Problem) p = instance_new(&SPECS[k]);
    g_autoptr(State) state = state_new(p);
    g_autoptr(Recreate) recreate = recreate_new(p);
    g_autoptr(Solution) start = search_run(p, &(EngineOptions){.seed = 1}, 100);
    assert_true(state_load(state, start));
    Random random = {1};
    int planned = 0;
    for (int i = 0; i < p->n; i++) {
      const int weekday = random_below(&random, 5);
      state_begin(state);
      state_clear_client(state, i);
      recreate_client_on(recreate, state, i, weekday, &random, 0);
      state_settle(state);
      assert_true(state_client_is_admissible(state, i));
      for (int v = 0; v < state->count[i] && p->demand[i].same_weekday == WEEKDAY_SAME; v++) {
        const int slot = state_calendar(state, i)[v];
        assert_true(state_is_fix(state, i, slot) || problem_weekday(p, p->slot[slot].day) == weekday);
      }
      planned += state->count[i];
    }
    assert_true(planned > 0);
    g_autoptr(Solution) solution = state_solution(state);
    assert_true(solution_is_admissible(p, solution));
  }
}

// ---- Founders -------------------------------------------------------------------------------------------------------

static void test_starts(void **unused G_GNUC_UNUSED)
{
  for (size_t k = 0; k < G_N_ELEMENTS(SPECS); k++) {
    g_autoptr(Problem) p = instance_new(&SPECS[k]);
    assert_true(weekday_start_applies(p));
    for (uint64_t seed = 1; seed <= 3; seed++) {
      g_autoptr(Solution) one = weekday_start(p, &(Random){seed}), two = weekday_start(p, &(Random){seed});
      assert_non_null(one);
      assert_true(solution_is_admissible(p, one));
      assert_memory_equal(one->first, two->first, sizeof(int) * ((size_t)p->slots + 1));
      assert_memory_equal(one->client, two->client, sizeof(int) * (size_t)one->first[p->slots]);
    }
  }
  g_autoptr(Problem) free_days = instance_new(&(InstanceSpec){.seed = 1, .clients = 30});
  assert_false(weekday_start_applies(free_days));
  mip_thread_end();
}

// Short searches from the program's weekdays end lower than from nothing.
static void test_starts_are_good(void **unused G_GNUC_UNUSED)
{
  Money from_program = 0, from_nothing = 0;
  for (uint64_t seed = 1; seed <= 4; seed++) {
    g_autoptr(Problem) p =
        instance_new(&(InstanceSpec){.seed = seed, .clients = 80, .weekday = WEEKDAY_SAME});
    g_autoptr(Solution) start = weekday_start(p, &(Random){seed});
    EngineOptions options = {.seed = seed, .heat = 1};
    g_autoptr(Solution) other = search_run(p, &options, 800);
    options.start = start;
    options.heat = 0.1;
    g_autoptr(Solution) better = search_run(p, &options, 800);
    const SolutionCost cost = solution_cost(p, better), other_cost = solution_cost(p, other);
    from_program += solution_total(&cost);
    from_nothing += solution_total(&other_cost);
  }
  assert_true(from_program < from_nothing);
  mip_thread_end();
}

// Weekly clients at one place, three to a weekday, whose lengths fill all weekdays to the minute: all visits find room on
// the weekdays of a perfect sharing alone.
static Problem *full_weekdays(uint64_t seed)
{
  enum { WEEKDAYS = 5, WEEKS = 4, WAY_S = 10 * MINUTE_S, LEAST_S = 97 * MINUTE_S };
  Problem *p = instance_new(
      &(InstanceSpec){.seed = seed, .clients = 3 * WEEKDAYS, .weeks = WEEKS, .weekday = WEEKDAY_SAME});
  instance_gather(p, WAY_S);
  Random random = {seed};
  const int32_t day_s = p->slot[0].length - 2 * WAY_S;
  for (int w = 0; w < WEEKDAYS; w++) {
    const int32_t spare = day_s - 3 * LEAST_S;
    int32_t left = day_s;
    for (int k = 0; k < 3; k++) { // client w of each third
      Demand *demand = &p->demand[k * WEEKDAYS + w];
      demand->visits = WEEKS;
      demand->service = k == 2 ? left : LEAST_S + MINUTE_S * random_below(&random, spare / 2 / MINUTE_S);
      left -= demand->service;
    }
  }
  for (int i = 0; i < p->n; i++)
    p->starts[i] = (Starts){.count = 1, .span = {{0, p->slot[0].length - p->demand[i].service}}};
  return p;
}

// The sets that the program chooses decide the weekdays: all visits find room that way mostly. From the best sharing alone
// they do in one problem of the eight, and where clients choose for themselves in none.
static void test_program_decides_weekdays(void **unused G_GNUC_UNUSED)
{
  enum { PROBLEMS = 8 };
  int whole = 0;
  for (uint64_t seed = 1; seed <= PROBLEMS; seed++) {
    g_autoptr(Problem) p = full_weekdays(seed);
    assert_true(problem_validate(p));
    g_autoptr(Solution) start = weekday_start(p, &(Random){seed});
    const SolutionCost cost = solution_cost(p, start);
    assert_true(solution_is_admissible(p, start));
    whole += cost.missed == 0;
  }
  assert_true(whole > PROBLEMS / 2);
  mip_thread_end();
}

// ---- Cycles ---------------------------------------------------------------------------------------------------------

static void test_cycle_problem(void **unused G_GNUC_UNUSED)
{
  g_autoptr(Problem) p = instance_new(&SPECS[2]);
  g_autoptr(Problem) cycle = cycle_problem(p, 0.3);
  assert_true(problem_validate(cycle));
  assert_int_equal(cycle->slots, 20);
  assert_int_equal(cycle->fixes, 0);
  for (int i = 0; i < p->n; i++) {
    const int visits = p->demand[i].visits;
    const uint8_t weekdays = client_weekdays(p, i);
    const int wanted = weekdays == 0 || visits < 2 ? 0 : visits == 13 ? 4 : visits == 6 ? 2 : 1;
    assert_int_equal(cycle->demand[i].visits, wanted);
    for (int s = 0; s < cycle->slots; s++)
      assert_int_equal(problem_is_allowed(cycle, i, s),
                       weekdays >> problem_weekday(p, cycle->slot[s].day) & 1);
  }
  for (int s = 0; s < cycle->slots; s++)
    assert_true(cycle->slot[s].max_work <= p->slot[s].max_work &&
                cycle->slot[s].max_work > p->slot[s].max_work / 2);
}

static void test_cycle_starts(void **unused G_GNUC_UNUSED)
{
  for (size_t k = 0; k < G_N_ELEMENTS(SPECS); k++) {
    g_autoptr(Problem) p = instance_new(&SPECS[k]);
    assert_int_equal(cycle_start_applies(p), SPECS[k].weeks == 0);
    if (SPECS[k].weeks > 0)
      continue;
    const EngineOptions options = {.seed = k + 1, .effort = EFFORT_QUICK, .threads = 2};
    g_autoptr(Solution) one = cycle_start(p, &options), two = cycle_start(p, &options);
    assert_non_null(one);
    assert_true(solution_is_admissible(p, one));
    assert_memory_equal(one->first, two->first, sizeof(int) * ((size_t)p->slots + 1));
    assert_memory_equal(one->client, two->client, sizeof(int) * (size_t)one->first[p->slots]);
  }
  g_autoptr(Problem) team =
      instance_new(&(InstanceSpec){.seed = 1, .clients = 30, .reps = 2, .weekday = WEEKDAY_SAME});
  g_autoptr(Problem) free_days = instance_new(&(InstanceSpec){.seed = 1, .clients = 30});
  assert_false(cycle_start_applies(team));
  assert_false(cycle_start_applies(free_days));
  mip_thread_end();
}

// Where the horizon is whole cycles and all clients are in them, what is driven on a day is driven 28 days later.
static void test_cycles_come_again(void **unused G_GNUC_UNUSED)
{
  enum { CYCLE = 28 };
  for (uint64_t seed = 1; seed <= 3; seed++) {
    g_autoptr(Problem) p =
        instance_new(&(InstanceSpec){.seed = seed, .clients = 30, .weeks = 12, .weekday = WEEKDAY_SAME});
    for (int i = 0; i < p->n; i++)
      p->demand[i].visits = MAX(3, p->demand[i].visits);
    g_autoptr(Solution) start = cycle_start(p, &(EngineOptions){.seed = seed, .effort = EFFORT_QUICK});
    const SolutionCost cost = solution_cost(p, start);
    assert_int_equal(cost.missed, 0);
    g_autofree int *times = g_new0(int, (gsize)p->n *CYCLE + 1); // of a client on each day of the cycle
    for (int s = 0; s < p->slots; s++) {
      for (int v = start->first[s]; v < start->first[s + 1]; v++)
        times[start->client[v] * CYCLE + p->slot[s].day % CYCLE]++;
    }
    for (int k = 0; k < p->n * CYCLE; k++)
      assert_true(times[k] == 0 || times[k] == p->days / CYCLE);
  }
  mip_thread_end();
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_program_against_enumeration),
      cmocka_unit_test(test_sketches),
      cmocka_unit_test(test_weekdays_of_clients),
      cmocka_unit_test(test_towns),
      cmocka_unit_test(test_clients_on_a_weekday),
      cmocka_unit_test(test_starts),
      cmocka_unit_test(test_starts_are_good),
      cmocka_unit_test(test_program_decides_weekdays),
      cmocka_unit_test(test_cycle_problem),
      cmocka_unit_test(test_cycle_starts),
      cmocka_unit_test(test_cycles_come_again),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

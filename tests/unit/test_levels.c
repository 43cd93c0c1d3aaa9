// SPDX-License-Identifier: GPL-3.0-or-later
// Programs over levels against enumeration: S-shapes, a budget, limits that cannot be kept, prices.
#include "solver/levels.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "solver/random.h"

#include <cmocka.h>

enum { ITEMS = 6, LEVELS = 4, REPS = 2, CASES = 150 };

typedef struct Case {
  Level level[ITEMS * LEVELS];
  int first[ITEMS + 1], rep[ITEMS];
  int64_t capacity[REPS];
  Money budget;
} Case;

// Values in any shape that rises: also S-shapes and steps.
static Case random_case(Random *random, bool budget)
{
  Case made = {.budget = MONEY_NONE};
  Money costs = 0;
  for (int i = 0; i < ITEMS; i++) {
    int64_t minutes = 20 + random_below(random, 60);
    Money value = random_below(random, 50) * MONEY_ONE, cost = 0;
    made.rep[i] = random_below(random, REPS);
    made.first[i + 1] = (i + 1) * LEVELS;
    for (int k = 0; k < LEVELS; k++) {
      made.level[i * LEVELS + k] = (Level){value, k * minutes * MINUTE_S, cost};
      value += random_below(random, 3) ? random_below(random, 100) * MONEY_ONE : 0;
      cost += random_below(random, 30) * MONEY_ONE;
    }
    costs += cost;
  }
  for (int r = 0; r < REPS; r++)
    made.capacity[r] = (60 + random_below(random, 400)) * MINUTE_S;
  if (budget)
    made.budget = costs / 3;
  return made;
}

static LevelProgram program_of(const Case *made)
{
  return (LevelProgram){ITEMS, REPS, made->first, made->level, made->rep, made->capacity, made->budget};
}

static Money best_by_enumeration(const Case *made)
{
  Money best = INT64_MIN;
  for (int code = 0; code < 1 << (2 * ITEMS); code++) {
    int64_t time[REPS] = {0};
    Money value = 0, cost = 0;
    for (int i = 0; i < ITEMS; i++) {
      const Level *level = &made->level[i * LEVELS + (code >> (2 * i) & 3)];
      time[made->rep[i]] += level->time_s;
      value += level->value;
      cost += level->cost;
    }
    bool fits = made->budget == MONEY_NONE || cost <= made->budget;
    for (int r = 0; r < REPS; r++)
      fits = fits && time[r] <= made->capacity[r];
    if (fits && value > best)
      best = value;
  }
  return best;
}

static void expect_admissible(const Case *made, const LevelResult *result)
{
  int64_t time[REPS] = {0};
  Money value = 0, cost = 0;
  for (int i = 0; i < ITEMS; i++) {
    assert_in_range(result->choice[i], i * LEVELS, i * LEVELS + LEVELS - 1);
    const Level *level = &made->level[result->choice[i]];
    time[made->rep[i]] += level->time_s;
    value += level->value;
    cost += level->cost;
  }
  for (int r = 0; r < REPS; r++)
    assert_true(time[r] <= made->capacity[r]);
  assert_true(made->budget == MONEY_NONE || cost <= made->budget);
  assert_true(value == result->value);
}

static void test_against_enumeration(void **state)
{
  (void)state;
  Random random = {7};
  for (int c = 0; c < CASES; c++) {
    Case made = random_case(&random, c % 2);
    LevelProgram program = program_of(&made);
    g_autoptr(LevelResult) result = levels_solve(&program, 100000);
    expect_admissible(&made, result);
    Money best = best_by_enumeration(&made);
    if (result->value != best || result->bound < best || result->status != PLAN_OPTIMAL)
      fail_msg("case %d: found %g, bound %g, best %g", c, money_units(result->value),
               money_units(result->bound), money_units(best));
  }
}

// 10, 12, 100: two visits at once are worth it, the first alone is not. By slope at 0 the other account would win.
static void test_s_shape(void **state)
{
  (void)state;
  const Level level[] = {{10 * MONEY_ONE, 0, 0}, {12 * MONEY_ONE, 3600, 0}, {100 * MONEY_ONE, 7200, 0},
                         {10 * MONEY_ONE, 0, 0}, {40 * MONEY_ONE, 3600, 0}, {45 * MONEY_ONE, 7200, 0}};
  const int first[] = {0, 3, 6}, rep[] = {0, 0};
  const int64_t two[] = {7200}, three[] = {10800};
  LevelProgram program = {2, 1, first, level, rep, two, MONEY_NONE};
  g_autoptr(LevelResult) tight = levels_solve(&program, 1000);
  assert_int_equal(tight->choice[0], 2);
  assert_int_equal(tight->choice[1], 3);
  program.capacity_s = three;
  g_autoptr(LevelResult) wide = levels_solve(&program, 1000);
  assert_true(wide->value == 140 * MONEY_ONE);
}

static void test_over(void **state)
{
  (void)state;
  const Level level[] = {{5 * MONEY_ONE, 7200, 9}, {9 * MONEY_ONE, 9000, 9}};
  const int first[] = {0, 2}, rep[] = {0};
  const int64_t capacity[] = {3600};
  LevelProgram program = {1, 1, first, level, rep, capacity, 3};
  g_autoptr(LevelResult) result = levels_solve(&program, 1000);
  assert_true(result->over[0] && result->over_budget);
  assert_int_equal(result->choice[0], 0);
}

// One more hour and one more unit of budget earn what the prices say, to within the step of one level.
static void test_prices(void **state)
{
  (void)state;
  enum { MANY = 200 };
  static Level level[MANY * 3];
  static int first[MANY + 1], rep[MANY];
  Random random = {3};
  for (int i = 0; i < MANY; i++) {
    first[i + 1] = 3 * (i + 1);
    Money step = (100 + random_below(&random, 900)) * MONEY_ONE;
    for (int k = 0; k < 3; k++)
      level[3 * i + k] = (Level){k * step - (k == 2) * step / 3, k * 1800, k * 10 * MONEY_ONE};
  }
  int64_t capacity[] = {100 * 3600};
  for (int budgeted = 0; budgeted < 2; budgeted++) {
    LevelProgram program = {MANY, 1, first, level, rep, capacity, budgeted ? 1500 * MONEY_ONE : MONEY_NONE};
    g_autoptr(LevelResult) now = levels_solve(&program, 10000);
    if (budgeted)
      program.budget += 10 * MONEY_ONE;
    else
      capacity[0] += HOUR_S;
    g_autoptr(LevelResult) more = levels_solve(&program, 10000);
    double earned = money_units(more->value - now->value);
    double price = budgeted ? 10 * now->budget_price : money_units((Money)(now->price[0] * HOUR_S));
    assert_true(price > 0 && fabs(earned - price) <= 0.1 * price);
    if (budgeted)
      assert_true(fabs(now->budget_tried - now->budget_price) <= 0.1 * now->budget_price);
    else
      assert_true(fabs(now->tried[0] / (double)MONEY_ONE - earned) <= 0.1 * price);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_against_enumeration),
      cmocka_unit_test(test_s_shape),
      cmocka_unit_test(test_over),
      cmocka_unit_test(test_prices),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// A shortfall split by cause: adds up to the millionth whatever the figures, and blames what alone has changed.
#include "model/causes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { GROUPS = 4, CASES = 20000 };

static uint64_t below(uint64_t *state, uint64_t limit)
{
  *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (*state >> 33) % limit;
}

static Money sum(const Money *of, int count)
{
  Money all = 0;
  for (int k = 0; k < count; k++)
    all += of[k];
  return all;
}

static SalesSide random_side(uint64_t *state, int *visits, Money *sales)
{
  for (int g = 0; g < GROUPS; g++) {
    visits[g] = below(state, 5) ? (int)below(state, 400) : 0;
    sales[g] = visits[g] ? (Money)below(state, UINT64_C(2000000000)) * 1000 + (Money)below(state, 1000) : 0;
  }
  return (SalesSide){.days = (int)below(state, 40),
                     .service_s = (int64_t)below(state, 2000000),
                     .timed = (int)below(state, 3) ? (int)below(state, 900) : 0,
                     .visits = visits,
                     .sales = sales,
                     .other = (Money)below(state, 1000000)};
}

static void parts_add_up_exactly(void **unused)
{
  (void)unused;
  uint64_t state = 7;
  for (int k = 0; k < CASES; k++) {
    int visits_a[GROUPS], visits_b[GROUPS];
    Money sales_a[GROUPS], sales_b[GROUPS], part[CAUSES];
    const SalesSide planned = random_side(&state, visits_a, sales_a),
                    done = random_side(&state, visits_b, sales_b);
    causes_split(&planned, &done, GROUPS, part);
    assert_int_equal(sum(part, CAUSES),
                     sum(sales_b, GROUPS) + done.other - sum(sales_a, GROUPS) - planned.other);
  }
}

static const int visits[GROUPS] = {40, 30, 20, 10};
static const Money sales[GROUPS] = {4000 * MONEY_ONE, 3000 * MONEY_ONE, 1000 * MONEY_ONE, 200 * MONEY_ONE};
static const SalesSide plan = {
    .days = 20, .service_s = 100 * 1800, .timed = 100, .visits = visits, .sales = sales};

// All of the difference but rounding belongs to one cause.
static void blames(const SalesSide *done, Cause cause)
{
  Money part[CAUSES];
  causes_split(&plan, done, GROUPS, part);
  for (int k = 0; k < CAUSES; k++) {
    if (k != (int)cause)
      assert_true(part[k] >= -5 && part[k] <= 5);
  }
  assert_true(part[cause] < -100 * MONEY_ONE);
}

static void the_only_change_is_the_cause(void **unused)
{
  (void)unused;
  const int half[GROUPS] = {20, 15, 10, 5}, mixed[GROUPS] = {10, 20, 30, 40};
  const Money half_sales[GROUPS] = {sales[0] / 2, sales[1] / 2, sales[2] / 2, sales[3] / 2},
              poor[GROUPS] = {sales[0] / 3, sales[1], sales[2], sales[3]},
              mixed_sales[GROUPS] = {sales[0] / 4, sales[1] * 2 / 3, sales[2] * 3 / 2, sales[3] * 4};
  blames(&(SalesSide){10, 50 * 1800, 50, half, half_sales, 0}, CAUSE_DAYS);
  blames(&(SalesSide){20, 50 * 3600, 50, half, half_sales, 0}, CAUSE_SERVICE);
  blames(&(SalesSide){20, 50 * 1800, 50, half, half_sales, 0}, CAUSE_MISSED);
  blames(&(SalesSide){20, 100 * 1800, 100, visits, poor, 0}, CAUSE_YIELD);
  blames(&(SalesSide){20, 100 * 1800, 100, mixed, mixed_sales, 0}, CAUSE_MIX);
  blames(&(SalesSide){20, 100 * 1800, 100, visits, sales, -500 * MONEY_ONE}, CAUSE_OTHER);
}

// Longer visits cost nothing to who made them all.
static void slack_is_no_loss(void **unused)
{
  (void)unused;
  const SalesSide slow = {20, 100 * 2700, 100, visits, sales, 0};
  Money part[CAUSES];
  causes_split(&plan, &slow, GROUPS, part);
  for (int k = 0; k < CAUSES; k++)
    assert_int_equal(part[k], 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(parts_add_up_exactly),
      cmocka_unit_test(the_only_change_is_the_cause),
      cmocka_unit_test(slack_is_no_loss),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/units.h"

static void expect_text(char *text, const char *expected)
{
  assert_string_equal(text, expected);
  g_free(text);
}

static Day day_of(int year, int month, int day)
{
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_dmy(&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
  return (Day)g_date_get_julian(&date);
}

static void test_days(void **state)
{
  (void)state;
  assert_int_equal(day_weekday(day_of(2027, 1, 4)), 0);
  assert_int_equal(day_weekday(day_of(2027, 1, 10)), 6);
  assert_int_equal(day_weekday(day_of(2000, 2, 29)), 1);
  expect_text(day_text(day_of(2027, 1, 4)), "2027-01-04");
  expect_text(day_text(day_of(2027, 1, 4) + 56), "2027-03-01");
  expect_text(day_text(day_of(2028, 2, 28) + 1), "2028-02-29");
  for (Day day = day_of(2026, 1, 1); day < day_of(2030, 1, 1); day++) {
    GDate date;
    g_date_clear(&date, 1);
    g_date_set_julian(&date, (guint32)day);
    assert_int_equal(day_weekday(day), (int)g_date_get_weekday(&date) - 1);
  }
}

static void test_clock(void **state)
{
  (void)state;
  expect_text(clock_text(0), "00:00");
  expect_text(clock_text(8 * HOUR_S + 5 * MINUTE_S), "08:05");
  expect_text(clock_text(8 * HOUR_S + 5 * MINUTE_S + 7), "08:05:07");
  expect_text(clock_text(DAY_S - 1), "23:59:59");
  expect_text(clock_text(DAY_S), "24:00");
}

static void test_minutes(void **state)
{
  (void)state;
  expect_text(minutes_text(0), "0");
  expect_text(minutes_text(1950), "32.5");
  expect_text(minutes_text(1), "0.02");
  expect_text(minutes_text(29), "0.48");
  expect_text(minutes_text(3), "0.05");
  expect_text(minutes_text(-90), "-1.5");
  expect_text(minutes_text(6000), "100");
  expect_text(minutes_text(INT64_C(60) * 1000000000), "1000000000");
  // Two decimals tell every second from its neighbours.
  for (int s = 0; s < HOUR_S; s++) {
    char *text = minutes_text(s);
    double minutes = g_ascii_strtod(text, NULL);
    assert_int_equal((int)(minutes * MINUTE_S + 0.5), s);
    g_free(text);
  }
}

static void test_money(void **state)
{
  (void)state;
  expect_text(money_text(0), "0");
  expect_text(money_text(MONEY_ONE), "1");
  expect_text(money_text(-MONEY_ONE / 2), "-0.5");
  expect_text(money_text(1), "0.000001");
  expect_text(money_text(INT64_MAX), "9223372036854.775807");
  expect_text(money_text(INT64_MIN + 1), "-9223372036854.775807");
  expect_text(money_text(12 * MONEY_ONE + 340000), "12.34");
  assert_int_equal(money_from(0.1), 100000);
  assert_int_equal(money_from(-0.0000005), -1);
  assert_int_equal(money_from(0.0000004), 0);
  assert_true(money_units(money_from(1234.5)) == 1234.5);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_days),
      cmocka_unit_test(test_clock),
      cmocka_unit_test(test_minutes),
      cmocka_unit_test(test_money),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Figures as English and Spanish readers write them.
#include "plots/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect(char *text, const char *expected)
{
  assert_string_equal(text, expected);
  g_free(text);
}

static void numbers(void **state)
{
  (void)state;
  expect(figure_number("en", 1240, 0), "1,240");
  expect(figure_number("es", 1240, 0), "1.240");
  expect(figure_number("en", 1234567.891, 2), "1,234,567.89");
  expect(figure_number("es", 1234567.891, 2), "1.234.567,89");
  expect(figure_number("en", 999.6, 0), "1,000");
  expect(figure_number("en", -12.5, 1), "−12.5");
  expect(figure_number("en", -0.04, 1), "0.0");
  expect(figure_number("es_CO", 0.5, 1), "0,5");
  expect(figure_short("en", 9.94), "9.9");
  expect(figure_short("en", 9.96), "10");
  expect(figure_short("es", 1234.5), "1.234"); // half to even
  expect(figure_hours("en", 5400), "1.5");
}

static void percents(void **state)
{
  (void)state;
  expect(figure_percent("en", 0.256), "26%");
  expect(figure_percent("es", 0.256), "26\u00a0%");
  expect(figure_percent_fine("en", 0.0421), "4.2%");
  expect(figure_percent_fine("es", 1.005), "100,5\u00a0%");
}

static void money(void **state)
{
  (void)state;
  expect(figure_money("en", 850 * MONEY_ONE), "850");
  expect(figure_money("en", 999499 * MONEY_ONE), "999,499");
  expect(figure_money("en", 1250000 * MONEY_ONE), "1.2 million");
  expect(figure_money("en", INT64_C(1250000000) * MONEY_ONE), "1,250 million");
}

static Day day(GDateDay d, GDateMonth month, GDateYear year)
{
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_dmy(&date, d, month, year);
  return (Day)g_date_get_julian(&date);
}

static void dates(void **state)
{
  (void)state;
  expect(figure_day(day(5, 1, 2027)), "5 January");
  expect(figure_span(day(5, 1, 2027), day(5, 1, 2027)), "5 January");
  expect(figure_span(day(25, 1, 2027), day(29, 1, 2027)), "25–29 January");
  expect(figure_span(day(29, 3, 2027), day(2, 4, 2027)), "29 March – 2 April");
  expect(figure_span(day(25, 1, 2027), day(29, 1, 2028)), "25 January – 29 January");
}

static void periods(void **state)
{
  (void)state;
  expect(figure_period(day(4, 1, 2027), 91), "Q1 2027");
  expect(figure_period(day(29, 12, 2025), 91), "Q1 2026");
  expect(figure_period(day(1, 10, 2027), 92), "Q4 2027");
  expect(figure_period(day(4, 1, 2027), 28), "4–31 January 2027");
  expect(figure_period(day(1, 2, 2027), 91), "1 February – 2 May 2027");
}

static void lists(void **state)
{
  (void)state;
  const char *const names[] = {"Ana", "Luis", "Iván"};
  expect(figure_list(names, 1), "Ana");
  expect(figure_list(names, 2), "Ana and Luis");
  expect(figure_list(names, 3), "Ana, Luis and Iván");
  expect(figure_title(g_strdup("miércoles")), "Miércoles");
  expect(figure_title(g_strdup("ávila")), "Ávila");
  expect(figure_title(g_strdup("")), "");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers), cmocka_unit_test(percents), cmocka_unit_test(money),
      cmocka_unit_test(dates),   cmocka_unit_test(periods),  cmocka_unit_test(lists),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

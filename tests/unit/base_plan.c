// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/base_plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

Base base_new(void)
{
  Base base = {toy_new(3, 28), plan_new()};
  toy_matrix(base.territory, 10 * MINUTE_S, 8000);
  toy_set_visits(base.territory, 0, 4);
  toy_set_visits(base.territory, 1, 2);
  const int32_t stay = 30 * MINUTE_S;
  toy_visit(base.plan, 0, 0, "2027-01-04", toy_time(8, 10), stay);
  toy_visit(base.plan, 1, 0, "2027-01-04", toy_time(8, 50), stay);
  toy_visit(base.plan, 0, 0, "2027-01-11", toy_time(8, 10), stay);
  toy_visit(base.plan, 2, 0, "2027-01-13", toy_time(14, 0), stay);
  toy_visit(base.plan, 0, 0, "2027-01-18", toy_time(8, 10), stay);
  toy_visit(base.plan, 1, 0, "2027-01-18", toy_time(8, 50), stay);
  toy_visit(base.plan, 0, 0, "2027-01-25", toy_time(8, 10), stay);
  return base;
}

void base_free(Base *base)
{
  plan_free(base->plan);
  territory_free(base->territory);
}

void move_by(const Base *base, guint index, int32_t seconds)
{
  visit_at(base, index)->arrive_s += seconds;
  visit_at(base, index)->leave_s += seconds;
}

// All messages of a check, a line each; free with g_free.
char *messages(const Base *base, bool *valid, CheckTotals *totals)
{
  static const int line[] = {2, 3, 4, 5, 6, 7, 8, 9, 10};
  g_autoptr(Findings) findings = findings_new();
  *valid = check_plan(base->plan, base->territory, "calendar.csv", line, findings, totals);
  const GPtrArray *sorted = findings_sorted(findings);
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < sorted->len; i++) {
    g_autofree char *one = finding_text(g_ptr_array_index(sorted, i));
    g_string_append_printf(text, "%s\n", one);
  }
  return g_string_free(text, FALSE);
}

void expect_valid(const Base *base)
{
  bool valid;
  g_autofree char *said = messages(base, &valid, NULL);
  assert_string_equal(said, "");
  assert_true(valid);
}

void expect_broken(const Base *base, const char *expected)
{
  bool valid;
  g_autofree char *said = messages(base, &valid, NULL);
  if (!strstr(said, expected))
    assert_string_equal(said, expected); // shows both
  assert_false(valid);
}

void expect_cases(const Case *cases, size_t count)
{
  for (size_t i = 0; i < count; i++) {
    g_auto(Base) base = base_new();
    cases[i].change(&base);
    if (cases[i].expected)
      expect_broken(&base, cases[i].expected);
    else
      expect_valid(&base);
  }
}

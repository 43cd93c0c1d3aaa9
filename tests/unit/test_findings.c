// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/findings.h"

static void expect_at(Findings *findings, guint index, const char *expected)
{
  const GPtrArray *sorted = findings_sorted(findings);
  assert_true(index < sorted->len);
  char *text = finding_text(g_ptr_array_index(sorted, index));
  assert_string_equal(text, expected);
  g_free(text);
}

static void test_texts(void **state)
{
  (void)state;
  g_autoptr(Findings) findings = findings_new();
  findings_add(findings, FINDING_ERROR, "clients.csv", 7, "lat", "'%s' is no number", "x");
  findings_add(findings, FINDING_WARNING, "clients.csv", 0, NULL, "no rows");
  findings_add(findings, FINDING_NOTE, NULL, 0, NULL, "100 %% done");
  findings_add(findings, FINDING_NOTE, "z.csv", 1, "a\nb", "'\033[2J'");
  expect_at(findings, 3, "z.csv:1: column 'a b': ' [2J'");
  expect_at(findings, 0, "100 % done");
  expect_at(findings, 1, "clients.csv: no rows");
  expect_at(findings, 2, "clients.csv:7: column 'lat': 'x' is no number");
  assert_int_equal(findings_count(findings, FINDING_ERROR), 1);
  assert_int_equal(findings_count(findings, FINDING_WARNING), 1);
  assert_int_equal(findings_count(findings, FINDING_NOTE), 2);
}

// Files in the order in which they were first complained of, then lines, then the order of arrival; also when more
// arrives after the first sorting.
static void test_order(void **state)
{
  (void)state;
  g_autoptr(Findings) findings = findings_new();
  findings_add(findings, FINDING_ERROR, "reps.csv", 9, NULL, "a");
  findings_add(findings, FINDING_ERROR, "clients.csv", 2, NULL, "b");
  findings_add(findings, FINDING_ERROR, "reps.csv", 3, NULL, "c");
  findings_add(findings, FINDING_ERROR, "clients.csv", 2, NULL, "d");
  expect_at(findings, 0, "reps.csv:3: c");
  findings_add(findings, FINDING_ERROR, "reps.csv", 3, NULL, "e");
  findings_add(findings, FINDING_ERROR, "clients.csv", 2, NULL, "f");
  const char *const expected[] = {"reps.csv:3: c",    "reps.csv:3: e",    "reps.csv:9: a",
                                  "clients.csv:2: b", "clients.csv:2: d", "clients.csv:2: f"};
  for (guint i = 0; i < G_N_ELEMENTS(expected); i++)
    expect_at(findings, i, expected[i]);
}

static void test_many(void **state)
{
  (void)state;
  enum { MANY = 20000 };
  g_autoptr(Findings) findings = findings_new();
  for (int i = 0; i < MANY; i++)
    findings_add(findings, FINDING_ERROR, i % 2 ? "b.csv" : "a.csv", MANY - i, NULL, "%d", i);
  const GPtrArray *sorted = findings_sorted(findings);
  assert_int_equal(sorted->len, MANY);
  for (guint i = 1; i < sorted->len; i++) {
    const Finding *before = g_ptr_array_index(sorted, i - 1), *after = g_ptr_array_index(sorted, i);
    int files = g_strcmp0(before->file, after->file);
    assert_true(files < 0 || (files == 0 && before->line < after->line));
  }
}

static void test_nothing(void **state)
{
  (void)state;
  g_autoptr(Findings) findings = findings_new();
  assert_int_equal(findings_sorted(findings)->len, 0);
  assert_int_equal(findings_count(findings, FINDING_ERROR), 0);
  findings_free(NULL);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_texts),
      cmocka_unit_test(test_order),
      cmocka_unit_test(test_many),
      cmocka_unit_test(test_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

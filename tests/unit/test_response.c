// SPDX-License-Identifier: GPL-3.0-or-later
// Response curves: through all five judgements, S-shaped or not; tables; what is refused.
#include "solver/response.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "tests/unit/toy.h"

#include <cmocka.h>

static Group *add_group(Territory *territory, const double *response)
{
  Group *group = territory_add_group(territory);
  group->id = g_strdup("A");
  group->name = g_strdup("A");
  group->when = g_strdup("");
  group->objective = g_strdup("");
  group->line = 2;
  for (int i = 0; i < RESPONSE_POINTS; i++)
    group->response[i] = response[i];
  return group;
}

static void expect_near(double value, double wanted)
{
  if (!(fabs(value - wanted) < 1e-9))
    fail_msg("%.12g is not %.12g", value, wanted);
}

static void test_judgements(void **state)
{
  (void)state;
  static const double cases[][RESPONSE_POINTS] = {
      {0.55, 0.82, 1, 1.10, 1.18}, {50, 55, 100, 127, 135}, {0, 0.45, NAN, 1.35, 1.7}};
  static const double x[] = {0, 0.5, 1, 1.5};
  for (size_t c = 0; c < G_N_ELEMENTS(cases); c++) {
    g_autoptr(Territory) territory = toy_new(1, 28);
    g_autoptr(Findings) findings = findings_new();
    add_group(territory, cases[c]);
    territory_client(territory, 0)->group = 0;
    g_autoptr(ResponseBook) book = response_read(territory, findings);
    assert_int_equal(findings_count(findings, FINDING_ERROR), 0);
    ResponseCurve curve = response_of(book, territory, 0);
    double now = isnan(cases[c][2]) ? 1 : cases[c][2], before = -1;
    for (int p = 0; p < 4; p++)
      expect_near(response_relative(&curve, x[p]), p == 2 ? 1 : cases[c][p] / now);
    assert_true(response_relative(&curve, 1e6) < cases[c][4] / now + 1e-9);
    for (double at = 0; at < 5; at += 0.05) { // rises everywhere
      assert_true(response_relative(&curve, at) > before);
      before = response_relative(&curve, at);
    }
    assert_true(response_value(&curve, 3, 6, 200 * MONEY_ONE) == (Money)llround(200e6 * cases[c][1] / now));
  }
}

// S: the second quarter of today's visits earns more than the first.
static void test_s_shape(void **state)
{
  (void)state;
  const double s[] = {0.5, 0.55, 1, 1.27, 1.35};
  g_autoptr(Territory) territory = toy_new(1, 28);
  g_autoptr(Findings) findings = findings_new();
  add_group(territory, s);
  territory_client(territory, 0)->group = 0;
  g_autoptr(ResponseBook) book = response_read(territory, findings);
  ResponseCurve curve = response_of(book, territory, 0);
  double first = response_relative(&curve, 0.25) - response_relative(&curve, 0),
         second = response_relative(&curve, 0.5) - response_relative(&curve, 0.25),
         third = response_relative(&curve, 0.75) - response_relative(&curve, 0.5);
  assert_true(curve.below > 1 && first < second && second < third);
}

static void expect_refused(const double *response, const char *column)
{
  g_autoptr(Territory) territory = toy_new(1, 28);
  g_autoptr(Findings) findings = findings_new();
  add_group(territory, response);
  g_autoptr(ResponseBook) book G_GNUC_UNUSED = response_read(territory, findings);
  assert_int_equal(findings_count(findings, FINDING_ERROR), 1);
  const Finding *finding = g_ptr_array_index(findings_sorted(findings), 0);
  assert_string_equal(finding->file, "groups.csv");
  assert_string_equal(finding->column, column);
  assert_int_equal(finding->line, 2);
}

static void test_refused(void **state)
{
  (void)state;
  expect_refused((const double[]){0.5, 0.8, 1, 0.9, 1.2}, "response_150");
  expect_refused((const double[]){1, 1, 1, 1.1, 1.2}, "response_half");
  expect_refused((const double[]){0.5, 0.8, 1, 1.1, 1.1}, "response_sat");
  expect_refused((const double[]){NAN, 0.8, 1, 1.1, 1.2}, "response_0");
  expect_refused((const double[]){0.5, NAN, 1, NAN, 1.2}, "response_half");
  expect_refused((const double[]){0.5, 0.8, 0, 1.1, 1.2}, "response_now");
}

static void add_row(Territory *territory, int client, int group, int visits, int value, int line)
{
  Response row = {client, group, visits, value * MONEY_ONE, line};
  g_array_append_val(territory->responses, row);
}

static void test_tables(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(2, 28);
  g_autoptr(Findings) findings = findings_new();
  add_group(territory, (const double[]){0.5, 0.8, 1, 1.1, 1.2});
  territory_client(territory, 0)->group = territory_client(territory, 1)->group = 0;
  add_row(territory, 0, -1, 4, 100, 2);
  add_row(territory, 0, -1, 2, 20, 3);
  g_autoptr(ResponseBook) book = response_read(territory, findings);
  ResponseCurve own = response_of(book, territory, 0), judged = response_of(book, territory, 1);
  assert_int_equal(own.kind, RESPONSE_TABLE);
  assert_int_equal(judged.kind, RESPONSE_JUDGED);
  assert_true(response_value(&own, 0, 1, 0) == 0);
  assert_true(response_value(&own, 1, 1, 0) == 10 * MONEY_ONE);
  assert_true(response_value(&own, 2, 1, 0) == 20 * MONEY_ONE);
  assert_true(response_value(&own, 2.5, 1, 0) == 40 * MONEY_ONE);
  assert_true(response_value(&own, 9, 1, 0) == 100 * MONEY_ONE);
  assert_int_equal(findings_count(findings, FINDING_ERROR), 0);

  add_row(territory, -1, 0, 1, 50, 4);
  add_row(territory, -1, 0, 3, 40, 5); // falls
  add_row(territory, 1, -1, 2, 5, 6);
  add_row(territory, 1, -1, 2, 6, 7); // twice
  g_autoptr(ResponseBook) bad G_GNUC_UNUSED = response_read(territory, findings);
  const GPtrArray *sorted = findings_sorted(findings);
  assert_int_equal(sorted->len, 2);
  assert_int_equal(((const Finding *)g_ptr_array_index(sorted, 0))->line, 5);
  assert_int_equal(((const Finding *)g_ptr_array_index(sorted, 1))->line, 7);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_judgements),
      cmocka_unit_test(test_s_shape),
      cmocka_unit_test(test_refused),
      cmocka_unit_test(test_tables),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

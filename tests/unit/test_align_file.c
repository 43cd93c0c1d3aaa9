// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/align_file.h"

#include "tests/unit/toy.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// Four clients of R1, one of whom goes to R2; the clients are to be balanced within a tenth.
static Alignment *alignment(const Territory *territory)
{
  const int reps = (int)territory->reps->len;
  AlignCase *q = align_case_new(4, reps, 1);
  align_case_add(q, "workload", true);
  AlignMeasure *clients = align_case_add(q, "clients", false);
  clients->limit = 0.1;
  q->share[0] = q->share[1] = 0.5;
  for (int i = 0; i < 4; i++) {
    clients->amount[i] = 1;
    q->sales[i] = i + 0.1;
    q->counts[i] = true;
    q->drive_s[align_pair(q, i, 0)] = 600;
    q->allowed[align_pair(q, i, 0)] = q->allowed[align_pair(q, i, 1)] = true;
  }
  Alignment *made = alignment_new(q);
  made->rep[3] = 1;
  made->status = PLAN_OPTIMAL;
  made->measured = true;
  made->before = align_count(q, q->before);
  made->after = align_count(q, made->rep);
  made->curve_measure = 1;
  const AlignPoint points[] = {{.limit = 0.1, .worst = 1.0 / 3, .status = PLAN_INFEASIBLE, .changed = 1},
                               {.limit = 0.5, .worst = 0.5, .status = PLAN_FEASIBLE, .gap_pct = 0.1}};
  g_array_append_vals(made->curve, points, 2);
  return made;
}

static AlignOutline *outline_of(const Territory *territory, const Plan *calendar)
{
  g_autoptr(Alignment) made = alignment(territory);
  return align_outline_of(made, territory, calendar);
}

static void test_outline(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(4, 14);
  toy_add_rep(territory);
  g_autoptr(Plan) plan = plan_new();
  toy_visit(plan, 0, 0, TOY_START, toy_time(9, 0), 600);
  g_autoptr(AlignOutline) outline = outline_of(territory, plan);
  assert_int_equal(outline->clients, 4);
  assert_true(!outline_moves(outline, 2) && outline_moves(outline, 3));
  assert_string_equal(outline->measure, "clients");
  assert_float_equal(outline->worst_before, 1, 1e-12); // four and none, two would be fair
  assert_float_equal(outline->worst, 0.5, 1e-12);
  assert_float_equal(outline->drive_before_s, 2400, 1e-9);
  assert_float_equal(outline->drive_s, 1800, 1e-9);
  assert_float_equal(outline->sales, 6.4, 1e-9);
  assert_float_equal(outline->curve_limit, 0.1, 0);
  assert_int_equal(outline_rep(outline, 1)->clients_before, 0);
  assert_int_equal(outline_rep(outline, 1)->clients, 1);
  assert_false(align_outline_is_of_other(outline, plan));
  toy_visit(plan, 1, 0, TOY_START, toy_time(10, 0), 600);
  assert_true(align_outline_is_of_other(outline, plan));
  g_autoptr(AlignOutline) estimated = outline_of(territory, NULL);
  assert_false(align_outline_is_of_other(estimated, plan));
}

static void test_round_trip(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(4, 14);
  toy_add_rep(territory);
  g_autoptr(AlignOutline) first = outline_of(territory, NULL);
  first->territories = 2;
  g_autofree char *text = align_outline_text(first, NULL);
  g_autoptr(AlignOutline) second = align_outline_parse(text, strlen(text), "a.json", territory, NULL);
  assert_non_null(second);
  g_autofree char *again = align_outline_text(second, NULL);
  assert_string_equal(text, again);
  assert_memory_equal(first->rep, second->rep, 4 * sizeof(int));
  first->curve_limit = INFINITY;
  g_autofree char *open = align_outline_text(first, NULL);
  g_autoptr(AlignOutline) third = align_outline_parse(open, strlen(open), "a.json", territory, NULL);
  assert_true(isinf(third->curve_limit));
}

static void expect_refused(const char *text, const Territory *territory)
{
  g_autoptr(GError) error = NULL;
  assert_null(align_outline_parse(text, strlen(text), "a.json", territory, &error));
  assert_non_null(strstr(error->message, "a.json"));
}

// Of more clients, of fewer reps, with an owner who is none, or cut short.
static void test_of_others(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(4, 14), larger = toy_new(5, 14), wider = toy_new(4, 14);
  toy_add_rep(territory);
  toy_add_rep(wider);
  toy_add_rep(wider);
  g_autoptr(AlignOutline) outline = outline_of(territory, NULL);
  g_autofree char *text = align_outline_text(outline, NULL);
  expect_refused(text, larger);
  expect_refused(text, wider);
  outline->rep[0] = 2;
  g_autofree char *strange = align_outline_text(outline, NULL);
  expect_refused(strange, territory);
  g_autofree char *cut = g_strndup(text, strlen(text) / 2);
  expect_refused(cut, territory);
  expect_refused("{\"kind\": \"comparison\"}", territory);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_outline),
      cmocka_unit_test(test_round_trip),
      cmocka_unit_test(test_of_others),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

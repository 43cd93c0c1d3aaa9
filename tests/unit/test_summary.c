// SPDX-License-Identifier: GPL-3.0-or-later
// summary.json: every documented name, figures counted by hand, the same bytes again, and back into a plan.
#include "io/summary.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/quarter.h"

static const SummaryStage stages[] = {{"calendar", "done", 1.25}, {"charts", "skipped", 0}};

static char *text_of(const Quarter *q)
{
  return summary_text(q->plan, q->territory, stages, G_N_ELEMENTS(stages));
}

static json_t *load(const char *text)
{
  json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
  assert_non_null(root);
  return root;
}

static void assert_number(const json_t *object, const char *name, double value)
{
  const json_t *found = json_object_get(object, name);
  if (!json_is_number(found) || json_number_value(found) != value)
    fail_msg("%s is %.15g, not %.15g", name, json_number_value(found), value);
}

static void assert_word(const json_t *object, const char *name, const char *value)
{
  assert_non_null(json_object_get(object, name));
  assert_string_equal(json_string_value(json_object_get(object, name)), value);
}

static void test_whole(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_hash_table_insert(q.territory->inputs, g_strdup("reps.csv"), g_strdup("bb"));
  g_hash_table_insert(q.territory->inputs, g_strdup("clients.csv"), g_strdup("aa"));
  g_autofree char *text = text_of(&q);
  json_t *root = load(text);
  assert_word(root, "version", RONDA_VERSION);
  assert_word(root, "status", "feasible");
  assert_number(root, "objective", 249.913578);
  assert_number(root, "bound", 223.706789);
  assert_number(root, "gap_pct", 10.4863);
  assert_number(root, "travel_min", 122.6);       // 12 legs of 613 s
  assert_number(root, "travel_bound_min", 112.6); // ten minutes less
  assert_number(root, "travel_gap_pct", 8.1566);
  assert_number(root, "travel_km", 84.036);
  assert_number(json_object_get(root, "visits"), "wanted", 8);
  assert_number(json_object_get(root, "visits"), "planned", 7);
  assert_number(json_object_get(root, "visits"), "unplanned", 1);
  assert_number(json_object_get(root, "unplanned_reasons"), "spacing", 1);
  assert_number(json_object_get(root, "spacing"), "breaks", 1);
  assert_number(json_object_get(root, "spacing"), "mean_deviation_days", 4.1111); // (2/3 + 2/3 + 11) / 3
  assert_number(json_object_get(root, "objective_split"), "travel", 246.913578);
  assert_number(json_object_get(root, "objective_split"), "missed", 2.5);
  assert_number(json_object_get(root, "objective_split"), "spacing", 0.5);
  assert_number(json_object_get(root, "objective_split"), "weekday", 0);
  assert_number(root, "seed", 42);
  assert_word(root, "effort", "quick");
  assert_number(root, "seconds", 3.25);
  assert_number(root, "load_pct", 12.2187);
  assert_word(json_object_get(root, "inputs"), "clients.csv", "aa");
  assert_true(strstr(text, "\"clients.csv\"") < strstr(text, "\"reps.csv\""));
  assert_word(json_object_get(root, "stages"), "charts", "skipped");
  assert_number(json_object_get(root, "timing"), "calendar", 1.25);
  assert_word(json_object_get(root, "horizon"), "end", "2027-01-24");
  json_decref(root);
}

static void test_reps(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_autofree char *text = text_of(&q);
  json_t *root = load(text);
  const json_t *first = json_array_get(json_object_get(root, "reps"), 0);
  assert_word(first, "rep", "R1");
  assert_word(first, "status", "optimal");
  assert_number(first, "objective", 123.706789);
  assert_number(first, "bound", 123.706789);
  assert_number(first, "gap_pct", 0);
  assert_number(first, "travel_gap_pct", 0);
  assert_number(first, "planned", 5);
  assert_number(first, "unplanned", 0);
  const json_t *second = json_array_get(json_object_get(root, "reps"), 1);
  assert_number(second, "travel_min", 30.65);
  assert_number(second, "travel_bound_min", 20.65);
  assert_number(second, "travel_gap_pct", 32.6264);
  assert_number(second, "unplanned", 1);
  assert_number(second, "load_pct", 2.0984);
  assert_number(second, "seconds", 1.5);
  json_decref(root);
}

static void test_unknown_bounds_are_null(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  RepResult *result = &g_array_index(q.plan->reps, RepResult, 0);
  result->bound = q.plan->bound = MONEY_NONE;
  result->travel_bound_s = -1;
  g_autofree char *text = text_of(&q);
  json_t *root = load(text);
  assert_true(json_is_null(json_object_get(root, "bound")));
  assert_true(json_is_null(json_object_get(root, "gap_pct")));
  assert_true(json_is_null(json_object_get(root, "travel_bound_min")));
  assert_true(json_is_null(json_object_get(root, "travel_gap_pct")));
  json_decref(root);
}

// Only "seconds" and "timing" may differ between two runs.
static void test_same_bytes_but_for_times(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_autofree char *text = text_of(&q);
  g_auto(Quarter) other = quarter_new();
  other.plan->seconds = 9;
  g_array_index(other.plan->reps, RepResult, 1).seconds = 8;
  const SummaryStage slower[] = {{"calendar", "done", 7.5}, {"charts", "skipped", 0}};
  g_autofree char *other_text = summary_text(other.plan, other.territory, slower, G_N_ELEMENTS(slower));
  json_t *a = load(text), *b = load(other_text);
  assert_false(json_equal(a, b));
  json_t *both[] = {a, b};
  for (int k = 0; k < 2; k++) {
    json_object_del(both[k], "seconds");
    json_object_del(both[k], "timing");
    json_object_del(json_array_get(json_object_get(both[k], "reps"), 0), "seconds");
    json_object_del(json_array_get(json_object_get(both[k], "reps"), 1), "seconds");
  }
  assert_true(json_equal(a, b));
  json_decref(a);
  json_decref(b);
  g_autofree char *again = text_of(&q);
  assert_string_equal(text, again);
}

static void test_numbers_have_no_binary_tail(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_autofree char *text = text_of(&q);
  for (const char *digits = text; *digits; digits++)
    assert_false(g_str_has_prefix(digits, "00000") || g_str_has_prefix(digits, "99999"));
}

static void test_read_back(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  q.plan->status = PLAN_STOPPED;
  g_autofree char *text = text_of(&q);
  g_auto(Quarter) read = quarter_new();
  g_array_set_size(read.plan->reps, 0);
  read.plan->seed = 0;
  read.plan->cost = (PlanCost){0};
  read.plan->bound = 0;
  g_autoptr(GError) error = NULL;
  assert_true(summary_parse(text, strlen(text), "summary.json", read.territory, read.plan, &error));
  assert_int_equal(read.plan->status, PLAN_STOPPED);
  assert_int_equal(read.plan->seed, 42);
  assert_string_equal(read.plan->effort, "quick");
  assert_int_equal(read.plan->reps->len, 2);
  for (guint r = 0; r < 2; r++) {
    const RepResult *a = &g_array_index(q.plan->reps, RepResult, r);
    const RepResult *b = &g_array_index(read.plan->reps, RepResult, r);
    assert_memory_equal(&a->cost, &b->cost, sizeof a->cost);
    assert_int_equal(a->status, b->status);
    assert_int_equal(a->bound, b->bound);
    assert_int_equal(a->travel_s, b->travel_s);
    assert_int_equal(a->travel_m, b->travel_m);
    assert_int_equal(a->travel_bound_s, b->travel_bound_s);
    assert_int_equal(a->wanted, b->wanted);
    assert_int_equal(a->planned, b->planned);
    assert_int_equal(a->breaks, b->breaks);
  }
  g_autofree char *again = summary_text(read.plan, read.territory, stages, G_N_ELEMENTS(stages));
  assert_string_equal(again, text);
}

static void test_broken_summaries(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_autoptr(GError) error = NULL;
  assert_false(summary_parse("{\n\"a\":", 6, "plan/summary.json", q.territory, q.plan, &error));
  assert_true(g_str_has_prefix(error->message, "plan/summary.json:2: "));
  g_clear_error(&error);
  assert_false(summary_parse("[]", 2, "plan/summary.json", q.territory, q.plan, &error));
  g_clear_error(&error);
  assert_int_equal(q.plan->reps->len, 2); // as it was
  assert_false(summary_read("/nowhere/summary.json", q.territory, q.plan, &error));
  assert_non_null(error);
  const char *odd =
      "{\"reps\": [{\"rep\": \"R9\"}, {\"rep\": 7}, {\"rep\": \"R2\", \"bound\": 1e300, \"planned\": -1e99,"
      "\"travel_bound_min\": null}, {\"rep\": \"R2\"}, 5], \"status\": \"tired\", \"seed\": \"x\"}";
  assert_true(summary_parse(odd, strlen(odd), "summary.json", q.territory, q.plan, NULL));
  assert_int_equal(q.plan->status, PLAN_FEASIBLE);
  assert_int_equal(q.plan->reps->len, 1);
  const RepResult *result = plan_rep_result(q.plan, 1);
  assert_int_equal(result->bound, MONEY_NONE);
  assert_int_equal(result->planned, 0);
  assert_int_equal(result->travel_bound_s, -1);
}

static void test_empty_plan(void **state)
{
  (void)state;
  g_autoptr(Plan) plan = plan_new();
  g_autoptr(Territory) territory = toy_new(0, 7);
  g_autofree char *text = summary_text(plan, territory, NULL, 0);
  json_t *root = load(text);
  assert_number(root, "gap_pct", 0);
  assert_number(root, "load_pct", 0);
  json_decref(root);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_whole),
      cmocka_unit_test(test_reps),
      cmocka_unit_test(test_unknown_bounds_are_null),
      cmocka_unit_test(test_same_bytes_but_for_times),
      cmocka_unit_test(test_numbers_have_no_binary_tail),
      cmocka_unit_test(test_read_back),
      cmocka_unit_test(test_broken_summaries),
      cmocka_unit_test(test_empty_plan),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

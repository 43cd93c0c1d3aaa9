// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/comparison_file.h"
#include "io/inputs.h"

#include "tests/unit/folder.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Outcome *outcome(const char *name, double planned)
{
  Outcome *made = outcome_blank(name, "Si \"A\" <se> va\n…");
  made->wanted = 100;
  made->status = PLAN_STOPPED;
  made->gap_pct = planned > 90 ? 1.0 / 3 : (double)NAN;
  made->capacity_s = 7200.25;
  made->km_cost = 0.1;
  for (OutcomeFigure figure = 0; figure < FIGURES; figure++)
    made->figure[figure] = planned / ((int)figure + 3.0);
  made->figure[FIGURE_PLANNED] = planned;
  GroupOutcome *group = g_new0(GroupOutcome, 1);
  *group = (GroupOutcome){g_strdup("A"), 10, 9};
  g_ptr_array_add(made->groups, group);
  RepOutcome *rep = g_new0(RepOutcome, 1);
  *rep = (RepOutcome){g_strdup("R1"), g_strdup("Ana Ñ"), 12, 11, 98.7};
  g_ptr_array_add(made->reps, rep);
  SetOutcome *set = g_new0(SetOutcome, 1);
  *set = (SetOutcome){g_strdup(name), G_MAXINT64 / 3, 4, 5 * MONEY_ONE, 2 * HOUR_S, 0.3};
  g_ptr_array_add(made->sets, set);
  return made;
}

static Comparison *compare(double budget)
{
  Comparison *comparison = comparison_new("COP", budget);
  comparison_add(comparison, outcome("base", 90));
  comparison_add(comparison, outcome("more", 97));
  Outcome *swept = outcome("swept_0.7", 93);
  swept->sweep = g_strdup("swept");
  swept->sweep_what = g_strdup("rep * field_share_pct");
  swept->sweep_value = 0.7;
  comparison_add(comparison, swept);
  return comparison;
}

static GHashTable *sums_new(void)
{
  GHashTable *sums = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_replace(sums, g_strdup("clients.csv"), g_strdup("abc"));
  return sums;
}

// Written, read and written again: the same bytes, and what is significant stays so.
static void test_round_trip(void **state)
{
  (void)state;
  g_autoptr(GHashTable) sums = sums_new();
  const double budgets[] = {NAN, 1000.5};
  for (size_t b = 0; b < G_N_ELEMENTS(budgets); b++) {
    g_autoptr(Comparison) first = compare(budgets[b]);
    g_autofree char *text = comparison_text(first, sums);
    g_autoptr(Comparison) second = comparison_parse(text, strlen(text), "c.json", NULL);
    assert_non_null(second);
    g_autofree char *again = comparison_text(second, sums);
    assert_string_equal(text, again);
    assert_int_equal(first->best, second->best);
    assert_true(isnan(comparison_outcome(second, 0)->gap_pct));
    assert_null(comparison_outcome(second, 1)->sweep);
    assert_string_equal(comparison_outcome(second, 2)->sweep, "swept");
    for (OutcomeFigure figure = 0; figure < FIGURES; figure++) {
      const Difference a = outcome_difference(comparison_outcome(first, 0), comparison_outcome(first, 1),
                                              figure),
                       d = outcome_difference(comparison_outcome(second, 0), comparison_outcome(second, 1),
                                              figure);
      assert_true(a.value == d.value && a.sure == d.sure);
    }
  }
}

// Cut anywhere it is refused with its path, or read; it is never believed to be of another kind.
static void test_damaged(void **state)
{
  (void)state;
  g_autoptr(GHashTable) sums = sums_new();
  g_autoptr(Comparison) whole = compare(NAN);
  g_autofree char *text = comparison_text(whole, sums);
  for (size_t length = 0; length + 2 < strlen(text); length += 7) {
    g_autoptr(GError) error = NULL;
    assert_null(comparison_parse(text, length, "c.json", &error));
    assert_non_null(strstr(error->message, "c.json"));
  }
  const char *const others[] = {"[]", "{}", "{\"kind\": \"alignment\"}", "{\"kind\": 3}"};
  for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
    g_autoptr(GError) error = NULL;
    assert_null(comparison_parse(others[i], strlen(others[i]), "c.json", &error));
    assert_non_null(strstr(error->message, "c.json"));
  }
  const char odd[] =
      "{\"kind\": \"comparison\", \"outcomes\": [3, {\"reps\": 7, \"wanted\": 1e99, \"sets\": [{}]}]}";
  g_autoptr(Comparison) read = comparison_parse(odd, strlen(odd), "c.json", NULL);
  assert_int_equal(read->outcomes->len, 2);
  assert_int_equal(comparison_outcome(read, 1)->wanted, 0);
}

// ---- Of which files ----

static Territory *territory_in(const char *folder, GHashTable *sums)
{
  Territory *territory = territory_new();
  g_free(territory->folder);
  territory->folder = g_strdup(folder);
  GHashTableIter iter;
  gpointer name, sum;
  g_hash_table_iter_init(&iter, sums);
  while (g_hash_table_iter_next(&iter, &name, &sum))
    g_hash_table_replace(territory->inputs, g_strdup(name), g_strdup(sum));
  return territory;
}

static void test_which_files(void **state)
{
  (void)state;
  char *folder = folder_new();
  g_autoptr(GHashTable) sums = sums_new();
  g_autoptr(Territory) territory = territory_in(folder, sums);
  assert_true(inputs_are_current(sums, territory));
  g_hash_table_replace(territory->inputs, g_strdup("actuals.csv"), g_strdup("new"));
  assert_true(inputs_are_current(sums, territory)); // what was done makes no plan
  g_hash_table_replace(territory->inputs, g_strdup("reps.csv"), g_strdup("new"));
  assert_false(inputs_are_current(sums, territory)); // one more file
  g_hash_table_remove(territory->inputs, "reps.csv");
  g_hash_table_replace(territory->inputs, g_strdup("clients.csv"), g_strdup("abd"));
  assert_false(inputs_are_current(sums, territory)); // changed
  g_hash_table_replace(territory->inputs, g_strdup("clients.csv"), g_strdup("abc"));

  folder_put(folder, "scenarios/x.ini", "[set]\n");
  g_hash_table_replace(sums, g_strdup("scenarios/x.ini"),
                       g_compute_checksum_for_string(G_CHECKSUM_SHA256, "[set]\n", -1));
  assert_true(inputs_are_current(sums, territory)); // not the territory's own, but as it was
  folder_put(folder, "scenarios/x.ini", "[set]\n\n");
  assert_false(inputs_are_current(sums, territory));

  g_autoptr(Comparison) comparison = compare(NAN);
  g_autofree char *text = comparison_text(comparison, sums), *path = g_build_filename(folder, "c.json", NULL);
  folder_put(folder, "c.json", text);
  g_autoptr(GHashTable) read = inputs_of_file(path);
  assert_int_equal(g_hash_table_size(read), 2);
  assert_string_equal(g_hash_table_lookup(read, "clients.csv"), "abc");
  folder_put(folder, "c.json", "{\"inputs\": 3}");
  assert_null(inputs_of_file(path));
  folder_free(folder);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_round_trip),
      cmocka_unit_test(test_damaged),
      cmocka_unit_test(test_which_files),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The language of scenarios: what a line means, and what is said of one that means nothing.
#include "io/scenario.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Edit *parse(EditKind kind, const char *text)
{
  g_autoptr(Findings) findings = findings_new();
  Edit *edit = edit_parse(kind, text, "scenarios/x.ini", 7, findings);
  if (!edit)
    fail_msg("%s: %s", text, ((const Finding *)findings_sorted(findings)->pdata[0])->text);
  return edit;
}

static void test_rows(void **state)
{
  (void)state;
  g_autoptr(Edit) one = parse(EDIT_SET, "group A visits = 8");
  assert_string_equal(one->input->file, "groups.csv");
  assert_int_equal(one->where, WHERE_KEYS);
  assert_string_equal(one->keys[0], "A");
  assert_null(one->keys[1]);
  assert_string_equal(one->column[0], "visits");
  assert_string_equal(one->value[0], "8");
  g_autoptr(Edit) all = parse(EDIT_SCALE, "comercial * field_share_pct=0.9");
  assert_int_equal(all->where, WHERE_ALL);
  assert_string_equal(all->input->file, "reps.csv");
  g_autoptr(Edit) list = parse(EDIT_SET, "client C1, \"C 2\" [Canal propio] = \" moderno \"");
  assert_string_equal(list->keys[1], "C 2");
  assert_string_equal(list->column[0], "Canal propio");
  assert_string_equal(list->value[0], " moderno ");
  g_autoptr(Edit) rule = parse(EDIT_SET, "client (group = B and (sales > 1e6 or name = \"a)b\")) visits =");
  assert_int_equal(rule->where, WHERE_RULE);
  assert_string_equal(rule->rule, "group = B and (sales > 1e6 or name = \"a)b\")");
  assert_string_equal(rule->value[0], "");
}

static void test_settings_and_sweeps(void **state)
{
  (void)state;
  g_autoptr(Edit) key = parse(EDIT_SET, "plan day_end = 16:00");
  assert_null(key->input);
  assert_string_equal(key->section, "plan");
  assert_string_equal(key->column[0], "day_end");
  assert_false(key->sweeps);
  g_autoptr(Edit) sweep = parse(EDIT_SCALE, "rep * field_share_pct = 0.6..0.9 step 0.05");
  assert_true(sweep->sweeps);
  assert_float_equal(sweep->from, 0.6, 1e-12);
  assert_float_equal(sweep->most, 0.9, 1e-12);
  g_autoptr(Edit) range = parse(EDIT_SET, "group A visits = 3..6");
  assert_false(range->sweeps);
}

static void test_new_rows_and_removals(void **state)
{
  (void)state;
  g_autoptr(Edit) rep =
      parse(EDIT_ADD, "rep R7 like R3: name = Nueva, la; lat = 3.45;lon=-76.5; notes = \"a;b\"");
  assert_string_equal(rep->keys[0], "R7");
  assert_string_equal(rep->like, "R3");
  assert_int_equal(g_strv_length(rep->column), 4);
  assert_string_equal(rep->value[0], "Nueva, la");
  assert_string_equal(rep->value[3], "a;b");
  g_autoptr(Edit) visit = parse(EDIT_ADD, "appointment: client = C1; date = 2027-01-08; time = 10:30");
  assert_null(visit->keys);
  assert_string_equal(visit->value[2], "10:30");
  g_autoptr(Edit) copy = parse(EDIT_ADD, "rep R7 like R3");
  assert_null(copy->column);
  g_autoptr(Edit) gone = parse(EDIT_REMOVE, "rep R3 to R1, R4");
  assert_int_equal(g_strv_length(gone->to), 2);
  g_autoptr(Edit) days = parse(EDIT_REMOVE, "holiday (name = Reyes)");
  assert_null(days->to);
}

static void expect_error(EditKind kind, const char *text, const char *said)
{
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Edit) edit = edit_parse(kind, text, "scenarios/x.ini", 7, findings);
  assert_null(edit);
  assert_int_equal(findings_count(findings, FINDING_ERROR), 1);
  g_autofree char *line = finding_text(findings_sorted(findings)->pdata[0]);
  if (!g_str_has_prefix(line, "scenarios/x.ini:7: ") || !strstr(line, said))
    fail_msg("%s: %s", text, line);
}

static void test_errors(void **state)
{
  (void)state;
  expect_error(EDIT_SET, "", "no kind of row");
  expect_error(EDIT_SET, "grupe A visits = 8", "'grupe'");
  expect_error(EDIT_SET, "group A visits 8", "'='");
  expect_error(EDIT_SET, "group = 8", "which rows");
  expect_error(EDIT_SET, "group A = 8", "which column");
  expect_error(EDIT_SET, "client (sales > 5 visits = 8", "closing )");
  expect_error(EDIT_SET, "travel sped_kmh = 8", "no key 'sped_kmh'");
  expect_error(EDIT_SCALE, "rep * field_share_pct = ten", "no factor");
  expect_error(EDIT_SCALE, "rep * field_share_pct = -1", "no factor");
  expect_error(EDIT_SET, "rep * field_share_pct = 60..90 step 0", "a sweep goes up");
  expect_error(EDIT_SET, "rep * field_share_pct = 90..60 step 5", "a sweep goes up");
  expect_error(EDIT_SET, "rep * field_share_pct = a..b step 5", "a sweep is written");
  expect_error(EDIT_ADD, "rep", "no cells");
  expect_error(EDIT_ADD, "plan name: x = 1", "no kind of row");
  expect_error(EDIT_ADD, "rep R7 lat = 3", "KEY: COLUMN");
  expect_error(EDIT_ADD, "rep R7: lat", "'='");
  expect_error(EDIT_REMOVE, "client C1 to R1", "what is 'to' for");
  expect_error(EDIT_REMOVE, "rep R3 to", "to R1, R4");
}

static Scenario *parse_file(const char *text, Findings *findings)
{
  return scenario_parse(text, strlen(text), "x", "scenarios/x.ini", findings);
}

// Every mistake of a file, each with its line.
static void test_file(void **state)
{
  (void)state;
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Scenario) good = parse_file(
      "# comment\n[scenario]\nname = Six hours = less\nbase = y\nalign = yes\n[set]\nplan day_end = "
      "16:00\n[remove]\nrep R1\n[poner]\ngrupo A visits = 3\n",
      findings);
  assert_int_equal(findings_count(findings, FINDING_ERROR), 0);
  assert_string_equal(good->title, "Six hours = less");
  assert_string_equal(good->base, "y");
  assert_true(good->align);
  assert_int_equal(good->edits->len, 3);
  assert_int_equal(((const Edit *)good->edits->pdata[1])->line, 9);
  g_autoptr(Scenario) bad = parse_file(
      "group A visits = 1\n[scenario]\nnam = x\nalign = maybe\n[sett]\nwhatever\n[set]\nnothing\n", findings);
  assert_int_equal(bad->edits->len, 0);
  const int lines[] = {1, 3, 4, 5, 8};
  const GPtrArray *sorted = findings_sorted(findings);
  assert_int_equal(sorted->len, G_N_ELEMENTS(lines));
  for (guint i = 0; i < sorted->len; i++)
    assert_int_equal(((const Finding *)sorted->pdata[i])->line, lines[i]);
}

static void test_book(void **state)
{
  (void)state;
  char *folder = folder_new();
  folder_put(folder, "scenarios/b.ini", "[scenario]\nbase = a\n[set]\ngroup A visits = 2\n");
  folder_put(folder, "scenarios/a.ini", "[set]\nplan day_end = 16:00\n");
  folder_put(folder, "scenarios/c.ini",
             "[scenario]\nbase = b\n[scale]\nrep * field_share_pct = 0.6..0.8 step 0.1\n");
  folder_put(folder, "scenarios/notes.txt", "not a scenario");
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) all = scenarios_read(folder, NULL, findings, &error);
  assert_null(error);
  assert_int_equal(findings_count(findings, FINDING_ERROR), 0);
  const char *const names[] = {"a", "b", "c_0.6", "c_0.7", "c_0.8"};
  assert_int_equal(all->len, G_N_ELEMENTS(names));
  for (guint i = 0; i < all->len; i++)
    assert_string_equal(((const Scenario *)all->pdata[i])->name, names[i]);
  const Scenario *b = all->pdata[1], *last = all->pdata[4];
  assert_int_equal(b->edits->len, 2);
  assert_string_equal(((const Edit *)b->edits->pdata[0])->section, "plan"); // the base's edit comes first
  assert_string_equal(last->sweep, "c");
  assert_string_equal(last->sweep_what, "rep * field_share_pct ×");
  assert_float_equal(last->sweep_value, 0.8, 1e-9);
  assert_string_equal(((const Edit *)last->edits->pdata[2])->value[0], "0.8");
  folder_free(folder);
}

static void expect_book_error(const char *a, const char *b, const char *said)
{
  char *folder = folder_new();
  folder_put(folder, "scenarios/a.ini", a);
  folder_put(folder, "scenarios/b.ini", b);
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(GError) error = NULL;
  GPtrArray *all = scenarios_read(folder, NULL, findings, &error);
  g_clear_pointer(&all, g_ptr_array_unref);
  assert_null(error);
  assert_true(findings_count(findings, FINDING_ERROR) > 0);
  g_autofree char *line = finding_text(findings_sorted(findings)->pdata[0]);
  if (!strstr(line, said))
    fail_msg("%s", line);
  folder_free(folder);
}

static void test_book_errors(void **state)
{
  (void)state;
  expect_book_error("[scenario]\nbase = b\n", "[scenario]\nbase = a\n", "in a circle");
  expect_book_error("[scenario]\nbase = nobody\n", "", "no scenario of that name");
  expect_book_error("[scale]\nrep * cost_km = 1..2 step 1\nrep * cost_hour = 1..2 step 1\n", "",
                    "two values are swept");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rows),
      cmocka_unit_test(test_settings_and_sweeps),
      cmocka_unit_test(test_new_rows_and_removals),
      cmocka_unit_test(test_errors),
      cmocka_unit_test(test_file),
      cmocka_unit_test(test_book),
      cmocka_unit_test(test_book_errors),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

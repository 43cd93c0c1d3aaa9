// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/said.h"

#include "io/reasons_file.h"
#include "model/words.h"
#include "tests/unit/folder.h"
#include "tests/unit/toy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static char *day_of_reader(Day day)
{
  g_autofree char *text = day_text(day);
  return g_strdup_printf("<%s>", text + 5);
}

static char *number_of_reader(const char *language, double value, int decimals)
{
  return g_strdup_printf("%s:%.*f", language, decimals, value);
}

static const SaidStyle reader = {"xx", day_of_reader, number_of_reader};

// Takes the sentence.
static void expect(char *sentence, const char *plain, const char *styled)
{
  g_autofree char *owned = sentence, *text = said_text(owned, NULL), *worded = said_text(owned, &reader);
  assert_string_equal(text, plain);
  assert_string_equal(worded, styled);
}

static void test_words(void **state)
{
  (void)state;
  expect(said("%d min for %s on %s", 1240, "R2", "2027-03-10"), "1240 min for R2 on 2027-03-10",
         "xx:1240 min for R2 on <03-10>");
  expect(said("no %s min", (const char *)NULL), "no  min",
         "no  min"); // a value that is missing leaves nothing
  expect(said("needs %s min", "32.5"), "needs 32.5 min", "needs xx:32.5 min");
  expect(said("of %s, %s and %s", "2027-02-30", "12.", "C12.5"), "of 2027-02-30, 12. and C12.5",
         "of 2027-02-30, 12. and C12.5");
  expect(said_plural("one day", "each of %d days", 1, 1), "one day", "one day");
  expect(said_plural("one day", "each of %d days", 9, 9), "each of 9 days", "each of xx:9 days");
  g_autofree char *rule = said("until %s", "2027-01-08"), *limit = said("%d min", 5);
  expect(said_of("%s; and %s", (const char *const[]){rule, limit, NULL}), "until 2027-01-08; and 5 min",
         "until <01-08>; and xx:5 min");
}

// What somebody typed stands for itself, whatever it looks like; what people are called is never a message.
static void test_other_text(void **state)
{
  (void)state;
  static const char *const typed[] = {"", "full", "('", "('%s', '', 0)", "(\"%n\", 1)", "100 % of %s %d",
                                      "%"};
  for (size_t i = 0; i < G_N_ELEMENTS(typed); i++)
    expect(g_strdup(typed[i]), typed[i], typed[i]);
  static const char name[] = "('%d min', '', 0, [<7>])";
  expect(said("the way to %s", name), "the way to ('%d min', '', 0, [<7>])",
         "the way to ('%d min', '', 0, [<7>])");
  expect(g_strdup("('100 %% %s %9$s %n %', '', 0, [<'a'>, <true>, <'b'>])"), "100 % a  %n %",
         "100 % a  %n %");
  expect(
      g_strdup(
          "('%s', '', 0, [<('%s', '', uint32 0, [<('%s', '', uint32 0, [<('%s', '', uint32 0, [<('%s', '', "
          "uint32 0, [<('deep', '', uint32 0, @av [])>])>])>])>])>])"),
      "", "");
  g_autofree char *nothing = said_text(NULL, NULL);
  assert_string_equal(nothing, "");
}

// Kept in a file beside the tables, found again by the text; what was edited stays.
static void test_file(void **state)
{
  (void)state;
  g_autoptr(Plan) plan = plan_new(), empty = plan_new();
  const Unplanned row = {.reason = said("each of %d days is full", 9), .remedy = g_strdup("")};
  const Unmet unmet = {.reason = g_strdup("typed"), .remedy = said("until %s", "2027-01-08")};
  g_array_append_val(plan->unplanned, row);
  g_array_append_val(plan->unmet, unmet);
  g_autofree char *text = reasons_text(plan);
  assert_null(reasons_text(empty));
  char *folder = folder_new();
  folder_put(folder, "reasons.json", text);

  g_autoptr(Plan) read = plan_new();
  const Unplanned stored = {.reason = said_text(row.reason, NULL), .remedy = g_strdup("")};
  const Unmet other = {.reason = g_strdup("typed anew"), .remedy = said_text(unmet.remedy, NULL)};
  g_array_append_val(read->unplanned, stored);
  g_array_append_val(read->unmet, other);
  reasons_restore(folder, read);
  assert_string_equal(g_array_index(read->unplanned, Unplanned, 0).reason, row.reason);
  assert_string_equal(g_array_index(read->unmet, Unmet, 0).remedy, unmet.remedy);
  assert_string_equal(g_array_index(read->unmet, Unmet, 0).reason, "typed anew");
  folder_put(folder, "reasons.json", "{\"kind\": \"reasons\", \"sentences\": 3}");
  reasons_restore(folder, read);
  assert_string_equal(g_array_index(read->unplanned, Unplanned, 0).reason, row.reason);
  folder_free(folder);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_words),
      cmocka_unit_test(test_other_text),
      cmocka_unit_test(test_file),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

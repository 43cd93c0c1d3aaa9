// SPDX-License-Identifier: GPL-3.0-or-later
// datasets/broken: every expected error is found in each folder, and no other one.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "io/territory_read.h"

static GPtrArray *errors_of(const char *folder)
{
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(GError) error = NULL;
  g_autoptr(Territory) territory = territory_read(folder, findings, &error);
  assert_null(error);
  assert_non_null(territory);
  GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
  const GPtrArray *sorted = findings_sorted(findings);
  for (guint i = 0; i < sorted->len; i++) {
    const Finding *finding = g_ptr_array_index(sorted, i);
    if (finding->level == FINDING_ERROR)
      g_ptr_array_add(texts, finding_text(finding));
  }
  return texts;
}

// Each expected beginning meets at least one error, each error one of them.
static void compare(const char *name, const GPtrArray *errors, char **expected)
{
  for (int e = 0; expected[e]; e++) {
    bool found = !*expected[e];
    for (guint i = 0; i < errors->len && !found; i++)
      found = g_str_has_prefix(g_ptr_array_index(errors, i), expected[e]);
    if (!found)
      fail_msg("%s: no error starts with \"%s\"", name, expected[e]);
  }
  for (guint i = 0; i < errors->len; i++) {
    const char *text = g_ptr_array_index(errors, i);
    bool found = false;
    for (int e = 0; expected[e] && !found; e++)
      found = *expected[e] && g_str_has_prefix(text, expected[e]);
    if (!found)
      fail_msg("%s: not expected: %s", name, text);
  }
}

static void finds_what_is_wrong(void **state G_GNUC_UNUSED)
{
  static const char folder[] = "datasets/broken";
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  assert_non_null(dir);
  int folders = 0;
  for (const char *name; (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *file = g_build_filename(path, "expected.txt", NULL);
    g_autofree char *text = NULL;
    if (!g_file_get_contents(file, &text, NULL, NULL))
      continue;
    g_auto(GStrv) expected = g_strsplit(text, "\n", -1);
    g_autoptr(GPtrArray) errors = errors_of(path);
    compare(name, errors, expected);
    folders++;
  }
  assert_true(folders > 50);
}

static void finds_nothing_wrong_with_examples(void **state G_GNUC_UNUSED)
{
  static const char *const examples[] = {"demo", "national", "tiny", "excel-es", "spain"};
  for (size_t i = 0; i < G_N_ELEMENTS(examples); i++) {
    g_autofree char *path = g_build_filename("datasets", examples[i], NULL);
    g_autoptr(GPtrArray) errors = errors_of(path);
    compare(examples[i], errors, (char *[]){NULL});
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(finds_what_is_wrong),
      cmocka_unit_test(finds_nothing_wrong_with_examples),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

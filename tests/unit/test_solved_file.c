// SPDX-License-Identifier: GPL-3.0-or-later
// What was solved comes back as it was, or not at all.
#include "io/solved_file.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Solved *make(void)
{
  const int first[] = {0, 2, 2, 3}, client[] = {4, 1, 0};
  Solved *solved = solved_new(first, client, 3);
  solved->bound = INT64_C(123456789012345);
  solved->core_bound = -5;
  solved->travel_bound = INT64_C(987654321012345);
  solved->travel_of = g_strdup("visits");
  solved->status = PLAN_OPTIMAL;
  solved->seconds = 3;
  solved->out[1] = true;
  return solved;
}

static void test_round(void **state)
{
  (void)state;
  char *folder = folder_new();
  g_autoptr(Solved) solved = make();
  assert_true(solved_save(folder, solved, "key", "build", NULL));
  g_autoptr(Solved) back = solved_load(folder, "key", "build");
  assert_non_null(back);
  assert_int_equal(back->slots, 3);
  assert_int_equal(back->visits, 3);
  assert_memory_equal(back->first, solved->first, 4 * sizeof(int));
  assert_memory_equal(back->client, solved->client, 3 * sizeof(int));
  assert_false(back->out[0]);
  assert_true(back->out[1]);
  assert_int_equal(back->bound, solved->bound);
  assert_int_equal(back->core_bound, -5);
  assert_int_equal(back->travel_bound, solved->travel_bound);
  assert_string_equal(back->travel_of, "visits");
  assert_int_equal(back->status, PLAN_OPTIMAL);
  assert_false(back->stopped);
  assert_null(solved_load(folder, "other", "build"));
  assert_null(solved_load(folder, "key", "another build"));
  g_autoptr(Solved) none = solved_new(NULL, NULL, 7);
  g_autofree char *text = solved_text(none, "k", "b");
  g_autoptr(Solved) infeasible = solved_parse(text, strlen(text), "k", "b");
  assert_null(infeasible->first);
  assert_null(infeasible->travel_of);
  assert_int_equal(infeasible->status, PLAN_INFEASIBLE);
  folder_free(folder);
}

// No byte of the file can be changed without its being noticed; what is cut short is not read.
static void test_damage(void **state)
{
  (void)state;
  g_autoptr(Solved) solved = make();
  g_autofree char *text = solved_text(solved, "key", "build");
  const size_t length = strlen(text);
  for (size_t at = 0; at + 1 < length; at++) {
    g_autofree char *copy = g_strdup(text);
    copy[at] = copy[at] == '1' ? '2' : '1';
    g_autoptr(Solved) found = solved_parse(copy, length, "key", "build");
    assert_null(found);
    assert_null(solved_parse(text, at, "key", "build"));
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_round), cmocka_unit_test(test_damage)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

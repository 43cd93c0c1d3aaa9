// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/merge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Merge *merge_of(const char *text)
{
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Table) table = table_parse(text, strlen(text), "clients.csv", findings);
  assert_non_null(table);
  return merge_new("clients.csv", text, strlen(text), table);
}

static void test_nothing_changed_nothing_lost(void **state)
{
  (void)state;
  static const char *const texts[] = {
      "client,name,extra\nC1,\"a, b\",x\nC2,\"say \"\"hi\"\"\",\n",
      "\xef\xbb\xbf\x63liente;nombre\r\nC1;\"a;b\"\r\nC2;\"two\nlines\"\r\n",
      "sep=;\r\ncliente;ventas\r\nC1;3,5\r\n",
      "client\tname\nC1\tx\n",
  };
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autoptr(Merge) merge = merge_of(texts[i]);
    assert_false(merge_is_changed(merge));
    g_autofree char *text = merge_text(merge);
    assert_string_equal(text, texts[i]);
  }
}

static void test_cells_and_rows(void **state)
{
  (void)state;
  g_autoptr(Merge) merge = merge_of("client,name,extra\nC1,one,x\nC2,two,y\n");
  merge_set(merge, 0, 1, "uno");
  int phone = merge_add_column(merge, "phone");
  merge_set(merge, 1, phone, "+57 311 555");
  int row = merge_add_row(merge);
  merge_set(merge, row, 0, "C3");
  assert_int_equal(merge->changes->len, 3);
  g_autofree char *text = merge_text(merge);
  assert_string_equal(text, "client,name,extra,phone\nC1,uno,x,\nC2,two,y,+57 311 555\nC3,,,\n");
}

static void test_same_meaning_is_no_change(void **state)
{
  (void)state;
  g_autoptr(Merge) merge = merge_of("client,sales,last_visit,note,code\nC1,\"12,50\",31/12/2026,'=x,007\n");
  merge_set(merge, 0, 1, "12.5");
  merge_set(merge, 0, 2, "2026-12-31");
  merge_set(merge, 0, 3, "=x");
  assert_false(merge_is_changed(merge));
  merge_set(merge, 0, 4, "7"); // a name, not a number
  assert_int_equal(merge->changes->len, 1);
}

static void test_formulas_are_made_harmless(void **state)
{
  (void)state;
  g_autoptr(Merge) merge = merge_of("a\nx\n");
  static const struct {
    const char *value, *cell;
  } cases[] = {{"=1+1", "'=1+1"}, {"@x", "'@x"},      {"+cmd", "'+cmd"},
               {"-x", "'-x"},     {"-12.5", "-12.5"}, {"+57 (1) 311-22", "+57 (1) 311-22"},
               {"plain", "plain"}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    merge_set(merge, 0, 0, cases[i].value);
    assert_string_equal(merge_cell(merge, 0, 0), cases[i].cell);
  }
}

static void test_columns_are_found_in_both_languages(void **state)
{
  (void)state;
  g_autoptr(Merge) merge = merge_of("Cliente;Teléfono\n1;2\n");
  assert_int_equal(merge_find(merge, "phone|telefono"), 1);
  assert_int_equal(merge_find(merge, "email|correo"), -1);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_nothing_changed_nothing_lost),
      cmocka_unit_test(test_cells_and_rows),
      cmocka_unit_test(test_same_meaning_is_no_change),
      cmocka_unit_test(test_formulas_are_made_harmless),
      cmocka_unit_test(test_columns_are_found_in_both_languages),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "io/row.h"
#include "io/text.h"

static Table *parse(const char *text, Findings *findings)
{
  return table_parse(text, strlen(text), "t.csv", findings);
}

static char *first_finding(Findings *findings)
{
  const GPtrArray *sorted = findings_sorted(findings);
  assert_true(sorted->len > 0);
  return finding_text(g_ptr_array_index(sorted, 0));
}

static void assert_finding(Findings *findings, const char *start)
{
  g_autofree char *text = first_finding(findings);
  if (!g_str_has_prefix(text, start))
    fail_msg("'%s' does not start with '%s'", text, start);
}

static void lines_are_physical(void **state G_GNUC_UNUSED)
{
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Table) table = parse("\n"
                                 "a,b\r\n"
                                 "1,\"two\r\nlines\"\r\n"
                                 "\r\n"
                                 "   \n"
                                 ",\n"
                                 "2,\"a \"\"quote\"\"\n\n\"\n"
                                 "3,last",
                                 findings);
  assert_int_equal(findings_count(findings, FINDING_ERROR), 0);
  assert_int_equal(table->header_line, 2);
  assert_int_equal(table->rows, 3);
  assert_int_equal(table_line(table, 0), 3);
  assert_int_equal(table_line(table, 1), 8);
  assert_int_equal(table_line(table, 2), 11);
  assert_string_equal(table_cell(table, 0, 1), "two\r\nlines");
  assert_string_equal(table_cell(table, 1, 1), "a \"quote\"\n\n");
  assert_string_equal(table_cell(table, 2, 1), "last");
}

static void delimiters(void **state G_GNUC_UNUSED)
{
  static const char *const texts[] = {"a,b\n1,2\n",        "a;b\n1;2\n",        "a\tb\n1\t2\n",
                                      "a;b\r1;2\r",        "sep=;\na;b\n1;2\n", "\357\273\277a,b\n1,2\n",
                                      "\"a;x;y\",b\n1,2\n"};
  static const char expected[] = ",;\t;;,,";
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autoptr(Findings) findings = findings_new();
    g_autoptr(Table) table = parse(texts[i], findings);
    assert_int_equal(table->delimiter, expected[i]);
    assert_int_equal(table->rows, 1);
    assert_int_equal(table->columns, 2);
    assert_string_equal(table_cell(table, 0, 0), "1");
    assert_string_equal(table_cell(table, 0, 1), "2");
    assert_string_equal(table_header(table, 1), "b");
  }
}

static void one_column(void **state G_GNUC_UNUSED)
{
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Table) table = parse("client\nC1\nC2\n", findings);
  assert_int_equal(table->rows, 2);
  assert_string_equal(table_cell(table, 1, 0), "C2");
}

static void encodings(void **state G_GNUC_UNUSED)
{
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Table) utf8 = parse("a,b\nPe\xc3\xb1"
                                "a,1\n",
                                findings);
  g_autoptr(Table) latin = parse("a,b\nPe\xf1"
                                 "a,1\n",
                                 findings);
  assert_string_equal(table_cell(latin, 0, 0), table_cell(utf8, 0, 0));
  assert_int_equal(findings_count(findings, FINDING_WARNING), 0);
  g_autoptr(Table) mixed = parse("a,b\nPe\xc3\xb1"
                                 "a,1\nPe\xf1"
                                 "a,1\n",
                                 findings);
  assert_non_null(mixed);
  assert_finding(findings, "t.csv:3: this line is not UTF-8");
  g_autoptr(Findings) more = findings_new();
  assert_null(parse("a,b\n1,\x81\n", more));
  assert_finding(more, "t.csv:2: the text is neither");
}

static void bytes_that_are_no_text(void **state G_GNUC_UNUSED)
{
  g_autoptr(Findings) findings = findings_new();
  assert_null(table_parse("a,b\n1,\0\n", 8, "t.csv", findings));
  assert_finding(findings, "t.csv:2: there is a NUL byte");
  g_autoptr(Findings) wide = findings_new();
  assert_null(table_parse("\xff\xfe"
                          "a\0,\0",
                          6, "t.csv", wide));
  assert_finding(wide, "t.csv:1: the file is in UTF-16");
  g_autoptr(Findings) empty = findings_new();
  assert_null(table_parse("\n \n", 3, "t.csv", empty));
  assert_finding(empty, "t.csv: the file is empty");
}

static void broken_quotes(void **state G_GNUC_UNUSED)
{
  static const struct {
    const char *text;
    int rows, line; // that are read; of the error
  } cases[] = {
      {"a,b\n1,\"open\n2,x\n3,y\n", 2, 2},
      {"a,b\n1,x\n2,\"open", 1, 3},
      {"a,b\n1,x\"y\n2,z\n", 1, 2},
      {"a,b\n1,\"x\"y\n2,z\n", 1, 2},
      {"a,b\n1,\"two\nlines\n2,\"x\"\n3,z\n", 2, 2},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(Findings) findings = findings_new();
    g_autoptr(Table) table = parse(cases[i].text, findings);
    g_autofree char *start = g_strdup_printf("t.csv:%d: ", cases[i].line);
    assert_finding(findings, start);
    assert_true(table->damaged);
    if (table->rows < cases[i].rows)
      fail_msg("case %zu: %d rows", i, table->rows);
  }
  g_autoptr(Findings) findings = findings_new();
  assert_null(parse("\"a,b\n1,2\n", findings));
  assert_finding(findings, "t.csv:1: a cell starts with a quote");
}

static void ragged_rows(void **state G_GNUC_UNUSED)
{
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Table) table = parse("a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3\n", findings);
  assert_int_equal(findings_count(findings, FINDING_ERROR), 2);
  assert_finding(findings, "t.csv:3: the row has 2 cells, the header has 3");
  assert_int_equal(table->rows, 4);
  assert_false(table_is_ragged(table, 0));
  assert_true(table_is_ragged(table, 1));
  assert_true(table_is_ragged(table, 2));
  assert_false(table_is_ragged(table, 3));
  assert_string_equal(table_cell(table, 1, 2), "");
  assert_string_equal(table_cell(table, 3, 2), "3");
}

static const Column wanted[] = {
    {"client|cliente", true}, {"visit_minutes|minutos_visita", false}, {"margin_pct|margen_pct", false}};

static void columns_by_name(void **state G_GNUC_UNUSED)
{
  static const char *const headers[] = {"client,Visit Minutes,margin %", "CLIENTE;minutos-visita;Margen (%)",
                                        "Client,VISITMINUTES,margin_pct"};
  for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
    g_autoptr(Findings) findings = findings_new();
    g_autoptr(Table) table = parse(headers[i], findings);
    assert_true(table_bind(table, wanted, 3, NULL, findings));
    for (int c = 0; c < 3; c++)
      assert_int_equal(table->bound[c], c);
    assert_int_equal(findings_sorted(findings)->len, 0);
  }
}

static void columns_that_are_wrong(void **state G_GNUC_UNUSED)
{
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Table) table = parse("clent,colour,Size,\n1,2,3,\n", findings);
  g_autoptr(GArray) unknown = g_array_new(FALSE, FALSE, sizeof(int));
  assert_false(table_bind(table, wanted, 3, unknown, findings));
  assert_int_equal(unknown->len, 3);
  assert_finding(findings, "t.csv:1: column 'client': the column is missing; is 'clent' it?");
  assert_int_equal(findings_count(findings, FINDING_NOTE), 1);

  g_autoptr(Findings) twice = findings_new();
  g_autoptr(Table) doubled = parse("client,cliente\n1,2\n", twice);
  assert_true(table_bind(doubled, wanted, 3, NULL, twice));
  assert_finding(twice, "t.csv:1: column 'cliente': the column is there twice, also as 'client'");
}

static void rows_with_types(void **state G_GNUC_UNUSED)
{
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Table) table = parse("client,visit_minutes,margin_pct\n C1 ,\" 32,5 \",\n,x,300%\n", findings);
  table_bind(table, wanted, 3, NULL, findings);
  Row row = {table, 0, findings};
  int32_t seconds = 7;
  double margin = 7;
  g_autofree char *id = row_id(&row, 0);
  assert_string_equal(id, "C1");
  assert_true(row_minutes(&row, 1, &seconds));
  assert_int_equal(seconds, 1950);
  assert_false(row_has(&row, 2));
  assert_false(row_percent(&row, 2, 0, 100, &margin));
  assert_int_equal(findings_sorted(findings)->len, 0);
  row.row = 1;
  g_autofree char *none = row_id(&row, 0);
  assert_string_equal(none, "");
  assert_false(row_minutes(&row, 1, &seconds));
  assert_false(row_percent(&row, 2, 0, 100, &margin));
  assert_int_equal(seconds, 1950);
  assert_int_equal(findings_count(findings, FINDING_ERROR), 3);
  assert_finding(findings, "t.csv:3: column 'client': ");
}

static void distances(void **state G_GNUC_UNUSED)
{
  assert_int_equal(text_distance("visits", "visits", 3), 0);
  assert_int_equal(text_distance("Visits", "visit", 3), 1);
  assert_int_equal(text_distance("wekks", "weeks", 3), 1);
  assert_int_equal(text_distance("ab", "ba", 3), 1);
  assert_int_equal(text_distance("kitten", "sitting", 3), 3);
  assert_int_equal(text_distance("kitten", "sitting", 2), 3);
  assert_int_equal(text_distance("", "abc", 3), 3);
  g_autofree char *folded = text_fold("  \xc3\x9altima_Visita-(%) ");
  assert_string_equal(folded, "ultimavisitapct");
  assert_true(text_is_listed("ab", "x|a b|y"));
  assert_false(text_is_listed("a", "x|ab|y"));
  assert_false(text_is_listed("abc", "x|ab|y"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lines_are_physical),
      cmocka_unit_test(delimiters),
      cmocka_unit_test(one_column),
      cmocka_unit_test(encodings),
      cmocka_unit_test(bytes_that_are_no_text),
      cmocka_unit_test(broken_quotes),
      cmocka_unit_test(ragged_rows),
      cmocka_unit_test(columns_by_name),
      cmocka_unit_test(columns_that_are_wrong),
      cmocka_unit_test(rows_with_types),
      cmocka_unit_test(distances),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Cells as RFC 4180 and a spreadsheet want them.
#include "io/sheet.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "io/table.h"

static const char *const two[] = {"a", "b", NULL};

static void assert_row(SheetForm form, void (*fill)(Sheet *), const char *row)
{
  g_autoptr(Sheet) sheet = sheet_new(form, two);
  fill(sheet);
  sheet_end_row(sheet);
  const char *body = strchr(sheet_content(sheet), '\n') + 1;
  assert_string_equal(body, row);
}

static void fill_numbers(Sheet *sheet)
{
  sheet_number(sheet, -1234.5678, 2);
  sheet_decimal(sheet, 50, 2);
}

static void fill_money(Sheet *sheet)
{
  sheet_money(sheet, 12 * MONEY_ONE + 345000);
  sheet_money(sheet, MONEY_NONE);
}

static void fill_times(Sheet *sheet)
{
  sheet_clock(sheet, 9 * HOUR_S + 5 * MINUTE_S);
  sheet_clock(sheet, 9 * HOUR_S + 5);
}

static void fill_minutes(Sheet *sheet)
{
  sheet_minutes(sheet, 90);
  sheet_minutes(sheet, -1);
}

static void fill_blanks(Sheet *sheet)
{
  sheet_number(sheet, NAN, 2);
  sheet_day(sheet, DAY_NONE);
}

static void test_numbers(void **state)
{
  (void)state;
  assert_row(SHEET_PLAIN, fill_numbers, "-1234.57,0.5\n");
  assert_row(SHEET_EXCEL, fill_numbers, "-1234,57;0,5\r\n");
  assert_row(SHEET_PLAIN, fill_money, "12.345,\n");
  assert_row(SHEET_EXCEL, fill_money, "12,345;\r\n");
  assert_row(SHEET_PLAIN, fill_times, "09:05,09:00:05\n");
  assert_row(SHEET_PLAIN, fill_minutes, "1.5,-0.0167\n");
  assert_row(SHEET_PLAIN, fill_blanks, ",\n");
}

static void test_header_and_mark(void **state)
{
  (void)state;
  g_autoptr(Sheet) plain = sheet_new(SHEET_PLAIN, two);
  g_autoptr(Sheet) excel = sheet_new(SHEET_EXCEL, two);
  assert_string_equal(sheet_content(plain), "a,b\n");
  assert_string_equal(sheet_content(excel), "\xEF\xBB\xBF"
                                            "a;b\r\n");
}

// A minute is 60 s to the nearest 10,000th: seconds are found back.
static void test_minutes_round_trip(void **state)
{
  (void)state;
  for (int64_t s = -5000; s < 90000; s++) {
    assert_int_equal(llround((double)minute_units(s) * MINUTE_S / MINUTE_UNITS), s);
    assert_int_equal(minute_units(-s), -minute_units(s));
  }
  assert_int_equal(minute_units(60), MINUTE_UNITS);
}

static void assert_text(const char *text, const char *cell)
{
  g_autoptr(Sheet) sheet = sheet_new(SHEET_PLAIN, two);
  sheet_text(sheet, text);
  sheet_text(sheet, "x");
  sheet_end_row(sheet);
  g_autofree char *expected = g_strdup_printf("a,b\n%s,x\n", cell);
  assert_string_equal(sheet_content(sheet), expected);
}

static void test_quotes(void **state)
{
  (void)state;
  assert_text("plain", "plain");
  assert_text(NULL, "");
  assert_text("", "");
  assert_text("a,b", "\"a,b\"");
  assert_text("a;b", "\"a;b\"");
  assert_text("say \"hi\"", "\"say \"\"hi\"\"\"");
  assert_text("two\nlines", "\"two\nlines\"");
  assert_text(" edge", "\" edge\"");
  assert_text("edge ", "\"edge \"");
  assert_text("a\tb", "\"a\tb\"");
  assert_text("Peña & Cía", "Peña & Cía");
}

static void test_formulas_are_harmless(void **state)
{
  (void)state;
  assert_text("=1+1", "'=1+1");
  assert_text("+57 300", "'+57 300");
  assert_text("-5", "'-5");
  assert_text("@SUM(A1)", "'@SUM(A1)");
  assert_text("\t=1", "\"'\t=1\"");
  assert_text("\r=1", "\"'\r=1\"");
  assert_text("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
  assert_text("a=1", "a=1");
  assert_text("'tHooft", "'tHooft");
  assert_text("'=1", "''=1");
}

static void test_what_is_written_is_read(void **state)
{
  (void)state;
  const char *texts[] = {"=1+1", "'=1",  "''-x",         "'tHooft", "@", "a\"b\"\"c",         "x,;y",
                         "ñ\nü", "+1,5", " in the end ", "-",       "'", "\"quoted, twice\"", "''"};
  for (size_t form = SHEET_PLAIN; form <= SHEET_EXCEL; form++) {
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
      g_autoptr(Sheet) sheet = sheet_new((SheetForm)form, two);
      sheet_text(sheet, texts[i]);
      sheet_text(sheet, "x");
      sheet_end_row(sheet);
      g_autoptr(Findings) findings = findings_new();
      const char *content = sheet_content(sheet);
      g_autoptr(Table) table = table_parse(content, strlen(content), "x.csv", findings);
      assert_non_null(table);
      assert_int_equal(table->rows, 1);
      assert_string_equal(sheet_unguard(table_cell(table, 0, 0)), texts[i]);
      assert_int_equal(findings_count(findings, FINDING_ERROR), 0);
    }
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_numbers),
      cmocka_unit_test(test_header_and_mark),
      cmocka_unit_test(test_minutes_round_trip),
      cmocka_unit_test(test_quotes),
      cmocka_unit_test(test_formulas_are_harmless),
      cmocka_unit_test(test_what_is_written_is_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

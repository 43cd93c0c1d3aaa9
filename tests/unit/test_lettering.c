// SPDX-License-Identifier: GPL-3.0-or-later
// Measuring, cutting and wrapping, and names made fit to stand in a sentence.
#include "plots/lettering.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void widths(void **state)
{
  (void)state;
  assert_true(lettering_width("", 27, true) == 0);
  // "H" is 740 and 746 thousandths; 15 points are 20 pixels.
  assert_float_equal(lettering_width("H", 15, false), 14.80, 0.001);
  assert_float_equal(lettering_width("H", 15, true), 14.92, 0.001);
  assert_float_equal(lettering_width("ñÑ", 15, false), (0.581 + 0.753) * 20, 0.5);
  assert_true(lettering_width("漢", 15, false) > lettering_width("W", 15, false));
  assert_true(lettering_width("e\u0301", 15, false) == lettering_width("e", 15, false));
}

static void cuts(void **state)
{
  (void)state;
  g_autofree char *whole = lettering_cut("Ana Restrepo", 15, true, 500);
  assert_string_equal(whole, "Ana Restrepo");
  g_autofree char *cut = lettering_cut("Ana Restrepo", 15, true, 60);
  assert_string_equal(cut, "Ana…");
  g_autofree char *none = lettering_cut("Ana Restrepo", 15, true, 3);
  assert_string_equal(none, "…");
  g_autofree char *accents = lettering_cut("ññññññññññ", 15, false, 70);
  assert_true(g_utf8_validate(accents, -1, NULL));
  assert_true(lettering_width(accents, 15, false) <= 70);
}

static void expect_name(const char *text, const char *expected)
{
  g_autofree char *name = lettering_name(text, "–", 15, false, 300);
  assert_string_equal(name, expected);
}

static void names(void **state)
{
  (void)state;
  expect_name("Ana Restrepo", "Ana Restrepo");
  expect_name("  Ana \t\r\n Restrepo\u2028 ", "Ana Restrepo");
  expect_name(NULL, "–");
  expect_name(" \x01\x02 ", "–");
  expect_name("a\xff", "a\ufffd");
  expect_name("\u202eevil", "evil");
  expect_name("שלום", "\u2068שלום\u2069");
  expect_name("`x` $(y) \"z\" \\", "`x` $(y) \"z\" \\");
  g_autofree char *long_text = g_strnfill(300, 'W');
  g_autofree char *name = lettering_name(long_text, "–", 15, false, 300);
  assert_true(lettering_width(name, 15, false) <= 300);
  assert_true(g_str_has_suffix(name, "…"));
}

static void wraps(void **state)
{
  (void)state;
  g_auto(GStrv) one = lettering_wrap("A short headline", 27, true, 1488, 2);
  assert_int_equal(g_strv_length(one), 1);
  g_auto(GStrv) two =
      lettering_wrap("Marta Ríos is at 94% of capacity and 84 visits find no place; Iván Mora, who "
                     "lives far away, has 29% to spare",
                     22, true, 1488, 2);
  assert_int_equal(g_strv_length(two), 2);
  // No word stands alone.
  assert_true(lettering_width(two[1], 22, true) > 0.6 * lettering_width(two[0], 22, true));
  g_autofree char *endless = g_strnfill(400, 'W');
  g_auto(GStrv) cut = lettering_wrap(endless, 22, true, 1488, 2);
  for (int i = 0; cut[i]; i++)
    assert_true(lettering_width(cut[i], 22, true) <= 1488);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(widths),
      cmocka_unit_test(cuts),
      cmocka_unit_test(names),
      cmocka_unit_test(wraps),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

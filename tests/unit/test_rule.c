// SPDX-License-Identifier: GPL-3.0-or-later
// Rules over columns: what they hold for, and where they say they are wrong.
#include "model/rule.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "tests/unit/toy.h"

#include <cmocka.h>

enum { CLIENTS = 3 };

// C1 sells 100 of 200, wholesale; C2 a prospect with potential 50 and a yes; C3 sells 300, nothing else is known.
static Territory *make_territory(void)
{
  Territory *territory = toy_new(CLIENTS, 28);
  territory_client(territory, 0)->sales = 100 * MONEY_ONE;
  territory_client(territory, 0)->potential = 200 * MONEY_ONE;
  territory_client(territory, 1)->status = STATUS_PROSPECT;
  territory_client(territory, 1)->potential = 50 * MONEY_ONE;
  territory_client(territory, 2)->sales = 300 * MONEY_ONE;
  return territory;
}

static Attributes *make_attributes(const Territory *territory)
{
  Attributes *attributes = attributes_new(territory);
  Attribute *kind = attributes_add(attributes, "Tipo de punto", NULL, ATTRIBUTE_WORD);
  attribute_set_word(kind, 0, "Gran superficie");
  attribute_set_word(kind, 1, "Tradición");
  attributes_add(attributes, "frio", NULL, ATTRIBUTE_YES_NO)->value[1] = 1;
  return attributes;
}

// Bits of the clients for which the rule holds; the score of client i is 10 i.
static int holds_for(const char *text)
{
  g_autoptr(Territory) territory = make_territory();
  g_autoptr(Attributes) attributes = make_attributes(territory);
  g_autoptr(GError) error = NULL;
  g_autoptr(Rule) rule = rule_parse(text, attributes, &error);
  if (error)
    fail_msg("%s: %s", text, error->message);
  int bits = 0;
  for (int i = 0; i < CLIENTS; i++)
    bits |= rule_holds(rule, i, 10 * i) << i;
  return bits;
}

static void test_comparisons(void **state)
{
  (void)state;
  assert_int_equal(holds_for("sales = 100"), 1);
  assert_int_equal(holds_for("sales != 100"), 4); // an empty cell is neither equal nor unequal
  assert_int_equal(holds_for("sales<300"), 1);
  assert_int_equal(holds_for("sales <= 3e2"), 5);
  assert_int_equal(holds_for("sales > 100"), 4);
  assert_int_equal(holds_for("VENTAS >= 100"), 5);
  assert_int_equal(holds_for("potential > sales"), 1);
  assert_int_equal(holds_for("growth_room >= potential"), 2);
  assert_int_equal(holds_for("sales = empty"), 2);
  assert_int_equal(holds_for("sales != vacío"), 5);
  assert_int_equal(holds_for("score >= 10"), 6);
  assert_int_equal(holds_for("share_of_wallet = 50%"), 1);
}

static void test_words(void **state)
{
  (void)state;
  assert_int_equal(holds_for("status = prospect"), 2);
  assert_int_equal(holds_for("Estado != Prospect"), 5);
  assert_int_equal(holds_for("[tipo de punto] = \"gran superficie\""), 1);
  assert_int_equal(holds_for("[Tipo de punto] = tradicion"), 2);
  assert_int_equal(holds_for("[Tipo de punto] = 'nobody has it'"), 0);
  assert_int_equal(holds_for("[Tipo de punto] != tradicion"), 1);
  assert_int_equal(holds_for("frio = sí"), 2);
  assert_int_equal(holds_for("frio = no"), 0);
}

static void test_logic(void **state)
{
  (void)state;
  assert_int_equal(holds_for("status = prospect or sales = 300 and sales = 100"), 2); // and binds closer
  assert_int_equal(holds_for("(status = prospect or sales = 300) and score > 10"), 4);
  assert_int_equal(holds_for("not sales = 100"), 6);
  assert_int_equal(holds_for("not (sales = 100 or sales = 300)"), 2);
  assert_int_equal(holds_for("NOT not sales = 100"), 1);
  assert_int_equal(holds_for("estado = prospect o ventas = 300 y no ventas = 100"), 6);
}

static void expect_error(const char *text, const char *position, const char *word)
{
  g_autoptr(Territory) territory = make_territory();
  g_autoptr(Attributes) attributes = make_attributes(territory);
  g_autoptr(GError) error = NULL;
  assert_null(rule_parse(text, attributes, &error));
  if (!strstr(error->message, position) || !strstr(error->message, word))
    fail_msg("%s: %s", text, error->message);
}

static void test_errors(void **state)
{
  (void)state;
  expect_error("", "position 1:", "column");
  expect_error("turnover > 5", "position 1:", "turnover");
  expect_error("sales > 5 and", "position 14:", "column");
  expect_error("sales 5", "position 7:", "after 'sales'");
  expect_error("sales > many", "position 9:", "many");
  expect_error("status > customer", "position 10:", "words");
  expect_error("(sales > 5", "position 11:", "closing )");
  expect_error("sales > 5)", "position 10:", "'and' or 'or'");
  expect_error("sales > 5 status = prospect", "position 11:", "'and' or 'or'");
  expect_error("sales > \"5", "position 9:", "closing \"");
  expect_error("sales & 5", "position 7:", "character");
  expect_error("ñandú > 5", "position 1:", "ñandú");
  expect_error("sales > empty", "position 9:", "empty");
  g_autofree char *deep = g_strnfill(5000, '(');
  expect_error(deep, "position 10", "deep");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_comparisons),
      cmocka_unit_test(test_words),
      cmocka_unit_test(test_logic),
      cmocka_unit_test(test_errors),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

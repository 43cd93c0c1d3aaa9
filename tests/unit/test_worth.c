// SPDX-License-Identifier: GPL-3.0-or-later
// What other numbers of visits are worth beside today's.
#include "solver/worth.h"
#include "tests/unit/toy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

typedef struct Case {
  Territory *territory;
  Calendar *calendar;
  Attributes *attributes;
  Accounts *accounts;
} Case;

// Client i sells 100 with two visits; the first belongs to a group whose response at half is 0.8.
static Case case_new(int clients, int visits)
{
  Case c = {.territory = toy_new(clients, 14)};
  Group *group = territory_add_group(c.territory);
  const double response[RESPONSE_POINTS] = {0.5, 0.8, 1, 1.1, 1.2};
  group->id = g_strdup("A");
  for (int p = 0; p < RESPONSE_POINTS; p++)
    group->response[p] = response[p];
  for (int i = 0; i < clients; i++) {
    territory_client(c.territory, i)->sales = 100 * MONEY_ONE;
    toy_set_visits(c.territory, i, visits);
  }
  territory_client(c.territory, 0)->group = 0;
  c.calendar = calendar_new(c.territory);
  c.attributes = attributes_new(c.territory);
  g_autoptr(Findings) findings = findings_new();
  g_autofree bool *own = g_new0(bool, (gsize)clients + 1);
  for (int i = 0; i < clients; i++)
    own[i] = true;
  FrequencyRules rules = frequency_rules_read(c.territory, findings);
  c.accounts = accounts_new(c.territory, c.calendar, c.attributes, own, &rules, findings);
  assert_int_equal(findings_count(findings, FINDING_ERROR), 0);
  return c;
}

static void case_clear(Case *c)
{
  accounts_free(c->accounts);
  attributes_free(c->attributes);
  calendar_free(c->calendar);
  territory_free(c->territory);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Case, case_clear)

static void expect_worth(const Case *today, const Case *own, int first, int second, int third,
                         double expected)
{
  g_autoptr(Plan) plan = plan_new();
  const int visits[] = {first, second, third};
  for (int i = 0; i < (int)own->territory->clients->len; i++) {
    for (int v = 0; v < visits[i]; v++)
      toy_visit(plan, i, 0, "2027-01-05", toy_time(8 + i, 0), 600);
  }
  assert_float_equal(money_units(worth_of_plan(plan, today->accounts, own->accounts)), expected, 0.01);
}

static void test_worth(void **state)
{
  (void)state;
  g_auto(Case) today = case_new(2, 2);
  g_auto(Case) half = case_new(2, 1);
  g_auto(Case) more = case_new(3, 2);
  expect_worth(&today, &today, 2, 2, 0, 200);
  expect_worth(&today, &today, 1, 1, 0, 80 + 50); // by its curve, and in proportion
  expect_worth(&half, &half, 1, 1, 0, 200);       // what is wanted today is worth what is sold today
  expect_worth(&today, &half, 1, 1, 0, 80 + 50);  // but a scenario is held against the base
  expect_worth(&today, &more, 2, 2, 1, 200 + 50); // a new client by what it says itself
  expect_worth(&today, &more, 0, 0, 0, 50);       // nobody comes: the curve's part that stays
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_worth)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

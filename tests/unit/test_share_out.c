// SPDX-License-Identifier: GPL-3.0-or-later
// A leaver's clients go to whom they are nearest to, his clients or his start.
#include "solver/share_out.h"
#include "tests/unit/toy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

// On one meridian: R1 starts at 0 and has a client at 3, R2 starts at 10; clients at 5, 7 and 2 have nobody.
static Territory *make(void)
{
  static const double lat[] = {3, 5, 7, 2};
  Territory *territory = toy_new(4, 14);
  const int second = toy_add_rep(territory);
  for (int i = 0; i < 4; i++) {
    territory_client(territory, i)->lat = lat[i];
    territory_client(territory, i)->rep = i == 0 ? 0 : -1;
  }
  territory_rep(territory, 0)->lat = territory_rep(territory, 0)->end_lat = 0;
  territory_rep(territory, second)->lat = territory_rep(territory, second)->end_lat = 10;
  return territory;
}

static void expect_shared(bool first, bool second, int a, int b, int c)
{
  g_autoptr(Territory) territory = make();
  g_autoptr(Travel) travel = travel_new(territory);
  const int clients[] = {1, 2, 3};
  const bool may[] = {first, second};
  share_out(territory, travel, clients, 3, may);
  assert_int_equal(territory_client(territory, 0)->rep, 0);
  assert_int_equal(territory_client(territory, 1)->rep, a);
  assert_int_equal(territory_client(territory, 2)->rep, b);
  assert_int_equal(territory_client(territory, 3)->rep, c);
}

static void test_nearest(void **state)
{
  (void)state;
  expect_shared(true, true, 0, 1,
                0); // 5 is nearer to the client at 3 than to the start at 10, though not yet to 7
  expect_shared(false, true, 1, 1, 1);
  expect_shared(false, false, -1, -1, -1);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_nearest)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

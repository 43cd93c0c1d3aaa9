// SPDX-License-Identifier: GPL-3.0-or-later
// What the chart of hours says of plans made to measure.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/team.h"

static void workload_of_one(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(1, 2);
  for (int day = 0; day < 5; day++)
    team_visits(&team, 0, day, 4, HOUR_S);
  for (int day = 7; day < 12; day++)
    team_visits(&team, 0, day, 8, HOUR_S);
  team_finish(&team, true);
  team_expect(&team, "workload", "Rep A works at 61% of capacity; the fullest week is week 2 with 81%");
}

static void workload_even(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(3, 2);
  team_fill(&team, 6, HOUR_S);
  team_finish(&team, true);
  team_expect(&team, "workload", "The load is even: every rep works at about 61% of capacity");
}

static void workload_spread(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(2, 1);
  for (int day = 0; day < 5; day++) {
    team_visits(&team, 0, day, 8, HOUR_S);
    team_visits(&team, 1, day, 3, HOUR_S);
  }
  team_finish(&team, true);
  team_expect(&team, "workload", "Rep A works at 81% of capacity, Rep B at 31%");
}

static void workload_full(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(2, 2);
  for (int day = 0; day < 12; day += day == 4 ? 3 : 1) {
    team_visits(&team, 0, day, 5, HOUR_S * 39 / 20);
    team_visits(&team, 1, day, 7, HOUR_S);
  }
  team_finish(&team, true);
  team_expect(&team, "workload",
              "Rep A is at 95% of capacity or more in 2 of 2 weeks; Rep B has 29% to spare");
}

static void workload_unplanned(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(2, 1);
  for (int day = 0; day < 5; day++) {
    team_visits(&team, 0, day, 9, HOUR_S);
    team_visits(&team, 1, day, 9, HOUR_S);
  }
  team_unplanned(&team, 1, -1, 1);
  team_finish(&team, true);
  team_expect(&team, "workload", "Rep B is at 91% of capacity and 1 visit finds no place");
}

static void workload_over(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(2, 2);
  for (int day = 0; day < 5; day++) {
    team_visits(&team, 0, day, 11, HOUR_S);
    team_visits(&team, 1, day, 1, HOUR_S);
  }
  team_finish(&team, false);
  team_expect(&team, "workload", "Rep A is over capacity in 1 of 2 weeks; Rep B has 95% to spare");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(workload_of_one),    cmocka_unit_test(workload_even),
      cmocka_unit_test(workload_spread),    cmocka_unit_test(workload_full),
      cmocka_unit_test(workload_unplanned), cmocka_unit_test(workload_over),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

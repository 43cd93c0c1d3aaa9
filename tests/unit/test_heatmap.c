// SPDX-License-Identifier: GPL-3.0-or-later
// What the chart of visits a day says of plans made to measure.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/team.h"

static void calendar_empty(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(1, 2);
  team_finish(&team, true);
  team_expect(&team, "calendar", "No visit is planned");
}

static void calendar_even(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(2, 6);
  team_fill(&team, 4, HOUR_S);
  team_finish(&team, true);
  team_expect(&team, "calendar", "No week and no weekday stands out: 4.0 visits a rep and day on average");
}

static void calendar_quiet(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(2, 6);
  for (int rep = 0; rep < 2; rep++)
    for (int day = 0; day < 42; day++)
      if (day % 7 < 5)
        team_visits(&team, rep, day, rep == 1 && (day / 7 == 2 || day / 7 == 3) ? 1 : 4, HOUR_S);
  team_finish(&team, true);
  team_expect(&team, "calendar", "Rep B makes 10 visits in weeks 3 and 4, where about 40 would be usual");
}

static void calendar_trend(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(1, 6);
  for (int day = 0; day < 42; day++)
    if (day % 7 < 5)
      team_visits(&team, 0, day, day < 14 ? 6 : day < 28 ? 5 : 4, HOUR_S);
  team_finish(&team, true);
  team_expect(&team, "calendar",
              "The visits thin out: 6.0 a rep and day in the first 2 weeks, 4.0 in the last");
}

static void calendar_weekday(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(1, 6);
  for (int day = 0; day < 42; day++)
    if (day % 7 < 5)
      team_visits(&team, 0, day, day % 7 == 2 ? 8 : 4, HOUR_S);
  team_finish(&team, true);
  team_expect(&team, "calendar", "Wednesday carries 67% more visits than the average day");
}

// A holiday is drawn in grey, not as a day without visits.
static void calendar_holiday_is_grey(void **state)
{
  (void)state;
  g_auto(Team) team = team_new(1, 2);
  team_holiday(&team, 7, "Reyes");
  for (int day = 0; day < 5; day++)
    team_visits(&team, 0, day, 4, HOUR_S);
  team_finish(&team, true);
  g_autoptr(GPtrArray) charts = team_charts(&team, "calendar");
  const Chart *chart = charts->pdata[0];
  assert_non_null(strstr(chart->data->str, "1\t0\t0\t0xb9bec4"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(calendar_empty),   cmocka_unit_test(calendar_even),
      cmocka_unit_test(calendar_quiet),   cmocka_unit_test(calendar_trend),
      cmocka_unit_test(calendar_weekday), cmocka_unit_test(calendar_holiday_is_grey),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The action plan: which visit carries which activity, what is not visited, what it costs.
#include "io/action_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "tests/unit/toy.h"

#include <cmocka.h>

static void add_activity(Territory *territory, const char *id, int times, Channel channel)
{
  Activity activity = {.id = g_strdup(id),
                       .objective = g_strdup(""),
                       .kpi = g_strdup("kpi"),
                       .expected_result = g_strdup("result"),
                       .group = 0,
                       .resource = -1,
                       .times = times,
                       .activity_s = 15 * MINUTE_S,
                       .cost = 100 * MONEY_ONE,
                       .channel = channel};
  g_array_append_val(territory->activities, activity);
}

static Territory *make_territory(void)
{
  Territory *territory = toy_new(3, 28);
  Group *group = territory_add_group(territory);
  group->id = g_strdup("A");
  group->name = g_strdup("A");
  group->objective = g_strdup("Grow");
  territory_client(territory, 0)->group = territory_client(territory, 1)->group = 0; // C3 has none
  toy_set_visits(territory, 0, 4);
  toy_matrix(territory, 600, 1000);
  add_activity(territory, "V", 2, CHANNEL_VISIT);
  add_activity(territory, "T", 2, CHANNEL_REMOTE);
  return territory;
}

static void test_rows(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = make_territory();
  g_autoptr(Calendar) calendar = calendar_new(territory);
  g_autoptr(Travel) travel = travel_new(territory);
  g_autoptr(Plan) plan = plan_new();
  static const char *const days[] = {"2027-01-04", "2027-01-11", "2027-01-18", "2027-01-25"};
  for (int d = 0; d < 4; d++)
    plan_visit(plan, toy_visit(plan, 0, 0, days[d], toy_time(9, 0), 30 * MINUTE_S))->activities = d % 2 == 0;
  RepResult result = {.rep = 0, .status = PLAN_FEASIBLE, .bound = MONEY_NONE};
  g_array_append_val(plan->reps, result);
  plan_tally(plan, territory, calendar, travel);
  g_autoptr(Sheet) sheet = plan_actions_sheet(plan, territory, SHEET_PLAIN);
  g_auto(GStrv) lines = g_strsplit(sheet_content(sheet), "\n", -1);
  assert_int_equal(g_strv_length(lines), 6); // header, two clients with two activities, the end
  // Two of four visits: the first and the third. By phone in the middle of each half.
  assert_non_null(
      strstr(lines[1], "C1,Client 1,A,V,Grow,2027-01-04 2027-01-18,visit,R1,,30,200,result,kpi,2,2,Grow,"));
  assert_non_null(strstr(lines[2], "C1,Client 1,A,T,Grow,2027-01-11 2027-01-25,remote,R1,,30,200,"));
  assert_non_null(strstr(lines[3], "C2,Client 2,A,V,Grow,,visit,R1,,0,0,result,kpi,2,0,Grow,"));
}

static void test_other_reps(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = make_territory();
  g_autoptr(Plan) plan = plan_new();
  g_autoptr(Sheet) sheet = plan_actions_sheet(plan, territory, SHEET_PLAIN);
  g_auto(GStrv) lines = g_strsplit(sheet_content(sheet), "\n", -1);
  assert_int_equal(g_strv_length(lines), 2); // R1 was not planned
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rows),
      cmocka_unit_test(test_other_reps),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Activities on visits: evenly, longer by their minutes, and what is said where a day or a window has no room.
#include "model/said.h"
#include "solver/planner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "model/activity.h"
#include "tests/unit/toy.h"

#include <cmocka.h>

static void add_activity(Territory *territory, const char *id, int times, int minutes)
{
  Activity activity = {.id = g_strdup(id),
                       .objective = g_strdup(""),
                       .kpi = g_strdup(""),
                       .expected_result = g_strdup(""),
                       .resource = -1,
                       .times = times,
                       .activity_s = minutes * MINUTE_S,
                       .cost = 100 * MONEY_ONE};
  g_array_append_val(territory->activities, activity);
}

// One client with four visits in four weeks, in a group.
static Territory *make_territory(void)
{
  Territory *territory = toy_new(1, 28);
  Group *group = territory_add_group(territory);
  group->id = g_strdup("A");
  group->name = g_strdup("A");
  territory_client(territory, 0)->group = 0;
  toy_set_visits(territory, 0, 4);
  toy_matrix(territory, 60, 100);
  return territory;
}

static Plan *plan_of(Territory *territory)
{
  g_autoptr(Calendar) calendar = calendar_new(territory);
  g_autoptr(Travel) travel = travel_new(territory);
  g_autoptr(Findings) findings = findings_new();
  const PlannerOptions options = {.seed = 1, .effort = EFFORT_QUICK, .threads = 1};
  Plan *plan = planner_run(territory, calendar, travel, &options);
  assert_true(check_plan(plan, territory, "calendar.csv", NULL, findings, NULL));
  assert_int_equal(plan->visits->len, territory_client(territory, 0)->visits.max);
  return plan;
}

// Twice in four visits: the second and the fourth; the other activity goes to one that holds none.
static void test_even(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = make_territory();
  add_activity(territory, "V", 2, 15);
  add_activity(territory, "W", 1, 10);
  g_autoptr(Plan) plan = plan_of(territory);
  int minutes[4], held[4];
  for (int v = 0; v < 4; v++) {
    minutes[v] = plan_visit(plan, (guint)v)->visit_s / MINUTE_S;
    held[v] = (int)plan_visit(plan, (guint)v)->activities;
  }
  assert_int_equal(plan->unmet->len, 0);
  assert_int_equal(held[1], 1);
  assert_int_equal(held[3], 1);
  assert_int_equal(held[0] + held[2], 2); // W is bit 1
  assert_int_equal(minutes[1] + minutes[3], 2 * 45);
  assert_int_equal(minutes[0] + minutes[2], 30 + 40);
  assert_int_equal(client_activities_s(territory, 0, 4), 40 * MINUTE_S);
  assert_int_equal(client_activities_s(territory, 0, 1), 25 * MINUTE_S);
}

// Days of 42 minutes, two of them driving: ten are left beside the visit, and fifteen are asked for.
static void test_full_days(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = make_territory();
  add_activity(territory, "V", 2, 15);
  territory_rep(territory, 0)->shift[0] = (Window){toy_time(8, 0), toy_time(8, 42)};
  g_autoptr(Plan) plan = plan_of(territory);
  assert_int_equal(plan->unmet->len, 1);
  const Unmet *unmet = &g_array_index(plan->unmet, Unmet, 0);
  assert_int_equal(unmet->times, 2);
  assert_int_equal(unmet->code, UNMET_DAY_FULL);
  g_autofree char *remedy = said_text(unmet->remedy, NULL);
  assert_non_null(strstr(remedy, "5 min more field time for R1 on 2027-01-"));
}

static void test_window(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = make_territory();
  add_activity(territory, "V", 1, 15);
  Client *client = territory_client(territory, 0);
  client->opens = 1;
  client->open[0] = (Window){toy_time(9, 0), toy_time(9, 40)};
  g_autoptr(Plan) plan = plan_of(territory);
  assert_int_equal(plan->unmet->len, 1);
  assert_int_equal(g_array_index(plan->unmet, Unmet, 0).code, UNMET_WINDOW);
  assert_string_equal(g_array_index(plan->unmet, Unmet, 0).remedy, "");
}

// An appointment for the day alone stays in the client's hours: what would push it out of them is not done there.
static void test_appointment(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = make_territory();
  add_activity(territory, "V", 4, 5);
  Client *client = territory_client(territory, 0);
  client->opens = 1;
  client->open[0] = (Window){toy_time(9, 0), toy_time(9, 40)};
  territory_rep(territory, 0)->shift[0] = (Window){toy_time(9, 5), toy_time(12, 0)};
  const Appointment appointment = {.client = 0, .rep = 0, .day = territory->settings.start, .time_s = -1};
  g_array_append_val(territory->appointments, appointment);
  g_autoptr(Plan) plan = plan_of(territory);
  assert_true(plan_visit(plan, 0)->fixed);
  assert_int_equal(plan_visit(plan, 0)->activities, 0);
  assert_int_equal(plan->unmet->len, 1);
}

// More often than there are visits: as often as there are, and it is said how often not.
static void test_too_often(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = make_territory();
  add_activity(territory, "V", 9, 5);
  g_autoptr(Plan) plan = plan_of(territory);
  for (guint v = 0; v < 4; v++)
    assert_int_equal(plan_visit(plan, v)->activities, 1);
  assert_int_equal(plan->unmet->len, 1);
  const Unmet *unmet = &g_array_index(plan->unmet, Unmet, 0);
  assert_int_equal(unmet->times, 5);
  assert_int_equal(unmet->code, UNMET_NO_VISIT);
  g_autofree char *reason = said_text(unmet->reason, NULL);
  assert_string_equal(reason, "the client wants only 4 visits");
}

// A client that wants no visits is nobody's work, but what its group is to be done is not forgotten.
static void test_no_visit_wanted(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = make_territory();
  add_activity(territory, "V", 2, 5);
  territory_client(territory, 0)->visits = (Visits){.given = true};
  g_autoptr(Plan) plan = plan_of(territory);
  assert_int_equal(plan->visits->len, 0);
  assert_int_equal(plan->unmet->len, 1);
  g_autofree char *reason = said_text(g_array_index(plan->unmet, Unmet, 0).reason, NULL);
  assert_string_equal(reason, "the client wants no visits in person");
}

// One of four visits is an appointment that another rep keeps: what is done there is not done again, whoever plans first.
static void test_appointment_of_another(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = make_territory();
  const int other = toy_add_rep(territory);
  toy_matrix(territory, 60, 100);
  add_activity(territory, "V", 1, 15);
  toy_add_appointment(territory, 0, other, "2027-01-12", -1, 0);
  g_autoptr(Plan) plan = plan_of(territory);
  int made = 0;
  for (guint v = 0; v < plan->visits->len; v++)
    made += (int)plan_visit(plan, v)->activities;
  assert_int_equal(made, 1);
  assert_int_equal(plan->unmet->len, 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_even),
      cmocka_unit_test(test_full_days),
      cmocka_unit_test(test_window),
      cmocka_unit_test(test_appointment_of_another),
      cmocka_unit_test(test_appointment),
      cmocka_unit_test(test_too_often),
      cmocka_unit_test(test_no_visit_wanted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

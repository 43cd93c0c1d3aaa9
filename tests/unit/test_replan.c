// SPDX-License-Identifier: GPL-3.0-or-later
// Replanning a toy territory: nothing changed, a lost day, a promise, a missed visit, frozen days.
#include "model/moves.h"
#include "solver/replan.h"
#include "tests/unit/toy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { CLIENTS = 12 };

typedef struct Case {
  Territory *territory;
  Calendar *calendar;
  Travel *travel;
  Plan *former;
} Case;

static void survey(Case *c)
{
  calendar_free(c->calendar);
  travel_free(c->travel);
  c->calendar = calendar_new(c->territory);
  c->travel = travel_new(c->territory);
}

static Case case_new(void)
{
  Case c = {.territory = toy_new(CLIENTS, 28)};
  toy_matrix(c.territory, 600, 5000);
  for (int i = 0; i < CLIENTS; i++)
    toy_set_visits(c.territory, i, 1 + i % 4);
  survey(&c);
  const PlannerOptions options = {.seed = 1, .effort = EFFORT_QUICK, .threads = 1};
  c.former = planner_run(c.territory, c.calendar, c.travel, &options);
  return c;
}

static void case_clear(Case *c)
{
  plan_free(c->former);
  calendar_free(c->calendar);
  travel_free(c->travel);
  territory_free(c->territory);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Case, case_clear)

static Replan *replan(const Case *c, const char *from, int freeze, const Join *join)
{
  const ReplanOptions options = {.planner = {.seed = 1, .effort = EFFORT_QUICK, .threads = 1},
                                 .from = toy_day(from),
                                 .freeze = freeze,
                                 .join = join,
                                 .move_hours = 1};
  return replan_run(c->territory, c->calendar, c->travel, c->former, &options);
}

static void assert_sound(const Case *c, const Plan *plan)
{
  g_autoptr(Findings) findings = findings_new();
  const bool sound = check_plan(plan, c->territory, "calendar.csv", NULL, findings, NULL);
  const GPtrArray *sorted = findings_sorted(findings);
  for (guint k = 0; k < sorted->len; k++) {
    g_autofree char *text = finding_text(g_ptr_array_index(sorted, k));
    print_message("%s\n", text);
  }
  assert_true(sound);
}

static bool same_visits(const Plan *a, const Plan *b)
{
  return a->visits->len == b->visits->len &&
         memcmp(a->visits->data, b->visits->data, a->visits->len * sizeof(Visit)) == 0;
}

static void nothing_changed_is_the_same_plan(void **unused)
{
  (void)unused;
  g_auto(Case) c = case_new();
  g_autoptr(Replan) again = replan(&c, "2027-01-18", 0, NULL);
  assert_int_equal(again->solved_sets, 0);
  assert_true(same_visits(c.former, again->plan));
  assert_sound(&c, again->plan);
}

// Only what lies on the lost day moves: there is room elsewhere, and every move costs.
static void a_lost_day_moves_its_visits_alone(void **unused)
{
  (void)unused;
  g_auto(Case) c = case_new();
  const Day from = toy_day("2027-01-18");
  Day lost = DAY_NONE;
  int visits = 0;
  for (guint d = 0; d < c.former->days->len; d++) {
    const PlanDay *day = plan_day(c.former, d);
    if (day->day >= from && day->visits > visits) {
      lost = day->day;
      visits = day->visits;
    }
  }
  assert_true(visits > 0);
  g_autofree char *iso = day_text(lost);
  toy_add_holiday(c.territory, iso, "lost", "");
  survey(&c);
  g_autoptr(Replan) again = replan(&c, "2027-01-18", 0, NULL);
  assert_int_equal(again->solved_sets, 1);
  assert_sound(&c, again->plan);
  assert_int_equal(again->plan->visits->len, c.former->visits->len);
  g_autoptr(GArray) moves = moves_between(c.former, again->plan, c.territory, 0);
  int moved = 0;
  for (guint k = 0; k < moves->len; k++) {
    const Move *move = &g_array_index(moves, Move, k);
    if (move->kind == MOVE_RETIMED)
      continue;
    assert_int_equal(move->kind, MOVE_MOVED);
    assert_int_equal(plan_visit(c.former, (guint)move->before)->day, lost);
    moved++;
  }
  assert_int_equal(moved, visits);
}

static void frozen_days_stay(void **unused)
{
  (void)unused;
  g_auto(Case) c = case_new();
  const Day from = toy_day("2027-01-11");
  toy_add_holiday(c.territory, "2027-01-20", "lost", "");
  for (int i = 0; i < CLIENTS; i++)
    toy_set_visits(c.territory, i, 2 + i % 4); // and everybody wants one more
  survey(&c);
  g_autoptr(Replan) again = replan(&c, "2027-01-11", 5, NULL);
  assert_true(again->plan->visits->len > c.former->visits->len);
  assert_sound(&c, again->plan);
  guint old = 0, fresh = 0;
  for (guint v = 0; v < c.former->visits->len; v++)
    old += plan_visit(c.former, v)->day < from + 5;
  for (guint v = 0; v < again->plan->visits->len; v++) {
    const Visit *visit = plan_visit(again->plan, v);
    if (visit->day >= from + 5)
      continue;
    const Visit *was = plan_visit(c.former, fresh++); // one rep: both ascend by day and stop
    assert_true(was->client == visit->client && was->day == visit->day && was->arrive_s == visit->arrive_s);
  }
  assert_int_equal(old, fresh);
}

static void a_new_promise_is_kept(void **unused)
{
  (void)unused;
  g_auto(Case) c = case_new();
  toy_set_visits(c.territory, 3, 5);
  toy_add_appointment(c.territory, 3, 0, "2027-01-27", toy_time(15, 0), 0);
  survey(&c);
  g_autoptr(Replan) again = replan(&c, "2027-01-18", 0, NULL);
  assert_sound(&c, again->plan);
  bool kept = false;
  for (guint v = 0; v < again->plan->visits->len; v++) {
    const Visit *visit = plan_visit(again->plan, v);
    kept = kept || (visit->client == 3 && visit->day == toy_day("2027-01-27") && visit->fixed);
  }
  assert_true(kept);
}

static void a_missed_visit_gets_a_new_date(void **unused)
{
  (void)unused;
  g_auto(Case) c = case_new();
  const Day from = toy_day("2027-01-18");
  int missed = -1;
  for (guint v = 0; v < c.former->visits->len; v++) {
    const Visit *visit = plan_visit(c.former, v);
    if (visit->day >= from)
      continue;
    const Actual actual = {.day = visit->day,
                           .client = visit->client,
                           .status = missed < 0 ? ACTUAL_MISSED : ACTUAL_DONE,
                           .visit_s = -1,
                           .sales = MONEY_NONE,
                           .activity = g_strdup(""),
                           .result = g_strdup(""),
                           .notes = g_strdup("")};
    g_array_append_val(c.territory->actuals, actual);
    missed = missed < 0 ? (int)v : missed;
  }
  assert_true(missed >= 0);
  g_autoptr(Join) join = join_new(c.territory, c.former, from - 1);
  g_autoptr(Replan) again = replan(&c, "2027-01-18", 0, join);
  assert_sound(&c, again->plan);
  assert_int_equal(again->plan->visits->len, c.former->visits->len);
  g_autoptr(GArray) moves = moves_between(c.former, again->plan, c.territory, 0);
  bool found = false;
  for (guint k = 0; k < moves->len; k++) {
    const Move *move = &g_array_index(moves, Move, k);
    found = found || (move->before == missed && move->after >= 0 &&
                      plan_visit(again->plan, (guint)move->after)->day >= from);
  }
  assert_true(found);
}

static void a_move_is_dearer_the_nearer(void **unused)
{
  (void)unused;
  g_auto(Case) c = case_new();
  const ReplanOptions options = {.from = toy_day("2027-01-04"), .move_hours = 1};
  const Visit near = {.client = 0, .day = toy_day("2027-01-05")},
              far = {.client = 0, .day = toy_day("2027-01-29")};
  const Money mean = 10 * MONEY_ONE;
  assert_true(replan_price(c.territory, &options, &near, mean) >
              replan_price(c.territory, &options, &far, mean));
  territory_client(c.territory, 1)->value = 100 * MONEY_ONE;
  const Visit dear = {.client = 1, .day = far.day};
  assert_true(replan_price(c.territory, &options, &dear, mean) >
              replan_price(c.territory, &options, &far, mean));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nothing_changed_is_the_same_plan),
      cmocka_unit_test(a_lost_day_moves_its_visits_alone),
      cmocka_unit_test(frozen_days_stay),
      cmocka_unit_test(a_new_promise_is_kept),
      cmocka_unit_test(a_missed_visit_gets_a_new_date),
      cmocka_unit_test(a_move_is_dearer_the_nearer),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

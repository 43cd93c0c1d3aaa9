// SPDX-License-Identifier: GPL-3.0-or-later
// Tally, ledger, gaps and identities against figures counted by hand.
#include "model/plan.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/toy.h"

enum { STAY = 30 * MINUTE_S, LEG = 10 * MINUTE_S, LEG_M = 8000 };

typedef struct Case {
  Territory *territory;
  Calendar *calendar;
  Travel *travel;
  Plan *plan;
} Case;

static void case_clear(Case *c)
{
  plan_free(c->plan);
  travel_free(c->travel);
  calendar_free(c->calendar);
  territory_free(c->territory);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Case, case_clear)

static Case case_new(Territory *territory)
{
  toy_matrix(territory, LEG, LEG_M);
  return (Case){.territory = territory,
                .calendar = calendar_new(territory),
                .travel = travel_new(territory),
                .plan = plan_new()};
}

static void case_tally(Case *c)
{
  plan_tally(c->plan, c->territory, c->calendar, c->travel);
}

static void case_check(const Case *c)
{
  g_autoptr(Findings) findings = findings_new();
  if (!check_plan(c->plan, c->territory, "calendar.csv", NULL, findings, NULL)) {
    const GPtrArray *sorted = findings_sorted(findings);
    g_autofree char *text = finding_text(sorted->pdata[0]);
    fail_msg("%s", text);
  }
}

static void add_result(Plan *plan, int rep)
{
  RepResult result = {.rep = rep, .bound = MONEY_NONE, .travel_bound_s = -1};
  g_array_append_val(plan->reps, result);
}

static const PlanDay *find_day(const Plan *plan, int rep, const char *iso)
{
  for (guint d = 0; d < plan->days->len; d++) {
    if (plan_day(plan, d)->rep == rep && plan_day(plan, d)->day == toy_day(iso))
      return plan_day(plan, d);
  }
  fail_msg("no day %s", iso);
  return NULL;
}

static void test_tally_of_a_day(void **state)
{
  (void)state;
  g_auto(Case) c = case_new(toy_new(3, 14));
  territory_rep(c.territory, 0)->field_share = 0.75;
  calendar_free(c.calendar);
  c.calendar = calendar_new(c.territory);
  // Given out of order; the second visit waits ten minutes, the third comes after the break.
  toy_visit(c.plan, 2, 0, "2027-01-05", toy_time(13, 10), STAY);
  toy_visit(c.plan, 0, 0, "2027-01-05", toy_time(10, 40), STAY);
  guint waiting = toy_visit(c.plan, 1, 0, "2027-01-05", toy_time(11, 20), STAY);
  plan_visit(c.plan, waiting)->leave_s += LEG;
  case_tally(&c);
  case_check(&c);

  for (guint v = 0; v < 3; v++) {
    const Visit *visit = plan_visit(c.plan, v);
    assert_int_equal(visit->client, v);
    assert_int_equal(visit->stop, v + 1);
    assert_int_equal(visit->number, 1);
    assert_int_equal(visit->travel_s, LEG);
    assert_int_equal(visit->travel_m, LEG_M);
    assert_int_equal(visit->wait_s, v == 1 ? LEG : 0);
  }
  const PlanDay *day = find_day(c.plan, 0, "2027-01-05");
  assert_int_equal(day->visits, 3);
  assert_int_equal(day->work_s, 9 * HOUR_S);
  assert_int_equal(day->admin_s, 9 * HOUR_S / 4);
  assert_int_equal(day->visit_s, 3 * STAY);
  assert_int_equal(day->travel_s, 4 * LEG);
  assert_int_equal(day->travel_m, 4 * LEG_M);
  assert_int_equal(day->wait_s, LEG);
  assert_int_equal(day->slack_s, 9 * HOUR_S - 9 * HOUR_S / 4 - 3 * STAY - 4 * LEG);
  assert_int_equal(day->start_s, toy_time(10, 30));
  assert_int_equal(day->end_s, toy_time(13, 50));
}

static void test_days_without_visits(void **state)
{
  (void)state;
  g_auto(Case) c = case_new(toy_new(1, 14));
  toy_add_rep(c.territory);
  toy_add_rep(c.territory);
  toy_add_holiday(c.territory, "2027-01-06", "Reyes", "");
  calendar_free(c.calendar);
  travel_free(c.travel);
  toy_matrix(c.territory, LEG, LEG_M);
  c.calendar = calendar_new(c.territory);
  c.travel = travel_new(c.territory);
  toy_visit(c.plan, 0, 0, "2027-01-04", toy_time(8, 10), STAY);
  add_result(c.plan, 1); // planned, with nothing to do; the third rep is not planned at all
  case_tally(&c);
  case_check(&c);
  assert_int_equal(c.plan->days->len, 9 + 9);
  const PlanDay *idle = find_day(c.plan, 1, "2027-01-04");
  assert_int_equal(idle->visits, 0);
  assert_int_equal(idle->start_s, 0);
  assert_int_equal(idle->end_s, 0);
  assert_int_equal(idle->slack_s, 9 * HOUR_S);
}

// Drives across the break, before the first visit and after the last.
static void test_break_within_a_drive(void **state)
{
  (void)state;
  g_auto(Case) c = case_new(toy_new(2, 14));
  toy_visit(c.plan, 0, 0, "2027-01-04", toy_time(13, 5), STAY);
  toy_visit(c.plan, 1, 0, "2027-01-05", toy_time(11, 25), STAY);
  case_tally(&c);
  case_check(&c);
  assert_int_equal(find_day(c.plan, 0, "2027-01-04")->start_s, toy_time(11, 55));
  assert_int_equal(find_day(c.plan, 0, "2027-01-05")->end_s, toy_time(13, 5));
}

// What only a calendar edited by hand holds: it is counted, so that verify can say what is wrong with it.
static void test_impossible_days(void **state)
{
  (void)state;
  g_auto(Case) c = case_new(toy_new(4, 14));
  toy_visit(c.plan, 0, 0, "2027-01-02", toy_time(9, 0), STAY);  // before the horizon
  toy_visit(c.plan, 1, 0, "2027-01-09", toy_time(9, 0), STAY);  // a Saturday
  toy_visit(c.plan, 2, 0, "2027-01-05", toy_time(18, 0), STAY); // after hours
  toy_visit(c.plan, 3, 0, "2027-02-01", toy_time(9, 0), STAY);  // after the horizon
  case_tally(&c);
  assert_int_equal(c.plan->days->len, 10 + 3);
  const PlanDay *saturday = find_day(c.plan, 0, "2027-01-09");
  assert_int_equal(saturday->work_s, 0);
  assert_int_equal(saturday->slack_s, -(STAY + 2 * LEG));
  assert_int_equal(saturday->start_s, toy_time(8, 50));
  assert_int_equal(saturday->end_s, toy_time(9, 40));
  assert_int_equal(find_day(c.plan, 0, "2027-01-05")->end_s, toy_time(18, 40));
  find_day(c.plan, 0, "2027-01-02");
  find_day(c.plan, 0, "2027-02-01");
}

static Case random_case(GRand *dice)
{
  Territory *territory = toy_new(12, 21);
  toy_add_rep(territory);
  territory_rep(territory, 0)->field_share = 0.77;
  Case c = case_new(territory);
  for (int n = g_rand_int_range(dice, 0, 60); n > 0; n--) {
    guint v = toy_visit(c.plan, g_rand_int_range(dice, 0, 12), g_rand_int_range(dice, 0, 2), "2027-01-04",
                        g_rand_int_range(dice, 0, DAY_S - HOUR_S), g_rand_int_range(dice, 1, HOUR_S));
    plan_visit(c.plan, v)->day += g_rand_int_range(dice, -2, 24);
  }
  return c;
}

static void test_ledger_adds_up(void **state)
{
  (void)state;
  g_autoptr(GRand) dice = g_rand_new_with_seed(7);
  for (int round = 0; round < 50; round++) {
    g_auto(Case) c = random_case(dice);
    case_tally(&c);
    int visits = 0;
    for (guint d = 0; d < c.plan->days->len; d++) {
      const PlanDay *day = plan_day(c.plan, d);
      assert_int_equal(day->work_s, day->visit_s + day->travel_s + day->admin_s + day->slack_s);
      assert_int_equal(day->first, visits);
      visits += day->visits;
    }
    assert_int_equal(visits, c.plan->visits->len);
    Ledger all = plan_ledger(c.plan, -1), first = plan_ledger(c.plan, 0), second = plan_ledger(c.plan, 1);
    assert_int_equal(all.work_s, first.work_s + second.work_s);
    assert_int_equal(all.slack_s, first.slack_s + second.slack_s);
    assert_int_equal(all.visits, visits);
  }
}

static void test_tally_again_changes_nothing(void **state)
{
  (void)state;
  g_autoptr(GRand) dice = g_rand_new_with_seed(8);
  g_auto(Case) c = random_case(dice);
  case_tally(&c);
  gsize size = c.plan->visits->len * sizeof(Visit);
  g_autofree Visit *before = g_memdup2(c.plan->visits->data, size);
  case_tally(&c);
  for (guint v = 0; v < c.plan->visits->len; v++) {
    assert_int_equal(visit_compare(&before[v], plan_visit(c.plan, v)), 0);
    assert_int_equal(before[v].number, plan_visit(c.plan, v)->number);
  }
}

static void test_numbers_follow_dates_across_reps(void **state)
{
  (void)state;
  g_auto(Case) c = case_new(toy_new(1, 21));
  toy_add_rep(c.territory);
  travel_free(c.travel);
  calendar_free(c.calendar);
  toy_matrix(c.territory, LEG, LEG_M);
  c.travel = travel_new(c.territory);
  c.calendar = calendar_new(c.territory);
  toy_visit(c.plan, 0, 0, "2027-01-14", toy_time(9, 0), STAY);
  toy_visit(c.plan, 0, 1, "2027-01-07", toy_time(9, 0), STAY);
  toy_visit(c.plan, 0, 0, "2027-01-04", toy_time(9, 0), STAY);
  case_tally(&c);
  assert_int_equal(plan_visit(c.plan, 0)->number, 1);
  assert_int_equal(plan_visit(c.plan, 1)->number, 3);
  assert_int_equal(plan_visit(c.plan, 2)->number, 2); // the other rep's
}

static void test_load(void **state)
{
  (void)state;
  Ledger ledger = {.work_s = 1000, .slack_s = 250};
  assert_true(ledger_load_pct(&ledger) == 75);
  ledger.slack_s = -100;
  assert_true(ledger_load_pct(&ledger) == 110);
  assert_true(ledger_load_pct(&(Ledger){0}) == 0);
}

static void test_gap_pct(void **state)
{
  (void)state;
  assert_true(gap_pct(0, 0) == 0);
  assert_true(gap_pct(200, 150) == 25);
  assert_true(gap_pct(-200, -250) == 25);
  assert_true(gap_pct(0, -5) == 100);
  assert_true(gap_pct(7, 7) == 0);
}

static void test_weeks(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(1, 21);
  territory->settings.start = toy_day("2027-01-06"); // a Wednesday
  assert_int_equal(horizon_week(territory, toy_day("2027-01-06")), 1);
  assert_int_equal(horizon_week(territory, toy_day("2027-01-10")), 1);
  assert_int_equal(horizon_week(territory, toy_day("2027-01-11")), 2);
  assert_int_equal(horizon_week(territory, toy_day("2027-01-04")), 1);
  assert_int_equal(horizon_week(territory, toy_day("2027-01-03")), 0);
  assert_int_equal(horizon_week(territory, toy_day("2026-12-28")), 0);
  assert_int_equal(horizon_week(territory, toy_day("2026-12-27")), -1);
  assert_int_equal(horizon_weeks(territory), 4);
  assert_int_equal(horizon_monday(territory, 1), toy_day("2027-01-04"));
  assert_int_equal(horizon_monday(territory, 4), toy_day("2027-01-25"));
}

// 28 days, 4 visits: wanted 7, limits 4 (of 4.2) and 10 (of 9.8).
static void test_gaps_by_hand(void **state)
{
  (void)state;
  g_auto(Case) c = case_new(toy_new(2, 28));
  toy_set_visits(c.territory, 0, 4);
  territory_client(c.territory, 0)->last_visit = toy_day("2026-12-29");
  toy_visit(c.plan, 0, 0, "2027-01-25", toy_time(9, 0), STAY); // gap 11: a break
  toy_visit(c.plan, 0, 0, "2027-01-04", toy_time(9, 0), STAY); // gap 6
  toy_visit(c.plan, 0, 0, "2027-01-14", toy_time(9, 0), STAY); // gap 7
  toy_visit(c.plan, 0, 0, "2027-01-07", toy_time(9, 0), STAY); // gap 3: a break
  add_result(c.plan, 0);
  case_tally(&c);
  case_check(&c);
  assert_int_equal(plan_rep_result(c.plan, 0)->breaks, 2);
  Spacing spacing = client_spacing(c.territory, territory_client(c.territory, 0), 4);
  GapTally tally = plan_gaps(c.plan, c.territory, 0, &spacing);
  assert_int_equal(tally.gaps, 4);
  assert_int_equal(tally.min, 3);
  assert_int_equal(tally.max, 11);
  assert_int_equal(tally.sum, 27);
  assert_int_equal(tally.breaks, 2);
  assert_true(tally.deviation == 1 + 4 + 0 + 4);
  assert_int_equal(tally.next_due, toy_day("2027-02-01"));
  g_autofree GapTally *all = plan_all_gaps(c.plan, c.territory);
  assert_memory_equal(&all[0], &tally, offsetof(GapTally, next_due)); // what follows is padding
  assert_int_equal(all[0].next_due, tally.next_due);
  assert_int_equal(all[1].gaps, 0);
  assert_int_equal(all[1].next_due, DAY_NONE);
}

static void test_gaps_of_a_client_not_visited(void **state)
{
  (void)state;
  g_auto(Case) c = case_new(toy_new(1, 28));
  territory_client(c.territory, 0)->last_visit = toy_day("2026-12-29");
  g_autofree GapTally *all = plan_all_gaps(c.plan, c.territory);
  assert_int_equal(all[0].gaps, 0);
  assert_int_equal(all[0].next_due, toy_day("2027-01-26"));
}

static void test_wanted_visits(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(4, 28);
  toy_set_visits(territory, 0, 3);
  toy_set_visits(territory, 1, 3);
  territory_client(territory, 1)->channel = CHANNEL_REMOTE;
  territory_client(territory, 2)->visits.given = false;
  toy_add_appointment(territory, 3, 0, "2027-01-05", -1, 0);
  toy_add_appointment(territory, 3, 0, "2027-01-12", -1, 0);
  toy_add_appointment(territory, 3, 0, "2027-03-12", -1, 0); // another quarter's
  g_autofree int *wanted = wanted_visits(territory);
  const int expected[] = {3, 0, 0, 2};
  assert_memory_equal(wanted, expected, sizeof expected);
}

// A rep whose promises cannot be kept has no visit, planned or left out; what his clients want is not forgotten.
static void test_counted_visits(void **state)
{
  (void)state;
  g_auto(Case) c = case_new(toy_new(3, 28));
  for (int client = 0; client < 3; client++)
    toy_set_visits(c.territory, client, client + 1);
  territory_client(c.territory, 2)->rep = -1; // a client of nobody's
  RepResult result = {.rep = 0, .status = PLAN_INFEASIBLE, .wanted = 99};
  plan_count_visits(c.plan, c.territory, &result);
  assert_int_equal(result.wanted, 3);
  assert_int_equal(result.planned, 0);
  result.status = PLAN_FEASIBLE;
  const Unplanned missing = {.rep = 0};
  g_array_append_val(c.plan->unplanned, missing);
  plan_count_visits(c.plan, c.territory, &result);
  assert_int_equal(result.wanted, 1);
  g_array_set_size(c.plan->unplanned, 0);
}

static void assert_uid(Territory *territory, const char *id, const char *uid)
{
  Client *client = territory_client(territory, 0);
  g_free(client->id);
  client->id = g_strdup(id);
  Visit visit = {.number = 12};
  g_autofree char *made = visit_uid(territory, &visit);
  assert_string_equal(made, uid);
}

static void test_uids(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(1, 14);
  assert_uid(territory, "C-0.1_a", "C-0.1_a-20270104-12@ronda");
  assert_uid(territory, "A;b", "A_b~a403cdbc89c1-20270104-12@ronda");
  assert_uid(territory, "A,b", "A_b~f48c352e66af-20270104-12@ronda");
}

static void test_uids_are_safe_and_apart(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(5, 14);
  const char *ids[] = {"Peña", "Pe\xc3\xb1\n", "x\r\nEND:VEVENT", "", NULL};
  g_autofree char *longest = g_strnfill(500, 'x');
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (int c = 0; c < 5; c++) {
    Client *client = territory_client(territory, c);
    g_free(client->id);
    client->id = g_strdup(ids[c] ? ids[c] : longest);
    char *uid = visit_uid(territory, &(Visit){.client = c, .number = 1});
    assert_int_equal(strspn(uid, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-~@"),
                     strlen(uid));
    assert_true(strlen(uid) < 75); // an unfolded line of RFC 5545
    assert_true(g_hash_table_add(seen, uid));
  }
}

static void test_names(void **state)
{
  (void)state;
  for (ReasonCode code = 0; code < REASON_COUNT; code++)
    assert_true(strlen(reason_name(code)) > 0);
  assert_string_equal(reason_name(REASON_DAY_FULL), "day_full");
  assert_string_equal(plan_status_name(PLAN_OPTIMAL), "optimal");
  assert_string_equal(plan_status_name(PLAN_STOPPED), "stopped");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_tally_of_a_day),
      cmocka_unit_test(test_days_without_visits),
      cmocka_unit_test(test_break_within_a_drive),
      cmocka_unit_test(test_impossible_days),
      cmocka_unit_test(test_ledger_adds_up),
      cmocka_unit_test(test_tally_again_changes_nothing),
      cmocka_unit_test(test_numbers_follow_dates_across_reps),
      cmocka_unit_test(test_load),
      cmocka_unit_test(test_gap_pct),
      cmocka_unit_test(test_weeks),
      cmocka_unit_test(test_gaps_by_hand),
      cmocka_unit_test(test_gaps_of_a_client_not_visited),
      cmocka_unit_test(test_wanted_visits),
      cmocka_unit_test(test_counted_visits),
      cmocka_unit_test(test_uids),
      cmocka_unit_test(test_uids_are_safe_and_apart),
      cmocka_unit_test(test_names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// One change for every rule of a client: caught in its own words, or allowed.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/base_plan.h"

static void break_twice(Base *b)
{
  toy_set_visits(b->territory, 0, 5);
  toy_visit(b->plan, 0, 0, "2027-01-04", toy_time(15, 0), 30 * MINUTE_S);
}

static void break_missing_appointment(Base *b)
{
  toy_add_appointment(b->territory, 2, 0, "2027-01-14", -1, 0);
}

static void break_min_gap(Base *b)
{
  client_at(b, 0)->min_gap = 8;
}

static void break_min_gap_before(Base *b)
{
  client_at(b, 0)->min_gap = 7;
  client_at(b, 0)->last_visit = toy_day("2026-12-29");
}

static void break_max_gap(Base *b)
{
  client_at(b, 0)->max_gap = 6;
}

static void break_max_gap_before(Base *b)
{
  client_at(b, 0)->max_gap = 7;
  client_at(b, 0)->last_visit = toy_day("2026-12-28");
  visit_at(b, C1_FIRST)->day++;
}

static void keep_max_gap_excused(Base *b) // 8 and 6 days: 1 and 0 unplanned visits excuse them
{
  break_max_gap_before(b);
  toy_set_visits(b->territory, 0, 5);
}

static void keep_overdue(Base *b) // the gap was too long before anybody could plan
{
  break_max_gap_before(b);
  client_at(b, 0)->last_visit = toy_day("2026-12-27");
}

static void keep_gap_between_promises(Base *b)
{
  break_min_gap(b);
  for (guint i = 0; i < 4; i++) {
    static const char *const mondays[] = {"2027-01-04", "2027-01-11", "2027-01-18", "2027-01-25"};
    toy_add_appointment(b->territory, 0, 0, mondays[i], -1, 0);
  }
}

static void break_gap_to_promise(Base *b)
{
  break_min_gap(b);
  toy_add_appointment(b->territory, 0, 0, "2027-01-11", -1, 0);
}

static void break_same_weekday(Base *b)
{
  client_at(b, 0)->same_weekday = WEEKDAY_SAME;
  visit_at(b, C1_THIRD)->day++;
}

static void keep_same_weekday(Base *b)
{
  client_at(b, 0)->same_weekday = WEEKDAY_SAME;
}

static void break_first_by(Base *b)
{
  client_at(b, 2)->first_by = toy_day("2027-01-12");
}

static void break_too_many(Base *b)
{
  toy_set_visits(b->territory, 0, 3);
}

static void break_portal(Base *b)
{
  client_at(b, 2)->channel = CHANNEL_PORTAL;
}

static const Case cases[] = {
    {"twice a day", break_twice,
     "calendar.csv:9: client 'C1', rep 'R1', 2027-01-04: the client is visited twice that day, also at 08:10 "
     "by rep "
     "'R1'; move one of the two visits"},
    {"appointment missing", break_missing_appointment,
     "calendar.csv: client 'C3': the appointment of 2027-01-14 (appointments.csv:2) is not in the plan; add "
     "the visit"},
    {"min gap", break_min_gap,
     "calendar.csv:4: client 'C1', rep 'R1', 2027-01-11: only 7 days after the visit on 2027-01-04, but "
     "min_gap_days is "
     "8; move it to 2027-01-12 or later"},
    {"min gap to last_visit", break_min_gap_before,
     "calendar.csv:2: client 'C1', rep 'R1', 2027-01-04: only 6 days after last_visit 2026-12-29, but "
     "min_gap_days is "
     "7; move it to 2027-01-05 or later"},
    {"max gap", break_max_gap,
     "calendar.csv:4: client 'C1', rep 'R1', 2027-01-11: 7 days after the visit on 2027-01-04, but "
     "max_gap_days is 6; "
     "visit by 2027-01-10"},
    {"max gap to last_visit", break_max_gap_before,
     "8 days after last_visit 2026-12-28, but max_gap_days is 7; visit by 2027-01-04"},
    {"max gap excused", keep_max_gap_excused, NULL},
    {"overdue before the horizon", keep_overdue, NULL},
    {"gap between promises", keep_gap_between_promises, NULL},
    {"gap to a promise", break_gap_to_promise, "only 7 days after the visit on 2027-01-04"},
    {"same weekday", break_same_weekday,
     "calendar.csv:6: client 'C1', rep 'R1', 2027-01-19: the client is to be visited on one weekday always "
     "(same_weekday); move it, for example to 2027-01-18"},
    {"same weekday kept", keep_same_weekday, NULL},
    {"first by", break_first_by,
     "calendar.csv:5: client 'C3', rep 'R1', 2027-01-13: the first visit comes after first_by 2027-01-12; "
     "visit by then"},
    {"more than wanted", break_too_many,
     "calendar.csv:8: client 'C1', rep 'R1', 2027-01-25: visit 4 of a client that wants 3; drop 1"},
    {"a visit where none is due", break_portal, "visit 1 of a client that wants 0; drop 1"},
};

static void test_rules(void **state)
{
  (void)state;
  expect_cases(cases, G_N_ELEMENTS(cases));
}

// Broken rules of C1, visited on four Mondays from 2027-01-04 on, and of a promise to C3, from a day on.
static guint broken_from(const char *today, const char *open, const char *second_made, void (*change)(Base *))
{
  g_auto(Base) base = base_new();
  change(&base);
  g_autofree Day *made = g_new(Day, base.plan->visits->len);
  for (guint v = 0; v < base.plan->visits->len; v++) {
    const Visit *visit = visit_at(&base, v);
    made[v] = visit->client == 0 && visit->day == toy_day("2027-01-11") ? toy_day(second_made) : visit->day;
  }
  const CheckPast past = {toy_day(today), toy_day(open), made};
  g_autoptr(Findings) findings = findings_new();
  check_plan_from(base.plan, base.territory, &past, "calendar.csv", NULL, findings, NULL);
  return findings_sorted(findings)->len;
}

static void test_past(void **state)
{
  (void)state;
  assert_int_equal(broken_from("2027-01-04", "2027-01-04", "2027-01-11", break_min_gap), 3);
  assert_int_equal(broken_from("2027-01-18", "2027-01-18", "2027-01-11", break_min_gap), 2);
  assert_int_equal(broken_from("2027-01-18", "2027-01-18", "2027-01-10", break_min_gap),
                   1); // made a day earlier
  assert_int_equal(broken_from("2027-01-18", "2027-01-19", "2027-01-11", break_min_gap),
                   1); // the next is frozen
  assert_int_equal(broken_from("2027-01-18", "2027-01-18", "2027-01-11", break_max_gap),
                   1); // 17th: too late by then
  assert_int_equal(broken_from("2027-01-17", "2027-01-17", "2027-01-11", break_max_gap), 2);
  assert_int_equal(broken_from("2027-01-14", "2027-01-14", "2027-01-11", break_missing_appointment), 1);
  assert_int_equal(broken_from("2027-01-15", "2027-01-15", "2027-01-11", break_missing_appointment), 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rules),
      cmocka_unit_test(test_past),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

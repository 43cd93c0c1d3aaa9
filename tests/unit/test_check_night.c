// SPDX-License-Identifier: GPL-3.0-or-later
// A night out changes where two days end and begin, what they cost, and brings rules of its own.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/base_plan.h"

enum { C3_TUESDAY = 7 }; // index of what sleep_out adds

// After C2 on Monday he sleeps there; C3 on Tuesday is ten minutes away.
static void sleep_out(Base *b)
{
  rep_at(b, 0)->nights = 1;
  rep_at(b, 0)->cost_night = 7 * MONEY_ONE;
  toy_set_visits(b->territory, 2, 2);
  toy_visit(b->plan, 2, 0, "2027-01-05", toy_time(8, 10), 30 * MINUTE_S);
  visit_at(b, C2_FIRST)->sleeps_out = true;
}

static void sleep_at_the_next_door(Base *b) // and visits it first thing in the morning, without a drive
{
  sleep_out(b);
  toy_set_visits(b->territory, 1, 3);
  visit_at(b, C3_TUESDAY)->client = 1;
  move_by(b, C3_TUESDAY, -10 * MINUTE_S);
}

static void stay_late(Base *b) // no way home: the last visit may end with the day
{
  sleep_out(b);
  move_by(b, C2_FIRST, toy_time(17, 30) - toy_time(8, 50));
}

static void come_home_late(Base *b)
{
  stay_late(b);
  visit_at(b, C2_FIRST)->sleeps_out = false;
}

static void start_too_early(Base *b)
{
  sleep_out(b);
  move_by(b, C3_TUESDAY, -MINUTE_S);
}

static void sleep_without_leave(Base *b)
{
  sleep_out(b);
  rep_at(b, 0)->nights = 0;
}

static void sleep_at_noon(Base *b)
{
  sleep_out(b);
  visit_at(b, C2_FIRST)->sleeps_out = false;
  visit_at(b, C1_FIRST)->sleeps_out = true;
}

static void sleep_before_nothing(Base *b)
{
  sleep_out(b);
  visit_at(b, C3_TUESDAY)->day++;
  toy_set_visits(b->territory, 2, 3);
  visit_at(b, C3_ONLY)->day += 14;
}

static void sleep_before_weekend(Base *b)
{
  sleep_out(b);
  visit_at(b, C3_TUESDAY)->day += 3; // Friday
  visit_at(b, C2_FIRST)->sleeps_out = false;
  visit_at(b, C3_TUESDAY)->sleeps_out = true;
}

static void sleep_at_the_end(Base *b)
{
  sleep_out(b);
  visit_at(b, C2_FIRST)->sleeps_out = false;
  visit_at(b, C1_FOURTH)->day = toy_day("2027-01-31"); // a Sunday
  rep_at(b, 0)->weekdays = WEEKDAYS_ALL;
  visit_at(b, C1_FOURTH)->sleeps_out = true;
}

static void sleep_twice(Base *b)
{
  sleep_out(b);
  toy_set_visits(b->territory, 0, 5);
  toy_visit(b->plan, 0, 0, "2027-01-06", toy_time(9, 0), 30 * MINUTE_S);
  visit_at(b, C3_TUESDAY)->sleeps_out = true;
}

static void sleep_twice_as_allowed(Base *b)
{
  sleep_twice(b);
  rep_at(b, 0)->nights = 2;
}

static const Case cases[] = {
    {"out", sleep_out, NULL},
    {"next door", sleep_at_the_next_door, NULL},
    {"no way home", stay_late, NULL},
    {"a way home", come_home_late, "the rep is back at 18:10, but the day ends at 18:00"},
    {"from where he slept", start_too_early,
     "arrives at 08:09, but work begins at 08:00 and the drive from the start point takes 10 min"},
    {"accepts none", sleep_without_leave,
     "calendar.csv:3: client 'C2', rep 'R1', 2027-01-04: the rep sleeps out, but accepts no nights (nights); "
     "let "
     "him go home"},
    {"not the last", sleep_at_noon,
     "calendar.csv:2: client 'C1', rep 'R1', 2027-01-04: the rep cannot sleep there, it is not his last "
     "visit of "
     "the day (sleeps_out); empty the cell"},
    {"nothing next", sleep_before_nothing,
     "calendar.csv:3: client 'C2', rep 'R1', 2027-01-04: the rep sleeps out, but has no visit on the next "
     "day, "
     "2027-01-05; let him go home"},
    {"weekend", sleep_before_weekend,
     "2027-01-08: the rep sleeps out, but does not work on the next day, 2027-01-09 (not one of his "
     "weekdays); let "
     "him go home"},
    {"end", sleep_at_the_end,
     "2027-01-31: the rep sleeps out on the last day of the horizon (sleeps_out); let him go home"},
    {"two nights", sleep_twice,
     "calendar.csv:9: client 'C3', rep 'R1', 2027-01-05: night 2 in a row, but the rep accepts 1 (nights); "
     "let him "
     "go home"},
    {"two nights accepted", sleep_twice_as_allowed, NULL},
};

static void test_rules(void **state)
{
  (void)state;
  expect_cases(cases, G_N_ELEMENTS(cases));
}

// Three legs of ten minutes instead of four on the two days, and the night.
static void test_costs(void **state)
{
  (void)state;
  g_auto(Base) home = base_new(), out = base_new();
  CheckTotals before, after;
  bool valid;
  sleep_out(&home);
  visit_at(&home, C2_FIRST)->sleeps_out = false;
  sleep_out(&out);
  g_autofree char *said = messages(&home, &valid, &before), *said_too = messages(&out, &valid, &after);
  assert_string_equal(said, said_too);
  assert_int_equal(before.travel_s - after.travel_s, 10 * MINUTE_S);
  assert_int_equal(before.travel_m - after.travel_m, 8000);
  assert_int_equal(before.cost.nights, 0);
  assert_int_equal(after.cost.nights, 7 * MONEY_ONE);
}

// The tally, which writes the files, agrees with the checker.
static void test_tally(void **state)
{
  (void)state;
  g_auto(Base) base = base_new();
  bool valid;
  CheckTotals totals;
  sleep_out(&base);
  g_autoptr(Calendar) calendar = calendar_new(base.territory);
  g_autoptr(Travel) travel = travel_new(base.territory);
  plan_tally(base.plan, base.territory, calendar, travel);
  g_free(messages(&base, &valid, &totals));
  const Ledger ledger = plan_ledger(base.plan, 0);
  assert_int_equal(ledger.travel_s, totals.travel_s);
  assert_int_equal(plan_nights(base.plan, -1), 1);
  const PlanDay *monday = plan_day(base.plan, 0), *tuesday = plan_day(base.plan, 1);
  assert_int_equal(monday->sleeps_at, 1);
  assert_int_equal(monday->starts_at, -1);
  assert_int_equal(monday->end_s, plan_visit(base.plan, 1)->leave_s);
  assert_int_equal(tuesday->starts_at, 1);
  assert_int_equal(tuesday->sleeps_at, -1);
  assert_int_equal(tuesday->start_s, toy_time(8, 0));
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_rules), cmocka_unit_test(test_costs),
                                     cmocka_unit_test(test_tally)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

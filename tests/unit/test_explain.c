// SPDX-License-Identifier: GPL-3.0-or-later
// Hand-made cases in which the reason and the cheapest remedy are known.
#include "solver/explain.h"

#include "model/said.h"
#include "tests/unit/toy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

typedef struct Bench {
  Territory *territory;
  Calendar *calendar;
  Travel *travel;
  Translation *tr;
  GArray *unplanned;
} Bench;

static void unplanned_clear(gpointer data)
{
  Unplanned *row = data;
  g_free(row->reason);
  g_free(row->remedy);
}

// Explains an assignment: day[i] is the slot in which client i is visited (in order of clients), -1: left out.
static Bench explained(Territory *territory, const int *slot_of)
{
  int rep = 0;
  Bench b = {.territory = territory, .calendar = calendar_new(territory), .travel = travel_new(territory)};
  b.tr = translate_reps(territory, b.calendar, b.travel, &rep, 1);
  b.unplanned = g_array_new(FALSE, TRUE, sizeof(Unplanned));
  g_array_set_clear_func(b.unplanned, unplanned_clear);
  const Problem *p = b.tr->problem;
  g_autoptr(Solution) solution = solution_new(p, p->n);
  int visits = 0;
  for (int s = 0; s < p->slots; s++) {
    for (int i = 0; i < p->n; i++) {
      if (slot_of[i] == s)
        solution->client[visits++] = i;
    }
    solution->first[s + 1] = visits;
  }
  assert_true(solution_is_admissible(p, solution));
  Solution *filled = explain_fill(p, solution);
  assert_null(filled); // a visit that fits as things are would not need to be explained
  explain_missing(b.tr, solution, b.unplanned);
  return b;
}

static void bench_free(Bench *b)
{
  g_array_unref(b->unplanned);
  translation_free(b->tr);
  travel_free(b->travel);
  calendar_free(b->calendar);
  territory_free(b->territory);
}

static void expect_said(const char *sentence, const char *words)
{
  g_autofree char *text = said_text(sentence, NULL);
  assert_string_equal(text, words);
}

static const Unplanned *only_row(const Bench *b)
{
  assert_int_equal(b->unplanned->len, 1);
  return &g_array_index(b->unplanned, Unplanned, 0);
}

// One working day (a Monday), legs of one hour, visits of 30 minutes.
static Territory *one_day(int clients)
{
  Territory *territory = toy_new(clients, 1);
  toy_matrix(territory, HOUR_S, 1000);
  return territory;
}

static void test_day_is_full(void **state)
{
  (void)state;
  // 9 hours: six clients would take 7 × 60 + 6 × 30 = 600 minutes, 60 too many
  Bench b = explained(one_day(6), (const int[]){0, 0, 0, 0, 0, -1});
  const Unplanned *row = only_row(&b);
  assert_int_equal(row->code, REASON_DAY_FULL);
  assert_int_equal(row->client, 5);
  expect_said(row->remedy, "60 min more field time for R1 on 2027-01-04");
  bench_free(&b);
}

static void test_visit_limit(void **state)
{
  (void)state;
  Territory *territory = one_day(3);
  territory_rep(territory, 0)->max_visits_day = 2;
  Bench b = explained(territory, (const int[]){0, 0, -1});
  const Unplanned *row = only_row(&b);
  assert_int_equal(row->code, REASON_VISIT_LIMIT);
  expect_said(row->remedy, "one more visit for R1 on 2027-01-04");
  bench_free(&b);
}

static void test_drive_limit(void **state)
{
  (void)state;
  Territory *territory = one_day(3);
  territory_rep(territory, 0)->max_drive_s = 3 * HOUR_S;
  Bench b = explained(territory, (const int[]){0, 0, -1});
  const Unplanned *row = only_row(&b);
  assert_int_equal(row->code, REASON_DRIVE_LIMIT);
  expect_said(row->remedy, "60 min more driving allowed for R1 on 2027-01-04");
  bench_free(&b);
}

static void test_never_open(void **state)
{
  (void)state;
  Territory *territory = one_day(1);
  territory_client(territory, 0)->weekdays = 1 << 1; // Tuesdays, and there is only a Monday
  Bench b = explained(territory, (const int[]){-1});
  const Unplanned *row = only_row(&b);
  assert_int_equal(row->code, REASON_NO_OPEN_DAY);
  expect_said(row->remedy, "open on 2027-01-04 at 09:00 too");
  bench_free(&b);
}

static void test_hours_too_short(void **state)
{
  (void)state;
  Territory *territory = one_day(1);
  territory_client(territory, 0)->open[0] = (Window){toy_time(9, 30), toy_time(9, 50)};
  territory_client(territory, 0)->opens = 1;
  Bench b = explained(territory, (const int[]){-1});
  assert_int_equal(only_row(&b)->code, REASON_WINDOW);
  bench_free(&b);
}

static void test_too_far(void **state)
{
  (void)state;
  Territory *territory = toy_new(1, 1);
  toy_matrix(territory, 5 * HOUR_S, 1000);
  Bench b = explained(territory, (const int[]){-1});
  const Unplanned *row = only_row(&b);
  assert_int_equal(row->code, REASON_TOO_FAR); // 10 h 30 min against 9 h
  expect_said(row->remedy, "90 min more field time for R1 on 2027-01-04");
  bench_free(&b);
}

static void test_more_visits_than_days(void **state)
{
  (void)state;
  Territory *territory = one_day(1);
  toy_set_visits(territory, 0, 2);
  Bench b = explained(territory, (const int[]){0});
  const Unplanned *row = only_row(&b);
  assert_int_equal(row->code, REASON_TOO_MANY);
  expect_said(row->remedy, "");
  bench_free(&b);
}

static void test_gap_forbids(void **state)
{
  (void)state;
  Territory *territory = toy_new(1, 5);
  toy_matrix(territory, HOUR_S, 1000);
  toy_set_visits(territory, 0, 2);
  territory_client(territory, 0)->min_gap = 6;
  Bench b = explained(territory, (const int[]){0});
  const Unplanned *row = only_row(&b);
  assert_int_equal(row->code, REASON_SPACING);
  expect_said(row->remedy, "min_gap_days 4 instead of 6: a visit on 2027-01-08");
  bench_free(&b);
}

// Five days, one client of two visits, the first on Monday; what forbids the second is named, and lifted.
static Territory *one_week(void)
{
  Territory *territory = toy_new(1, 5);
  toy_matrix(territory, HOUR_S, 1000);
  toy_set_visits(territory, 0, 2);
  territory_client(territory, 0)->min_gap = 1; // hard, and forbids nothing
  return territory;
}

static void test_same_weekday_forbids(void **state)
{
  (void)state;
  Territory *territory = one_week();
  territory_client(territory, 0)->same_weekday = WEEKDAY_SAME;
  Bench b = explained(territory, (const int[]){0});
  const Unplanned *row = only_row(&b);
  assert_int_equal(row->code, REASON_SPACING);
  expect_said(row->reason,
              "its visits keep to one weekday (same_weekday), and no further day of that one is free");
  expect_said(row->remedy, "same_weekday prefer instead of yes: a visit on 2027-01-05");
  bench_free(&b);
}

static void test_first_by_forbids(void **state)
{
  (void)state;
  Territory *territory = toy_new(1, 2);
  toy_matrix(territory, HOUR_S, 1000);
  toy_add_holiday(territory, "2027-01-04", "x", "");
  territory_client(territory, 0)->first_by = toy_day("2027-01-04");
  Bench b = explained(territory, (const int[]){-1});
  const Unplanned *row = only_row(&b);
  assert_int_equal(row->code, REASON_SPACING);
  expect_said(row->reason, "the first visit is due by 2027-01-04 (first_by), and no day before is possible");
  expect_said(row->remedy, "first_by 2027-01-05: a visit on that day");
  bench_free(&b);
}

static void test_rule_and_limit_together(void **state)
{
  (void)state;
  Territory *territory = toy_new(2, 2);
  toy_matrix(territory, HOUR_S, 1000);
  toy_set_visits(territory, 0, 2);
  territory_client(territory, 0)->min_gap = 2;
  territory_rep(territory, 0)->max_visits_day = 1;
  Bench b = explained(territory, (const int[]){0, 1});
  const Unplanned *row = only_row(&b);
  assert_int_equal(row->code, REASON_SPACING);
  expect_said(row->reason, "no day is 2 days away from the client's other visits (min_gap_days)");
  expect_said(row->remedy,
              "min_gap_days 1 instead of 2: a visit on 2027-01-05; and one more visit for R1 on 2027-01-05");
  bench_free(&b);
}

static void test_limits_are_counted(void **state)
{
  (void)state;
  // Monday has its one visit, Tuesday is a day of three hours that the other client fills
  Territory *territory = toy_new(3, 2);
  toy_matrix(territory, HOUR_S, 1000);
  territory_rep(territory, 0)->max_drive_s = 2 * HOUR_S;
  Bench b = explained(territory, (const int[]){0, 1, -1});
  const Unplanned *row = only_row(&b);
  assert_int_equal(row->code, REASON_DRIVE_LIMIT);
  expect_said(row->reason, "the driving limit is reached on each of the 2 possible days");
  bench_free(&b);
}

// A longer day also lengthens the hours of a client that is open whenever the rep works.
static void test_longer_day_is_open_longer(void **state)
{
  (void)state;
  Territory *territory = one_day(3);
  for (int i = 0; i < 3; i++)
    territory_client(territory, i)->visit_s = i < 2 ? 2 * HOUR_S : 5 * HOUR_S / 2;
  // an hour there, 09–11, an hour, 13–15, an hour, 16:00–18:30, an hour back
  Bench b = explained(territory, (const int[]){0, 0, -1});
  const Unplanned *row = only_row(&b);
  assert_int_equal(row->code, REASON_DAY_FULL);
  expect_said(row->remedy, "90 min more field time for R1 on 2027-01-04");
  bench_free(&b);
}

// The stops stand in an order in which nothing more fits, in another one it does.
static void test_fill_reorders(void **state)
{
  (void)state;
  Territory *territory = one_day(3);
  for (int i = 0; i < 3; i++) { // 9 o'clock, 11 o'clock, 9 o'clock
    const int hour = i == 1 ? 11 : 9;
    territory_client(territory, i)->open[0] = (Window){toy_time(hour, 0), toy_time(hour, 30)};
    territory_client(territory, i)->opens = 1;
  }
  territory_client(territory, 0)->open[1] = (Window){toy_time(15, 0), toy_time(15, 30)};
  territory_client(territory, 0)->opens = 2;
  int rep = 0;
  g_autoptr(Calendar) calendar = calendar_new(territory);
  g_autoptr(Travel) travel = travel_new(territory);
  g_autoptr(Translation) tr = translate_reps(territory, calendar, travel, &rep, 1);
  g_autoptr(Solution) solution = solution_new(tr->problem, 2);
  solution->client[0] = 0, solution->client[1] = 1;
  solution->first[1] = 2;
  g_autoptr(Solution) filled = explain_fill(tr->problem, solution);
  assert_non_null(filled);
  assert_int_equal(filled->first[1], 3);
  assert_int_equal(filled->client[0], 2);
  assert_true(solution_is_admissible(tr->problem, filled));
  territory_free(territory);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_day_is_full),
      cmocka_unit_test(test_visit_limit),
      cmocka_unit_test(test_drive_limit),
      cmocka_unit_test(test_never_open),
      cmocka_unit_test(test_hours_too_short),
      cmocka_unit_test(test_too_far),
      cmocka_unit_test(test_more_visits_than_days),
      cmocka_unit_test(test_gap_forbids),
      cmocka_unit_test(test_same_weekday_forbids),
      cmocka_unit_test(test_first_by_forbids),
      cmocka_unit_test(test_rule_and_limit_together),
      cmocka_unit_test(test_limits_are_counted),
      cmocka_unit_test(test_longer_day_is_open_longer),
      cmocka_unit_test(test_fill_reorders),
  };
  return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}

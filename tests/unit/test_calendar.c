// SPDX-License-Identifier: GPL-3.0-or-later
// Working days by hand and against the checker's own; the work clock there and back; starts against every minute.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/check_rules.h"
#include "tests/unit/toy.h"

static void expect_day(const Territory *territory, const char *iso, const char *expected)
{
  g_autoptr(Calendar) calendar = calendar_new(territory);
  const WorkDay *workday = calendar_day(calendar, 0, toy_day(iso));
  assert_int_equal(workday->day, toy_day(iso));
  GString *text = g_string_new(NULL);
  int32_t work = 0;
  for (int s = 0; s < workday->segments; s++) {
    g_autofree char *from = clock_text(workday->segment[s].from), *to = clock_text(workday->segment[s].to);
    g_string_append_printf(text, "%s%s-%s", s > 0 ? " " : "", from, to);
    work += workday->segment[s].to - workday->segment[s].from;
  }
  assert_string_equal(text->str, expected);
  assert_int_equal(workday->work_s, work);
  g_string_free(text, TRUE);
}

static void test_weekdays_and_days_off(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(0, 28);
  expect_day(territory, "2027-01-04", "08:00-12:00 13:00-18:00");
  expect_day(territory, "2027-01-08", "08:00-12:00 13:00-18:00");
  expect_day(territory, "2027-01-09", "");
  expect_day(territory, "2027-01-31", "");
  toy_add_span(territory_rep(territory, 0)->days_off, "2027-01-05", "2027-01-06");
  expect_day(territory, "2027-01-04", "08:00-12:00 13:00-18:00");
  expect_day(territory, "2027-01-05", "");
  expect_day(territory, "2027-01-06", "");
  expect_day(territory, "2027-01-07", "08:00-12:00 13:00-18:00");
  territory_rep(territory, 0)->weekdays = 1u << 5;
  expect_day(territory, "2027-01-09", "08:00-12:00 13:00-18:00");
  expect_day(territory, "2027-01-08", "");
}

static void test_holidays(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(0, 28);
  toy_add_holiday(territory, "2027-01-06", "Reyes", "");
  toy_add_holiday(territory, "2027-01-07", "San Julián", "Cuenca");
  toy_add_holiday(territory, "2027-01-08", "half", "");
  toy_add_holiday(territory, "2027-01-11", "half", "Cuenca");
  toy_add_holiday(territory, "2027-01-12", "half", "");
  toy_add_holiday(territory, "2027-01-12", "Fiesta", "");
  expect_day(territory, "2027-01-06", "");
  expect_day(territory, "2027-01-07", "08:00-12:00 13:00-18:00");
  expect_day(territory, "2027-01-08", "08:00-12:00");
  expect_day(territory, "2027-01-11", "08:00-12:00 13:00-18:00");
  expect_day(territory, "2027-01-12", "");
  assert_null(calendar_holiday(territory, 0, toy_day("2027-01-07")));
  g_free(territory_rep(territory, 0)->region);
  territory_rep(territory, 0)->region = g_strdup("Cuenca");
  expect_day(territory, "2027-01-07", "");
  expect_day(territory, "2027-01-11", "08:00-12:00");
  assert_string_equal(calendar_holiday(territory, 0, toy_day("2027-01-12"))->name, "Fiesta");
  territory->settings.pause = (Window){0, 0};
  expect_day(territory, "2027-01-08", "08:00-13:00");
}

static void test_shifts_and_breaks(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(0, 7);
  Rep *rep = territory_rep(territory, 0);
  rep->shifts = 2;
  rep->shift[0] = (Window){toy_time(9, 0), toy_time(13, 30)};
  rep->shift[1] = (Window){toy_time(16, 30), toy_time(20, 0)};
  expect_day(territory, "2027-01-04", "09:00-12:00 13:00-13:30 16:30-20:00");
  toy_add_holiday(territory, "2027-01-04", "half", "");
  expect_day(territory, "2027-01-04", "09:00-12:00");
  territory->settings.pause = (Window){toy_time(13, 30), toy_time(16, 30)};
  expect_day(territory, "2027-01-05", "09:00-13:30 16:30-20:00");
  territory->settings.pause = (Window){toy_time(8, 0), toy_time(10, 0)};
  expect_day(territory, "2027-01-05", "10:00-13:30 16:30-20:00");
  territory->settings.pause = (Window){toy_time(19, 0), toy_time(21, 0)};
  expect_day(territory, "2027-01-05", "09:00-13:30 16:30-19:00");
  territory->settings.pause = (Window){toy_time(8, 0), toy_time(21, 0)};
  expect_day(territory, "2027-01-05", "");
}

// Two shifts without a pause between them are one stretch of work.
static void test_touching_shifts(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(0, 7);
  Rep *rep = territory_rep(territory, 0);
  territory->settings.pause = (Window){0, 0};
  rep->shifts = 2;
  rep->shift[0] = (Window){toy_time(8, 0), toy_time(12, 0)};
  rep->shift[1] = (Window){toy_time(12, 0), toy_time(17, 0)};
  expect_day(territory, "2027-01-05", "08:00-17:00");
}

static void test_field_share(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(0, 7);
  const double share[] = {1, 0.8, 0.85, 0.7, 1.0 / 3, 0.001};
  const int32_t field[] = {32400, 25920, 27540, 22680, 10800, 32};
  for (size_t i = 0; i < G_N_ELEMENTS(share); i++) {
    territory_rep(territory, 0)->field_share = share[i];
    g_autoptr(Calendar) calendar = calendar_new(territory);
    assert_int_equal(calendar_day(calendar, 0, toy_day("2027-01-04"))->field_s, field[i]);
  }
}

// ---- Against the checker's working days ----

static int32_t quarter_of_hour(GRand *rand, int from, int to)
{
  return g_rand_int_range(rand, from * 4, to * 4) * 15 * MINUTE_S;
}

static Territory *random_territory(GRand *rand)
{
  static const char *const region[] = {"", "Cuenca", "Murcia"};
  Territory *territory = toy_new(0, g_rand_int_range(rand, 5, 40));
  territory->settings.start += g_rand_int_range(rand, 0, 7);
  int32_t lunch = quarter_of_hour(rand, 11, 15);
  territory->settings.pause = (Window){lunch, lunch + g_rand_int_range(rand, 0, 5) * 15 * MINUTE_S};
  for (int rep = 0; rep < 3; rep++) {
    Rep *r = territory_rep(territory, rep < 1 ? 0 : toy_add_rep(territory));
    r->shifts = g_rand_int_range(rand, 1, 3);
    r->shift[0] = (Window){quarter_of_hour(rand, 6, 10), quarter_of_hour(rand, 11, 14)};
    r->shift[1] = (Window){quarter_of_hour(rand, 14, 17), quarter_of_hour(rand, 17, 21)};
    r->weekdays = (Weekdays)g_rand_int_range(rand, 1, 128);
    r->field_share = g_rand_int_range(rand, 20, 101) / 100.0;
    g_free(r->region);
    r->region = g_strdup(region[g_rand_int_range(rand, 0, 3)]);
    DaySpan off = {territory->settings.start + g_rand_int_range(rand, -3, 30), 0};
    off.to = off.from + g_rand_int_range(rand, 0, 4);
    g_array_append_val(r->days_off, off);
  }
  for (int i = 0; i < 8; i++) {
    g_autofree char *iso = day_text(territory->settings.start + g_rand_int_range(rand, 0, 30));
    toy_add_holiday(territory, iso, g_rand_boolean(rand) ? "half" : "Fiesta",
                    region[g_rand_int_range(rand, 0, 3)]);
  }
  return territory;
}

static void test_against_checker(void **state)
{
  (void)state;
  g_autoptr(GRand) rand = g_rand_new_with_seed(5);
  int worked = 0;
  for (int round = 0; round < 300; round++) {
    g_autoptr(Territory) territory = random_territory(rand);
    g_autoptr(Calendar) calendar = calendar_new(territory);
    for (int rep = 0; rep < calendar->reps; rep++) {
      for (Day day = calendar->start; day < calendar->start + calendar->days; day++) {
        const WorkDay *workday = calendar_day(calendar, rep, day);
        CheckDay other = check_day(territory, rep, day);
        assert_int_equal(workday->segments, other.segments);
        for (int s = 0; s < other.segments; s++) {
          assert_int_equal(workday->segment[s].from, other.segment[s].from);
          assert_int_equal(workday->segment[s].to, other.segment[s].to);
        }
        assert_int_equal(workday->work_s, other.work_s);
        assert_int_equal(workday->field_s, other.field_s);
        worked += other.segments > 0;
      }
    }
  }
  assert_true(worked > 1000);
}

// ---- The work clock ----

static void test_clock_there_and_back(void **state)
{
  (void)state;
  g_autoptr(GRand) rand = g_rand_new_with_seed(6);
  for (int round = 0; round < 100; round++) {
    g_autoptr(Territory) territory = random_territory(rand);
    g_autoptr(Calendar) calendar = calendar_new(territory);
    for (Day day = calendar->start; day < calendar->start + calendar->days; day++) {
      const WorkDay *workday = calendar_day(calendar, 0, day);
      if (workday->segments == 0)
        continue;
      for (int32_t clock = 0; clock <= workday->work_s; clock += 60) {
        int32_t arrive = workday_time(workday, clock, false), resume = workday_time(workday, clock, true);
        assert_int_equal(workday_clock(workday, arrive), clock);
        assert_int_equal(workday_clock(workday, resume), clock);
        assert_true(arrive <= resume);
      }
      assert_int_equal(workday_time(workday, 0, true), workday->segment[0].from);
      assert_int_equal(workday_time(workday, workday->work_s, true),
                       workday->segment[workday->segments - 1].to);
      assert_int_equal(workday_clock(workday, 0), 0);
      assert_int_equal(workday_clock(workday, DAY_S), workday->work_s);
    }
  }
}

static void test_clock_at_a_gap(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(0, 7);
  g_autoptr(Calendar) calendar = calendar_new(territory);
  const WorkDay *workday = calendar_day(calendar, 0, calendar->start);
  assert_int_equal(workday_time(workday, 4 * HOUR_S, false), toy_time(12, 0));
  assert_int_equal(workday_time(workday, 4 * HOUR_S, true), toy_time(13, 0));
  assert_int_equal(workday_time(workday, 4 * HOUR_S + 1, false), toy_time(13, 0) + 1);
  assert_int_equal(workday_clock(workday, toy_time(12, 30)), 4 * HOUR_S);
}

// ---- Clients ----

static void test_open_days(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(1, 28);
  Client *client = territory_client(territory, 0);
  client->weekdays = 1u << 1;
  assert_false(client_is_open(client, toy_day("2027-01-04")));
  assert_true(client_is_open(client, toy_day("2027-01-05")));
  toy_add_span(client->away, "2027-01-04", "2027-01-05");
  assert_false(client_is_open(client, toy_day("2027-01-05")));
  assert_true(client_is_open(client, toy_day("2027-01-12")));
}

static bool may_start(const Client *client, const WorkDay *workday, int32_t start, int32_t end)
{
  bool open = client->opens == 0, works = false;
  for (int o = 0; o < client->opens; o++)
    open = open || (client->open[o].from <= start && end <= client->open[o].to);
  for (int s = 0; s < workday->segments; s++)
    works = works || (workday->segment[s].from <= start && end <= workday->segment[s].to);
  return open && works;
}

static void test_starts_against_every_minute(void **state)
{
  (void)state;
  g_autoptr(GRand) rand = g_rand_new_with_seed(8);
  for (int round = 0; round < 200; round++) {
    g_autoptr(Territory) territory = random_territory(rand);
    g_autoptr(Calendar) calendar = calendar_new(territory);
    const WorkDay *workday = calendar_day(calendar, 0, calendar->start);
    Client client = {.opens = g_rand_int_range(rand, 0, 3)};
    client.open[0] = (Window){quarter_of_hour(rand, 6, 10), quarter_of_hour(rand, 10, 14)};
    client.open[1] = (Window){quarter_of_hour(rand, 14, 17), quarter_of_hour(rand, 17, 22)};
    int32_t visit = g_rand_int_range(rand, 1, 12) * 15 * MINUTE_S;
    Window starts[STARTS_MAX];
    int count = client_starts(&client, workday, visit, starts);
    assert_in_range(count, 0, STARTS_MAX);
    for (int i = 1; i < count; i++)
      assert_true(starts[i - 1].to < starts[i].from); // ascending and apart
    for (int32_t start = 0; start < DAY_S; start += MINUTE_S) {
      bool listed = false;
      for (int i = 0; i < count; i++)
        listed = listed || (starts[i].from <= start && start <= starts[i].to);
      assert_int_equal(listed, may_start(&client, workday, start, start + visit));
    }
  }
}

// ---- Rhythms ----

static int count_of(Territory *territory, int times, Every every, int span)
{
  Client *client = territory_client(territory, 0);
  client->visits = (Visits){.given = true, .times = times, .every = every, .span = span};
  g_autoptr(Calendar) calendar = calendar_new(territory);
  int count = calendar_count_visits(territory, calendar, client);
  calendar_resolve_visits(territory, calendar);
  assert_int_equal(client->visits.min, count);
  assert_int_equal(client->visits.max, count);
  assert_int_equal(calendar_count_visits(territory, calendar, client),
                   count); // a second time changes nothing
  return count;
}

static void test_rhythms(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(1, 91); // 4 January to 4 April
  assert_int_equal(count_of(territory, 1, EVERY_WEEK, 1), 13);
  assert_int_equal(count_of(territory, 2, EVERY_WEEK, 1), 26);
  assert_int_equal(count_of(territory, 1, EVERY_WEEK, 2), 7);  // half of the seventh fortnight lies inside
  assert_int_equal(count_of(territory, 1, EVERY_MONTH, 1), 3); // four days of April are no month
  assert_int_equal(count_of(territory, 1, EVERY_QUARTER, 1), 1);
  assert_int_equal(count_of(territory, 3, EVERY_QUARTER, 1), 3);
  // Holy week with three working days, then with none; a client that is away for a week.
  toy_add_holiday(territory, "2027-03-25", "Jueves Santo", "");
  toy_add_holiday(territory, "2027-03-26", "Viernes Santo", "");
  assert_int_equal(count_of(territory, 3, EVERY_WEEK, 1), 39);
  assert_int_equal(count_of(territory, 4, EVERY_WEEK, 1), 51);
  toy_add_span(territory_rep(territory, 0)->days_off, "2027-03-22", "2027-03-24");
  assert_int_equal(count_of(territory, 1, EVERY_WEEK, 1), 12);
  toy_add_span(territory_client(territory, 0)->away, "2027-01-04", "2027-01-08");
  assert_int_equal(count_of(territory, 1, EVERY_WEEK, 1), 11);
}

// While a client has nobody, any rep's days count, and the rhythm is resolved again for whoever gets it.
static void test_rhythm_without_a_rep(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(1, 91);
  toy_add_span(territory_rep(territory, toy_add_rep(territory))->days_off, "2027-01-04", "2027-01-22");
  Client *client = territory_client(territory, 0);
  client->rep = client->team = -1;
  client->spared = 1;
  client->visits = (Visits){.given = true, .times = 1, .every = EVERY_WEEK, .span = 1};
  g_autoptr(Calendar) calendar = calendar_new(territory);
  calendar_resolve_visits(territory, calendar);
  assert_int_equal(client->visits.max, 12);
  client->rep = 1;
  calendar_resolve_visits(territory, calendar);
  assert_int_equal(client->visits.min, 9);
  assert_int_equal(client->visits.max, 9);
  client->rep = 0;
  calendar_resolve_visits(territory, calendar);
  assert_int_equal(client->visits.max, 9);
}

static void test_rhythms_from_midweek(void **state)
{
  (void)state;
  const int weekly[] = {13, 13, 13, 13, 13, 13, 13}, days[] = {91, 91, 91, 91, 91, 91, 91};
  for (int shift = 0; shift < 7; shift++) {
    g_autoptr(Territory) territory = toy_new(1, days[shift]);
    territory_rep(territory, 0)->weekdays = WEEKDAYS_ALL;
    territory->settings.start += shift;
    // From Thursday on the first week has less than half of its days inside, and so much more has the last.
    assert_int_equal(count_of(territory, 1, EVERY_WEEK, 1), weekly[shift]);
  }
  g_autoptr(Territory) quarter = toy_new(1, 90); // the true quarter: 1 January to 31 March
  quarter->settings.start = toy_day("2027-01-01");
  assert_int_equal(count_of(quarter, 1, EVERY_MONTH, 1), 3);
  assert_int_equal(count_of(quarter, 1, EVERY_QUARTER, 1), 1);
}

static void test_spacing(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(1, 91);
  Client *client = territory_client(territory, 0);
  for (int days = 7; days <= 371; days += 7) {
    territory->settings.days = days;
    for (int visits = 1; visits <= 60; visits++) {
      Spacing spacing = client_spacing(territory, client, visits);
      // min <= 0.6 days / visits < min + 1, max - 1 < 1.4 days / visits <= max, in whole numbers
      assert_true(5 * visits * spacing.min <= 3 * days || spacing.min == 1);
      assert_true(3 * days < 5 * visits * (spacing.min + 1));
      assert_true(5 * visits * (spacing.max - 1) < 7 * days);
      assert_true(7 * days <= 5 * visits * spacing.max);
      assert_false(spacing.min_hard || spacing.max_hard);
    }
  }
  client->min_gap = 3;
  client->max_gap = 50;
  Spacing spacing = client_spacing(territory, client, 13);
  assert_true(spacing.min_hard && spacing.max_hard);
  assert_int_equal(spacing.min, 3);
  assert_int_equal(spacing.max, 50);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_weekdays_and_days_off),
      cmocka_unit_test(test_holidays),
      cmocka_unit_test(test_shifts_and_breaks),
      cmocka_unit_test(test_touching_shifts),
      cmocka_unit_test(test_field_share),
      cmocka_unit_test(test_against_checker),
      cmocka_unit_test(test_clock_there_and_back),
      cmocka_unit_test(test_clock_at_a_gap),
      cmocka_unit_test(test_open_days),
      cmocka_unit_test(test_starts_against_every_minute),
      cmocka_unit_test(test_rhythms),
      cmocka_unit_test(test_rhythm_without_a_rep),
      cmocka_unit_test(test_rhythms_from_midweek),
      cmocka_unit_test(test_spacing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

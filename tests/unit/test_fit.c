// SPDX-License-Identifier: GPL-3.0-or-later
// What is counted before planning: one change of a territory that fits for every finding; the room that gaps leave,
// against all subsets of days judged by the checker; the estimate of driving by hand.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/fit.h"
#include "tests/unit/toy.h"

static Fit *count(Territory *territory)
{
  g_autoptr(Calendar) calendar = calendar_new(territory);
  g_autoptr(Travel) travel = travel_new(territory);
  calendar_resolve_visits(territory, calendar);
  return fit_count(territory, calendar, travel);
}

static char *said(const Fit *fit)
{
  static const char *const level[] = {"cannot", "tight", "note"};
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < fit->findings->len; i++) {
    const FitFinding *finding = &g_array_index(fit->findings, FitFinding, i);
    g_string_append_printf(text, "%s %s:%d: %s -> %s\n", level[finding->level], finding->file, finding->line,
                           finding->text, finding->remedy);
  }
  return g_string_free(text, FALSE);
}

// Three clients in 28 days, legs of 10 minutes.
static Territory *fitting_territory(void)
{
  Territory *territory = toy_new(3, 28);
  toy_matrix(territory, 10 * MINUTE_S, 8000);
  toy_set_visits(territory, 0, 4);
  return territory;
}

// ---- One finding each ----

typedef struct Case {
  void (*change)(Territory *);
  const char *expected; // NULL: nothing is found
} Case;

static Client *c1(Territory *t)
{
  return territory_client(t, 0);
}

static void change_nothing(Territory *t)
{
  (void)t;
}
static void want_narrow_gaps(Territory *t)
{
  c1(t)->min_gap = 10;
}
static void want_late_first_visit(Territory *t)
{
  c1(t)->min_gap = 8;
  c1(t)->last_visit = toy_day("2027-01-03");
}
static void want_first_by_holiday(Territory *t)
{
  c1(t)->first_by = toy_day("2027-01-04");
  toy_add_holiday(t, "2027-01-04", "Reyes", "");
}
static void want_overdue(Territory *t)
{
  c1(t)->max_gap = 10;
  c1(t)->last_visit = toy_day("2026-12-26");
  c1(t)->weekdays = 0x10;
}
static void want_long_overdue(Territory *t)
{
  c1(t)->max_gap = 10;
  c1(t)->last_visit = toy_day("2026-10-20");
}
static void want_same_weekday(Territory *t)
{
  c1(t)->same_weekday = WEEKDAY_SAME;
  toy_set_visits(t, 0, 5);
}
static void want_saturdays(Territory *t)
{
  c1(t)->weekdays = 0x60;
}
static void want_mondays(Territory *t)
{
  c1(t)->weekdays = 0x01;
  toy_set_visits(t, 0, 6);
}
static void want_absent(Territory *t)
{
  toy_add_span(c1(t)->away, "2027-01-01", "2027-02-28");
}
static void want_early(Territory *t)
{
  c1(t)->opens = 1;
  c1(t)->open[0] = (Window){toy_time(6, 0), toy_time(8, 20)};
}
static void want_night(Territory *t)
{
  c1(t)->opens = 1;
  c1(t)->open[0] = (Window){toy_time(19, 0), toy_time(22, 0)};
}
static void want_long_visit(Territory *t)
{
  c1(t)->visit_s = 6 * HOUR_S;
}
static void want_unreachable(Territory *t)
{
  toy_matrix(t, 60 * MINUTE_S, 50000);
  c1(t)->opens = 1;
  c1(t)->open[0] = (Window){toy_time(7, 0), toy_time(9, 15)};
}
static void want_far(Territory *t)
{
  toy_matrix(t, 4 * HOUR_S + 30 * MINUTE_S, 200000);
}
static void want_little_driving(Territory *t)
{
  territory_rep(t, 0)->max_drive_s = 19 * MINUTE_S;
}
static void want_little_field(Territory *t)
{
  territory_rep(t, 0)->field_share = 0.05;
}
static void want_idle_rep(Territory *t)
{
  toy_add_span(territory_rep(t, 0)->days_off, "2027-01-01", "2027-02-28");
}
static void promise_sunday(Territory *t)
{
  toy_add_appointment(t, 0, 0, "2027-01-10", -1, 0);
}
static void promise_holiday(Territory *t)
{
  toy_add_holiday(t, "2027-01-11", "Reyes Magos", "");
  toy_add_appointment(t, 0, 0, "2027-01-11", -1, 0);
}
static void promise_lunch(Territory *t)
{
  toy_add_appointment(t, 0, 0, "2027-01-11", toy_time(11, 45), 0);
}
static void promise_dawn(Territory *t)
{
  toy_add_appointment(t, 0, 0, "2027-01-11", toy_time(8, 5), 0);
}
static void promise_dusk(Territory *t)
{
  toy_add_appointment(t, 0, 0, "2027-01-11", toy_time(17, 25), 0);
}
static void promise_two(Territory *t)
{
  toy_add_appointment(t, 0, 0, "2027-01-11", toy_time(9, 0), 0);
  toy_add_appointment(t, 1, 0, "2027-01-11", toy_time(9, 35), 0);
}
static void promise_two_around_lunch(Territory *t)
{
  toy_add_appointment(t, 0, 0, "2027-01-11", toy_time(11, 25), 0);
  toy_add_appointment(t, 1, 0, "2027-01-11", toy_time(13, 0), 0);
}
static void promise_two_in_time(Territory *t)
{
  toy_add_appointment(t, 0, 0, "2027-01-11", toy_time(11, 20), 0);
  toy_add_appointment(t, 1, 0, "2027-01-11", toy_time(13, 0), 0);
}
static void promise_twice(Territory *t)
{
  toy_add_appointment(t, 0, 0, "2027-01-11", toy_time(9, 0), 0);
  toy_add_appointment(t, 0, 0, "2027-01-11", toy_time(15, 0), 0);
}
static void promise_three_of_two(Territory *t)
{
  toy_add_appointment(t, 0, 0, "2027-01-11", -1, 0);
  toy_add_appointment(t, 1, 0, "2027-01-11", -1, 0);
  toy_add_appointment(t, 2, 0, "2027-01-11", -1, 0);
  territory_rep(t, 0)->max_visits_day = 2;
}
static void promise_long_day(Territory *t)
{
  for (int i = 0; i < 3; i++)
    toy_add_appointment(t, i, 0, "2027-01-11", -1, 3 * HOUR_S);
}
static void promise_far(Territory *t)
{
  toy_set_visits(t, 0, 1);
  toy_add_appointment(t, 0, 0, "2027-01-11", -1, 0);
  toy_add_appointment(t, 1, 0, "2027-01-11", -1, 0);
  territory_rep(t, 0)->max_drive_s = 25 * MINUTE_S;
}
static void promise_more_than_wanted(Territory *t)
{
  toy_add_appointment(t, 1, 0, "2027-01-11", -1, 0);
  toy_add_appointment(t, 1, 0, "2027-01-18", -1, 0);
}
static void promise_closed(Territory *t)
{
  c1(t)->weekdays = 0x02;
  toy_add_appointment(t, 0, 0, "2027-01-11", -1, 0);
}
static void promise_outside_hours(Territory *t)
{
  c1(t)->opens = 1;
  c1(t)->open[0] = (Window){toy_time(14, 0), toy_time(18, 0)};
  toy_add_appointment(t, 0, 0, "2027-01-11", toy_time(9, 0), 0);
}
static void promise_next_year(Territory *t)
{
  toy_add_appointment(t, 0, 0, "2028-01-11", -1, 0);
}
static void keep_promise_against_gap(Territory *t) // two promised days may lie closer than min_gap_days
{
  c1(t)->min_gap = 8;
  toy_set_visits(t, 0, 2);
  toy_add_appointment(t, 0, 0, "2027-01-11", -1, 0);
  toy_add_appointment(t, 0, 0, "2027-01-13", -1, 0);
}
static void leave_without_rep(Territory *t)
{
  c1(t)->rep = -1;
}
static void leave_without_visits(Territory *t)
{
  territory_client(t, 1)->visits = territory_client(t, 2)->visits = (Visits){.given = false};
}

static const Case cases[] = {
    {change_nothing, NULL},
    {want_narrow_gaps, "cannot clients.csv:2: client 'C1' wants 4 visits, but its rules leave room for 3 "
                       "(min_gap_days 10) -> lower min_gap_days from 10 to 8, or drop to 3 visits"},
    {want_late_first_visit, "client 'C1' wants 4 visits, but its rules leave room for 3 (min_gap_days 8, "
                            "last_visit 2027-01-03) -> lower "
                            "min_gap_days from 8 to 5, or drop to 3 visits"},
    {want_first_by_holiday,
     "client 'C1' wants 4 visits, but its rules leave room for 0 (first_by 2027-01-04) -> give a "
     "later first_by"},
    {want_overdue, "its rules leave room for 3 (max_gap_days 10, last_visit 2026-12-26) -> "
                   "raise max_gap_days from 10 to "
                   "13, or drop to 3 visits"},
    {want_long_overdue,
     "note clients.csv:2: 1 client is overdue, its max_gap_days ran out before the horizon: line 2"},
    {want_same_weekday,
     "client 'C1' wants 5 visits, but its rules leave room for 4 (same_weekday) -> set same_weekday to "
     "prefer, or drop to 4 visits"},
    {want_saturdays,
     "client 'C1' takes visits on Sat Sun, but rep 'R1' never works then (weekdays Mon Tue Wed Thu Fri) "
     "-> open it on Mon too"},
    {want_mondays,
     "client 'C1' wants 6 visits, but there are 4 days on which it can be visited -> drop to 4 visits, or "
     "open it on Tue (4 more days)"},
    {want_absent,
     "client 'C1' is away on every day on which rep 'R1' could come -> shorten the absence, or want no "
     "visits"},
    {want_early,
     "client 'C1': a visit takes 30 min, but its hours 06:00-08:20 leave 20 min of the hours of rep 'R1', "
     "08:00-12:00, 13:00-18:00 -> open it 10 min longer, or shorten the visit to 20 min"},
    {want_night, "-> open it at least 30 min within the rep's hours"},
    {want_long_visit, "a visit takes 360 min, longer than any stretch of the hours of rep 'R1', 08:00-12:00, "
                      "13:00-18:00 -> shorten the visit or the break"},
    {want_unreachable,
     "client 'C1': within its hours 07:00-09:15 rep 'R1' cannot drive there (60 min), make the visit "
     "and be back (60 min) in one day -> open it from 09:00 to 09:30"},
    {want_far,
     "there, visit and back take 570 min (540 of driving), but the longest day of rep 'R1' has 540 min for "
     "the field -> +30 min field time on one day"},
    {want_little_driving,
     "there and back is 20 min of driving, but rep 'R1' drives at most 19 min a day -> raise "
     "max_drive_min to 20"},
    {want_little_field,
     "there, visit and back take 50 min (20 of driving), but the longest day of rep 'R1' has 27 min "
     "for the field -> +23 min field time on one day"},
    {want_idle_rep, "cannot reps.csv:2: rep 'R1' has 3 clients, but no working day in the horizon"},
    {promise_sunday,
     "cannot appointments.csv:2: client 'C1', rep 'R1', 2027-01-10: the rep does not work that day "
     "(weekday or day off) -> move it, for example to 2027-01-11"},
    {promise_holiday, "the rep does not work that day (Reyes Magos) -> move it, for example to 2027-01-12"},
    {promise_lunch,
     "client 'C1', rep 'R1', 2027-01-11 11:45: until 12:15 it does not lie within the rep's hours, "
     "08:00-12:00, 13:00-18:00 -> move it into them"},
    {promise_dawn, "the drive there alone takes 10 min -> move it to 08:10 or later"},
    {promise_dusk,
     "it ends at 17:55 and the drive back takes 10 min: too late -> move it to 17:20 or earlier"},
    {promise_two,
     "cannot appointments.csv:3: client 'C2', rep 'R1', 2027-01-11 09:35: it collides with the appointment "
     "at client 'C1' (line 2), which ends at 09:30, and 10 min of driving -> move it to 09:40 or later"},
    {promise_two_around_lunch, "which ends at 11:55, and 10 min of driving -> move it to 13:05 or later"},
    {promise_two_in_time, NULL},
    {promise_twice,
     "cannot appointments.csv:3: client 'C1', rep 'R1', 2027-01-11 15:00: the client has another "
     "appointment that day (line 2)"},
    {promise_three_of_two, "the rep has 3 appointments that day, but makes at most 2 visits"},
    {promise_long_day,
     "that day's appointments take at least 580 min, but the rep has 540 min for the field"},
    {promise_far,
     "that day's appointments need 30 min of driving, but the rep drives at most 25 min -> raise "
     "max_drive_min to 30, or move one"},
    {promise_more_than_wanted, "note clients.csv:3: client 'C2' has 2 appointments, but wants 1 visits"},
    {promise_closed, NULL}, // a promise is kept; the reader has noted it
    {promise_outside_hours, NULL},
    {promise_next_year, "note appointments.csv:2: client 'C1': the appointment lies outside the horizon"},
    {keep_promise_against_gap, NULL},
    {leave_without_rep, "note clients.csv:2: 1 client has neither rep nor team: line 2"},
    {leave_without_visits, "note clients.csv:0: 2 clients want no visits, nor do their groups: lines 3, 4"},
};

static void test_findings(void **state)
{
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(Territory) territory = fitting_territory();
    cases[i].change(territory);
    g_autoptr(Fit) fit = count(territory);
    g_autofree char *text = said(fit);
    if (!cases[i].expected)
      assert_string_equal(text, "");
    else if (!strstr(text, cases[i].expected))
      assert_string_equal(text, cases[i].expected); // shows both
  }
}

// Another rep lives nearer.
static void test_nearer_rep(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(1, 28);
  int other = toy_add_rep(territory);
  territory_client(territory, 0)->lat = 5;
  territory_rep(territory, other)->lat = territory_rep(territory, other)->end_lat = 4.5;
  g_autoptr(Fit) fit = count(territory);
  g_autofree char *text = said(fit);
  assert_non_null(strstr(text, "or give it to rep 'R2', who lives 55 km away instead of 555"));
}

// ---- The room that gaps leave, against every subset of days ----

enum { SMALL_DAYS = 14 };

static void random_rules(Territory *territory, GRand *rand)
{
  Client *client = territory_client(territory, 0);
  toy_set_visits(territory, 0, g_rand_int_range(rand, 2, 6));
  client->weekdays = (Weekdays)g_rand_int_range(rand, 1, 32);
  client->min_gap = g_rand_int_range(rand, 0, 6);
  client->max_gap = g_rand_boolean(rand) ? MAX(client->min_gap, 1) + g_rand_int_range(rand, 0, 5) : 0;
  client->same_weekday =
      g_rand_int_range(rand, 0, 4) == 0 && client->max_gap == 0 ? WEEKDAY_SAME : WEEKDAY_FREE;
  if (g_rand_boolean(rand))
    client->last_visit = territory->settings.start - g_rand_int_range(rand, 1, 15);
  if (g_rand_boolean(rand))
    client->first_by = territory->settings.start + g_rand_int_range(rand, 0, SMALL_DAYS);
  for (int day = 0; day < SMALL_DAYS; day++) {
    if (day % 7 < 5 && g_rand_int_range(rand, 0, 10) == 0) {
      g_autofree char *iso = day_text(territory->settings.start + day);
      toy_add_appointment(territory, 0, 0, iso, -1, 0);
    }
  }
}

// The most visits of any set of days that the checker lets pass.
static int most_by_checking(const Territory *territory)
{
  int most = -1;
  for (unsigned set = 0; set < 1u << SMALL_DAYS; set++) {
    if (set & 0x3060) // the two weekends
      continue;
    g_autoptr(Plan) plan = plan_new();
    for (int day = 0; day < SMALL_DAYS; day++) {
      if (!((set >> day) & 1))
        continue;
      g_autofree char *iso = day_text(territory->settings.start + day);
      toy_visit(plan, 0, 0, iso, toy_time(9, 0), 30 * MINUTE_S);
    }
    g_autoptr(Findings) findings = findings_new();
    if ((int)plan->visits->len > most && check_plan(plan, territory, "calendar.csv", NULL, findings, NULL))
      most = (int)plan->visits->len;
  }
  return most;
}

static void test_room_against_all_subsets(void **state)
{
  (void)state;
  enum { ROUNDS = 120 };
  g_autoptr(GRand) rand = g_rand_new_with_seed(3);
  int short_of = 0;
  for (int round = 0; round < ROUNDS; round++) {
    g_autoptr(Territory) territory = toy_new(1, SMALL_DAYS);
    random_rules(territory, rand);
    int wanted = client_visits(territory, territory_client(territory, 0))->max;
    int promised = (int)territory->appointments->len;
    g_autoptr(Fit) fit = count(territory);
    g_autofree char *text = said(fit);
    const char *found = strstr(text, "leave room for ");
    const char *days = strstr(text, "but there are ");
    if (days)
      continue; // fewer days than visits: gaps are not looked at
    int most = found ? atoi(found + strlen("leave room for ")) : MAX(wanted, promised);
    int really = most_by_checking(territory);
    if (most != MAX(0, really))
      fail_msg("round %d: counted %d, really %d: %s", round, most, really, text);
    short_of += found != NULL;
  }
  assert_true(short_of > ROUNDS / 10);
}

// ---- Loads ----

static void test_load_by_hand(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(50, 56); // 4 January to 28 February
  toy_matrix(territory, 10 * MINUTE_S, 8000);
  toy_add_holiday(territory, "2027-01-11", "Reyes", "");
  toy_add_holiday(territory, "2027-02-12", "half", "");
  for (int i = 0; i < 50; i++)
    toy_set_visits(territory, i, 8);
  g_autoptr(Fit) fit = count(territory);
  const FitLoad *whole = &g_array_index(fit->reps, FitLoad, 0);
  assert_int_equal(fit->month_count, 2);
  assert_int_equal(whole->days, 39);
  assert_int_equal(whole->capacity_s, 38 * 9 * HOUR_S + 4 * HOUR_S);
  assert_int_equal(whole->service_s, 400 * 30 * MINUTE_S);
  // As in a day of q equal hops: (q + 1) / q hops a visit, q = (field + hop - round) / (stay + hop).
  double field = (38 * 540.0 + 240) / 39, q = (field - 20 + 10) / 40;
  assert_true(fabs((double)whole->travel_s / 60 - 400 * 10 * (q + 1) / q) < 1);
  const FitLoad *january = &g_array_index(fit->months, FitLoad, 0), *february = january + 1;
  assert_int_equal(january->days + february->days, whole->days);
  assert_int_equal(january->capacity_s + february->capacity_s, whole->capacity_s);
  assert_true(fabs(january->visits - 200) < 1e-9 && fabs(february->visits - 200) < 1e-9);
  assert_int_equal(fit_findings(fit, FIT_CANNOT) + fit_findings(fit, FIT_TIGHT), 0);
}

static void test_overload(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(50, 56);
  toy_matrix(territory, 10 * MINUTE_S, 8000);
  for (int i = 0; i < 50; i++)
    toy_set_visits(territory, i, 12);
  g_autoptr(Fit) fit = count(territory);
  g_autofree char *text = said(fit);
  const FitLoad *whole = &g_array_index(fit->reps, FitLoad, 0);
  int64_t demand = whole->service_s + whole->travel_s, over = demand - whole->capacity_s;
  int missing = (int)((over + 59) / 60), less = (int)((over * 600 + demand - 1) / demand);
  g_autofree char *expected = g_strdup_printf(
      "tight reps.csv:2: rep 'R1': the visits take 18000 min and driving about "
      "%d min, but there are 21600 min for the field (%ld %%) -> +%d min field "
      "time: %d more field days, or %d visits less",
      (int)(whole->travel_s / 60), lround(fit_load_pct(whole)), missing, (missing + 539) / 540, less);
  if (!strstr(text, expected))
    assert_string_equal(text, expected);
  // The visits alone: proved.
  for (int i = 0; i < 50; i++)
    toy_set_visits(territory, i, 15);
  g_autoptr(Fit) worse = count(territory);
  assert_int_equal(fit_findings(worse, FIT_CANNOT), 1);
  // A rep who is off for most of February has time in all, but not then.
  for (int i = 0; i < 50; i++)
    toy_set_visits(territory, i, 6);
  toy_add_span(territory_rep(territory, 0)->days_off, "2027-02-01", "2027-02-19");
  g_autoptr(Fit) month = count(territory);
  g_autofree char *then = said(month);
  assert_int_equal(fit_findings(month, FIT_TIGHT), 1);
  assert_non_null(strstr(then, "rep 'R1', 2027-02: the visits take"));
}

static void test_least_value_goes_first(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = toy_new(60, 28);
  toy_matrix(territory, 10 * MINUTE_S, 8000);
  for (int g = 0; g < 2; g++)
    territory_add_group(territory)->id = g_strdup_printf("%c", 'A' + g);
  for (int i = 0; i < 60; i++) {
    toy_set_visits(territory, i, 5);
    territory_client(territory, i)->group = i % 2;
    territory_client(territory, i)->value = (i % 2 ? 1 : 9) * MONEY_ONE;
  }
  g_autoptr(Fit) fit = count(territory);
  g_autofree char *text = said(fit);
  assert_non_null(strstr(text, "visits less of group 'B'"));
  assert_int_equal(fit->groups->len, 2);
  assert_int_equal(g_array_index(fit->groups, FitGroup, 1).clients, 30);
}

static void test_report(void **state)
{
  (void)state;
  g_autoptr(Territory) territory = fitting_territory();
  for (int rep = 1; rep < 9; rep++)
    toy_add_rep(territory);
  toy_matrix(territory, 10 * MINUTE_S, 8000);
  want_narrow_gaps(territory);
  want_saturdays(territory);
  promise_sunday(territory);
  g_autoptr(Fit) fit = count(territory);
  g_autoptr(GString) out = g_string_new(NULL);
  fit_report(fit, territory, 6, 1, out);
  assert_non_null(strstr(out->str, "3 reps with less"));
  assert_non_null(strstr(out->str, "Cannot fit (2):"));
  assert_non_null(strstr(out->str, "… and 1 more"));
  char **lines = g_strsplit(out->str, "\n", -1);
  assert_true(g_strv_length(lines) < 24);
  for (int i = 0; i < 8; i++)
    assert_true(g_utf8_strlen(lines[i], -1) <= 100);
  g_strfreev(lines);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_findings),
      cmocka_unit_test(test_nearer_rep),
      cmocka_unit_test(test_room_against_all_subsets),
      cmocka_unit_test(test_load_by_hand),
      cmocka_unit_test(test_overload),
      cmocka_unit_test(test_least_value_goes_first),
      cmocka_unit_test(test_report),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

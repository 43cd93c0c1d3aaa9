// SPDX-License-Identifier: GPL-3.0-or-later
// Calendars are read back with a parser of our own, and followed through changes of the plan.
#include "tests/unit/export_case.h"
#include "tests/unit/ical.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Ical *calendar_of(const ExportCase *c, int rep)
{
  g_autofree char *id = export_file(territory_rep(c->quarter.territory, rep)->id);
  g_autofree char *file = g_strdup_printf("%s.ics", id), *text = export_case_file(c, file);
  const char *why;
  Ical *ical = ical_parse(text, &why);
  if (!ical)
    fail_msg("%s: %s", file, why);
  return ical;
}

static int sequence_of(const IcalEvent *event)
{
  return atoi(ical_value(event, "SEQUENCE"));
}

static void assert_event(const ExportCase *c, const Ical *ical, const Visit *visit)
{
  const Territory *territory = c->quarter.territory;
  g_autofree char *uid = visit_uid(territory, visit), *day = day_text(visit->day);
  const IcalEvent *event = ical_event(ical, uid);
  assert_non_null(event);
  int year, month, date, hour, minute, second;
  assert_int_equal(sscanf(ical_value(event, "DTSTART"), "%4d%2d%2dT%2d%2d%2d", &year, &month, &date, &hour,
                          &minute, &second),
                   6);
  g_autofree char *iso = g_strdup_printf("%04d-%02d-%02d", year, month, date);
  assert_string_equal(iso, day);
  assert_int_equal(hour * HOUR_S + minute * MINUTE_S + second, visit->leave_s - visit->visit_s);
  assert_int_equal(sscanf(ical_value(event, "DTEND"), "%*8dT%2d%2d%2d", &hour, &minute, &second), 3);
  assert_int_equal(hour * HOUR_S + minute * MINUTE_S + second, visit->leave_s);
  assert_string_equal(ical_line(event, "DTSTART")->parameters, "TZID=America/Bogota");
  assert_string_equal(ical_line(event, "DTEND")->parameters, "TZID=America/Bogota");
  g_autofree char *summary = ical_text(event, "SUMMARY"),
                  *name = g_strdup(territory_client(territory, visit->client)->name);
  assert_string_equal(summary, g_strdelimit(name, "\n", ' '));
  double lat, lon;
  assert_int_equal(sscanf(ical_value(event, "GEO"), "%lf;%lf", &lat, &lon), 2);
  assert_true(lat > 4.6 && lat < 4.7 && lon < -74.0 && lon > -74.1);
}

static void test_visits_read_back(void **state)
{
  (void)state;
  g_auto(ExportCase) c = export_case_new();
  export_case_run(&c, export_ics, NULL);
  guint events = 0;
  for (int rep = 0; rep < 2; rep++) {
    g_autoptr(Ical) ical = calendar_of(&c, rep);
    assert_int_equal(ical->zones->len, 1);
    assert_string_equal(ical->zones->pdata[0], "America/Bogota");
    for (guint v = 0; v < c.quarter.plan->visits->len; v++) {
      if (plan_visit(c.quarter.plan, v)->rep == rep)
        assert_event(&c, ical, plan_visit(c.quarter.plan, v));
    }
    events += ical->events->len;
  }
  assert_int_equal(events, c.quarter.plan->visits->len);
}

static void test_texts_come_through(void **state)
{
  (void)state;
  g_auto(ExportCase) c = export_case_new();
  export_case_run(&c, export_ics, NULL);
  g_autoptr(Ical) ical = calendar_of(&c, 0);
  for (guint e = 0; e < ical->events->len; e++) {
    const IcalEvent *event = ical->events->pdata[e];
    g_autofree char *body = ical_text(event, "DESCRIPTION");
    assert_string_equal(ical_value(event, "STATUS"), "CONFIRMED");
    if (strstr(ical_value(event, "SUMMARY"), "script"))
      assert_non_null(strstr(body, "line one\nline; two, =3 end"));
    if (strstr(ical_value(event, "SUMMARY"), "Hijos"))
      assert_non_null(strstr(body, "Luis \"El;Jefe\", </dd>"));
  }
}

static void test_same_plan_same_bytes(void **state)
{
  (void)state;
  g_auto(ExportCase) c = export_case_new();
  export_case_run(&c, export_ics, NULL);
  g_autofree char *first = export_case_file(&c, "R2.ics");
  export_case_run(&c, export_ics, NULL);
  g_autofree char *second = export_case_file(&c, "R2.ics");
  assert_string_equal(first, second);
}

static void retally(ExportCase *c)
{
  plan_tally(c->quarter.plan, c->quarter.territory, c->quarter.calendar, c->quarter.travel);
}

// The first visit of that client.
static guint visit_of(const ExportCase *c, int client)
{
  guint v = 0;
  while (plan_visit(c->quarter.plan, v)->client != client)
    v++;
  return v;
}

static void test_moved_and_dropped(void **state)
{
  (void)state;
  g_auto(ExportCase) c = export_case_new();
  export_case_run(&c, export_ics, NULL);
  const guint gone = visit_of(&c, 3), moved = visit_of(&c, 4);
  g_autofree char *gone_uid = visit_uid(c.quarter.territory, plan_visit(c.quarter.plan, gone));
  g_autofree char *moved_uid = visit_uid(c.quarter.territory, plan_visit(c.quarter.plan, moved));
  plan_visit(c.quarter.plan, moved)->day += 10;
  g_array_remove_index(c.quarter.plan->visits, gone);
  retally(&c);
  export_case_run(&c, export_ics, NULL);
  {
    g_autoptr(Ical) ical = calendar_of(&c, 1);
    assert_string_equal(ical_value(ical_event(ical, gone_uid), "STATUS"), "CANCELLED");
    assert_int_equal(sequence_of(ical_event(ical, gone_uid)), 1);
    assert_string_equal(ical_value(ical_event(ical, moved_uid), "STATUS"), "CONFIRMED");
    assert_int_equal(sequence_of(ical_event(ical, moved_uid)), 1);
    assert_int_equal(ical->events->len, 2);
  }
  { // what did not change stayed, and the cancelled one is said again as it was
    g_autoptr(Ical) ical = calendar_of(&c, 0);
    for (guint e = 0; e < ical->events->len; e++)
      assert_int_equal(sequence_of(ical->events->pdata[e]), 0);
    g_autofree char *before = export_case_file(&c, "R2.ics");
    export_case_run(&c, export_ics, NULL);
    g_autofree char *after = export_case_file(&c, "R2.ics");
    assert_string_equal(before, after);
  }
  toy_visit(c.quarter.plan, 3, 1, "2027-01-08", toy_time(9, 0), 30 * MINUTE_S); // it comes back
  retally(&c);
  export_case_run(&c, export_ics, NULL);
  g_autoptr(Ical) ical = calendar_of(&c, 1);
  assert_string_equal(ical_value(ical_event(ical, gone_uid), "STATUS"), "CONFIRMED");
  assert_int_equal(sequence_of(ical_event(ical, gone_uid)), 2);
}

static void test_stamp_rises_with_sequence(void **state)
{
  (void)state;
  g_auto(ExportCase) c = export_case_new();
  export_case_run(&c, export_ics, NULL);
  const guint v = visit_of(&c, 3);
  g_autofree char *uid = visit_uid(c.quarter.territory, plan_visit(c.quarter.plan, v));
  g_autoptr(Ical) before = calendar_of(&c, 1);
  plan_visit(c.quarter.plan, v)->day += 3;
  retally(&c);
  export_case_run(&c, export_ics, NULL);
  g_autoptr(Ical) after = calendar_of(&c, 1);
  assert_true(strcmp(ical_value(ical_event(before, uid), "DTSTAMP"),
                     ical_value(ical_event(after, uid), "DTSTAMP")) < 0);
}

// In a calendar into which both files go, the confirmation must win, whichever rep comes first.
static void test_change_of_rep(void **state)
{
  (void)state;
  for (int to = 0; to < 2; to++) {
    g_auto(ExportCase) c = export_case_new();
    const int client = to ? 2 : 3;
    export_case_run(&c, export_ics, NULL);
    const guint v = visit_of(&c, client);
    g_autofree char *uid = visit_uid(c.quarter.territory, plan_visit(c.quarter.plan, v));
    plan_visit(c.quarter.plan, v)->rep = to;
    retally(&c);
    export_case_run(&c, export_ics, NULL);
    g_autoptr(Ical) former = calendar_of(&c, 1 - to);
    g_autoptr(Ical) later = calendar_of(&c, to);
    assert_string_equal(ical_value(ical_event(former, uid), "STATUS"), "CANCELLED");
    assert_string_equal(ical_value(ical_event(later, uid), "STATUS"), "CONFIRMED");
    assert_true(sequence_of(ical_event(later, uid)) > sequence_of(ical_event(former, uid)));
  }
}

static void test_next_quarter_leaves_the_past(void **state)
{
  (void)state;
  g_auto(ExportCase) c = export_case_new();
  export_case_run(&c, export_ics, NULL);
  Territory *territory = c.quarter.territory;
  territory->settings.start += 91;
  for (guint v = 0; v < c.quarter.plan->visits->len; v++)
    plan_visit(c.quarter.plan, v)->day += 91;
  calendar_free(c.quarter.calendar);
  c.quarter.calendar = calendar_new(territory);
  retally(&c);
  export_case_run(&c, export_ics, NULL);
  g_autoptr(Ical) ical = calendar_of(&c, 1);
  assert_int_equal(ical->events->len, 2);
  for (guint e = 0; e < ical->events->len; e++)
    assert_string_equal(ical_value(ical->events->pdata[e], "STATUS"), "CONFIRMED");
}

static void test_chosen_reps_only(void **state)
{
  (void)state;
  g_auto(ExportCase) c = export_case_new();
  const bool chosen[] = {false, true};
  export_case_run(&c, export_ics, chosen);
  assert_true(export_case_has(&c, "R2.ics"));
  g_autofree char *id = export_file("../R 1"), *other = g_strdup_printf("%s.ics", id);
  assert_false(export_case_has(&c, other));
  assert_null(strchr(other, '/'));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_visits_read_back),
      cmocka_unit_test(test_texts_come_through),
      cmocka_unit_test(test_same_plan_same_bytes),
      cmocka_unit_test(test_moved_and_dropped),
      cmocka_unit_test(test_stamp_rises_with_sequence),
      cmocka_unit_test(test_change_of_rep),
      cmocka_unit_test(test_next_quarter_leaves_the_past),
      cmocka_unit_test(test_chosen_reps_only),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

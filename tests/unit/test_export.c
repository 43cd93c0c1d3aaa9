// SPDX-License-Identifier: GPL-3.0-or-later
// The formats that hold a table, a map or a page: columns by their real names, instants in UTC, texts that stay texts.
#include "io/table.h"
#include "io/text.h"
#include "tests/unit/export_case.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Table *table_of(const ExportCase *c, const char *file)
{
  g_autofree char *text = export_case_file(c, file);
  g_autoptr(Findings) findings = findings_new();
  Table *table = table_parse(text, strlen(text), file, findings);
  assert_int_equal(findings_count(findings, FINDING_ERROR), 0);
  for (int row = 0; row < table->rows; row++)
    assert_false(table_is_ragged(table, row));
  return table;
}

static int column_of(const Table *table, const char *name)
{
  for (int i = 0; i < table->columns; i++) {
    if (strcmp(table_header(table, i), name) == 0)
      return i;
  }
  fail_msg("no column %s", name);
  return -1;
}

static const char *cell(const Table *table, int row, const char *column)
{
  return table_cell(table, row, column_of(table, column));
}

static char *headers(const Table *table)
{
  g_ptr_array_add(table->headers, NULL);
  char *all = g_strjoinv(",", (char **)table->headers->pdata);
  g_ptr_array_set_size(table->headers, (int)table->headers->len - 1);
  return all;
}

// No cell begins a formula.
static void assert_harmless(const Table *table)
{
  for (int row = 0; row < table->rows; row++) {
    for (int column = 0; column < table->columns; column++) {
      const char *text = table_cell(table, row, column);
      assert_true(*text == '\0' || !strchr("=+@", *text));
    }
  }
}

static bool has_warning(const ExportCase *c, const char *text)
{
  const GPtrArray *sorted = findings_sorted(c->findings);
  for (guint i = 0; i < sorted->len; i++) {
    if (strstr(((const Finding *)sorted->pdata[i])->text, text))
      return true;
  }
  return false;
}

static void test_salesforce(void **state)
{
  (void)state;
  g_auto(ExportCase) c = export_case_new();
  export_case_run(&c, export_salesforce, NULL);
  g_autoptr(Table) table = table_of(&c, "events.csv");
  g_autofree char *names = headers(table);
  assert_string_equal(
      names, "Subject,StartDateTime,EndDateTime,IsAllDayEvent,Location,Description,OwnerId,WhoId,WhatId,"
             "IsPrivate,EventSubtype");
  assert_int_equal(table->rows, c.quarter.plan->visits->len);
  assert_harmless(table);
  assert_string_equal(cell(table, 0, "StartDateTime"), "2027-01-06T13:10:13.000Z"); // Bogotá is at UTC-5
  assert_string_equal(cell(table, 0, "EndDateTime"), "2027-01-06T13:40:13.000Z");
  assert_string_equal(cell(table, 0, "WhatId"), "001A0000012345X");
  assert_true(has_warning(&c, "clients without a Salesforce account id"));
  assert_true(has_warning(&c, "(4: "));
  assert_true(has_warning(&c, "reps without a Salesforce user id"));
}

static void test_hubspot(void **state)
{
  (void)state;
  g_auto(ExportCase) c = export_case_new();
  export_case_run(&c, export_hubspot, NULL);
  g_autoptr(Table) table = table_of(&c, "meetings.csv");
  assert_harmless(table);
  assert_string_equal(cell(table, 0, "hs_timestamp"), "1799241013000");
  assert_string_equal(cell(table, 0, "hs_meeting_start_time"), "1799241013000");
  assert_string_equal(cell(table, 0, "hs_meeting_end_time"), "1799242813000");
  assert_string_equal(cell(table, 0, "company_record_id"), "001A0000012345X");
  assert_true(*cell(table, 1, "company_name") != '\0');
}

static void test_dynamics(void **state)
{
  (void)state;
  g_auto(ExportCase) c = export_case_new();
  export_case_run(&c, export_dynamics, NULL);
  g_autoptr(Table) table = table_of(&c, "appointments.csv");
  assert_harmless(table);
  assert_string_equal(cell(table, 0, "ScheduledStart"), "2027-01-06T13:10:13Z");
  assert_string_equal(cell(table, 0, "ScheduledDurationMinutes"), "30");
  assert_string_equal(cell(table, 0, "RegardingObjectTypeCode"), "account");
}

static void test_google(void **state)
{
  (void)state;
  g_auto(ExportCase) c = export_case_new();
  export_case_run(&c, export_google, NULL);
  g_autoptr(Table) table = table_of(&c, "R2.csv");
  g_autofree char *names = headers(table);
  assert_string_equal(
      names, "Subject,Start Date,Start Time,End Date,End Time,All Day Event,Description,Location,Private");
  assert_harmless(table);
  assert_string_equal(cell(table, 0, "Start Date"), "01/08/2027");
  assert_string_equal(cell(table, 0, "Start Time"), "08:10 AM");
  assert_string_equal(cell(table, 0, "End Time"), "08:41 AM");
}

// What a program cannot know again is told apart by the rows of the former export.
static void test_new_and_gone_rows(void **state)
{
  (void)state;
  g_auto(ExportCase) c = export_case_new();
  export_case_run(&c, export_salesforce, NULL);
  assert_false(export_case_has(&c, "events-new.csv"));
  export_case_run(&c, export_salesforce, NULL);
  g_autoptr(Table) none = table_of(&c, "events-new.csv");
  assert_int_equal(none->rows, 0);
  plan_visit(c.quarter.plan, c.quarter.plan->visits->len - 1)->day += 3;
  plan_tally(c.quarter.plan, c.quarter.territory, c.quarter.calendar, c.quarter.travel);
  export_case_run(&c, export_salesforce, NULL);
  g_autoptr(Table) fresh = table_of(&c, "events-new.csv");
  g_autoptr(Table) gone = table_of(&c, "events-gone.csv");
  assert_int_equal(fresh->rows, 1);
  assert_int_equal(gone->rows, 1);
  assert_string_equal(cell(gone, 0, "Subject"), cell(fresh, 0, "Subject"));
  assert_string_not_equal(cell(gone, 0, "StartDateTime"), cell(fresh, 0, "StartDateTime"));
}

static void test_daylight_saving(void **state)
{
  (void)state;
  g_auto(ExportCase) c = export_case_new();
  g_free(c.quarter.territory->settings.timezone);
  c.quarter.territory->settings.timezone = g_strdup("Europe/Madrid");
  g_autoptr(Export) export =
      export_new(c.quarter.territory, c.quarter.plan, NULL, c.folder, c.findings, NULL);
  g_autofree char *winter = export_utc(export, toy_day("2027-03-26"), toy_time(9, 0), false);
  g_autofree char *summer = export_utc(export, toy_day("2027-03-29"), toy_time(9, 0), false);
  assert_string_equal(winter, "2027-03-26T08:00:00Z");
  assert_string_equal(summer, "2027-03-29T07:00:00Z");
}

static void test_unknown_timezone(void **state)
{
  (void)state;
  g_auto(ExportCase) c = export_case_new();
  g_free(c.quarter.territory->settings.timezone);
  c.quarter.territory->settings.timezone = g_strdup("America/Nowhere");
  g_autoptr(Export) export =
      export_new(c.quarter.territory, c.quarter.plan, NULL, c.folder, c.findings, NULL);
  assert_null(export);
  assert_int_equal(findings_count(c.findings, FINDING_ERROR), 1);
}

static void test_geojson(void **state)
{
  (void)state;
  g_auto(ExportCase) c = export_case_new();
  export_case_run(&c, export_geojson, NULL);
  g_autofree char *text = export_case_file(&c, "routes.geojson");
  json_t *root = json_loads(text, 0, NULL), *feature;
  assert_non_null(root);
  size_t i, points = 0, lines = 0, stops = 0;
  json_array_foreach(json_object_get(root, "features"), i, feature)
  {
    json_t *geometry = json_object_get(feature, "geometry"),
           *place = json_object_get(geometry, "coordinates");
    const char *type = json_string_value(json_object_get(geometry, "type"));
    if (strcmp(type, "Point") == 0) {
      points++;
      assert_true(json_number_value(json_array_get(place, 0)) < -74); // longitude first
      assert_true(json_number_value(json_array_get(place, 1)) > 4);
    } else {
      assert_string_equal(type, "LineString");
      lines++;
      stops += json_array_size(place) - 2;
    }
  }
  assert_int_equal(points, c.quarter.plan->visits->len);
  assert_int_equal(stops, points);
  assert_int_equal(lines, 5); // days with visits
  json_decref(root);
}

static void test_csv_of_a_rep(void **state)
{
  (void)state;
  g_auto(ExportCase) c = export_case_new();
  export_case_run(&c, export_csv, NULL);
  g_autoptr(Table) table = table_of(&c, "R2.csv");
  assert_int_equal(table->rows, 2);
  assert_harmless(table);
}

static void test_daysheet(void **state)
{
  (void)state;
  g_auto(ExportCase) c = export_case_new();
  export_case_run(&c, export_daysheet, NULL);
  g_autofree char *id = export_file("../R 1"), *file = g_strdup_printf("%s.html", id);
  g_autofree char *html = export_case_file(&c, file);
  assert_null(strstr(html, "<script"));
  assert_non_null(strstr(html, "&lt;script&gt;"));
  assert_null(strstr(html, "\", </dd>"));
  assert_non_null(strstr(html, "line one"));
  assert_non_null(strstr(html, "<svg"));
  assert_null(strstr(html, "http"));
  assert_non_null(strstr(html, "2026-12-30 last visit before the plan"));
  assert_non_null(strstr(html, "2027-01-06 planned visit before this one"));
}

static void test_file_names(void **state)
{
  (void)state;
  static const char *const ids[] = {"R1", "R-1_x", "../etc/passwd", "R/1", "R:1", "", ".hidden", "año"};
  for (size_t i = 0; i < G_N_ELEMENTS(ids); i++) {
    g_autofree char *name = export_file(ids[i]);
    assert_true(*name && *name != '.' && !strpbrk(name, "/\\:*?\"<>| "));
    for (size_t k = 0; k < i; k++) {
      g_autofree char *other = export_file(ids[k]);
      assert_string_not_equal(name, other);
    }
  }
}

static void test_action_plan(void **state)
{
  (void)state;
  static const char text[] = "client,activity,objective,dates,channel,who,resource,kpi,expected_result\n"
                             "C4,A1,Grow,2027-01-08,visit,R2,,Orders,+3\n"
                             "C4,A2,Later,2027-02-01,visit,R2,,,\n"
                             "C4,A3,Always,,visit,R2,,,\n";
  g_auto(ExportCase) c = export_case_new();
  g_autofree char *path = g_build_filename(c.folder, "action_plan.csv", NULL);
  assert_true(g_file_set_contents(path, text, -1, NULL));
  g_autoptr(Export) export =
      export_new(c.quarter.territory, c.quarter.plan, NULL, c.folder, c.findings, NULL);
  guint v = 0;
  while (plan_visit(c.quarter.plan, v)->client != 3)
    v++;
  g_autoptr(GPtrArray) lines = export_actions(export, plan_visit(c.quarter.plan, v));
  assert_int_equal(lines->len, 2);
  assert_string_equal(lines->pdata[0], "A1: Grow; Orders; +3");
  assert_string_equal(lines->pdata[1], "A3: Always");
}

static void test_xlsx_repeats(void **state)
{
  (void)state;
  g_auto(ExportCase) c = export_case_new();
  g_autofree char *path = g_build_filename(c.folder, "calendar.xlsx", NULL);
  g_autofree char *first = NULL, *second = NULL;
  gsize lengths[2];
  export_case_run(&c, export_xlsx, NULL);
  assert_true(g_file_get_contents(path, &first, &lengths[0], NULL));
  g_usleep(1100000); // the clock of a zip file counts in two seconds, that of a document in one
  export_case_run(&c, export_xlsx, NULL);
  assert_true(g_file_get_contents(path, &second, &lengths[1], NULL));
  assert_int_equal(lengths[0], lengths[1]);
  assert_memory_equal(first, second, lengths[0]);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_salesforce),        cmocka_unit_test(test_hubspot),
      cmocka_unit_test(test_dynamics),          cmocka_unit_test(test_google),
      cmocka_unit_test(test_new_and_gone_rows), cmocka_unit_test(test_daylight_saving),
      cmocka_unit_test(test_unknown_timezone),  cmocka_unit_test(test_geojson),
      cmocka_unit_test(test_csv_of_a_rep),      cmocka_unit_test(test_daysheet),
      cmocka_unit_test(test_file_names),        cmocka_unit_test(test_action_plan),
      cmocka_unit_test(test_xlsx_repeats),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

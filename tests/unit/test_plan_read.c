// SPDX-License-Identifier: GPL-3.0-or-later
// A calendar is read back as it was written, and as people leave it after an hour in a spreadsheet.
#include "io/plan_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "io/plan_write.h"
#include "tests/unit/quarter.h"

typedef struct Reading {
  Plan *plan;
  Findings *findings;
  int *lines;
} Reading;

static void reading_clear(Reading *reading)
{
  plan_free(reading->plan);
  findings_free(reading->findings);
  g_free(reading->lines);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reading, reading_clear)

static Reading parse(const Quarter *q, const char *text)
{
  Reading reading = {.findings = findings_new()};
  reading.plan =
      plan_parse(text, strlen(text), "calendar.csv", q->territory, reading.findings, &reading.lines);
  return reading;
}

static void assert_clean(const Reading *reading)
{
  const GPtrArray *sorted = findings_sorted(reading->findings);
  if (sorted->len) {
    g_autofree char *text = finding_text(sorted->pdata[0]);
    fail_msg("%s", text);
  }
  assert_non_null(reading->plan);
}

static void assert_finding(const Reading *reading, guint index, const char *start, const char *part)
{
  const GPtrArray *sorted = findings_sorted(reading->findings);
  assert_true(sorted->len > index);
  g_autofree char *text = finding_text(sorted->pdata[index]);
  if (!g_str_has_prefix(text, start) || !strstr(text, part))
    fail_msg("%s", text);
}

static void assert_same_visits(const Plan *a, const Plan *b)
{
  assert_int_equal(a->visits->len, b->visits->len);
  for (guint v = 0; v < a->visits->len; v++) {
    const Visit *x = plan_visit(a, v), *y = plan_visit(b, v);
    assert_int_equal(visit_compare(x, y), 0);
    assert_int_equal(x->number, y->number);
    assert_int_equal(x->wait_s, y->wait_s);
    assert_int_equal(x->travel_s, y->travel_s);
    assert_int_equal(x->travel_m, y->travel_m);
  }
  assert_int_equal(a->days->len, b->days->len);
  for (guint d = 0; d < a->days->len; d++)
    assert_memory_equal(plan_day(a, d), plan_day(b, d), sizeof(PlanDay));
}

static void test_round_trip(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  for (size_t form = SHEET_PLAIN; form <= SHEET_EXCEL; form++) {
    g_autoptr(Sheet) sheet = plan_calendar_sheet(q.plan, q.territory, (SheetForm)form);
    g_auto(Reading) reading = parse(&q, sheet_content(sheet));
    assert_clean(&reading);
    assert_true(check_plan(reading.plan, q.territory, "calendar.csv", reading.lines, reading.findings, NULL));
    plan_tally(reading.plan, q.territory, q.calendar, q.travel);
    assert_same_visits(q.plan, reading.plan);
    for (guint v = 0; v < q.plan->visits->len; v++)
      assert_int_equal(reading.lines[v], v + 2);
    g_autoptr(Sheet) again = plan_calendar_sheet(reading.plan, q.territory, (SheetForm)form);
    assert_string_equal(sheet_content(again), sheet_content(sheet));
    assert_true(check_plan(reading.plan, q.territory, "calendar.csv", reading.lines, reading.findings, NULL));
  }
}

static void test_results_of_reps(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_autoptr(Sheet) sheet = plan_calendar_sheet(q.plan, q.territory, SHEET_PLAIN);
  g_auto(Reading) reading = parse(&q, sheet_content(sheet));
  assert_int_equal(reading.plan->reps->len, 2);
  const RepResult *second = plan_rep_result(reading.plan, 1);
  assert_int_equal(second->wanted, 3);
  assert_int_equal(second->planned, 2);
  assert_int_equal(second->bound, MONEY_NONE);
}

// Columns moved and dropped, Spanish headers and dates, a decimal comma, single-digit hours, rows in another
// order, stops that no longer hold, an id without its apostrophe, a column of the planner's own.
static void test_edited_by_hand(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_auto(Reading) reading = parse(&q, "\xEF\xBB\xBF"
                                      "Cliente;Representante;Fecha;Llegada;visit_min;Parada;wait_min\r\n"
                                      "C5;R2;08/01/2027;8:50:26;30;1;\r\n"
                                      "C4;R2;8/1/2027;8:10:13;30,0;7;\r\n"
                                      "\r\n"
                                      "\"C,2\";R1;07/01/2027;9:40;30;;20,0\r\n"
                                      "=1+1;R1;06/01/2027;8:10:13;29,5;?;0\r\n");
  assert_clean(&reading);
  assert_int_equal(reading.plan->visits->len, 4);
  plan_tally(reading.plan, q.territory, q.calendar, q.travel);
  const Visit *visit = plan_visit(reading.plan, 0);
  assert_int_equal(visit->client, 0);
  assert_int_equal(visit->visit_s, 1770);
  assert_int_equal(visit->leave_s, toy_time(8, 10) + 13 + 1770);
  assert_int_equal(reading.lines[0], 6);
  visit = plan_visit(reading.plan, 1);
  assert_int_equal(visit->leave_s, toy_time(10, 30));
  assert_int_equal(visit->wait_s, 20 * MINUTE_S);
  assert_int_equal(reading.lines[1], 5);
  assert_int_equal(plan_visit(reading.plan, 2)->client, 3);
  assert_int_equal(plan_visit(reading.plan, 2)->stop, 1);
  assert_int_equal(reading.lines[2], 3);
  assert_int_equal(plan_visit(reading.plan, 3)->stop, 2);
  assert_int_equal(reading.lines[3], 2);
}

static void test_lengths_of_visits(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_auto(Reading) reading =
      parse(&q, "date,rep,client,arrive,leave,wait_min,visit_min\n"
                "2027-01-06,R1,C3,08:00,,,\n"        // the client's 30 minutes
                "2027-01-07,R1,C3,08:00,09:00,15,\n" // what is left of the hour
                "2027-01-08,R1,C3,08:00,09:00,,20\n" // the rest is waiting
                "2027-01-11,R1,C3,08:00,09:00,,\n"   // beyond the client's 30 minutes
                "2027-01-12,R1,C3,08:00,08:20,,\n"); // too short, for the checker to say
  assert_clean(&reading);
  plan_tally(reading.plan, q.territory, q.calendar, q.travel);
  assert_int_equal(plan_visit(reading.plan, 0)->leave_s, toy_time(8, 30));
  assert_int_equal(plan_visit(reading.plan, 1)->visit_s, 45 * MINUTE_S);
  assert_int_equal(plan_visit(reading.plan, 1)->wait_s, 15 * MINUTE_S);
  assert_int_equal(plan_visit(reading.plan, 2)->wait_s, 40 * MINUTE_S);
  assert_int_equal(plan_visit(reading.plan, 3)->wait_s, 30 * MINUTE_S);
  assert_int_equal(plan_visit(reading.plan, 3)->visit_s, 30 * MINUTE_S);
  assert_int_equal(plan_visit(reading.plan, 4)->wait_s, 0);
  assert_int_equal(plan_visit(reading.plan, 4)->visit_s, 20 * MINUTE_S);
}

static void test_wrong_cells(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_auto(Reading) reading = parse(&q, "date,rep,client,arrive,leave,visit_min,fixed,channel,activity\n"
                                      "2027-01-06,R1,C3,08:00,08:30,30,no,visit,\n"
                                      "2027-03-01,R1,C3,08:00,,,,,\n"
                                      "2027-01-06,R9,C3,08:00,,,,,\n"
                                      "2027-01-06,R1,C33,08:00,,,,,\n"
                                      "2027-01-06,R1,C3,,,,,,\n"
                                      "2027-01-06,R1,C3,25:00,,,,,\n"
                                      "2027-01-06,R1,C3,10:00,09:00,,,,\n"
                                      "2027-01-06,R1,C3,10:00,,x,,,\n"
                                      "2027-01-06,R1,C3,10:00,,,perhaps,,\n"
                                      "2027-01-06,R1,C3,10:00,,,,pigeon,\n"
                                      "2027-01-06,R1,C3,10:00,,,,,demo\n"
                                      ",R1,C3,10:00,,,,,\n"
                                      "2027-01-06,,C3,10:00,,,,,\n"
                                      "2027-01-06,R1,C3,23:45,,,,,\n"
                                      "2027-01-06,R1,C3\n");
  assert_non_null(reading.plan);
  assert_int_equal(reading.plan->visits->len, 1);
  assert_int_equal(reading.lines[0], 2);
  static const char *const expected[][2] = {
      {"calendar.csv:3: column 'date': ", "2027-01-06"},  {"calendar.csv:4: column 'rep': ", "R9"},
      {"calendar.csv:5: column 'client': ", "C33"},       {"calendar.csv:6: column 'arrive': ", "09:30"},
      {"calendar.csv:7: column 'arrive': ", "25:00"},     {"calendar.csv:8: column 'leave': ", "before"},
      {"calendar.csv:9: column 'visit_min': ", "x"},      {"calendar.csv:10: column 'fixed': ", "perhaps"},
      {"calendar.csv:11: column 'channel': ", "pigeon"},  {"calendar.csv:12: column 'activity': ", "demo"},
      {"calendar.csv:13: column 'date': ", "empty"},      {"calendar.csv:14: column 'rep': ", "empty"},
      {"calendar.csv:15: column 'arrive': ", "midnight"}, {"calendar.csv:16: ", ""},
  };
  for (guint e = 0; e < G_N_ELEMENTS(expected); e++)
    assert_finding(&reading, e, expected[e][0], expected[e][1]);
  assert_int_equal(findings_sorted(reading.findings)->len, G_N_ELEMENTS(expected));
}

static void test_no_calendar(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  const char *texts[] = {"", "date,rep,client\n2027-01-06,R1,C3\n", "hello", "\xff\xfe\x00"};
  for (size_t t = 0; t < G_N_ELEMENTS(texts); t++) {
    g_auto(Reading) reading = parse(&q, texts[t]);
    assert_null(reading.plan);
    assert_true(findings_count(reading.findings, FINDING_ERROR) > 0);
  }
}

static void test_missing_file(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(GError) error = NULL;
  assert_null(plan_read("/nowhere/plan/calendar.csv", q.territory, findings, NULL, &error));
  assert_true(g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT));
  assert_non_null(strstr(error->message, "/nowhere/plan/calendar.csv"));
  g_clear_error(&error);
  assert_false(unplanned_read("/nowhere/plan/unplanned.csv", q.territory, q.plan, findings, &error));
  assert_non_null(error);
}

static void test_from_a_file(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_autofree char *folder = g_dir_make_tmp("ronda-read-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "my calendar.csv", NULL);
  g_autoptr(Sheet) sheet = plan_calendar_sheet(q.plan, q.territory, SHEET_PLAIN);
  assert_true(g_file_set_contents(path, sheet_content(sheet), -1, NULL));
  g_auto(Reading) reading = {.findings = findings_new()};
  reading.plan = plan_read(path, q.territory, reading.findings, &reading.lines, NULL);
  assert_clean(&reading);
  assert_int_equal(reading.plan->visits->len, q.plan->visits->len);
  remove(path);
  remove(folder);
}

static void test_unplanned(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  for (size_t form = SHEET_PLAIN; form <= SHEET_EXCEL; form++) {
    g_autoptr(Sheet) sheet = plan_unplanned_sheet(q.plan, q.territory, (SheetForm)form);
    g_autoptr(Plan) plan = plan_new();
    g_autoptr(Findings) findings = findings_new();
    const char *text = sheet_content(sheet);
    assert_true(unplanned_parse(text, strlen(text), "unplanned.csv", q.territory, plan, findings));
    assert_int_equal(findings_sorted(findings)->len, 0);
    assert_int_equal(plan->unplanned->len, 1);
    const Unplanned *read = &g_array_index(plan->unplanned, Unplanned, 0);
    const Unplanned *written = &g_array_index(q.plan->unplanned, Unplanned, 0);
    assert_int_equal(read->client, written->client);
    assert_int_equal(read->rep, written->rep);
    assert_int_equal(read->number, written->number);
    assert_int_equal(read->code, written->code);
    assert_string_equal(read->reason, written->reason);
    assert_string_equal(read->remedy, written->remedy);
  }
}

static void test_wrong_unplanned(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_autoptr(Plan) plan = plan_new();
  g_auto(Reading) reading = {.findings = findings_new()};
  const char *text =
      "client,rep,reason_code,number\nC9,R2,spacing,1\nC5,R2,bored,1\nC5,R2,day_full,0\nC5,R2,window,\n";
  assert_true(unplanned_parse(text, strlen(text), "unplanned.csv", q.territory, plan, reading.findings));
  assert_int_equal(plan->unplanned->len, 1);
  assert_finding(&reading, 0, "unplanned.csv:2: column 'client': ", "C9");
  assert_finding(&reading, 1, "unplanned.csv:3: column 'reason_code': ", "bored");
  assert_finding(&reading, 2, "unplanned.csv:4: column 'number': ", "0");
  assert_string_equal(g_array_index(plan->unplanned, Unplanned, 0).reason, "");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_round_trip),     cmocka_unit_test(test_results_of_reps),
      cmocka_unit_test(test_edited_by_hand), cmocka_unit_test(test_lengths_of_visits),
      cmocka_unit_test(test_wrong_cells),    cmocka_unit_test(test_no_calendar),
      cmocka_unit_test(test_missing_file),   cmocka_unit_test(test_from_a_file),
      cmocka_unit_test(test_unplanned),      cmocka_unit_test(test_wrong_unplanned),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

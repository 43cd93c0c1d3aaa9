// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of a plan: columns as documented, sums that hold in the digits that are printed.
#include "io/plan_write.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/quarter.h"

static void assert_sheet(Sheet *sheet, const char *expected)
{
  assert_string_equal(sheet_content(sheet), expected);
  sheet_free(sheet);
}

static char *line_of(const Sheet *sheet, int line)
{
  g_auto(GStrv) lines = g_strsplit(sheet_content(sheet), "\n", -1);
  assert_true((int)g_strv_length(lines) >= line);
  return g_strdup(lines[line - 1]);
}

static void test_quarter_keeps_all_rules(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_autoptr(Findings) findings = findings_new();
  CheckTotals totals;
  bool valid = check_plan(q.plan, q.territory, "calendar.csv", NULL, findings, &totals);
  if (!valid) {
    g_autofree char *text = finding_text(findings_sorted(findings)->pdata[0]);
    fail_msg("%s", text);
  }
  assert_int_equal(totals.travel_s, plan_ledger(q.plan, -1).travel_s);
  assert_int_equal(totals.unplanned, 1);
}

static void test_calendar(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_autoptr(Sheet) sheet = plan_calendar_sheet(q.plan, q.territory, SHEET_PLAIN);
  g_autofree char *header = line_of(sheet, 1), *first = line_of(sheet, 2), *fixed = line_of(sheet, 3);
  assert_string_equal(header,
                      "date,weekday,week,rep,stop,arrive,leave,client,name,group,channel,activity,resource,"
                      "travel_min,travel_km,wait_min,visit_min,fixed,lat,lon,uid");
  assert_string_equal(first,
                      "2027-01-06,Wed,1,R1,1,08:10:13,08:40:13,'=1+1,\"'=HYPERLINK(\"\"x\"\")\",A,visit,,,"
                      "10.2167,7.003,0,30,no,4.6097,-74.0817,_1_1~bac90eef5bf3-20270106-1@ronda");
  assert_non_null(strstr(fixed,
                         "2027-01-07,Thu,1,R1,1,09:40,10:30,\"C,2\",\"Peña, Hijos \"\"y\"\" Cía\",A,visit,,,"
                         "10.2167,7.003,20,30,yes,4.6107,"));
}

static void test_calendar_for_excel(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_autoptr(Sheet) sheet = plan_calendar_sheet(q.plan, q.territory, SHEET_EXCEL);
  g_autofree char *first = line_of(sheet, 2);
  assert_true(g_str_has_prefix(first, "2027-01-06;Wed;1;R1;1;08:10:13;08:40:13;'=1+1;"));
  assert_non_null(strstr(first, ";10,2167;7,003;0;30;no;4,6097;-74,0817;"));
}

// ---- The ledger ----

typedef struct Figures {
  int64_t work, visit, travel, admin, slack, wait;
} Figures;

static int64_t cell_units(char *const *cells, char *const *header, const char *name)
{
  for (int c = 0; header[c]; c++) {
    if (strcmp(header[c], name) == 0)
      return llround(g_ascii_strtod(cells[c], NULL) * MINUTE_UNITS);
  }
  fail_msg("no column %s", name);
  return 0;
}

static Figures read_figures(char *const *cells, char *const *header, const char *work)
{
  Figures figures = {cell_units(cells, header, work),         cell_units(cells, header, "visit_min"),
                     cell_units(cells, header, "travel_min"), cell_units(cells, header, "admin_min"),
                     cell_units(cells, header, "slack_min"),  cell_units(cells, header, "wait_min")};
  assert_int_equal(figures.work, figures.visit + figures.travel + figures.admin + figures.slack);
  return figures;
}

static void figures_add(Figures *sum, Figures more)
{
  sum->work += more.work;
  sum->visit += more.visit;
  sum->travel += more.travel;
  sum->admin += more.admin;
  sum->slack += more.slack;
  sum->wait += more.wait;
}

static void assert_figures(Figures a, Figures b)
{
  assert_memory_equal(&a, &b, sizeof a);
}

// Rows of days.csv summed by rep and week against workload.csv, and its weeks against its totals.
static void assert_ledger(const Quarter *q)
{
  g_autoptr(Sheet) days = plan_days_sheet(q->plan, q->territory, SHEET_PLAIN);
  g_autoptr(Sheet) load = plan_workload_sheet(q->plan, q->territory, SHEET_PLAIN);
  enum { REPS = 2, WEEKS = 4 };
  Figures weeks[REPS][WEEKS] = {0}, totals[REPS] = {0};
  g_auto(GStrv) lines = g_strsplit(sheet_content(days), "\n", -1),
                rows = g_strsplit(sheet_content(load), "\n", -1);
  g_auto(GStrv) header = g_strsplit(lines[0], ",", -1), load_header = g_strsplit(rows[0], ",", -1);
  for (int l = 1; lines[l][0]; l++) {
    g_auto(GStrv) cells = g_strsplit(lines[l], ",", -1);
    Figures figures = read_figures(cells, header, "work_min");
    figures_add(&weeks[cells[1][1] - '1'][cells[14][0] - '1'], figures);
  }
  for (int l = 1; rows[l][0]; l++) {
    g_auto(GStrv) cells = g_strsplit(rows[l], ",", -1);
    Figures figures = read_figures(cells, load_header, "capacity_min");
    int rep = cells[0][1] - '1';
    bool total = strcmp(cells[1], "total") == 0;
    assert_figures(figures, total ? totals[rep] : weeks[rep][cells[1][0] - '1']);
    if (!total)
      figures_add(&totals[rep], figures);
  }
}

static void test_ledger_in_print(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  assert_ledger(&q);
  g_autoptr(GRand) dice = g_rand_new_with_seed(5);
  for (int round = 0; round < 100;
       round++) { // odd seconds everywhere; not a plan that keeps rules, only sums
    for (guint d = 0; d < q.plan->days->len; d++) {
      PlanDay *day = plan_day(q.plan, d);
      day->work_s = g_rand_int_range(dice, 0, 40000);
      day->admin_s = g_rand_int_range(dice, 0, day->work_s + 1);
      day->visit_s = g_rand_int_range(dice, 0, 20000);
      day->travel_s = g_rand_int_range(dice, 0, 20000);
      day->wait_s = g_rand_int_range(dice, 0, 2000);
      day->slack_s = day->work_s - day->admin_s - day->visit_s - day->travel_s;
    }
    assert_ledger(&q);
  }
}

static void test_days(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_autoptr(Sheet) sheet = plan_days_sheet(q.plan, q.territory, SHEET_PLAIN);
  g_autofree char *header = line_of(sheet, 1), *first = line_of(sheet, 2), *idle = line_of(sheet, 4);
  assert_string_equal(header,
                      "date,rep,visits,visit_min,travel_min,travel_km,wait_min,slack_min,start,end,load_pct,"
                      "work_min,admin_min,weekday,week");
  // 540 minutes of work, 81 of them (15 %) not in the field, 30 of visits, 2 × 613 s of travel
  assert_string_equal(first, "2027-01-06,R1,1,30,20.4333,14.006,0,408.5667,08:00,08:51,24.3,540,81,Wed,1");
  assert_string_equal(idle, "2027-01-08,R1,0,0,0,0,0,459,,,15,540,81,Fri,1");
}

static void test_workload(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_autoptr(Sheet) sheet = plan_workload_sheet(q.plan, q.territory, SHEET_PLAIN);
  g_autofree char *header = line_of(sheet, 1), *week = line_of(sheet, 2), *off = line_of(sheet, 7);
  g_autofree char *total = line_of(sheet, 9);
  assert_string_equal(
      header, "rep,week,capacity_min,visit_min,travel_min,admin_min,load_pct,visits,slack_min,wait_min,"
              "travel_km,days,monday");
  assert_string_equal(week, "R1,1,1620,90,51.0833,243,23.7,3,1235.9167,20,35.015,3,2027-01-04");
  assert_string_equal(off, "R2,2,0,0,0,0,0,0,0,0,0,0,2027-01-11");
  assert_string_equal(total, "R2,total,4320,60,30.65,0,2.1,2,4229.35,0,21.009,8,");
}

static void test_clients(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  assert_sheet(
      plan_clients_sheet(q.plan, q.territory, SHEET_PLAIN),
      "client,rep,group,wanted,planned,gap_min,gap_mean,gap_max,gap_wanted,spacing_breaks,next_due,name,"
      "unplanned,limit_min,limit_max,last_visit\n"
      "'=1+1,R1,A,3,3,7,7,7,6.33,0,2027-01-26,\"'=HYPERLINK(\"\"x\"\")\",0,3,9,\n"
      "\"C,2\",R1,A,1,1,,,,19,0,2027-01-26,\"Peña, Hijos \"\"y\"\" Cía\",0,11,27,\n"
      "C3,R1,A,1,1,8,8,8,19,1,2027-01-26,Client 3,0,11,27,2026-12-30\n"
      "C4,R2,,1,1,,,,19,0,2027-01-27,Client 4,0,11,27,\n"
      "C5,R2,,2,1,,,,9.5,0,2027-01-25,Client 5,1,5,14,\n");
}

static void test_clients_of_planned_reps_only(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_array_set_size(q.plan->visits, 5); // what rep R1 does
  g_array_set_size(q.plan->reps, 1);
  g_array_set_size(q.plan->unplanned, 0);
  g_autoptr(Sheet) sheet = plan_clients_sheet(q.plan, q.territory, SHEET_PLAIN);
  assert_non_null(strstr(sheet_content(sheet), "\nC3,R1,"));
  assert_null(strstr(sheet_content(sheet), "R2"));
}

static void test_unplanned(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  assert_sheet(
      plan_unplanned_sheet(q.plan, q.territory, SHEET_PLAIN),
      "client,name,rep,group,number,reason_code,reason,change,value\n"
      "C5,Client 5,R2,,1,spacing,\"'=too close, or too far\",\"a wider gap: \"\"20\"\" days\",200\n");
}

static void test_groups(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  assert_sheet(
      plan_groups_sheet(q.plan, q.territory, SHEET_PLAIN),
      "group,clients,sales,potential,share_pct,visits,hours,investment,growth_pct,name,wanted,planned,"
      "unplanned,activities_wanted,activities_planned,activity_hours,joint_visits,spent,spent_pct\n"
      "A,3,300,,30,5,2.5,1000,2.5,\"Clave; A\",5,5,0,0,0,0,0,0,0\n"
      ",2,700,,70,2,1,,,,3,2,1,0,0,0,0,0,\n");
}

static void test_plan_without_visits(void **state)
{
  (void)state;
  g_autoptr(Plan) plan = plan_new();
  g_autoptr(Territory) territory = toy_new(0, 7);
  assert_sheet(
      plan_clients_sheet(plan, territory, SHEET_PLAIN),
      "client,rep,group,wanted,planned,gap_min,gap_mean,gap_max,gap_wanted,spacing_breaks,next_due,name,"
      "unplanned,limit_min,limit_max,last_visit\n");
  g_autoptr(Sheet) load = plan_workload_sheet(plan, territory, SHEET_PLAIN);
  g_autofree char *after_header = line_of(load, 2);
  assert_string_equal(after_header, "");
}

static void test_all_files(void **state)
{
  (void)state;
  g_auto(Quarter) q = quarter_new();
  g_autofree char *folder = g_dir_make_tmp("ronda-write-XXXXXX", NULL);
  g_autoptr(Out) out = out_new(folder, NULL);
  assert_true(plan_write(q.plan, q.territory, SHEET_PLAIN, out, NULL));
  assert_true(out_commit(out, NULL));
  const char *names[] = {"calendar.csv",  "days.csv",     "workload.csv",    "clients.csv",
                         "unplanned.csv", "groups.csv",   "action_plan.csv", "resources.csv",
                         "unmet.csv",     "clients.html", "contacts.csv"};
  for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
    g_autofree char *path = g_build_filename(folder, names[n], NULL);
    assert_int_equal(remove(path), 0);
  }
  g_clear_pointer(&out, out_free);
  assert_int_equal(remove(folder), 0); // nothing else is in it
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_quarter_keeps_all_rules),
      cmocka_unit_test(test_calendar),
      cmocka_unit_test(test_calendar_for_excel),
      cmocka_unit_test(test_ledger_in_print),
      cmocka_unit_test(test_days),
      cmocka_unit_test(test_workload),
      cmocka_unit_test(test_clients),
      cmocka_unit_test(test_clients_of_planned_reps_only),
      cmocka_unit_test(test_unplanned),
      cmocka_unit_test(test_groups),
      cmocka_unit_test(test_plan_without_visits),
      cmocka_unit_test(test_all_files),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

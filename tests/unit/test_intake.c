// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/cell.h"
#include "io/intake.h"

#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct Case {
  char *folder;
  Findings *findings;
  Mapping *mapping;
  Intake *intake;
  Merge *clients, *actuals;
} Case;

static void put(const Case *c, const char *file, const char *text)
{
  g_autofree char *path = g_build_filename(c->folder, file, NULL);
  assert_true(g_file_set_contents(path, text, -1, NULL));
}

static Table *table_of(const char *text, const char *file, Findings *findings)
{
  Table *table = table_parse(text, strlen(text), file, findings);
  assert_non_null(table);
  return table;
}

static Merge *merge_of(const char *text, const char *file, Findings *findings)
{
  if (!text)
    return merge_new(file, NULL, 0, NULL);
  g_autoptr(Table) table = table_of(text, file, findings);
  return merge_new(file, text, strlen(text), table);
}

static Case case_new(const char *clients, const char *actuals)
{
  Case c = {.folder = g_dir_make_tmp("ronda-import-XXXXXX", NULL), .findings = findings_new()};
  put(&c, "reps.csv",
      "rep,name,email,crm_id\nR1,Zoë Paz,zoe@x.example,USR-1\nR2,Luis,luis@x.example,USR-2\n");
  put(&c, "groups.csv", "group,name\nA,Clave\nB,Otros\n");
  c.mapping = mapping_new("generic");
  c.intake = intake_new(c.folder, "America/Bogota", c.mapping, c.findings, NULL);
  assert_non_null(c.intake);
  c.clients = merge_of(clients, "clients.csv", c.findings);
  c.actuals = merge_of(actuals, "actuals.csv", c.findings);
  return c;
}

static void case_clear(Case *c)
{
  static const char *const files[] = {"reps.csv", "groups.csv"};
  for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autofree char *path = g_build_filename(c->folder, files[i], NULL);
    g_unlink(path);
  }
  g_rmdir(c->folder);
  g_free(c->folder);
  merge_free(c->clients);
  merge_free(c->actuals);
  intake_free(c->intake);
  mapping_free(c->mapping);
  findings_free(c->findings);
}

static void take_accounts(Case *c, const char *text)
{
  g_autoptr(Table) table = table_of(text, "accounts.csv", c->findings);
  if (c->mapping->entries[MAP_ACCOUNTS]->len == 0)
    mapping_propose(c->mapping, MAP_ACCOUNTS, table);
  assert_true(intake_accounts(c->intake, table, c->clients));
}

static void take_activities(Case *c, const char *text)
{
  g_autoptr(Table) table = table_of(text, "activities.csv", c->findings);
  if (c->mapping->entries[MAP_ACTIVITIES]->len == 0)
    mapping_propose(c->mapping, MAP_ACTIVITIES, table);
  intake_know_clients(c->intake, c->clients);
  assert_true(intake_activities(c->intake, table, c->actuals));
}

static void assert_text(const Merge *merge, const char *expected)
{
  g_autofree char *text = merge_text(merge);
  assert_string_equal(text, expected);
}

static void test_rules_of_columns(void **state)
{
  (void)state;
  Case c = case_new("client,name,lat,lon,rep,phone,status,crm_id,own\n"
                    "C1,One,4.5,-74,R1,111,customer,ID1,kept\n"
                    "C2,Two,4.6,-74,R1,,,ID2,\n",
                    NULL);
  take_accounts(&c, "Id,Name,Owner,Phone,Type\nID2,Two Ltd,USR-2,222,Prospect\nID1,,USR-2,333,Prospect\n");
  assert_text(c.clients, "client,name,lat,lon,rep,phone,status,crm_id,own\n"
                         "C1,One,4.5,-74,R1,333,customer,ID1,kept\n"   // an empty cell takes nothing away
                         "C2,Two Ltd,4.6,-74,R1,222,prospect,ID2,\n"); // rep: insert; status: keep
  assert_int_equal(c.clients->changes->len, 4);
  assert_true(c.clients->seen[0] && c.clients->seen[1]);
  case_clear(&c);
}

// The last activity of a CRM is often one of these weeks; last_visit must lie before them, or `check` refuses the file.
static void test_last_visit_before_the_horizon(void **state)
{
  (void)state;
  Case c = case_new(
      "client,lat,lon,last_visit,crm_id\nC1,4.5,-74,2026-11-02,ID1\nC2,4.5,-74,2026-11-03,ID2\n", NULL);
  assert_true(cell_date("2027-01-04", &c.intake->start, NULL));
  take_accounts(&c, "Id,Last Activity Date\nID1,2027-01-12T15:00:00.000Z\nID2,2026-12-18\n");
  assert_text(c.clients,
              "client,lat,lon,last_visit,crm_id\nC1,4.5,-74,2026-11-02,ID1\nC2,4.5,-74,2026-12-18,ID2\n");
  assert_int_equal(findings_count(c.findings, FINDING_WARNING), 1);
  case_clear(&c);
}

static void test_new_clients(void **state)
{
  (void)state;
  Case c = case_new("client,name,lat,lon,rep,group,crm_id\nC1,One,4.5,-74,R1,A,ID1\n", NULL);
  take_accounts(&c, "Id,Name,Latitude,Longitude,Owner,Tier,Taste\n"
                    "ID9,Nine,4.7,-74.1,Zoë Paz,Clave,tea\n"
                    "ID8,No place,,,luis@x.example,B,\n"
                    "ID7,Seven,4.8,-74.2,Nobody,Z,=cmd\n");
  assert_text(c.clients, "client,name,lat,lon,rep,group,crm_id,Taste\n"
                         "C1,One,4.5,-74,R1,A,ID1,\n"
                         "ID9,Nine,4.7,-74.1,R1,A,ID9,tea\n"
                         "ID7,Seven,4.8,-74.2,,,ID7,'=cmd\n");
  assert_int_equal(c.intake->skipped, 1);
  assert_int_equal(findings_count(c.findings, FINDING_WARNING), 3); // no place, unknown owner, unknown tier
  assert_false(c.clients->seen[0]);
  case_clear(&c);
}

static void test_again_changes_nothing(void **state)
{
  (void)state;
  static const char accounts[] =
      "Id,Name,Latitude,Longitude,Owner,Notes\nID1,\"=x, \"\"y\"\"\",4.5,-74,USR-1,\"<b>\nline\"\n";
  Case c = case_new(NULL, NULL);
  take_accounts(&c, accounts);
  g_autofree char *text = merge_text(c.clients);
  Case again = case_new(text, NULL);
  take_accounts(&again, accounts);
  assert_false(merge_is_changed(again.clients));
  assert_text(again.clients, text);
  case_clear(&c);
  case_clear(&again);
}

static void test_activities(void **state)
{
  (void)state;
  static const char activities[] = "Id,ActivityDate,WhatId,OwnerId,Status,DurationInMinutes,Subject,"
                                   "Description\n"
                                   "E1,2027-01-05T02:30:00.000Z,ID1,USR-1,Completed,45,Visit,\"said "
                                   "\"\"no\"\"\"\n" // the evening before, in Bogotá
                                   "E2,2027-01-05,One,USR-2,Canceled,,Visit,\n"
                                   "E3,2027-01-06,Unknown,USR-2,Completed,30,,\n";
  Case c = case_new("client,name,lat,lon,crm_id\nC1,One,4.5,-74,ID1\n", NULL);
  take_activities(&c, activities);
  assert_text(c.actuals, "date,client,rep,status,minutes,sales,activity,result,notes,crm_id\n"
                         "2027-01-04,C1,R1,done,45,,Visit,,\"said \"\"no\"\"\",E1\n"
                         "2027-01-05,C1,R2,missed,,,Visit,,,E2\n");
  assert_int_equal(c.intake->skipped, 1);
  g_autofree char *text = merge_text(c.actuals);
  Case again = case_new("client,name,lat,lon,crm_id\nC1,One,4.5,-74,ID1\n", text);
  take_activities(&again, activities);
  assert_false(merge_is_changed(again.actuals));
  case_clear(&c);
  case_clear(&again);
}

// Rows that were typed by hand, without an id of the CRM, are known by day and client.
static void test_activities_without_id(void **state)
{
  (void)state;
  Case c = case_new("client,name,lat,lon,crm_id\nC1,One,4.5,-74,ID1\n",
                    "fecha,cliente,estado,minutos\n05/01/2027,C1,hecha,30\n05/01/2027,C1,hecha,10\n");
  take_activities(&c, "Date;Client;Minutes\n2027-01-05;C1;35\n2027-01-05;C1;10\n2027-01-05;C1;5\n");
  assert_text(
      c.actuals,
      "fecha,cliente,estado,minutos\n05/01/2027,C1,hecha,35\n05/01/2027,C1,hecha,10\n2027-01-05,C1,,5\n");
  case_clear(&c);
}

static void test_values(void **state)
{
  (void)state;
  Case c = case_new("client,name\n", NULL);
  static const struct {
    Holds holds;
    const char *cell, *value; // NULL: means nothing
  } cases[] = {
      {HOLDS_DAY, "2027-01-04", "2027-01-04"},
      {HOLDS_DAY, "04/01/2027 10:30", "2027-01-04"},
      {HOLDS_DAY, "2027-01-04T23:30:00.000+0000", "2027-01-04"},
      {HOLDS_DAY, "2027-01-04T03:30:00Z", "2027-01-03"},
      {HOLDS_DAY, "1799070060000", "2027-01-04"},
      {HOLDS_DAY, "2027-13-04", NULL},
      {HOLDS_DAY, "99999999999999", NULL},
      {HOLDS_REP, "zoe@X.example", "R1"},
      {HOLDS_REP, "zoe paz", "R1"},
      {HOLDS_REP, "R2", "R2"},
      {HOLDS_REP, "somebody", NULL},
      {HOLDS_GROUP, "clave", "A"},
      {HOLDS_STATUS, "Customer - Direct", "customer"},
      {HOLDS_STATUS, "Sales Qualified Lead", "prospect"},
      {HOLDS_STATUS, "Partner", NULL},
      {HOLDS_DONE, "No realizada", "missed"},
      {HOLDS_DONE, "RESCHEDULED", "moved"},
      {HOLDS_DONE, "COMPLETED", "done"},
      {HOLDS_DONE, "Scheduled", NULL},
      {HOLDS_NUMBER, " 12,5 ", "12,5"},
      {HOLDS_NUMBER, "$12", NULL},
      {HOLDS_DEGREES, "200", NULL},
      {HOLDS_TEXT, " x ", "x"},
      {HOLDS_VISITS, "1/2weeks", "1/2weeks"},
      {HOLDS_VISITS, "often", NULL},
      {HOLDS_TEXT, "", ""},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *value = intake_value(c.intake, cases[i].holds, cases[i].cell);
    if (!cases[i].value)
      assert_null(value);
    else if (g_strcmp0(value, cases[i].value) != 0)
      fail_msg("'%s' became '%s', not '%s'", cases[i].cell, value, cases[i].value);
  }
  case_clear(&c);
}

static void test_a_mapping_without_key(void **state)
{
  (void)state;
  Case c = case_new("client,name,lat,lon\nC1,One,4.5,-74\n", NULL);
  g_autoptr(Table) table = table_of("Phone,Fax\n1,2\n", "accounts.csv", c.findings);
  mapping_propose(c.mapping, MAP_ACCOUNTS, table);
  assert_false(intake_accounts(c.intake, table, c.clients));
  assert_int_equal(findings_count(c.findings, FINDING_ERROR), 1);
  assert_false(merge_is_changed(c.clients));
  case_clear(&c);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rules_of_columns),
      cmocka_unit_test(test_new_clients),
      cmocka_unit_test(test_last_visit_before_the_horizon),
      cmocka_unit_test(test_again_changes_nothing),
      cmocka_unit_test(test_activities),
      cmocka_unit_test(test_activities_without_id),
      cmocka_unit_test(test_values),
      cmocka_unit_test(test_a_mapping_without_key),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

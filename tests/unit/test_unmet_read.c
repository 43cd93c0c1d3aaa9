// SPDX-License-Identifier: GPL-3.0-or-later
// unmet.csv of a former plan: rows of what is gone are left out, what cannot be read is told.
#include "io/territory_read.h"
#include "io/unmet_read.h"
#include "tests/unit/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define HEAD "client,name,group,rep,resource,activity,times,reason_code,reason,change\n"

typedef struct Case {
  char *folder;
  Territory *territory;
  Plan *plan;
  Findings *findings;
} Case;

static Case case_new(const char *unmet)
{
  Case c = {.folder = folder_new(), .plan = plan_new(), .findings = findings_new()};
  folder_put_territory(c.folder);
  folder_put(c.folder, "resources.csv", "resource,name\nGG,Ana\n");
  folder_put(c.folder, "activities.csv", "activity,group,times\nV1,A,1\nV2,A,1\n");
  GError *error = NULL;
  c.territory = territory_read(c.folder, c.findings, &error);
  assert_null(error);
  assert_int_equal(findings_count(c.findings, FINDING_ERROR), 0);
  if (unmet)
    folder_put(c.folder, "unmet.csv", unmet);
  return c;
}

static void case_clear(Case *c)
{
  folder_free(c->folder);
  territory_free(c->territory);
  plan_free(c->plan);
  findings_free(c->findings);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Case, case_clear)

static void read_all(Case *c)
{
  GError *error = NULL;
  assert_true(unmet_read(c->folder, c->territory, c->plan, c->findings, &error));
  assert_null(error);
}

static void test_rows(void **state)
{
  (void)state;
  g_auto(Case) c = case_new(HEAD "C3,Tres,A,R2,,V2,3,day_full,no day,more minutes\n"
                                 "C1,Uno,A,R1,GG,,2,quota,'=others,\n");
  read_all(&c);
  assert_int_equal(c.plan->unmet->len, 2);
  const Unmet *joint = &g_array_index(c.plan->unmet, Unmet, 0),
              *times = &g_array_index(c.plan->unmet, Unmet, 1);
  assert_int_equal(joint->client, 0);
  assert_int_equal(joint->resource, 0);
  assert_int_equal(joint->times, 2);
  assert_int_equal(joint->code, UNMET_QUOTA);
  assert_string_equal(joint->reason, "=others"); // the guard against formulas is taken off
  assert_string_equal(joint->remedy, "");
  assert_int_equal(times->client, 2);
  assert_int_equal(times->rep, 1);
  assert_int_equal(times->resource, -1);
  assert_int_equal(times->activity, 1);
  assert_int_equal(times->code, UNMET_DAY_FULL);
  assert_string_equal(times->remedy, "more minutes");
}

static void test_what_is_gone(void **state)
{
  (void)state;
  g_auto(Case) c = case_new(HEAD "C9,Nobody,A,R1,,V1,1,days,,\n"
                                 "C1,Uno,A,R1,XX,,1,days,,\n"
                                 "C1,Uno,A,R1,,V9,1,days,,\n"
                                 "C1,Uno,A\n"
                                 "C1,Uno,A,R9,,V1,1,no_such_code,,\n");
  read_all(&c);
  assert_int_equal(c.plan->unmet->len, 1);
  assert_int_equal(g_array_index(c.plan->unmet, Unmet, 0).rep, -1);
  assert_int_equal(findings_count(c.findings, FINDING_ERROR), 1); // the row that is too short
}

static void test_no_table(void **state)
{
  (void)state;
  g_auto(Case) none = case_new(NULL);
  read_all(&none);
  g_auto(Case) other = case_new("a,b\n1,2\n");
  read_all(&other);
  assert_true(findings_count(other.findings, FINDING_ERROR) > 0);
  g_auto(Case) folder = case_new(NULL);
  folder_put(folder.folder, "unmet.csv/x", "");
  GError *error = NULL;
  assert_false(unmet_read(folder.folder, folder.territory, folder.plan, folder.findings, &error));
  assert_true(g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_ISDIR));
  g_clear_error(&error);
  assert_int_equal(none.plan->unmet->len + other.plan->unmet->len + folder.plan->unmet->len, 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_rows), cmocka_unit_test(test_what_is_gone),
                                     cmocka_unit_test(test_no_table)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/mapping.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Table *table_of(const char *text)
{
  g_autoptr(Findings) findings = findings_new();
  Table *table = table_parse(text, strlen(text), "export.csv", findings);
  assert_non_null(table);
  return table;
}

static Mapping *parse(const char *text, Findings *findings)
{
  return mapping_parse(text, strlen(text), "mapping.ini", findings);
}

static const char *ours_of(const Mapping *mapping, SourceKind kind, const char *theirs)
{
  const MapEntry *entry = mapping_entry(mapping, kind, theirs);
  assert_non_null(entry);
  return entry->ours;
}

static Mapping *proposal(SourceKind kind, const char *text)
{
  Mapping *mapping = mapping_new("generic");
  g_autoptr(Table) table = table_of(text);
  mapping_propose(mapping, kind, table);
  return mapping;
}

static void test_salesforce_accounts(void **state)
{
  (void)state;
  g_autoptr(Mapping) mapping = proposal(
      MAP_ACCOUNTS, "Id,IsDeleted,Name,Type,BillingStreet,BillingLatitude,BillingLongitude,ShippingLatitude,"
                    "ShippingLongitude,Phone,OwnerId,SystemModstamp,Visit_Frequency__c,Taste__c,Empty__c\n"
                    "1,0,a,b,c,1,2,3,4,5,6,7,8,tea,\n");
  assert_string_equal(ours_of(mapping, MAP_ACCOUNTS, "Id"), "crm_id");
  assert_string_equal(ours_of(mapping, MAP_ACCOUNTS, "Name"), "name");
  assert_string_equal(ours_of(mapping, MAP_ACCOUNTS, "Type"), "status");
  assert_string_equal(ours_of(mapping, MAP_ACCOUNTS, "ShippingLatitude"), "lat");
  assert_string_equal(ours_of(mapping, MAP_ACCOUNTS, "BillingLatitude"),
                      ""); // one column of theirs for one of ours
  assert_string_equal(ours_of(mapping, MAP_ACCOUNTS, "OwnerId"), "rep");
  assert_string_equal(ours_of(mapping, MAP_ACCOUNTS, "SystemModstamp"), "");
  assert_string_equal(ours_of(mapping, MAP_ACCOUNTS, "Visit_Frequency__c"), "visits");
  assert_string_equal(ours_of(mapping, MAP_ACCOUNTS, "Taste__c"), "Taste__c"); // a trait, kept
  assert_string_equal(ours_of(mapping, MAP_ACCOUNTS, "Empty__c"), "");
}

static void test_hubspot_and_dynamics(void **state)
{
  (void)state;
  g_autoptr(Mapping) hubspot =
      proposal(MAP_ACCOUNTS, "Record ID,Company name,Company owner,Phone Number,Lifecycle Stage\n"
                             "1,a,b,c,d\n");
  assert_string_equal(ours_of(hubspot, MAP_ACCOUNTS, "Record ID"), "crm_id");
  assert_string_equal(ours_of(hubspot, MAP_ACCOUNTS, "Company name"), "name");
  assert_string_equal(ours_of(hubspot, MAP_ACCOUNTS, "Company owner"), "rep");
  assert_string_equal(ours_of(hubspot, MAP_ACCOUNTS, "Lifecycle Stage"), "status");
  g_autoptr(Mapping) dynamics = proposal(
      MAP_ACTIVITIES, "activityid,scheduledstart,regardingobjectid,ownerid,statuscode,actualdurationminutes\n"
                      "1,12/31/2027 10:00 AM,3,4,5,6\n");
  assert_string_equal(ours_of(dynamics, MAP_ACTIVITIES, "scheduledstart"), "date");
  assert_string_equal(ours_of(dynamics, MAP_ACTIVITIES, "regardingobjectid"), "client");
  assert_string_equal(ours_of(dynamics, MAP_ACTIVITIES, "actualdurationminutes"), "minutes");
  assert_int_equal(dynamics->dates, DATES_MDY);
}

static void test_spanish_names_and_near_ones(void **state)
{
  (void)state;
  g_autoptr(Mapping) mapping =
      proposal(MAP_ACCOUNTS, "Código cliente;Razón social;Latitud;Longitud;Teléfno;Observaciones;"
                             "Última visita\n1;a;2;3;4;5;31/12/2026\n");
  assert_string_equal(ours_of(mapping, MAP_ACCOUNTS, "Código cliente"), "client");
  assert_string_equal(ours_of(mapping, MAP_ACCOUNTS, "Razón social"), "name");
  assert_string_equal(ours_of(mapping, MAP_ACCOUNTS, "Latitud"), "lat");
  assert_string_equal(ours_of(mapping, MAP_ACCOUNTS, "Teléfno"), "phone");
  assert_string_equal(ours_of(mapping, MAP_ACCOUNTS, "Observaciones"), "notes");
  assert_string_equal(ours_of(mapping, MAP_ACCOUNTS, "Última visita"), "last_visit");
  assert_int_equal(mapping->dates, DATES_DMY);
}

// Whatever the columns are called, the proposal reads back as it was.
static void test_hostile_headers_round_trip(void **state)
{
  (void)state;
  g_autoptr(Mapping) mapping = proposal(
      MAP_ACCOUNTS, "Id,\"a = b\",\"say \"\"hi\"\"\",#hash,[box],\"x, y\",;semi,-,😀,=1+1,\"two\nlines\",Id\n"
                    "1,2,3,4,5,6,7,8,9,10,11,12\n");
  g_autofree char *text = mapping_text(mapping);
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Mapping) again = parse(text, findings);
  assert_int_equal(findings_count(findings, FINDING_ERROR), 0);
  g_autofree char *second = mapping_text(again);
  assert_string_equal(text, second);
  assert_string_equal(ours_of(again, MAP_ACCOUNTS, "a = b"), "a = b");
  assert_string_equal(ours_of(again, MAP_ACCOUNTS, "say \"hi\""), "say  hi");
  assert_non_null(mapping_entry(again, MAP_ACCOUNTS, "two\nlines"));
}

static void test_the_users_lines_count(void **state)
{
  (void)state;
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Mapping) mapping =
      parse("\xef\xbb\xbf[source]\r\nfrom = hubspot\r\ndates = mdy\r\n[accounts]\r\n# a note\r\n"
            "  Phone = phone , KEEP\r\nName=name\r\nFax = -\r\n",
            findings);
  assert_int_equal(findings_count(findings, FINDING_ERROR), 0);
  assert_string_equal(mapping->from, "hubspot");
  assert_int_equal(mapping->dates, DATES_MDY);
  assert_int_equal(mapping_entry(mapping, MAP_ACCOUNTS, "Phone")->rule, RULE_KEEP);
  assert_int_equal(mapping_entry(mapping, MAP_ACCOUNTS, "phone")->line, 6); // case does not count
  assert_int_equal(mapping_entry(mapping, MAP_ACCOUNTS, "Name")->rule, RULE_UPDATE);
  assert_string_equal(ours_of(mapping, MAP_ACCOUNTS, "Fax"), "");
}

static void test_what_is_wrong_is_said(void **state)
{
  (void)state;
  static const char *const texts[] = {"[accounts]\nPhone\n",
                                      "[accounts]\nPhone = phone, sometimes\n",
                                      "[accounts]\nA = phone\nB = telefono\n", // the same column of ours
                                      "[accounts]\nA = phone\nA = email\n",
                                      "[nothing]\n",
                                      "A = phone\n",
                                      "[source]\ndates = ymd\n",
                                      "[accounts]\n\"open = phone\n",
                                      "[accounts]\nA = ,,\n"};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autoptr(Findings) findings = findings_new();
    g_autoptr(Mapping) mapping = parse(texts[i], findings);
    assert_non_null(mapping);
    if (findings_count(findings, FINDING_ERROR) == 0)
      fail_msg("no finding: %s", texts[i]);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_salesforce_accounts),         cmocka_unit_test(test_hubspot_and_dynamics),
      cmocka_unit_test(test_spanish_names_and_near_ones), cmocka_unit_test(test_hostile_headers_round_trip),
      cmocka_unit_test(test_the_users_lines_count),       cmocka_unit_test(test_what_is_wrong_is_said),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

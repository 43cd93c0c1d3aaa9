// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "io/cell.h"
#include "io/ics.h"

static Day day(const char *text)
{
  Day read = DAY_NONE;
  assert_true(cell_date(text, &read, NULL));
  return read;
}

// Events of a calendar, each written without its BEGIN and END, into a territory of the first quarter of 2027.
static Territory *parse(const char *const *events, size_t count, Findings *findings)
{
  g_autoptr(GString) text = g_string_new("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
  for (size_t i = 0; i < count; i++)
    g_string_append_printf(text, "BEGIN:VEVENT\r\n%s\r\nEND:VEVENT\r\n", events[i]);
  g_string_append(text, "END:VCALENDAR\r\n");
  Territory *territory = territory_new();
  DaySpan span = {day("2027-01-04"), day("2027-04-04")};
  ics_parse(text->str, text->len, "holidays.ics", span, territory->holidays, findings);
  return territory;
}

static void assert_holiday(const Territory *territory, guint index, const char *date, const char *name)
{
  assert_true(index < territory->holidays->len);
  const Holiday *holiday = &g_array_index(territory->holidays, Holiday, index);
  g_autofree char *text = day_text(holiday->day);
  assert_string_equal(text, date);
  assert_string_equal(holiday->name, name);
}

static void single_days_and_spans(void **state G_GNUC_UNUSED)
{
  static const char *const events[] = {
      "DTSTART;VALUE=DATE:20270106\r\nDTEND;VALUE=DATE:20270107\r\nSUMMARY:Reyes Magos",
      "DTSTART;VALUE=DATE:20270325\r\nDTEND;VALUE=DATE:20270327\r\nSUMMARY:Pascua\r\n  \\, d\303\255as",
      "DTSTART;VALUE=DATE:20270219\r\nSUMMARY:half\r\nLOCATION:Bogot\xc3\xa1",
      "DTSTART;VALUE=DATE:20270301\r\nDURATION:P2D\r\nSUMMARY:Duration\r\nCATEGORIES:Public holiday",
      "DTSTART;VALUE=DATE:20270310\r\nDTEND;VALUE=DATE:20270310\r\nSUMMARY:Zero\r\nCATEGORIES:Madrid",
  };
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Territory) territory = parse(events, G_N_ELEMENTS(events), findings);
  assert_int_equal(findings_sorted(findings)->len, 0);
  assert_int_equal(territory->holidays->len, 7);
  assert_holiday(territory, 0, "2027-01-06", "Reyes Magos");
  assert_holiday(territory, 1, "2027-03-25", "Pascua , d\303\255as");
  assert_holiday(territory, 2, "2027-03-26", "Pascua , d\303\255as");
  assert_holiday(territory, 3, "2027-02-19", "half");
  assert_holiday(territory, 5, "2027-03-02", "Duration");
  assert_holiday(territory, 6, "2027-03-10", "Zero");
  const Holiday *holiday = (const Holiday *)(const void *)territory->holidays->data;
  assert_string_equal(holiday[0].region, "");
  assert_false(holiday[0].half);
  assert_true(holiday[3].half);
  assert_string_equal(holiday[3].region, "Bogot\xc3\xa1");
  assert_string_equal(holiday[4].region, "");
  assert_string_equal(holiday[6].region, "Madrid");
  assert_int_equal(holiday[0].line, 3);
  assert_int_equal(holiday[1].line, 8);
  assert_int_equal(holiday[3].line, 14);
}

static void repeated(void **state G_GNUC_UNUSED)
{
  static const char *const events[] = {
      "DTSTART;VALUE=DATE:20150106\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Kings",
      "DTSTART;VALUE=DATE:20200302\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=1MO\r\nSUMMARY:First Monday",
      "DTSTART;VALUE=DATE:20150110\r\nRRULE:FREQ=YEARLY;UNTIL=20200101\r\nSUMMARY:Over",
      "DTSTART;VALUE=DATE:20151230\r\nDTEND;VALUE=DATE:20160107\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Across",
  };
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Territory) territory = parse(events, G_N_ELEMENTS(events), findings);
  assert_int_equal(findings_sorted(findings)->len, 0);
  assert_holiday(territory, 0, "2027-01-06", "Kings");
  assert_holiday(territory, 1, "2027-03-01", "First Monday");
  assert_holiday(territory, 2, "2026-12-30", "Across");
  assert_int_equal(territory->holidays->len, 2 + 8);
}

static void what_is_wrong(void **state G_GNUC_UNUSED)
{
  static const struct {
    const char *event, *text;
    FindingLevel level;
  } cases[] = {
      {"SUMMARY:No day", "holidays.ics:3: the event has no valid first day", FINDING_ERROR},
      {"DTSTART;VALUE=DATE:20270231\r\nSUMMARY:x", "holidays.ics:3: the event has no valid first day",
       FINDING_ERROR},
      {"DTSTART:20270104T140000\r\nSUMMARY:x", "holidays.ics:3: the event is not all-day", FINDING_WARNING},
      {"DTSTART;VALUE=DATE:20270104\r\nDTEND;VALUE=DATE:20270101", "holidays.ics:3: the event does not end",
       FINDING_ERROR},
      {"DTSTART;VALUE=DATE:20270104\r\nDTEND;VALUE=DATE:20290101", "holidays.ics:3: the event does not end",
       FINDING_ERROR},
      {"DTSTART;VALUE=DATE:20270104\r\nRRULE:FREQ=DAILY\r\nSUMMARY:x", "holidays.ics:3: only events that are",
       FINDING_WARNING},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(Findings) findings = findings_new();
    g_autoptr(Territory) territory = parse(&cases[i].event, 1, findings);
    assert_int_equal(findings_sorted(findings)->len, 1);
    const Finding *finding = g_ptr_array_index(findings_sorted(findings), 0);
    g_autofree char *text = finding_text(finding);
    if (!g_str_has_prefix(text, cases[i].text) || finding->level != cases[i].level)
      fail_msg("'%s' instead of '%s'", text, cases[i].text);
    assert_int_equal(territory->holidays->len, strstr(cases[i].event, "RRULE") ? 1 : 0);
  }
}

static void no_calendar(void **state G_GNUC_UNUSED)
{
  static const char *const texts[] = {"", "holidays of 2027", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
                                      "date,name\n2027-01-06,Reyes\n"};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autoptr(Findings) findings = findings_new();
    g_autoptr(Territory) territory = territory_new();
    ics_parse(texts[i], strlen(texts[i]), "holidays.ics", (DaySpan){1, 2}, territory->holidays, findings);
    assert_int_equal(findings_count(findings, FINDING_ERROR), 1);
    assert_int_equal(territory->holidays->len, 0);
  }
}

static void names_of_half_days(void **state G_GNUC_UNUSED)
{
  assert_true(holiday_is_half("half"));
  assert_true(holiday_is_half(" Half day"));
  assert_true(holiday_is_half("Medio d\xc3\xad"
                              "a"));
  assert_false(holiday_is_half("Half of the firm is away"));
  assert_false(holiday_is_half(""));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(single_days_and_spans), cmocka_unit_test(repeated),
      cmocka_unit_test(what_is_wrong),         cmocka_unit_test(no_calendar),
      cmocka_unit_test(names_of_half_days),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

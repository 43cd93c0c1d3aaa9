// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "io/ini.h"

static Territory *parse(const char *text, Findings *findings)
{
  Territory *territory = territory_new();
  ini_parse(text, strlen(text), "ronda.ini", &territory->settings, findings);
  return territory;
}

static void assert_text(Findings *findings, const char *start)
{
  const GPtrArray *sorted = findings_sorted(findings);
  for (guint i = 0; i < sorted->len; i++) {
    g_autofree char *text = finding_text(g_ptr_array_index(sorted, i));
    if (g_str_has_prefix(text, start))
      return;
  }
  fail_msg("nothing starts with '%s'", start);
}

static void every_key(void **state G_GNUC_UNUSED)
{
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Territory) territory =
      parse("\xef\xbb\xbf# the plan\r\n"
            "[plan]\r\n"
            "name = Primer trimestre = 2027\r\n"
            "start=04/01/2027\r\n"
            "weeks = 13\r\n"
            "country = CO\r\ntimezone = America/Bogota\r\ncurrency = COP\r\n"
            "language = es\r\nday_start = 7:30\r\nday_end = 17:30\r\n"
            "break = 12:30-13:30\r\n"
            "; the rest\r\n"
            "[travel]\r\nmodel = matriz\r\nroad_factor = 1,4\r\nspeed_kmh = 45\r\n"
            "matrix = km.csv\r\n"
            "[objective]\r\ncost_hour = 32000\r\ncost_km = 900,5\r\n"
            "weight_spacing = 0.5\r\nweight_weekday = 0\r\n"
            "[calendar]\r\nhalf_day_end = 12:30\r\n"
            "[grouping]\r\nstrategy = abc\r\nweight.sales = 3\r\n",
            findings);
  const Settings *settings = &territory->settings;
  assert_int_equal(findings_sorted(findings)->len, 0);
  assert_string_equal(settings->name, "Primer trimestre = 2027");
  g_autofree char *start = day_text(settings->start);
  assert_string_equal(start, "2027-01-04");
  assert_int_equal(settings->days, 91);
  assert_string_equal(settings->country, "CO");
  assert_string_equal(settings->timezone, "America/Bogota");
  assert_string_equal(settings->currency, "COP");
  assert_string_equal(settings->language, "es");
  assert_int_equal(settings->day.from, 7 * HOUR_S + 1800);
  assert_int_equal(settings->day.to, 17 * HOUR_S + 1800);
  assert_int_equal(settings->pause.from, 12 * HOUR_S + 1800);
  assert_int_equal(settings->pause.to, 13 * HOUR_S + 1800);
  assert_int_equal(settings->half_day_s, 12 * HOUR_S + 1800);
  assert_int_equal(settings->travel, TRAVEL_MATRIX);
  assert_string_equal(settings->matrix_file, "km.csv");
  assert_true(settings->road_factor == 1.4 && settings->speed_kmh == 45);
  assert_true(settings->cost_hour == 32000 * MONEY_ONE &&
              settings->cost_km == 900 * MONEY_ONE + MONEY_ONE / 2);
  assert_true(settings->weight_spacing == 0.5 && settings->weight_weekday == 0);
  g_autofree char *strategy = g_key_file_get_string(settings->keys, "grouping", "strategy", NULL);
  assert_string_equal(strategy, "abc");
  assert_true(g_key_file_get_double(settings->keys, "grouping", "weight.sales", NULL) == 3);
}

static void defaults(void **state G_GNUC_UNUSED)
{
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Territory) territory =
      parse("[plan]\nstart = 2027-01-04\nend = 2027-01-31\ncountry =\n", findings);
  const Settings *settings = &territory->settings;
  assert_int_equal(findings_sorted(findings)->len, 0);
  assert_int_equal(settings->days, 28);
  assert_string_equal(settings->name, "");
  assert_null(settings->language);
  assert_int_equal(settings->day.from, 8 * HOUR_S);
  assert_int_equal(settings->pause.from, settings->pause.to);
  assert_int_equal(settings->travel, TRAVEL_HAVERSINE);
}

static void breaks(void **state G_GNUC_UNUSED)
{
  static const struct {
    const char *text;
    int from, to; // minutes after midnight
  } cases[] = {
      {"60", 750, 810}, {"45", 757, 802}, {"0", 780, 780}, {"no", 0, 0}, {"12:00 - 12:30", 720, 750}};
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(Findings) findings = findings_new();
    g_autofree char *text = g_strdup_printf("[plan]\nstart=2027-01-04\nweeks=1\nbreak=%s\n", cases[i].text);
    g_autoptr(Territory) territory = parse(text, findings);
    assert_int_equal(findings_sorted(findings)->len, 0);
    assert_int_equal(territory->settings.pause.from, cases[i].from * MINUTE_S);
    assert_int_equal(territory->settings.pause.to, cases[i].to * MINUTE_S);
  }
}

static void what_is_wrong(void **state G_GNUC_UNUSED)
{
  static const char *const cases[][2] = {
      {"[plan]\nweeks=1\n", "ronda.ini: the first day of the horizon is missing"},
      {"[plan]\nstart=2027-01-04\n", "ronda.ini: the length of the horizon is missing"},
      {"[plan]\nstart=2027-01-04\nweeks=\n", "ronda.ini: the length of the horizon is missing"},
      {"[plan]\nstart=x\nweeks=1\n", "ronda.ini:2: key 'start': 'x': this is not a date"},
      {"[plan]\nstart=2027-01-04\nweeks=0\n", "ronda.ini:3: key 'weeks': '0': the horizon must have"},
      {"[plan]\nstart=2027-01-04\nweeks=13 # a quarter\n", "ronda.ini:3: key 'weeks': '13 # a quarter'"},
      {"[plan]\nstart=2027-01-04\nend=2027-01-03\n",
       "ronda.ini:3: key 'end': the horizon ends before it starts"},
      {"[plan]\nstart=2027-01-04\nend=2037-01-03\n", "ronda.ini:3: key 'end': the horizon must have"},
      {"[plan]\nstart=2027-01-04\nweeks=2\nend=2027-01-20\n",
       "ronda.ini:4: key 'end': that is not the end of 2 weeks"},
      {"[plan]\nday_start=18:00\nday_end=8:00\n",
       "ronda.ini:3: key 'day_end': the day ends before it starts"},
      {"[plan]\nbreak=13:00-12:00\n", "ronda.ini:2: key 'break': '13:00-12:00': the span ends"},
      {"[plan]\nbreak=6:00-7:00\n", "ronda.ini:2: key 'break': the break is not within the day"},
      {"[plan]\nlanguage=fr\n", "ronda.ini:2: key 'language': 'fr': this is not one of: en, es"},
      {"[travel]\nmodel=crow\n", "ronda.ini:2: key 'model': 'crow': this is not one of: haversine, matrix"},
      {"[travel]\nspeed_kmh=0\n", "ronda.ini:2: key 'speed_kmh': '0': the number must be between 1 and 200"},
      {"[objective]\ncost_hour=0\n", "ronda.ini:2: key 'cost_hour'"},
      {"[plan]\nwekks=1\n", "ronda.ini:2: key 'wekks' is unknown and not used; is 'weeks' meant?"},
      {"[plan]\nspeed_kmh=40\n",
       "ronda.ini:2: key 'speed_kmh' is not used in section [plan]; move it to [travel]"},
      {"[plan]\nzzz=40\n", "ronda.ini:2: key 'zzz' is unknown and not used"},
      {"\n[Travl]\nx=1\n", "ronda.ini:2: section [Travl] is unknown and not used; is [travel] meant?"},
      {"[weather]\n", "ronda.ini:1: section [weather] is unknown and not used"},
      {"start=2027-01-04\n", "ronda.ini:1: key 'start' stands before any section"},
      {"[plan]\nweeks 4\n", "ronda.ini:2: this is neither a [section] nor 'key = value'"},
      {"[plan\nweeks=4\n", "ronda.ini:1: this is neither a [section] nor 'key = value'"},
      {"[plan]\nweeks=4\n\nweeks=5\n", "ronda.ini:4: key 'weeks' is there already, in line 2"},
      {"[plan]\na[b]=4\n", "ronda.ini:2: 'a[b]' cannot be a key"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(Findings) findings = findings_new();
    g_autoptr(Territory) territory = parse(cases[i][0], findings);
    assert_non_null(territory->settings.keys);
    assert_text(findings, cases[i][1]);
  }
}

static void no_cascade_from_a_line_that_is_unreadable(void **state G_GNUC_UNUSED)
{
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Territory) territory = parse("[plan]\nstart=2027-01-04\nweeks 4\n", findings);
  assert_int_equal(findings_count(findings, FINDING_ERROR), 1);
  assert_int_equal(territory->settings.days, 0);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_key),
      cmocka_unit_test(defaults),
      cmocka_unit_test(breaks),
      cmocka_unit_test(what_is_wrong),
      cmocka_unit_test(no_cascade_from_a_line_that_is_unreadable),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

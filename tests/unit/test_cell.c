// SPDX-License-Identifier: GPL-3.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "io/cell.h"

static Day day(int year, int month, int of_month)
{
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_dmy(&date, (GDateDay)of_month, (GDateMonth)month, (GDateYear)year);
  return (Day)g_date_get_julian(&date);
}

static void numbers(void **state G_GNUC_UNUSED)
{
  static const struct {
    const char *text;
    double value;
  } good[] = {
      {"12", 12},
      {" -3.5 ", -3.5},
      {"3,5", 3.5},
      {".5", 0.5},
      {"5.", 5},
      {"+7", 7},
      {"1.2E+06", 1.2e6},
      {"1,2e-3", 1.2e-3},
      {"\xc2\xa0"
       "4",
       4},
      {"-74.08175", -74.08175},
      {"1.234", 1.234},
      {"0,000", 0},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
    double value = NAN;
    assert_true(cell_number(good[i].text, &value, NULL));
    assert_true(value == good[i].value);
  }
  static const char *const bad[] = {"",      " ",  "twelve", "1.2.3", "1 2", "--1",
                                    "12 km", "$5", "12%",    "1e999", "e5",  "-"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    double value;
    g_autoptr(GError) error = NULL;
    assert_false(cell_number(bad[i], &value, &error));
    assert_non_null(error);
  }
}

static void thousands(void **state G_GNUC_UNUSED)
{
  static const char *const texts[][2] = {
      {"1.234.567", " 1234567"},
      {"1,234,567", " 1234567"},
      {"1,234.56", " 1234.56"},
      {"1.234,5", " 1234.5"},
      {"1 234", " 1234"},
      {"-12'345", " -12345"},
      {"12\xc2\xa0"
       "345,6",
       " 12345.6"},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
    double value;
    g_autoptr(GError) error = NULL;
    assert_false(cell_number(texts[i][0], &value, &error));
    assert_true(g_str_has_suffix(error->message, texts[i][1]));
  }
  assert_true(cell_money_is_ambiguous("1.234"));
  assert_true(cell_money_is_ambiguous(" 12,345 "));
  assert_false(cell_money_is_ambiguous("1.23"));
  assert_false(cell_money_is_ambiguous("0.234"));
  assert_false(cell_money_is_ambiguous("1234.567"));
  assert_false(cell_money_is_ambiguous("1234"));
}

static void counts_and_money(void **state G_GNUC_UNUSED)
{
  int count;
  double percent;
  Money money;
  assert_true(cell_count("13", &count, NULL) && count == 13);
  assert_true(cell_count("13,0", &count, NULL) && count == 13);
  assert_false(cell_count("1.5", &count, NULL));
  assert_false(cell_count("99999999999", &count, NULL));
  assert_true(cell_percent("12,5 %", &percent, NULL) && percent == 12.5);
  assert_true(cell_percent("12.5", &percent, NULL) && percent == 12.5);
  assert_false(cell_percent("5%%", &percent, NULL));
  assert_true(cell_money("0,1", &money, NULL) && money == MONEY_ONE / 10);
  assert_false(cell_money("1e13", &money, NULL));
}

static void times(void **state G_GNUC_UNUSED)
{
  static const struct {
    const char *text;
    int seconds;
  } good[] = {
      {"8:00", 8 * 3600},
      {"08:30", 8 * 3600 + 1800},
      {"08:30:15", 8 * 3600 + 1815},
      {"24:00", 86400},
      {"0:00", 0},
      {"12:00 am", 0},
      {"12:15 PM", 12 * 3600 + 15 * 60},
      {"1:05 p. m.", 13 * 3600 + 300},
      {" 9:00 a.m. ", 9 * 3600},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
    int32_t seconds = -1;
    assert_true(cell_clock(good[i].text, &seconds, NULL));
    assert_int_equal(seconds, good[i].seconds);
  }
  static const char *const bad[] = {"",       "8",        "8.30",  "24:01", "25:00", "8:60",
                                    "08:00h", "13:00 pm", "8:000", "a:b",   "8:5:99"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    int32_t seconds;
    assert_false(cell_clock(bad[i], &seconds, NULL));
  }
  int32_t seconds;
  assert_true(cell_minutes("32,5", &seconds, NULL) && seconds == 1950);
  assert_true(cell_minutes("0.01", &seconds, NULL) && seconds == 1);
  assert_false(cell_minutes("-1", &seconds, NULL));
  assert_false(cell_minutes("1441", &seconds, NULL));
  assert_false(cell_minutes("1:30", &seconds, NULL));
  Window window;
  assert_true(cell_window("12:30-13:30", &window, NULL) && window.from == 45000 && window.to == 48600);
  assert_true(cell_window("12:30 .. 13:30", &window, NULL) && window.to == 48600);
  assert_true(cell_window("12:30 a 13:30", &window, NULL) && window.to == 48600);
  assert_false(cell_window("13:30-12:30", &window, NULL));
  assert_false(cell_window("12:30", &window, NULL));
  assert_false(cell_window("12:30-13:30-14:00", &window, NULL));
}

static void dates(void **state G_GNUC_UNUSED)
{
  Day read;
  assert_true(cell_date("2027-01-31", &read, NULL) && read == day(2027, 1, 31));
  assert_true(cell_date(" 31/1/2027 ", &read, NULL) && read == day(2027, 1, 31));
  assert_true(cell_date("2028-02-29", &read, NULL) && read == day(2028, 2, 29));
  static const char *const bad[] = {"",
                                    "2027-02-29",
                                    "2100-02-29",
                                    "2027-13-01",
                                    "31-01-2027",
                                    "01/31/2027",
                                    "2027/01/31",
                                    "1899-01-01",
                                    "27-01-04",
                                    "4/1/27",
                                    "2027-01-04 2027-01-05",
                                    "2027-01-",
                                    "99999-01-01",
                                    "2027-01-045",
                                    "0000-00-00",
                                    "2027-00-10"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autoptr(GError) error = NULL;
    assert_false(cell_date(bad[i], &read, &error));
    assert_non_null(error);
  }
}

static void spans(void **state G_GNUC_UNUSED)
{
  static const struct {
    const char *text;
    guint count;
  } good[] = {
      {"2027-01-04..2027-01-08; 2027-02-01", 2},
      {"2027-01-04 2027-01-08", 2},
      {"04/01/2027 al 08/01/2027|01/02/2027", 2},
      {"2027-01-04 to 2027-01-08", 1},
      {"2027-01-04 a 2027-01-08, 2027-02-01", 2},
      {"2027-01-04 \xe2\x80\x93 2027-01-08", 1},
      {"2027-01-04 .. 2027-01-08", 1},
      {"2027-01-04;", 1},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
    g_autoptr(GArray) read = g_array_new(FALSE, FALSE, sizeof(DaySpan));
    assert_true(cell_spans(good[i].text, read, NULL));
    assert_int_equal(read->len, good[i].count);
    DaySpan first = g_array_index(read, DaySpan, 0);
    assert_int_equal(first.from, day(2027, 1, 4));
    assert_true(first.to == day(2027, 1, 8) || good[i].text[10] == ' ' || good[i].text[10] == ';');
  }
  static const char *const bad[] = {
      "2027-01-08..2027-01-04", "2027-01-04..", "soon", "2027-01-04 x", "2027-01-04..2027-01-05..2027-01-06",
      "2027-01-04 2027-02-30"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autoptr(GArray) read = g_array_new(FALSE, FALSE, sizeof(DaySpan));
    assert_false(cell_spans(bad[i], read, NULL));
    assert_int_equal(read->len, 0);
  }
}

static void weekdays(void **state G_GNUC_UNUSED)
{
  static const struct {
    const char *text;
    unsigned days; // bit 0 Monday
  } good[] = {
      {"Mon Tue", 0x03},
      {"lun, mar", 0x03},
      {"L M X J V", 0x1f},
      {"LMXJV", 0x1f},
      {"lmmjv", 0x1f},
      {"L M M J V", 0x1f},
      {"L-M-X-J-V", 0x1f},
      {"Mon-Fri", 0x1f},
      {"lun-vie", 0x1f},
      {"L-V", 0x1f},
      {"lunes a viernes", 0x1f},
      {"Monday to Friday", 0x1f},
      {"lunes, mi\xc3\xa9rcoles y viernes", 0x15},
      {"S\xc3\x81"
       "B DOM",
       0x60},
      {"Sat-Mon", 0x61},
      {"Thu", 0x08},
      {"X", 0x04},
      {"M", 0x02},
      {"D", 0x40},
      {"all", 0x7f},
      {"todos", 0x7f},
      {"Mon;Wed|Fri", 0x15},
      {"Mon Tue Wed Thu Fri", 0x1f},
      {"lun\xe2\x80\x93vie", 0x1f},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
    Weekdays days = 0;
    if (!cell_weekdays(good[i].text, &days, NULL) || days != good[i].days)
      fail_msg("'%s': %02x", good[i].text, days);
  }
  static const char *const bad[] = {"", "Funday", "Mon-", "-Fri", "a", "1 2", "Mon--Fri", "LQ", "Mon to"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    Weekdays days;
    if (cell_weekdays(bad[i], &days, NULL))
      fail_msg("'%s': %02x", bad[i], days);
  }
}

static bool is_same(const Visits *a, const Visits *b)
{
  return a->given == b->given && a->min == b->min && a->max == b->max && a->times == b->times &&
         a->span == b->span && a->every == b->every;
}

static void how_often(void **state G_GNUC_UNUSED)
{
  static const struct {
    const char *text;
    Visits visits;
  } good[] = {
      {"6", {true, 6, 6, 0, 0, EVERY_NONE}},
      {"0", {true, 0, 0, 0, 0, EVERY_NONE}},
      {"3..6", {true, 3, 6, 0, 0, EVERY_NONE}},
      {"3 - 6", {true, 3, 6, 0, 0, EVERY_NONE}},
      {"1/week", {true, 0, 0, 1, 1, EVERY_WEEK}},
      {"2/semana", {true, 0, 0, 2, 1, EVERY_WEEK}},
      {"1/2weeks", {true, 0, 0, 1, 2, EVERY_WEEK}},
      {"1 / 2 semanas", {true, 0, 0, 1, 2, EVERY_WEEK}},
      {"1/month", {true, 0, 0, 1, 1, EVERY_MONTH}},
      {"1/mes", {true, 0, 0, 1, 1, EVERY_MONTH}},
      {"1/quarter", {true, 0, 0, 1, 1, EVERY_QUARTER}},
      {"Semanal", {true, 0, 0, 1, 1, EVERY_WEEK}},
      {"quincenal", {true, 0, 0, 1, 2, EVERY_WEEK}},
      {"mensual", {true, 0, 0, 1, 1, EVERY_MONTH}},
      {"trimestral", {true, 0, 0, 1, 1, EVERY_QUARTER}},
      {"1/quincena", {true, 0, 0, 1, 2, EVERY_WEEK}},
  };
  for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
    Visits visits;
    if (!cell_visits(good[i].text, &visits, NULL) || !is_same(&visits, &good[i].visits))
      fail_msg("'%s'", good[i].text);
  }
  static const char *const bad[] = {"",      "-2",       "6..3",  "1/fullmoon", "0/week", "1/0weeks", "1.5",
                                    "often", "1/week x", "99999", "1/",         "3..",    "1/60weeks"};
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    Visits visits;
    if (cell_visits(bad[i], &visits, NULL) || visits.given)
      fail_msg("'%s'", bad[i]);
  }
}

static void words(void **state G_GNUC_UNUSED)
{
  bool yes;
  assert_true(cell_yes_no("S\xc3\xad", &yes, NULL) && yes);
  assert_true(cell_yes_no("NO", &yes, NULL) && !yes);
  assert_false(cell_yes_no("perhaps", &yes, NULL));
  static const char *const colours[] = {"red|rojo", "dark blue|azul oscuro"};
  int choice;
  assert_true(cell_choice("Azul_Oscuro", colours, 2, &choice, NULL) && choice == 1);
  g_autoptr(GError) error = NULL;
  assert_false(cell_choice("green", colours, 2, &choice, &error));
  assert_non_null(strstr(error->message, "red, dark blue"));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers),  cmocka_unit_test(thousands), cmocka_unit_test(counts_and_money),
      cmocka_unit_test(times),    cmocka_unit_test(dates),     cmocka_unit_test(spans),
      cmocka_unit_test(weekdays), cmocka_unit_test(how_often), cmocka_unit_test(words),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

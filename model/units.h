// SPDX-License-Identifier: GPL-3.0-or-later
// The units of the whole program. Time, distance and money are integers, rounded once where they enter; nothing
// later compares with an epsilon. Dates are day numbers, so that a gap is a subtraction.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef int64_t Money; // millionths of the territory's currency
#define MONEY_ONE INT64_C(1000000)
#define MONEY_NONE INT64_MIN // an empty cell

typedef int32_t Day; // Julian day as in GDate (g_date_get_julian); 0: none
#define DAY_NONE 0

enum { MINUTE_S = 60, HOUR_S = 3600, DAY_S = 86400 };

// Half-open span of seconds after midnight (or of a work clock, see calendar.h).
typedef struct Window {
  int32_t from, to;
} Window;

// Closed span of days, from <= to.
typedef struct DaySpan {
  Day from, to;
} DaySpan;

// Bit 0 is Monday, bit 6 Sunday.
typedef uint8_t Weekdays;
#define WEEKDAYS_ALL ((Weekdays)0x7f)
#define WEEKDAYS_MON_FRI ((Weekdays)0x1f)

// 0 is Monday.
static inline int day_weekday(Day day)
{
  return (int)((day + 6) % 7);
}

// ISO text "YYYY-MM-DD"; free with g_free.
char *day_text(Day day);
// "HH:MM" or "HH:MM:SS" where the seconds are not zero; free with g_free.
char *clock_text(int32_t s);
// Seconds as minutes with up to two decimals, no trailing zeros ("32.5"); free with g_free.
char *minutes_text(int64_t s);
// Money with up to six decimals, no trailing zeros; free with g_free.
char *money_text(Money money);

// Money of a double in currency units, rounded half away from zero.
Money money_from(double units);
double money_units(Money money);

// "12.5", "12,5": a number in a text, with the decimal sign of the reader's language (not for tables). Free with g_free.
char *reader_number(double value, int decimals);
// Likewise what minutes_text gives.
char *reader_minutes(int64_t s);

// SPDX-License-Identifier: GPL-3.0-or-later
// What one cell means. Each parser takes the cell's text, blanks round it allowed, and gives its value; or it gives
// false and `error` (CELL_ERROR), whose message says what is wrong and what would be right. No locale is asked.
// Empty cells are the caller's business: no parser takes them.
#pragma once

#include "model/territory.h"

#define CELL_ERROR cell_error_quark()
GQuark cell_error_quark(void);
typedef enum { CELL_ERROR_BAD } CellError;

// "12", "-3.5", "3,5", "1.2E+06". Thousands separators are refused.
bool cell_number(const char *text, double *value, GError **error);
// As before, a '%' after it allowed.
bool cell_percent(const char *text, double *value, GError **error);
// A whole number.
bool cell_count(const char *text, int *value, GError **error);
bool cell_money(const char *text, Money *value, GError **error);
// "1.234" or "1,234": one thousand or a bit more than one? It is read as the latter, which deserves a word.
bool cell_money_is_ambiguous(const char *text);
// Minutes, decimals allowed, to whole seconds; 0 … 1440 minutes.
bool cell_minutes(const char *text, int32_t *seconds, GError **error);
// "8:00", "08:00", "08:00:30", "8:00 a. m.", up to "24:00"; seconds after midnight.
bool cell_clock(const char *text, int32_t *seconds, GError **error);
// "08:00-18:00" (also "..", "–", "to", "a").
bool cell_window(const char *text, Window *window, GError **error);

// "2027-01-31" or "31/01/2027"; a true date of the years 1900 to 2199.
bool cell_date(const char *text, Day *day, GError **error);
// Dates and ranges of dates: "2027-01-04..2027-01-08; 2027-02-01", also "al", "to", "–" in ranges and ';', '|', ','
// or blanks between them. Appended to `spans` (DaySpan); nothing is when the cell is wrong.
bool cell_spans(const char *text, GArray *spans, GError **error);
// "Mon Tue", "lun, mar", "L M X J V", "LMXJV", "Mon-Fri", "lunes a viernes"; "all". A second M right after a first
// one is Wednesday, as in L M M J V.
bool cell_weekdays(const char *text, Weekdays *weekdays, GError **error);

bool cell_yes_no(const char *text, bool *value, GError **error);
// "6", "3..6", "1/week", "1/2weeks", "2/semana", "mensual" …: not resolved on the calendar.
bool cell_visits(const char *text, Visits *visits, GError **error);

// One of several words, written "visit|in person|presencial" in `words`; the result is the row that names it.
bool cell_choice(const char *text, const char *const *words, int count, int *choice, GError **error);

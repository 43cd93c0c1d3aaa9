// SPDX-License-Identifier: GPL-3.0-or-later
// A table being written as CSV, cell by cell, header first. Plain: ',' between columns, decimal point, LF,
// UTF-8. Excel: ';', decimal comma, CRLF, UTF-8 with a byte-order mark, which a Spanish Excel opens with a
// double click.
//
// Quoting follows RFC 4180. A *text* that a spreadsheet would run as a formula (it begins with = + - @, a
// tab, a carriage return or a line feed) gets an apostrophe before it; so does a text that begins with
// apostrophes and then one of these, so that sheet_unguard finds back what was written. Numbers, dates and
// times stay as they are.
#pragma once

#include "io/out.h"
#include "model/units.h"

typedef enum { SHEET_PLAIN, SHEET_EXCEL } SheetForm;

typedef struct Sheet Sheet;

Sheet *sheet_new(SheetForm form, const char *const *columns); // ends with NULL
void sheet_free(Sheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sheet, sheet_free)

void sheet_blank(Sheet *sheet);
void sheet_text(Sheet *sheet, const char *text);     // NULL is blank
void sheet_said(Sheet *sheet, const char *sentence); // in words (model/said.h)
void sheet_count(Sheet *sheet, int64_t count);
// `value` in units of 10^-digits, without trailing zeros.
void sheet_decimal(Sheet *sheet, int64_t value, int digits);
// Rounded half away from zero to that many digits; NAN is blank.
void sheet_number(Sheet *sheet, double value, int digits);
void sheet_money(Sheet *sheet, Money money); // MONEY_NONE is blank
void sheet_day(Sheet *sheet, Day day);       // YYYY-MM-DD; DAY_NONE is blank
void sheet_clock(Sheet *sheet, int32_t s);   // HH:MM, HH:MM:SS where the seconds are not zero
// Asserts that every column has got its cell.
void sheet_end_row(Sheet *sheet);

// Minutes in files are written to four places: seconds survive a sum of many rows, whole minutes stay whole.
// In units of the last place, to the nearest.
enum { MINUTE_DIGITS = 4, MINUTE_UNITS = 10000 };
int64_t minute_units(int64_t s);
void sheet_minutes(Sheet *sheet, int64_t s);

// The whole file so far, for tests.
const char *sheet_content(const Sheet *sheet);
bool sheet_write(const Sheet *sheet, Out *out, const char *name, GError **error);

// The text of a cell as it was before sheet_text made it harmless: a pointer into it.
const char *sheet_unguard(const char *cell);

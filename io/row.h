// SPDX-License-Identifier: GPL-3.0-or-later
// One row of a bound table, read cell by cell with its types. A cell that is wrong becomes a finding with its file,
// line and column and leaves the value as it was; so does an empty cell, without a finding: set the default first.
// `want` is the index of a column in the list that was given to table_bind.
#pragma once

#include "io/cell.h"
#include "io/table.h"

typedef struct Row {
  const Table *table;
  int row;
  Findings *findings;
} Row;

// The row can be read at all: it has as many cells as the header.
static inline bool row_is_whole(const Row *row)
{
  return !table_is_ragged(row->table, row->row);
}
static inline int row_line(const Row *row)
{
  return table_line(row->table, row->row);
}
bool row_has(const Row *row, int want); // the cell holds more than blanks

void row_error(const Row *row, int want, const char *format, ...) G_GNUC_PRINTF(3, 4);
void row_warning(const Row *row, int want, const char *format, ...) G_GNUC_PRINTF(3, 4);

char *row_text(const Row *row, int want); // the cell, blanks round it cut off; free with g_free
// The same, but empty is an error; then "".
char *row_id(const Row *row, int want);

// A name, for which the id stands in where it is empty; free with g_free.
char *row_name(const Row *row, int want, const char *id);

// All return whether a value was set. Bounds are inclusive.
bool row_number(const Row *row, int want, double least, double most, double *value);
bool row_percent(const Row *row, int want, double least, double most, double *value);
bool row_count(const Row *row, int want, int least, int most, int *value);
bool row_money(const Row *row, int want, Money *value); // negative amounts are refused
bool row_any_money(const Row *row, int want, Money *value);
bool row_minutes(const Row *row, int want, int32_t *seconds);
bool row_duration(const Row *row, int want, int32_t *seconds); // likewise, more than 0
bool row_clock(const Row *row, int want, int32_t *seconds);
bool row_date(const Row *row, int want, Day *day);
bool row_spans(const Row *row, int want, GArray *spans);
bool row_weekdays(const Row *row, int want, Weekdays *weekdays);
bool row_yes_no(const Row *row, int want, bool *value);
bool row_visits(const Row *row, int want, Visits *visits);
bool row_choice(const Row *row, int want, const char *const *words, int count, int *choice);
// From and to of one window; both or none must be there. 0 and no change when none is or when they are wrong.
bool row_window(const Row *row, int want_from, int want_to, Window *window);
// Latitude and longitude in degrees, both needed, not at 0,0.
bool row_place(const Row *row, int want_lat, int want_lon, double *lat, double *lon);

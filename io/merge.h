// SPDX-License-Identifier: GPL-3.0-or-later
// One of our CSV files, taking in rows and cells from elsewhere. Rows and columns stay in their order, new ones come
// last; none is ever removed. What has changed is kept as a list, for a preview.
#pragma once

#include "io/table.h"

typedef enum { CHANGE_ROW, CHANGE_CELL } ChangeKind;

typedef struct Change {
  ChangeKind kind;
  int row, column;   // of the merge; CHANGE_ROW: column -1
  char *old, *fresh; // of a cell; NULL for a row
} Change;

typedef struct Merge {
  char *file;
  char delimiter;
  bool marked, crlf, sep_line; // as the file was: byte-order mark, ends of lines, a first line "sep=;"
  int rows, former_rows;       // those from former_rows on are new
  int former_columns;
  GPtrArray *columns; // char *: headers
  GPtrArray *cells;   // GPtrArray * of char *, a row each
  GArray *changes;    // Change
  bool *seen;         // [former_rows] set by the caller: theirs has that row
} Merge;

// From the bytes of our file; `table` is what they are parsed to. NULL bytes: a new file.
Merge *merge_new(const char *file, const char *data, gsize length, const Table *table);
void merge_free(Merge *merge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Merge, merge_free)

// Column with one of these names ("one|two"); -1: none.
int merge_find(const Merge *merge, const char *names);
int merge_add_column(Merge *merge, const char *name);
int merge_add_row(Merge *merge); // empty
const char *merge_cell(const Merge *merge, int row, int column);
// Sets a cell. In a former row a changed cell is noted, unless both mean the same (numbers and dates are compared as
// such); what a spreadsheet would run as a formula is made harmless.
void merge_set(Merge *merge, int row, int column, const char *value);
// Columns that are there now but not in the file, rows or cells that are new.
bool merge_is_changed(const Merge *merge);
// The whole file; free with g_free.
char *merge_text(const Merge *merge);

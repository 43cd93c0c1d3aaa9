// SPDX-License-Identifier: GPL-3.0-or-later
// A CSV file (RFC 4180) as a table of cells. The delimiter is the one of `,` `;` tab that the header uses most; a
// first line `sep=;` as Excel writes it is obeyed. Blank lines and rows without any text are left out.
// What is wrong with the file as such (quotes, numbers of cells, columns) becomes findings; the rest is read.
#pragma once

#include "model/findings.h"

// A column that a file may have. `names` lists what it is called, "one|two|three": the first is the one of the
// documentation; case, accents, blanks and punctuation do not count.
typedef struct Column {
  const char *names;
  bool needed;
} Column;

// All columns that a file may have.
typedef struct ColumnList {
  const Column *column;
  int count;
} ColumnList;

typedef struct Table {
  char *file; // name for findings
  char delimiter;
  int rows, columns;  // the header is no row
  GPtrArray *headers; // char *, as written
  GString *text;      // all cells, each with a NUL at its end
  GArray *cells;      // size_t: where in `text` a cell starts, row by row
  GArray *lines;      // int: physical line on which a row starts; the header's line is in header_line
  GArray *ragged;     // bool: the row has not as many cells as the header, so its cells cannot be trusted
  int header_line;
  bool damaged; // rows were left out because they could not be read
  int *bound;   // table_bind: column of each wanted one, -1: not there
  int wanted;
} Table;

// The file's table, or NULL: with no error and no finding when there is no such file; with findings when it cannot
// be made sense of at all; with `error` when the file cannot be read.
Table *table_read(const char *folder, const char *file, GHashTable *inputs, Findings *findings,
                  GError **error);
// The same of bytes in memory.
Table *table_parse(const char *data, gsize length, const char *file, Findings *findings);
void table_free(Table *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Table, table_free)

// Finds the wanted columns. Missing and doubled ones are errors. Headers that are not wanted are appended to
// `unknown` (int: column; may be NULL) and named in one note. False when a needed column is missing.
bool table_bind(Table *table, const Column *wanted, int count, GArray *unknown, Findings *findings);

// ---- Changing a table in memory; an unbound one ----
// A table without rows, whose first column has that name.
Table *table_new(const char *file, const char *header);
void table_set(Table *table, int row, int column, const char *text);
int table_add_column(Table *table, const char *header); // its number; empty in all rows
// A row of empty cells at the end, with a line after all others; its number.
int table_add_row(Table *table);
void table_remove_row(Table *table, int row);

static inline const char *table_cell(const Table *table, int row, int column)
{
  size_t index = (size_t)row * (size_t)table->columns + (size_t)column;
  return table->text->str + g_array_index(table->cells, size_t, index);
}
static inline int table_line(const Table *table, int row)
{
  return g_array_index(table->lines, int, row);
}
static inline bool table_is_ragged(const Table *table, int row)
{
  return g_array_index(table->ragged, bool, row);
}
static inline const char *table_header(const Table *table, int column)
{
  return (const char *)g_ptr_array_index(table->headers, (guint)column);
}
// Text of a wanted column, "" where the file has no such column.
static inline const char *table_wanted(const Table *table, int row, int want)
{
  return table->bound[want] < 0 ? "" : table_cell(table, row, table->bound[want]);
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/merge.h"

#include <string.h>

#include "io/cell.h"
#include "io/sheet.h"
#include "io/text.h"

static void change_clear(void *data)
{
  g_free(((Change *)data)->old);
  g_free(((Change *)data)->fresh);
}

static void free_row(void *row)
{
  g_ptr_array_unref(row);
}

static void take_form(Merge *merge, const char *data, gsize length)
{
  static const char mark[] = "\xef\xbb\xbf";
  merge->marked = length >= 3 && memcmp(data, mark, 3) == 0;
  const char *line = data + (merge->marked ? 3 : 0), *end = data + length;
  const char *next = text_line_end(line, end);
  merge->crlf = next - line >= 2 && next[-1] == '\n' && next[-2] == '\r';
  merge->sep_line = end - line >= 5 && g_ascii_strncasecmp(line, "sep=", 4) == 0;
}

static void take_rows(Merge *merge, const Table *table)
{
  merge->delimiter = table->delimiter;
  for (int c = 0; c < table->columns; c++)
    g_ptr_array_add(merge->columns, g_strdup(table_header(table, c)));
  for (int r = 0; r < table->rows; r++) {
    GPtrArray *row = g_ptr_array_new_with_free_func(g_free);
    for (int c = 0; c < table->columns; c++)
      g_ptr_array_add(row, g_strdup(table_cell(table, r, c)));
    g_ptr_array_add(merge->cells, row);
  }
  merge->rows = merge->former_rows = table->rows;
  merge->former_columns = table->columns;
}

Merge *merge_new(const char *file, const char *data, gsize length, const Table *table)
{
  Merge *merge = g_new0(Merge, 1);
  *merge = (Merge){.file = g_strdup(file), .delimiter = ','};
  merge->columns = g_ptr_array_new_with_free_func(g_free);
  merge->cells = g_ptr_array_new_with_free_func(free_row);
  merge->changes = g_array_new(FALSE, FALSE, sizeof(Change));
  g_array_set_clear_func(merge->changes, change_clear);
  if (data && table) {
    take_form(merge, data, length);
    take_rows(merge, table);
  }
  merge->seen = g_new0(bool, (gsize)merge->former_rows + 1);
  return merge;
}

void merge_free(Merge *merge)
{
  if (!merge)
    return;
  g_ptr_array_unref(merge->columns);
  g_ptr_array_unref(merge->cells);
  g_array_unref(merge->changes);
  g_free(merge->seen);
  g_free(merge->file);
  g_free(merge);
}

int merge_find(const Merge *merge, const char *names)
{
  for (guint c = 0; c < merge->columns->len; c++) {
    g_autofree char *folded = text_fold(merge->columns->pdata[c]);
    if (text_is_listed(folded, names))
      return (int)c;
  }
  return -1;
}

int merge_add_column(Merge *merge, const char *name)
{
  g_ptr_array_add(merge->columns, g_strdup(name));
  for (int r = 0; r < merge->rows; r++)
    g_ptr_array_add(merge->cells->pdata[r], g_strdup(""));
  return (int)merge->columns->len - 1;
}

int merge_add_row(Merge *merge)
{
  GPtrArray *row = g_ptr_array_new_with_free_func(g_free);
  for (guint c = 0; c < merge->columns->len; c++)
    g_ptr_array_add(row, g_strdup(""));
  g_ptr_array_add(merge->cells, row);
  Change change = {CHANGE_ROW, merge->rows, -1, NULL, NULL};
  g_array_append_val(merge->changes, change);
  return merge->rows++;
}

const char *merge_cell(const Merge *merge, int row, int column)
{
  g_assert(row >= 0 && row < merge->rows);
  const GPtrArray *cells = merge->cells->pdata[row];
  return column < 0 ? "" : cells->pdata[column];
}

// ---- Cells -------------------------------------------------------------------------------------------------------

static bool same_number(const char *a, const char *b)
{
  double x, y;
  return cell_number(a, &x, NULL) && cell_number(b, &y, NULL) && x >= y && x <= y;
}

static bool same_day(const char *a, const char *b)
{
  Day x, y;
  return cell_date(a, &x, NULL) && cell_date(b, &y, NULL) && x == y;
}

static bool same_meaning(const char *ours, const char *theirs)
{
  g_autofree char *a = g_strstrip(g_strdup(sheet_unguard(ours))), *b = g_strstrip(g_strdup(theirs));
  if (strcmp(a, b) == 0)
    return true;
  const bool plain = *a != '0' || strpbrk(a, ".,") != NULL; // "007" is no number but a name
  return *a && *b && ((plain && same_number(a, b)) || same_day(a, b));
}

// A text that a spreadsheet would run gets an apostrophe; numbers, and what looks like a phone number, do not.
static char *harmless(const char *value)
{
  bool sign = *value == '+' || *value == '-';
  bool figures = sign && value[1] && value[1 + strspn(value + 1, "0123456789 .,()/-")] == '\0';
  bool formula = strchr("=@\t\r", *value) || (sign && !figures);
  return *value && formula ? g_strconcat("'", value, NULL) : g_strdup(value);
}

void merge_set(Merge *merge, int row, int column, const char *value)
{
  GPtrArray *cells = merge->cells->pdata[row];
  const char *old = cells->pdata[column];
  if (same_meaning(old, value))
    return;
  char *fresh = harmless(value);
  if (row < merge->former_rows) {
    Change change = {CHANGE_CELL, row, column, g_strdup(old), g_strdup(fresh)};
    g_array_append_val(merge->changes, change);
  }
  g_free(cells->pdata[column]);
  cells->pdata[column] = fresh;
}

bool merge_is_changed(const Merge *merge)
{
  return merge->changes->len > 0;
}

// ---- The file ----------------------------------------------------------------------------------------------------

static void append_cell(const Merge *merge, GString *text, const char *cell)
{
  size_t length = strlen(cell);
  bool quoted = strpbrk(cell, "\"\r\n") || strchr(cell, merge->delimiter) || cell[0] == ' ' ||
                (length && cell[length - 1] == ' ');
  if (!quoted) {
    g_string_append(text, cell);
    return;
  }
  g_string_append_c(text, '"');
  for (const char *at = cell; *at; at++) {
    if (*at == '"')
      g_string_append_c(text, '"');
    g_string_append_c(text, *at);
  }
  g_string_append_c(text, '"');
}

static void append_row(const Merge *merge, GString *text, const GPtrArray *cells)
{
  for (guint c = 0; c < cells->len; c++) {
    if (c > 0)
      g_string_append_c(text, merge->delimiter);
    append_cell(merge, text, cells->pdata[c]);
  }
  g_string_append(text, merge->crlf ? "\r\n" : "\n");
}

char *merge_text(const Merge *merge)
{
  GString *text = g_string_new(merge->marked ? "\xef\xbb\xbf" : "");
  if (merge->sep_line)
    g_string_append_printf(text, "sep=%c%s", merge->delimiter, merge->crlf ? "\r\n" : "\n");
  append_row(merge, text, merge->columns);
  for (int r = 0; r < merge->rows; r++)
    append_row(merge, text, merge->cells->pdata[r]);
  return g_string_free(text, FALSE);
}

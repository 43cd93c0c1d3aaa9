// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/rewrite.h"

#include <string.h>

#include "io/text.h"
#include "model/words.h"

static int find_column(const Table *table, const char *names)
{
  for (int column = 0; column < table->columns; column++) {
    g_autofree char *folded = text_fold(table_header(table, column));
    if (text_is_listed(folded, names))
      return column;
  }
  return -1;
}

static void put_cell(GString *text, const char *cell, char delimiter, bool first)
{
  size_t length = strlen(cell);
  if (!first)
    g_string_append_c(text, delimiter);
  bool blanks = length > 0 && (cell[0] == ' ' || cell[length - 1] == ' ');
  if (!blanks && !strpbrk(cell, ",;\t\"\r\n")) {
    g_string_append(text, cell);
    return;
  }
  g_string_append_c(text, '"');
  for (; *cell; cell++) {
    if (*cell == '"')
      g_string_append_c(text, '"');
    g_string_append_c(text, *cell);
  }
  g_string_append_c(text, '"');
}

static void put_row(GString *text, const Table *table, int row, const Rewrite *rewrite, const int *column,
                    int count, const char *line_end)
{
  for (int c = 0; c < table->columns; c++) {
    const char *cell = row < 0 ? table_header(table, c) : table_cell(table, row, c);
    for (int r = 0; row >= 0 && r < count; r++) {
      if (column[r] == c && rewrite[r].value[row])
        cell = rewrite[r].value[row];
    }
    put_cell(text, cell, table->delimiter, c == 0);
  }
  for (int r = 0; r < count; r++) {
    const char *value = row < 0 ? rewrite[r].header : rewrite[r].value[row];
    if (column[r] < 0)
      put_cell(text, value ? value : "", table->delimiter, false);
  }
  g_string_append(text, line_end);
}

// `line_end` is what the lines of the former file end with.
static bool keep_former(const char *path, const char **line_end, GError **error)
{
  g_autofree char *former = g_strconcat(path, ".before", NULL), *content = NULL;
  gsize length;
  if (!g_file_get_contents(path, &content, &length, error))
    return false;
  *line_end = strstr(content, "\r\n") ? "\r\n" : "\n";
  return g_file_set_contents(former, content, (gssize)length, error);
}

static Table *read_again(const char *folder, const char *file, GError **error)
{
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(GError) trouble = NULL;
  g_autoptr(Table) table = table_read(folder, file, NULL, findings, &trouble);
  if (trouble)
    g_propagate_error(error, g_steal_pointer(&trouble));
  else if (!table)
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, _("%s/%s is not there any more"), folder, file);
  return g_steal_pointer(&table);
}

static void put_new_row(GString *text, const Table *table, const char *const *names, int count,
                        const char *const *cell, const char *line_end)
{
  for (int c = 0; c < table->columns; c++) {
    g_autofree char *folded = text_fold(table_header(table, c));
    const char *value = "";
    for (int k = 0; k < count; k++)
      value = text_is_listed(folded, names[k]) ? cell[k] : value;
    put_cell(text, value, table->delimiter, c == 0);
  }
  g_string_append(text, line_end);
}

bool rewrite_add_rows(const char *folder, const char *file, const char *const *names, int count,
                      const char *const *cell, int rows, GError **error)
{
  g_autoptr(Table) table = read_again(folder, file, error);
  g_autofree char *path = g_build_filename(folder, file, NULL);
  const char *line_end = "\n";
  if (!table || !keep_former(path, &line_end, error))
    return false;
  g_autoptr(GString) text = g_string_new(table->delimiter == ';' ? "\xEF\xBB\xBF" : "");
  for (int row = -1; row < table->rows; row++)
    put_row(text, table, row, NULL, NULL, 0, line_end);
  for (int row = 0; row < rows; row++)
    put_new_row(text, table, names, count, cell + row * count, line_end);
  return g_file_set_contents(path, text->str, (gssize)text->len, error);
}

bool rewrite_columns(const char *folder, const char *file, const Rewrite *rewrite, int count, GError **error)
{
  g_autoptr(Table) table = read_again(folder, file, error);
  if (!table)
    return false;
  g_autofree int *column = g_new(int, count);
  for (int r = 0; r < count; r++)
    column[r] = find_column(table, rewrite[r].names);
  g_autofree char *path = g_build_filename(folder, file, NULL);
  const char *line_end = "\n";
  if (!keep_former(path, &line_end, error))
    return false;
  g_autoptr(GString) text = g_string_new(table->delimiter == ';' ? "\xEF\xBB\xBF" : "");
  for (int row = -1; row < table->rows; row++)
    put_row(text, table, row, rewrite, column, count, line_end);
  return g_file_set_contents(path, text->str, (gssize)text->len, error);
}

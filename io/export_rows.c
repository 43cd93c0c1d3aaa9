// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that a program cannot know again, because its files carry no identity of a visit: the whole row is its identity.
#include <string.h>

#include "io/export.h"
#include "io/table.h"
#include "io/text.h"
#include "model/words.h"

// The row's cells between unit separators; free with g_free.
static char *row_key(const Table *table, int row)
{
  GString *key = g_string_new(NULL);
  for (int c = 0; c < table->columns; c++)
    g_string_append_printf(key, "%s\x1f", table_cell(table, row, c));
  return g_string_free(key, FALSE);
}

// How often each row is there.
static GHashTable *count_rows(const Table *table)
{
  GHashTable *count = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (int row = 0; row < table->rows; row++) {
    char *key = row_key(table, row);
    int before = GPOINTER_TO_INT(g_hash_table_lookup(count, key));
    g_hash_table_replace(count, key, GINT_TO_POINTER(before + 1));
  }
  return count;
}

static Sheet *sheet_like(const Table *table)
{
  g_autoptr(GPtrArray) columns = g_ptr_array_new();
  for (int c = 0; c < table->columns; c++)
    g_ptr_array_add(columns, g_ptr_array_index(table->headers, (guint)c));
  g_ptr_array_add(columns, NULL);
  return sheet_new(SHEET_PLAIN, (const char *const *)columns->pdata);
}

// Rows of `table` that `other` has not, written as they stand; *rows counts them.
static Sheet *rows_without(const Table *table, const Table *other, int *rows)
{
  g_autoptr(GHashTable) known = count_rows(other);
  Sheet *sheet = sheet_like(table);
  *rows = 0;
  for (int row = 0; row < table->rows; row++) {
    g_autofree char *key = row_key(table, row);
    int left = GPOINTER_TO_INT(g_hash_table_lookup(known, key));
    if (left > 0) {
      g_hash_table_replace(known, g_steal_pointer(&key), GINT_TO_POINTER(left - 1));
      continue;
    }
    for (int c = 0; c < table->columns; c++)
      sheet_text(sheet, sheet_unguard(table_cell(table, row, c)));
    sheet_end_row(sheet);
    (*rows)++;
  }
  return sheet;
}

static bool write_part(const Export *export, const Sheet *sheet, const char *name, const char *part,
                       GError **error)
{
  g_autofree char *file = g_strdup_printf("%s-%s.csv", name, part);
  return sheet_write(sheet, export->out, file, error);
}

bool export_rows(const Export *export, const Sheet *sheet, const char *name, GError **error)
{
  g_autofree char *file = g_strdup_printf("%s.csv", name);
  g_autoptr(Findings) findings = findings_new();
  GError *trouble = NULL;
  g_autoptr(Table) former = table_read(export->former, file, NULL, findings, &trouble);
  if (trouble) {
    g_propagate_error(error, trouble);
    return false;
  }
  if (!sheet_write(sheet, export->out, file, error))
    return false;
  if (!former)
    return true;
  const char *content = sheet_content(sheet);
  g_autoptr(Table) now = table_parse(content, strlen(content), file, findings);
  int fresh = 0, gone = 0;
  g_autoptr(Sheet) fresh_rows = rows_without(now, former, &fresh);
  g_autoptr(Sheet) gone_rows = rows_without(former, now, &gone);
  findings_add(export->findings, FINDING_NOTE, file, 0, NULL,
               _("a former export is there: this program knows no row again, so import only the %d rows of "
                 "%s-new.csv, and delete the %d of %s-gone.csv"),
               fresh, name, gone, name);
  return write_part(export, fresh_rows, name, "new", error) &&
         write_part(export, gone_rows, name, "gone", error);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Which column of a table is the one that is wanted. Names are compared folded, once a file.
#include <string.h>

#include "io/table.h"
#include "io/text.h"
#include "model/words.h"

// The documented name of a wanted column; free with g_free.
static char *first_name(const Column *column)
{
  return g_strndup(column->names, strcspn(column->names, "|"));
}

static int find_wanted(const char *header, const Column *wanted, int count)
{
  g_autofree char *folded = text_fold(header);
  for (int i = 0; i < count; i++) {
    if (text_is_listed(folded, wanted[i].names))
      return i;
  }
  return -1;
}

// A wanted column of [from, to) that is not there and whose name is nearly `header`; -1: none.
static int find_similar(const Table *table, const char *header, const Column *wanted, int from, int to)
{
  g_autofree char *folded = text_fold(header);
  if (strlen(folded) < 3)
    return -1;
  int best = -1, nearest = strlen(folded) < 5 ? 1 : 2;
  for (int i = from; i < to; i++) {
    g_auto(GStrv) names = g_strsplit(wanted[i].names, "|", -1);
    for (int n = 0; names[n] && table->bound[i] < 0; n++) {
      g_autofree char *other = text_fold(names[n]);
      int distance = strlen(other) < 3 ? 3 : text_distance(folded, other, nearest);
      if (distance < nearest || (distance == nearest && best < 0)) {
        best = i;
        nearest = distance;
      }
    }
  }
  return best;
}

static bool column_has_text(const Table *table, int column)
{
  for (int row = 0; row < table->rows; row++) {
    if (*table_cell(table, row, column) && !table_is_ragged(table, row))
      return true;
  }
  return false;
}

static void note_unknown(const Table *table, const Column *wanted, int count, const GArray *unknown,
                         Findings *findings)
{
  enum { SHOWN = 20 };
  g_autoptr(GString) names = g_string_new(NULL);
  int listed = 0;
  for (guint i = 0; i < unknown->len; i++) {
    const char *header = table_header(table, g_array_index(unknown, int, i));
    int similar = find_similar(table, header, wanted, 0, count);
    if (similar >= 0) {
      g_autofree char *name = first_name(&wanted[similar]);
      findings_add(findings, FINDING_WARNING, table->file, table->header_line, header,
                   _("ronda does not know this column and uses it as a further one; is '%s' meant?"), name);
    } else if (listed++ < SHOWN) {
      g_autofree char *name = text_shown(header);
      g_string_append_printf(names, "%s'%s'", names->len ? ", " : "", name);
    }
  }
  if (listed > SHOWN)
    g_string_append(names, ", \xe2\x80\xa6");
  if (names->len)
    findings_add(findings, FINDING_NOTE, table->file, table->header_line, NULL,
                 _("columns that ronda does not know are kept as they are: %s"), names->str);
}

static bool report_missing(const Table *table, const Column *wanted, int count, const GArray *unknown,
                           Findings *findings)
{
  bool complete = true;
  for (int i = 0; i < count; i++) {
    if (!wanted[i].needed || table->bound[i] >= 0)
      continue;
    complete = false;
    g_autofree char *name = first_name(&wanted[i]);
    const char *meant = NULL;
    for (guint u = 0; u < unknown->len && !meant; u++) {
      const char *header = table_header(table, g_array_index(unknown, int, u));
      meant = find_similar(table, header, wanted, i, i + 1) == i ? header : NULL;
    }
    if (meant)
      findings_add(findings, FINDING_ERROR, table->file, table->header_line, name,
                   _("the column is missing; is '%s' it? Then rename that one"), meant);
    else
      findings_add(findings, FINDING_ERROR, table->file, table->header_line, name,
                   _("the column is missing; add it to the header and fill it in every row"));
  }
  return complete;
}

bool table_bind(Table *table, const Column *wanted, int count, GArray *unknown, Findings *findings)
{
  g_autoptr(GArray) others = unknown ? g_array_ref(unknown) : g_array_new(FALSE, FALSE, sizeof(int));
  g_free(table->bound);
  table->bound = g_new(int, (gsize)count);
  table->wanted = count;
  for (int i = 0; i < count; i++)
    table->bound[i] = -1;
  for (int column = 0; column < table->columns; column++) {
    const char *header = table_header(table, column);
    int want = *header ? find_wanted(header, wanted, count) : -1;
    if (want >= 0 && table->bound[want] >= 0)
      findings_add(findings, FINDING_ERROR, table->file, table->header_line, header,
                   _("the column is there twice, also as '%s'; remove or rename one of them"),
                   table_header(table, table->bound[want]));
    else if (want >= 0)
      table->bound[want] = column;
    else if (*header)
      g_array_append_val(others, column);
    else if (column_has_text(table, column))
      findings_add(findings, FINDING_WARNING, table->file, table->header_line, NULL,
                   _("column %d has cells but no name, so it is not used; name it in the header"),
                   column + 1);
  }
  bool complete = report_missing(table, wanted, count, others, findings);
  note_unknown(table, wanted, count, others, findings);
  return complete;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The rows that an edit means. Rules look at the cells through Attributes, of which only those are made that the rule can
// mean.
#include <string.h>

#include "io/attributes.h"
#include "io/edit_parts.h"
#include "model/rule.h"
#include "model/words.h"

char *editor_row_name(const InputFile *input, const Table *table, int row)
{
  const int key = input_file_locate(input, table, input->key);
  return g_strstrip(g_strdup(key < 0 ? "" : table_cell(table, row, key)));
}

// ---- Rows --------------------------------------------------------------------------------------------------------

// What the column is called, between '|', as Attribute wants it.
static char *folded_names(const Column *column)
{
  g_auto(GStrv) names = g_strsplit(column->names, "|", -1);
  g_autoptr(GString) folded = g_string_new(NULL);
  for (char **name = names; *name; name++) {
    g_autofree char *one = attribute_fold(*name);
    g_string_append_printf(folded, "%s%s", folded->len ? "|" : "", one);
  }
  return g_string_free(g_steal_pointer(&folded), FALSE);
}

static bool is_mentioned(const char *rule, const char *header, const char *names)
{
  g_autofree char *own = attribute_fold(header);
  bool found = *own && strstr(rule, own);
  g_auto(GStrv) list = g_strsplit(names ? names : "", "|", -1);
  for (char **name = list; *name && !found; name++)
    found = **name && strstr(rule, *name);
  return found;
}

static Attributes *attributes_of(const InputFile *input, const Table *table, const char *rule)
{
  g_autofree char *mentioned = attribute_fold(rule);
  g_autofree const char **cell = g_new(const char *, (gsize)table->rows + 1);
  Attributes *attributes = attributes_of_rows(table->rows, table->file);
  for (int column = 0; column < table->columns; column++) {
    const char *header = table_header(table, column);
    const int known = input_file_column(input, header);
    g_autofree char *names = known < 0 ? NULL : folded_names(&input->columns->column[known]);
    if (!*header || !is_mentioned(mentioned, header, names))
      continue;
    for (int row = 0; row < table->rows; row++)
      cell[row] = table_cell(table, row, column);
    attributes_take(attributes, header, names, cell);
  }
  return attributes;
}

static bool pick_by_rule(Editor *editor, const Table *table, bool *picked)
{
  const Edit *edit = editor->edit;
  g_autoptr(Attributes) attributes = attributes_of(edit->input, table, edit->rule);
  g_autoptr(GError) error = NULL;
  g_autoptr(Rule) rule = rule_parse(edit->rule, attributes, &error);
  if (!rule)
    return editor_fail(editor, _("the rule: %s"), error->message);
  for (int row = 0; row < table->rows; row++)
    picked[row] = rule_holds(rule, row, 0);
  return true;
}

static bool pick_by_keys(Editor *editor, const Table *table, bool *picked)
{
  const Edit *edit = editor->edit;
  bool found_all = true;
  for (char **key = edit->keys; *key; key++) {
    bool found = false;
    for (int row = 0; row < table->rows; row++) {
      g_autofree char *name = editor_row_name(edit->input, table, row);
      if (strcmp(name, *key) == 0)
        picked[row] = found = true;
    }
    if (!found)
      found_all = editor_fail(editor, _("'%s' is not in %s"), *key, table->file);
  }
  return found_all;
}

bool *editor_pick(Editor *editor, const Table *table)
{
  const Edit *edit = editor->edit;
  g_autofree bool *picked = g_new0(bool, (gsize)table->rows + 1);
  int count = 0;
  if (edit->where == WHERE_RULE ? !pick_by_rule(editor, table, picked)
                                : edit->where == WHERE_KEYS && !pick_by_keys(editor, table, picked))
    return NULL;
  for (int row = 0; row < table->rows; row++) {
    picked[row] |= edit->where == WHERE_ALL;
    count += picked[row];
  }
  if (count > 0)
    return g_steal_pointer(&picked);
  editor_fail(editor, _("no row of %s is meant by that"), table->file);
  return NULL;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// ronda.ini line by line: a key that is there is replaced where it stands, another goes behind all lines in a section of
// its own, so that no line changes its number.
#include "io/edit_parts.h"

#include <string.h>

#include "io/cell.h"
#include "io/text.h"
#include "model/words.h"

static const char file[] = "ronda.ini";

void editor_ini_read(Editor *editor)
{
  gsize length = 0;
  g_autofree char *data = text_load(editor->folder, file, editor->edited->inputs, &length, editor->error);
  g_autoptr(Findings) heard = findings_new();
  g_autofree char *text = data ? text_decode(data, length, file, heard) : NULL;
  const char *end = text ? text + strlen(text) : NULL;
  editor->edited->ini = g_ptr_array_new_with_free_func(g_free);
  for (const char *at = text; at < end;) {
    const char *next = text_line_end(at, end);
    g_ptr_array_add(editor->edited->ini, g_strchomp(g_strndup(at, (gsize)(next - at))));
    at = next;
  }
}

// Index of the line with that key; -1: there is none. *value: what follows its '='.
static int find_key(const Editor *editor, const char *section, const char *key, const char **value)
{
  const GPtrArray *lines = editor->edited->ini;
  bool within = false;
  for (guint i = 0; i < lines->len; i++) {
    const char *line = g_ptr_array_index(lines, i);
    line += strspn(line, " \t");
    const char *equals = strchr(line, '=');
    if (*line == '[') {
      g_autofree char *name = g_strstrip(g_strndup(line + 1, strcspn(line + 1, "]")));
      within = strcmp(name, section) == 0;
    } else if (within && equals && *line != '#' && *line != ';') {
      g_autofree char *name = g_strstrip(g_strndup(line, (gsize)(equals - line)));
      if (strcmp(name, key) != 0)
        continue;
      *value = equals + 1;
      return (int)i;
    }
  }
  return -1;
}

char *editor_ini_value(const Editor *editor, const char *section, const char *key)
{
  const char *value = NULL;
  return find_key(editor, section, key, &value) < 0 ? NULL : g_strstrip(g_strdup(value));
}

// What a key means where it is not given and can be scaled.
static char *ini_default(const char *section, const char *key)
{
  static const struct {
    const char *section, *key, *value;
  } known[] = {{"travel", "road_factor", "1.3"},      {"travel", "speed_kmh", "40"},
               {"objective", "cost_hour", "1"},       {"objective", "cost_km", "0"},
               {"objective", "weight_spacing", NULL}, {"objective", "weight_weekday", NULL}};
  g_autoptr(Territory) blank = territory_new();
  for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
    if (strcmp(known[i].section, section) != 0 || strcmp(known[i].key, key) != 0)
      continue;
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    const double weight =
        strcmp(key, "weight_spacing") == 0 ? blank->settings.weight_spacing : blank->settings.weight_weekday;
    return g_strdup(known[i].value ? known[i].value : g_ascii_dtostr(text, sizeof text, weight));
  }
  return NULL;
}

static void put_key(Editor *editor, const char *section, const char *key, const char *text)
{
  GPtrArray *lines = editor->edited->ini;
  const char *value = NULL;
  int at = find_key(editor, section, key, &value);
  g_autofree char *before = at < 0 ? g_strdup("") : g_strstrip(g_strdup(value));
  if (at < 0) {
    g_ptr_array_add(lines, g_strdup_printf("[%s]", section));
    at = (int)lines->len;
    g_ptr_array_add(lines, NULL);
  }
  g_free(lines->pdata[at]);
  lines->pdata[at] = g_strdup_printf("%s = %s", key, text);
  if (strcmp(before, text) != 0)
    editor_note(editor, file, section, at + 1, key, before, text);
}

// weeks and end say the same: whichever is set takes the place of the other.
static void drop_key(Editor *editor, const char *section, const char *key)
{
  const char *value = NULL;
  const int at = find_key(editor, section, key, &value);
  if (at < 0)
    return;
  g_autofree char *before = g_strstrip(g_strdup(value));
  g_free(editor->edited->ini->pdata[at]);
  editor->edited->ini->pdata[at] = g_strdup("");
  editor_note(editor, file, section, at + 1, key, before, "");
}

bool editor_ini_apply(Editor *editor)
{
  const Edit *edit = editor->edit;
  const char *section = edit->section, *key = edit->column[0];
  g_autofree char *text = g_strdup(edit->value[0]);
  if (edit->kind == EDIT_SCALE) {
    g_autofree char *former = editor_ini_value(editor, section, key);
    g_autofree char *known = former && *former ? g_steal_pointer(&former) : ini_default(section, key);
    g_autoptr(GError) error = NULL;
    double factor = 1;
    cell_number(text, &factor, NULL);
    if (!known)
      return editor_fail(editor, _("the key is not given, and there is nothing to scale; set it instead"));
    g_free(text);
    text = edit_scale(key, known, factor, &error);
    if (!text)
      return editor_fail(editor, _("'%s' cannot be scaled: %s"), known, error->message);
  }
  if (strcmp(section, "plan") == 0 && (strcmp(key, "weeks") == 0 || strcmp(key, "end") == 0))
    drop_key(editor, section, strcmp(key, "weeks") == 0 ? "end" : "weeks");
  put_key(editor, section, key, text);
  return true;
}

// ---- Empty cells -------------------------------------------------------------------------------------------------

// The cell of the client's group.
static char *of_group(Editor *editor, const char *column, const Table *clients, int row)
{
  const InputFile *client = input_file_find("client"), *group = input_file_find("group");
  const Table *table = editor_table(editor, group);
  const int own = input_file_locate(client, clients, "group");
  const int key = table ? input_file_locate(group, table, "group") : -1,
            at = table ? input_file_locate(group, table, column) : -1;
  if (own < 0 || key < 0 || at < 0)
    return NULL;
  g_autofree char *id = g_strstrip(g_strdup(table_cell(clients, row, own)));
  for (int r = 0; r < table->rows; r++) {
    g_autofree char *name = g_strstrip(g_strdup(table_cell(table, r, key)));
    if (strcmp(name, id) != 0)
      continue;
    g_autofree char *cell = g_strstrip(g_strdup(table_cell(table, r, at)));
    return *cell ? g_steal_pointer(&cell) : NULL;
  }
  return NULL;
}

static char *of_ini(const Editor *editor, const char *section, const char *key)
{
  char *value = editor_ini_value(editor, section, key);
  if (value && *value)
    return value;
  g_free(value);
  return ini_default(section, key);
}

char *editor_default(Editor *editor, const InputFile *input, const char *column, const Table *table, int row)
{
  const bool client = strcmp(input->file, "clients.csv") == 0, group = strcmp(input->file, "groups.csv") == 0;
  char *found = NULL;
  if (client && (strcmp(column, "visits") == 0 || strcmp(column, "visit_minutes") == 0))
    found = of_group(editor, column, table, row);
  if (!found && (client || group) && strcmp(column, "visit_minutes") == 0)
    return g_strdup("30");
  if (group && strcmp(column, "priority") == 0)
    return g_strdup("1");
  if (strcmp(input->file, "reps.csv") != 0)
    return found;
  if (strcmp(column, "field_share_pct") == 0)
    return g_strdup("100");
  if (strcmp(column, "speed_kmh") == 0)
    return of_ini(editor, "travel", column);
  if (strcmp(column, "cost_hour") == 0 || strcmp(column, "cost_km") == 0)
    return of_ini(editor, "objective", column);
  return NULL;
}

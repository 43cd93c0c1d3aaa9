// SPDX-License-Identifier: GPL-3.0-or-later
// Every edit finds its table, its rows and its columns, and notes what it changes.
#include "io/edit.h"

#include <string.h>

#include "io/cell.h"
#include "io/edit_parts.h"
#include "io/text.h"
#include "model/words.h"

static void change_free(void *data)
{
  EditChange *change = data;
  g_free(change->file);
  g_free(change->row);
  g_free(change->column);
  g_free(change->before);
  g_free(change->after);
  g_free(change);
}

static void orphan_free(void *data)
{
  Orphan *orphan = data;
  g_free(orphan->client);
  g_free(orphan->rep);
  g_free(orphan);
}

void edited_free(Edited *edited)
{
  if (!edited)
    return;
  g_hash_table_unref(edited->tables);
  g_clear_pointer(&edited->ini, g_ptr_array_unref);
  g_hash_table_unref(edited->inputs);
  g_ptr_array_unref(edited->changes);
  g_ptr_array_unref(edited->orphans);
  g_free(edited);
}

bool editor_fail(const Editor *editor, const char *format, ...)
{
  const Edit *edit = editor->edit;
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  findings_add(editor->findings, FINDING_ERROR, edit->source, edit->line, NULL, "'%s': %s", edit->text, text);
  return false;
}

void editor_note(const Editor *editor, const char *file, const char *row, int line, const char *column,
                 const char *before, const char *after)
{
  EditChange *change = g_new(EditChange, 1);
  *change = (EditChange){editor->edit,     g_strdup(file),  g_strdup(row), g_strdup(column),
                         g_strdup(before), g_strdup(after), line};
  g_ptr_array_add(editor->edited->changes, change);
}

// ---- Tables ------------------------------------------------------------------------------------------------------

// The matrix has the name that ronda.ini gives it.
static char *file_of(const Editor *editor, const InputFile *input)
{
  g_autofree char *matrix = NULL;
  if (strcmp(input->file, "travel.csv") == 0) {
    matrix = editor_ini_value(editor, "travel", "matrix");
    if (!matrix || !*matrix) {
      g_free(matrix);
      matrix = editor_ini_value(editor, "travel", "matrix_file");
    }
  }
  return g_strdup(matrix && *matrix ? matrix : input->file);
}

Table *editor_table(Editor *editor, const InputFile *input)
{
  g_autofree char *file = file_of(editor, input);
  Table *table = g_hash_table_lookup(editor->edited->tables, file);
  if (table || *editor->error)
    return table;
  g_autoptr(Findings) heard = findings_new(); // what is wrong with the file itself has been said of the base
  table = table_read(editor->folder, file, editor->edited->inputs, heard, editor->error);
  if (table)
    g_hash_table_insert(editor->edited->tables, g_steal_pointer(&file), table);
  return table;
}

// The same, made where the file is not there.
static Table *make_table(Editor *editor, const InputFile *input)
{
  Table *table = editor_table(editor, input);
  if (table || *editor->error)
    return table;
  g_autofree char *file = file_of(editor, input);
  table = table_new(file, input->key);
  g_hash_table_insert(editor->edited->tables, g_steal_pointer(&file), table);
  return table;
}

static Table *need_table(Editor *editor)
{
  Table *table = editor_table(editor, editor->edit->input);
  if (!table && !*editor->error)
    editor_fail(editor, _("there is no %s in the folder"), editor->edit->input->file);
  return table;
}

// ---- Setting and scaling -----------------------------------------------------------------------------------------

static const char *nearest_header(const Table *table, const char *name)
{
  const char *best = NULL;
  int least = 2;
  for (int column = 0; column < table->columns; column++) {
    const int distance = text_distance(name, table_header(table, column), least);
    if (distance < least || (distance == least && !best)) {
      best = table_header(table, column);
      least = distance;
    }
  }
  return best;
}

// The column, added where the file has not got it; -1 after a finding.
static int need_column(Editor *editor, Table *table, const char *name)
{
  const InputFile *input = editor->edit->input;
  const int column = input_file_locate(input, table, name), known = input_file_column(input, name);
  if (column >= 0)
    return column;
  if (known >= 0) {
    g_autofree char *header = input_file_column_name(input, known);
    return table_add_column(table, header);
  }
  const char *meant = nearest_header(table, name);
  if (meant)
    editor_fail(editor, _("%s has no column '%s'; is '%s' meant?"), table->file, name, meant);
  else
    editor_fail(editor, _("%s has no column '%s'"), table->file, name);
  return -1;
}

static void put(const Editor *editor, Table *table, int row, int column, const char *text)
{
  const char *former = table_cell(table, row, column);
  if (strcmp(former, text) == 0)
    return;
  g_autofree char *name = editor_row_name(editor->edit->input, table, row);
  g_autofree char *before = g_strdup(former);
  table_set(table, row, column, text);
  editor_note(editor, table->file, name, table_line(table, row), table_header(table, column), before, text);
}

static bool set_rows(Editor *editor, Table *table, const bool *picked)
{
  const int column = need_column(editor, table, editor->edit->column[0]);
  for (int row = 0; row < table->rows && column >= 0; row++) {
    if (picked[row])
      put(editor, table, row, column, editor->edit->value[0]);
  }
  return column >= 0;
}

static bool scale_rows(Editor *editor, Table *table, const bool *picked)
{
  const Edit *edit = editor->edit;
  const int column = need_column(editor, table, edit->column[0]),
            known = input_file_column(edit->input, edit->column[0]);
  g_autofree char *name = known < 0 ? g_strdup(edit->column[0]) : input_file_column_name(edit->input, known);
  double factor = 1;
  int scaled = 0;
  cell_number(edit->value[0], &factor, NULL);
  for (int row = 0; row < table->rows && column >= 0; row++) {
    if (!picked[row])
      continue;
    g_autofree char *cell = g_strstrip(g_strdup(table_cell(table, row, column)));
    g_autofree char *former =
        *cell ? g_steal_pointer(&cell) : editor_default(editor, edit->input, name, table, row);
    g_autoptr(GError) error = NULL;
    g_autofree char *product = former ? edit_scale(name, former, factor, &error) : NULL;
    if (error)
      return editor_fail(editor, _("%s:%d: '%s' cannot be scaled: %s"), table->file, table_line(table, row),
                         former, error->message);
    if (product)
      put(editor, table, row, column, product);
    scaled += product != NULL;
  }
  return column >= 0 &&
         (scaled > 0 ||
          editor_fail(editor, _("these cells are empty, and there is nothing to scale; set them instead")));
}

// ---- Adding ------------------------------------------------------------------------------------------------------

static int find_row(const InputFile *input, const Table *table, const char *key)
{
  for (int row = 0; row < table->rows; row++) {
    g_autofree char *name = editor_row_name(input, table, row);
    if (strcmp(name, key) == 0)
      return row;
  }
  return -1;
}

// The cells that a new or removed row has, in short; free with g_free.
static char *row_text(const Table *table, int row)
{
  GString *text = g_string_new(NULL);
  for (int column = 0; column < table->columns; column++) {
    const char *cell = table_cell(table, row, column);
    if (*cell)
      g_string_append_printf(text, "%s%s = %s", text->len ? "; " : "", table_header(table, column), cell);
  }
  return g_string_free(text, FALSE);
}

static bool fill_row(Editor *editor, Table *table, int row)
{
  const Edit *edit = editor->edit;
  bool sound = true;
  if (edit->keys) {
    const int key = need_column(editor, table, edit->input->key);
    table_set(table, row, key, edit->keys[0]);
  }
  for (guint i = 0; edit->column && edit->column[i]; i++) {
    const int column = need_column(editor, table, edit->column[i]);
    if (column >= 0)
      table_set(table, row, column, edit->value[i]);
    sound = sound && column >= 0;
  }
  return sound;
}

static bool add_row(Editor *editor)
{
  const Edit *edit = editor->edit;
  Table *table = make_table(editor, edit->input);
  if (!table)
    return false;
  const int model = edit->like ? find_row(edit->input, table, edit->like) : -1;
  if (edit->like && model < 0)
    return editor_fail(editor, _("'%s' is not in %s"), edit->like, table->file);
  const int row = table_add_row(table);
  for (int column = 0; model >= 0 && column < table->columns; column++) {
    g_autofree char *cell = g_strdup(table_cell(table, model, column)); // the texts may move
    table_set(table, row, column, cell);
  }
  const bool sound = fill_row(editor, table, row);
  g_autofree char *name = editor_row_name(edit->input, table, row), *text = row_text(table, row);
  editor_note(editor, table->file, name, table_line(table, row), NULL, NULL, text);
  return sound;
}

// ---- Removing ----------------------------------------------------------------------------------------------------

static void remove_row(const Editor *editor, const InputFile *input, Table *table, int row)
{
  g_autofree char *name = editor_row_name(input, table, row), *text = row_text(table, row);
  editor_note(editor, table->file, name, table_line(table, row), NULL, text, NULL);
  table_remove_row(table, row);
}

// Rows of another file that name what was removed go too, or (`keep`) lose the name.
static void cascade(Editor *editor, const char *noun, const char *column, const char *key, bool keep)
{
  const InputFile *input = input_file_find(noun);
  Table *table = editor_table(editor, input);
  const int at = table ? input_file_locate(input, table, column) : -1;
  for (int row = 0; at >= 0 && row < table->rows;) {
    g_autofree char *cell = g_strstrip(g_strdup(table_cell(table, row, at)));
    if (strcmp(cell, key) == 0 && !keep) {
      remove_row(editor, input, table, row); // and the next has its number
      continue;
    }
    if (strcmp(cell, key) == 0) {
      g_autofree char *name = editor_row_name(input, table, row);
      editor_note(editor, table->file, name, table_line(table, row), table_header(table, at), key, "");
      table_set(table, row, at, "");
    }
    row++;
  }
}

// Clients of the rep lose him; who has no team, and no other rep by the end of all edits, is an orphan.
static void leave_clients(Editor *editor, const char *rep)
{
  const InputFile *input = input_file_find("client");
  const Table *table = editor_table(editor, input);
  const int at = table ? input_file_locate(input, table, "rep") : -1;
  for (int row = 0; at >= 0 && row < table->rows; row++) {
    g_autofree char *cell = g_strstrip(g_strdup(table_cell(table, row, at)));
    if (strcmp(cell, rep) != 0)
      continue;
    Orphan *orphan = g_new(Orphan, 1);
    *orphan = (Orphan){editor_row_name(input, table, row), g_strdup(rep), editor->edit};
    g_ptr_array_add(editor->edited->orphans, orphan);
  }
  cascade(editor, "client", "rep", rep, true);
}

static void remove_with_all(Editor *editor, Table *table, int row)
{
  const InputFile *input = editor->edit->input;
  g_autofree char *key = editor_row_name(input, table, row);
  remove_row(editor, input, table, row);
  if (strcmp(input->file, "reps.csv") == 0) {
    leave_clients(editor, key);
    cascade(editor, "target", "rep", key, false);
    cascade(editor, "appointment", "rep", key, true);
    cascade(editor, "actual", "rep", key, true);
  } else if (strcmp(input->file, "clients.csv") == 0) {
    cascade(editor, "appointment", "client", key, false);
    cascade(editor, "response", "client", key, false);
    cascade(editor, "actual", "client", key, false);
  }
}

static void remove_rows(Editor *editor, Table *table, const bool *picked)
{
  for (int row = table->rows - 1; row >= 0; row--) { // from the end, so that numbers stay
    if (picked[row])
      remove_with_all(editor, table, row);
  }
}

// ---- All edits ---------------------------------------------------------------------------------------------------

static void apply(Editor *editor)
{
  const Edit *edit = editor->edit;
  if (edit->section) {
    editor_ini_apply(editor);
    return;
  }
  if (edit->kind == EDIT_ADD) {
    add_row(editor);
    return;
  }
  Table *table = need_table(editor);
  g_autofree bool *picked = table ? editor_pick(editor, table) : NULL;
  if (!picked)
    return;
  if (edit->kind == EDIT_SET)
    set_rows(editor, table, picked);
  else if (edit->kind == EDIT_SCALE)
    scale_rows(editor, table, picked);
  else
    remove_rows(editor, table, picked);
}

// Orphans are only those clients that are there and without a rep or team when all is done.
static void settle_orphans(Editor *editor)
{
  const InputFile *input = input_file_find("client");
  GPtrArray *orphans = editor->edited->orphans;
  const Table *table = orphans->len > 0 ? editor_table(editor, input) : NULL;
  if (!table)
    return;
  const int rep = input_file_locate(input, table, "rep"), team = input_file_locate(input, table, "team");
  for (guint i = orphans->len; i > 0; i--) {
    const Orphan *orphan = g_ptr_array_index(orphans, i - 1);
    const int row = find_row(input, table, orphan->client);
    const bool lost =
        row >= 0 && !*table_cell(table, row, rep) && (team < 0 || !*table_cell(table, row, team));
    if (!lost)
      g_ptr_array_remove_index(orphans, i - 1);
  }
}

Edited *edited_new(const char *folder, const GPtrArray *edits, Findings *findings, GError **error)
{
  g_autoptr(Edited) edited = g_new0(Edited, 1);
  edited->tables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)table_free);
  edited->inputs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  edited->changes = g_ptr_array_new_with_free_func(change_free);
  edited->orphans = g_ptr_array_new_with_free_func(orphan_free);
  g_autoptr(GError) trouble = NULL;
  Editor editor = {.folder = folder, .edited = edited, .findings = findings, .error = &trouble};
  editor_ini_read(&editor);
  for (guint i = 0; i < edits->len && !trouble; i++) {
    editor.edit = g_ptr_array_index(edits, i);
    apply(&editor);
  }
  if (!trouble)
    settle_orphans(&editor);
  if (!trouble)
    return g_steal_pointer(&edited);
  g_propagate_error(error, g_steal_pointer(&trouble));
  return NULL;
}

// ---- Who is to blame ---------------------------------------------------------------------------------------------

// The last change of that cell, else of that row; NULL: none.
static const EditChange *culprit(const Edited *edited, const Finding *finding)
{
  const EditChange *row = NULL;
  for (guint i = edited->changes->len; i > 0; i--) {
    const EditChange *change = g_ptr_array_index(edited->changes, i - 1);
    if (g_strcmp0(change->file, finding->file) != 0 || change->line != finding->line ||
        (!change->column && !change->after))
      continue;
    if (change->column && g_strcmp0(change->column, finding->column) == 0)
      return change;
    row = row ? row : change;
  }
  return row;
}

void edited_blame(const Edited *edited, const char *source, Findings *found, Findings *blamed)
{
  g_autoptr(GHashTable) said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  const GPtrArray *sorted = findings_sorted(found);
  for (guint i = 0; i < sorted->len; i++) {
    const Finding *finding = g_ptr_array_index(sorted, i);
    const EditChange *change = culprit(edited, finding);
    if (!change) {
      g_autofree char *text = finding_text(finding);
      if (finding->level == FINDING_ERROR)
        findings_add(blamed, FINDING_ERROR, source, 0, NULL, "%s", text);
      continue;
    }
    const char *line_source = change->edit->source;
    if (!g_hash_table_add(said, g_strdup_printf("%s\x1f%d\x1f%s\x1f%s", line_source, change->edit->line,
                                                finding->column ? finding->column : "", finding->text)))
      continue;
    findings_add(blamed, finding->level, line_source, change->edit->line, finding->column, _("%s (%s, %s)"),
                 finding->text, change->file, change->row);
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Files that others refer to are read first: settings, groups, resources and reps before clients, clients before
// the rest. The checks at the end need them all, and are left out where what they need is itself in error.
#include "io/territory_read.h"

#include <string.h>

#include "io/ini.h"
#include "io/reader.h"
#include "io/text.h"
#include "model/words.h"

// A table that a scenario has looked into, or NULL. It is the reader's from now on.
static Table *take_edited(const Reader *reader, const char *file)
{
  g_autofree char *key = NULL;
  Table *table = NULL;
  if (!reader->edited ||
      !g_hash_table_steal_extended(reader->edited->tables, file, (gpointer *)&key, (gpointer *)&table))
    return NULL;
  const char *sha = g_hash_table_lookup(reader->edited->inputs, file);
  if (sha) // else the file is the scenario's own
    g_hash_table_replace(reader->territory->inputs, g_strdup(file), g_strdup(sha));
  return table;
}

Table *reader_open(Reader *reader, const char *file, bool needed, const Column *columns, int count,
                   GArray *unknown, GError **error)
{
  Territory *territory = reader->territory;
  int before = findings_count(reader->findings, FINDING_ERROR);
  Table *table = take_edited(reader, file);
  if (!table)
    table = table_read(territory->folder, file, territory->inputs, reader->findings, error);
  if (table) {
    if (!table_bind(table, columns, count, unknown, reader->findings))
      table->damaged = true;
  } else if (needed && !*error && findings_count(reader->findings, FINDING_ERROR) == before) {
    findings_add(reader->findings, FINDING_ERROR, file, 0, NULL,
                 _("the file is missing; 'ronda init' makes a folder with all files and their columns"));
  }
  return table;
}

static char *edited_ini(const Edited *edited)
{
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < edited->ini->len; i++)
    g_string_append_printf(text, "%s\n", (const char *)g_ptr_array_index(edited->ini, i));
  return g_string_free(g_steal_pointer(&text), FALSE);
}

bool read_ini(Reader *reader, GError **error)
{
  static const char file[] = "ronda.ini";
  Territory *territory = reader->territory;
  gsize length = 0;
  g_autofree char *data = text_load(territory->folder, file, territory->inputs, &length, error);
  if (*error)
    return false;
  if (!data)
    findings_add(reader->findings, FINDING_ERROR, file, 0, NULL,
                 _("the file is missing; 'ronda init' makes a folder with all files and their columns"));
  g_autoptr(Findings) unheard = data ? NULL : findings_new();
  g_autofree char *edited = data && reader->edited ? edited_ini(reader->edited) : NULL;
  if (edited)
    ini_parse(edited, strlen(edited), file, &territory->settings, reader->findings);
  else
    ini_parse(data ? data : "", length, file, &territory->settings, data ? reader->findings : unheard);
  return true;
}

static void check_groups_file(Reader *reader)
{
  if (!reader->first_group_line ||
      (g_hash_table_contains(reader->territory->inputs, "groups.csv") || reader->territory->groups->len > 0))
    return;
  findings_add(
      reader->findings, FINDING_ERROR, "groups.csv", 0, NULL,
      _("the file is missing, but clients.csv names groups (line %d); add it with a row for each group"),
      reader->first_group_line);
}

static bool folder_is_there(const char *folder, GError **error)
{
  if (g_file_test(folder, G_FILE_TEST_IS_DIR))
    return true;
  if (g_file_test(folder, G_FILE_TEST_EXISTS))
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOTDIR, _("'%s' is not a folder"), folder);
  else
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, _("there is no folder '%s'; 'ronda init' makes one"),
                folder);
  return false;
}

static bool read_all(Reader *reader, GError **error)
{
  bool (*const readers[])(Reader *, GError **) = {
      read_ini,          read_groups, read_resources,  read_reps,      read_clients, read_holidays,
      read_appointments, read_matrix, read_activities, read_responses, read_targets, read_actuals,
  };
  for (size_t i = 0; i < G_N_ELEMENTS(readers); i++) {
    if (!readers[i](reader, error))
      return false;
  }
  check_groups_file(reader);
  check_places(reader);
  check_contacts(reader);
  appointments_cross_check(reader);
  return true;
}

Territory *territory_read(const char *folder, Findings *findings, GError **error)
{
  return territory_read_edited(folder, NULL, findings, error);
}

Territory *territory_read_edited(const char *folder, Edited *edited, Findings *findings, GError **error)
{
  if (!folder_is_there(folder, error))
    return NULL;
  Territory *territory = territory_new();
  territory->folder = g_strdup(folder);
  Reader reader = {territory, findings, ids_new(), ids_new(), ids_new(), ids_new(), ids_new(), 0, edited};
  g_autoptr(GError) trouble = NULL;
  bool read = read_all(&reader, &trouble);
  Ids *all[] = {reader.clients, reader.groups, reader.reps, reader.resources, reader.teams};
  for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
    ids_free(all[i]);
  if (!read) {
    g_propagate_error(error, g_steal_pointer(&trouble));
    g_clear_pointer(&territory, territory_free);
  }
  return territory;
}

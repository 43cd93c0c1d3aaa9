// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/policy_read.h"

#include "io/row.h"
#include "model/words.h"

enum { CLIENT, GROUP, VISITS, CHOSEN, REP, COLUMNS };

static const Column columns[COLUMNS] = {
    [CLIENT] = {"client|cliente", true},
    [GROUP] = {"group|grupo", false},
    [VISITS] = {"visits|visitas", false},
    [CHOSEN] = {"chosen|elegido", false},
    [REP] = {"rep|representante|comercial|vendedor", false},
};

static Table *open_table(const char *folder, const char *file, Findings *findings)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GArray) others = g_array_new(FALSE, FALSE, sizeof(int)); // not worth a note
  g_autoptr(Findings) unheard = findings_new();
  Table *table = table_read(folder, file, NULL, findings, &error);
  if (table && !table_bind(table, columns, COLUMNS, others, unheard))
    g_clear_pointer(&table, table_free);
  return table;
}

// id -> position + 1 of clients or groups; ids belong to the territory.
static GHashTable *index_clients(const Territory *territory)
{
  GHashTable *index = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < territory->clients->len; i++)
    g_hash_table_insert(index, territory_client(territory, (int)i)->id, GINT_TO_POINTER((int)i + 1));
  return index;
}

static GHashTable *index_groups(const Territory *territory)
{
  GHashTable *index = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint g = 0; g < territory->groups->len; g++)
    g_hash_table_insert(index, territory_group(territory, (int)g)->id, GINT_TO_POINTER((int)g + 1));
  return index;
}

static GHashTable *index_reps(const Territory *territory)
{
  GHashTable *index = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint j = 0; j < territory->reps->len; j++)
    g_hash_table_insert(index, territory_rep(territory, (int)j)->id, GINT_TO_POINTER((int)j + 1));
  return index;
}

static int look_up(GHashTable *index, const Row *row, int want)
{
  g_autofree char *id = row_text(row, want);
  return GPOINTER_TO_INT(g_hash_table_lookup(index, id)) - 1;
}

void policy_read_groups(const char *folder, Territory *territory, Findings *findings)
{
  g_autoptr(Table) table = open_table(folder, "scores.csv", findings);
  g_autoptr(GHashTable) clients = index_clients(territory), groups = index_groups(territory);
  for (int i = 0; table && i < table->rows; i++) {
    const Row row = {table, i, findings};
    int client = look_up(clients, &row, CLIENT), group = look_up(groups, &row, GROUP);
    if (client >= 0 && group >= 0 && territory_client(territory, client)->group < 0)
      territory_client(territory, client)->group = group;
  }
}

void policy_read_visits(const char *folder, Territory *territory, const bool *open, Findings *findings)
{
  g_autoptr(Table) table = open_table(folder, "frequency.csv", findings);
  g_autoptr(GHashTable) clients = index_clients(territory);
  for (int i = 0; table && i < table->rows; i++) {
    const Row row = {table, i, findings};
    int client = look_up(clients, &row, CLIENT), visits = 0;
    bool chosen = false;
    row_yes_no(&row, CHOSEN, &chosen);
    if (client >= 0 && open[client] && chosen && row_count(&row, VISITS, 0, 1000, &visits))
      territory_client(territory, client)->visits = (Visits){.given = true, .min = visits, .max = visits};
  }
}

void policy_read_reps(const char *folder, Territory *territory, Findings *findings)
{
  g_autoptr(Table) table = open_table(folder, "assignment.csv", findings);
  g_autoptr(GHashTable) clients = index_clients(territory), reps = index_reps(territory);
  for (int i = 0; table && i < table->rows; i++) {
    const Row row = {table, i, findings};
    int client = look_up(clients, &row, CLIENT), rep = look_up(reps, &row, REP);
    if (client >= 0 && rep >= 0 && territory_client(territory, client)->rep < 0 &&
        territory_client(territory, client)->team < 0)
      territory_client(territory, client)->rep = rep;
  }
}

bool policy_read_assignment(const char *path, const Territory *territory, int *rep, Findings *findings,
                            GError **error)
{
  g_autofree char *folder = g_path_get_dirname(path), *file = g_path_get_basename(path);
  if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, _("there is no file '%s'"), path);
    return false;
  }
  g_autoptr(Table) table = open_table(folder, file, findings);
  g_autoptr(GHashTable) clients = index_clients(territory), reps = index_reps(territory);
  if (!table) {
    findings_add(findings, FINDING_ERROR, file, 0, NULL, _("the file needs the columns client and rep"));
    return false;
  }
  for (int i = 0; i < table->rows; i++) {
    const Row row = {table, i, findings};
    const int client = look_up(clients, &row, CLIENT), to = look_up(reps, &row, REP);
    g_autofree char *client_id = row_text(&row, CLIENT), *rep_id = row_text(&row, REP);
    if (client < 0)
      findings_add(findings, FINDING_ERROR, file, row_line(&row), "client",
                   _("there is no client '%s' in clients.csv"), client_id);
    else if (to < 0)
      findings_add(findings, FINDING_ERROR, file, row_line(&row), "rep",
                   _("there is no rep '%s' in reps.csv"), rep_id);
    else
      rep[client] = to;
  }
  return true;
}

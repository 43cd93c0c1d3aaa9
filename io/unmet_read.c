// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/unmet_read.h"

#include <string.h>

#include "io/row.h"
#include "io/sheet.h"
#include "model/activity.h"

enum { CLIENT, REP, RESOURCE, ACTIVITY, TIMES, CODE, REASON, CHANGE, NAME, GROUP, COLUMNS };

static const Column columns[COLUMNS] = {
    [CLIENT] = {"client", true},      [REP] = {"rep", false},       [RESOURCE] = {"resource", false},
    [ACTIVITY] = {"activity", false}, [TIMES] = {"times", false},   [CODE] = {"reason_code", false},
    [REASON] = {"reason", false},     [CHANGE] = {"change", false}, [NAME] = {"name", false},
    [GROUP] = {"group", false},
};

static char *cell_of(const Row *row, int want)
{
  g_autofree char *cell = row_text(row, want);
  return g_strdup(sheet_unguard(cell));
}

static int client_of(const Territory *territory, const char *id)
{
  for (int i = 0; i < (int)territory->clients->len; i++) {
    if (strcmp(territory_client(territory, i)->id, id) == 0)
      return i;
  }
  return -1;
}

static int resource_of(const Territory *territory, const char *id)
{
  for (int r = 0; r < (int)territory->resources->len; r++) {
    if (strcmp(territory_resource(territory, r)->id, id) == 0)
      return r;
  }
  return -1;
}

static int rep_of(const Territory *territory, const char *id)
{
  for (int r = 0; r < (int)territory->reps->len; r++) {
    if (strcmp(territory_rep(territory, r)->id, id) == 0)
      return r;
  }
  return -1;
}

static int activity_of(const Territory *territory, int client, const char *id)
{
  const Activity *activity;
  for (int k = 0; (activity = client_activity(territory, client, k)) != NULL; k++) {
    if (strcmp(activity->id, id) == 0)
      return k;
  }
  return -1;
}

static void read_unmet(const Row *row, const Territory *territory, Plan *plan)
{
  g_autofree char *client = cell_of(row, CLIENT), *rep = cell_of(row, REP),
                  *resource = cell_of(row, RESOURCE), *activity = cell_of(row, ACTIVITY),
                  *code = cell_of(row, CODE);
  Unmet unmet = {.client = client_of(territory, client),
                 .rep = rep_of(territory, rep),
                 .resource = resource_of(territory, resource),
                 .activity = -1,
                 .times = 1};
  if (unmet.client < 0 || (*resource && unmet.resource < 0))
    return;
  if (unmet.resource < 0 && (unmet.activity = activity_of(territory, unmet.client, activity)) < 0)
    return;
  row_count(row, TIMES, 1, 1000, &unmet.times);
  for (UnmetCode c = 0; c < UNMET_COUNT; c++)
    unmet.code = strcmp(unmet_name(c), code) == 0 ? c : unmet.code;
  unmet.reason = cell_of(row, REASON);
  unmet.remedy = cell_of(row, CHANGE);
  g_array_append_val(plan->unmet, unmet);
}

bool unmet_read(const char *folder, const Territory *territory, Plan *plan, Findings *findings,
                GError **error)
{
  GError *trouble = NULL;
  g_autofree char *path = g_build_filename(folder, "unmet.csv", NULL);
  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    return true;
  g_autoptr(Table) table = table_read(folder, "unmet.csv", NULL, findings, &trouble);
  if (trouble) {
    g_propagate_error(error, trouble);
    return false;
  }
  if (!table || !table_bind(table, columns, COLUMNS, NULL, findings))
    return true;
  for (int r = 0; r < table->rows; r++) {
    const Row row = {table, r, findings};
    if (row_is_whole(&row))
      read_unmet(&row, territory, plan);
  }
  g_array_sort(plan->unmet, unmet_compare);
  return true;
}

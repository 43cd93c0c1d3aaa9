// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/intake.h"

#include <string.h>

#include "io/cell.h"
#include "io/sheet.h"
#include "io/text.h"
#include "model/words.h"

enum { EXAMPLES = 3 };

// ---- What is known -----------------------------------------------------------------------------------------------

static void know(GHashTable *names, const char *name, const char *id, bool folded)
{
  g_autofree char *key = folded ? text_fold(name) : g_strstrip(g_strdup(name));
  if (*key && !g_hash_table_contains(names, key))
    g_hash_table_insert(names, g_steal_pointer(&key), g_strdup(id));
}

static int column_of(const Table *table, const char *names)
{
  for (int c = 0; c < table->columns; c++) {
    g_autofree char *folded = text_fold(table_header(table, c));
    if (text_is_listed(folded, names))
      return c;
  }
  return -1;
}

// Ids first, so that no name stands before an id.
static void know_table(GHashTable *names, const Table *table, const char *const *columns)
{
  const int id = table ? column_of(table, columns[0]) : -1;
  for (int k = 0; columns[k] && id >= 0; k++) {
    const int column = column_of(table, columns[k]);
    for (int row = 0; row < table->rows && column >= 0; row++) {
      g_autofree char *key = g_strstrip(g_strdup(table_cell(table, row, id)));
      if (*key) {
        know(names, table_cell(table, row, column), key, false);
        know(names, table_cell(table, row, column), key, true);
      }
    }
  }
}

static GHashTable *names_new(void)
{
  return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

Intake *intake_new(const char *folder, const char *zone, const Mapping *mapping, Findings *findings,
                   GError **error)
{
  static const char *const rep_columns[] = {"rep|representante|comercial|vendedor", "crm_id|id_crm",
                                            "email|e-mail|correo", "name|nombre", NULL};
  static const char *const group_columns[] = {"group|grupo|segment|segmento", "name|nombre", NULL};
  g_autoptr(Intake) intake = g_new0(Intake, 1);
  g_autoptr(Findings) ignored = findings_new(); // `check` tells what is wrong with these files
  GError *trouble = NULL;
  intake->mapping = mapping;
  intake->findings = findings;
  intake->zone = zone && *zone ? g_time_zone_new_identifier(zone) : NULL;
  if (!intake->zone)
    intake->zone = g_time_zone_new_utc();
  intake->rep_of = names_new();
  intake->group_of = names_new();
  intake->client_of = names_new();
  intake->reps = table_read(folder, "reps.csv", NULL, ignored, &trouble);
  if (!trouble)
    intake->groups = table_read(folder, "groups.csv", NULL, ignored, &trouble);
  if (trouble) {
    g_propagate_error(error, trouble);
    return NULL;
  }
  know_table(intake->rep_of, intake->reps, rep_columns);
  know_table(intake->group_of, intake->groups, group_columns);
  return g_steal_pointer(&intake);
}

void intake_free(Intake *intake)
{
  if (!intake)
    return;
  table_free(intake->reps);
  table_free(intake->groups);
  g_hash_table_unref(intake->rep_of);
  g_hash_table_unref(intake->group_of);
  g_hash_table_unref(intake->client_of);
  g_time_zone_unref(intake->zone);
  g_free(intake);
}

static int find_ours(const Merge *merge, SourceKind kind, const char *name)
{
  const OurColumn *target = mapping_target(kind, name);
  if (target)
    return merge_find(merge, target->ours);
  g_autofree char *folded = text_fold(name);
  for (guint c = 0; c < merge->columns->len; c++) {
    g_autofree char *other = text_fold(merge->columns->pdata[c]);
    if (strcmp(folded, other) == 0)
      return (int)c;
  }
  return -1;
}

void intake_know_clients(Intake *intake, const Merge *clients)
{
  const int id = find_ours(clients, MAP_ACCOUNTS, "client");
  static const char *const columns[] = {"client", "crm_id", "name"};
  for (size_t k = 0; k < G_N_ELEMENTS(columns) && id >= 0; k++) {
    const int column = find_ours(clients, MAP_ACCOUNTS, columns[k]);
    for (int row = 0; row < clients->rows && column >= 0; row++) {
      const char *key = merge_cell(clients, row, id);
      know(intake->client_of, sheet_unguard(merge_cell(clients, row, column)), key, false);
      know(intake->client_of, sheet_unguard(merge_cell(clients, row, column)), key, k == 2);
    }
  }
}

// ---- Columns -----------------------------------------------------------------------------------------------------

typedef struct Pair { // a column of theirs that is taken, and ours
  int theirs, ours;
  Rule rule;
  Holds holds;
  int odd; // cells that mean nothing to us
  GString *examples;
  int late; // days that lie in the horizon where only earlier ones make sense
} Pair;

typedef struct Pairs {
  SourceKind kind;
  Intake *intake;
  const Table *theirs;
  Merge *ours;
  GArray *pair;                          // Pair
  Pair *client, *crm, *date, *lat, *lon; // of them; NULL: not taken
  int client_column, crm_column;         // of ours, -1: none
} Pairs;

static void pair_columns(Pairs *pairs)
{
  g_autoptr(GString) unknown = g_string_new(NULL);
  pairs->pair = g_array_new(FALSE, FALSE, sizeof(Pair));
  for (int c = 0; c < pairs->theirs->columns; c++) {
    const MapEntry *entry =
        mapping_entry(pairs->intake->mapping, pairs->kind, table_header(pairs->theirs, c));
    if (!entry && *table_header(pairs->theirs, c))
      g_string_append_printf(unknown, "%s'%s'", unknown->len ? ", " : "", table_header(pairs->theirs, c));
    if (!entry || !*entry->ours)
      continue;
    const OurColumn *target = mapping_target(pairs->kind, entry->ours);
    Pair pair = {.theirs = c, .ours = find_ours(pairs->ours, pairs->kind, entry->ours), .rule = entry->rule};
    pair.holds = target ? target->holds : HOLDS_TEXT;
    if (pair.ours < 0)
      pair.ours = merge_add_column(pairs->ours, entry->ours);
    bool twice = false;
    for (guint k = 0; k < pairs->pair->len; k++)
      twice = twice || g_array_index(pairs->pair, Pair, k).ours == pair.ours;
    pair.examples = g_string_new(NULL);
    if (twice)
      g_string_free(pair.examples, TRUE);
    else
      g_array_append_val(pairs->pair, pair);
  }
  if (unknown->len)
    findings_add(pairs->intake->findings, FINDING_NOTE, pairs->theirs->file, 0, NULL,
                 _("columns that the mapping does not name are not taken: %s"), unknown->str);
}

static Pair *find_pair(const Pairs *pairs, const char *ours)
{
  const int column = find_ours(pairs->ours, pairs->kind, ours);
  for (guint k = 0; k < pairs->pair->len; k++) {
    Pair *pair = &g_array_index(pairs->pair, Pair, k);
    if (pair->ours == column)
      return pair;
  }
  return NULL;
}

static void note_odd(Pair *pair, const char *cell)
{
  g_assert(pair);
  if (pair->odd++ < EXAMPLES)
    g_string_append_printf(pair->examples, "%s'%s'", pair->examples->len ? ", " : "", cell);
}

// The value of their cell, "" where it is empty or means nothing to us; free with g_free.
static char *value_of(const Pairs *pairs, Pair *pair, int row)
{
  if (!pair)
    return g_strdup("");
  const char *cell = table_cell(pairs->theirs, row, pair->theirs);
  char *value = intake_value(pairs->intake, pair->holds, cell);
  Day day;
  if (value && pair->holds == HOLDS_PAST && *value && cell_date(value, &day, NULL) &&
      pairs->intake->start != DAY_NONE && day >= pairs->intake->start) {
    g_free(value);
    pair->late++;
    return g_strdup("");
  }
  if (value)
    return value;
  note_odd(pair, cell);
  return g_strdup("");
}

static void fill_row(const Pairs *pairs, int row, int into)
{
  const bool fresh = into >= pairs->ours->former_rows;
  for (guint k = 0; k < pairs->pair->len; k++) {
    Pair *pair = &g_array_index(pairs->pair, Pair, k);
    const char *present = merge_cell(pairs->ours, into, pair->ours);
    if (!fresh && (pair->rule == RULE_INSERT || (pair->rule == RULE_KEEP && *present)))
      continue;
    g_autofree char *value = value_of(pairs, pair, row);
    if (*value)
      merge_set(pairs->ours, into, pair->ours, value);
  }
}

static void end_pairs(Pairs *pairs)
{
  for (guint k = 0; k < pairs->pair->len; k++) {
    Pair *pair = &g_array_index(pairs->pair, Pair, k);
    if (pair->odd > 0)
      findings_add(pairs->intake->findings, FINDING_WARNING, pairs->theirs->file, 0,
                   table_header(pairs->theirs, pair->theirs),
                   ngettext("%d cell means nothing as '%s' and was not taken: %s",
                            "%d cells mean nothing as '%s' and were not taken: %s", (gulong)pair->odd),
                   pair->odd, (const char *)pairs->ours->columns->pdata[pair->ours], pair->examples->str);
    if (pair->late > 0)
      findings_add(
          pairs->intake->findings, FINDING_WARNING, pairs->theirs->file, 0,
          table_header(pairs->theirs, pair->theirs),
          ngettext("%d day lies in the horizon and was not taken as '%s': visits of these weeks belong "
                   "to the activities",
                   "%d days lie in the horizon and were not taken as '%s': visits of these weeks belong "
                   "to the activities",
                   (gulong)pair->late),
          pair->late, (const char *)pairs->ours->columns->pdata[pair->ours]);
    g_string_free(pair->examples, TRUE);
  }
  g_array_unref(pairs->pair);
}

static void skip_row(Pairs *pairs, int row, const char *why)
{
  pairs->intake->skipped++;
  findings_add(pairs->intake->findings, FINDING_WARNING, pairs->theirs->file, table_line(pairs->theirs, row),
               NULL, "%s", why);
}

static bool start_pairs(Pairs *pairs, const char *one, const char *two)
{
  static const char *const needed[] = {"client", "name", "lat", "lon", "crm_id"};
  for (size_t k = 0;
       k < G_N_ELEMENTS(needed) && pairs->kind == MAP_ACCOUNTS && pairs->ours->former_columns == 0; k++)
    merge_add_column(pairs->ours, needed[k]);
  if (pairs->kind == MAP_ACCOUNTS && find_ours(pairs->ours, MAP_ACCOUNTS, "client") < 0)
    merge_add_column(pairs->ours, "client");
  pair_columns(pairs);
  pairs->client = find_pair(pairs, "client");
  pairs->crm = find_pair(pairs, "crm_id");
  pairs->date = find_pair(pairs, "date");
  pairs->lat = find_pair(pairs, "lat");
  pairs->lon = find_pair(pairs, "lon");
  pairs->client_column = find_ours(pairs->ours, pairs->kind, "client");
  pairs->crm_column = find_ours(pairs->ours, pairs->kind, "crm_id");
  if (find_pair(pairs, one) || find_pair(pairs, two))
    return true;
  findings_add(pairs->intake->findings, FINDING_ERROR, pairs->theirs->file, 0, NULL,
               _("the mapping gives no column as '%s' or '%s', so rows cannot be told apart"), one, two);
  end_pairs(pairs);
  return false;
}

// ---- Accounts ----------------------------------------------------------------------------------------------------

// Value -> row + 1 of a column of ours.
static GHashTable *rows_by(const Merge *merge, int column)
{
  GHashTable *rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (int row = 0; row < merge->rows && column >= 0; row++) {
    char *key = g_strstrip(g_strdup(sheet_unguard(merge_cell(merge, row, column))));
    if (*key && !g_hash_table_contains(rows, key))
      g_hash_table_insert(rows, key, GINT_TO_POINTER(row + 1));
    else
      g_free(key);
  }
  return rows;
}

typedef struct Keys {
  GHashTable *by_client, *by_crm;
} Keys;

static int find_account(const Keys *keys, const char *client, const char *crm)
{
  int row = *crm ? GPOINTER_TO_INT(g_hash_table_lookup(keys->by_crm, crm)) : 0;
  if (!row && *client)
    row = GPOINTER_TO_INT(g_hash_table_lookup(keys->by_client, client));
  if (!row && *crm)
    row = GPOINTER_TO_INT(g_hash_table_lookup(keys->by_client, crm));
  return row - 1;
}

static bool has_place(Pairs *pairs, int row)
{
  g_autofree char *lat = value_of(pairs, pairs->lat, row);
  g_autofree char *lon = value_of(pairs, pairs->lon, row);
  return *lat && *lon;
}

static void take_new_account(Pairs *pairs, Keys *keys, int row, const char *client, const char *crm)
{
  const char *id = *client ? client : crm;
  if (!has_place(pairs, row)) {
    g_autofree char *why =
        g_strdup_printf(_("the new client %s has no latitude and longitude, so it was not taken"), id);
    skip_row(pairs, row, why);
    return;
  }
  const int into = merge_add_row(pairs->ours);
  fill_row(pairs, row, into);
  merge_set(pairs->ours, into, pairs->client_column, id);
  g_hash_table_replace(keys->by_client, g_strdup(id), GINT_TO_POINTER(into + 1));
  if (*crm)
    g_hash_table_replace(keys->by_crm, g_strdup(crm), GINT_TO_POINTER(into + 1));
}

static void take_account(Pairs *pairs, Keys *keys, int row)
{
  g_autofree char *client = value_of(pairs, pairs->client, row);
  g_autofree char *crm = value_of(pairs, pairs->crm, row);
  if (!*client && !*crm) {
    skip_row(pairs, row, _("the row has no id, so it was not taken"));
    return;
  }
  const int into = find_account(keys, client, crm);
  if (into < 0) {
    take_new_account(pairs, keys, row, client, crm);
    return;
  }
  if (into < pairs->ours->former_rows)
    pairs->ours->seen[into] = true;
  fill_row(pairs, row, into);
}

bool intake_accounts(Intake *intake, const Table *theirs, Merge *ours)
{
  Pairs pairs = {.kind = MAP_ACCOUNTS, .intake = intake, .theirs = theirs, .ours = ours};
  if (!start_pairs(&pairs, "crm_id", "client"))
    return false;
  Keys keys = {rows_by(ours, find_ours(ours, MAP_ACCOUNTS, "client")),
               rows_by(ours, find_ours(ours, MAP_ACCOUNTS, "crm_id"))};
  for (int row = 0; row < theirs->rows; row++)
    take_account(&pairs, &keys, row);
  g_hash_table_unref(keys.by_client);
  g_hash_table_unref(keys.by_crm);
  end_pairs(&pairs);
  return true;
}

// ---- Activities --------------------------------------------------------------------------------------------------

// Day and client; the k-th of a day stands for the k-th.
static char *activity_key(GHashTable *count, const char *date, const char *client)
{
  g_autofree char *pair = g_strdup_printf("%s\x1f%s", date, client);
  const int k = GPOINTER_TO_INT(g_hash_table_lookup(count, pair));
  char *key = g_strdup_printf("%s\x1f%d", pair, k);
  g_hash_table_replace(count, g_steal_pointer(&pair), GINT_TO_POINTER(k + 1));
  return key;
}

static GHashTable *rows_by_day(Intake *intake, const Merge *merge)
{
  GHashTable *rows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) count = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  const int date = find_ours(merge, MAP_ACTIVITIES, "date"),
            client = find_ours(merge, MAP_ACTIVITIES, "client");
  for (int row = 0; row < merge->rows && date >= 0 && client >= 0; row++) {
    g_autofree char *day = intake_value(intake, HOLDS_DAY, merge_cell(merge, row, date));
    const char *id = sheet_unguard(merge_cell(merge, row, client));
    g_hash_table_replace(rows, activity_key(count, day ? day : "", id), GINT_TO_POINTER(row + 1));
  }
  return rows;
}

typedef struct ActivityKeys {
  GHashTable *by_crm, *by_day, *count;
} ActivityKeys;

static void take_activity(Pairs *pairs, ActivityKeys *keys, int row)
{
  g_autofree char *date = value_of(pairs, pairs->date, row);
  g_autofree char *client = value_of(pairs, pairs->client, row);
  g_autofree char *crm = value_of(pairs, pairs->crm, row);
  if (!*date || !*client) {
    pairs->intake->skipped++;
    return;
  }
  g_autofree char *key = activity_key(keys->count, date, client);
  int into = *crm ? GPOINTER_TO_INT(g_hash_table_lookup(keys->by_crm, crm)) - 1 : -1;
  if (into < 0) {
    into = GPOINTER_TO_INT(g_hash_table_lookup(keys->by_day, key)) - 1;
    if (into >= 0 && *crm &&
        *merge_cell(pairs->ours, into, pairs->crm_column)) // another activity of that day
      into = -1;
  }
  if (into < 0)
    into = merge_add_row(pairs->ours);
  else if (into < pairs->ours->former_rows)
    pairs->ours->seen[into] = true;
  if (*crm)
    g_hash_table_replace(keys->by_crm, g_strdup(crm), GINT_TO_POINTER(into + 1));
  fill_row(pairs, row, into);
}

bool intake_activities(Intake *intake, const Table *theirs, Merge *ours)
{
  static const char *const columns[] = {"date",  "client",   "rep",    "status", "minutes",
                                        "sales", "activity", "result", "notes"};
  for (size_t k = 0; k < G_N_ELEMENTS(columns) && ours->former_columns == 0; k++)
    merge_add_column(ours, columns[k]);
  Pairs pairs = {.kind = MAP_ACTIVITIES, .intake = intake, .theirs = theirs, .ours = ours};
  if (!start_pairs(&pairs, "client", "client"))
    return false;
  if (!pairs.date) {
    findings_add(intake->findings, FINDING_ERROR, theirs->file, 0, NULL,
                 _("the mapping gives no column as 'date'"));
    end_pairs(&pairs);
    return false;
  }
  ActivityKeys keys = {rows_by(ours, find_ours(ours, MAP_ACTIVITIES, "crm_id")), rows_by_day(intake, ours),
                       g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
  for (int row = 0; row < theirs->rows; row++)
    take_activity(&pairs, &keys, row);
  g_hash_table_unref(keys.by_crm);
  g_hash_table_unref(keys.by_day);
  g_hash_table_unref(keys.count);
  end_pairs(&pairs);
  return true;
}

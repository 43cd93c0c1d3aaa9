// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/align_rules.h"

#include <math.h>
#include <string.h>

#include "model/words.h"

#define SECTION "align"

static const char *const known_keys[] = {
    "balance", "most_clients", "most_sales_pct", "change_hours", "change_sales_pct",
    "lock",    "forbid",       "match",          "teams",        "drop",
    NULL};

typedef struct Reading {
  const Territory *territory;
  const Attributes *attributes;
  GKeyFile *keys;      // NULL: no section
  GHashTable *clients; // id -> position + 1
  AlignRules *rules;
  Findings *findings;
} Reading;

void align_rules_set(Territory *territory, const char *key, const char *value)
{
  if (!territory->settings.keys)
    territory->settings.keys = g_key_file_new();
  g_key_file_set_value(territory->settings.keys, SECTION, key, value);
}

static char *value_of(const Reading *reading, const char *key)
{
  char *value = reading->keys ? g_key_file_get_value(reading->keys, SECTION, key, NULL) : NULL;
  if (value && !*g_strstrip(value))
    g_clear_pointer(&value, g_free);
  return value;
}

static bool read_double(const char *text, double *number)
{
  g_autofree char *copy = g_strstrip(g_strdup(text));
  char *stop = NULL;
  g_strdelimit(copy, ",", '.');
  *number = g_ascii_strtod(copy, &stop);
  if (stop != copy && *stop == '%')
    stop++;
  return stop != copy && !*stop && isfinite(*number);
}

static double read_number(const Reading *reading, const char *key, double most, double otherwise)
{
  g_autofree char *value = value_of(reading, key);
  double number;
  if (!value)
    return otherwise;
  if (read_double(value, &number) && number >= 0 && number <= most)
    return number;
  findings_refuse(reading->findings, SECTION, key, _("'%s': write a number from %g to %g"), value, 0.0, most);
  return otherwise;
}

// ---- Balance ----

static bool is_measure(const Reading *reading, const char *name)
{
  if (g_ascii_strcasecmp(name, "workload") == 0 || g_ascii_strcasecmp(name, "clients") == 0)
    return true;
  const Attribute *attribute = attributes_find(reading->attributes, name);
  return attribute && attribute->value;
}

static void add_limit(const Reading *reading, const char *text)
{
  g_auto(GStrv) words = g_strsplit_set(text, "=: \t", -1);
  const char *number = NULL;
  g_autoptr(GString) name = g_string_new(NULL);
  for (char **word = words; *word; word++) {
    if (!**word)
      continue;
    if (number)
      g_string_append_printf(name, "%s%s", name->len ? " " : "", number);
    number = *word;
  }
  double percent;
  if (!number || !name->len || !read_double(number, &percent) || percent < 0 || percent > 1000) {
    findings_refuse(reading->findings, SECTION, "balance",
                    _("'%s': write a measure and its percent, such as workload 10"), text);
    return;
  }
  if (!is_measure(reading, name->str)) {
    findings_refuse(
        reading->findings, SECTION, "balance",
        _("there is no column '%s' of numbers in clients.csv; write workload, clients, visits, sales, "
          "potential or "
          "such a column"),
        name->str);
    return;
  }
  for (guint k = 0; k < reading->rules->limits->len; k++) {
    AlignLimit *there = &g_array_index(reading->rules->limits, AlignLimit, k);
    if (g_ascii_strcasecmp(there->name, name->str) == 0) {
      findings_refuse(reading->findings, SECTION, "balance", _("'%s' is there twice"), name->str);
      return;
    }
  }
  AlignLimit limit = {g_strdup(name->str), percent / 100};
  g_array_append_val(reading->rules->limits, limit);
}

static void read_balance(const Reading *reading)
{
  g_autofree char *value = value_of(reading, "balance");
  if (value && g_ascii_strcasecmp(value, "none") == 0)
    return;
  g_auto(GStrv) parts = g_strsplit_set(value ? value : "workload 10", ",;", -1);
  for (char **part = parts; *part; part++) {
    if (*g_strstrip(*part))
      add_limit(reading, *part);
  }
}

// ---- Clients and reps by their ids ----

static int find_rep(const Territory *territory, const char *id)
{
  for (int j = 0; j < (int)territory->reps->len; j++) {
    if (strcmp(territory_rep(territory, j)->id, id) == 0)
      return j;
  }
  return -1;
}

// "C1" or "C1:R2". An id may hold a colon itself: the whole text is looked up first.
static void add_pair(const Reading *reading, const char *key, const char *text, bool forbidden)
{
  AlignPair pair = {GPOINTER_TO_INT(g_hash_table_lookup(reading->clients, text)) - 1, -1, forbidden};
  const char *colon = strrchr(text, ':');
  if (pair.client < 0 && colon) {
    g_autofree char *client = g_strstrip(g_strndup(text, (gsize)(colon - text))),
                    *rep = g_strstrip(g_strdup(colon + 1));
    pair.client = GPOINTER_TO_INT(g_hash_table_lookup(reading->clients, client)) - 1;
    pair.rep = find_rep(reading->territory, rep);
    if (pair.rep < 0) {
      findings_refuse(reading->findings, SECTION, key, _("there is no rep '%s' in reps.csv"), rep);
      return;
    }
  }
  if (pair.client < 0) {
    findings_refuse(reading->findings, SECTION, key, _("there is no client '%s' in clients.csv"), text);
    return;
  }
  if (pair.rep < 0 && !forbidden)
    pair.rep = territory_client(reading->territory, pair.client)->rep;
  if (pair.rep < 0)
    findings_refuse(reading->findings, SECTION, key, _("'%s': name the rep too, such as %s:R1"), text, text);
  else
    g_array_append_val(reading->rules->pairs, pair);
}

static void read_pairs(const Reading *reading, const char *key, bool forbidden)
{
  g_autofree char *value = value_of(reading, key);
  g_auto(GStrv) parts = g_strsplit_set(value ? value : "", ",;", -1);
  for (char **part = parts; *part; part++) {
    if (*g_strstrip(*part))
      add_pair(reading, key, *part, forbidden);
  }
}

static void read_dropped(const Reading *reading)
{
  g_autofree char *value = value_of(reading, "drop");
  g_auto(GStrv) parts = g_strsplit_set(value ? value : "", ",;", -1);
  guint left = reading->territory->reps->len;
  for (char **part = parts; *part; part++) {
    const int rep = *g_strstrip(*part) ? find_rep(reading->territory, *part) : -1;
    if (rep >= 0 && !reading->rules->dropped[rep]) {
      reading->rules->dropped[rep] = true;
      left--;
    } else if (**part && rep < 0) {
      findings_refuse(reading->findings, SECTION, "drop", _("there is no rep '%s' in reps.csv"), *part);
    }
  }
  if (left == 0 && reading->territory->reps->len > 0)
    findings_refuse(reading->findings, SECTION, "drop", _("somebody has to stay"));
}

// ---- Columns ----

static int find_column(const GPtrArray *columns, const char *name)
{
  g_autofree char *wanted = attribute_fold(name);
  for (guint c = 0; c < columns->len; c++) {
    g_autofree char *folded = attribute_fold(g_ptr_array_index(columns, c));
    if (strcmp(folded, wanted) == 0)
      return (int)c;
  }
  return -1;
}

static void add_match(const Reading *reading, const char *text)
{
  const char *colon = strchr(text, ':');
  g_autofree char *client = colon ? g_strstrip(g_strndup(text, (gsize)(colon - text))) : g_strdup(text),
                  *rep = g_strstrip(g_strdup(colon ? colon + 1 : text));
  const AlignMatch match = {find_column(reading->territory->extra_columns, client),
                            find_column(reading->territory->rep_columns, rep)};
  if (match.client_column < 0)
    findings_refuse(reading->findings, SECTION, "match", _("clients.csv has no column '%s' of its own"),
                    client);
  if (match.rep_column < 0)
    findings_refuse(reading->findings, SECTION, "match", _("reps.csv has no column '%s' of its own"), rep);
  if (match.client_column >= 0 && match.rep_column >= 0)
    g_array_append_val(reading->rules->matches, match);
}

static void read_matches(const Reading *reading)
{
  g_autofree char *value = value_of(reading, "match");
  g_auto(GStrv) parts = g_strsplit_set(value ? value : "", ",;", -1);
  for (char **part = parts; *part; part++) {
    if (*g_strstrip(*part))
      add_match(reading, *part);
  }
}

static void lock_client(const Reading *reading, int client, const char *column)
{
  const Client *c = territory_client(reading->territory, client);
  AlignPair pair = {client, c->rep, false};
  if (c->rep < 0)
    findings_add(reading->findings, FINDING_ERROR, "clients.csv", c->line, column,
                 _("client %s has no rep to be locked to: name one, or empty the cell"), c->id);
  else
    g_array_append_val(reading->rules->pairs, pair);
}

static void read_locked(const Reading *reading)
{
  static const char *const names[] = {"locked", "bloqueado", "fijo"};
  for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
    const Attribute *locked = attributes_find(reading->attributes, names[n]);
    if (!locked || (locked->words && locked->words->len == 0))
      continue;
    if (!locked->value) {
      findings_add(reading->findings, FINDING_ERROR, "clients.csv", 1, locked->name,
                   _("write yes or no in its cells"));
      continue;
    }
    for (int i = 0; i < (int)reading->territory->clients->len; i++) {
      if (locked->value[i] > 0)
        lock_client(reading, i, locked->name);
    }
  }
}

static void read_barred(const Reading *reading)
{
  static const char *const names[] = {"not_reps", "no_reps", "sin_reps"};
  const Territory *territory = reading->territory;
  int column = -1;
  for (size_t n = 0; n < G_N_ELEMENTS(names) && column < 0; n++)
    column = find_column(territory->extra_columns, names[n]);
  for (int i = 0; column >= 0 && i < (int)territory->clients->len; i++) {
    const Client *client = territory_client(territory, i);
    g_auto(GStrv) ids = g_strsplit_set(client->extra ? client->extra[column] : "", ",;| ", -1);
    for (char **id = ids; *id; id++) {
      AlignPair pair = {i, **id ? find_rep(territory, *id) : -1, true};
      if (pair.rep >= 0)
        g_array_append_val(reading->rules->pairs, pair);
      else if (**id)
        findings_add(reading->findings, FINDING_ERROR, "clients.csv", client->line,
                     g_ptr_array_index(territory->extra_columns, (guint)column),
                     _("there is no rep '%s' in reps.csv"), *id);
    }
  }
}

// ---- The whole ----

static void limit_clear(gpointer data)
{
  g_free(((AlignLimit *)data)->name);
}

static void read_teams(const Reading *reading)
{
  g_autofree char *value = value_of(reading, "teams");
  if (value && g_ascii_strcasecmp(value, "free") == 0)
    reading->rules->teams = false;
  else if (value && g_ascii_strcasecmp(value, "keep") != 0)
    findings_refuse(reading->findings, SECTION, "teams", _("write keep or free"));
}

static void read_changes(const Reading *reading)
{
  const double clients = read_number(reading, "most_clients", 1e9, -1),
               sales = read_number(reading, "most_sales_pct", 100, INFINITY);
  if (clients >= 0 && clients != floor(clients))
    findings_refuse(reading->findings, SECTION, "most_clients", _("write a whole number"));
  reading->rules->most_clients = (int)clients;
  reading->rules->most_sales = sales / 100;
  reading->rules->change_hours = read_number(reading, "change_hours", 1e6, 4);
  reading->rules->change_sales = read_number(reading, "change_sales_pct", 1000, 1) / 100;
}

AlignRules *align_rules_read(const Territory *territory, const Attributes *attributes, Findings *findings)
{
  AlignRules *rules = g_new0(AlignRules, 1);
  GKeyFile *all = territory->settings.keys;
  g_autoptr(GHashTable) clients = g_hash_table_new(g_str_hash, g_str_equal);
  for (int i = 0; i < (int)territory->clients->len; i++)
    g_hash_table_insert(clients, territory_client(territory, i)->id, GINT_TO_POINTER(i + 1));
  const Reading reading = {territory, attributes, all && g_key_file_has_group(all, SECTION) ? all : NULL,
                           clients,   rules,      findings};
  g_auto(GStrv) given = reading.keys ? g_key_file_get_keys(all, SECTION, NULL, NULL) : NULL;
  for (char **key = given; key && *key; key++) {
    if (!g_strv_contains(known_keys, *key))
      findings_refuse(reading.findings, SECTION, *key, _("the key is unknown"));
  }
  rules->limits = g_array_new(FALSE, FALSE, sizeof(AlignLimit));
  g_array_set_clear_func(rules->limits, limit_clear);
  rules->pairs = g_array_new(FALSE, FALSE, sizeof(AlignPair));
  rules->matches = g_array_new(FALSE, FALSE, sizeof(AlignMatch));
  rules->dropped = g_new0(bool, territory->reps->len + 1);
  rules->teams = true;
  read_balance(&reading);
  read_changes(&reading);
  read_teams(&reading);
  read_pairs(&reading, "lock", false);
  read_pairs(&reading, "forbid", true);
  read_matches(&reading);
  read_dropped(&reading);
  read_locked(&reading);
  read_barred(&reading);
  return rules;
}

void align_rules_free(AlignRules *rules)
{
  if (!rules)
    return;
  g_array_unref(rules->limits);
  g_array_unref(rules->pairs);
  g_array_unref(rules->matches);
  g_free(rules->dropped);
  g_free(rules);
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/export.h"

#include <string.h>

#include "io/table.h"
#include "io/text.h"
#include "model/activity.h"
#include "model/words.h"

enum { EXAMPLES = 3, FILE_LETTERS = 60 };

// ---- The action plan ---------------------------------------------------------------------------------------------

enum {
  ACTION_CLIENT,
  ACTION_ACTIVITY,
  ACTION_OBJECTIVE,
  ACTION_DATES,
  ACTION_CHANNEL,
  ACTION_WHO,
  ACTION_RESOURCE,
  ACTION_KPI,
  ACTION_RESULT,
  ACTION_COLUMNS
};

static const Column action_columns[ACTION_COLUMNS] = {
    [ACTION_CLIENT] = {"client|cliente", true},
    [ACTION_ACTIVITY] = {"activity|actividad", false},
    [ACTION_OBJECTIVE] = {"objective|objetivo", false},
    [ACTION_DATES] = {"dates|date|fechas|fecha", false},
    [ACTION_CHANNEL] = {"channel|canal", false},
    [ACTION_WHO] = {"who|rep|quien|representante", false},
    [ACTION_RESOURCE] = {"resource|recurso", false},
    [ACTION_KPI] = {"kpi|indicador", false},
    [ACTION_RESULT] = {"expected_result|expected|resultado_esperado|resultado", false},
};

static void action_clear(void *data)
{
  Action *action = data;
  char *texts[] = {action->activity, action->objective, action->dates, action->channel,
                   action->who,      action->resource,  action->kpi,   action->expected_result};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    g_free(texts[i]);
}

static gint action_order(gconstpointer left, gconstpointer right)
{
  return ((const Action *)left)->client - ((const Action *)right)->client;
}

static char *action_cell(const Table *table, int row, int want)
{
  return export_clean(sheet_unguard(table_wanted(table, row, want)));
}

static void take_actions(Export *export, Table *table)
{
  g_autoptr(GHashTable) clients = g_hash_table_new(g_str_hash, g_str_equal);
  for (int i = 0; i < (int)export->territory->clients->len; i++)
    g_hash_table_insert(clients, territory_client(export->territory, i)->id, GINT_TO_POINTER(i + 1));
  for (int row = 0; row < table->rows; row++) {
    const char *id = sheet_unguard(table_wanted(table, row, ACTION_CLIENT));
    int client = GPOINTER_TO_INT(g_hash_table_lookup(clients, id)) - 1;
    if (client < 0 || table_is_ragged(table, row))
      continue;
    Action action = {.client = client,
                     .activity = action_cell(table, row, ACTION_ACTIVITY),
                     .objective = action_cell(table, row, ACTION_OBJECTIVE),
                     .dates = action_cell(table, row, ACTION_DATES),
                     .channel = action_cell(table, row, ACTION_CHANNEL),
                     .who = action_cell(table, row, ACTION_WHO),
                     .resource = action_cell(table, row, ACTION_RESOURCE),
                     .kpi = action_cell(table, row, ACTION_KPI),
                     .expected_result = action_cell(table, row, ACTION_RESULT)};
    g_array_append_val(export->actions, action);
  }
  g_array_sort(export->actions, action_order); // stable, so rows of a client stay in their order
}

static bool read_actions(Export *export, const char *folder, GError **error)
{
  g_autoptr(Findings) findings = findings_new();
  GError *trouble = NULL;
  g_autoptr(Table) table = table_read(folder, "action_plan.csv", NULL, findings, &trouble);
  if (trouble) {
    g_propagate_error(error, trouble);
    return false;
  }
  if (table && table_bind(table, action_columns, ACTION_COLUMNS, NULL, findings))
    take_actions(export, table);
  else if (findings_count(findings, FINDING_ERROR) > 0)
    findings_add(export->findings, FINDING_WARNING, "action_plan.csv", 0, NULL,
                 _("the file is not understood, so visits are exported without their activities"));
  return true;
}

// ---- Making one --------------------------------------------------------------------------------------------------

static void find_extras(Export *export)
{
  static const char *const names[EXTRAS] = {
      [EXTRA_ADDRESS] = "address|street|direccion|calle|billing_street|shipping_street|domicilio",
      [EXTRA_CITY] = "city|town|municipality|ciudad|municipio|poblacion|localidad|billing_city|shipping_city",
      [EXTRA_ACCOUNT_ID] = "sf_account_id|account_id",
      [EXTRA_CONTACT_ID] = "sf_contact_id|contact_id|who_id",
      [EXTRA_OWNER_ID] = "sf_owner_id|owner_id",
  };
  export->extra_of = g_new(int, EXTRAS);
  for (int extra = 0; extra < EXTRAS; extra++) {
    export->extra_of[extra] = -1;
    for (guint c = 0; c < export->territory->extra_columns->len && export->extra_of[extra] < 0; c++) {
      g_autofree char *folded = text_fold(g_ptr_array_index(export->territory->extra_columns, c));
      if (text_is_listed(folded, names[extra]))
        export->extra_of[extra] = (int)c;
    }
  }
}

static bool find_zone(Export *export)
{
  const char *name = export->territory->settings.timezone;
  if (!name || !*name) {
    findings_add(export->findings, FINDING_WARNING, "ronda.ini", 0, "timezone",
                 _("no time zone is given, so times are exported as they are, without one; "
                   "write one such as America/Bogota"));
    export->zone = g_time_zone_new_utc();
    return true;
  }
  export->zone = g_time_zone_new_identifier(name);
  if (!export->zone)
    findings_add(export->findings, FINDING_ERROR, "ronda.ini", 0, "timezone",
                 _("there is no time zone '%s' on this machine; write one such as America/Bogota or "
                   "Europe/Madrid, and see that the package tzdata is installed"),
                 name);
  return export->zone != NULL;
}

Export *export_new(const Territory *territory, const Plan *plan, const bool *chosen, const char *plan_folder,
                   Findings *findings, GError **error)
{
  g_autoptr(Export) export = g_new0(Export, 1);
  *export = (Export){.territory = territory, .plan = plan, .chosen = chosen, .findings = findings};
  export->actions = g_array_new(FALSE, FALSE, sizeof(Action));
  g_array_set_clear_func(export->actions, action_clear);
  find_extras(export);
  if (!find_zone(export) || !read_actions(export, plan_folder, error))
    return NULL;
  return g_steal_pointer(&export);
}

void export_free(Export *export)
{
  if (!export)
    return;
  g_array_unref(export->actions);
  g_clear_pointer(&export->zone, g_time_zone_unref);
  g_free(export->extra_of);
  g_free(export);
}

// ---- Reps and files ----------------------------------------------------------------------------------------------

bool export_has_rep(const Export *export, int rep)
{
  return !export->chosen || export->chosen[rep];
}

VisitSpan export_visits(const Export *export, int rep)
{
  VisitSpan span = {0, 0};
  for (guint v = 0; v < export->plan->visits->len; v++) {
    if (plan_visit(export->plan, v)->rep != rep)
      continue;
    if (span.count == 0)
      span.first = v;
    span.count++;
  }
  return span;
}

char *export_file(const char *id)
{
  GString *name = g_string_new(NULL);
  for (const char *at = id; *at && name->len < FILE_LETTERS; at++) {
    bool plain = g_ascii_isalnum(*at) || *at == '-' || *at == '_' || (*at == '.' && name->len > 0);
    g_string_append_c(name, plain ? *at : '_');
  }
  if (strcmp(name->str, id) != 0 || !*id) {
    g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, id, -1);
    g_string_append_printf(name, "-%.8s", hash);
  }
  return g_string_free(name, FALSE);
}

// ---- Instants ----------------------------------------------------------------------------------------------------

static GDateTime *instant(const Export *export, Day day, int32_t s)
{
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_julian(&date, (guint32)(day + s / DAY_S));
  s %= DAY_S;
  return g_date_time_new(export->zone, g_date_get_year(&date), (gint)g_date_get_month(&date),
                         g_date_get_day(&date), s / HOUR_S, s % HOUR_S / MINUTE_S, s % MINUTE_S);
}

int64_t export_unix(const Export *export, Day day, int32_t s)
{
  g_autoptr(GDateTime) when = instant(export, day, s);
  return g_date_time_to_unix(when);
}

char *export_utc(const Export *export, Day day, int32_t s, bool milliseconds)
{
  g_autoptr(GDateTime) when = instant(export, day, s);
  g_autoptr(GDateTime) utc = g_date_time_to_utc(when);
  return g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02d%s", g_date_time_get_year(utc),
                         g_date_time_get_month(utc), g_date_time_get_day_of_month(utc),
                         g_date_time_get_hour(utc), g_date_time_get_minute(utc), g_date_time_get_second(utc),
                         milliseconds ? ".000Z" : "Z");
}

// ---- Texts -------------------------------------------------------------------------------------------------------

char *export_clean(const char *text)
{
  GString *clean = g_string_new(NULL);
  for (const char *at = text ? text : ""; *at; at = text_next(at)) {
    gunichar letter = g_utf8_get_char(at);
    if (letter == '\r') {
      if (at[1] != '\n')
        g_string_append_c(clean, '\n');
    } else if (letter == '\t' || (letter != '\n' && g_unichar_iscntrl(letter))) {
      g_string_append_c(clean, ' ');
    } else {
      g_string_append_unichar(clean, letter);
    }
  }
  return g_strstrip(g_string_free(clean, FALSE));
}

// In one line.
static char *clean_line(const char *text)
{
  return g_strdelimit(export_clean(text), "\n", ' ');
}

char *export_subject(const Export *export, const Visit *visit)
{
  char *name = clean_line(territory_client(export->territory, visit->client)->name);
  if (visit->channel == CHANNEL_VISIT)
    return name;
  char *subject = g_strdup_printf(
      visit->channel == CHANNEL_REMOTE ? _("%s (by phone or video)") : _("%s (portal)"), name);
  g_free(name);
  return subject;
}

const char *export_extra(const Export *export, int client, int extra)
{
  int column = export->extra_of[extra];
  const Client *c = territory_client(export->territory, client);
  return column < 0 || !c->extra || !c->extra[column] ? "" : c->extra[column];
}

const char *export_objective(const Export *export, int client)
{
  int group = territory_client(export->territory, client)->group;
  const char *objective = group < 0 ? NULL : territory_group(export->territory, group)->objective;
  return objective ? objective : "";
}

char *export_place(const Export *export, const Visit *visit)
{
  g_autoptr(GString) place = g_string_new(territory_client(export->territory, visit->client)->name);
  static const int parts[] = {EXTRA_ADDRESS, EXTRA_CITY};
  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
    const char *part = export_extra(export, visit->client, parts[i]);
    if (part[strspn(part, " ")])
      g_string_append_printf(place, ", %s", part);
  }
  return clean_line(place->str);
}

// "what: objective; who joins; how it is measured; what is expected", as far as known.
static char *action_text(const char *what, const char *objective, const char *resource, const char *kpi,
                         const char *result)
{
  g_autoptr(GString) line = g_string_new(what);
  const char *const parts[] = {objective, resource, kpi, result};
  const char *between = ": ";
  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
    if (!parts[i] || !*parts[i])
      continue;
    g_string_append_printf(line, "%s%s", line->len ? between : "", parts[i]);
    between = "; ";
  }
  return clean_line(line->str);
}

static char *action_line(const Action *action)
{
  return action_text(action->activity, action->objective, action->resource, action->kpi,
                     action->expected_result);
}

static char *activity_line(const Export *export, const Activity *activity)
{
  const char *resource =
      activity->resource >= 0 ? territory_resource(export->territory, activity->resource)->name : NULL;
  return action_text(activity->id, activity->objective, resource, activity->kpi, activity->expected_result);
}

GPtrArray *export_actions(const Export *export, const Visit *visit)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *date = day_text(visit->day);
  guint low = 0, high = export->actions->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (g_array_index(export->actions, Action, middle).client < visit->client)
      low = middle + 1;
    else
      high = middle;
  }
  for (; low < export->actions->len; low++) {
    const Action *action = &g_array_index(export->actions, Action, low);
    if (action->client != visit->client)
      break;
    if (!*action->dates || strstr(action->dates, date))
      g_ptr_array_add(lines, action_line(action));
  }
  for (int k = 0; export->actions->len == 0 && k < ACTIVITIES_MAX && visit->activities >> k; k++) {
    const Activity *activity =
        visit->activities >> k & 1 ? client_activity(export->territory, visit->client, k) : NULL;
    if (activity)
      g_ptr_array_add(lines, activity_line(export, activity));
  }
  return lines;
}

static void add_line(GString *body, const char *label, const char *text)
{
  g_autofree char *clean = export_clean(text);
  if (*clean)
    g_string_append_printf(body, "%s%s: %s", body->len ? "\n" : "", label, clean);
}

char *export_body(const Export *export, const Visit *visit)
{
  const Client *client = territory_client(export->territory, visit->client);
  g_autoptr(GPtrArray) actions = export_actions(export, visit);
  GString *body = g_string_new(NULL);
  add_line(body, _("Contact"), client->contact);
  add_line(body, _("Phone"), client->phone);
  add_line(body, _("E-mail"), client->email);
  add_line(body, _("Objective"), export_objective(export, visit->client));
  for (guint i = 0; i < actions->len; i++)
    add_line(body, _("To do"), actions->pdata[i]);
  add_line(body, _("Notes"), client->notes);
  g_autofree char *arrive = clock_text(visit->arrive_s);
  g_string_append_printf(body, _("%sStop %d of the day, arrive %s after %d min of driving"),
                         body->len ? "\n" : "", visit->stop, arrive,
                         (visit->travel_s + MINUTE_S / 2) / MINUTE_S);
  return g_string_free(body, FALSE);
}

// ---- What is missing ---------------------------------------------------------------------------------------------

void gaps_add(Gaps *gaps, const char *id)
{
  if (!gaps->examples) {
    gaps->examples = g_string_new(NULL);
    gaps->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  }
  if (!g_hash_table_add(gaps->seen, g_strdup(id)))
    return;
  if (gaps->count++ < EXAMPLES)
    g_string_append_printf(gaps->examples, "%s%s", gaps->examples->len ? ", " : "", id);
  else if (gaps->count == EXAMPLES + 1)
    g_string_append(gaps->examples, ", …");
}

void gaps_report(Gaps *gaps, const Export *export, const char *file, const char *column, const char *what)
{
  if (gaps->count > 0) {
    findings_add(export->findings, FINDING_WARNING, file, 0, column, "%s (%d: %s)", what, gaps->count,
                 gaps->examples->str);
    g_string_free(gaps->examples, TRUE);
    g_hash_table_destroy(gaps->seen);
  }
  *gaps = (Gaps){0};
}

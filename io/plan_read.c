// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/plan_read.h"

#include <string.h>

#include "io/reader.h"
#include "io/sheet.h"
#include "model/activity.h"
#include "model/words.h"

typedef struct PlanReader {
  const Territory *territory;
  Findings *findings;
  Table *table;
  Ids *clients, *reps, *resources;
} PlanReader;

// ---- Names ----

static void name_add(Ids *ids, char *id)
{
  g_hash_table_insert(ids->index, id, GINT_TO_POINTER((int)ids->names->len));
  g_ptr_array_add(ids->names, id);
}

static void reader_open_names(PlanReader *reader)
{
  const Territory *territory = reader->territory;
  reader->clients = ids_new();
  reader->reps = ids_new();
  reader->resources = ids_new();
  for (guint c = 0; c < territory->clients->len; c++)
    name_add(reader->clients, territory_client(territory, (int)c)->id);
  for (guint r = 0; r < territory->reps->len; r++)
    name_add(reader->reps, territory_rep(territory, (int)r)->id);
  for (guint r = 0; r < territory->resources->len; r++)
    name_add(reader->resources, territory_resource(territory, (int)r)->id);
}

static void reader_close(PlanReader *reader)
{
  table_free(reader->table);
  ids_free(reader->clients);
  ids_free(reader->reps);
  ids_free(reader->resources);
}

// Position of the id in the cell, which sheet_text may have guarded; -1 with a finding, or when the cell is
// empty.
static int refer(Ids *ids, const Row *row, int want, const char *file)
{
  g_autofree char *cell = row_text(row, want);
  int position = ids_find(ids, sheet_unguard(cell));
  return position >= 0 ? position : ids_refer(ids, row, want, FINDING_ERROR, file);
}

// A cell that must refer to something.
static bool needs(Ids *ids, const Row *row, int want, const char *file, int *position)
{
  g_autofree char *id = row_id(row, want);
  *position = id ? refer(ids, row, want, file) : -1;
  return *position >= 0;
}

// A cell that may be empty.
static bool may_name(Ids *ids, const Row *row, int want, const char *file, int *position)
{
  *position = row_has(row, want) ? refer(ids, row, want, file) : -1;
  return *position >= 0 || !row_has(row, want);
}

static bool open_table(const char *path, const Column *columns, int count, PlanReader *reader, GError **error)
{
  g_autofree char *folder = g_path_get_dirname(path), *file = g_path_get_basename(path);
  GError *trouble = NULL;
  int before = findings_count(reader->findings, FINDING_ERROR);
  reader->table = table_read(folder, file, NULL, reader->findings, &trouble);
  if (trouble)
    g_propagate_error(error, trouble);
  else if (!reader->table && findings_count(reader->findings, FINDING_ERROR) == before)
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                _("%s: there is no such file; 'ronda plan' makes it"), path);
  return reader->table && table_bind(reader->table, columns, count, NULL, reader->findings);
}

static bool parse_table(const char *data, gsize length, const char *file, const Column *columns, int count,
                        PlanReader *reader)
{
  reader->table = table_parse(data, length, file, reader->findings);
  return reader->table && table_bind(reader->table, columns, count, NULL, reader->findings);
}

// ---- calendar.csv ----

enum {
  CAL_DATE,
  CAL_REP,
  CAL_CLIENT,
  CAL_ARRIVE,
  CAL_LEAVE,
  CAL_STOP,
  CAL_WAIT,
  CAL_VISIT,
  CAL_FIXED,
  CAL_CHANNEL,
  CAL_ACTIVITY,
  CAL_RESOURCE,
  CAL_WEEKDAY, // from here on known, but computed afresh
  CAL_WEEK,
  CAL_NAME,
  CAL_GROUP,
  CAL_TRAVEL,
  CAL_KM,
  CAL_LAT,
  CAL_LON,
  CAL_UID,
  CAL_SLEEPS_OUT,
  CAL_COLUMNS
};

static const Column calendar_columns[CAL_COLUMNS] = {
    [CAL_DATE] = {"date|fecha|day|dia", true},
    [CAL_REP] = {"rep|representante|vendedor|comercial|asesor", true},
    [CAL_CLIENT] = {"client|cliente|customer|account|cuenta", true},
    [CAL_ARRIVE] = {"arrive|arrival|llega|llegada|hora", true},
    [CAL_LEAVE] = {"leave|departure|sale|salida", false},
    [CAL_STOP] = {"stop|parada|orden", false},
    [CAL_WAIT] = {"wait_min|espera_min|espera", false},
    [CAL_VISIT] = {"visit_min|visita_min|visit_minutes|minutes|minutos|minutos_visita", false},
    [CAL_FIXED] = {"fixed|fija|fijo", false},
    [CAL_CHANNEL] = {"channel|canal", false},
    [CAL_ACTIVITY] = {"activity|actividad", false},
    [CAL_RESOURCE] = {"resource|recurso", false},
    [CAL_WEEKDAY] = {"weekday|dia_semana|dia_de_la_semana", false},
    [CAL_WEEK] = {"week|semana", false},
    [CAL_NAME] = {"name|nombre", false},
    [CAL_GROUP] = {"group|grupo", false},
    [CAL_TRAVEL] = {"travel_min|viaje_min", false},
    [CAL_KM] = {"travel_km|viaje_km", false},
    [CAL_LAT] = {"lat|latitude|latitud", false},
    [CAL_LON] = {"lon|lng|longitude|longitud", false},
    [CAL_UID] = {"uid", false},
    [CAL_SLEEPS_OUT] = {"sleeps_out|duerme_fuera|pernocta", false},
};

// How long that visit has to be, its activities included.
static int32_t usual_s(const Territory *territory, const Visit *visit)
{
  int32_t usual = client_visit_s(territory, territory_client(territory, visit->client));
  for (guint a = 0; a < territory->appointments->len; a++) {
    const Appointment *promise = &g_array_index(territory->appointments, Appointment, a);
    if (promise->client == visit->client && promise->day == visit->day && promise->visit_s > 0)
      usual = promise->visit_s;
  }
  return usual + activities_s(territory, visit->client, visit->activities);
}

// Arrival, departure and length of a visit from the cells that are there. Between an arrival and a departure the visit
// takes what it has to at most, and what is over is waiting before it.
static bool read_times(const PlanReader *reader, const Row *row, Visit *visit)
{
  if (!row_has(row, CAL_ARRIVE)) {
    row_error(row, CAL_ARRIVE, _("the cell is empty; write when the visit begins, such as 09:30"));
    return false;
  }
  int32_t wait_s = 0;
  bool waits = row_minutes(row, CAL_WAIT, &wait_s), lasts = row_minutes(row, CAL_VISIT, &visit->visit_s);
  bool leaves = row_clock(row, CAL_LEAVE, &visit->leave_s);
  bool usable = row_clock(row, CAL_ARRIVE, &visit->arrive_s) && waits == row_has(row, CAL_WAIT) &&
                lasts == row_has(row, CAL_VISIT) && leaves == row_has(row, CAL_LEAVE);
  if (!usable)
    return false;
  if (!lasts) {
    const int32_t usual = usual_s(reader->territory, visit), room = visit->leave_s - visit->arrive_s - wait_s;
    visit->visit_s = !leaves ? usual : waits ? room : MIN(room, usual);
  }
  if (!leaves)
    visit->leave_s = visit->arrive_s + wait_s + visit->visit_s;
  visit->wait_s = waits ? wait_s : MAX(0, visit->leave_s - visit->arrive_s - visit->visit_s);
  if (visit->visit_s < 0 || visit->leave_s < visit->arrive_s)
    row_error(row, CAL_LEAVE, _("the visit ends before it begins; correct one of the times"));
  else if (visit->leave_s > DAY_S)
    row_error(row, leaves ? CAL_LEAVE : CAL_ARRIVE, _("the visit ends after midnight; let it begin earlier"));
  else
    return true;
  return false;
}

static bool read_day(const PlanReader *reader, const Row *row, Day *day)
{
  const Settings *settings = &reader->territory->settings;
  Day end = settings->start + settings->days - 1;
  if (!row_has(row, CAL_DATE))
    row_error(row, CAL_DATE, _("the cell is empty; every visit needs a date"));
  if (!row_date(row, CAL_DATE, day))
    return false;
  if (*day >= settings->start && *day <= end)
    return true;
  g_autofree char *from = day_text(settings->start), *to = day_text(end);
  row_error(row, CAL_DATE, _("the date lies outside the horizon, %s to %s"), from, to);
  return false;
}

// "A1+A2": activities of the client's group.
static bool read_activities_of(const PlanReader *reader, const Row *row, Visit *visit)
{
  g_autofree char *cell = row_text(row, CAL_ACTIVITY);
  g_auto(GStrv) ids = g_strsplit(sheet_unguard(cell), "+", -1);
  const int before = findings_count(reader->findings, FINDING_ERROR);
  for (char **id = ids; *id && visit->client >= 0; id++) {
    const Activity *activity = NULL;
    g_strstrip(*id);
    for (int k = 0; **id && (activity = client_activity(reader->territory, visit->client, k)) != NULL; k++) {
      if (strcmp(activity->id, *id) != 0)
        continue;
      visit->activities |= UINT64_C(1) << k;
      break;
    }
    if (**id && !activity)
      row_error(row, CAL_ACTIVITY,
                _("'%s' is no activity of the client's group in activities.csv; several are written A1+A2"),
                *id);
  }
  return findings_count(reader->findings, FINDING_ERROR) == before;
}

static bool read_details(const PlanReader *reader, const Row *row, Visit *visit)
{
  int channel = CHANNEL_VISIT;
  bool usable = row_choice(row, CAL_CHANNEL, channel_words, CHANNELS, &channel) == row_has(row, CAL_CHANNEL);
  visit->channel = (Channel)channel;
  usable &= row_yes_no(row, CAL_FIXED, &visit->fixed) == row_has(row, CAL_FIXED);
  usable &= row_yes_no(row, CAL_SLEEPS_OUT, &visit->sleeps_out) == row_has(row, CAL_SLEEPS_OUT);
  usable &= read_activities_of(reader, row, visit);
  usable &= may_name(reader->resources, row, CAL_RESOURCE, "resources.csv", &visit->resource);
  if (row_has(row, CAL_STOP)) // it only breaks ties, so one that is no number is none
    cell_count(table_wanted(row->table, row->row, CAL_STOP), &visit->stop, NULL);
  return usable;
}

static bool read_visit(const PlanReader *reader, const Row *row, Visit *visit)
{
  *visit = (Visit){.resource = -1};
  bool usable = read_day(reader, row, &visit->day);
  usable &= needs(reader->reps, row, CAL_REP, "reps.csv", &visit->rep);
  usable &= needs(reader->clients, row, CAL_CLIENT, "clients.csv", &visit->client);
  usable &= read_details(reader, row, visit);
  usable &= visit->client >= 0 && read_times(reader, row, visit);
  return usable;
}

typedef struct LinedVisit {
  Visit visit; // first, for visit_compare
  int line;
} LinedVisit;

static int compare_lined(const void *a, const void *b)
{
  int result = visit_compare(a, b);
  return result ? result : ((const LinedVisit *)a)->line - ((const LinedVisit *)b)->line;
}

static void add_results(const Territory *territory, Plan *plan)
{
  g_autofree int *planned = g_new0(int, territory->reps->len + 1);
  g_autofree int *wanted = g_new0(int, territory->reps->len + 1);
  g_autofree int *of_client = wanted_visits(territory);
  for (guint v = 0; v < plan->visits->len; v++)
    planned[plan_visit(plan, v)->rep]++;
  // A team's client counts with whoever visits it, what it lacks with the one who visits it most.
  g_autofree int *reps = plan_client_reps(plan, territory);
  for (guint v = 0; v < plan->visits->len; v++) {
    const Visit *visit = plan_visit(plan, v);
    if (territory_client(territory, visit->client)->rep < 0) {
      wanted[visit->rep]++;
      of_client[visit->client]--;
    }
  }
  for (guint c = 0; c < territory->clients->len; c++)
    wanted[MAX(0, reps[c])] += reps[c] >= 0 ? MAX(0, of_client[c]) : 0;
  for (guint r = 0; r < territory->reps->len; r++) {
    RepResult result = {.rep = (int)r,
                        .status = PLAN_FEASIBLE,
                        .bound = MONEY_NONE,
                        .travel_bound_s = -1,
                        .travel_core_s = -1,
                        .wanted = wanted[r],
                        .planned = planned[r]};
    if (planned[r])
      g_array_append_val(plan->reps, result);
  }
}

static Plan *read_calendar(PlanReader *reader, int **lines)
{
  reader_open_names(reader);
  g_autoptr(GArray) visits = g_array_new(FALSE, FALSE, sizeof(LinedVisit));
  for (int r = 0; r < reader->table->rows; r++) {
    Row row = {reader->table, r, reader->findings};
    LinedVisit lined = {.line = row_line(&row)};
    if (row_is_whole(&row) && read_visit(reader, &row, &lined.visit))
      g_array_append_val(visits, lined);
  }
  g_array_sort(visits, compare_lined);
  Plan *plan = plan_new();
  plan->bound = MONEY_NONE;
  if (lines)
    *lines = g_new(int, visits->len + 1);
  for (guint v = 0; v < visits->len; v++) {
    const LinedVisit *lined = &g_array_index(visits, LinedVisit, v);
    g_array_append_val(plan->visits, lined->visit);
    if (lines)
      (*lines)[v] = lined->line;
  }
  add_results(reader->territory, plan);
  return plan;
}

Plan *plan_read(const char *path, const Territory *territory, Findings *findings, int **lines, GError **error)
{
  PlanReader reader = {.territory = territory, .findings = findings};
  bool usable = open_table(path, calendar_columns, CAL_COLUMNS, &reader, error);
  Plan *plan = usable ? read_calendar(&reader, lines) : NULL;
  reader_close(&reader);
  return plan;
}

Plan *plan_parse(const char *data, gsize length, const char *file, const Territory *territory,
                 Findings *findings, int **lines)
{
  PlanReader reader = {.territory = territory, .findings = findings};
  bool usable = parse_table(data, length, file, calendar_columns, CAL_COLUMNS, &reader);
  Plan *plan = usable ? read_calendar(&reader, lines) : NULL;
  reader_close(&reader);
  return plan;
}

// ---- unplanned.csv ----

enum {
  UNP_CLIENT,
  UNP_REP,
  UNP_NUMBER,
  UNP_CODE,
  UNP_REASON,
  UNP_CHANGE,
  UNP_NAME,
  UNP_GROUP,
  UNP_VALUE,
  UNP_COLUMNS
};

static const Column unplanned_columns[UNP_COLUMNS] = {
    [UNP_CLIENT] = {"client|cliente", true}, [UNP_REP] = {"rep|representante", true},
    [UNP_NUMBER] = {"number|numero", false}, [UNP_CODE] = {"reason_code|codigo", true},
    [UNP_REASON] = {"reason|motivo", false}, [UNP_CHANGE] = {"change|cambio", false},
    [UNP_NAME] = {"name|nombre", false},     [UNP_GROUP] = {"group|grupo", false},
    [UNP_VALUE] = {"value|valor", false},
};

static bool read_code(const Row *row, ReasonCode *code)
{
  const char *names[REASON_COUNT];
  for (ReasonCode c = 0; c < REASON_COUNT; c++)
    names[c] = reason_name(c);
  g_autofree char *text = row_text(row, UNP_CODE);
  for (*code = 0; *code < REASON_COUNT; (*code)++) {
    if (strcmp(text, names[*code]) == 0)
      return true;
  }
  row_error(row, UNP_CODE, _("'%s' is no reason code; '%s' is one"), text, names[REASON_NOT_WORTH]);
  return false;
}

static char *unguarded(const Row *row, int want)
{
  return g_strdup(sheet_unguard(table_wanted(row->table, row->row, want)));
}

static void read_unplanned(PlanReader *reader, Plan *plan)
{
  reader_open_names(reader);
  for (int r = 0; r < reader->table->rows; r++) {
    Row row = {reader->table, r, reader->findings};
    Unplanned unplanned = {.number = 1};
    if (!row_is_whole(&row))
      continue;
    bool usable = needs(reader->clients, &row, UNP_CLIENT, "clients.csv", &unplanned.client);
    usable &= needs(reader->reps, &row, UNP_REP, "reps.csv", &unplanned.rep);
    usable &= read_code(&row, &unplanned.code);
    usable &= row_count(&row, UNP_NUMBER, 1, G_MAXINT, &unplanned.number) == row_has(&row, UNP_NUMBER);
    if (!usable)
      continue;
    unplanned.reason = unguarded(&row, UNP_REASON);
    unplanned.remedy = unguarded(&row, UNP_CHANGE);
    g_array_append_val(plan->unplanned, unplanned);
  }
}

bool unplanned_read(const char *path, const Territory *territory, Plan *plan, Findings *findings,
                    GError **error)
{
  PlanReader reader = {.territory = territory, .findings = findings};
  bool usable = open_table(path, unplanned_columns, UNP_COLUMNS, &reader, error);
  if (usable)
    read_unplanned(&reader, plan);
  reader_close(&reader);
  return usable;
}

bool unplanned_parse(const char *data, gsize length, const char *file, const Territory *territory, Plan *plan,
                     Findings *findings)
{
  PlanReader reader = {.territory = territory, .findings = findings};
  bool usable = parse_table(data, length, file, unplanned_columns, UNP_COLUMNS, &reader);
  if (usable)
    read_unplanned(&reader, plan);
  reader_close(&reader);
  return usable;
}

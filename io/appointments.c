// SPDX-License-Identifier: GPL-3.0-or-later
// Appointments are kept whatever else happens, so one that cannot be kept is an error of the files, told here.
#include "io/reader.h"
#include "model/calendar.h"
#include "model/keeper.h"
#include "model/words.h"

static const char file[] = "appointments.csv";

enum { CLIENT, DATE, TIME, MINUTES, REP, CHANNEL, COLUMNS };

static const Column columns[COLUMNS] = {
    [CLIENT] = {"client|cliente|client_id|id_cliente", true},
    [DATE] = {"date|fecha|dia", true},
    [TIME] = {"time|hora", false},
    [MINUTES] = {"minutes|minutos|visit_minutes|minutos_visita", false},
    [REP] = {"rep|representante|comercial|vendedor", false},
    [CHANNEL] = {"channel|canal", false},
};
const ColumnList appointments_columns = {columns, COLUMNS};

typedef struct Booked { // a client on a day
  int client;
  Day day;
} Booked;

static guint booked_hash(gconstpointer key)
{
  const Booked *booked = key;
  return (guint)booked->client * 2654435761U ^ (guint)booked->day;
}

static gboolean booked_equal(gconstpointer a, gconstpointer b)
{
  const Booked *x = a, *y = b;
  return x->client == y->client && x->day == y->day;
}

static bool is_in_horizon(const Row *row, const Settings *settings, Day day)
{
  if (settings->start == DAY_NONE || settings->days <= 0)
    return true;
  Day end = settings->start + settings->days - 1;
  if (day >= settings->start && day <= end)
    return true;
  g_autofree char *first = day_text(settings->start), *last = day_text(end);
  row_error(row, DATE, _("the date is outside the horizon (%s to %s); correct it or remove the row"), first,
            last);
  return false;
}

static bool is_free(const Row *row, GHashTable *booked, int client, Day day)
{
  int before = GPOINTER_TO_INT(g_hash_table_lookup(booked, &(Booked){client, day}));
  if (before) {
    row_error(row, DATE, _("the client has an appointment on that day already, in line %d; keep one of them"),
              before);
    return false;
  }
  Booked *key = g_new(Booked, 1);
  *key = (Booked){client, day};
  g_hash_table_insert(booked, key, GINT_TO_POINTER(row_line(row)));
  return true;
}

static int rep_of(Reader *reader, const Row *row, int client)
{
  int rep = ids_refer(reader->reps, row, REP, FINDING_ERROR, "reps.csv");
  return row_has(row, REP) || client < 0 ? rep : territory_client(reader->territory, client)->rep;
}

static void need(const Row *row, int want)
{
  if (row->table->bound[want] >= 0 && !row_has(row, want))
    row_error(row, want, _("the cell is empty; every appointment needs a client and a date"));
}

static void read_appointment(Reader *reader, const Row *row, GHashTable *booked)
{
  if (!row_is_whole(row))
    return;
  Appointment made = {.time_s = -1, .line = row_line(row)};
  need(row, CLIENT);
  need(row, DATE);
  made.client = ids_refer(reader->clients, row, CLIENT, FINDING_ERROR, "clients.csv");
  bool dated = row_date(row, DATE, &made.day) && is_in_horizon(row, &reader->territory->settings, made.day);
  if (read_other(reader, row, REP, CHANNEL, made.client, dated ? made.day : DAY_NONE, true))
    return;
  made.rep = rep_of(reader, row, made.client);
  row_clock(row, TIME, &made.time_s);
  row_duration(row, MINUTES, &made.visit_s);
  if (made.client >= 0 && dated && is_free(row, booked, made.client, made.day))
    g_array_append_val(reader->territory->appointments, made);
}

bool read_appointments(Reader *reader, GError **error)
{
  g_autoptr(Table) table = reader_open(reader, file, false, columns, COLUMNS, NULL, error);
  g_autoptr(GHashTable) booked = g_hash_table_new_full(booked_hash, booked_equal, g_free, NULL);
  for (int i = 0; table && i < table->rows; i++)
    read_appointment(reader, &(Row){table, i, reader->findings}, booked);
  return !*error;
}

// ---- Can it be kept? ---------------------------------------------------------------------------------------------

static void complain(const Reader *reader, FindingLevel level, const Appointment *made, const char *column,
                     const char *format, ...) G_GNUC_PRINTF(5, 6);
static void complain(const Reader *reader, FindingLevel level, const Appointment *made, const char *column,
                     const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  findings_add(reader->findings, level, file, made->line, column, "%s", text);
}

static bool rep_works(const Reader *reader, const Appointment *made, const WorkDay *workday)
{
  const Rep *rep = territory_rep(reader->territory, made->rep);
  const Holiday *holiday = calendar_holiday(reader->territory, made->rep, made->day);
  if (workday->segments > 0)
    return true;
  if (days_contain(rep->days_off, made->day))
    complain(reader, FINDING_ERROR, made, "date",
             _("rep '%s' has the day off; move the appointment or give it to another rep"), rep->id);
  else if (holiday)
    complain(reader, FINDING_ERROR, made, "date",
             _("the day is a holiday (%s) for rep '%s'; move the appointment"), holiday->name, rep->id);
  else
    complain(reader, FINDING_ERROR, made, "date",
             _("rep '%s' does not work on that weekday; move the appointment"), rep->id);
  return false;
}

// Whether the visit can start then (at any time where the appointment names none) in the hours of the rep and `client`.
static bool is_within(const Appointment *made, const Client *client, const WorkDay *workday, int32_t visit_s,
                      Window *starts, int *count)
{
  *count = client_starts(client, workday, visit_s, starts);
  bool fits = made->time_s < 0 && *count > 0;
  for (int i = 0; i < *count; i++)
    fits = fits || (starts[i].from <= made->time_s && made->time_s <= starts[i].to);
  return fits;
}

static bool rep_has_time(const Reader *reader, const Appointment *made, const WorkDay *workday,
                         int32_t visit_s)
{
  const Client always = {.opens = 0};
  const char *rep = territory_rep(reader->territory, made->rep)->id;
  Window starts[STARTS_MAX];
  int count = 0;
  if (is_within(made, &always, workday, visit_s, starts, &count))
    return true;
  g_autofree char *minutes = minutes_text(visit_s);
  if (count == 0) {
    complain(reader, FINDING_ERROR, made, "date",
             _("the hours of rep '%s' hold no %s minutes in a piece that day"), rep, minutes);
    return false;
  }
  g_autofree char *from = clock_text(starts[0].from), *to = clock_text(starts[count - 1].to);
  complain(reader, FINDING_ERROR, made, "time",
           _("a visit of %s minutes does not lie within the hours of rep '%s' then; it can start between %s "
             "and %s"),
           minutes, rep, from, to);
  return false;
}

// What people have promised each other counts more than the client's usual hours.
static void note_exception(const Reader *reader, const Appointment *made, const WorkDay *workday,
                           int32_t visit_s)
{
  const Client *client = territory_client(reader->territory, made->client);
  Window starts[STARTS_MAX];
  int count = 0;
  if (!client_is_open(client, made->day))
    complain(reader, FINDING_NOTE, made, "date",
             _("client '%s' is closed or away on that day (line %d of clients.csv); the appointment is kept"),
             client->id, client->line);
  else if (!is_within(made, client, workday, visit_s, starts, &count))
    complain(
        reader, FINDING_NOTE, made, made->time_s < 0 ? "date" : "time",
        _("the visit does not lie within the hours of client '%s' (line %d of clients.csv); the appointment "
          "is kept"),
        client->id, client->line);
}

static void fits_day(const Reader *reader, const Appointment *made, const WorkDay *workday)
{
  const int32_t visit_s =
      made->visit_s ? made->visit_s
                    : client_visit_s(reader->territory, territory_client(reader->territory, made->client));
  if (rep_works(reader, made, workday) && rep_has_time(reader, made, workday, visit_s))
    note_exception(reader, made, workday, visit_s);
}

// A client of a team that wants one rep always has its promises from one.
static void fits_rep(const Reader *reader, guint index)
{
  const Territory *territory = reader->territory;
  const Appointment *made = &g_array_index(territory->appointments, Appointment, index);
  const Client *client = territory_client(territory, made->client);
  if (client->rep >= 0 || !client->same_rep || !rep_serves(territory, made->rep, made->client))
    return;
  for (guint i = 0; i < index; i++) {
    const Appointment *before = &g_array_index(territory->appointments, Appointment, i);
    if (before->client != made->client || before->rep == made->rep ||
        !rep_serves(territory, before->rep, made->client))
      continue;
    complain(reader, FINDING_ERROR, made, "rep",
             _("client '%s' wants the same rep always (same_rep), but rep '%s' keeps its appointment of line "
               "%d and rep '%s' this one; give both to one of them"),
             client->id, territory_rep(territory, before->rep)->id, before->line,
             territory_rep(territory, made->rep)->id);
    return;
  }
}

void appointments_cross_check(Reader *reader)
{
  const Territory *territory = reader->territory;
  const Settings *settings = &territory->settings;
  if (settings->start == DAY_NONE || settings->days <= 0 || territory->reps->len == 0 ||
      territory->appointments->len == 0)
    return;
  g_autoptr(Calendar) calendar = calendar_new(territory);
  appointments_find_keepers(reader->territory, calendar);
  for (guint i = 0; i < territory->appointments->len; i++) {
    const Appointment *made = &g_array_index(territory->appointments, Appointment, i);
    if (made->rep < 0)
      continue;
    fits_rep(reader, i);
    fits_day(reader, made, calendar_day(calendar, made->rep, made->day));
  }
}

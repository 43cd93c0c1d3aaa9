// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/reader.h"
#include "model/words.h"

enum {
  CLIENT,
  NAME,
  LAT,
  LON,
  REP,
  TEAM,
  GROUP,
  VISITS,
  VISIT_MINUTES,
  MIN_GAP_DAYS,
  MAX_GAP_DAYS,
  WEEKDAYS,
  SAME_WEEKDAY,
  SAME_REP,
  OPEN,
  CLOSE,
  OPEN2,
  CLOSE2,
  AWAY,
  LAST_VISIT,
  FIRST_BY,
  CHANNEL,
  STATUS,
  SALES,
  POTENTIAL,
  MARGIN_PCT,
  PAYMENT_DAYS,
  PRODUCTS,
  COST_TO_SERVE,
  VALUE,
  RESOURCE,
  RESOURCE_VISITS,
  CONTACT,
  PHONE,
  EMAIL,
  NOTES,
  CRM_ID,
  COLUMNS
};

static const Column columns[COLUMNS] = {
    [CLIENT] = {"client|cliente|client_id|id_cliente", true},
    [NAME] = {"name|nombre", false},
    [LAT] = {"lat|latitude|latitud", true},
    [LON] = {"lon|lng|longitude|longitud", true},
    [REP] = {"rep|representante|comercial|vendedor", false},
    [TEAM] = {"team|equipo", false},
    [GROUP] = {"group|grupo|segment|segmento", false},
    [VISITS] = {"visits|visitas|frequency|frecuencia", false},
    [VISIT_MINUTES] = {"visit_minutes|minutos_visita", false},
    [MIN_GAP_DAYS] = {"min_gap_days|min_gap|intervalo_min|intervalo_min_dias", false},
    [MAX_GAP_DAYS] = {"max_gap_days|max_gap|intervalo_max|intervalo_max_dias", false},
    [WEEKDAYS] = {"weekdays|dias|dias_semana", false},
    [SAME_WEEKDAY] = {"same_weekday|mismo_dia", false},
    [SAME_REP] = {"same_rep|mismo_rep|mismo_representante|mismo_comercial|mismo_vendedor", false},
    [OPEN] = {"open|abre", false},
    [CLOSE] = {"close|cierra", false},
    [OPEN2] = {"open2|abre2", false},
    [CLOSE2] = {"close2|cierra2", false},
    [AWAY] = {"away|ausente|ausencias", false},
    [LAST_VISIT] = {"last_visit|ultima_visita", false},
    [FIRST_BY] = {"first_by|primera_antes", false},
    [CHANNEL] = {"channel|canal", false},
    [STATUS] = {"status|estado", false},
    [SALES] = {"sales|ventas", false},
    [POTENTIAL] = {"potential|potencial", false},
    [MARGIN_PCT] = {"margin_pct|margin|margen_pct|margen", false},
    [PAYMENT_DAYS] = {"payment_days|dias_pago", false},
    [PRODUCTS] = {"products|productos", false},
    [COST_TO_SERVE] = {"cost_to_serve|costo_servicio|coste_servicio", false},
    [VALUE] = {"value|valor", false},
    [RESOURCE] = {"resource|recurso", false},
    [RESOURCE_VISITS] = {"resource_visits|visitas_recurso", false},
    [CONTACT] = {"contact|contacto", false},
    [PHONE] = {"phone|telefono", false},
    [EMAIL] = {"email|e-mail|correo", false},
    [NOTES] = {"notes|notas", false},
    [CRM_ID] = {"crm_id|id_crm", false},
};
const ColumnList clients_columns = {columns, COLUMNS};

const char *const channel_words[CHANNELS] = {
    "visit|in person|person|visita|presencial|en persona",
    "remote|phone|video|phone/video|call|remoto|telefono|llamada|virtual",
    "portal|b2b|b2b portal|portal b2b",
};

static const char *const same_weekday_words[] = {
    // in the order of SameWeekday
    "no|n|false|0",
    "prefer|preferred|preferir|preferible|preferido",
    "yes|y|si|s|true|1",
};

static const char *const status_words[] = {
    "customer|client|cliente|active|activo",
    "prospect|prospecto|potencial|lead",
};

typedef struct Source { // clients.csv while it is read
  Reader *reader;
  const Table *table;
  const GArray *extra;  // int: columns without a meaning of their own
  bool warned[COLUMNS]; // of an amount that may be meant otherwise
} Source;

// ---- Cells -------------------------------------------------------------------------------------------------------

static void read_hours(const Row *row, Client *client)
{
  Window window;
  if (row_window(row, OPEN, CLOSE, &window))
    client->open[client->opens++] = window;
  if (!row_window(row, OPEN2, CLOSE2, &window))
    return;
  if (client->opens && window.from <= client->open[0].to && window.to >= client->open[0].from)
    row_error(row, OPEN2,
              _("the two opening times touch or overlap; make them one, or leave a pause between"));
  else if (client->opens && window.to <= client->open[0].from) {
    client->open[client->opens++] = client->open[0];
    client->open[0] = window;
  } else {
    client->open[client->opens++] = window;
  }
}

static void read_spacing(const Row *row, Client *client)
{
  row_count(row, MIN_GAP_DAYS, 0, 1000, &client->min_gap);
  row_count(row, MAX_GAP_DAYS, 1, 1000, &client->max_gap);
  if (client->min_gap && client->max_gap && client->min_gap > client->max_gap)
    row_error(row, MAX_GAP_DAYS, _("max_gap_days (%d) is less than min_gap_days (%d); exchange them"),
              client->max_gap, client->min_gap);
  int choice;
  row_weekdays(row, WEEKDAYS, &client->weekdays);
  if (row_choice(row, SAME_WEEKDAY, same_weekday_words, G_N_ELEMENTS(same_weekday_words), &choice))
    client->same_weekday = (SameWeekday)choice;
  row_yes_no(row, SAME_REP, &client->same_rep);
}

static void read_dates(const Row *row, Client *client, const Settings *settings)
{
  row_spans(row, AWAY, client->away);
  bool last = row_date(row, LAST_VISIT, &client->last_visit);
  bool first = row_date(row, FIRST_BY, &client->first_by);
  if (settings->start == DAY_NONE)
    return;
  g_autofree char *start = day_text(settings->start);
  if (last && client->last_visit >= settings->start)
    row_error(row, LAST_VISIT,
              _("the last visit must be before the horizon, which starts on %s; a visit that is "
                "arranged belongs in appointments.csv"),
              start);
  if (first && client->first_by < settings->start)
    row_error(row, FIRST_BY,
              _("the first visit cannot be before the horizon, which starts on %s; correct or empty it"),
              start);
  if (first && settings->days > 0 && client->first_by >= settings->start + settings->days) {
    g_autofree char *end = day_text(settings->start + settings->days - 1);
    row_warning(row, FIRST_BY, _("the date is after the horizon, which ends on %s, so it has no effect"),
                end);
    client->first_by = DAY_NONE;
  }
}

static void read_amount(Source *source, const Row *row, int want, Money *amount)
{
  bool read = want == VALUE ? row_money(row, want, amount) : row_any_money(row, want, amount);
  if (!read || source->warned[want] || !cell_money_is_ambiguous(table_wanted(row->table, row->row, want)))
    return;
  source->warned[want] = true;
  g_autofree char *text = row_text(row, want), *number = money_text(*amount);
  row_warning(row, want,
              _("'%s' is read as %s; if thousands are meant, write them without a separator (said once "
                "for the column)"),
              text, number);
}

static void read_criteria(Source *source, const Row *row, Client *client)
{
  int choice;
  if (row_choice(row, CHANNEL, channel_words, CHANNELS, &choice))
    client->channel = (Channel)choice;
  if (row_choice(row, STATUS, status_words, G_N_ELEMENTS(status_words), &choice))
    client->status = (ClientStatus)choice;
  read_amount(source, row, SALES, &client->sales);
  read_amount(source, row, POTENTIAL, &client->potential);
  read_amount(source, row, COST_TO_SERVE, &client->cost_to_serve);
  read_amount(source, row, VALUE, &client->value);
  row_percent(row, MARGIN_PCT, -1000, 1000, &client->margin_pct);
  row_number(row, PAYMENT_DAYS, 0, 10000, &client->payment_days);
  row_number(row, PRODUCTS, 0, 1e9, &client->products);
}

// ---- References --------------------------------------------------------------------------------------------------

static void read_rep_of(Reader *reader, const Row *row, Client *client)
{
  const Territory *territory = reader->territory;
  client->rep = ids_refer(reader->reps, row, REP, FINDING_ERROR, "reps.csv");
  client->team = ids_refer(reader->teams, row, TEAM, FINDING_ERROR, "reps.csv");
  if (client->rep >= 0) {
    int team = territory_rep(territory, client->rep)->team;
    if (client->team >= 0 && team != client->team)
      row_warning(row, TEAM, _("the client's rep is in another team; the rep counts"));
  } else if (!row_has(row, REP) && !row_has(row, TEAM) && territory->reps->len == 1) {
    client->rep = 0;
  }
}

static void read_group_of(Reader *reader, const Row *row, Client *client)
{
  client->group = ids_refer(reader->groups, row, GROUP, FINDING_ERROR, "groups.csv");
  if (row_has(row, GROUP) && !reader->first_group_line)
    reader->first_group_line = row_line(row);
}

static void read_resource_of(Reader *reader, const Row *row, Client *client)
{
  client->resource = ids_refer(reader->resources, row, RESOURCE, FINDING_ERROR, "resources.csv");
  bool visits = row_count(row, RESOURCE_VISITS, 0, 1000, &client->resource_visits);
  if (visits && client->resource_visits > 0 && !row_has(row, RESOURCE))
    row_error(row, RESOURCE_VISITS, _("it is not said who joins these visits; fill column 'resource'"));
}

static void read_extra(const Source *source, const Row *row, Client *client)
{
  client->extra = g_new0(char *, source->extra->len + 1);
  for (guint i = 0; i < source->extra->len; i++)
    client->extra[i] = g_strdup(table_cell(source->table, row->row, g_array_index(source->extra, int, i)));
}

static void read_client(Source *source, const Row *row)
{
  Reader *reader = source->reader;
  Client *client = territory_add_client(reader->territory);
  client->line = row_line(row);
  client->id = row_id(row, CLIENT);
  ids_add(reader->clients, row, CLIENT, client->id);
  client->name = row_name(row, NAME, client->id);
  client->contact = row_text(row, CONTACT);
  client->phone = row_text(row, PHONE);
  client->email = row_text(row, EMAIL);
  client->notes = row_text(row, NOTES);
  client->crm_id = row_text(row, CRM_ID);
  read_extra(source, row, client);
  if (!row_is_whole(row))
    return;
  row_place(row, LAT, LON, &client->lat, &client->lon);
  read_rep_of(reader, row, client);
  read_group_of(reader, row, client);
  row_visits(row, VISITS, &client->visits);
  row_duration(row, VISIT_MINUTES, &client->visit_s);
  read_spacing(row, client);
  read_hours(row, client);
  read_dates(row, client, &reader->territory->settings);
  read_criteria(source, row, client);
  read_resource_of(reader, row, client);
}

bool read_clients(Reader *reader, GError **error)
{
  g_autoptr(GArray) extra = g_array_new(FALSE, FALSE, sizeof(int));
  g_autoptr(Table) table = reader_open(reader, "clients.csv", true, columns, COLUMNS, extra, error);
  reader->clients->incomplete = !table || table->damaged;
  Source source = {.reader = reader, .table = table, .extra = extra};
  for (guint i = 0; table && i < extra->len; i++)
    g_ptr_array_add(reader->territory->extra_columns,
                    g_strdup(table_header(table, g_array_index(extra, int, i))));
  for (int i = 0; table && i < table->rows; i++)
    read_client(&source, &(Row){table, i, reader->findings});
  if (table && table->rows == 0 && !table->damaged)
    findings_add(reader->findings, FINDING_ERROR, table->file, 0, NULL,
                 _("there is no client in the file; add a row for each"));
  return !*error;
}

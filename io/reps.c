// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/reader.h"
#include "model/words.h"

enum {
  REP,
  NAME,
  LAT,
  LON,
  END_LAT,
  END_LON,
  TEAM,
  START,
  END,
  START2,
  END2,
  WEEKDAYS,
  DAYS_OFF,
  MAX_VISITS_DAY,
  MAX_DRIVE_MIN,
  FIELD_SHARE_PCT,
  NIGHTS,
  COST_HOUR,
  COST_KM,
  COST_NIGHT,
  SPEED_KMH,
  REGION,
  EMAIL,
  CRM_ID,
  COLUMNS
};

static const Column columns[COLUMNS] = {
    [REP] = {"rep|representante|comercial|vendedor", true},
    [NAME] = {"name|nombre", false},
    [LAT] = {"lat|latitude|latitud", true},
    [LON] = {"lon|lng|longitude|longitud", true},
    [END_LAT] = {"end_lat|end_latitude|fin_latitud|fin_lat|latitud_fin", false},
    [END_LON] = {"end_lon|end_lng|end_longitude|fin_longitud|fin_lon|longitud_fin", false},
    [TEAM] = {"team|equipo", false},
    [START] = {"start|inicio", false},
    [END] = {"end|fin", false},
    [START2] = {"start2|inicio2", false},
    [END2] = {"end2|fin2", false},
    [WEEKDAYS] = {"weekdays|dias|dias_semana", false},
    [DAYS_OFF] = {"days_off|dias_libres|ausencias|vacaciones", false},
    [MAX_VISITS_DAY] = {"max_visits_day|max_visitas_dia", false},
    [MAX_DRIVE_MIN] = {"max_drive_min|max_drive_minutes|max_conduccion_min", false},
    [FIELD_SHARE_PCT] = {"field_share_pct|field_share|pct_campo|campo_pct", false},
    [NIGHTS] = {"nights|noches", false},
    [COST_HOUR] = {"cost_hour|costo_hora|coste_hora", false},
    [COST_NIGHT] = {"cost_night|costo_noche|coste_noche", false},
    [COST_KM] = {"cost_km|costo_km|coste_km", false},
    [SPEED_KMH] = {"speed_kmh|speed|velocidad_kmh|velocidad", false},
    [REGION] = {"region|comunidad", false},
    [EMAIL] = {"email|e-mail|correo", false},
    [CRM_ID] = {"crm_id|id_crm", false},
};
const ColumnList reps_columns = {columns, COLUMNS};

// A shift with both times, one of them or none: the territory's day stands in for what is missing.
static void read_shifts(const Row *row, Rep *rep)
{
  Window first = rep->shift[0], second;
  bool from = row_clock(row, START, &first.from), to = row_clock(row, END, &first.to);
  if (first.from >= first.to) {
    g_autofree char *start = clock_text(first.from), *end = clock_text(first.to);
    row_error(row, to || !from ? END : START, _("the day ends at %s, before it starts at %s; exchange them"),
              end, start);
  } else {
    rep->shift[0] = first;
  }
  if (!row_window(row, START2, END2, &second))
    return;
  if (!row_has(row, END))
    row_error(row, START2, _("a second shift needs the end of the first one; fill column 'end'"));
  else if (second.from < rep->shift[0].to)
    row_error(row, START2, _("the second shift starts before the first one has ended"));
  else
    rep->shift[rep->shifts++] = second;
}

static void read_limits(const Row *row, Rep *rep)
{
  double share = 100;
  row_count(row, MAX_VISITS_DAY, 0, 1000, &rep->max_visits_day);
  row_minutes(row, MAX_DRIVE_MIN, &rep->max_drive_s);
  if (row_percent(row, FIELD_SHARE_PCT, 1, 100, &share))
    rep->field_share = share / 100;
  row_count(row, NIGHTS, 0, 30, &rep->nights);
  row_money(row, COST_HOUR, &rep->cost_hour);
  row_money(row, COST_KM, &rep->cost_km);
  row_money(row, COST_NIGHT, &rep->cost_night);
  row_number(row, SPEED_KMH, 1, 200, &rep->speed_kmh);
}

static void read_ends(const Row *row, Rep *rep)
{
  row_place(row, LAT, LON, &rep->lat, &rep->lon);
  rep->end_lat = rep->lat;
  rep->end_lon = rep->lon;
  bool has_lat = row_has(row, END_LAT), has_lon = row_has(row, END_LON);
  if (has_lat != has_lon)
    row_error(row, has_lat ? END_LAT : END_LON,
              _("the end of the day needs both a latitude and a longitude"));
  else if (has_lat)
    row_place(row, END_LAT, END_LON, &rep->end_lat, &rep->end_lon);
}

static void read_team(Reader *reader, const Row *row, Rep *rep)
{
  if (!row_has(row, TEAM))
    return;
  char *team = row_text(row, TEAM);
  rep->team = ids_find(reader->teams, team);
  if (rep->team >= 0) {
    g_free(team);
    return;
  }
  rep->team = (int)reader->territory->teams->len;
  g_ptr_array_add(reader->territory->teams, team);
  ids_add(reader->teams, row, TEAM, team);
}

static void read_extra(const Row *row, const GArray *extra, Rep *rep)
{
  rep->extra = g_new0(char *, extra->len + 1);
  for (guint i = 0; i < extra->len; i++)
    rep->extra[i] = g_strdup(table_cell(row->table, row->row, g_array_index(extra, int, i)));
}

static void read_rep(Reader *reader, const Row *row, const GArray *extra)
{
  Rep *rep = territory_add_rep(reader->territory);
  read_extra(row, extra, rep);
  rep->line = row_line(row);
  rep->id = row_id(row, REP);
  ids_add(reader->reps, row, REP, rep->id);
  rep->name = row_name(row, NAME, rep->id);
  rep->region = row_text(row, REGION);
  rep->email = row_text(row, EMAIL);
  rep->crm_id = row_text(row, CRM_ID);
  if (!row_is_whole(row))
    return;
  read_ends(row, rep);
  read_team(reader, row, rep);
  read_shifts(row, rep);
  row_weekdays(row, WEEKDAYS, &rep->weekdays);
  row_spans(row, DAYS_OFF, rep->days_off);
  read_limits(row, rep);
}

bool read_reps(Reader *reader, GError **error)
{
  g_autoptr(GArray) extra = g_array_new(FALSE, FALSE, sizeof(int));
  g_autoptr(Table) table = reader_open(reader, "reps.csv", true, columns, COLUMNS, extra, error);
  for (guint i = 0; table && i < extra->len; i++)
    g_ptr_array_add(reader->territory->rep_columns,
                    g_strdup(table_header(table, g_array_index(extra, int, i))));
  reader->reps->incomplete = reader->teams->incomplete = !table || table->damaged;
  for (int i = 0; table && i < table->rows; i++)
    read_rep(reader, &(Row){table, i, reader->findings}, extra);
  if (table && table->rows == 0 && !table->damaged)
    findings_add(reader->findings, FINDING_ERROR, table->file, 0, NULL,
                 _("there is no rep in the file; add a row for each"));
  return !*error;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a territory folder, as ronda's own people would write them (commas, UTF-8, ISO dates) or as a
// Spanish Excel saves them (semicolons, decimal commas, Windows-1252 or a byte-order mark, CRLF, DD/MM/YYYY).
#include "datasets/generate.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef enum { PLAIN, BYTE_ORDER_MARK, WINDOWS_1252 } Encoding;

typedef struct Sheet {
  GString *text;
  const Style *style;
  bool begun; // the current row has a cell
} Sheet;

// ---- Cells ----

static void cell(Sheet *sheet, const char *text)
{
  char delimiter = sheet->style->excel ? ';' : ',';
  if (sheet->begun)
    g_string_append_c(sheet->text, delimiter);
  sheet->begun = true;
  if (!strchr(text, delimiter) && !strpbrk(text, "\"\r\n")) {
    g_string_append(sheet->text, text);
    return;
  }
  g_string_append_c(sheet->text, '"');
  for (const char *p = text; *p; p++) {
    if (*p == '"')
      g_string_append_c(sheet->text, '"');
    g_string_append_c(sheet->text, *p);
  }
  g_string_append_c(sheet->text, '"');
}

static void end_row(Sheet *sheet)
{
  g_string_append(sheet->text, sheet->style->excel ? "\r\n" : "\n");
  sheet->begun = false;
}

static void cell_number(Sheet *sheet, double number, int decimals)
{
  char format[8], text[G_ASCII_DTOSTR_BUF_SIZE];
  g_snprintf(format, sizeof format, "%%.%df", decimals);
  g_ascii_formatd(text, sizeof text, format, number);
  char *point = strchr(text, '.');
  if (point && sheet->style->excel)
    *point = ',';
  cell(sheet, text);
}

// Empty where the number says nothing.
static void cell_some(Sheet *sheet, double number, int decimals)
{
  if (number > 0.0)
    cell_number(sheet, number, decimals);
  else
    cell(sheet, "");
}

static char *date_text(const Sheet *sheet, Date day)
{
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_julian(&date, day);
  int y = g_date_get_year(&date), m = (int)g_date_get_month(&date), d = g_date_get_day(&date);
  return sheet->style->excel ? g_strdup_printf("%02d/%02d/%04d", d, m, y)
                             : g_strdup_printf("%04d-%02d-%02d", y, m, d);
}

static void cell_date(Sheet *sheet, Date day)
{
  g_autofree char *text = day ? date_text(sheet, day) : g_strdup("");
  cell(sheet, text);
}

static void cell_dates(Sheet *sheet, Date from, Date to)
{
  g_autofree char *first = date_text(sheet, from ? from : 1), *last = date_text(sheet, to ? to : 1);
  g_autofree char *range = from == to ? g_strdup(first) : g_strconcat(first, "..", last, NULL);
  cell(sheet, from ? range : "");
}

static void cell_time(Sheet *sheet, int minutes)
{
  char text[16] = "";
  if (minutes >= 0)
    g_snprintf(text, sizeof text, "%02d:%02d", minutes / 60, minutes % 60);
  cell(sheet, text);
}

static void cell_weekdays(Sheet *sheet, unsigned mask)
{
  static const char *const english[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  static const char *const spanish[] = {"lun", "mar", "mié", "jue", "vie", "sáb", "dom"};
  g_autoptr(GString) text = g_string_new(NULL);
  for (int d = 0; d < 7; d++)
    if (mask >> d & 1)
      g_string_append_printf(text, "%s%s", text->len ? " " : "",
                             sheet->style->spanish ? spanish[d] : english[d]);
  cell(sheet, text->str);
}

// ---- Headers ----

static const char *const header_pairs[][2] = {{"client", "cliente"},
                                              {"name", "nombre"},
                                              {"lat", "latitud"},
                                              {"lon", "longitud"},
                                              {"end_lat", "fin_latitud"},
                                              {"end_lon", "fin_longitud"},
                                              {"rep", "representante"},
                                              {"team", "equipo"},
                                              {"group", "grupo"},
                                              {"visits", "visitas"},
                                              {"visit_minutes", "minutos_visita"},
                                              {"min_gap_days", "intervalo_min"},
                                              {"max_gap_days", "intervalo_max"},
                                              {"weekdays", "días"},
                                              {"same_weekday", "mismo_dia"},
                                              {"open", "abre"},
                                              {"close", "cierra"},
                                              {"open2", "abre2"},
                                              {"close2", "cierra2"},
                                              {"away", "ausente"},
                                              {"last_visit", "última_visita"},
                                              {"first_by", "primera_antes"},
                                              {"channel", "canal"},
                                              {"status", "estado"},
                                              {"sales", "ventas"},
                                              {"potential", "potencial"},
                                              {"margin_pct", "margen_pct"},
                                              {"payment_days", "dias_pago"},
                                              {"products", "productos"},
                                              {"cost_to_serve", "costo_servicio"},
                                              {"value", "valor"},
                                              {"resource", "recurso"},
                                              {"resource_visits", "visitas_recurso"},
                                              {"contact", "contacto"},
                                              {"phone", "teléfono"},
                                              {"email", "correo"},
                                              {"notes", "notas"},
                                              {"crm_id", "id_crm"},
                                              {"objective", "objetivo"},
                                              {"min_visits", "min_visitas"},
                                              {"max_visits", "max_visitas"},
                                              {"remote_visits", "visitas_remotas"},
                                              {"remote_minutes", "minutos_remotos"},
                                              {"investment", "inversion"},
                                              {"growth_pct", "crecimiento_pct"},
                                              {"priority", "prioridad"},
                                              {"response_0", "respuesta_0"},
                                              {"response_half", "respuesta_mitad"},
                                              {"response_now", "respuesta_actual"},
                                              {"response_150", "respuesta_150"},
                                              {"response_sat", "respuesta_sat"},
                                              {"start", "inicio"},
                                              {"end", "fin"},
                                              {"start2", "inicio2"},
                                              {"end2", "fin2"},
                                              {"days_off", "días_libres"},
                                              {"max_visits_day", "max_visitas_dia"},
                                              {"max_drive_min", "max_conduccion_min"},
                                              {"field_share_pct", "pct_campo"},
                                              {"nights", "noches"},
                                              {"cost_night", "costo_noche"},
                                              {"cost_hour", "costo_hora"},
                                              {"cost_km", "costo_km"},
                                              {"speed_kmh", "velocidad_kmh"},
                                              {"region", "región"},
                                              {"date", "fecha"},
                                              {"time", "hora"},
                                              {"minutes", "minutos"}};

static const char *spanish_header(const char *english)
{
  for (size_t i = 0; i < G_N_ELEMENTS(header_pairs); i++)
    if (g_str_equal(header_pairs[i][0], english))
      return header_pairs[i][1];
  return english;
}

// `names` are parted by blanks.
static Sheet sheet_new(const Style *style, const char *names)
{
  Sheet sheet = {g_string_new(NULL), style, false};
  g_auto(GStrv) headers = g_strsplit(names, " ", -1);
  for (int i = 0; headers[i]; i++)
    cell(&sheet, style->spanish ? spanish_header(headers[i]) : headers[i]);
  end_row(&sheet);
  return sheet;
}

static bool sheet_save(Sheet *sheet, const char *folder, const char *file, Encoding encoding, GError **error)
{
  g_autofree char *path = g_build_filename(folder, file, NULL);
  g_autofree char *text = g_string_free(sheet->text, FALSE);
  gsize length = strlen(text);
  if (encoding == WINDOWS_1252) {
    g_autofree char *latin = g_convert(text, -1, "WINDOWS-1252", "UTF-8", NULL, &length, error);
    return latin && g_file_set_contents(path, latin, (gssize)length, error);
  }
  g_autofree char *whole = g_strconcat(encoding == BYTE_ORDER_MARK ? "\xEF\xBB\xBF" : "", text, NULL);
  return g_file_set_contents(path, whole, -1, error);
}

// ---- Files ----

static int id_width(const Dataset *dataset)
{
  return 1 + (int)log10(MAX(1000, (int)dataset->clients->len));
}

// Who he is, whose, how often, when: columns client … last_visit.
static void client_rules(Sheet *sheet, const Dataset *dataset, const Client *client)
{
  static const char *const same[] = {"", "yes", "prefer", "no"}, *const same_es[] = {"", "sí", "preferible",
                                                                                     "no"};
  const Style *style = sheet->style;
  g_autofree char *id = g_strdup_printf("C%0*d", id_width(dataset), client->number);
  g_autofree char *rep = g_strdup_printf("R%d", client->rep + 1);
  cell(sheet, id);
  cell(sheet, client->name);
  cell_number(sheet, client->lat, 5);
  cell_number(sheet, client->lon, 5);
  cell(sheet, rep);
  cell(sheet, dataset->recipe->groups[client->group].id);
  if (client->override_visits == TWICE_A_WEEK)
    cell(sheet, style->spanish ? "2/semana" : "2/week");
  else
    cell_some(sheet, client->override_visits, 0);
  cell_some(sheet, client->visit_min, 0);
  if (style->extras) {
    cell_some(sheet, client->min_gap, 0);
    cell_some(sheet, client->max_gap, 0);
  }
  cell_weekdays(sheet, client->weekdays);
  cell(sheet, (style->spanish ? same_es : same)[client->same]);
  for (int w = 0; w < 2; w++) {
    cell_time(sheet, client->open[w]);
    cell_time(sheet, client->close[w]);
  }
  if (style->extras)
    cell_dates(sheet, client->away_from, client->away_to);
  cell_date(sheet, client->last_visit);
}

// What he is worth and whom to ask for: columns first_by … municipio.
static void client_account(Sheet *sheet, const Client *client)
{
  bool prospect = client->group == PROSPECTS, spanish = sheet->style->spanish;
  g_autofree char *crm = g_strdup_printf("ACC-%06d", 10000 + client->number);
  cell_date(sheet, client->first_by);
  cell(sheet, ""); // channel: in person
  cell(sheet, spanish ? (prospect ? "prospecto" : "cliente") : (prospect ? "prospect" : "customer"));
  cell_some(sheet, client->sales, 0);
  cell_some(sheet, client->potential, 0);
  cell_number(sheet, client->margin_pct, 1);
  cell_some(sheet, client->payment_days, 0);
  cell_some(sheet, client->products, 0);
  cell_some(sheet, client->cost_to_serve, 0);
  cell_some(sheet, client->value, 0);
  cell(sheet, client->resource ? client->resource : "");
  cell_some(sheet, client->resource_visits, 0);
  cell(sheet, client->contact);
  cell(sheet, client->phone);
  cell(sheet, client->email);
  cell(sheet, client->away_from ? "Cierra por inventario" : "");
  cell(sheet, crm);
  cell(sheet, client->sales_channel);
  cell(sheet, client->town->name);
}

static bool write_clients(const Dataset *dataset, const Style *style, const char *folder, GError **error)
{
  Sheet sheet = sheet_new(
      style, style->extras
                 ? "client name lat lon rep group visits visit_minutes min_gap_days max_gap_days weekdays "
                   "same_weekday open close open2 close2 away last_visit first_by channel status sales "
                   "potential margin_pct payment_days products cost_to_serve value resource resource_visits "
                   "contact phone email notes crm_id canal_comercial municipio"
                 : "client name lat lon rep group visits visit_minutes weekdays same_weekday open close "
                   "open2 close2 last_visit");
  for (guint i = 0; i < dataset->clients->len; i++) {
    const Client *client = &g_array_index(dataset->clients, Client, i);
    if (style->only_rep >= 0 && client->rep != style->only_rep)
      continue;
    client_rules(&sheet, dataset, client);
    if (style->extras)
      client_account(&sheet, client);
    end_row(&sheet);
  }
  return sheet_save(&sheet, folder, "clients.csv", style->excel ? WINDOWS_1252 : PLAIN, error);
}

static bool write_groups(const Dataset *dataset, const Style *style, const char *folder, GError **error)
{
  Sheet sheet = sheet_new(
      style, style->extras ? "group name objective visits min_visits max_visits visit_minutes remote_visits "
                             "remote_minutes portal investment growth_pct priority response_0 "
                             "response_half response_now response_150 response_sat"
                           : "group name visits visit_minutes");
  for (int g = 0; g < GROUPS; g++) {
    const GroupSpec *group = &dataset->recipe->groups[g];
    if (group->share <= 0.0)
      continue;
    cell(&sheet, group->id);
    cell(&sheet, group->name);
    if (style->extras)
      cell(&sheet, group->objective);
    cell(&sheet, style->spanish ? group->visits_es : group->visits);
    if (style->extras) {
      cell_number(&sheet, group->min_visits, 0);
      cell_number(&sheet, group->max_visits, 0);
    }
    cell_number(&sheet, group->minutes, 0);
    if (style->extras) {
      cell_number(&sheet, group->remote_visits, 0);
      cell_number(&sheet, 10, 0);
      cell(&sheet, style->spanish ? (group->portal ? "sí" : "no") : (group->portal ? "yes" : "no"));
      cell_number(&sheet, group->investment, 0);
      cell_number(&sheet, group->growth_pct, 1);
      cell_number(&sheet, group->priority, 0);
      for (int k = 0; k < 5; k++)
        cell_number(&sheet, group->response[k], 2);
    }
    end_row(&sheet);
  }
  return sheet_save(&sheet, folder, "groups.csv", style->excel ? BYTE_ORDER_MARK : PLAIN, error);
}

static bool write_reps(const Dataset *dataset, const Style *style, const char *folder, GError **error)
{
  bool nights = false;
  for (guint i = 0; i < dataset->reps->len; i++)
    nights = nights || g_array_index(dataset->reps, Rep, i).spec->nights > 0;
  Sheet sheet = sheet_new(
      style, nights ? "rep name lat lon start end start2 end2 weekdays days_off max_visits_day "
                      "max_drive_min field_share_pct cost_hour cost_km speed_kmh region email crm_id "
                      "nights cost_night"
                    : "rep name lat lon start end start2 end2 weekdays days_off max_visits_day "
                      "max_drive_min field_share_pct cost_hour cost_km speed_kmh region email crm_id");
  for (guint i = 0; i < dataset->reps->len; i++) {
    const Rep *rep = &g_array_index(dataset->reps, Rep, i);
    const RepSpec *spec = rep->spec;
    if (style->only_rep >= 0 && (int)i != style->only_rep)
      continue;
    g_autofree char *id = g_strdup_printf("R%u", i + 1), *crm = g_strdup_printf("USR-%04u", 100 + i);
    cell(&sheet, id);
    cell(&sheet, rep->name);
    cell_number(&sheet, rep->lat, 5);
    cell_number(&sheet, rep->lon, 5);
    cell_time(&sheet, spec->start);
    cell_time(&sheet, spec->end);
    cell_time(&sheet, spec->start2 ? spec->start2 : -1);
    cell_time(&sheet, spec->start2 ? spec->end2 : -1);
    cell_weekdays(&sheet, 0x1F);
    cell_dates(&sheet, spec->off_from, spec->off_to);
    cell_some(&sheet, spec->max_visits_day, 0);
    cell_some(&sheet, spec->max_drive_min, 0);
    cell_some(&sheet, spec->field_share_pct, 0);
    cell(&sheet, "");
    cell(&sheet, "");
    cell_some(&sheet, spec->speed_kmh, 0);
    cell(&sheet, spec->region ? spec->region : "");
    cell(&sheet, rep->email);
    cell(&sheet, crm);
    if (nights) {
      cell_some(&sheet, spec->nights, 0);
      cell_some(&sheet, spec->cost_night, 0);
    }
    end_row(&sheet);
  }
  return sheet_save(&sheet, folder, "reps.csv", style->excel ? WINDOWS_1252 : PLAIN, error);
}

static bool write_holidays(const Dataset *dataset, const Style *style, const char *folder, GError **error)
{
  Sheet sheet = sheet_new(style, "date name region");
  for (guint i = 0; i < dataset->holidays->len; i++) {
    const Holiday *holiday = &g_array_index(dataset->holidays, Holiday, i);
    cell_date(&sheet, holiday->date);
    cell(&sheet, holiday->name);
    cell(&sheet, holiday->region);
    end_row(&sheet);
  }
  return sheet_save(&sheet, folder, "holidays.csv", style->excel ? WINDOWS_1252 : PLAIN, error);
}

static bool write_ics(const Dataset *dataset, const char *folder, GError **error)
{
  g_autoptr(GString) text =
      g_string_new("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//ronda//datasets//EN\r\n");
  for (guint i = 0; i < dataset->holidays->len; i++) {
    const Holiday *holiday = &g_array_index(dataset->holidays, Holiday, i);
    GDate date;
    char from[16], to[16];
    g_date_clear(&date, 1);
    g_date_set_julian(&date, holiday->date);
    g_date_strftime(from, sizeof from, "%Y%m%d", &date);
    g_date_add_days(&date, 1);
    g_date_strftime(to, sizeof to, "%Y%m%d", &date);
    g_string_append_printf(text,
                           "BEGIN:VEVENT\r\nUID:%s@holidays.ronda.example\r\nDTSTAMP:20260101T000000Z\r\n"
                           "DTSTART;VALUE=DATE:%s\r\nDTEND;VALUE=DATE:%s\r\nSUMMARY:%s\r\nEND:VEVENT\r\n",
                           from, from, to, holiday->name);
  }
  g_string_append(text, "END:VCALENDAR\r\n");
  g_autofree char *path = g_build_filename(folder, "holidays.ics", NULL);
  return g_file_set_contents(path, text->str, -1, error);
}

static bool write_appointments(const Dataset *dataset, const Style *style, const char *folder, GError **error)
{
  Sheet sheet = sheet_new(style, "client date time minutes rep");
  for (guint i = 0; i < dataset->appointments->len; i++) {
    const Appointment *made = &g_array_index(dataset->appointments, Appointment, i);
    const Client *client = &g_array_index(dataset->clients, Client, made->client);
    if (style->only_rep >= 0 && client->rep != style->only_rep)
      continue;
    g_autofree char *id = g_strdup_printf("C%0*d", id_width(dataset), client->number);
    g_autofree char *rep = g_strdup_printf("R%d", client->rep + 1);
    cell(&sheet, id);
    cell_date(&sheet, made->date);
    cell_time(&sheet, made->time);
    cell_some(&sheet, made->minutes, 0);
    cell(&sheet, i % 3 ? rep : "");
    end_row(&sheet);
  }
  return sheet_save(&sheet, folder, "appointments.csv", style->excel ? BYTE_ORDER_MARK : PLAIN, error);
}

static bool write_settings(const Dataset *dataset, const Style *style, const char *folder, GError **error)
{
  const Recipe *recipe = dataset->recipe;
  Style plain = {.only_rep = -1};
  Sheet sheet = {g_string_new(NULL), &plain, false};
  g_autofree char *start = date_text(&sheet, recipe->start);
  char road[G_ASCII_DTOSTR_BUF_SIZE], hour[G_ASCII_DTOSTR_BUF_SIZE], km[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append_printf(
      sheet.text,
      "[plan]\nname = %s\nstart = %s\nweeks = %d\ncountry = %s\ntimezone = %s\ncurrency = %s\n"
      "language = %s\nday_start = %02d:%02d\nday_end = %02d:%02d\n",
      recipe->title, start, recipe->weeks, recipe->country, recipe->timezone, recipe->currency,
      style->spanish ? "es" : recipe->language, recipe->day_start / 60, recipe->day_start % 60,
      recipe->day_end / 60, recipe->day_end % 60);
  if (recipe->break_from)
    g_string_append_printf(sheet.text, "break = %02d:%02d-%02d:%02d\n", recipe->break_from / 60,
                           recipe->break_from % 60, recipe->break_to / 60, recipe->break_to % 60);
  g_string_append_printf(sheet.text, "\n[travel]\nmodel = haversine\nroad_factor = %s\nspeed_kmh = %d\n",
                         g_ascii_formatd(road, sizeof road, "%.2f", recipe->road_factor), recipe->speed_kmh);
  g_string_append_printf(sheet.text, "\n[objective]\ncost_hour = %s\ncost_km = %s\n",
                         g_ascii_formatd(hour, sizeof hour, "%g", recipe->cost_hour),
                         g_ascii_formatd(km, sizeof km, "%g", recipe->cost_km));
  return sheet_save(&sheet, folder, "ronda.ini", PLAIN, error);
}

bool dataset_write(const Dataset *dataset, const Style *style, const char *folder, GError **error)
{
  if (g_mkdir_with_parents(folder, 0777) != 0) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "cannot make the folder %s", folder);
    return false;
  }
  if (dataset->holidays->len &&
      !(style->ics ? write_ics(dataset, folder, error) : write_holidays(dataset, style, folder, error)))
    return false;
  if (dataset->appointments->len && !write_appointments(dataset, style, folder, error))
    return false;
  return write_settings(dataset, style, folder, error) && write_clients(dataset, style, folder, error) &&
         write_groups(dataset, style, folder, error) && write_reps(dataset, style, folder, error);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// `init`: a folder with every input file, headed and with a few rows that plan as they are; or a bundled example.
#include "cli/command.h"

#include "model/words.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

// Rows of a template; cells are parted by '|', NULL ends the rows. Two rows of headers: English and Spanish.
typedef struct Template {
  const char *file, *english, *spanish;
  const char *rows[8];
} Template;

static const Template templates[] = {
    {"clients.csv",
     "client|name|lat|lon|rep|group|visits|visit_minutes|min_gap_days|max_gap_days|weekdays|same_weekday|"
     "open|close|open2|close2|away|last_visit|first_by|status|sales|potential|value|contact|phone|email|"
     "notes|crm_id|"
     "team|same_rep|channel|resource|resource_visits|margin_pct|payment_days|products|cost_to_serve",
     "cliente|nombre|latitud|longitud|representante|grupo|visitas|minutos_visita|intervalo_min|intervalo_max|"
     "dias|mismo_dia|abre|cierra|abre2|cierra2|ausente|ultima_visita|primera_antes|estado|ventas|potencial|"
     "valor|"
     "contacto|telefono|correo|notas|id_crm|"
     "equipo|mismo_rep|canal|recurso|visitas_recurso|margen_pct|dias_pago|productos|costo_servicio",
     {"C1|Ferretería El "
      "Tornillo|4.64860|-74.10780|R1|A||||||prefer|08:00|12:00|14:00|18:00||||customer|180000000|"
      "240000000||Ana Díaz|||||||||||||",
      "C2|Droguería La Salud|4.67520|-74.05510|R1|B|||||Mon Tue "
      "Wed||09:00|17:00||||||customer|90000000|120000000||||||"
      "|||||||||",
      "C3|Supermercado Don "
      "Luis|4.60150|-74.09910|R1|B||||||||||||||customer|70000000|90000000|||||||||||||||",
      "C4|Distribuidora Sabana|4.81330|-74.35450|R1|C||45||||||||||||prospect||60000000|||||||||||||||",
      NULL}},
    {"groups.csv",
     "group|name|objective|visits|visit_minutes|priority|min_visits|max_visits|remote_visits|remote_minutes|"
     "portal|"
     "investment|growth_pct|response_0|response_half|response_now|response_150|response_sat",
     "grupo|nombre|objetivo|visitas|minutos_visita|prioridad|visitas_min|visitas_max|visitas_remotas|minutos_"
     "remotos|"
     "portal|inversion|crecimiento_pct|respuesta_0|respuesta_mitad|respuesta_actual|respuesta_150|respuesta_"
     "sat",
     {"A|Key accounts|keep and widen the range|1/week|45|3||||||||||||",
      "B|Regular|grow|1/2weeks|30|2||||||||||||", "C|To develop|win|1/month|30|1||||||||||||", NULL}},
    {"reps.csv",
     "rep|name|lat|lon|team|start|end|start2|end2|weekdays|days_off|max_visits_day|max_drive_min|field_share_"
     "pct|region|"
     "end_lat|end_lon|nights|cost_hour|cost_km|speed_kmh|email|crm_id",
     "representante|nombre|latitud|longitud|equipo|inicio|fin|inicio2|fin2|dias|dias_libres|max_visitas_dia|"
     "max_conduccion_min|pct_campo|region|fin_latitud|fin_longitud|noches|costo_hora|costo_km|velocidad_kmh|"
     "correo|"
     "id_crm",
     {"R1|María Gómez|4.65000|-74.08000||08:00|18:00||||||||||||||||", NULL}},
    {"holidays.csv", "date|name|region", "fecha|nombre|region", {NULL}},
    {"appointments.csv", "client|date|time|minutes|rep", "cliente|fecha|hora|minutos|representante", {NULL}},
    {"activities.csv",
     "activity|group|times|minutes|cost|channel|resource|objective|kpi|expected_result",
     "actividad|grupo|veces|minutos|costo|canal|recurso|objetivo|indicador|resultado_esperado",
     {"Review the shelf|A|3|0|0|visit||keep and widen the range|facings|two more facings",
      "Show the new line|B|1|0|0|visit||grow|items listed|one more item", NULL}},
    {"resources.csv",
     "resource|name|role|max_visits|days|start|end",
     "recurso|nombre|cargo|max_visitas|dias|inicio|fin",
     {NULL}},
    {"responses.csv", "client|group|visits|value", "cliente|grupo|visitas|valor", {NULL}},
    {"targets.csv",
     "rep|group|sales_target|visits_target",
     "representante|grupo|meta_ventas|meta_visitas",
     {NULL}},
    {"actuals.csv",
     "date|client|rep|status|minutes|travel_minutes|sales|activity|result|notes",
     "fecha|cliente|representante|estado|minutos|minutos_viaje|ventas|actividad|resultado|notas",
     {NULL}},
    {"travel.csv", "from|to|minutes|km", "desde|hasta|minutos|km", {NULL}},
};

// Cells of the rows that are words; all others are the same in every language.
static const char *const words[] = {
    N_("Key accounts"),
    N_("Regular"),
    N_("To develop"),
    N_("keep and widen the range"),
    N_("grow"),
    N_("win"),
    N_("Review the shelf"),
    N_("facings"),
    N_("two more facings"),
    N_("Show the new line"),
    N_("items listed"),
    N_("one more item"),
    N_("Mon Tue Wed"),
};

static const char *in_language(const char *cell)
{
  for (size_t w = 0; w < G_N_ELEMENTS(words); w++) {
    if (strcmp(words[w], cell) == 0)
      return _(cell);
  }
  return cell;
}

static void append_cells(GString *text, const char *row, char delimiter)
{
  g_auto(GStrv) cells = g_strsplit(row, "|", -1);
  for (char **cell = cells; *cell; cell++) {
    if (cell != cells)
      g_string_append_c(text, delimiter);
    g_string_append(text, in_language(*cell));
  }
  g_string_append_c(text, '\n');
}

// Decimal points become commas where a Spanish spreadsheet is to open the file: only in cells that are numbers.
static char *localised(const char *row)
{
  g_auto(GStrv) cells = g_strsplit(row, "|", -1);
  for (char **cell = cells; *cell; cell++) {
    if (**cell && strspn(*cell, "-0123456789.") == strlen(*cell))
      g_strdelimit(*cell, ".", ',');
  }
  return g_strjoinv("|", cells);
}

static bool write_template(const Template *template, const Options *options, GError **error)
{
  bool spanish = strcmp(language_now(), "es") == 0;
  char delimiter = options->excel ? ';' : ',';
  GString *text = g_string_new(options->excel ? "\xef\xbb\xbf" : NULL);
  append_cells(text, spanish ? template->spanish : template->english, delimiter);
  for (int row = 0; template->rows[row]; row++) {
    g_autofree char *cells = options->excel ? localised(template->rows[row]) : g_strdup(template->rows[row]);
    append_cells(text, cells, delimiter);
  }
  g_autofree char *path = g_build_filename(options->folder, template->file, NULL);
  bool written = g_file_set_contents(path, text->str, (gssize)text->len, error);
  g_string_free(text, TRUE);
  return written;
}

// The first Monday of the quarter that comes next.
static Day next_quarter(void)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local();
  int month = (g_date_time_get_month(now) - 1) / 3 * 3 + 4;
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_dmy(&date, 1, (GDateMonth)(month > 12 ? 1 : month),
                 (GDateYear)(g_date_time_get_year(now) + (month > 12)));
  Day day = (Day)g_date_get_julian(&date);
  return day + (7 - day_weekday(day)) % 7;
}

static bool write_settings(const Options *options, GError **error)
{
  g_autofree char *start = day_text(next_quarter());
  g_autofree char *text = g_strdup_printf("[plan]\nname = %s\nstart = %s\nweeks = 13\nlanguage = %s\n"
                                          "day_start = 08:00\nday_end = 18:00\nbreak = 12:30-13:30\n\n"
                                          "[travel]\nmodel = haversine\nroad_factor = 1.3\nspeed_kmh = 40\n\n"
                                          "[objective]\ncost_hour = 1\ncost_km = 0\n",
                                          _("My territory"), start, language_now());
  g_autofree char *path = g_build_filename(options->folder, "ronda.ini", NULL);
  return g_file_set_contents(path, text, -1, error);
}

static bool is_empty_or_new(const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  return !g_file_test(folder, G_FILE_TEST_EXISTS) || (dir && !g_dir_read_name(dir));
}

static ExitStatus make_folder(const Options *options)
{
  GError *error = NULL;
  bool written = write_settings(options, &error);
  for (size_t i = 0; written && i < G_N_ELEMENTS(templates); i++)
    written = write_template(&templates[i], options, &error);
  if (!written)
    return fail_with(error);
  say(options, _("%s holds the input files with a few rows to replace; then: ronda check %s"),
      options->folder, options->folder);
  return EXIT_DONE;
}

static gint by_name(gconstpointer left, gconstpointer right)
{
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void list_examples(const char *datasets)
{
  g_autoptr(GDir) dir = g_dir_open(datasets, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
    g_autofree char *settings = g_build_filename(datasets, name, "ronda.ini", NULL);
    if (g_file_test(settings, G_FILE_TEST_EXISTS))
      g_ptr_array_add(names, g_strdup(name));
  }
  g_ptr_array_sort(names, by_name);
  g_ptr_array_add(names, NULL);
  g_autofree char *list = g_strjoinv(", ", (char **)names->pdata);
  complain(_("there are these examples: %s"), list);
}

// Copies the files of a folder; folders in it (scenarios) with theirs.
static bool copy_folder(const char *from, const char *to, GError **error)
{
  g_autoptr(GDir) dir = g_dir_open(from, 0, error);
  if (!dir)
    return false;
  for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
    g_autofree char *source = g_build_filename(from, name, NULL), *target = g_build_filename(to, name, NULL);
    if (g_file_test(source, G_FILE_TEST_IS_DIR)) {
      if (strcmp(name, "plan") == 0)
        continue;
      if (g_mkdir_with_parents(target, 0777) != 0 || !copy_folder(source, target, error))
        return false;
      continue;
    }
    g_autofree char *bytes = NULL;
    gsize length = 0;
    if (!g_file_get_contents(source, &bytes, &length, error) ||
        !g_file_set_contents(target, bytes, (gssize)length, error))
      return false;
  }
  return true;
}

static ExitStatus copy_example(const Options *options)
{
  GError *error = NULL;
  g_autofree char *datasets = datasets_folder();
  g_autofree char *settings = g_build_filename(datasets, options->example, "ronda.ini", NULL);
  g_autofree char *from = g_path_get_dirname(settings);
  if (strchr(options->example, '/') || !g_file_test(settings, G_FILE_TEST_EXISTS)) {
    complain(_("there is no example '%s'"), options->example);
    list_examples(datasets);
    return EXIT_USAGE;
  }
  if (!copy_folder(from, options->folder, &error))
    return fail_with(error);
  say(options, _("%s is a copy of the example %s; now: ronda plan %s"), options->folder, options->example,
      options->folder);
  return EXIT_DONE;
}

ExitStatus cmd_init(Options *options)
{
  if (!is_empty_or_new(options->folder)) {
    complain(_("%s is not empty; name a new folder"), options->folder);
    return EXIT_USAGE;
  }
  if (g_mkdir_with_parents(options->folder, 0777) != 0) {
    complain(_("cannot make the folder %s: %s"), options->folder, g_strerror(errno));
    return EXIT_SYSTEM;
  }
  return options->example ? copy_example(options) : make_folder(options);
}

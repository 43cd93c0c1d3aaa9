// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/row.h"

#include <math.h>
#include <string.h>

#include "io/text.h"
#include "model/words.h"

// Latitude. Cape Horn is at -55.98; beyond it lie the Americas' places when latitude and longitude are exchanged.
#define SOUTHERNMOST (-57.0)

static const char *column_name(const Row *row, int want)
{
  int column = row->table->bound[want];
  return column < 0 ? NULL : table_header(row->table, column);
}

static void add(const Row *row, FindingLevel level, int want, const char *text)
{
  findings_add(row->findings, level, row->table->file, row_line(row), column_name(row, want), "%s", text);
}

void row_error(const Row *row, int want, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  add(row, FINDING_ERROR, want, text);
}

void row_warning(const Row *row, int want, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  add(row, FINDING_WARNING, want, text);
}

static bool refuse(const Row *row, int want, GError *error)
{
  g_autofree char *text = text_shown(table_wanted(row->table, row->row, want));
  row_error(row, want, "'%s': %s", text, error->message);
  g_error_free(error);
  return false;
}

bool row_has(const Row *row, int want)
{
  const char *text = table_wanted(row->table, row->row, want);
  return text[strspn(text, " \t\r\n")] != '\0';
}

// A column that is missing has been complained of once, so its cells do not count as empty.
static bool is_empty(const Row *row, int want)
{
  return row->table->bound[want] >= 0 && !row_has(row, want);
}

char *row_text(const Row *row, int want)
{
  return g_strstrip(g_strdup(table_wanted(row->table, row->row, want)));
}

char *row_id(const Row *row, int want)
{
  if (is_empty(row, want))
    row_error(row, want, _("the cell is empty; every row needs its id"));
  return row_text(row, want);
}

char *row_name(const Row *row, int want, const char *id)
{
  return row_has(row, want) ? row_text(row, want) : g_strdup(id);
}

// ---- Typed cells -------------------------------------------------------------------------------------------------

static bool bounded(const Row *row, int want, double least, double most, double number)
{
  if (number >= least && number <= most)
    return true;
  g_autofree char *text = text_shown(table_wanted(row->table, row->row, want));
  if (most >= G_MAXINT)
    row_error(row, want, _("'%s': the number must be %g or more"), text, least);
  else
    row_error(row, want, _("'%s': the number must be between %g and %g"), text, least, most);
  return false;
}

static bool row_double(const Row *row, int want, double least, double most, double *value,
                       bool (*parse)(const char *, double *, GError **))
{
  GError *error = NULL;
  double number;
  if (!row_has(row, want))
    return false;
  if (!parse(table_wanted(row->table, row->row, want), &number, &error))
    return refuse(row, want, error);
  if (!bounded(row, want, least, most, number))
    return false;
  *value = number;
  return true;
}

bool row_number(const Row *row, int want, double least, double most, double *value)
{
  return row_double(row, want, least, most, value, cell_number);
}

bool row_percent(const Row *row, int want, double least, double most, double *value)
{
  return row_double(row, want, least, most, value, cell_percent);
}

bool row_count(const Row *row, int want, int least, int most, int *value)
{
  GError *error = NULL;
  int number;
  if (!row_has(row, want))
    return false;
  if (!cell_count(table_wanted(row->table, row->row, want), &number, &error))
    return refuse(row, want, error);
  if (!bounded(row, want, least, most, number))
    return false;
  *value = number;
  return true;
}

bool row_any_money(const Row *row, int want, Money *value)
{
  GError *error = NULL;
  Money money;
  if (!row_has(row, want))
    return false;
  if (!cell_money(table_wanted(row->table, row->row, want), &money, &error))
    return refuse(row, want, error);
  *value = money;
  return true;
}

bool row_money(const Row *row, int want, Money *value)
{
  Money money;
  if (!row_any_money(row, want, &money) || !bounded(row, want, 0, INFINITY, (double)money))
    return false;
  *value = money;
  return true;
}

// The remaining types have no bounds of their own: one shape for all of them.
#define ROW_READER(NAME, TYPE)                                                                               \
  bool row_##NAME(const Row *row, int want, TYPE value)                                                      \
  {                                                                                                          \
    GError *error = NULL;                                                                                    \
    if (!row_has(row, want))                                                                                 \
      return false;                                                                                          \
    return cell_##NAME(table_wanted(row->table, row->row, want), value, &error) || refuse(row, want, error); \
  }

ROW_READER(minutes, int32_t *)
ROW_READER(clock, int32_t *)
ROW_READER(date, Day *)
ROW_READER(spans, GArray *)
ROW_READER(weekdays, Weekdays *)
ROW_READER(yes_no, bool *)
ROW_READER(visits, Visits *)

bool row_duration(const Row *row, int want, int32_t *seconds)
{
  int32_t read;
  if (!row_minutes(row, want, &read))
    return false;
  if (read == 0) {
    row_error(row, want, _("a visit needs some minutes; empty the cell for the default"));
    return false;
  }
  *seconds = read;
  return true;
}

bool row_choice(const Row *row, int want, const char *const *words, int count, int *choice)
{
  GError *error = NULL;
  if (!row_has(row, want))
    return false;
  return cell_choice(table_wanted(row->table, row->row, want), words, count, choice, &error) ||
         refuse(row, want, error);
}

bool row_window(const Row *row, int want_from, int want_to, Window *window)
{
  Window read;
  bool has_from = row_has(row, want_from), has_to = row_has(row, want_to);
  bool from = row_clock(row, want_from, &read.from), to = row_clock(row, want_to, &read.to);
  if (has_from != has_to) {
    row_error(row, has_from ? want_from : want_to,
              has_from ? _("there is a start without an end; give both or none")
                       : _("there is an end without a start; give both or none"));
    return false;
  }
  if (!from || !to)
    return false;
  if (read.from >= read.to) {
    g_autofree char *start = clock_text(read.from), *end = clock_text(read.to);
    row_error(row, want_to,
              _("it ends at %s, before it starts at %s; exchange them, or write midnight as 24:00"), end,
              start);
    return false;
  }
  *window = read;
  return true;
}

// ---- Places ------------------------------------------------------------------------------------------------------

static bool row_degrees(const Row *row, int want, double most, double *value)
{
  GError *error = NULL;
  if (!row_has(row, want)) {
    if (is_empty(row, want))
      row_error(row, want, _("the cell is empty; give the place in degrees, like 4.60971"));
    return false;
  }
  if (!cell_number(table_wanted(row->table, row->row, want), value, &error))
    return refuse(row, want, error);
  if (fabs(*value) <= most)
    return true;
  g_autofree char *text = text_shown(table_wanted(row->table, row->row, want));
  row_error(row, want,
            _("'%s': degrees must be between -%g and %g; is the decimal point missing, or are latitude and "
              "longitude exchanged?"),
            text, most, most);
  return false;
}

bool row_place(const Row *row, int want_lat, int want_lon, double *lat, double *lon)
{
  double read_lat = 0, read_lon = 0;
  bool good = row_degrees(row, want_lat, 90, &read_lat);
  good = row_degrees(row, want_lon, 180, &read_lon) && good;
  if (!good)
    return false;
  if (read_lat == 0 && read_lon == 0) {
    row_error(row, want_lat, _("the place is at 0,0, in the sea off Africa; give its true coordinates"));
    return false;
  }
  if (read_lat < SOUTHERNMOST) {
    row_error(row, want_lat,
              _("so far south there is only Antarctica; are latitude and longitude exchanged?"));
    return false;
  }
  *lat = read_lat;
  *lon = read_lon;
  return true;
}

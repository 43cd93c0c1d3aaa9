// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/geo.h"

#include "io/table.h"
#include "model/words.h"

#include <math.h>
#include <string.h>

static bool wrong(GError **error, const char *file, int line, const char *text)
{
  g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s:%d: %s", file, line, text);
  return false;
}

// A number that ends at a blank or at the end of the line.
static bool take_degrees(const char **at, double limit, double *degrees)
{
  char *end;
  *degrees = g_ascii_strtod(*at, &end);
  bool fits = end != *at && isfinite(*degrees) && fabs(*degrees) <= limit;
  *at = end;
  return fits && (*end == '\0' || g_ascii_isspace(*end));
}

bool geo_parse_lines(Map *map, MapKind kind, const char *bytes, gsize length, const char *file,
                     GError **error)
{
  g_autofree char *text = g_strndup(bytes, length);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  bool open = false;
  for (int i = 0; lines[i]; i++) {
    const char *at = g_strstrip(lines[i]);
    if (*at == '#')
      continue;
    if (*at == '\0') {
      open = false;
      continue;
    }
    double lon, lat;
    if (!take_degrees(&at, 180, &lon) || !take_degrees(&at, 90, &lat))
      return wrong(error, file, i + 1, _("expected a longitude and a latitude in degrees"));
    if (!open)
      map_add_line(map, kind);
    open = true;
    map_add_point(map, lon, lat);
  }
  return true;
}

static bool load(const char *folder, const char *file, char **bytes, gsize *length, GError **error)
{
  g_autofree char *path = g_build_filename(folder, file, NULL);
  *bytes = NULL;
  return !g_file_test(path, G_FILE_TEST_EXISTS) || g_file_get_contents(path, bytes, length, error);
}

static bool read_lines(Map *map, MapKind kind, const char *folder, const char *file, GError **error)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;
  if (!load(folder, file, &bytes, &length, error))
    return false;
  return !bytes || geo_parse_lines(map, kind, bytes, length, file, error);
}

static bool read_towns(Map *map, const char *folder, const char *file, GError **error)
{
  enum { NAME, LAT, LON, POPULATION, COLUMNS };
  static const Column columns[COLUMNS] = {
      {"name", true}, {"lat", true}, {"lon", true}, {"population", false}};
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Table) table = table_read(folder, file, NULL, findings, error);
  if (!table)
    return !(error && *error) && findings_count(findings, FINDING_ERROR) == 0;
  if (!table_bind(table, columns, COLUMNS, NULL, findings))
    return wrong(error, file, table->header_line, _("the columns name, lat and lon are needed"));
  for (int row = 0; row < table->rows; row++) {
    const char *lat_text = table_wanted(table, row, LAT), *lon_text = table_wanted(table, row, LON);
    double lat, lon;
    if (table_is_ragged(table, row) || !take_degrees(&lat_text, 90, &lat) ||
        !take_degrees(&lon_text, 180, &lon))
      return wrong(error, file, table_line(table, row), _("expected a latitude and a longitude in degrees"));
    gint64 population = g_ascii_strtoll(table_wanted(table, row, POPULATION), NULL, 10);
    map_add_town(map, table_wanted(table, row, NAME), lat, lon, (int)CLAMP(population, 0, G_MAXINT));
  }
  return true;
}

static bool read_credit(Map *map, const char *folder, const char *file, GError **error)
{
  char *text = NULL;
  gsize length = 0;
  if (!load(folder, file, &text, &length, error))
    return false;
  if (text) {
    g_free(map->credit);
    map->credit = g_strstrip(g_strdelimit(text, "\n\r", ' '));
  }
  return true;
}

static bool read_country(Map *map, const char *folder, const char *country, GError **error)
{
  static const char *const borders[] = {"departments", "provinces", "borders"};
  for (guint i = 0; i < G_N_ELEMENTS(borders); i++) {
    g_autofree char *file = g_strdup_printf("%s_%s.dat", borders[i], country);
    if (!read_lines(map, MAP_BORDER, folder, file, error))
      return false;
  }
  g_autofree char *land = g_strdup_printf("land_%s.dat", country);
  g_autofree char *coast = g_strdup_printf("coast_%s.dat", country);
  g_autofree char *cities = g_strdup_printf("cities_%s.csv", country);
  g_autofree char *credit = g_strdup_printf("credit_%s.txt", country);
  return read_lines(map, MAP_LAND, folder, land, error) && read_lines(map, MAP_COAST, folder, coast, error) &&
         read_towns(map, folder, cities, error) && read_credit(map, folder, credit, error);
}

Map *geo_read(const char *folder, const char *country, GError **error)
{
  g_autoptr(Map) map = map_new();
  // The country is a part of a file's name: two letters, nothing else.
  if (!country || strlen(country) != 2 || !g_ascii_isalpha(country[0]) || !g_ascii_isalpha(country[1]))
    return g_steal_pointer(&map);
  g_autofree char *code = g_ascii_strup(country, -1);
  if (!read_country(map, folder, code, error))
    return NULL;
  map_sort_towns(map);
  return g_steal_pointer(&map);
}

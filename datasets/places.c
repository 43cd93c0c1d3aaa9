// SPDX-License-Identifier: GPL-3.0-or-later
// Towns with coordinates and population, and the land they stand on: coordinates scattered round a town by the sea
// are kept only where a border ring holds them.
#include "datasets/generate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void town_clear(gpointer data)
{
  Town *town = data;
  g_free(town->name);
  g_free(town->region);
}

static void ring_free(gpointer data)
{
  g_array_free(data, TRUE);
}

static bool towns_read(GArray *towns, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents(path, &text, NULL, error))
    return false;
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  for (int i = 1; lines[0] && lines[i]; i++) {
    if (!lines[i][0])
      continue;
    g_auto(GStrv) cells = g_strsplit(lines[i], ",", -1);
    if (g_strv_length(cells) != 6) {
      g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s:%d: 6 cells expected", path, i + 1);
      return false;
    }
    Town town = {.name = g_strdup(cells[0]),
                 .region = g_strdup(cells[1]),
                 .lat = g_ascii_strtod(cells[3], NULL),
                 .lon = g_ascii_strtod(cells[4], NULL),
                 .population = atoi(cells[5])};
    g_array_append_val(towns, town);
  }
  return true;
}

static bool land_read(GPtrArray *land, const char *path, GError **error)
{
  g_autofree char *text = NULL;
  if (!g_file_get_contents(path, &text, NULL, error))
    return false;
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  GArray *ring = NULL;
  for (int i = 0; lines[i]; i++) {
    if (!lines[i][0] || lines[i][0] == '#') {
      ring = NULL;
      continue;
    }
    if (!ring) {
      ring = g_array_new(FALSE, FALSE, sizeof(double));
      g_ptr_array_add(land, ring);
    }
    char *rest = NULL;
    double lon = g_ascii_strtod(lines[i], &rest);
    double lat = g_ascii_strtod(rest, NULL);
    g_array_append_val(ring, lon);
    g_array_append_val(ring, lat);
  }
  return true;
}

Places *places_read(const char *geo_folder, const char *country, GError **error)
{
  bool spain = g_str_equal(country, "ES");
  g_autofree char *towns = g_build_filename(geo_folder, spain ? "cities_ES.csv" : "cities_CO.csv", NULL);
  g_autofree char *land =
      g_build_filename(geo_folder, spain ? "provinces_ES.dat" : "departments_CO.dat", NULL);
  g_autoptr(Places) places = g_new0(Places, 1);
  places->towns = g_array_new(FALSE, FALSE, sizeof(Town));
  g_array_set_clear_func(places->towns, town_clear);
  places->land = g_ptr_array_new_with_free_func(ring_free);
  if (!towns_read(places->towns, towns, error) || !land_read(places->land, land, error))
    return NULL;
  return g_steal_pointer(&places);
}

void places_free(Places *places)
{
  if (!places)
    return;
  g_array_free(places->towns, TRUE);
  g_ptr_array_free(places->land, TRUE);
  g_free(places);
}

const Town *places_find(const Places *places, const char *name, const char *region)
{
  for (guint i = 0; i < places->towns->len; i++) {
    const Town *town = &g_array_index(places->towns, Town, i);
    if (g_str_equal(town->name, name) && (!region || g_str_equal(town->region, region)))
      return town;
  }
  g_error("no town %s in %s", name, region ? region : "any region");
}

// Even-odd rule.
static bool ring_holds(const GArray *ring, double lon, double lat)
{
  const double *p = (const double *)(const void *)ring->data;
  guint n = ring->len / 2;
  bool inside = false;
  for (guint i = 0, j = n - 1; i < n; j = i++) {
    double xi = p[2 * i], yi = p[2 * i + 1], xj = p[2 * j], yj = p[2 * j + 1];
    if ((yi > lat) != (yj > lat) && lon < (xj - xi) * (lat - yi) / (yj - yi) + xi)
      inside = !inside;
  }
  return inside;
}

static bool on_land(const Places *places, double lat, double lon)
{
  for (guint i = 0; i < places->land->len; i++)
    if (ring_holds(g_ptr_array_index(places->land, i), lon, lat))
      return true;
  return false;
}

// Built-up areas have about 20,000 people a square kilometre in these countries; density falls towards the edge.
void places_scatter(const Places *places, const Town *town, GRand *rand, double *lat, double *lon)
{
  double radius_km = 0.4 * sqrt(fmax(town->population, 4000) / 10000.0);
  bool by_the_sea = !on_land(places, town->lat, town->lon);
  for (int attempt = 0;; attempt++) {
    double shrink = by_the_sea || attempt > 20 ? 0.25 : 1.0;
    double r = shrink * radius_km * pow(g_rand_double(rand), 0.6);
    double angle = g_rand_double_range(rand, 0.0, 2.0 * G_PI);
    *lat = town->lat + r * sin(angle) / 111.2;
    *lon = town->lon + r * cos(angle) / (111.2 * cos(town->lat * G_PI / 180.0));
    if (by_the_sea || attempt > 40 || on_land(places, *lat, *lon))
      return;
  }
}

double distance_km(double lat1, double lon1, double lat2, double lon2)
{
  double rad = G_PI / 180.0;
  double s = sin((lat2 - lat1) * rad / 2), t = sin((lon2 - lon1) * rad / 2);
  double h = s * s + cos(lat1 * rad) * cos(lat2 * rad) * t * t;
  return 2.0 * 6371.0088 * asin(sqrt(fmin(1.0, h)));
}

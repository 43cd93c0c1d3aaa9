// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/map.h"

#include <math.h>
#include <string.h>

static void town_clear(void *data)
{
  MapTown *town = data;
  g_free(town->name);
}

Map *map_new(void)
{
  Map *map = g_new0(Map, 1);
  map->points = g_array_new(FALSE, FALSE, sizeof(MapPoint));
  map->lines = g_array_new(FALSE, FALSE, sizeof(MapLine));
  map->towns = g_array_new(FALSE, FALSE, sizeof(MapTown));
  g_array_set_clear_func(map->towns, town_clear);
  map->credit = g_strdup("");
  return map;
}

void map_free(Map *map)
{
  if (!map)
    return;
  g_array_unref(map->points);
  g_array_unref(map->lines);
  g_array_unref(map->towns);
  g_free(map->credit);
  g_free(map);
}

void map_add_line(Map *map, MapKind kind)
{
  MapLine line = {.kind = kind,
                  .first = map->points->len,
                  .west = INFINITY,
                  .east = -INFINITY,
                  .south = INFINITY,
                  .north = -INFINITY};
  g_array_append_val(map->lines, line);
}

void map_add_point(Map *map, double lon, double lat)
{
  g_assert(map->lines->len > 0);
  MapLine *line = &g_array_index(map->lines, MapLine, map->lines->len - 1);
  MapPoint point = {lon, lat};
  g_array_append_val(map->points, point);
  line->points++;
  line->west = fmin(line->west, lon);
  line->east = fmax(line->east, lon);
  line->south = fmin(line->south, lat);
  line->north = fmax(line->north, lat);
}

void map_add_town(Map *map, const char *name, double lat, double lon, int population)
{
  MapTown town = {g_strdup(name), lat, lon, population};
  g_array_append_val(map->towns, town);
}

static int by_population(const void *a, const void *b)
{
  const MapTown *x = a, *y = b;
  if (x->population != y->population)
    return x->population < y->population ? 1 : -1;
  int names = strcmp(x->name, y->name);
  if (names != 0)
    return names;
  if (x->lat != y->lat)
    return x->lat < y->lat ? 1 : -1;
  return (x->lon < y->lon) - (x->lon > y->lon);
}

void map_sort_towns(Map *map)
{
  g_array_sort(map->towns, by_population);
}

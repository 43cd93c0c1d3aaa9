// SPDX-License-Identifier: GPL-3.0-or-later
// What lies under a territory on a map: borders, coast and towns, as plain data in degrees. Read by io/geo.c, drawn
// by plots/. Everything belongs to the Map.
#pragma once

#include <glib.h>

typedef struct MapPoint {
  double lon, lat;
} MapPoint;

// Closed rings of departments or provinces, and of the countries around and under them; open lines.
typedef enum { MAP_BORDER, MAP_LAND, MAP_COAST } MapKind;

typedef struct MapLine {
  MapKind kind;
  guint first, points; // Map.points[first .. first + points)
  double west, east, south, north;
} MapLine;

typedef struct MapTown {
  char *name;
  double lat, lon;
  int population;
} MapTown;

typedef struct Map {
  GArray *points; // MapPoint
  GArray *lines;  // MapLine, in file order
  GArray *towns;  // MapTown, most people first, then by name
  char *credit;   // who is to be named under a map; "" where nobody
} Map;

Map *map_new(void);
void map_free(Map *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Map, map_free)

// Starts a line; the points added after it belong to it.
void map_add_line(Map *map, MapKind kind);
void map_add_point(Map *map, double lon, double lat);
void map_add_town(Map *map, const char *name, double lat, double lon, int population);
// Puts the towns in their order; to be called once after the last.
void map_sort_towns(Map *map);

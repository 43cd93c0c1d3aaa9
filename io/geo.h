// SPDX-License-Identifier: GPL-3.0-or-later
// Reads what is drawn under maps: lines of "lon lat" in degrees, an empty line between two lines, '#' before a
// comment; towns from a CSV with the columns name, lat, lon, population.
#pragma once

#include "model/map.h"

#include <stdbool.h>

// The files of a folder that belong to a country ("CO"): departments_CO.dat, provinces_CO.dat and borders_CO.dat,
// land_CO.dat, coast_CO.dat, cities_CO.csv, and credit_CO.txt, one line that names the sources. Those that are not there are left out;
// a folder without any gives an empty map. NULL and `error` (G_FILE_ERROR) when one is there but cannot be read or
// makes no sense.
Map *geo_read(const char *folder, const char *country, GError **error);

// Appends to the map the lines of such a file, given as its bytes; `file` is its name for errors.
bool geo_parse_lines(Map *map, MapKind kind, const char *bytes, gsize length, const char *file,
                     GError **error);

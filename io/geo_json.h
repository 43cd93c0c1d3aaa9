// SPDX-License-Identifier: GPL-3.0-or-later
// Borders of the user's own, as GeoJSON (RFC 7946): polygons become borders, lines become coast; points, properties and
// heights are passed over.
#pragma once

#include "model/map.h"

#include <stdbool.h>

// Appends to the map. False and `error` (G_FILE_ERROR), with the line where it is known, when the file cannot be read, is
// no GeoJSON, or holds nothing to draw.
bool geo_json_read(Map *map, const char *path, GError **error);
bool geo_json_parse(Map *map, const char *bytes, gsize length, const char *file, GError **error);

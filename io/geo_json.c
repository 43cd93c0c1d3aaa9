// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/geo_json.h"

#include "model/words.h"

#include <jansson.h>
#include <math.h>

enum { DEPTH_MAX = 32 }; // of collections in collections

// A position: [longitude, latitude, …].
static bool add_position(Map *map, const json_t *position)
{
  const json_t *lon = json_array_get(position, 0), *lat = json_array_get(position, 1);
  if (!json_is_number(lon) || !json_is_number(lat))
    return false;
  double x = json_number_value(lon), y = json_number_value(lat);
  if (!isfinite(x) || !isfinite(y) || fabs(x) > 180 || fabs(y) > 90)
    return false;
  map_add_point(map, x, y);
  return true;
}

static bool add_line(Map *map, MapKind kind, const json_t *positions)
{
  if (!json_is_array(positions) || json_array_size(positions) < 2)
    return false;
  map_add_line(map, kind);
  for (size_t i = 0; i < json_array_size(positions); i++)
    if (!add_position(map, json_array_get(positions, i)))
      return false;
  return true;
}

static bool add_lines(Map *map, MapKind kind, const json_t *lines)
{
  for (size_t i = 0; i < json_array_size(lines); i++)
    if (!add_line(map, kind, json_array_get(lines, i)))
      return false;
  return json_is_array(lines);
}

static bool add_geometry(Map *map, const char *type, const json_t *coordinates)
{
  if (g_str_equal(type, "Polygon"))
    return add_lines(map, MAP_BORDER, coordinates);
  if (g_str_equal(type, "LineString"))
    return add_line(map, MAP_COAST, coordinates);
  if (g_str_equal(type, "MultiLineString"))
    return add_lines(map, MAP_COAST, coordinates);
  if (!g_str_equal(type, "MultiPolygon"))
    return g_str_equal(type, "Point") || g_str_equal(type, "MultiPoint");
  for (size_t i = 0; i < json_array_size(coordinates); i++)
    if (!add_lines(map, MAP_BORDER, json_array_get(coordinates, i)))
      return false;
  return json_is_array(coordinates);
}

// A feature without a place has a geometry of null.
static bool add_object(Map *map, const json_t *object, int depth)
{
  const char *type = json_string_value(json_object_get(object, "type"));
  if (json_is_null(object))
    return true;
  if (!type || depth > DEPTH_MAX)
    return false;
  if (g_str_equal(type, "Feature"))
    return add_object(map, json_object_get(object, "geometry"), depth + 1);
  const json_t *parts = g_str_equal(type, "FeatureCollection")    ? json_object_get(object, "features")
                        : g_str_equal(type, "GeometryCollection") ? json_object_get(object, "geometries")
                                                                  : NULL;
  if (!parts)
    return add_geometry(map, type, json_object_get(object, "coordinates"));
  for (size_t i = 0; i < json_array_size(parts); i++)
    if (!add_object(map, json_array_get(parts, i), depth + 1))
      return false;
  return json_is_array(parts);
}

bool geo_json_parse(Map *map, const char *bytes, gsize length, const char *file, GError **error)
{
  json_error_t trouble;
  json_t *root = json_loadb(bytes, length, 0, &trouble);
  if (!root) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s:%d: %s", file, trouble.line, trouble.text);
    return false;
  }
  guint before = map->points->len;
  bool whole = add_object(map, root, 0) && map->points->len > before;
  json_decref(root);
  if (!whole)
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s: %s", file,
                _("expected GeoJSON with polygons or lines"));
  return whole;
}

bool geo_json_read(Map *map, const char *path, GError **error)
{
  g_autofree char *bytes = NULL, *file = g_path_get_basename(path);
  gsize length = 0;
  return g_file_get_contents(path, &bytes, &length, error) && geo_json_parse(map, bytes, length, file, error);
}

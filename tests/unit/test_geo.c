// SPDX-License-Identifier: GPL-3.0-or-later
// Lines and towns under the maps: what is read, and what is refused with its line.
#include "io/geo.h"
#include "io/geo_json.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void lines(void **state)
{
  (void)state;
  g_autoptr(Map) map = map_new();
  static const char text[] =
      "# Two lines.\r\n\r\n# Amazonas\n-69.42 -1.24\n-69.43 -1.42\n\n\n# B\n1 2\n3\t4\n5 6";
  GError *error = NULL;
  assert_true(geo_parse_lines(map, MAP_BORDER, text, sizeof text - 1, "x.dat", &error));
  assert_int_equal(map->lines->len, 2);
  assert_int_equal(g_array_index(map->lines, MapLine, 1).points, 3);
  assert_true(g_array_index(map->lines, MapLine, 0).south == -1.42);
  assert_true(g_array_index(map->points, MapPoint, 4).lat == 6);
}

static void refused(const char *text, const char *expected)
{
  g_autoptr(Map) map = map_new();
  g_autoptr(GError) error = NULL;
  assert_false(geo_parse_lines(map, MAP_COAST, text, strlen(text), "x.dat", &error));
  assert_true(g_str_has_prefix(error->message, expected));
}

static void bad_lines(void **state)
{
  (void)state;
  refused("1 2\n3\n", "x.dat:2:");
  refused("# a\n\nx y\n", "x.dat:3:");
  refused("200 1\n", "x.dat:1:");
  refused("1 91\n", "x.dat:1:");
  refused("nan 1\n", "x.dat:1:");
  refused("1;2\n", "x.dat:1:");
}

static void bundled(void **state)
{
  (void)state;
  GError *error = NULL;
  g_autoptr(Map) map = geo_read("datasets/geo", "co", &error);
  assert_non_null(map);
  assert_true(map->lines->len > 30);
  assert_string_equal(g_array_index(map->towns, MapTown, 0).name, "Bogotá");
  assert_true(*map->credit != '\0');
}

static void elsewhere(void **state)
{
  (void)state;
  static const char *const countries[] = {"ZZ", "", "../", "C/"};
  for (guint i = 0; i < G_N_ELEMENTS(countries); i++) {
    GError *error = NULL;
    g_autoptr(Map) map = geo_read("datasets/geo", countries[i], &error);
    assert_non_null(map);
    assert_int_equal(map->lines->len + map->towns->len, 0);
  }
}

static void own_borders(void **state)
{
  (void)state;
  static const char json[] =
      "{\"type\": \"FeatureCollection\", \"features\": ["
      "{\"type\": \"Feature\", \"properties\": {\"name\": \"A\"}, \"geometry\": {\"type\": \"Polygon\", "
      "\"coordinates\": [[[0, 0], [2, 0], [2, 1, 99], [0, 0]], [[1, 0.2], [1.5, 0.2], [1, 0.2]]]}},"
      "{\"type\": \"Feature\", \"geometry\": null},"
      "{\"type\": \"Feature\", \"geometry\": {\"type\": \"GeometryCollection\", \"geometries\": ["
      "{\"type\": \"Point\", \"coordinates\": [1, 1]},"
      "{\"type\": \"MultiLineString\", \"coordinates\": [[[3, 3], [4, 4]]]},"
      "{\"type\": \"MultiPolygon\", \"coordinates\": [[[[5, 5], [6, 5], [5, 5]]]]}]}}]}";
  g_autoptr(Map) map = map_new();
  GError *error = NULL;
  assert_true(geo_json_parse(map, json, sizeof json - 1, "x.json", &error));
  assert_int_equal(map->lines->len, 4);
  assert_int_equal(g_array_index(map->lines, MapLine, 2).kind, MAP_COAST);
  assert_int_equal(g_array_index(map->lines, MapLine, 0).points, 4);
  assert_true(g_array_index(map->lines, MapLine, 0).east == 2);
}

static void no_borders(void **state)
{
  (void)state;
  static const char *const bad[] = {"",
                                    "{",
                                    "[]",
                                    "{}",
                                    "{\"type\": \"Feature\"}",
                                    "{\"type\": \"Point\", \"coordinates\": [1, 2]}",
                                    "{\"type\": \"LineString\", \"coordinates\": [[1, 2]]}",
                                    "{\"type\": \"LineString\", \"coordinates\": [[1, 2], [\"a\", 2]]}",
                                    "{\"type\": \"LineString\", \"coordinates\": [[1, 2], [181, 2]]}",
                                    "{\"type\": \"Polygon\", \"coordinates\": 7}",
                                    "{\"type\": \"FeatureCollection\", \"features\": [7]}"};
  for (guint i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autoptr(Map) map = map_new();
    g_autoptr(GError) error = NULL;
    assert_false(geo_json_parse(map, bad[i], strlen(bad[i]), "x.json", &error));
    assert_true(g_str_has_prefix(error->message, "x.json:"));
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(lines),     cmocka_unit_test(bad_lines),   cmocka_unit_test(bundled),
      cmocka_unit_test(elsewhere), cmocka_unit_test(own_borders), cmocka_unit_test(no_borders),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

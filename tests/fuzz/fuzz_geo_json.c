// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of borders: what is drawn lies on the globe whatever the bytes, or there is an error.
#include "io/geo_json.h"
#include "tests/fuzz/replay.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  g_autoptr(Map) map = map_new();
  g_autoptr(GError) error = NULL;
  const bool read = geo_json_parse(map, (const char *)bytes, size, "borders.geojson", &error);
  g_assert_true(read != (error != NULL));
  if (!read)
    return 0;
  g_assert_cmpuint(map->lines->len, >, 0);
  for (guint k = 0; k < map->lines->len; k++) {
    const MapLine *line = &g_array_index(map->lines, MapLine, k);
    g_assert_cmpuint(line->points, >, 0);
    g_assert_cmpuint(line->first + line->points, <=, map->points->len);
    g_assert_true(line->west <= line->east && line->south <= line->north);
    g_assert_true(line->south >= -90 && line->north <= 90);
  }
  return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The hull holds every point and turns to the left at each of its own.
#include "plots/hull.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static double turn(MapPoint a, MapPoint b, MapPoint c)
{
  return (b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon);
}

static void random_points(void **state)
{
  (void)state;
  GRand *rand = g_rand_new_with_seed(3);
  for (int trial = 0; trial < 300; trial++) {
    MapPoint points[40];
    int count = g_rand_int_range(rand, 3, 41);
    for (int i = 0; i < count; i++)
      points[i] = (MapPoint){g_rand_int_range(rand, 0, 12), g_rand_int_range(rand, 0, 12)};
    g_autoptr(GArray) hull = hull_new(points, count);
    for (guint i = 0; hull->len > 2 && i < hull->len; i++) {
      MapPoint a = g_array_index(hull, MapPoint, i), b = g_array_index(hull, MapPoint, (i + 1) % hull->len);
      assert_true(turn(a, b, g_array_index(hull, MapPoint, (i + 2) % hull->len)) > 0);
      for (int p = 0; p < count; p++)
        assert_true(turn(a, b, points[p]) >= 0);
    }
  }
  g_rand_free(rand);
}

static void few_points(void **state)
{
  (void)state;
  const MapPoint one[] = {{1, 2}, {1, 2}}, two[] = {{1, 2}, {3, 4}, {2, 3}};
  g_autoptr(GArray) none = hull_new(NULL, 0), single = hull_new(one, 2), pair = hull_new(two, 3);
  assert_int_equal(none->len, 0);
  assert_int_equal(single->len, 1);
  assert_int_equal(pair->len, 2);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(random_points), cmocka_unit_test(few_points)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

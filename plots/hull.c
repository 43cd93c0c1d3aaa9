// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/hull.h"

#include <stdlib.h>
#include <string.h>

static int by_place(const void *a, const void *b)
{
  const MapPoint *p = a, *q = b;
  if (p->lon != q->lon)
    return p->lon < q->lon ? -1 : 1;
  return (p->lat > q->lat) - (p->lat < q->lat);
}

// Above 0: a, b, c turn to the left.
static double turn(MapPoint a, MapPoint b, MapPoint c)
{
  return (b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon);
}

static void extend(GArray *chain, guint keep, MapPoint point)
{
  while (chain->len >= keep + 2 && turn(g_array_index(chain, MapPoint, chain->len - 2),
                                        g_array_index(chain, MapPoint, chain->len - 1), point) <= 0)
    g_array_set_size(chain, chain->len - 1);
  g_array_append_val(chain, point);
}

GArray *hull_new(const MapPoint *points, int count)
{
  GArray *hull = g_array_new(FALSE, FALSE, sizeof(MapPoint));
  g_autofree MapPoint *sorted = g_new(MapPoint, (gsize)count + 1);
  if (count > 0)
    memcpy(sorted, points, (size_t)count * sizeof *sorted);
  qsort(sorted, (size_t)count, sizeof *sorted, by_place);
  int different = 0;
  for (int i = 0; i < count; i++)
    if (i == 0 || by_place(&sorted[i], &sorted[different - 1]) != 0)
      sorted[different++] = sorted[i];
  for (int i = 0; i < different; i++) // the lower chain
    extend(hull, 0, sorted[i]);
  guint keep = MAX(hull->len, 1) - 1;
  for (int i = different - 2; i >= 0; i--) // the upper one, back to the start
    extend(hull, keep, sorted[i]);
  if (hull->len > 1)
    g_array_set_size(hull, hull->len - 1);
  return hull;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The convex hull of points.
#pragma once

#include "model/map.h"

// Counter-clockwise, without points on its edges (Andrew's monotone chain, 1979); one or two points are their own hull.
// A new array of MapPoint, free with g_array_unref.
GArray *hull_new(const MapPoint *points, int count);

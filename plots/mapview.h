// SPDX-License-Identifier: GPL-3.0-or-later
// A piece of the map in a rectangle of the page: equal scale in both directions at its middle, borders, coast, towns
// and a scale bar. Without map data it is plain ground.
#pragma once

#include "plots/chart.h"
#include "plots/pins.h"

typedef struct MapView {
  Panel panel;  // in degrees: x is longitude, y is latitude
  double km_px; // kilometres a pixel
} MapView;

typedef struct Extent { // in degrees; starts empty with extent_none()
  double west, east, south, north;
} Extent;

Extent extent_none(void);
void extent_add(Extent *extent, double lat, double lon);

// The whole extent lies at least `margin` pixels inside the rectangle, and it shows at least `least_km` across.
MapView mapview_new(const Box *box, const Extent *extent, double margin, double least_km);
// Begins the panel and draws the ground, borders and coast. What follows is drawn on top, in degrees.
void mapview_open(Chart *chart, const MapView *view, const Map *map);
// Where a disc of that radius (pixels) lies on the page, added to `drawn` (of Box).
void mapview_trace(GArray *drawn, const MapView *view, double lat, double lon, double radius);
// The area of the points (MapPoint): their hull, pale, with a thin rim. Nothing where they span none.
void mapview_hull(Chart *chart, const GArray *points, guint32 color);
// Names of the largest towns in view that find a place, at most `most`; their boxes are added to `taken`. `drawn` (of Box,
// NULL: nothing) are lines and discs that a name had better not cross: only the first `must` names may.
void mapview_towns(Chart *chart, const MapView *view, const Map *map, GArray *taken, const GArray *drawn,
                   int must, int most);
// In the corner where it covers least of what is drawn, best at the lower left; its box is added to `taken`.
void mapview_scale(Chart *chart, const MapView *view, const char *language, GArray *taken,
                   const GArray *drawn);
// The source line of a chart with maps: who made the map, how distances are meant, and one sentence more (NULL: none).
void mapview_source(Chart *chart, const ChartInput *in, const char *more);
// Its first part alone, where no way by road is told.
void mapview_credit(Chart *chart, const ChartInput *in);

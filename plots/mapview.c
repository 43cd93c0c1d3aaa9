// SPDX-License-Identifier: GPL-3.0-or-later
// The projection is equirectangular, true at the middle of the view: a degree of longitude is cos(latitude) as wide as
// one of latitude. Areas are cut to the view by Sutherland and Hodgman (1974), lines by Liang and Barsky (1984), so that
// no point outside reaches the data file.
#include "plots/mapview.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/hull.h"

#include <math.h>

#define KM_A_DEGREE 111.195 // of latitude, on the sphere of great_circle_m
enum { OUTSIDE = 0xeaf0f5, ABROAD = 0xeceae3, COAST_INK = 0x9db4c6 };
// A coast of another source than the borders lies beside them where a view is narrower than that.
#define COAST_LEAST_KM 300

Extent extent_none(void)
{
  return (Extent){INFINITY, -INFINITY, INFINITY, -INFINITY};
}

void extent_add(Extent *extent, double lat, double lon)
{
  extent->west = fmin(extent->west, lon);
  extent->east = fmax(extent->east, lon);
  extent->south = fmin(extent->south, lat);
  extent->north = fmax(extent->north, lat);
}

MapView mapview_new(const Box *box, const Extent *extent, double margin, double least_km)
{
  double lat = (extent->south + extent->north) / 2, lon = (extent->west + extent->east) / 2;
  double squeeze = fmax(0.05, cos(lat * G_PI / 180));
  double width = box->right - box->left, height = box->bottom - box->top;
  double wide_km = (extent->east - extent->west) * squeeze * KM_A_DEGREE;
  double high_km = (extent->north - extent->south) * KM_A_DEGREE;
  double km_px = fmax(wide_km / (width - 2 * margin), high_km / (height - 2 * margin));
  km_px = fmax(km_px, least_km / width);
  double half_lon = width / 2 * km_px / KM_A_DEGREE / squeeze, half_lat = height / 2 * km_px / KM_A_DEGREE;
  return (MapView){{box->left, box->top, box->right, box->bottom, lon - half_lon, lon + half_lon,
                    lat - half_lat, lat + half_lat},
                   km_px};
}

static bool in_view(const MapView *view, const MapLine *line)
{
  const Panel *panel = &view->panel;
  return line->west <= panel->x1 && line->east >= panel->x0 && line->south <= panel->y1 &&
         line->north >= panel->y0;
}

// ---- Areas ----

typedef enum { EDGE_WEST, EDGE_EAST, EDGE_SOUTH, EDGE_NORTH, EDGES } Edge;

static double inside_by(const Panel *panel, Edge edge, MapPoint point)
{
  switch (edge) {
  case EDGE_WEST: return point.lon - panel->x0;
  case EDGE_EAST: return panel->x1 - point.lon;
  case EDGE_SOUTH: return point.lat - panel->y0;
  default: return panel->y1 - point.lat;
  }
}

static GArray *cut_edge(const GArray *ring, const Panel *panel, Edge edge)
{
  GArray *kept = g_array_new(FALSE, FALSE, sizeof(MapPoint));
  for (guint i = 0; i < ring->len; i++) {
    MapPoint from = g_array_index(ring, MapPoint, (i + ring->len - 1) % ring->len),
             to = g_array_index(ring, MapPoint, i);
    double a = inside_by(panel, edge, from), b = inside_by(panel, edge, to);
    if ((a < 0) != (b < 0)) {
      double t = a / (a - b);
      MapPoint cross = {from.lon + t * (to.lon - from.lon), from.lat + t * (to.lat - from.lat)};
      g_array_append_val(kept, cross);
    }
    if (b >= 0)
      g_array_append_val(kept, to);
  }
  return kept;
}

static void write_area(Chart *chart, const Map *map, const MapLine *line, const Panel *panel)
{
  GArray *ring = g_array_new(FALSE, FALSE, sizeof(MapPoint));
  g_array_append_vals(ring, &g_array_index(map->points, MapPoint, line->first), line->points);
  for (Edge edge = EDGE_WEST; edge < EDGES; edge++) {
    GArray *cut = cut_edge(ring, panel, edge);
    g_array_unref(ring);
    ring = cut;
  }
  for (guint i = 0; i < ring->len; i++)
    chart_row(chart, "%.4f\t%.4f", g_array_index(ring, MapPoint, i).lon,
              g_array_index(ring, MapPoint, i).lat);
  if (ring->len > 0)
    chart_gap(chart);
  g_array_unref(ring);
}

// ---- Lines ----

// The part of a .. b inside the view, as fractions; false: none.
static bool cut_segment(const Panel *panel, MapPoint a, MapPoint b, double *from, double *to)
{
  *from = 0;
  *to = 1;
  for (Edge edge = EDGE_WEST; edge < EDGES; edge++) {
    double at_a = inside_by(panel, edge, a), at_b = inside_by(panel, edge, b);
    if (at_a < 0 && at_b < 0)
      return false;
    if (at_a < 0)
      *from = fmax(*from, at_a / (at_a - at_b));
    else if (at_b < 0)
      *to = fmin(*to, at_a / (at_a - at_b));
  }
  return *from < *to;
}

static void write_line(Chart *chart, const Map *map, const MapLine *line, const Panel *panel)
{
  bool drawing = false;
  const MapPoint *points = &g_array_index(map->points, MapPoint, line->first);
  for (guint i = 1; i < line->points; i++) {
    MapPoint a = points[i - 1], b = points[i];
    double from, to;
    if (!cut_segment(panel, a, b, &from, &to)) {
      if (drawing)
        chart_gap(chart);
      drawing = false;
      continue;
    }
    if (from > 0)
      chart_gap(chart);
    if (!drawing || from > 0)
      chart_row(chart, "%.4f\t%.4f", a.lon + from * (b.lon - a.lon), a.lat + from * (b.lat - a.lat));
    chart_row(chart, "%.4f\t%.4f", a.lon + to * (b.lon - a.lon), a.lat + to * (b.lat - a.lat));
    drawing = true;
  }
  if (drawing)
    chart_gap(chart);
}

typedef void WriteShape(Chart *, const Map *, const MapLine *, const Panel *);

// A block of all shapes of a kind in view, or -1 when there is none.
static int shapes_block(Chart *chart, const MapView *view, const Map *map, MapKind kind, WriteShape *write,
                        const char *comment)
{
  int block = -1;
  for (guint i = 0; map && i < map->lines->len; i++) {
    const MapLine *line = &g_array_index(map->lines, MapLine, i);
    if (line->kind != kind || line->points < 2 || !in_view(view, line))
      continue;
    if (block < 0)
      block = chart_block(chart, comment);
    write(chart, map, line, &view->panel);
  }
  return block;
}

static bool has_kind(const Map *map, MapKind kind)
{
  for (guint i = 0; map && i < map->lines->len; i++)
    if (g_array_index(map->lines, MapLine, i).kind == kind)
      return true;
  return false;
}

void mapview_open(Chart *chart, const MapView *view, const Map *map)
{
  const Panel *panel = &view->panel;
  int ground = chart_block(chart, "ground: west, east, south, north");
  chart_row(chart, "%.8g\t%.8g\t%.8g\t%.8g", panel->x0, panel->x1, panel->y0, panel->y1);
  int land = shapes_block(chart, view, map, MAP_LAND, write_area, "countries: longitude, latitude");
  int areas = shapes_block(chart, view, map, MAP_BORDER, write_area, "areas: longitude, latitude");
  int borders = shapes_block(chart, view, map, MAP_BORDER, write_line, "borders: longitude, latitude");
  bool wide = (panel->right - panel->left) * view->km_px >= COAST_LEAST_KM || !has_kind(map, MAP_BORDER);
  int coast = wide ? shapes_block(chart, view, map, MAP_COAST, write_line, "coast: longitude, latitude") : -1;
  chart_panel(chart, panel);
  chart_layer(chart, ground, "using 1:3:1:2:3:4 with boxxyerror " COLOR,
              has_kind(map, MAP_LAND) || has_kind(map, MAP_BORDER) ? OUTSIDE : LAND);
  if (land >= 0)
    chart_layer(chart, land, "using 1:2 with filledcurves closed " COLOR, ABROAD);
  if (areas >= 0)
    chart_layer(chart, areas, "using 1:2 with filledcurves closed " COLOR, LAND);
  if (borders >= 0)
    chart_layer(chart, borders, "using 1:2 with lines lw 1 " COLOR, BORDER);
  if (coast >= 0)
    chart_layer(chart, coast, "using 1:2 with lines lw 1 " COLOR, COAST_INK);
}

// ---- Names and scale ----

static Box room_of(const MapView *view)
{
  return (Box){view->panel.left + 4, view->panel.top + 4, view->panel.right - 4, view->panel.bottom - 4};
}

// The names' boxes go into `taken`, and into `drawn`, which holds those too.
static bool place_name(GArray *taken, GArray *drawn, bool must, const Box *room, double x, double y,
                       double width, Box *found)
{
  enum { OFF = 7, HEIGHT = 19 };
  if (label_place(drawn, room, x, y, OFF, width, HEIGHT, found)) {
    g_array_append_val(taken, *found);
    return true;
  }
  if (!must || !label_place(taken, room, x, y, OFF, width, HEIGHT, found))
    return false;
  g_array_append_val(drawn, *found);
  return true;
}

void mapview_towns(Chart *chart, const MapView *view, const Map *map, GArray *taken, const GArray *drawn,
                   int must, int most)
{
  g_autoptr(GArray) crowded = g_array_copy(taken);
  if (drawn)
    g_array_append_vals(crowded, drawn->data, drawn->len);
  Box room = room_of(view);
  int named = 0, block = chart_block(chart, "towns: longitude, latitude");
  for (guint i = 0; map && i < map->towns->len && named < most; i++) {
    const MapTown *town = &g_array_index(map->towns, MapTown, i);
    double x = panel_px(&view->panel, town->lon), y = panel_py(&view->panel, town->lat);
    if (x < room.left || x > room.right || y < room.top || y > room.bottom)
      continue;
    TextStyle style = named < 3 ? TEXT_TOWN_STRONG : TEXT_TOWN;
    g_autofree char *name = style_name(style, town->name, "", 180);
    Box box;
    if (!place_name(taken, crowded, named < must, &room, x, y, style_width(style, name) + 10, &box))
      continue;
    chart_text(chart, (box.left + box.right) / 2, (box.top + box.bottom) / 2, style, ALIGN_CENTER, 0x46525e,
               name);
    chart_row(chart, "%.4f\t%.4f", town->lon, town->lat);
    Box dot = {x - 3, y - 3, x + 3, y + 3};
    g_array_append_val(taken, dot);
    g_array_append_val(crowded, dot);
    named++;
  }
  chart_layer(chart, block, "using 1:2 with points pt 7 ps disc(2.5) " COLOR, 0x8a8f96);
}

static int covered(const GArray *boxes, const Box *box)
{
  int count = 0;
  for (guint i = 0; boxes && i < boxes->len; i++)
    count += box_overlaps(&g_array_index(boxes, Box, i), box);
  return count;
}

// Room for a scale of that length, with its figure above it.
static Box scale_box(const Panel *panel, double length, const GArray *drawn)
{
  enum { OFF = 10, HEIGHT = 32 };
  const double width = length + 12, left = panel->left + OFF, right = panel->right - OFF,
               top = panel->top + OFF, bottom = panel->bottom - OFF + 2;
  const Box corners[] = {{left, bottom - HEIGHT, left + width, bottom},
                         {right - width, bottom - HEIGHT, right, bottom},
                         {left, top, left + width, top + HEIGHT},
                         {right - width, top, right, top + HEIGHT}};
  size_t best = 0;
  for (size_t k = 1; k < G_N_ELEMENTS(corners); k++) {
    if (covered(drawn, &corners[k]) < covered(drawn, &corners[best]))
      best = k;
  }
  return corners[best];
}

void mapview_scale(Chart *chart, const MapView *view, const char *language, GArray *taken,
                   const GArray *drawn)
{
  const Panel *panel = &view->panel;
  double most = 0.3 * (panel->right - panel->left) * view->km_px, km = pow(10, floor(log10(most)));
  km *= most / km >= 5 ? 5 : most / km >= 2 ? 2 : 1;
  const double length = km / view->km_px;
  const Box box = scale_box(panel, length, drawn);
  double degrees = (panel->x1 - panel->x0) / (panel->right - panel->left);
  double step = (panel->y1 - panel->y0) / (panel->bottom - panel->top);
  int block = chart_block(chart, "scale: longitude, latitude");
  double west = panel->x0 + (box.left + 6 - panel->left) * degrees, east = west + length * degrees,
         south = panel->y0 + (panel->bottom - box.bottom + 6) * step;
  chart_row(chart, "%.6f\t%.6f\n%.6f\t%.6f\n%.6f\t%.6f\n%.6f\t%.6f", west, south + 5 * step, west, south,
            east, south, east, south + 5 * step);
  chart_layer(chart, block, "using 1:2 with lines lw 1.5 " COLOR, MUTED);
  g_autofree char *number = figure_number(language, km, km < 1 ? (km < 0.1 ? 2 : 1) : 0);
  g_autofree char *label = g_strdup_printf(_("%s km"), number);
  chart_text(chart, box.left + 6 + length / 2, box.bottom - 19, TEXT_TINY, ALIGN_CENTER, MUTED, label);
  g_array_append_val(taken, box);
}

void mapview_trace(GArray *drawn, const MapView *view, double lat, double lon, double radius)
{
  const double x = panel_px(&view->panel, lon), y = panel_py(&view->panel, lat);
  const Box box = {x - radius, y - radius, x + radius, y + radius};
  g_array_append_val(drawn, box);
}

void mapview_hull(Chart *chart, const GArray *points, guint32 color)
{
  g_autoptr(GArray) hull = hull_new((const MapPoint *)(const void *)points->data, (int)points->len);
  if (hull->len < 3)
    return;
  int block = chart_block(chart, "hull: longitude, latitude");
  for (guint i = 0; i <= hull->len; i++) {
    const MapPoint *point = &g_array_index(hull, MapPoint, i % hull->len);
    chart_row(chart, "%.5f\t%.5f", point->lon, point->lat);
  }
  chart_layer(chart, block, "using 1:2 with filledcurves closed fs transparent solid 0.10 noborder " COLOR,
              color);
  chart_layer(chart, block, "using 1:2 with lines lw 1.2 " COLOR, color);
}

// Who made the towns, borders and coast; NULL: there are none.
static char *map_origin(const ChartInput *in)
{
  // Translators: who made the towns, borders and coast of a map
  return in->map && *in->map->credit ? g_strdup_printf(_("Map: %s."), in->map->credit) : NULL;
}

void mapview_credit(Chart *chart, const ChartInput *in)
{
  g_autofree char *origin = map_origin(in);
  if (origin)
    chart_source(chart, origin);
}

void mapview_source(Chart *chart, const ChartInput *in, const char *more)
{
  const Settings *settings = &in->territory->settings;
  g_autofree char *factor = figure_number(in->language, settings->road_factor, 2);
  g_autofree char *distance = settings->travel == TRAVEL_HAVERSINE
                                  ? g_strdup_printf(_("Distances: straight line × %s."), factor)
                                  : g_strdup(_("Distances: from the travel matrix."));
  g_autofree char *origin = map_origin(in);
  g_autofree char *text =
      g_strconcat(origin ? origin : "", origin ? " " : "", distance, more ? " " : "", more ? more : "", NULL);
  chart_source(chart, text);
}

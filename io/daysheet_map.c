// SPDX-License-Identifier: GPL-3.0-or-later
// Longitudes are shrunk by the cosine of the latitude in the middle, so that the map is true to shape. Numbers are
// printed in tenths of a pixel with integers, so no locale shows.
#include "io/daysheet_map.h"

#include <math.h>

enum { WIDTH = 300, HEIGHT = 220, EDGE = 16, RADIUS = 8, KM_M = 1000 };
static const double metres_per_degree = 111195.0;

typedef struct Frame {
  double west, south; // degrees
  double stretch;     // of a degree of longitude
  double scale;       // pixels a degree of latitude
  double left, top;   // pixels
  double span_lat;
} Frame;

typedef Point Spot;

static GArray *spots_of(const Export *export, const PlanDay *day)
{
  GArray *spots = g_array_new(FALSE, FALSE, sizeof(Spot));
  Spot spot = plan_day_begin(export->territory, day);
  g_array_append_val(spots, spot);
  for (int k = 0; k < day->visits; k++) {
    const Visit *visit = plan_visit(export->plan, (guint)(day->first + k));
    const Client *client = territory_client(export->territory, visit->client);
    spot = (Spot){client->lat, client->lon};
    g_array_append_val(spots, spot);
  }
  spot = plan_day_finish(export->territory, day);
  g_array_append_val(spots, spot);
  return spots;
}

static Frame frame_of(const GArray *spots)
{
  const Spot *first = &g_array_index(spots, Spot, 0);
  double south = first->lat, north = south, west = first->lon, east = west;
  for (guint i = 1; i < spots->len; i++) {
    const Spot *spot = &g_array_index(spots, Spot, i);
    south = fmin(south, spot->lat);
    north = fmax(north, spot->lat);
    west = fmin(west, spot->lon);
    east = fmax(east, spot->lon);
  }
  Frame frame = {.west = west, .south = south, .span_lat = north - south};
  frame.stretch = fmax(0.01, cos((south + north) / 2 * G_PI / 180));
  const double width = fmax((east - west) * frame.stretch, 1e-4), height = fmax(north - south, 1e-4);
  frame.scale = fmin((WIDTH - 2 * EDGE) / width, (HEIGHT - 2 * EDGE) / height);
  frame.left = (WIDTH - (east - west) * frame.stretch * frame.scale) / 2;
  frame.top = (HEIGHT - (north - south) * frame.scale) / 2;
  return frame;
}

static void append_tenths(GString *html, double pixels)
{
  const long tenths = lround(pixels * 10);
  g_string_append_printf(html, "%ld.%ld", tenths / 10, labs(tenths % 10));
}

static double x_of(const Frame *frame, const Spot *spot)
{
  return frame->left + (spot->lon - frame->west) * frame->stretch * frame->scale;
}

static double y_of(const Frame *frame, const Spot *spot)
{
  return frame->top + (frame->south + frame->span_lat - spot->lat) * frame->scale;
}

static void append_circle(GString *html, const Frame *frame, const Spot *spot, guint number)
{
  g_string_append(html, "<circle class=\"stop\" cx=\"");
  append_tenths(html, x_of(frame, spot));
  g_string_append(html, "\" cy=\"");
  append_tenths(html, y_of(frame, spot));
  g_string_append_printf(html, "\" r=\"%d\"/><text x=\"", RADIUS);
  append_tenths(html, x_of(frame, spot));
  g_string_append(html, "\" y=\"");
  append_tenths(html, y_of(frame, spot) + 3.2);
  g_string_append_printf(html, "\">%u</text>", number);
}

static void append_square(GString *html, const Frame *frame, const Spot *spot)
{
  g_string_append(html, "<rect class=\"home\" width=\"10\" height=\"10\" x=\"");
  append_tenths(html, x_of(frame, spot) - 5);
  g_string_append(html, "\" y=\"");
  append_tenths(html, y_of(frame, spot) - 5);
  g_string_append(html, "\"/>");
}

// A round length that takes up to a third of the width.
static void append_scale(GString *html, const Frame *frame)
{
  const double metres_per_pixel = metres_per_degree / frame->scale;
  const double most = metres_per_pixel * WIDTH / 3;
  const double power = pow(10, floor(log10(most)));
  const double metres = most >= 5 * power ? 5 * power : most >= 2 * power ? 2 * power : power;
  g_string_append_printf(html, "<line class=\"scale\" x1=\"6\" x2=\"");
  append_tenths(html, 6 + metres / metres_per_pixel);
  g_string_append_printf(html, "\" y1=\"%d\" y2=\"%d\"/><text class=\"scale\" x=\"6\" y=\"%d\">", HEIGHT - 5,
                         HEIGHT - 5, HEIGHT - 9);
  if (metres >= KM_M)
    g_string_append_printf(html, "%ld km</text>", lround(metres / KM_M));
  else
    g_string_append_printf(html, "%ld m</text>", lround(metres));
}

void daysheet_map(const Export *export, const PlanDay *day, GString *html)
{
  g_autoptr(GArray) spots = spots_of(export, day);
  const Frame frame = frame_of(spots);
  g_string_append_printf(html, "<svg class=\"map\" viewBox=\"0 0 %d %d\" role=\"img\"><polyline points=\"",
                         WIDTH, HEIGHT);
  for (guint i = 0; i < spots->len; i++) {
    append_tenths(html, x_of(&frame, &g_array_index(spots, Spot, i)));
    g_string_append_c(html, ',');
    append_tenths(html, y_of(&frame, &g_array_index(spots, Spot, i)));
    g_string_append_c(html, ' ');
  }
  g_string_append(html, "\"/>");
  append_square(html, &frame, &g_array_index(spots, Spot, 0));
  append_square(html, &frame, &g_array_index(spots, Spot, spots->len - 1));
  for (guint i = 1; i + 1 < spots->len; i++)
    append_circle(html, &frame, &g_array_index(spots, Spot, i), i);
  append_scale(html, &frame);
  g_string_append(html, "</svg>\n");
}

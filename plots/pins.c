// SPDX-License-Identifier: GPL-3.0-or-later
// Pins are pushed apart pair by pair along the way that is shortest, again and again until none overlaps, starting on a
// small spiral so that pins of one place part in different directions. No chance is involved.
#include "plots/pins.h"

#include "plots/lettering.h"

#include <math.h>

enum { ROUNDS = 400, POINTS = 11 };
#define GAP 3.0 // between pins

bool box_overlaps(const Box *a, const Box *b)
{
  return a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom;
}

void boxes_add_line(GArray *boxes, double x0, double y0, double x1, double y1)
{
  enum { HALF = 3 };
  const int steps = MAX(1, (int)(hypot(x1 - x0, y1 - y0) / (2 * HALF)));
  for (int k = 0; k <= steps; k++) {
    const double x = x0 + (x1 - x0) * k / steps, y = y0 + (y1 - y0) * k / steps;
    const Box box = {x - HALF, y - HALF, x + HALF, y + HALF};
    g_array_append_val(boxes, box);
  }
}

static Pin pin_of(const double *xs, const double *ys, int first, int last, int index)
{
  Pin pin = {.first = first + 1, .last = last + 1, .half_width = 11.5, .half_height = 11.5};
  for (int stop = first; stop <= last; stop++) {
    pin.at_x += xs[stop] / (last - first + 1);
    pin.at_y += ys[stop] / (last - first + 1);
  }
  if (last > first) {
    g_autofree char *text = g_strdup_printf("%d–%d", pin.first, pin.last);
    pin.half_width = lettering_width(text, POINTS, true) / 2 + 7;
  }
  double angle = 2.39996 * index; // the golden angle
  pin.x = pin.at_x + 0.5 * cos(angle);
  pin.y = pin.at_y + 0.5 * sin(angle);
  return pin;
}

// Neighbours in the route within `reach` of the first of them share a pin.
static GArray *group_stops(const double *xs, const double *ys, int stops, const GArray *fixed, double reach)
{
  GArray *pins = g_array_new(FALSE, FALSE, sizeof(Pin));
  if (fixed->len > 0)
    g_array_append_vals(pins, fixed->data, fixed->len);
  for (int first = 0; first < stops;) {
    int last = first;
    while (last + 1 < stops && hypot(xs[last + 1] - xs[first], ys[last + 1] - ys[first]) <= reach)
      last++;
    Pin pin = pin_of(xs, ys, first, last, (int)pins->len);
    g_array_append_val(pins, pin);
    first = last + 1;
  }
  return pins;
}

static void keep_inside(Pin *pin, const Box *room)
{
  pin->x = CLAMP(pin->x, room->left + pin->half_width, room->right - pin->half_width);
  pin->y = CLAMP(pin->y, room->top + pin->half_height, room->bottom - pin->half_height);
}

// Moves two pins apart if they overlap; returns whether they did.
static bool part(Pin *a, Pin *b)
{
  double dx = b->x - a->x, dy = b->y - a->y;
  double over_x = a->half_width + b->half_width + GAP - fabs(dx),
         over_y = a->half_height + b->half_height + GAP - fabs(dy);
  if (over_x <= 0.01 || over_y <= 0.01)
    return false;
  double share_a = a->fixed ? 0 : b->fixed ? 1 : 0.5, share_b = 1 - share_a;
  if (over_x < over_y) {
    double sign = dx < 0 ? -1 : 1;
    a->x -= sign * over_x * share_a;
    b->x += sign * over_x * (b->fixed ? 0 : share_b);
  } else {
    double sign = dy < 0 ? -1 : 1;
    a->y -= sign * over_y * share_a;
    b->y += sign * over_y * (b->fixed ? 0 : share_b);
  }
  return true;
}

static bool push_apart(GArray *pins, const Box *room)
{
  for (int round = 0; round < ROUNDS; round++) {
    bool moved = false;
    for (guint i = 0; i < pins->len; i++)
      for (guint j = i + 1; j < pins->len; j++) {
        Pin *a = &g_array_index(pins, Pin, i), *b = &g_array_index(pins, Pin, j);
        if (!(a->fixed && b->fixed))
          moved |= part(a, b);
      }
    for (guint i = 0; i < pins->len; i++)
      if (!g_array_index(pins, Pin, i).fixed)
        keep_inside(&g_array_index(pins, Pin, i), room);
    if (!moved)
      return true;
  }
  return false;
}

GArray *pins_place(const double *xs, const double *ys, int stops, const GArray *fixed, const Box *room)
{
  for (double reach = 7;; reach *= 1.6) {
    GArray *pins = group_stops(xs, ys, stops, fixed, reach);
    // Everything in one pin is the end: what overlaps then overlaps.
    if (push_apart(pins, room) || reach > hypot(room->right - room->left, room->bottom - room->top))
      return pins;
    g_array_unref(pins);
  }
}

static bool is_free(const GArray *taken, const Box *room, const Box *box)
{
  if (box->left < room->left || box->right > room->right || box->top < room->top ||
      box->bottom > room->bottom)
    return false;
  for (guint i = 0; i < taken->len; i++)
    if (box_overlaps(&g_array_index(taken, Box, i), box))
      return false;
  return true;
}

bool label_place(GArray *taken, const Box *room, double x, double y, double off, double width, double height,
                 Box *found)
{
  // Right, left, above, below, then the corners.
  static const double side_x[] = {1, -1, 0, 0, 1, 1, -1, -1}, side_y[] = {0, 0, -1, 1, -1, 1, -1, 1};
  for (guint i = 0; i < G_N_ELEMENTS(side_x); i++) {
    double near = side_x[i] != 0 && side_y[i] != 0 ? 0.6 : 1;
    double center_x = x + side_x[i] * (off * near + width / 2),
           center_y = y + side_y[i] * (off * near + height / 2);
    Box box = {center_x - width / 2, center_y - height / 2, center_x + width / 2, center_y + height / 2};
    if (!is_free(taken, room, &box))
      continue;
    g_array_append_val(taken, box);
    *found = box;
    return true;
  }
  return false;
}

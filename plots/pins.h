// SPDX-License-Identifier: GPL-3.0-or-later
// Numbered stops and names on a map, placed so that none covers another. All in pixels of the page.
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Box {
  double left, top, right, bottom;
} Box;

bool box_overlaps(const Box *a, const Box *b);
// Small boxes along a line, added to `boxes` (of Box), so that texts can stand clear of it.
void boxes_add_line(GArray *boxes, double x0, double y0, double x1, double y1);

// A numbered pill at a place of the map. It stands off its place where others are in the way.
typedef struct Pin {
  double at_x, at_y; // the place
  double x, y;       // centre of the pill
  double half_width, half_height;
  int first, last; // stops, "3" or "1–3"
  bool fixed;      // an obstacle: is not moved, has no number
} Pin;

// Makes pins of the stops of a route, given in order. Stops that follow one another at the same place share a pin, and
// where there is no room for all, ever more of them do. `fixed` obstacles (of Pin) go first and stay. All pins lie inside `room`
// and apart from one another. Free with g_array_unref.
GArray *pins_place(const double *xs, const double *ys, int stops, const GArray *fixed, const Box *room);

// A place for a text of that size beside a point (8 positions are tried), inside room and free of `taken` (of Box);
// the box found is added there. False: there is none.
bool label_place(GArray *taken, const Box *room, double x, double y, double off, double width, double height,
                 Box *found);

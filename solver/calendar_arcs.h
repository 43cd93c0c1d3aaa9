// SPDX-License-Identifier: GPL-3.0-or-later
// A client's calendar as a path: what it costs that one visit follows another, visits outside and before the horizon
// looked at. The sum over a path is what calendar_add_cost says of its visits, less missed visits and weekdays.
#pragma once

#include "solver/problem.h"

enum { ARC_BEGIN = -1, ARC_END = -2 };

typedef struct CalendarArc {
  Money cost;
  int skipped; // visits that its long gaps leave out
} CalendarArc;

// From one slot (or the beginning) to the next visit's slot (or the end); false when a rule forbids it. Beginning to
// end is the calendar without visits: free but for the spacing of those outside, as what it misses is counted
// elsewhere.
bool calendar_arc(const Problem *p, int client, int from, int to, CalendarArc *arc);
// Whether gaps or first_by matter to that client at all.
bool calendar_has_gap_rules(const Problem *p, int client);
// Slots by day, then number; free with g_free.
int *calendar_order(const Problem *p);

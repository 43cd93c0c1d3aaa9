// SPDX-License-Identifier: GPL-3.0-or-later
// Small territories and plans made in memory, for tests that want to know every figure in advance.
#pragma once

#include "model/check.h"

#define TOY_START "2027-01-04" // a Monday

Day toy_day(const char *iso);

// One rep 'R1', Monday to Friday 08:00 to 18:00 with a break from 12:00 to 13:00; `clients` clients 'C1', 'C2', …
// open at all hours, 30 minutes, one visit each. Starts at TOY_START for `days` days; cost_hour 1. All places lie
// at one point: give them a matrix (toy_matrix) or coordinates. Free with territory_free.
Territory *toy_new(int clients, int days);
// One more rep like R1; returns his index.
int toy_add_rep(Territory *territory);
// Every leg takes that long.
void toy_matrix(Territory *territory, int32_t leg_s, int32_t leg_m);
void toy_set_visits(Territory *territory, int client, int visits);
void toy_add_holiday(Territory *territory, const char *iso, const char *name, const char *region);
void toy_add_appointment(Territory *territory, int client, int rep, const char *iso, int32_t time_s,
                         int32_t visit_s);
static inline void toy_add_span(GArray *spans, const char *from, const char *to)
{
  DaySpan span = {toy_day(from), toy_day(to)};
  g_array_append_val(spans, span);
}

static inline int32_t toy_time(int hours, int minutes)
{
  return hours * HOUR_S + minutes * MINUTE_S;
}

// A visit of `visit_s` that begins on arrival; returns its index.
guint toy_visit(Plan *plan, int client, int rep, const char *iso, int32_t arrive_s, int32_t visit_s);

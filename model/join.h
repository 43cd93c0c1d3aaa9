// SPDX-License-Identifier: GPL-3.0-or-later
// What was planned held against what was reported, visit by visit, up to a date.
//
//   1. A report of that client on the day of a planned visit belongs to it: done, or missed if it says so.
//   2. A report left over (said to be done or moved) belongs to the nearest planned visit of the client that has none
//      yet, at most half the client's wanted gap away, three days at least; one that says it was moved, however far. That
//      visit was moved. A visit that was said to be missed can still be moved so.
//   3. What is left over is extra; so is what says so. A second report of a client on one day is a double: its sales
//      count, no visit does.
//   4. A planned visit without a report was missed if its rep reported anything that week; else nothing is known of it.
#pragma once

#include "model/plan.h"

typedef enum { FATE_FUTURE, FATE_DONE, FATE_MOVED, FATE_MISSED, FATE_UNREPORTED, FATES } Fate;
typedef enum { ROLE_OUTSIDE, ROLE_DONE, ROLE_MOVED, ROLE_EXTRA, ROLE_MISSED, ROLE_DOUBLE } Role;

typedef struct Join {
  Day from, to; // both included; rows and visits outside are left out
  Fate *fate;   // [plan's visits]
  int *row;     // [plan's visits] of Territory.actuals, -1: none
  Role *role;   // [actuals]
  int *visit;   // [actuals] of the plan, -1: none
} Join;

// The plan must have been tallied. Linear but for a sort.
Join *join_new(const Territory *territory, const Plan *plan, Day to);
void join_free(Join *join);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Join, join_free)

static inline const Actual *territory_actual(const Territory *territory, guint index)
{
  return &g_array_index(territory->actuals, Actual, index);
}
// A visit that took place.
static inline bool role_is_visit(Role role)
{
  return role == ROLE_DONE || role == ROLE_MOVED || role == ROLE_EXTRA;
}
// Last day in the horizon of which anything was reported; DAY_NONE: none.
Day actuals_last_day(const Territory *territory);

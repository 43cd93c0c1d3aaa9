// SPDX-License-Identifier: GPL-3.0-or-later
// The independent checker: does a plan keep every hard rule of its territory, and do its figures add up? Written
// from the interface, not from the solver, and shares no code with it. Also used on calendars edited by hand.
#pragma once

#include "model/findings.h"
#include "model/plan.h"

typedef struct CheckTotals { // recomputed from visits alone
  int64_t travel_s, travel_m, visit_s, wait_s;
  int planned, wanted, unplanned;
  int breaks; // spacing limits broken, hard and soft
  PlanCost cost;
} CheckTotals;

// What of a plan is history: nobody can mend it, so it breaks no rule.
typedef struct CheckPast {
  Day today; // first day that is still ahead
  Day open;  // gaps whose later visit lies before this day stay as they are (frozen days); at least `today`
  const Day *made; // [visits] day on which a past visit was really made; NULL: all on their own
} CheckPast;

// Adds one error per broken rule to findings (file and line of a visit from `line`, which gives the line of visit v
// in calendar.csv and may be NULL; file is the name to print). Uses only client, rep, day, stop order, arrive, leave,
// wait, visit_s, sleeps_out of a visit and the territory. Returns whether no hard rule is broken. With `past`, errors of visits and
// promises before today are left out, and a gap to what is past counts from the day it was made, as far as it can still
// be kept; totals are of the plan as it stands.
bool check_plan(const Plan *plan, const Territory *territory, const char *file, const int *line,
                Findings *findings, CheckTotals *totals);
bool check_plan_from(const Plan *plan, const Territory *territory, const CheckPast *past, const char *file,
                     const int *line, Findings *findings, CheckTotals *totals);

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

// Adds one error per broken rule to findings (file and line of a visit from `line`, which gives the line of visit v
// in calendar.csv and may be NULL; file is the name to print). Uses only client, rep, day, stop order, arrive, leave,
// wait, visit_s, sleeps_out of a visit and the territory. Returns whether no hard rule is broken.
bool check_plan(const Plan *plan, const Territory *territory, const char *file, const int *line,
                Findings *findings, CheckTotals *totals);

// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the tables of a plan back: calendar.csv as plan_write made it, or after somebody has edited it in a
// spreadsheet. Needed are date, rep, client and arrive, in any order, in any form that the readers of input
// files take; what else can be computed (stops, legs, waits, days) is not read but tallied. A visit lasts
// visit_min, else what leave leaves of it, else what the client wants; what is then left until leave is
// waiting, unless wait_min says otherwise. The date counts, not the weekday or the week.
#pragma once

#include "model/findings.h"
#include "model/plan.h"

// The visits, sorted as plan_tally sorts them, with *lines[v] the line of visit v (free with g_free; lines
// may be NULL). Rows that cannot be used are left out with a finding: wrong cells, unknown ids, dates outside
// the horizon. Reps with visits get a result that knows no bounds; summary_read tells more. The caller
// tallies, unless only check_plan is to see it. NULL: with an error (G_FILE_ERROR) when the file is not there
// or cannot be read, else with a finding why it is no calendar.
Plan *plan_read(const char *path, const Territory *territory, Findings *findings, int **lines,
                GError **error);
// The same from memory; `file` is the name for findings.
Plan *plan_parse(const char *data, gsize length, const char *file, const Territory *territory,
                 Findings *findings, int **lines);

// Adds the rows of unplanned.csv to the plan. False with an error as above, or with a finding and no error.
bool unplanned_read(const char *path, const Territory *territory, Plan *plan, Findings *findings,
                    GError **error);
bool unplanned_parse(const char *data, gsize length, const char *file, const Territory *territory, Plan *plan,
                     Findings *findings);

// SPDX-License-Identifier: GPL-3.0-or-later
// What of a plan that was made in mid-horizon is history, for the checker.
#pragma once

#include "cli/load.h"

#include "io/versions.h"
#include "model/check.h"

// Checks a tallied plan of that version: with what was reported until then where the version was made with it. Other
// arguments as of check_plan.
bool past_check(const Plan *plan, const Territory *territory, const Version *version, const char *file,
                const int *line, Findings *findings, CheckTotals *totals);

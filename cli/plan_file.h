// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a plan back for a command that works on one: charts, exports.
#pragma once

#include "cli/load.h"

// The plan in `folder` (calendar.csv, and unplanned.csv and summary.json where they are there), tallied. NULL when it
// cannot be used; then everything has been printed and *status says how to exit.
Plan *plan_load(const Work *work, const Options *options, const char *folder, ExitStatus *status);
// What lies in the folder of a plan, not tallied: calendar, what found no place and why, costs and bounds. NULL: the calendar
// is not usable, which `findings` say, or a file cannot be read (`error`).
Plan *plan_of_folder(const Territory *territory, const char *folder, Findings *findings, GError **error);

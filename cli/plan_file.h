// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a plan back for a command that works on one: charts, exports.
#pragma once

#include "cli/load.h"

// The plan in `folder` (calendar.csv, and unplanned.csv and summary.json where they are there), tallied. NULL when it
// cannot be used; then everything has been printed and *status says how to exit.
Plan *plan_load(const Work *work, const Options *options, const char *folder, ExitStatus *status);

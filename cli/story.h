// SPDX-License-Identifier: GPL-3.0-or-later
// A plan told on one screen: how much of what was wanted is planned, hours, travel, the load of each rep, what stays out
// and why, and how near the optimum that provably is.
#pragma once

#include "cli/load.h"

// The text in the reader's language, at most about 40 lines whatever the number of reps; free with g_free.
char *story_of_plan(const Plan *plan, const Work *work);

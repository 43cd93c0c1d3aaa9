// SPDX-License-Identifier: GPL-3.0-or-later
// Routes for the bound to begin with (MODEL.md, "Master"). The bound knows no calendars, so the routes that it wants are
// those of plans without any: the same visits, but on whatever days make the driving short.
#pragma once

#include "solver/bound.h"

// Searches for such a plan from `start` on (admissible for p) and gives the routes met on the way to the bound. Nothing where
// calendars are listed patterns or reps sleep out: their routes are not those of the relaxed problem.
void scout_routes(const Problem *p, const EngineOptions *options, const Solution *start, int64_t steps,
                  Bound *bound);

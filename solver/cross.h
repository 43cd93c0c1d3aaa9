// SPDX-License-Identifier: GPL-3.0-or-later
// A solution from two others (MODEL.md, "Population"): the calendars of some clients come from one, all others from the
// other, and what then hangs in the air is put back at least cost.
#pragma once

#include "solver/problem.h"
#include "solver/random.h"

// An admissible solution; visits may be missing. Fixes stay. Where weekdays are required, a weekday's clients of `donor`
// take the place of those of the weekday of `host` that they have most in common with; else the clients of a region
// bring the days that they have in `donor`. Both are admissible. Never NULL.
Solution *cross(const Problem *p, const Solution *host, const Solution *donor, bool weekdays, Random *random);

// Share of the visits of one solution whose client is not visited on that day in the other, 0 … 1; days that may be renamed
// (daymap.h) are.
double cross_distance(const Problem *p, const Solution *a, const Solution *b);

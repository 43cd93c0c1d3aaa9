// SPDX-License-Identifier: GPL-3.0-or-later
// Balance comes last: evens out the reps' weeks, and then their days, without making any part of the objective dearer.
#pragma once

#include "solver/problem.h"

// A new admissible solution whose driving, missed visits, spacing and weekdays cost no more each, and whose weeks are
// more even, or as even with more even days; NULL: no move does that. Nothing is random. Left as they are: problems with
// nights out, explicit patterns, or a former plan to stay near (slot_cost), where days hang together.
Solution *balance_solution(const Problem *p, const Solution *solution);

// How uneven the weeks of a solution are: the sum over reps and weeks of load² / room in seconds, load the work and the
// drive, room what the week's days hold at most. Least where all weeks are used to the same part of their room.
int64_t balance_of_weeks(const Problem *p, const Solution *solution);

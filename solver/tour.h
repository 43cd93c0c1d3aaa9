// SPDX-License-Identifier: GPL-3.0-or-later
// The cheapest order of the stops of one slot.
#pragma once

#include "solver/state.h"

enum { TOUR_EXACT_MAX = 12 }; // stops

// Cheapest order that keeps the slot's limits, by dynamic programming; client[] is read and overwritten. Returns 1 when
// the order is proven cheapest, 0 when it may not be (more stops, or a driving limit in the way), -1 when no order was
// found (client[] is left as it was).
int tour_solve(const Problem *p, int slot, int *client, int count);

// The same between other ends (problem.h); with end -1 the last stop is free.
int tour_solve_between(const Problem *p, int slot, RouteEnds ends, int *client, int count);

// Brings the route of a slot of the state into its best order; true: proven.
bool tour_optimise(State *state, int slot);

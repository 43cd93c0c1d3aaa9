// SPDX-License-Identifier: GPL-3.0-or-later
// Why a visit has no place, and what would give it one. Every remedy was tried (solver/remedy.h), each alone: the visit
// was put into the plan as it stands with just that change.
#pragma once

#include "solver/translate.h"

// Puts in what still fits without any change and costs less than leaving it out, cheapest place first, the day in
// another order if need be (but not near a former plan); returns a new solution, or NULL if nothing does.
Solution *explain_fill(const Problem *p, const Solution *solution);
// Appends one Unplanned for every visit of own clients that the solution lacks.
void explain_missing(const Translation *translation, const Solution *solution, GArray *unplanned);

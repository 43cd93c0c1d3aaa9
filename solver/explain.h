// SPDX-License-Identifier: GPL-3.0-or-later
// Why a visit has no place, and what would give it one. Every remedy was tried: the visit was put into the plan as it
// stands with just that change. All other visits stay where they are, so a remedy is sufficient, not always the least.
#pragma once

#include "solver/translate.h"

// Puts in what still fits without any change (cheapest place first); returns a new solution, or NULL if nothing fits.
Solution *explain_fill(const Problem *p, const Solution *solution);
// Appends one Unplanned for every visit of own clients that the solution lacks.
void explain_missing(const Translation *translation, const Solution *solution, GArray *unplanned);

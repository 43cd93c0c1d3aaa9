// SPDX-License-Identifier: GPL-3.0-or-later
// Problems so small that every plan can be listed, with all features drawn at random; and the cheapest plan, found by
// listing them.
#pragma once

#include "solver/problem.h"

enum { TINY_CLIENTS = 4, TINY_SLOTS = 5 };

Problem *tiny_problem(guint32 seed);
// Lets reps sleep out between days that follow each other; false where there are none.
bool tiny_add_nights(Problem *p, guint32 seed);
// Cost of the cheapest admissible plan, INT64_MAX where there is none.
Money tiny_optimum(const Problem *p);

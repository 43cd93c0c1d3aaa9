// SPDX-License-Identifier: GPL-3.0-or-later
// A solution whose towns are on the weekdays that the weekday program has chosen (MODEL.md, "Weekdays of towns").
#pragma once

#include "solver/problem.h"
#include "solver/random.h"

// Whether there is one: one rep, no nights out, clients who would keep a weekday.
bool weekday_start_applies(const Problem *p);

// For towns and sets drawn by `random`. Admissible; NULL: there are no towns, or the fixes exclude each other.
Solution *weekday_start(const Problem *p, Random *random);

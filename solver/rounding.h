// SPDX-License-Identifier: GPL-3.0-or-later
// A plan from the bound's routes (MODEL.md, "Rounding"): first which routes and how often, then on which days.
#pragma once

#include "solver/bound.h"

// An admissible solution, visits may be missing, made from these routes; NULL when they are of no use (patterns, no
// routes) or the fixes cannot be kept. `swaps`: steps of the second part. Repeatable for a seed.
Solution *rounding_solution(const Problem *p, const EngineOptions *options, const GPtrArray *routes,
                            int64_t swaps);

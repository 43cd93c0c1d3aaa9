// SPDX-License-Identifier: GPL-3.0-or-later
// A plan from routes and how often each is driven (MODEL.md, "Routes and how often"): on which days.
#pragma once

#include "solver/pool.h"

// An admissible solution, visits may be missing, in which each route of the pool is driven times[] as far as days can
// be found for it; NULL when the fixes cannot be kept. Routes that `start` (may be NULL) drives too begin on its days. `swaps`: steps of annealing. Repeatable for a seed. Of no use
// with explicit patterns.
Solution *rounding_solution(const Problem *p, const EngineOptions *options, const Pool *pool,
                            const int *times, const Solution *start, int64_t swaps);

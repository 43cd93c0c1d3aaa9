// SPDX-License-Identifier: GPL-3.0-or-later
// Repair of a plan by integer programs over a few slots that lie near to each other (MODEL.md, "Repair"): what annealing
// leaves where several clients would have to change days at once.
#pragma once

#include "solver/engine.h"

// A cheaper admissible solution than `start`, or NULL. steps: limit in label extensions and what takes as long; adds
// what was used to *used. Repeatable for a seed. Not with nights out.
Solution *repair_solution(const Problem *p, const EngineOptions *options, const Solution *start,
                          int64_t steps, int64_t *used);

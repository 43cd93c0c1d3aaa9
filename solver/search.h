// SPDX-License-Identifier: GPL-3.0-or-later
// The search for good solutions of a Problem (MODEL.md, "Search").
#pragma once

#include "solver/bound.h"

// Runs `steps` steps from options->start (or from nothing) with the given material (may be NULL); never returns
// anything worse than the start. NULL when the fixes cannot all be kept.
Solution *search_run(const Problem *p, const EngineOptions *options, int64_t steps, const GPtrArray *routes);

// SPDX-License-Identifier: GPL-3.0-or-later
// The search for good solutions of a Problem (MODEL.md, "Search").
#pragma once

#include "solver/engine.h"

// Runs `steps` steps from options->start (or from nothing); never returns anything worse than the start. NULL when the
// fixes exclude each other. The problem is one that problem_validate accepts.
Solution *search_run(const Problem *p, const EngineOptions *options, int64_t steps);
// The same; and every `every` steps the present solution, if it keeps all limits, is appended to `met` (Solution *).
Solution *search_sample(const Problem *p, const EngineOptions *options, int64_t steps, int64_t every,
                        GPtrArray *met);

// Whether calendars hang together (weekdays required, explicit patterns), so that whole clients must move: routes that
// know no calendar are then no start.
bool search_moves_clients(const Problem *p);
// Whether most visits are of clients who would rather keep their weekday, and single visits move.
bool search_prefers_weekdays(const Problem *p);

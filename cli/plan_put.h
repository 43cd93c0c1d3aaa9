// SPDX-License-Identifier: GPL-3.0-or-later
// Writing a plan: tables, action plan, charts and summary together; the former plan is kept as a version first.
#pragma once

#include "cli/load.h"
#include "cli/policy.h"
#include "io/versions.h"

// `version` and `moves` may be NULL: a plan of the whole horizon, which was made from none. `store` (model/solved.h) is
// kept in solved/, so that whatif need not solve again what is the same; NULL: nothing to keep. Where charts cannot be
// drawn (no gnuplot), that is said and options->no_charts set. `out` is the folder of options_out, held since before the
// planning.
bool plan_put(const Plan *plan, const Work *work, const Policy *policy, Options *options,
              const Version *version, const Sheet *moves, GHashTable *store, Out *out, GError **error);
// Only that: what was not ended early, solved/KEY.json each.
bool plan_put_solved(GHashTable *store, Out *out, GError **error);

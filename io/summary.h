// SPDX-License-Identifier: GPL-3.0-or-later
// summary.json: what a plan amounts to, for people who check it and programs that compare plans. Names stand
// in a fixed order, numbers have a fixed number of decimals (money 6, minutes 4, km 3, percent 4). What
// differs between two runs of the same input and seed stands under "seconds" and "timing" alone.
#pragma once

#include "io/out.h"
#include "model/plan.h"

// How a stage of the run ended ("done", "stopped", "skipped"), and how long it took.
typedef struct SummaryStage {
  const char *name, *ended;
  double seconds;
} SummaryStage;

// The text of the file; free with g_free. `stages` may be NULL. The plan must have been tallied. A bound of
// MONEY_NONE, or a travel bound under 0, is unknown and written as null, its gap too.
char *summary_text(const Plan *plan, const Territory *territory, const SummaryStage *stages, int count);
bool summary_write(const Plan *plan, const Territory *territory, const SummaryStage *stages, int count,
                   Out *out, GError **error);

// Fills status, cost, bound, seed, effort, seconds and reps of a plan that was read from its tables. Reps
// whom the territory does not know (any more) are left out. On error (G_FILE_ERROR, with path and line) the
// plan is as it was.
bool summary_read(const char *path, const Territory *territory, Plan *plan, GError **error);
bool summary_parse(const char *text, gsize length, const char *path, const Territory *territory, Plan *plan,
                   GError **error);

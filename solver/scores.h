// SPDX-License-Identifier: GPL-3.0-or-later
// Scores of clients: 100 * sum of weight * scaled / sum of weights, over the criteria that count for the client.
//
// Scaled values lie between 0 (worst) and 1 (best); where all clients have the same it is 1/2:
//   percentile   (clients with less + half of the others with as much) / (clients with a value - 1)
//   minmax       (x - least) / (most - least)
//   log          the same of log(1 + x), of -log(1 - x) where x < 0
// and 1 less that where less is better. Empty cells follow the criterion's rule (solver/strategy.h). A client of whom
// nothing is known has 0.
#pragma once

#include "model/grouping.h"

// Fills Criterion.scaled and .empty; once.
void scores_scale(Grouping *grouping);
// Fills score and part (allocated at first). Weights may have been changed in between.
void scores_compute(Grouping *grouping);
// Likewise, but only the scores with criterion `changed` at `factor` times its weight, into `score`.
void scores_vary(const Grouping *grouping, guint changed, double factor, double *score);

// SPDX-License-Identifier: GPL-3.0-or-later
// Who should own which client: solves the question, says for every client that moves why, draws the curve of balance
// against disruption.
#pragma once

#include "solver/align_case.h"
#include "solver/assignment.h"

typedef struct AlignOptions {
  int64_t nodes;       // of each integer program; 0: a default
  bool curve;          // is solved too
  const gint *stop;    // may be NULL
  int64_t deadline_us; // 0: none
} AlignOptions;

// Takes the question. `travel` says whether driving is from a calendar; both outlive the call only.
Alignment *align_solve(AlignCase *question, const Territory *territory, const AlignTravel *travel,
                       const AlignOptions *options);
// The same of an assignment that is given, `rep` [clients], all of them allowed: counted, held against the bound, explained.
Alignment *align_take(AlignCase *question, const int *rep, const Territory *territory,
                      const AlignTravel *travel, const AlignOptions *options);
// Solves it again after driving costs have changed, in place; the curve is left as it is.
void align_solve_again(Alignment *alignment, const AlignOptions *options);
void align_draw_curve(Alignment *alignment, const AlignOptions *options);
void align_explain(Alignment *alignment, const Territory *territory);

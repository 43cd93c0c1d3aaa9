// SPDX-License-Identifier: GPL-3.0-or-later
// Clients to reps, an integer program (MODEL.md, "Alignment"; the symbols are those there):
//
//   min  sum_ij c_ij x_ij + sum_i p_i [i changes]      sum_j x_ij = 1 for each client i,  x_ij = 0 where not allowed
//        (1 - d_m) s_j W_mp <= L_mj <= (1 + d_m) s_j W_mp      for each measure m and rep j of pool p
//        L_mj = sum_i w_mij x_ij,   W_mp = sum_{j of p} L_mj
//        at most N clients, and clients with at most S of sales, change
#pragma once

#include "model/alignment.h"

typedef struct AssignmentOptions {
  int64_t nodes;       // of the branch and bound; 0: a default
  const gint *stop;    // may be NULL
  int64_t deadline_us; // 0: none
  bool brief;          // one try at proving and improving: for many questions in turn
} AssignmentOptions;

typedef struct AssignmentResult {
  int *rep;            // [clients] allowed ones only
  Money cost;          // driving and changes
  Money bound;         // nothing that keeps the limits costs less
  double excess_bound; // nothing allowed has a smaller sum of excesses (AlignTally.excesses)
  PlanStatus
      status; // optimal, feasible: the limits are kept. infeasible: they are not; with excess_bound > 0 it is
              // proved that they cannot be
  int fractional; // clients that the relaxation splits
  int rounds;     // of adding pairs to it
} AssignmentResult;

// Every client must have an allowed rep. Deterministic, but for a deadline or stop.
AssignmentResult *assignment_solve(const AlignCase *question, const AssignmentOptions *options);
void assignment_result_free(AssignmentResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AssignmentResult, assignment_result_free)

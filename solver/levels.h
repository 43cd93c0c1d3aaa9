// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing one level for each item within hours and a budget:
//
//   max  sum v_ik y_ik     sum_k y_ik = 1 for each item i
//        sum_{i of rep r} t_ik y_ik <= T_r for each rep r,     sum c_ik y_ik <= B,     y binary
//
// (multiple-choice knapsack with several knapsacks). Values need not be concave in time: every level has its own.
#pragma once

#include "model/plan.h"

typedef struct Level {
  Money value;    // net
  int64_t time_s; // >= 0
  Money cost;     // >= 0
} Level;

typedef struct LevelProgram {
  int items, reps;
  const int *first; // [items + 1]: levels of item i are first[i] … first[i + 1] - 1, at least one
  const Level *level;
  const int *rep;            // [items]
  const int64_t *capacity_s; // [reps]
  Money budget;              // MONEY_NONE: none
} LevelProgram;

typedef struct LevelResult {
  int *choice;        // [items]: index of a level
  Money value, bound; // of the choice; nothing admissible has more
  PlanStatus status;  // optimal or feasible
  bool *over; // [reps]: the levels that need least time do not fit; the limit was raised to what they need
  bool over_budget;                  // likewise
  double *price;                     // [reps]: value of one more second
  double *tried;                     // [reps]: value of one more hour, by solving the relaxation again
  double budget_price, budget_tried; // value of one more unit of cost; the latter with one percent more
} LevelResult;

// `nodes`: limit of the branch and bound of each integer program. Deterministic.
LevelResult *levels_solve(const LevelProgram *program, int64_t nodes);
void level_result_free(LevelResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LevelResult, level_result_free)

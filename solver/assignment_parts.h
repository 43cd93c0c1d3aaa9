// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of solver/assignment share: the relaxation and its prices, and an assignment under way.
#pragma once

#include "solver/assignment.h"
#include "solver/mip.h"

// ---- assignment_lp.c ----

// What the limits cost, in the unit of the objective.
typedef struct Prices {
  double *amount;       // [measures * reps] of one unit of a measure at a rep; may be negative
  double client, sales; // of one client, of one unit of sales, that changes
  double budget;        // of one unit of cost; only where there is a limit of it
} Prices;

// A cut of one rep's pairs that every assignment within the limits keeps: sum_i part_i x_ij >= least.
typedef struct LimitCut {
  int rep;
  double *part; // [clients]
  double least;
  double price; // >= 0, in the unit of the objective
} LimitCut;

typedef enum { AIM_MONEY, AIM_EXCESS, AIM_TOTAL } Aim;

typedef struct Relaxation {
  const AlignCase *question;
  Aim aim; // money; the sum of excesses; the sum of a measure in a pool, in parts of the nominal one
  int measure, pool; // of AIM_TOTAL
  double nominal;    // likewise
  double sign;       // likewise: -1 for the largest sum
  double budget;     // cost that must not be exceeded; INFINITY: none
  bool of_excess;    // AIM_EXCESS
  Prices prices;
  GPtrArray **cuts;   // [reps] LimitCut *
  double *low, *high; // [measures * pools] what a total lies between, in parts of the nominal sum
  double bound;       // valid: computed from the prices over all allowed pairs
  double excess;      // of the relaxation's own solution
  GArray *pairs;      // RelaxedPair, by client as they were added
  int rounds, fractional;
} Relaxation;

typedef struct RelaxedPair {
  int client, rep;
  double part; // 0 … 1
} RelaxedPair;

// With an assignment's cost as `known` (INFINITY: none), which only better ones matter to: totals are bounded first, and
// cuts made of that.
Relaxation *relaxation_solve(const AlignCase *question, Aim aim, double known,
                             const AssignmentOptions *options);
Relaxation *relaxation_new(const AlignCase *question, Aim aim); // without pairs, prices and cuts
void relaxation_free(Relaxation *relaxation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Relaxation, relaxation_free)

bool assignment_is_over(const AssignmentOptions *options);

// ---- assignment_search.c ----

// An assignment and its running sums. Excesses under half of ALIGN_TOLERANCE are none.
typedef struct Hold {
  const AlignCase *question;
  int *limited, limits; // measures that have a limit
  double *scale;        // [measures * reps] 1 / (share * nominal sum); 0: no share
  int *rep;             // [clients]
  double *load, *total; // [measures * reps], [measures * pools]
  Money cost;
  int changed;
  double changed_sales;
  double excess;
} Hold;

Hold *hold_new(const AlignCase *question);
void hold_set(Hold *hold, const int *rep);
void hold_give(Hold *hold, int client, int rep); // the sums follow, but for the excess:
void hold_weigh(Hold *hold);
bool hold_may_change(const Hold *hold); // within the limits on changes
void hold_free(Hold *hold);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Hold, hold_free)

// Shifts and swaps among the pairs of the relaxation until none helps: less excess first, then less cost.
// The rep with the largest part of each client, the first of equals.
void round_parts(const Relaxation *relaxation, int *rep);
void hold_shift(Hold *hold, const Relaxation *relaxation); // single shifts only
void hold_improve(Hold *hold, const Relaxation *relaxation, const AssignmentOptions *options);

// ---- assignment_rows.c ----

// The rows of the limits in a program, in amounts divided by the fair part at the nominal sum, so that all are near 1:
//   define_mj   sum_i w_mij x_ij - L_mj = 0        whole_mp   sum_j s_j L_mj - W_mp = 0
//   over_mj     L_mj - (1 + d_m) W_mp - v_mj <= 0  under_mj   L_mj - (1 - d_m) W_mp + v_mj >= 0
// and the sums of what changes.
typedef struct LimitRows {
  const AlignCase *question;
  int *limited, limits;
  double *scale;              // as in Hold
  int *define, *over, *under; // [measures * reps] rows; -1: none
  int *load, *excess;         // [measures * reps] columns L, v; -1: none
  int *whole;                 // [measures * pools] columns W; -1: none
  int clients, sales;         // rows; -1: none
  double sales_scale;
} LimitRows;

// `penalty`: cost of an excess of 1 in the program; INFINITY: none is allowed.
LimitRows *limit_rows_new(const AlignCase *question, Mip *mip, double penalty);
void limit_rows_free(LimitRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LimitRows, limit_rows_free)
// The pair's coefficients; returns how many. At most limits + 2.
int limit_rows_pair(const LimitRows *rows, int client, int rep, int *row, double *value);

// What W of each pool lies between, in parts of the nominal sum.
void limit_rows_bound(const LimitRows *rows, Mip *mip, int measure, const double *low, const double *high);
// The columns L, W and v of an assignment.
void limit_rows_point(const LimitRows *rows, const Hold *hold, double *point);

// Measures with a limit, g_free; the factors of LimitRows, g_free.
int *limited_measures(const AlignCase *question, int *count);
double *limit_scale(const AlignCase *question);
bool pair_changes(const AlignCase *question, int client, int rep); // and that counts
Money pair_cost(const AlignCase *question, int client, int rep);

// ---- assignment_cuts.c ----

// Appends cuts that the parts of r->pairs break, the worst one of each rep; returns how many. `scale` as in LimitRows.
int limit_cuts_separate(const Relaxation *r, const double *scale, GPtrArray *found);
void limit_cut_free(LimitCut *cut);

// ---- assignment_program.c ----

// Cost of a pair and, at the prices, of what it takes.
double relaxation_reduced(const Relaxation *relaxation, int client, int rep);

// The relaxation's program over some pairs.
typedef struct PairProgram {
  Relaxation *r;
  const AlignCase *q;
  Mip *mip;
  LimitRows *rows;
  int *row_of;      // [clients] -1: none; its pair is a constant
  bool *there;      // [clients * reps] has a column
  GArray *column;   // int: of each of Relaxation.pairs
  int budget_row;   // -1: none
  double cost_unit; // money that counts 1 there
  GPtrArray *cuts;  // LimitCut *, in the order of their rows; not owned
  GArray *cut_row;  // int
  double unit;      // money that counts 1 in the program
  double penalty;
} PairProgram;

PairProgram *pair_program_new(Relaxation *r); // without rows for clients
void pair_program_free(PairProgram *program);
double pair_program_objective(const Relaxation *r, int client, int rep); // of the aim
void pair_program_add_pair(PairProgram *program, int client, int rep);   // unless it is there
void pair_program_add_cut(PairProgram *program, LimitCut *cut); // which the relaxation owns from now on
int pair_program_cut_off(PairProgram *program);                 // what r->pairs break; returns how many cuts
// After a solved program: its duals as r->prices, its values as r->pairs, r->fractional and r->excess.
void pair_program_take_prices(PairProgram *program);
void pair_program_read_parts(PairProgram *program);
// What the bound has besides the least reduced cost of each client.
double pair_program_constant(const PairProgram *program);

// ---- assignment_anneal.c ----

// From the rounded relaxation; so many moves. Ends at the best that it found within the limits, else at the last.
void hold_anneal(Hold *hold, const Relaxation *relaxation, int64_t moves, uint64_t seed);

// ---- assignment_core.c ----

typedef struct CoreResult {
  bool whole;   // all pairs were in that can be in something better
  bool proved;  // nothing better is possible
  double bound; // in the unit of the objective
} CoreResult;

// The integer program in GLPK over the pairs that can be in something better than `hold`, which is improved in place; over
// the most promising of them where they are too many.
CoreResult core_solve(Hold *hold, const Relaxation *relaxation, const AssignmentOptions *options);

// ---- assignment_tree.c ----

// Our own branch and bound from a relaxation, `hold` improved in place; four programs for five of options->nodes. Returns a bound of
// everything that is allowed, at most the cost of `hold`.
double tree_solve(Hold *hold, const Relaxation *relaxation, const AssignmentOptions *options);

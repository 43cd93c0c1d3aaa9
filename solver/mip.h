// SPDX-License-Identifier: GPL-3.0-or-later
// The one door to GLPK: linear programs that grow by columns and rows, and integer programs with an incumbent. Indices
// are 0-based here. One Mip is made, used and freed in one thread (GLPK keeps an environment a thread). GLPK aborts on
// misuse, so every call is checked by assertions first; nothing is ever printed.
#pragma once

#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct Mip Mip;

typedef enum { MIP_OPTIMAL, MIP_FEASIBLE, MIP_INFEASIBLE, MIP_UNBOUNDED, MIP_STOPPED } MipStatus;

#define MIP_INF HUGE_VAL

Mip *mip_new(void); // minimises
void mip_free(Mip *mip);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mip, mip_free)

// Adds a row lower <= a x <= upper / a column; returns its index.
int mip_add_row(Mip *mip, double lower, double upper);
int mip_add_column(Mip *mip, double cost, double lower, double upper, bool integer, int count, const int *row,
                   const double *value);
void mip_set_row_coefficients(Mip *mip, int row, int count, const int *column, const double *value);
void mip_set_cost(Mip *mip, int column, double cost);
void mip_set_column_bounds(Mip *mip, int column, double lower, double upper);
void mip_set_row_bounds(Mip *mip, int row, double lower, double upper);
// Removes columns (ascending); those that stay move down. Columns that are not basic keep the basis usable.
void mip_remove_columns(Mip *mip, int count, const int *column);
bool mip_is_basic(const Mip *mip, int column);
int mip_rows(const Mip *mip);
int mip_columns(const Mip *mip);

// Linear relaxation from the basis that is there. Primal simplex with steepest edge suits column generation, dual a
// program whose rows or bounds changed.
MipStatus mip_solve_lp(Mip *mip, bool dual);
// Branch and bound; stops after `nodes` nodes (0: none) or when *stop is set. `start` (may be NULL) is a feasible
// integer point, injected as incumbent. gap: relative gap at which to stop.
typedef struct MipOptions {
  int64_t nodes;
  double gap;
  const double *start;
  const gint *stop;
  int64_t deadline_us;    // 0: none
  const int8_t *priority; // [columns] branch on the highest that is not whole; NULL: GLPK's choice
  bool cuts;              // MIR and Gomory cuts; never cover cuts (not safe with threads)
} MipOptions;
MipStatus mip_solve(Mip *mip, const MipOptions *options);

double mip_objective(const Mip *mip);   // of the last LP or integer solution
double mip_bound(const Mip *mip);       // valid lower bound after mip_solve
int64_t mip_iterations(const Mip *mip); // of the simplex method so far
double mip_value(const Mip *mip, int column);
double mip_dual(const Mip *mip, int row);
double mip_reduced_cost(const Mip *mip, int column);
// Frees what GLPK keeps for the calling thread; every Mip made there must be freed before.
void mip_thread_end(void);
// Names for the files below: up to 255 printable ASCII letters without blanks.
void mip_name_row(Mip *mip, int row, const char *name);
void mip_name_column(Mip *mip, int column, const char *name);
// Writes CPLEX-LP text, or free MPS.
bool mip_write_lp(Mip *mip, const char *path, GError **error);
bool mip_write_mps(Mip *mip, const char *path, GError **error);

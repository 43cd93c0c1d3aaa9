// SPDX-License-Identifier: GPL-3.0-or-later
// GLPK behind one door. Its indices are 1-based, it aborts on misuse and keeps an environment a thread; the
// environment goes when the thread ends. Integer programs run without GLPK's presolver, so that column numbers stay
// ours and an incumbent can be injected; the root is solved with the primal from the basis that is there (the
// presolver's dual root can take fifty times the iterations where rows are equalities). Work is stopped by counting
// nodes in the callback, which repeats; the clock is looked at only where a deadline is given.
#include "solver/mip.h"

#include <glpk.h>

enum {
  LP_PORTION = 1000, // iterations of the simplex method between two looks at the clock
  LP_LEAST = 20000,  // more than that, and than ten times the rows and columns: it goes round in a circle
  LP_TIMES = 10
};

struct Mip {
  glp_prob *lp;
  GArray *index, *value; // scratch, 1-based as GLPK wants it
  double objective, bound;
  bool whole; // the last solution is that of mip_solve
};

static void free_environment(void *used G_GNUC_UNUSED)
{
  glp_free_env();
}

static GPrivate environment = G_PRIVATE_INIT(free_environment);

Mip *mip_new(void)
{
  if (!g_private_get(&environment)) {
    glp_term_out(GLP_OFF);
    g_private_set(&environment, &environment);
  }
  Mip *mip = g_new0(Mip, 1);
  mip->lp = glp_create_prob();
  mip->index = g_array_new(FALSE, TRUE, sizeof(int));
  mip->value = g_array_new(FALSE, TRUE, sizeof(double));
  mip->objective = NAN;
  mip->bound = -MIP_INF;
  glp_set_obj_dir(mip->lp, GLP_MIN);
  return mip;
}

void mip_free(Mip *mip)
{
  if (!mip) {
    return;
  }
  glp_delete_prob(mip->lp);
  g_array_unref(mip->index);
  g_array_unref(mip->value);
  g_free(mip);
}

static int bound_type(double lower, double upper)
{
  g_assert(lower <= upper && lower < MIP_INF && upper > -MIP_INF);
  bool has_lower = lower > -MIP_INF, has_upper = upper < MIP_INF;
  if (has_lower && has_upper) {
    return lower < upper ? GLP_DB : GLP_FX;
  }
  return has_lower ? GLP_LO : has_upper ? GLP_UP : GLP_FR;
}

// Copies indices and values one place up, as GLPK counts; checks that they lie below `limit`.
static void fill_scratch(Mip *mip, int count, const int *index, const double *value, int limit)
{
  g_assert(count >= 0 && count <= limit);
  g_array_set_size(mip->index, (guint)count + 1);
  g_array_set_size(mip->value, (guint)count + 1);
  for (int k = 0; k < count; k++) {
    g_assert(index[k] >= 0 && index[k] < limit && isfinite(value[k]));
    g_array_index(mip->index, int, k + 1) = index[k] + 1;
    g_array_index(mip->value, double, k + 1) = value[k];
  }
}

int mip_add_row(Mip *mip, double lower, double upper)
{
  int row = glp_add_rows(mip->lp, 1);
  glp_set_row_bnds(mip->lp, row, bound_type(lower, upper), lower, upper);
  return row - 1;
}

int mip_add_column(Mip *mip, double cost, double lower, double upper, bool integer, int count, const int *row,
                   const double *value)
{
  g_assert(isfinite(cost));
  fill_scratch(mip, count, row, value, mip_rows(mip));
  int column = glp_add_cols(mip->lp, 1);
  glp_set_col_kind(mip->lp, column, integer ? GLP_IV : GLP_CV);
  glp_set_col_bnds(mip->lp, column, bound_type(lower, upper), lower, upper);
  glp_set_obj_coef(mip->lp, column, cost);
  glp_set_mat_col(mip->lp, column, count, (int *)mip->index->data, (double *)mip->value->data);
  return column - 1;
}

void mip_set_row_coefficients(Mip *mip, int row, int count, const int *column, const double *value)
{
  g_assert(row >= 0 && row < mip_rows(mip));
  fill_scratch(mip, count, column, value, mip_columns(mip));
  glp_set_mat_row(mip->lp, row + 1, count, (int *)mip->index->data, (double *)mip->value->data);
}

void mip_set_cost(Mip *mip, int column, double cost)
{
  g_assert(column >= 0 && column < mip_columns(mip) && isfinite(cost));
  glp_set_obj_coef(mip->lp, column + 1, cost);
}

void mip_set_column_bounds(Mip *mip, int column, double lower, double upper)
{
  g_assert(column >= 0 && column < mip_columns(mip));
  glp_set_col_bnds(mip->lp, column + 1, bound_type(lower, upper), lower, upper);
}

void mip_set_row_bounds(Mip *mip, int row, double lower, double upper)
{
  g_assert(row >= 0 && row < mip_rows(mip));
  glp_set_row_bnds(mip->lp, row + 1, bound_type(lower, upper), lower, upper);
}

void mip_remove_columns(Mip *mip, int count, const int *column)
{
  if (count == 0) {
    return;
  }
  g_assert(count <= mip_columns(mip));
  g_array_set_size(mip->index, (guint)count + 1);
  for (int k = 0; k < count; k++) {
    g_assert(column[k] >= 0 && column[k] < mip_columns(mip) && (k == 0 || column[k - 1] < column[k]));
    g_array_index(mip->index, int, k + 1) = column[k] + 1;
  }
  glp_del_cols(mip->lp, count, (int *)mip->index->data);
}

bool mip_is_basic(const Mip *mip, int column)
{
  g_assert(column >= 0 && column < mip_columns(mip));
  return glp_get_col_stat(mip->lp, column + 1) == GLP_BS;
}

int mip_rows(const Mip *mip)
{
  return glp_get_num_rows(mip->lp);
}

int mip_columns(const Mip *mip)
{
  return glp_get_num_cols(mip->lp);
}

static MipStatus lp_status(Mip *mip)
{
  switch (glp_get_status(mip->lp)) {
  case GLP_OPT: mip->objective = mip->bound = glp_get_obj_val(mip->lp); return MIP_OPTIMAL;
  case GLP_FEAS: mip->objective = glp_get_obj_val(mip->lp); return MIP_FEASIBLE;
  case GLP_NOFEAS: return MIP_INFEASIBLE;
  case GLP_UNBND: return MIP_UNBOUNDED;
  default: return MIP_STOPPED;
  }
}

static bool must_end(const MipOptions *options)
{
  return options && ((options->stop && __atomic_load_n(options->stop, __ATOMIC_SEQ_CST)) ||
                     (options->deadline_us > 0 && g_get_monotonic_time() >= options->deadline_us));
}

// In portions of iterations, so that a stop or a deadline is heard; the portions are the same without one. The simplex
// method may cycle: what takes far more iterations than such programs do is given up as failed.
static int run_simplex(Mip *mip, glp_smcp *how, const MipOptions *options)
{
  const int most = MAX(LP_LEAST, LP_TIMES * (glp_get_num_rows(mip->lp) + glp_get_num_cols(mip->lp)));
  how->it_lim = LP_PORTION;
  for (int done = 0; done < most; done += LP_PORTION) {
    const int error = glp_simplex(mip->lp, how);
    if (error != GLP_EITLIM || must_end(options))
      return error;
  }
  return GLP_EFAIL;
}

static MipStatus solve_lp(Mip *mip, bool dual, const MipOptions *options)
{
  glp_smcp how;
  glp_init_smcp(&how);
  how.msg_lev = GLP_MSG_OFF;
  how.meth = dual ? GLP_DUALP : GLP_PRIMAL;
  mip->whole = false;
  mip->objective = NAN;
  mip->bound = -MIP_INF;
  if (glp_get_num_rows(mip->lp) == 0) { // GLPK refuses to work without rows
    return MIP_STOPPED;
  }
  int error = run_simplex(mip, &how, options);
  if (error == GLP_EBADB || error == GLP_ESING || error == GLP_ECOND) { // the basis that was there is no use
    glp_adv_basis(mip->lp, 0);
    error = run_simplex(mip, &how, options);
  }
  if (error == GLP_EFAIL) { // other steps from where it is
    how.meth = dual ? GLP_PRIMAL : GLP_DUAL;
    how.pricing = GLP_PT_STD;
    how.r_test = GLP_RT_STD;
    error = run_simplex(mip, &how, options);
  }
  if (error != 0 && error != GLP_EITLIM && error != GLP_ETMLIM) {
    how.meth = GLP_PRIMAL;
    glp_std_basis(mip->lp);
    error = run_simplex(mip, &how, options);
  }
  return error == 0 ? lp_status(mip) : MIP_STOPPED;
}

MipStatus mip_solve_lp(Mip *mip, bool dual)
{
  return solve_lp(mip, dual, NULL);
}

typedef struct Watch { // what the callback of branch and bound looks at
  const MipOptions *options;
  double *start; // 1-based; NULL once injected
  double bound;
  bool stopped;
} Watch;

static bool watch_is_over(const Watch *watch, glp_tree *tree)
{
  int total;
  glp_ios_tree_size(tree, NULL, NULL, &total);
  const MipOptions *o = watch->options;
  return (o->nodes > 0 && total > o->nodes) || must_end(o);
}

// Branches on the column nearest to a half among those of the highest priority, towards where it is nearer; of
// priority 0 GLPK chooses the one nearest to a half.
static void branch_by_priority(const Watch *watch, glp_tree *tree)
{
  glp_prob *lp = glp_ios_get_prob(tree);
  const int columns = glp_get_num_cols(lp);
  int best = 0, best_priority = 1;
  double best_off = 1;
  for (int j = 1; j <= columns; j++) {
    const int priority = watch->options->priority[j - 1];
    if (priority < best_priority || !glp_ios_can_branch(tree, j))
      continue;
    const double value = glp_get_col_prim(lp, j), off = fabs(value - floor(value) - 0.5);
    if (best == 0 || priority > best_priority || off < best_off) {
      best = j;
      best_priority = priority;
      best_off = off;
    }
  }
  if (best > 0) {
    const double value = glp_get_col_prim(lp, best);
    glp_ios_branch_upon(tree, best, value - floor(value) >= 0.5 ? GLP_UP_BRNCH : GLP_DN_BRNCH);
  }
}

static void on_event(glp_tree *tree, void *data)
{
  Watch *watch = data;
  int best = glp_ios_best_node(tree);
  if (best != 0) {
    watch->bound = MAX(watch->bound, glp_ios_node_bound(tree, best));
  }
  if (watch->start && glp_ios_reason(tree) == GLP_IHEUR) {
    glp_ios_heur_sol(tree, watch->start);
    g_clear_pointer(&watch->start, g_free);
  }
  if (watch->options->priority && glp_ios_reason(tree) == GLP_IBRANCH)
    branch_by_priority(watch, tree);
  if (!watch->stopped && watch_is_over(watch, tree)) {
    watch->stopped = true;
    glp_ios_terminate(tree);
  }
}

static int branch(Mip *mip, const MipOptions *options, Watch *watch)
{
  glp_iocp how;
  glp_init_iocp(&how);
  how.msg_lev = GLP_MSG_OFF;
  how.mip_gap = options->gap;
  how.mir_cuts = how.gmi_cuts = options->cuts ? GLP_ON : GLP_OFF;
  if (options->priority) // GLPK's own choice works out a row of the tableau for each column that is not whole
    how.br_tech = GLP_BR_MFV;
  how.cb_func = on_event;
  how.cb_info = watch;
  if (options->deadline_us > 0) {
    int64_t left_ms = (options->deadline_us - g_get_monotonic_time()) / 1000;
    how.tm_lim = (int)CLAMP(left_ms, 1, INT_MAX);
  }
  return glp_intopt(mip->lp, &how);
}

// GLPK gives up a node that is within 1e-7 of the incumbent, so that a complete search says no more than this.
static double complete_bound(double objective)
{
  return objective - 1e-6 * (1 + fabs(objective));
}

MipStatus mip_solve(Mip *mip, const MipOptions *options)
{
  MipStatus root = solve_lp(mip, false, options);
  if (root != MIP_OPTIMAL) {
    return root == MIP_FEASIBLE ? MIP_STOPPED : root;
  }
  Watch watch = {.options = options, .bound = mip->bound - 1e-6 * (1 + fabs(mip->bound))};
  if (options->start) {
    watch.start = g_new0(double, mip_columns(mip) + 1);
    memcpy(watch.start + 1, options->start, sizeof(double) * (size_t)mip_columns(mip));
  }
  int error = branch(mip, options, &watch);
  g_free(watch.start);

  mip->whole = true;
  mip->bound = watch.bound;
  mip->objective = NAN;
  int status = glp_mip_status(mip->lp); // also after an error there may be a feasible point
  if (status == GLP_NOFEAS) {
    mip->bound = MIP_INF;
    return MIP_INFEASIBLE;
  }
  if (status != GLP_OPT && status != GLP_FEAS) {
    return MIP_STOPPED;
  }
  mip->objective = glp_mip_obj_val(mip->lp);
  bool complete = error == 0 && status == GLP_OPT && !watch.stopped;
  mip->bound = complete ? complete_bound(mip->objective) : MIN(watch.bound, mip->objective);
  return complete ? MIP_OPTIMAL : MIP_FEASIBLE;
}

double mip_objective(const Mip *mip)
{
  return mip->objective;
}

double mip_bound(const Mip *mip)
{
  return mip->bound;
}

int64_t mip_iterations(const Mip *mip)
{
  return glp_get_it_cnt(mip->lp);
}

double mip_value(const Mip *mip, int column)
{
  g_assert(column >= 0 && column < mip_columns(mip));
  return mip->whole ? glp_mip_col_val(mip->lp, column + 1) : glp_get_col_prim(mip->lp, column + 1);
}

double mip_dual(const Mip *mip, int row)
{
  g_assert(row >= 0 && row < mip_rows(mip));
  return glp_get_row_dual(mip->lp, row + 1);
}

double mip_reduced_cost(const Mip *mip, int column)
{
  g_assert(column >= 0 && column < mip_columns(mip));
  return glp_get_col_dual(mip->lp, column + 1);
}

void mip_name_row(Mip *mip, int row, const char *name)
{
  g_assert(row >= 0 && row < mip_rows(mip) && strlen(name) <= 255);
  glp_set_row_name(mip->lp, row + 1, name);
}

void mip_name_column(Mip *mip, int column, const char *name)
{
  g_assert(column >= 0 && column < mip_columns(mip) && strlen(name) <= 255);
  glp_set_col_name(mip->lp, column + 1, name);
}

static bool written(int status, const char *path, GError **error)
{
  if (status == 0) {
    return true;
  }
  g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s: the program could not be written", path);
  return false;
}

bool mip_write_lp(Mip *mip, const char *path, GError **error)
{
  return written(glp_write_lp(mip->lp, NULL, path), path, error);
}

bool mip_write_mps(Mip *mip, const char *path, GError **error)
{
  return written(glp_write_mps(mip->lp, GLP_MPS_FILE, NULL, path), path, error);
}

void mip_thread_end(void)
{
  glp_free_env();
}

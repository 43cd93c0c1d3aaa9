// SPDX-License-Identifier: GPL-3.0-or-later
// A pair whose reduced cost is more than what lies between the incumbent and the bound is in nothing better. What is left
// goes to GLPK with the incumbent as its start; clients with one pair left are constants of the rows. Branch and bound
// with MIR cuts, which close the gap of balance rows where nothing else does; limited by nodes. Where too much is left,
// the pairs that the prices make dear by least are a neighbourhood in which GLPK improves the incumbent and proves
// nothing.
#include <string.h>

#include "solver/assignment_parts.h"

enum { COLUMNS_MOST = 2500, COLUMNS_FEW = 300, NODES = 1000 };

typedef struct Core {
  const Relaxation *r;
  const AlignCase *q;
  Mip *mip;
  LimitRows *rows;
  GArray *pair;       // RelaxedPair of each column; part: 1 where it is the incumbent's
  GArray *column;     // int
  int *left;          // [clients] pairs that are left
  double *least;      // [clients] of all allowed pairs, at the prices
  double unit, fixed; // money that counts 1; cost of the constants, in units
} Core;

static double objective_of(const Hold *hold, const Relaxation *r)
{
  return r->of_excess ? hold->excess : (double)hold->cost;
}

static int by_size(const void *left, const void *right)
{
  const double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

// How dear a pair may be at the prices, over its client's best one: what can be in something better, or, where these are
// too many, what lets in as many as may be.
static double limit_of(const Core *core, const Hold *hold, bool *whole)
{
  const AlignCase *q = core->q;
  const double room = objective_of(hold, core->r) - core->r->bound + 1e-9 * (fabs(core->r->bound) + 1);
  g_autoptr(GArray) over = g_array_new(FALSE, FALSE, sizeof(double));
  for (int i = 0; i < q->clients; i++) {
    for (int j = 0; j < q->reps; j++) {
      const double dear =
          q->allowed[align_pair(q, i, j)] ? relaxation_reduced(core->r, i, j) - core->least[i] : INFINITY;
      if (dear > 0 && dear <= room)
        g_array_append_val(over, dear);
    }
  }
  *whole = over->len <= COLUMNS_MOST;
  if (*whole)
    return room;
  g_array_sort(over, by_size);
  return g_array_index(over, double, COLUMNS_FEW);
}

// Pairs within the limit and those of the incumbent; true: nothing better has another one.
static bool collect(Core *core, const Hold *hold)
{
  const AlignCase *q = core->q;
  for (int i = 0; i < q->clients; i++) {
    core->least[i] = INFINITY;
    for (int j = 0; j < q->reps; j++) {
      if (q->allowed[align_pair(q, i, j)])
        core->least[i] = fmin(core->least[i], relaxation_reduced(core->r, i, j));
    }
  }
  bool whole;
  const double limit = limit_of(core, hold, &whole);
  for (int i = 0; i < q->clients; i++) {
    for (int j = 0; j < q->reps; j++) {
      if (!q->allowed[align_pair(q, i, j)] ||
          (j != hold->rep[i] && relaxation_reduced(core->r, i, j) - core->least[i] > limit))
        continue;
      const RelaxedPair pair = {i, j, j == hold->rep[i]};
      g_array_append_val(core->pair, pair);
      core->left[i]++;
    }
  }
  return whole;
}

// A constant of the rows is a column that stands at 1.
static void add_pairs(Core *core)
{
  const AlignCase *q = core->q;
  g_autofree int *row_of = g_new0(int, q->clients + 1), *row = g_new0(int, core->rows->limits + 3);
  g_autofree double *value = g_new0(double, core->rows->limits + 3);
  for (int i = 0; i < q->clients; i++)
    row_of[i] = core->left[i] > 1 ? mip_add_row(core->mip, 1, 1) : -1;
  for (guint k = 0; k < core->pair->len; k++) {
    const RelaxedPair *pair = &g_array_index(core->pair, RelaxedPair, k);
    const double cost = core->r->of_excess ? 0 : (double)pair_cost(q, pair->client, pair->rep) / core->unit;
    int count = limit_rows_pair(core->rows, pair->client, pair->rep, row, value);
    const bool open = core->left[pair->client] > 1;
    if (open) {
      row[count] = row_of[pair->client];
      value[count++] = 1;
    } else {
      core->fixed += cost;
    }
    const int column = mip_add_column(core->mip, open ? cost : 0, open ? 0 : 1, 1, open, count, row, value);
    g_array_append_val(core->column, column);
  }
}

// The incumbent as a point of the program.
static double *start_of(const Core *core, const Hold *hold)
{
  double *start = g_new0(double, mip_columns(core->mip) + 1);
  for (guint k = 0; k < core->pair->len; k++)
    start[g_array_index(core->column, int, k)] = g_array_index(core->pair, RelaxedPair, k).part;
  limit_rows_point(core->rows, hold, start);
  return start;
}

// What a measure can sum up to in a pool. Cuts live on it: a row whose continuous columns have no limits has none.
static void bound_totals(const Core *core)
{
  const AlignCase *q = core->q;
  for (int k = 0; k < core->rows->limits; k++) {
    const int m = core->rows->limited[k];
    g_autofree double *least = g_new(double, q->pools + 1), *most = g_new0(double, q->pools + 1),
                      *low = g_new0(double, q->pools + 1), *high = g_new0(double, q->pools + 1);
    for (guint at = 0; at < core->pair->len;) {
      const int client = g_array_index(core->pair, RelaxedPair, at).client;
      for (int p = 0; p < q->pools; p++) {
        least[p] = INFINITY;
        most[p] = 0;
      }
      g_autofree int *seen = g_new0(int, q->pools + 1);
      for (; at < core->pair->len && g_array_index(core->pair, RelaxedPair, at).client == client; at++) {
        const int rep = g_array_index(core->pair, RelaxedPair, at).rep, p = q->pool[rep];
        const double amount = align_amount(q, align_measure(q, m), client, rep) *
                              core->rows->scale[m * q->reps + rep] * q->share[rep];
        least[p] = fmin(least[p], amount);
        most[p] = fmax(most[p], amount);
        seen[p]++;
      }
      for (int p = 0; p < q->pools; p++) {
        low[p] += seen[p] == core->left[client] ? least[p] : 0;
        high[p] += most[p];
      }
    }
    for (int p = 0; p < q->pools; p++)
      low[p] = fmax(low[p], core->r->low[m * q->pools + p]);
    for (int p = 0; p < q->pools; p++)
      high[p] = fmax(low[p], fmin(high[p], core->r->high[m * q->pools + p]));
    limit_rows_bound(core->rows, core->mip, m, low, high);
  }
}

static void take(const Core *core, Hold *hold)
{
  g_autofree int *rep = g_memdup2(hold->rep, sizeof(int) * (size_t)(core->q->clients + 1));
  g_autofree int *former = g_memdup2(hold->rep, sizeof(int) * (size_t)(core->q->clients + 1));
  const double excess = hold->excess;
  const Money cost = hold->cost;
  for (guint k = 0; k < core->pair->len; k++) {
    const RelaxedPair *pair = &g_array_index(core->pair, RelaxedPair, k);
    if (mip_value(core->mip, g_array_index(core->column, int, k)) > 0.5)
      rep[pair->client] = pair->rep;
  }
  hold_set(hold, rep);
  if (hold->excess > excess || (hold->excess >= excess && hold->cost > cost))
    hold_set(hold, former);
}

static void core_clear(Core *core)
{
  mip_free(core->mip);
  limit_rows_free(core->rows);
  g_array_unref(core->pair);
  g_array_unref(core->column);
  g_free(core->left);
  g_free(core->least);
}

static CoreResult branch(Core *core, bool whole, Hold *hold, const AssignmentOptions *options)
{
  const bool within = core->r->of_excess || hold->excess <= 0;
  g_autofree double *start = within ? start_of(core, hold) : NULL;
  const MipOptions how = {.nodes = options->nodes > 0 ? options->nodes : NODES,
                          .start = start,
                          .stop = options->stop,
                          .deadline_us = options->deadline_us,
                          .cuts = true};
  const double incumbent = within ? objective_of(hold, core->r) : INFINITY;
  const MipStatus status = mip_solve(core->mip, &how);
  CoreResult result = {whole, whole && (status == MIP_OPTIMAL || status == MIP_INFEASIBLE), core->r->bound};
  if (status == MIP_OPTIMAL || status == MIP_FEASIBLE)
    take(core, hold);
  // What was left out is no better than the incumbent was.
  const double bound =
      status == MIP_INFEASIBLE ? INFINITY : (mip_bound(core->mip) + core->fixed) * core->unit;
  if (!isnan(bound) && whole)
    result.bound = fmax(result.bound, fmin(bound, incumbent));
  return result;
}

CoreResult core_solve(Hold *hold, const Relaxation *relaxation, const AssignmentOptions *options)
{
  Core core = {.r = relaxation, .q = relaxation->question};
  core.pair = g_array_new(FALSE, FALSE, sizeof(RelaxedPair));
  core.column = g_array_new(FALSE, FALSE, sizeof(int));
  core.left = g_new0(int, core.q->clients + 1);
  core.least = g_new0(double, core.q->clients + 1);
  core.unit = relaxation->of_excess ? 1 : fmax(1, relaxation->bound / core.q->clients);
  const bool whole = collect(&core, hold);
  core.mip = mip_new();
  core.rows = limit_rows_new(core.q, core.mip, relaxation->of_excess ? 1 : INFINITY);
  add_pairs(&core);
  bound_totals(&core);
  const CoreResult result = branch(&core, whole, hold, options);
  core_clear(&core);
  return result;
}

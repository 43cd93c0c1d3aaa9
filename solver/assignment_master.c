// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "solver/assignment_parts.h"

// Excesses must be dearer than anything that avoids them: so many times the mean cost of all clients together.
static const double PENALTY = 1e3;

// ---- Reduced cost ----

double master_objective(const Relaxation *r, int client, int rep)
{
  if (r->aim == AIM_MONEY)
    return (double)pair_cost(r->question, client, rep);
  const bool counts = r->aim == AIM_TOTAL && r->question->pool[rep] == r->pool;
  return counts ? r->sign * align_amount(r->question, align_measure(r->question, r->measure), client, rep) /
                      r->nominal
                : 0;
}

double relaxation_reduced(const Relaxation *r, int client, int rep)
{
  const AlignCase *q = r->question;
  double reduced = master_objective(r, client, rep);
  for (int m = 0; m < (int)q->measures->len; m++)
    reduced += r->prices.amount[m * q->reps + rep] * align_amount(q, align_measure(q, m), client, rep);
  if (pair_changes(q, client, rep))
    reduced += r->prices.client + r->prices.sales * q->sales[client];
  if (r->prices.budget > 0)
    reduced += r->prices.budget * (double)pair_cost(q, client, rep);
  for (guint k = 0; k < r->cuts[rep]->len; k++) {
    const LimitCut *cut = g_ptr_array_index(r->cuts[rep], k);
    reduced -= cut->price * cut->part[client];
  }
  return reduced;
}

// ---- Columns ----

void master_add_pair(Master *master, int client, int rep)
{
  const AlignCase *q = master->q;
  const size_t at = align_pair(q, client, rep);
  if (master->there[at] || !q->allowed[at])
    return;
  master->there[at] = true;
  const guint most = (guint)master->rows->limits + 4 + master->cuts->len;
  g_autofree int *row = g_new(int, most);
  g_autofree double *value = g_new(double, most);
  int count = limit_rows_pair(master->rows, client, rep, row, value);
  const bool open = master->row_of[client] >= 0;
  if (open) {
    row[count] = master->row_of[client];
    value[count++] = 1;
  }
  if (master->budget_row >= 0) {
    row[count] = master->budget_row;
    value[count++] = (double)pair_cost(q, client, rep) / master->cost_unit;
  }
  for (guint k = 0; k < master->cuts->len; k++) {
    const LimitCut *cut = g_ptr_array_index(master->cuts, k);
    if (cut->rep != rep || cut->part[client] == 0)
      continue;
    row[count] = g_array_index(master->cut_row, int, k);
    value[count++] = cut->part[client];
  }
  const double cost = master_objective(master->r, client, rep) / master->unit;
  const int column =
      mip_add_column(master->mip, cost, open ? 0 : 1, open ? MIP_INF : 1, false, count, row, value);
  const RelaxedPair pair = {client, rep, 0};
  g_array_append_val(master->r->pairs, pair);
  g_array_append_val(master->column, column);
}

// ---- Prices ----

static double dual(const Master *master, int row, double sign)
{
  return row < 0 ? 0 : fmax(0, sign * mip_dual(master->mip, row));
}

// Prices of the rows become prices of amounts; a share of each rep's load counts in the sum that others are held
// against.
void master_take_prices(Master *master)
{
  const AlignCase *q = master->q;
  Prices *prices = &master->r->prices;
  const double unit = master->unit;
  for (int k = 0; k < master->rows->limits; k++) {
    const int m = master->rows->limited[k];
    const double limit = align_measure(q, m)->limit;
    g_autofree double *whole = g_new0(double, q->pools + 1);
    for (int j = 0; j < q->reps; j++) {
      const int at = m * q->reps + j;
      double over = dual(master, master->rows->over[at], -1),
             under = dual(master, master->rows->under[at], 1);
      if (master->r->of_excess) { // an excess costs 1, so that no price is more
        over = fmin(over, 1);
        under = fmin(under, 1 - over);
      }
      prices->amount[at] = over - under;
      whole[q->pool[j]] += (1 - limit) * under - (1 + limit) * over;
    }
    for (int j = 0; j < q->reps; j++) {
      const int at = m * q->reps + j;
      prices->amount[at] =
          (prices->amount[at] + q->share[j] * whole[q->pool[j]]) * master->rows->scale[at] * unit;
    }
  }
  prices->client = dual(master, master->rows->clients, -1) * unit;
  prices->sales = dual(master, master->rows->sales, -1) * unit * master->rows->sales_scale;
  prices->budget = dual(master, master->budget_row, -1) * unit / master->cost_unit;
  for (guint k = 0; k < master->cuts->len; k++)
    ((LimitCut *)g_ptr_array_index(master->cuts, k))->price =
        dual(master, g_array_index(master->cut_row, int, k), 1) * unit;
}

double master_constant(const Master *master)
{
  const AlignCase *q = master->q;
  const Relaxation *r = master->r;
  double sum = 0;
  for (guint k = 0; k < master->cuts->len; k++) {
    const LimitCut *cut = g_ptr_array_index(master->cuts, k);
    sum += cut->price * cut->least;
  }
  if (r->prices.budget > 0)
    sum -= r->prices.budget * r->budget;
  if (master->rows->clients >= 0)
    sum -= r->prices.client * q->most_clients;
  if (master->rows->sales >= 0)
    sum -= r->prices.sales * q->most_sales;
  return sum;
}

void master_read_parts(Master *master)
{
  Relaxation *r = master->r;
  g_autofree int *positive = g_new0(int, master->q->clients + 1);
  r->fractional = 0;
  for (guint k = 0; k < r->pairs->len; k++) {
    RelaxedPair *pair = &g_array_index(r->pairs, RelaxedPair, k);
    pair->part = mip_value(master->mip, g_array_index(master->column, int, k));
    if (pair->part > 1e-7 && ++positive[pair->client] == 2)
      r->fractional++;
  }
  r->excess = 0;
  for (int at = 0; at < (int)master->q->measures->len * master->q->reps; at++) {
    if (master->rows->excess[at] >= 0)
      r->excess += mip_value(master->mip, master->rows->excess[at]);
  }
}

// ---- Cuts ----

void master_add_cut(Master *master, LimitCut *cut)
{
  const int row = mip_add_row(master->mip, cut->least, MIP_INF);
  g_autofree int *column = g_new(int, master->r->pairs->len + 1);
  g_autofree double *value = g_new(double, master->r->pairs->len + 1);
  int count = 0;
  for (guint k = 0; k < master->r->pairs->len; k++) {
    const RelaxedPair *pair = &g_array_index(master->r->pairs, RelaxedPair, k);
    if (pair->rep != cut->rep || cut->part[pair->client] == 0)
      continue;
    column[count] = g_array_index(master->column, int, k);
    value[count++] = cut->part[pair->client];
  }
  mip_set_row_coefficients(master->mip, row, count, column, value);
  g_ptr_array_add(master->cuts, cut);
  g_ptr_array_add(master->r->cuts[cut->rep], cut);
  g_array_append_val(master->cut_row, row);
}

int master_cut_off(Master *master)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new();
  const int count = limit_cuts_separate(master->r, master->rows->scale, found);
  for (int k = 0; k < count; k++)
    master_add_cut(master, g_ptr_array_index(found, (guint)k));
  return count;
}

// ---- The whole ----

static double mean_cost(const AlignCase *q)
{
  double sum = 0;
  for (int i = 0; i < q->clients; i++) {
    double least = INFINITY;
    for (int j = 0; j < q->reps; j++) {
      if (q->allowed[align_pair(q, i, j)])
        least = fmin(least, (double)pair_cost(q, i, j));
    }
    sum += isfinite(least) ? least : 0;
  }
  return sum > 0 ? sum / q->clients : 1;
}

Master *master_new(Relaxation *r)
{
  Master *master = g_new0(Master, 1);
  const AlignCase *q = master->q = r->question;
  master->r = r;
  master->mip = mip_new();
  master->unit = r->of_excess ? 1 : mean_cost(q);
  master->penalty = r->of_excess ? 1 : PENALTY * q->clients;
  master->rows = limit_rows_new(q, master->mip, master->penalty);
  master->cost_unit = mean_cost(q);
  master->budget_row = r->aim == AIM_MONEY ? mip_add_row(master->mip, -MIP_INF, MIP_INF) : -1;
  master->row_of = g_new(int, q->clients + 1);
  for (int i = 0; i < q->clients; i++)
    master->row_of[i] = -1;
  master->there = g_new0(bool, (size_t)q->clients *(size_t)q->reps + 1);
  master->column = g_array_new(FALSE, FALSE, sizeof(int));
  master->cuts = g_ptr_array_new();
  master->cut_row = g_array_new(FALSE, FALSE, sizeof(int));
  return master;
}

void master_free(Master *master)
{
  mip_free(master->mip);
  limit_rows_free(master->rows);
  g_free(master->row_of);
  g_free(master->there);
  g_array_unref(master->column);
  g_ptr_array_unref(master->cuts);
  g_array_unref(master->cut_row);
  g_free(master);
}

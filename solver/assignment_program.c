// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "solver/assignment_parts.h"

// Excesses must be dearer than anything that avoids them: so many times the mean cost of all clients together.
static const double PENALTY = 1e3;

// ---- Reduced cost ----

double pair_program_objective(const Relaxation *r, int client, int rep)
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
  double reduced = pair_program_objective(r, client, rep);
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

void pair_program_add_pair(PairProgram *program, int client, int rep)
{
  const AlignCase *q = program->q;
  const size_t at = align_pair(q, client, rep);
  if (program->there[at] || !q->allowed[at])
    return;
  program->there[at] = true;
  const guint most = (guint)program->rows->limits + 4 + program->cuts->len;
  g_autofree int *row = g_new(int, most);
  g_autofree double *value = g_new(double, most);
  int count = limit_rows_pair(program->rows, client, rep, row, value);
  const bool open = program->row_of[client] >= 0;
  if (open) {
    row[count] = program->row_of[client];
    value[count++] = 1;
  }
  if (program->budget_row >= 0) {
    row[count] = program->budget_row;
    value[count++] = (double)pair_cost(q, client, rep) / program->cost_unit;
  }
  for (guint k = 0; k < program->cuts->len; k++) {
    const LimitCut *cut = g_ptr_array_index(program->cuts, k);
    if (cut->rep != rep || cut->part[client] == 0)
      continue;
    row[count] = g_array_index(program->cut_row, int, k);
    value[count++] = cut->part[client];
  }
  const double cost = pair_program_objective(program->r, client, rep) / program->unit;
  const int column =
      mip_add_column(program->mip, cost, open ? 0 : 1, open ? MIP_INF : 1, false, count, row, value);
  const RelaxedPair pair = {client, rep, 0};
  g_array_append_val(program->r->pairs, pair);
  g_array_append_val(program->column, column);
}

// ---- Prices ----

static double dual(const PairProgram *program, int row, double sign)
{
  return row < 0 ? 0 : fmax(0, sign * mip_dual(program->mip, row));
}

// Prices of the rows become prices of amounts; a share of each rep's load counts in the sum that others are held
// against.
void pair_program_take_prices(PairProgram *program)
{
  const AlignCase *q = program->q;
  Prices *prices = &program->r->prices;
  const double unit = program->unit;
  for (int k = 0; k < program->rows->limits; k++) {
    const int m = program->rows->limited[k];
    const double limit = align_measure(q, m)->limit;
    g_autofree double *whole = g_new0(double, q->pools + 1);
    for (int j = 0; j < q->reps; j++) {
      const int at = m * q->reps + j;
      double over = dual(program, program->rows->over[at], -1),
             under = dual(program, program->rows->under[at], 1);
      if (program->r->of_excess) { // an excess costs 1, so that no price is more
        over = fmin(over, 1);
        under = fmin(under, 1 - over);
      }
      prices->amount[at] = over - under;
      whole[q->pool[j]] += (1 - limit) * under - (1 + limit) * over;
    }
    for (int j = 0; j < q->reps; j++) {
      const int at = m * q->reps + j;
      prices->amount[at] =
          (prices->amount[at] + q->share[j] * whole[q->pool[j]]) * program->rows->scale[at] * unit;
    }
  }
  prices->client = dual(program, program->rows->clients, -1) * unit;
  prices->sales = dual(program, program->rows->sales, -1) * unit * program->rows->sales_scale;
  prices->budget = dual(program, program->budget_row, -1) * unit / program->cost_unit;
  for (guint k = 0; k < program->cuts->len; k++)
    ((LimitCut *)g_ptr_array_index(program->cuts, k))->price =
        dual(program, g_array_index(program->cut_row, int, k), 1) * unit;
}

double pair_program_constant(const PairProgram *program)
{
  const AlignCase *q = program->q;
  const Relaxation *r = program->r;
  double sum = 0;
  for (guint k = 0; k < program->cuts->len; k++) {
    const LimitCut *cut = g_ptr_array_index(program->cuts, k);
    sum += cut->price * cut->least;
  }
  if (r->prices.budget > 0)
    sum -= r->prices.budget * r->budget;
  if (program->rows->clients >= 0)
    sum -= r->prices.client * q->most_clients;
  if (program->rows->sales >= 0)
    sum -= r->prices.sales * q->most_sales;
  return sum;
}

void pair_program_read_parts(PairProgram *program)
{
  Relaxation *r = program->r;
  g_autofree int *positive = g_new0(int, program->q->clients + 1);
  r->fractional = 0;
  for (guint k = 0; k < r->pairs->len; k++) {
    RelaxedPair *pair = &g_array_index(r->pairs, RelaxedPair, k);
    pair->part = mip_value(program->mip, g_array_index(program->column, int, k));
    if (pair->part > 1e-7 && ++positive[pair->client] == 2)
      r->fractional++;
  }
  r->excess = 0;
  for (int at = 0; at < (int)program->q->measures->len * program->q->reps; at++) {
    if (program->rows->excess[at] >= 0)
      r->excess += mip_value(program->mip, program->rows->excess[at]);
  }
}

// ---- Cuts ----

void pair_program_add_cut(PairProgram *program, LimitCut *cut)
{
  const int row = mip_add_row(program->mip, cut->least, MIP_INF);
  g_autofree int *column = g_new(int, program->r->pairs->len + 1);
  g_autofree double *value = g_new(double, program->r->pairs->len + 1);
  int count = 0;
  for (guint k = 0; k < program->r->pairs->len; k++) {
    const RelaxedPair *pair = &g_array_index(program->r->pairs, RelaxedPair, k);
    if (pair->rep != cut->rep || cut->part[pair->client] == 0)
      continue;
    column[count] = g_array_index(program->column, int, k);
    value[count++] = cut->part[pair->client];
  }
  mip_set_row_coefficients(program->mip, row, count, column, value);
  g_ptr_array_add(program->cuts, cut);
  g_ptr_array_add(program->r->cuts[cut->rep], cut);
  g_array_append_val(program->cut_row, row);
}

int pair_program_cut_off(PairProgram *program)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new();
  const int count = limit_cuts_separate(program->r, program->rows->scale, found);
  for (int k = 0; k < count; k++)
    pair_program_add_cut(program, g_ptr_array_index(found, (guint)k));
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

PairProgram *pair_program_new(Relaxation *r)
{
  PairProgram *program = g_new0(PairProgram, 1);
  const AlignCase *q = program->q = r->question;
  program->r = r;
  program->mip = mip_new();
  program->unit = r->of_excess ? 1 : mean_cost(q);
  program->penalty = r->of_excess ? 1 : PENALTY * q->clients;
  program->rows = limit_rows_new(q, program->mip, program->penalty);
  program->cost_unit = mean_cost(q);
  program->budget_row = r->aim == AIM_MONEY ? mip_add_row(program->mip, -MIP_INF, MIP_INF) : -1;
  program->row_of = g_new(int, q->clients + 1);
  for (int i = 0; i < q->clients; i++)
    program->row_of[i] = -1;
  program->there = g_new0(bool, (size_t)q->clients *(size_t)q->reps + 1);
  program->column = g_array_new(FALSE, FALSE, sizeof(int));
  program->cuts = g_ptr_array_new();
  program->cut_row = g_array_new(FALSE, FALSE, sizeof(int));
  return program;
}

void pair_program_free(PairProgram *program)
{
  mip_free(program->mip);
  limit_rows_free(program->rows);
  g_free(program->row_of);
  g_free(program->there);
  g_array_unref(program->column);
  g_ptr_array_unref(program->cuts);
  g_array_unref(program->cut_row);
  g_free(program);
}

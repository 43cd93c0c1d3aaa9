// SPDX-License-Identifier: GPL-3.0-or-later
// The linear relaxation. GLPK solves it over a few pairs of each client, the dual simplex from the basis of slacks
// (costs are not negative, so that basis is dual feasible: 5,000 clients by 40 reps in half a second). Its dual values
// are prices of the limits; for any prices >= 0 of the rows
//
//   sum_i min_j (c_ij + [changes] p_i + sum_m price_mj w_mij + [changes] (nu + sigma sales_i)) - nu N - sigma S
//
// is a bound (Lagrange). It is computed here over all pairs that are allowed, in our own arithmetic, so it holds
// whatever GLPK's tolerances were. Pairs that are better than their client's best one at these prices are added, and the
// program is solved again, until there are none: column generation, in which the subproblem is a look at every pair.
#include <string.h>

#include "solver/assignment_parts.h"

enum { FIRST_PAIRS = 3, MORE_PAIRS = 3, ROUNDS = 60 };

// Excesses must be dearer than anything that avoids them: so many times the mean cost of all clients together.
static const double PENALTY = 1e3;

typedef struct Master {
  Relaxation *r;
  const AlignCase *q;
  Mip *mip;
  LimitRows *rows;
  int *row_of;    // [clients]
  bool *there;    // [clients * reps] has a column
  GArray *column; // int: of each of Relaxation.pairs
  double unit;    // money that counts 1 in the program
  double penalty;
} Master;

static double objective_of(const Relaxation *r, int client, int rep)
{
  return r->of_excess ? 0 : (double)pair_cost(r->question, client, rep);
}

double relaxation_reduced(const Relaxation *r, int client, int rep)
{
  const AlignCase *q = r->question;
  double reduced = objective_of(r, client, rep);
  for (int m = 0; m < (int)q->measures->len; m++)
    reduced += r->prices.amount[m * q->reps + rep] * align_amount(q, align_measure(q, m), client, rep);
  if (pair_changes(q, client, rep))
    reduced += r->prices.client + r->prices.sales * q->sales[client];
  return reduced;
}

// ---- The program over some pairs ----

static void add_pair(Master *master, int client, int rep)
{
  const AlignCase *q = master->q;
  const size_t at = align_pair(q, client, rep);
  if (master->there[at] || !q->allowed[at])
    return;
  master->there[at] = true;
  g_autofree int *row = g_new(int, master->rows->limits + 3);
  g_autofree double *value = g_new(double, master->rows->limits + 3);
  const int count = limit_rows_pair(master->rows, client, rep, row, value);
  row[count] = master->row_of[client];
  value[count] = 1;
  const double cost = objective_of(master->r, client, rep) / master->unit;
  const int column = mip_add_column(master->mip, cost, 0, MIP_INF, false, count + 1, row, value);
  const RelaxedPair pair = {client, rep, 0};
  g_array_append_val(master->r->pairs, pair);
  g_array_append_val(master->column, column);
}

// The reps of the client without a column that are cheapest at the prices, or by themselves.
static int add_cheapest(Master *master, int client, int most, bool priced, double below)
{
  const AlignCase *q = master->q;
  int added = 0;
  while (added < most) {
    int best = -1;
    double least = below;
    for (int j = 0; j < q->reps; j++) {
      const size_t at = align_pair(q, client, j);
      if (!q->allowed[at] || master->there[at])
        continue;
      const double reduced =
          priced ? relaxation_reduced(master->r, client, j) : (double)pair_cost(q, client, j);
      if (reduced < least) {
        least = reduced;
        best = j;
      }
    }
    if (best < 0)
      break;
    add_pair(master, client, best);
    added++;
  }
  return added;
}

static void add_first(Master *master)
{
  const AlignCase *q = master->q;
  for (int i = 0; i < q->clients; i++) {
    master->row_of[i] = mip_add_row(master->mip, 1, 1);
    if (q->before[i] >= 0)
      add_pair(master, i, q->before[i]);
    add_cheapest(master, i, FIRST_PAIRS, false, INFINITY);
  }
}

// ---- Prices ----

static double dual(const Master *master, int row, double sign)
{
  return row < 0 ? 0 : fmax(0, sign * mip_dual(master->mip, row));
}

// Prices of the rows become prices of amounts; a share of each rep's load counts in the sum that others are held
// against.
static void take_prices(Master *master)
{
  const AlignCase *q = master->q;
  Prices *prices = &master->r->prices;
  const double unit = master->r->of_excess ? 1 : master->unit;
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
}

// The bound; adds pairs that are better than what their client has.
static double price_pairs(Master *master, int *added)
{
  const AlignCase *q = master->q;
  const Relaxation *r = master->r;
  double bound = 0;
  *added = 0;
  for (int i = 0; i < q->clients; i++) {
    double least = INFINITY, here = INFINITY;
    for (int j = 0; j < q->reps; j++) {
      const size_t at = align_pair(q, i, j);
      if (!q->allowed[at])
        continue;
      const double reduced = relaxation_reduced(r, i, j);
      least = fmin(least, reduced);
      if (master->there[at])
        here = fmin(here, reduced);
    }
    bound += least;
    const double unit = r->of_excess ? 1.0 / q->clients : master->unit;
    if (least < here - 1e-9 * unit)
      *added += add_cheapest(master, i, MORE_PAIRS, true, here - 1e-9 * unit);
  }
  if (master->rows->clients >= 0)
    bound -= r->prices.client * q->most_clients;
  if (master->rows->sales >= 0)
    bound -= r->prices.sales * q->most_sales;
  return bound;
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

static Master *master_new(Relaxation *r)
{
  Master *master = g_new0(Master, 1);
  const AlignCase *q = master->q = r->question;
  master->r = r;
  master->mip = mip_new();
  master->unit = r->of_excess ? 1 : mean_cost(q);
  master->penalty = r->of_excess ? 1 : PENALTY * q->clients;
  master->rows = limit_rows_new(q, master->mip, master->penalty);
  master->row_of = g_new0(int, q->clients + 1);
  master->there = g_new0(bool, (size_t)q->clients *(size_t)q->reps + 1);
  master->column = g_array_new(FALSE, FALSE, sizeof(int));
  add_first(master);
  return master;
}

static void master_free(Master *master)
{
  mip_free(master->mip);
  limit_rows_free(master->rows);
  g_free(master->row_of);
  g_free(master->there);
  g_array_unref(master->column);
  g_free(master);
}

static void read_parts(Master *master)
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

bool assignment_is_over(const AssignmentOptions *options)
{
  return (options->stop && g_atomic_int_get((gint *)(uintptr_t)options->stop)) ||
         (options->deadline_us > 0 && g_get_monotonic_time() >= options->deadline_us);
}

Relaxation *relaxation_solve(const AlignCase *question, bool of_excess, const AssignmentOptions *options)
{
  Relaxation *r = g_new0(Relaxation, 1);
  r->question = question;
  r->of_excess = of_excess;
  r->prices.amount = g_new0(double, question->measures->len *(size_t)question->reps + 1);
  r->pairs = g_array_new(FALSE, FALSE, sizeof(RelaxedPair));
  Master *master = master_new(r);
  int added = 1;
  r->bound = r->of_excess ? 0 : price_pairs(master, &added); // at no prices
  Prices best = {.amount =
                     g_memdup2(r->prices.amount,
                               sizeof(double) * (question->measures->len * (size_t)question->reps + 1))};
  added = 1;
  for (r->rounds = 0; added > 0 && r->rounds < ROUNDS && (r->rounds == 0 || !assignment_is_over(options));
       r->rounds++) {
    const MipStatus status = mip_solve_lp(master->mip, r->rounds == 0);
    if (status != MIP_OPTIMAL && status != MIP_FEASIBLE)
      break;
    take_prices(master);
    read_parts(master);
    const double bound = price_pairs(master, &added);
    if (bound > r->bound) {
      r->bound = bound;
      memcpy(best.amount, r->prices.amount,
             sizeof(double) * (question->measures->len * (size_t)question->reps));
      best.client = r->prices.client;
      best.sales = r->prices.sales;
    }
  }
  g_free(r->prices.amount);
  r->prices = best;
  master_free(master);
  return r;
}

void relaxation_free(Relaxation *relaxation)
{
  if (!relaxation)
    return;
  g_free(relaxation->prices.amount);
  g_array_unref(relaxation->pairs);
  g_free(relaxation);
}

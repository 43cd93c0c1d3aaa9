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

enum { FIRST_PAIRS = 3, MORE_PAIRS = 3, ROUNDS = 60, CUT_ROUNDS = 60, CUT_TRY = 5 };

// Cutting ends when five rounds gain less than this part of the bound.
static const double CUT_GAIN = 1e-4;

// Excesses must be dearer than anything that avoids them: so many times the mean cost of all clients together.
static const double PENALTY = 1e3;

typedef struct Master {
  Relaxation *r;
  const AlignCase *q;
  Mip *mip;
  LimitRows *rows;
  int *row_of;      // [clients]
  bool *there;      // [clients * reps] has a column
  GArray *column;   // int: of each of Relaxation.pairs
  int budget_row;   // -1: none
  double cost_unit; // money that counts 1 there
  GPtrArray *cuts;  // LimitCut *, in the order of their rows; not owned
  GArray *cut_row;  // int
  double unit;      // money that counts 1 in the program
  double penalty;
} Master;

static double objective_of(const Relaxation *r, int client, int rep)
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
  double reduced = objective_of(r, client, rep);
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

// ---- The program over some pairs ----

static void add_pair(Master *master, int client, int rep)
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
  row[count] = master->row_of[client];
  value[count] = 1;
  if (master->budget_row >= 0) {
    row[++count] = master->budget_row;
    value[count] = (double)pair_cost(q, client, rep) / master->cost_unit;
  }
  for (guint k = 0; k < master->cuts->len; k++) {
    const LimitCut *cut = g_ptr_array_index(master->cuts, k);
    if (cut->rep != rep || cut->part[client] == 0)
      continue;
    row[++count] = g_array_index(master->cut_row, int, k);
    value[count] = cut->part[client];
  }
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
  for (guint k = 0; k < master->cuts->len; k++) {
    const LimitCut *cut = g_ptr_array_index(master->cuts, k);
    bound += cut->price * cut->least;
  }
  if (master->budget_row >= 0)
    bound -= r->prices.budget * r->budget;
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
  master->unit = r->aim == AIM_EXCESS ? 1 : r->aim == AIM_TOTAL ? 1.0 / q->clients : mean_cost(q);
  master->penalty = r->of_excess ? 1 : PENALTY * q->clients;
  master->rows = limit_rows_new(q, master->mip, master->penalty);
  master->cost_unit = mean_cost(q);
  master->budget_row =
      isfinite(r->budget) ? mip_add_row(master->mip, -MIP_INF, r->budget / master->cost_unit) : -1;
  master->row_of = g_new0(int, q->clients + 1);
  master->there = g_new0(bool, (size_t)q->clients *(size_t)q->reps + 1);
  master->column = g_array_new(FALSE, FALSE, sizeof(int));
  master->cuts = g_ptr_array_new();
  master->cut_row = g_array_new(FALSE, FALSE, sizeof(int));
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
  g_ptr_array_unref(master->cuts);
  g_array_unref(master->cut_row);
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

// ---- Cuts ----

static void add_cut(Master *master, LimitCut *cut)
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

static int cut_off(Master *master)
{
  g_autoptr(GPtrArray) found = g_ptr_array_new();
  const int count = limit_cuts_separate(master->r, master->rows->scale, found);
  for (int k = 0; k < count; k++)
    add_cut(master, g_ptr_array_index(found, (guint)k));
  return count;
}

// ---- Prices of the best bound ----

typedef struct Kept {
  Prices prices;
  GArray *cut; // double: prices of the cuts that there were
} Kept;

static size_t amounts_of(const AlignCase *q)
{
  return q->measures->len * (size_t)q->reps + 1;
}

static void keep_prices(const Master *master, Kept *kept)
{
  const Prices *now = &master->r->prices;
  memcpy(kept->prices.amount, now->amount, sizeof(double) * amounts_of(master->q));
  kept->prices.client = now->client;
  kept->prices.sales = now->sales;
  kept->prices.budget = now->budget;
  g_array_set_size(kept->cut, 0);
  for (guint k = 0; k < master->cuts->len; k++)
    g_array_append_val(kept->cut, ((LimitCut *)g_ptr_array_index(master->cuts, k))->price);
}

static void restore_prices(Master *master, Kept *kept)
{
  g_free(master->r->prices.amount);
  master->r->prices = kept->prices;
  for (guint k = 0; k < master->cuts->len; k++)
    ((LimitCut *)g_ptr_array_index(master->cuts, k))->price =
        k < kept->cut->len ? g_array_index(kept->cut, double, k) : 0;
  g_array_unref(kept->cut);
}

// One program solved to the end of its columns; false: it could not be.
static bool price_out(Master *master, Kept *kept, bool dual_first, const AssignmentOptions *options)
{
  Relaxation *r = master->r;
  int added = 1;
  for (int round = 0; added > 0 && round < ROUNDS && (r->rounds == 0 || !assignment_is_over(options));
       round++) {
    const MipStatus status = mip_solve_lp(master->mip, round == 0 && dual_first);
    if (status != MIP_OPTIMAL && status != MIP_FEASIBLE)
      return false;
    r->rounds++;
    take_prices(master);
    read_parts(master);
    const double bound = price_pairs(master, &added);
    if (bound > r->bound) {
      r->bound = bound;
      keep_prices(master, kept);
    }
  }
  return true;
}

static void solve(Relaxation *r, const AssignmentOptions *options)
{
  Master *master = master_new(r);
  Kept kept = {.prices = {.amount = g_new0(double, amounts_of(r->question))},
               .cut = g_array_new(FALSE, FALSE, sizeof(double))};
  int added;
  r->bound = r->aim == AIM_EXCESS ? 0 : price_pairs(master, &added); // at no prices
  bool solved = price_out(master, &kept, true, options);
  const double first = r->bound;
  double former = -INFINITY;
  for (int round = 0; round < CUT_ROUNDS && solved && r->aim == AIM_MONEY && r->excess < 1e-7 &&
                      !assignment_is_over(options);
       round++) {
    if (round % CUT_TRY == 0 && r->bound - former < CUT_GAIN * fabs(first))
      break;
    former = round % CUT_TRY == 0 ? r->bound : former;
    if (cut_off(master) == 0)
      break;
    solved = price_out(master, &kept, true, options);
  }
  restore_prices(master, &kept);
  master_free(master);
}

static Relaxation *relaxation_new(const AlignCase *question, Aim aim)
{
  Relaxation *r = g_new0(Relaxation, 1);
  const size_t totals = question->measures->len * (size_t)question->pools + 1;
  r->question = question;
  r->aim = aim;
  r->of_excess = aim == AIM_EXCESS;
  r->budget = INFINITY;
  r->prices.amount = g_new0(double, amounts_of(question));
  r->pairs = g_array_new(FALSE, FALSE, sizeof(RelaxedPair));
  r->low = g_new0(double, totals);
  r->high = g_new(double, totals);
  for (size_t k = 0; k < totals; k++)
    r->high[k] = INFINITY;
  r->cuts = g_new0(GPtrArray *, question->reps + 1);
  for (int j = 0; j < question->reps; j++)
    r->cuts[j] = g_ptr_array_new_with_free_func((GDestroyNotify)limit_cut_free);
  return r;
}

// The least or the largest that the sum of a measure in a pool comes to within the limits, at no more cost than is known.
static double bound_total(const AlignCase *q, int measure, int pool, double sign, double known,
                          const AssignmentOptions *options)
{
  g_autoptr(Relaxation) total = relaxation_new(q, AIM_TOTAL);
  total->measure = measure;
  total->pool = pool;
  total->sign = sign;
  total->budget = known;
  total->nominal = align_nominal(q, measure, pool);
  solve(total, options);
  return sign * (total->bound - 1e-9);
}

Relaxation *relaxation_solve(const AlignCase *question, Aim aim, double known,
                             const AssignmentOptions *options)
{
  Relaxation *r = relaxation_new(question, aim);
  for (int m = 0; m < (int)question->measures->len && isfinite(known); m++) {
    for (int p = 0; p < question->pools && isfinite(align_measure(question, m)->limit); p++) {
      r->low[m * question->pools + p] = fmax(0, bound_total(question, m, p, 1, known, options));
      r->high[m * question->pools + p] = bound_total(question, m, p, -1, known, options);
    }
  }
  solve(r, options);
  return r;
}

void relaxation_free(Relaxation *relaxation)
{
  if (!relaxation)
    return;
  g_free(relaxation->prices.amount);
  g_free(relaxation->low);
  g_free(relaxation->high);
  for (int j = 0; j < relaxation->question->reps; j++)
    g_ptr_array_unref(relaxation->cuts[j]);
  g_free(relaxation->cuts);
  g_array_unref(relaxation->pairs);
  g_free(relaxation);
}

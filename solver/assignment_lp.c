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

// The reps of the client without a column that are cheapest at the prices, or by themselves.
static int add_cheapest(PairProgram *program, int client, int most, bool priced, double below)
{
  const AlignCase *q = program->q;
  int added = 0;
  while (added < most) {
    int best = -1;
    double least = below;
    for (int j = 0; j < q->reps; j++) {
      const size_t at = align_pair(q, client, j);
      if (!q->allowed[at] || program->there[at])
        continue;
      const double reduced =
          priced ? relaxation_reduced(program->r, client, j) : (double)pair_cost(q, client, j);
      if (reduced < least) {
        least = reduced;
        best = j;
      }
    }
    if (best < 0)
      break;
    pair_program_add_pair(program, client, best);
    added++;
  }
  return added;
}

static void add_first(PairProgram *program)
{
  const AlignCase *q = program->q;
  for (int i = 0; i < q->clients; i++) {
    program->row_of[i] = mip_add_row(program->mip, 1, 1);
    if (q->before[i] >= 0)
      pair_program_add_pair(program, i, q->before[i]);
    add_cheapest(program, i, FIRST_PAIRS, false, INFINITY);
  }
}

// ---- Prices ----

// The bound; adds pairs that are better than what their client has.
static double price_pairs(PairProgram *program, int *added)
{
  const AlignCase *q = program->q;
  const Relaxation *r = program->r;
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
      if (program->there[at])
        here = fmin(here, reduced);
    }
    bound += least;
    const double unit = r->of_excess ? 1.0 / q->clients : program->unit;
    if (least < here - 1e-9 * unit)
      *added += add_cheapest(program, i, MORE_PAIRS, true, here - 1e-9 * unit);
  }
  return bound + pair_program_constant(program);
}

bool assignment_is_over(const AssignmentOptions *options)
{
  return (options->stop && g_atomic_int_get((gint *)(uintptr_t)options->stop)) ||
         (options->deadline_us > 0 && g_get_monotonic_time() >= options->deadline_us);
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

static void kept_init(Kept *kept, const PairProgram *program)
{
  *kept = (Kept){.prices = {.amount = g_new0(double, amounts_of(program->q))},
                 .cut = g_array_new(FALSE, FALSE, sizeof(double))};
}

static void kept_clear(Kept *kept)
{
  g_free(kept->prices.amount);
  g_array_unref(kept->cut);
}

static void keep_prices(const PairProgram *program, Kept *kept)
{
  const Prices *now = &program->r->prices;
  memcpy(kept->prices.amount, now->amount, sizeof(double) * amounts_of(program->q));
  kept->prices.client = now->client;
  kept->prices.sales = now->sales;
  kept->prices.budget = now->budget;
  g_array_set_size(kept->cut, 0);
  for (guint k = 0; k < program->cuts->len; k++)
    g_array_append_val(kept->cut, ((LimitCut *)g_ptr_array_index(program->cuts, k))->price);
}

static void restore_prices(PairProgram *program, Kept *kept)
{
  g_free(program->r->prices.amount);
  program->r->prices = kept->prices;
  for (guint k = 0; k < program->cuts->len; k++)
    ((LimitCut *)g_ptr_array_index(program->cuts, k))->price =
        k < kept->cut->len ? g_array_index(kept->cut, double, k) : 0;
  g_array_unref(kept->cut);
}

// One program solved to the end of its columns; false: it could not be.
static bool price_out(PairProgram *program, Kept *kept, bool dual_first, const AssignmentOptions *options)
{
  Relaxation *r = program->r;
  int added = 1;
  for (int round = 0; added > 0 && round < ROUNDS && (r->rounds == 0 || !assignment_is_over(options));
       round++) {
    const MipStatus status = mip_solve_lp(program->mip, round == 0 && dual_first);
    if (status != MIP_OPTIMAL && status != MIP_FEASIBLE)
      return false;
    r->rounds++;
    pair_program_take_prices(program);
    pair_program_read_parts(program);
    const double bound = price_pairs(program, &added);
    if (bound > r->bound) {
      r->bound = bound;
      keep_prices(program, kept);
    }
  }
  return true;
}

// ---- Totals ----

static void set_costs(const PairProgram *program)
{
  for (guint k = 0; k < program->r->pairs->len; k++) {
    const RelaxedPair *pair = &g_array_index(program->r->pairs, RelaxedPair, k);
    mip_set_cost(program->mip, g_array_index(program->column, int, k),
                 pair_program_objective(program->r, pair->client, pair->rep) / program->unit);
  }
}

// The least or the largest that the sum of a measure in a pool comes to within the limits, at no more cost than the budget.
static double bound_total(PairProgram *program, int measure, int pool, double sign,
                          const AssignmentOptions *options)
{
  Relaxation *r = program->r;
  Kept kept;
  kept_init(&kept, program);
  r->measure = measure;
  r->pool = pool;
  r->sign = sign;
  r->nominal = align_nominal(program->q, measure, pool);
  r->bound = -INFINITY;
  set_costs(program);
  price_out(program, &kept, false, options);
  kept_clear(&kept);
  return sign * (r->bound - 1e-9);
}

// From the basis of the cheapest assignment, which is within the limits and the budget: the primal simplex needs few steps
// from there (from the basis of slacks it took a hundred times as long).
static void bound_totals(PairProgram *program, double known, const AssignmentOptions *options)
{
  Relaxation *r = program->r;
  const AlignCase *q = program->q;
  const double bound = r->bound, unit = program->unit;
  r->aim = AIM_TOTAL;
  r->budget = known;
  program->unit = 1.0 / q->clients;
  mip_set_row_bounds(program->mip, program->budget_row, -MIP_INF, known / program->cost_unit);
  for (int m = 0; m < (int)q->measures->len; m++) {
    for (int p = 0; p < q->pools && isfinite(align_measure(q, m)->limit); p++) {
      r->low[m * q->pools + p] = fmax(0, bound_total(program, m, p, 1, options));
      r->high[m * q->pools + p] = bound_total(program, m, p, -1, options);
    }
  }
  mip_set_row_bounds(program->mip, program->budget_row, -MIP_INF, MIP_INF);
  r->aim = AIM_MONEY;
  r->budget = INFINITY;
  program->unit = unit;
  r->bound = bound;
  set_costs(program);
}

static void cut_rounds(PairProgram *program, Kept *kept, const AssignmentOptions *options)
{
  const Relaxation *r = program->r;
  const double first = r->bound;
  double former = -INFINITY;
  bool solved = true;
  for (int round = 0; round < CUT_ROUNDS && solved && r->excess < 1e-7 && !assignment_is_over(options);
       round++) {
    if (round % CUT_TRY == 0 && r->bound - former < CUT_GAIN * fabs(first))
      break;
    former = round % CUT_TRY == 0 ? r->bound : former;
    if (pair_program_cut_off(program) == 0)
      break;
    solved = price_out(program, kept, true, options);
  }
}

static void solve(Relaxation *r, double known, const AssignmentOptions *options)
{
  PairProgram *program = pair_program_new(r);
  add_first(program);
  Kept kept;
  kept_init(&kept, program);
  int added;
  r->bound = r->aim == AIM_EXCESS ? 0 : price_pairs(program, &added); // at no prices
  bool solved = price_out(program, &kept, true, options);
  if (isfinite(known) && solved) {
    bound_totals(program, known, options);
    solved = price_out(program, &kept, false, options);
  }
  if (solved && r->aim == AIM_MONEY)
    cut_rounds(program, &kept, options);
  restore_prices(program, &kept);
  pair_program_free(program);
}

Relaxation *relaxation_new(const AlignCase *question, Aim aim)
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

Relaxation *relaxation_solve(const AlignCase *question, Aim aim, double known,
                             const AssignmentOptions *options)
{
  Relaxation *r = relaxation_new(question, aim);
  solve(r, known, options);
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

// SPDX-License-Identifier: GPL-3.0-or-later
// Mixed integer rounding of one rep's limits (G. Nemhauser and L. Wolsey 1990; complemented as in H. Marchand and L.
// Wolsey, Operations Research 49, 2001). A total that lies between W' and W" makes the limits knapsacks,
//
//   sum_i a_i x_i >= b = (1 - d) W',     sum_i -a_i x_i >= -(1 + d) W",     a_i in parts of the nominal fair part.
//
// Clients that the relaxation gives to the rep for the better half are complemented, y = 1 - x; with a divisor D,
// t = rest / D and f its fraction, every whole point keeps
//
//   sum G(a_i / D) x_i + sum G(-a_i / D) y_i >= ceil(t),     G(u) = floor(u) + min(1, frac(u) / f).
//
// Where a limit is filled with a tenth of a client who is five hours away, this is what says that it takes the whole one.
// Divisors tried: the amounts of the clients that are split. Cost per rep: clients times divisors.
#include <stdlib.h>
#include <string.h>

#include "solver/assignment_parts.h"

enum { DIVISORS = 24 };
static const double LEAST_FRACTION = 0.02, LEAST_BREACH = 1e-3;

void limit_cut_free(LimitCut *cut)
{
  g_free(cut->part);
  g_free(cut);
}

typedef struct Knapsack {
  const Relaxation *r;
  int rep, clients;
  double *amount; // [clients] a_i
  double *part;   // [clients] of the relaxation
  double least;   // b
} Knapsack;

static double rounded(double ratio, double fraction)
{
  const double whole = floor(ratio);
  return whole + fmin(1, (ratio - whole) / fraction);
}

// How far the cut with that divisor is broken; `part` (may be NULL) gets its coefficients, *least its right side.
static double breach(const Knapsack *k, double divisor, double *part, double *least)
{
  double rest = k->least;
  for (int i = 0; i < k->clients; i++)
    rest -= k->part[i] >= 0.5 ? k->amount[i] : 0;
  const double ratio = rest / divisor, fraction = ratio - floor(ratio);
  if (fraction < LEAST_FRACTION)
    return 0;
  double right = ceil(ratio), left = 0;
  for (int i = 0; i < k->clients; i++) {
    const bool swapped = k->part[i] >= 0.5;
    const double coefficient =
        swapped ? -rounded(-k->amount[i] / divisor, fraction) : rounded(k->amount[i] / divisor, fraction);
    right += swapped ? coefficient : 0;
    left += coefficient * k->part[i];
    if (part)
      part[i] = coefficient;
  }
  *least = right;
  return right - left;
}

static LimitCut *best_cut(const Knapsack *k)
{
  double best = LEAST_BREACH, divisor = 0, least;
  int tried = 0;
  for (int i = 0; i < k->clients && tried < DIVISORS; i++) {
    if (k->part[i] <= 1e-6 || k->part[i] >= 1 - 1e-6 || fabs(k->amount[i]) <= 1e-9)
      continue;
    tried++;
    for (int halves = 1; halves <= 4; halves *= 2) {
      const double broken = breach(k, fabs(k->amount[i]) / halves, NULL, &least);
      if (broken > best) {
        best = broken;
        divisor = fabs(k->amount[i]) / halves;
      }
    }
  }
  if (divisor <= 0)
    return NULL;
  LimitCut *cut = g_new0(LimitCut, 1);
  cut->rep = k->rep;
  cut->part = g_new0(double, k->clients + 1);
  breach(k, divisor, cut->part, &cut->least);
  cut->least -= 1e-9 * (1 + fabs(cut->least));
  return cut;
}

int limit_cuts_separate(const Relaxation *r, const double *scale, GPtrArray *found)
{
  const AlignCase *q = r->question;
  g_autofree double *part = g_new0(double, (size_t)q->clients *(size_t)q->reps + 1);
  g_autofree double *amount = g_new0(double, q->clients + 1), *own = g_new0(double, q->clients + 1);
  for (guint k = 0; k < r->pairs->len; k++) {
    const RelaxedPair *pair = &g_array_index(r->pairs, RelaxedPair, k);
    part[(size_t)pair->rep * (size_t)q->clients + (size_t)pair->client] = fmax(0, pair->part);
  }
  for (int at = 0; at < (int)q->measures->len * q->reps; at++) {
    const int m = at / q->reps, j = at % q->reps, total = m * q->pools + q->pool[j];
    const double limit = align_measure(q, m)->limit;
    for (int sign = 1; sign >= -1 && isfinite(limit) && q->share[j] > 0; sign -= 2) {
      const double least = sign > 0 ? (1 - limit) * r->low[total] : -(1 + limit) * r->high[total];
      if (!isfinite(least) || (sign > 0 && least <= 0))
        continue;
      for (int i = 0; i < q->clients; i++) {
        const bool may = q->allowed[align_pair(q, i, j)];
        amount[i] = may ? sign * align_amount(q, align_measure(q, m), i, j) * scale[at] : 0;
        own[i] = may ? part[(size_t)j * (size_t)q->clients + (size_t)i] : 0;
      }
      const Knapsack k = {r, j, q->clients, amount, own, least};
      LimitCut *cut = best_cut(&k);
      if (cut)
        g_ptr_array_add(found, cut);
    }
  }
  return (int)found->len;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Simulated annealing (S. Kirkpatrick, C. Gelatt, M. Vecchi, Science 220, 1983) round a relaxation: where it splits clients,
// which of many that are nearly alike goes where is a puzzle that single shifts do not solve. A move gives a client to
// another rep; only pairs that the prices make dear by little take part. What is beyond the limits is paid for, first by
// little more than the prices say, in the end by so much that nothing is beyond. Ten million moves a second.
#include <string.h>

#include "solver/assignment_parts.h"
#include "solver/random.h"

// In mean costs of a client: temperatures, and how dear a pair may be. In prices: what an excess costs.
static const double HOT = 0.5, COLD = 0.03, DEAR = 2, SOFT = 1.5, HARD = 50;

typedef struct Annealing {
  Hold *hold;
  double amount, client,
      sales;    // price of what is beyond a limit: of an excess of 1, of a client, of a unit of sales
  GArray *move; // RelaxedPair
  int *best;    // [clients]
  Money cost;   // its; INT64_MAX: none is within the limits
} Annealing;

static void find_moves(Annealing *a, const Relaxation *r, double dear)
{
  const AlignCase *q = r->question;
  g_autofree double *reduced = g_new(double, q->reps + 1);
  for (int i = 0; i < q->clients; i++) {
    double least = INFINITY;
    for (int j = 0; j < q->reps; j++) {
      reduced[j] = q->allowed[align_pair(q, i, j)] ? relaxation_reduced(r, i, j) : INFINITY;
      least = fmin(least, reduced[j]);
    }
    const guint first = a->move->len;
    for (int j = 0; j < q->reps; j++) {
      const RelaxedPair pair = {i, j, 0};
      if (reduced[j] - least <= dear || j == a->hold->rep[i])
        g_array_append_val(a->move, pair);
    }
    if (a->move->len - first < 2)
      g_array_set_size(a->move, first);
  }
}

static void find_prices(Annealing *a, const Relaxation *r, double mean)
{
  const AlignCase *q = r->question;
  a->amount = mean;
  for (int at = 0; at < (int)q->measures->len * q->reps; at++) {
    if (a->hold->scale[at] > 0)
      a->amount = fmax(a->amount, fabs(r->prices.amount[at]) / a->hold->scale[at]);
  }
  double sales = 0;
  for (int i = 0; i < q->clients; i++)
    sales += q->sales[i];
  a->client = fmax(mean, r->prices.client);
  a->sales = fmax(sales > 0 ? mean * q->clients / sales : 0, r->prices.sales);
}

static double strain(const Annealing *a)
{
  const AlignCase *q = a->hold->question;
  const double clients = q->most_clients < 0 ? 0 : fmax(0, a->hold->changed - q->most_clients),
               sales = isinf(q->most_sales) ? 0 : fmax(0, a->hold->changed_sales - q->most_sales);
  return a->amount * a->hold->excess + a->client * clients + a->sales * sales;
}

static void remember(Annealing *a)
{
  if (a->hold->excess > 0 || a->hold->cost >= a->cost || !hold_may_change(a->hold))
    return;
  a->cost = a->hold->cost;
  memcpy(a->best, a->hold->rep, sizeof(int) * (size_t)a->hold->question->clients);
}

static void run(Annealing *a, double mean, int64_t moves, Random *random)
{
  Hold *hold = a->hold;
  double before = strain(a);
  for (int64_t k = 0; k < moves; k++) {
    const double at = (double)k / (double)moves, heat = mean * HOT * pow(COLD / HOT, at),
                 weight = SOFT * pow(HARD / SOFT, at);
    const RelaxedPair *move = &g_array_index(a->move, RelaxedPair, random_below(random, (int)a->move->len));
    const int from = hold->rep[move->client];
    if (from == move->rep)
      continue;
    const Money cost = hold->cost;
    const double excess = hold->excess;
    hold_give(hold, move->client, move->rep);
    hold_weigh(hold);
    const double after = strain(a), worse = (double)(hold->cost - cost) + weight * (after - before);
    if (worse <= 0 || random_unit(random) < exp(-worse / heat)) {
      before = after;
      remember(a);
      continue;
    }
    hold_give(hold, move->client, from);
    hold->excess = excess;
  }
}

void hold_anneal(Hold *hold, const Relaxation *relaxation, int64_t moves, uint64_t seed)
{
  const AlignCase *q = hold->question;
  const double mean = fmax(1, fabs(relaxation->bound) / q->clients);
  Random random = {seed};
  Annealing a = {.hold = hold, .cost = INT64_MAX};
  round_parts(relaxation, hold->rep);
  hold_set(hold, hold->rep);
  a.move = g_array_new(FALSE, FALSE, sizeof(RelaxedPair));
  a.best = g_new0(int, q->clients + 1);
  find_moves(&a, relaxation, DEAR * mean);
  find_prices(&a, relaxation, mean);
  if (a.move->len > 0)
    run(&a, mean, moves, &random);
  hold_set(hold, a.cost < INT64_MAX ? a.best : hold->rep);
  g_array_unref(a.move);
  g_free(a.best);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Local search from the rounded relaxation. A shift gives a client to another rep, a pair of shifts also swaps two
// clients or passes one on. Excess comes first, cost second. Only pairs of the relaxation are tried, which are those that
// some prices of the limits have made attractive; of pairs of shifts only those that the prices make dear by least. Cost
// per shift: the measures times the reps of a pool, since the sum that fair parts are taken from moves with it.
#include <stdlib.h>
#include <string.h>

#include "solver/assignment_parts.h"

enum { SWEEPS = 40, SHIFTS = 2500 };

// ---- Running sums ----

Hold *hold_new(const AlignCase *question)
{
  Hold *hold = g_new0(Hold, 1);
  hold->question = question;
  hold->limited = limited_measures(question, &hold->limits);
  hold->scale = limit_scale(question);
  hold->rep = g_new0(int, question->clients + 1);
  hold->load = g_new0(double, question->measures->len *(size_t)question->reps + 1);
  hold->total = g_new0(double, question->measures->len *(size_t)question->pools + 1);
  return hold;
}

void hold_free(Hold *hold)
{
  if (!hold)
    return;
  void *const parts[] = {hold->limited, hold->scale, hold->rep, hold->load, hold->total};
  for (size_t k = 0; k < G_N_ELEMENTS(parts); k++)
    g_free(parts[k]);
  g_free(hold);
}

static double excess_of(const Hold *hold)
{
  const AlignCase *q = hold->question;
  double sum = 0;
  for (int k = 0; k < hold->limits; k++) {
    const int m = hold->limited[k];
    const double limit = align_measure(q, m)->limit;
    const double *load = hold->load + m * q->reps, *total = hold->total + m * q->pools,
                 *scale = hold->scale + m * q->reps;
    for (int j = 0; j < q->reps; j++) {
      if (q->share[j] <= 0)
        continue;
      const double fair = q->share[j] * total[q->pool[j]];
      const double over = load[j] - (1 + limit) * fair, under = (1 - limit) * fair - load[j],
                   excess = fmax(over, under) * scale[j];
      if (excess > ALIGN_TOLERANCE / 2)
        sum += excess;
    }
  }
  return sum;
}

static void put(Hold *hold, int client, int rep, int sign)
{
  const AlignCase *q = hold->question;
  for (int k = 0; k < hold->limits; k++) {
    const int m = hold->limited[k];
    const double amount = sign * align_amount(q, align_measure(q, m), client, rep);
    hold->load[m * q->reps + rep] += amount;
    hold->total[m * q->pools + q->pool[rep]] += amount;
  }
  hold->cost += sign * pair_cost(q, client, rep);
  if (pair_changes(q, client, rep)) {
    hold->changed += sign;
    hold->changed_sales += sign * q->sales[client];
  }
}

void hold_give(Hold *hold, int client, int rep)
{
  put(hold, client, hold->rep[client], -1);
  put(hold, client, rep, 1);
  hold->rep[client] = rep;
}

void hold_weigh(Hold *hold)
{
  hold->excess = excess_of(hold);
}

void hold_set(Hold *hold, const int *rep)
{
  const AlignCase *q = hold->question;
  memset(hold->load, 0, sizeof(double) * q->measures->len * (size_t)q->reps);
  memset(hold->total, 0, sizeof(double) * q->measures->len * (size_t)q->pools);
  if (rep != hold->rep)
    memcpy(hold->rep, rep, sizeof(int) * (size_t)q->clients);
  hold->cost = 0;
  hold->changed = 0;
  hold->changed_sales = 0;
  for (int i = 0; i < q->clients; i++)
    put(hold, i, hold->rep[i], 1);
  hold->excess = excess_of(hold);
}

bool hold_may_change(const Hold *hold)
{
  const AlignCase *q = hold->question;
  return (q->most_clients < 0 || hold->changed <= q->most_clients) &&
         hold->changed_sales <= q->most_sales * (1 + 1e-10) + 1e-9;
}

typedef struct Mark { // of a state, to go back to and to compare with
  Money cost;
  double excess;
  bool allowed;
} Mark;

static Mark mark_of(const Hold *hold)
{
  return (Mark){hold->cost, hold->excess, hold_may_change(hold)};
}

static bool is_better(const Mark *a, const Mark *b)
{
  if (a->allowed != b->allowed)
    return a->allowed;
  if (fabs(a->excess - b->excess) > 1e-12)
    return a->excess < b->excess;
  return a->cost < b->cost;
}

static Mark mark_now(Hold *hold)
{
  hold_weigh(hold);
  return mark_of(hold);
}

// ---- Shifts ----

void round_parts(const Relaxation *relaxation, int *rep)
{
  const AlignCase *q = relaxation->question;
  g_autofree double *part = g_new0(double, q->clients + 1);
  for (int i = 0; i < q->clients; i++)
    rep[i] = -1;
  for (guint k = 0; k < relaxation->pairs->len; k++) {
    const RelaxedPair *pair = &g_array_index(relaxation->pairs, RelaxedPair, k);
    if (rep[pair->client] >= 0 && pair->part <= part[pair->client])
      continue;
    rep[pair->client] = pair->rep;
    part[pair->client] = pair->part;
  }
}

typedef struct Shift {
  int client, to;
  double dear; // at the prices, over what the client has now
} Shift;

static bool shift_clients(Hold *hold, const Relaxation *relaxation)
{
  bool improved = false;
  for (guint k = 0; k < relaxation->pairs->len; k++) {
    const RelaxedPair *pair = &g_array_index(relaxation->pairs, RelaxedPair, k);
    const int from = hold->rep[pair->client];
    if (pair->rep == from)
      continue;
    const Mark before = mark_of(hold);
    if (before.allowed && before.excess <= 0 &&
        pair_cost(hold->question, pair->client, pair->rep) >= pair_cost(hold->question, pair->client, from))
      continue;
    hold_give(hold, pair->client, pair->rep);
    const Mark after = mark_now(hold);
    if (is_better(&after, &before)) {
      improved = true;
      continue;
    }
    hold_give(hold, pair->client, from);
    hold->excess = before.excess;
  }
  return improved;
}

static int shift_order(const void *left, const void *right)
{
  const Shift *a = left, *b = right;
  if (a->dear != b->dear)
    return a->dear < b->dear ? -1 : 1;
  return a->client != b->client ? a->client - b->client : a->to - b->to;
}

static GArray *cheap_shifts(const Hold *hold, const Relaxation *relaxation)
{
  GArray *shifts = g_array_new(FALSE, FALSE, sizeof(Shift));
  for (guint k = 0; k < relaxation->pairs->len; k++) {
    const RelaxedPair *pair = &g_array_index(relaxation->pairs, RelaxedPair, k);
    const int from = hold->rep[pair->client];
    if (pair->rep == from)
      continue;
    const Shift one = {pair->client, pair->rep,
                       relaxation_reduced(relaxation, pair->client, pair->rep) -
                           relaxation_reduced(relaxation, pair->client, from)};
    g_array_append_val(shifts, one);
  }
  g_array_sort(shifts, shift_order);
  g_array_set_size(shifts, MIN(shifts->len, SHIFTS));
  return shifts;
}

// What a second shift must do with the reps of the first: take from where it gave, or give where it took.
static bool go_together(const Hold *hold, const Shift *first, int first_from, const Shift *second)
{
  return second->client != first->client && hold->rep[second->client] != second->to &&
         (hold->rep[second->client] == first->to || second->to == first_from);
}

static bool try_second(Hold *hold, const GArray *shifts, guint first, int first_from, const Mark *before)
{
  const Shift *a = &g_array_index(shifts, Shift, first);
  const Money room = before->cost - hold->cost;
  for (guint k = 0; k < shifts->len; k++) {
    const Shift *b = &g_array_index(shifts, Shift, k);
    if (!go_together(hold, a, first_from, b))
      continue;
    const int from = hold->rep[b->client];
    if (before->allowed && before->excess <= 0 &&
        pair_cost(hold->question, b->client, b->to) - pair_cost(hold->question, b->client, from) >= room)
      continue;
    hold_give(hold, b->client, b->to);
    const Mark after = mark_now(hold);
    if (is_better(&after, before))
      return true;
    hold_give(hold, b->client, from);
  }
  return false;
}

static bool shift_pairs(Hold *hold, const Relaxation *relaxation, const AssignmentOptions *options)
{
  g_autoptr(GArray) shifts = cheap_shifts(hold, relaxation);
  bool improved = false;
  for (guint k = 0; k < shifts->len && !assignment_is_over(options); k++) {
    const Shift *one = &g_array_index(shifts, Shift, k);
    const int from = hold->rep[one->client];
    if (from == one->to)
      continue;
    const Mark before = mark_of(hold);
    hold_give(hold, one->client, one->to);
    if (try_second(hold, shifts, k, from, &before)) {
      improved = true;
      continue;
    }
    hold_give(hold, one->client, from);
    hold->excess = before.excess;
  }
  return improved;
}

void hold_shift(Hold *hold, const Relaxation *relaxation)
{
  for (int sweep = 0; sweep < SWEEPS && shift_clients(hold, relaxation); sweep++)
    hold_set(hold, hold->rep);
}

void hold_improve(Hold *hold, const Relaxation *relaxation, const AssignmentOptions *options)
{
  for (int sweep = 0; sweep < SWEEPS && !assignment_is_over(options); sweep++) {
    hold_set(hold, hold->rep); // sums anew: rounding does not add up
    if (!shift_clients(hold, relaxation) && !shift_pairs(hold, relaxation, options))
      break;
  }
}

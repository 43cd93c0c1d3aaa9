// SPDX-License-Identifier: GPL-3.0-or-later
// The relaxation splits few clients (no more than there are limits that bind); it is rounded to the larger parts, mended and
// improved by shifts and swaps, and proved or improved once more by branch and bound: GLPK's where what is left of it is
// small, then our own over a relaxation with cuts, whose nodes are rounded by annealing.
// Where the limits are not kept, the same is done for the sum of excesses: its bound says whether they can be kept at all.
#include <string.h>

#include "solver/assignment_parts.h"

enum { ROUNDS = 3 };

// Two parts in a million: what GLPK's tolerances leave open.
static const double PROVED = 2e-6;
// So near the bound nothing more is tried.
static const double NEAR = 1e-3;

typedef struct Solving {
  const AlignCase *q;
  const AssignmentOptions *options;
  AssignmentResult *result;
  Hold *hold; // the best so far
} Solving;

// What changes least: everybody's rep, and the cheapest where he cannot be.
static void keep_former(const AlignCase *q, int *rep)
{
  for (int i = 0; i < q->clients; i++) {
    rep[i] = q->counts[i] ? q->before[i] : -1;
    for (int j = 0; j < q->reps && !q->counts[i]; j++) {
      if (q->allowed[align_pair(q, i, j)] && (rep[i] < 0 || pair_cost(q, i, j) < pair_cost(q, i, rep[i])))
        rep[i] = j;
    }
  }
}

static bool is_better(const Hold *a, const Hold *b)
{
  if (hold_may_change(a) != hold_may_change(b))
    return hold_may_change(a);
  if (fabs(a->excess - b->excess) > 1e-12)
    return a->excess < b->excess;
  return a->cost < b->cost;
}

// From two starts: the rounded relaxation, and what there is.
static void search(Solving *s, const Relaxation *relaxation)
{
  g_autofree int *rep = g_new0(int, s->q->clients + 1);
  for (int start = 0; start < 2; start++) {
    g_autoptr(Hold) hold = hold_new(s->q);
    if (start == 0)
      round_parts(relaxation, rep);
    else
      keep_former(s->q, rep);
    hold_set(hold, rep);
    hold_improve(hold, relaxation, s->options);
    hold_set(hold, hold->rep);
    if (!s->hold || is_better(hold, s->hold)) {
      Hold *former = s->hold;
      s->hold = g_steal_pointer(&hold);
      hold_free(former);
    }
  }
}

// The limits are not kept: how near to them is possible?
static void mend(Solving *s)
{
  g_autoptr(Relaxation) relaxation = relaxation_solve(s->q, AIM_EXCESS, INFINITY, s->options);
  double bound = relaxation->bound;
  search(s, relaxation);
  if (s->hold->excess > 0 && !assignment_is_over(s->options))
    bound = fmax(bound, core_solve(s->hold, relaxation, s->options).bound);
  // A part in a million is GLPK's tolerance.
  s->result->excess_bound = bound > 1e-6 ? fmin(bound, s->hold->excess) : 0;
}

// The bound with cuts that hold for whatever is better than the incumbent, which is looked for once more from there; then
// branch and bound as long as the incumbent gets better: less is left then, or another neighbourhood is.
static bool prove(Solving *s, const Relaxation *relaxation, double *bound)
{
  Money former = INT64_MAX;
  CoreResult core = {false, false, 0};
  for (int round = 0; round < (s->options->brief ? 1 : ROUNDS) && !core.whole && s->hold->cost < former &&
                      (double)s->hold->cost > *bound && !assignment_is_over(s->options);
       round++) {
    former = s->hold->cost;
    core = core_solve(s->hold, relaxation, s->options);
    hold_improve(s->hold, relaxation, s->options);
    *bound = fmax(*bound, core.bound);
  }
  return core.proved;
}

static bool is_near(const Solving *s, double bound, double part)
{
  return (double)s->hold->cost - bound <= part * fabs(bound);
}

static bool close_gap(Solving *s, const Relaxation *relaxation, double *bound)
{
  if (prove(s, relaxation, bound))
    return true;
  if (s->options->brief || is_near(s, *bound, NEAR) || assignment_is_over(s->options))
    return false;
  const double former = (double)s->hold->cost;
  g_autoptr(Relaxation) tight = relaxation_solve(s->q, AIM_MONEY, former, s->options);
  *bound = fmax(*bound, fmin(tight->bound, former));
  search(s, tight);
  *bound = fmax(*bound, tree_solve(s->hold, tight, s->options));
  return is_near(s, *bound, PROVED);
}

static void conclude(Solving *s, double bound, bool proved)
{
  AssignmentResult *result = s->result;
  const bool kept = s->hold->excess <= 0 && hold_may_change(s->hold);
  memcpy(result->rep, s->hold->rep, sizeof(int) * (size_t)s->q->clients);
  result->cost = s->hold->cost;
  result->bound = MIN(result->cost, (Money)floor(bound - 1e-9 * fabs(bound)));
  const double left = (double)(result->cost - result->bound);
  proved = proved || left <= PROVED * fabs((double)result->cost);
  result->status = !kept ? PLAN_INFEASIBLE : proved ? PLAN_OPTIMAL : PLAN_FEASIBLE;
}

AssignmentResult *assignment_solve(const AlignCase *question, const AssignmentOptions *options)
{
  AssignmentResult *result = g_new0(AssignmentResult, 1);
  result->rep = g_new0(int, question->clients + 1);
  Solving s = {question, options, result, NULL};
  g_autoptr(Relaxation) relaxation = relaxation_solve(question, AIM_MONEY, INFINITY, options);
  double bound = relaxation->bound;
  bool proved = false;
  result->rounds = relaxation->rounds;
  result->fractional = relaxation->fractional;
  search(&s, relaxation);
  if (s.hold->excess > 0)
    mend(&s);
  if (s.hold->excess <= 0)
    proved = close_gap(&s, relaxation, &bound);
  conclude(&s, bound, proved);
  hold_free(s.hold);
  return result;
}

void assignment_result_free(AssignmentResult *result)
{
  if (!result)
    return;
  g_free(result->rep);
  g_free(result);
}

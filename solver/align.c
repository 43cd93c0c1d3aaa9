// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/align.h"

#include <math.h>
#include <string.h>

enum { CURVE_MOST = 6, CURVE_PART = 10 };

static AssignmentOptions how(const AlignOptions *options, int64_t part)
{
  const int64_t nodes = options->nodes > 0 ? options->nodes : 1000;
  return (AssignmentOptions){MAX(1, nodes / part), options->stop, options->deadline_us, part > 1};
}

void align_solve_again(Alignment *alignment, const AlignOptions *options)
{
  const AssignmentOptions as = how(options, 1);
  g_autoptr(AssignmentResult) result = assignment_solve(alignment->question, &as);
  memcpy(alignment->rep, result->rep, sizeof(int) * (size_t)alignment->question->clients);
  alignment->status = result->status;
  alignment->cost = result->cost;
  alignment->bound = result->bound;
  alignment->excess_bound = result->excess_bound;
  align_tally_free(alignment->before);
  align_tally_free(alignment->after);
  alignment->before = align_count(alignment->question, alignment->question->before);
  alignment->after = align_count(alignment->question, alignment->rep);
  g_assert(alignment->after->barred == 0);
  g_assert(alignment->after->kept == (alignment->status != PLAN_INFEASIBLE));
  g_assert(alignment->after->driving + alignment->after->price == alignment->cost);
}

// ---- The curve ----

static gint by_limit(gconstpointer left, gconstpointer right)
{
  const double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

// The limit that was asked for, and others that people ask for, up to what there is today.
static GArray *limits_of(const Alignment *alignment, int measure)
{
  static const double usual[] = {0.025, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5};
  GArray *limits = g_array_new(FALSE, FALSE, sizeof(double));
  const double given = align_measure(alignment->question, measure)->limit,
               today = align_worst(alignment->before, measure);
  g_array_append_val(limits, given);
  for (size_t k = 0; k < G_N_ELEMENTS(usual) && limits->len < CURVE_MOST; k++) {
    if (fabs(usual[k] - given) > 0.004 && (usual[k] < today || usual[k] < given))
      g_array_append_val(limits, usual[k]);
  }
  g_array_sort(limits, by_limit);
  return limits;
}

static AlignPoint solve_point(Alignment *alignment, AlignMeasure *measure, double limit,
                              const AlignOptions *options)
{
  const AssignmentOptions as = how(options, CURVE_PART);
  const double given = measure->limit;
  measure->limit = limit;
  g_autoptr(AssignmentResult) result = assignment_solve(alignment->question, &as);
  g_autoptr(AlignTally) tally = align_count(alignment->question, result->rep);
  measure->limit = given;
  return (AlignPoint){.limit = limit,
                      .worst = align_worst(tally, alignment->curve_measure),
                      .status = result->status,
                      .changed = tally->changed,
                      .changed_sales = tally->changed_sales,
                      .driving = tally->driving,
                      .gap_pct = gap_pct(result->cost, result->bound)};
}

static AlignPoint given_point(const Alignment *alignment, double limit)
{
  return (AlignPoint){.limit = limit,
                      .worst = align_worst(alignment->after, alignment->curve_measure),
                      .status = alignment->status,
                      .changed = alignment->after->changed,
                      .changed_sales = alignment->after->changed_sales,
                      .driving = alignment->after->driving,
                      .gap_pct = alignment_gap_pct(alignment)};
}

void align_draw_curve(Alignment *alignment, const AlignOptions *options)
{
  g_array_set_size(alignment->curve, 0);
  alignment->curve_measure = -1;
  for (int m = (int)alignment->question->measures->len - 1; m >= 0; m--) {
    if (isfinite(align_measure(alignment->question, m)->limit))
      alignment->curve_measure = m;
  }
  if (alignment->curve_measure < 0)
    return;
  AlignMeasure *measure = align_measure(alignment->question, alignment->curve_measure);
  g_autoptr(GArray) limits = limits_of(alignment, alignment->curve_measure);
  for (guint k = 0; k < limits->len; k++) {
    const double limit = g_array_index(limits, double, k);
    const bool given = limit <= measure->limit && limit >= measure->limit;
    if (!given && options->stop && g_atomic_int_get((gint *)(uintptr_t)options->stop))
      continue;
    const AlignPoint point =
        given ? given_point(alignment, limit) : solve_point(alignment, measure, limit, options);
    g_array_append_val(alignment->curve, point);
  }
}

Alignment *align_solve(AlignCase *question, const Territory *territory, const AlignTravel *travel,
                       const AlignOptions *options)
{
  Alignment *alignment = alignment_new(question);
  alignment->measured = travel->measured;
  align_solve_again(alignment, options);
  if (options->curve)
    align_draw_curve(alignment, options);
  align_explain(alignment, territory);
  return alignment;
}

Alignment *align_take(AlignCase *question, const int *rep, const Territory *territory,
                      const AlignTravel *travel, const AlignOptions *options)
{
  Alignment *alignment = alignment_new(question);
  alignment->measured = travel->measured;
  align_solve_again(alignment, options);
  align_tally_free(alignment->after);
  memcpy(alignment->rep, rep, sizeof(int) * (size_t)question->clients);
  alignment->after = align_count(question, rep);
  alignment->status = alignment->after->kept ? PLAN_FEASIBLE : PLAN_INFEASIBLE;
  alignment->cost = alignment->after->driving + alignment->after->price;
  align_explain(alignment, territory);
  return alignment;
}

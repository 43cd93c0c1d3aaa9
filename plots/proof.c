// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/proof.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/rank.h"

#include <math.h>
#include <stdlib.h>

typedef struct Proof {
  const RepResult *result;
  double gap; // share of 1
} Proof;

static bool is_known(const RepResult *result)
{
  return result->status == PLAN_OPTIMAL || result->bound > 0;
}

static int by_gap(const void *a, const void *b)
{
  const Proof *x = a, *y = b;
  return x->gap != y->gap ? (x->gap < y->gap ? 1 : -1) : x->result->rep - y->result->rep;
}

// One decimal, rounded up: a gap is never told smaller than it is.
static char *gap_text(const ChartInput *in, double gap)
{
  return figure_percent_fine(in->language, ceil(gap * 1000 - 1e-9) / 1000);
}

static char *headline(const ChartInput *in, const GArray *proofs)
{
  int optimal = 0, reps = (int)proofs->len;
  for (int i = 0; i < reps; i++)
    optimal += g_array_index(proofs, Proof, i).result->status == PLAN_OPTIMAL;
  if (optimal == reps)
    return g_strdup_printf(_("The plans of all %d reps are proved optimal"), reps);
  const Proof *worst = &g_array_index(proofs, Proof, 0);
  g_autofree char *gap = gap_text(in, worst->gap),
                  *name = chart_rep_name(in, worst->result->rep, TEXT_HEADLINE, 560);
  if (optimal > 0)
    return g_strdup_printf(
        ngettext(
            "%1$d of %2$d plans is proved optimal; in that of %3$s at most %4$s of the cost could be saved",
            "%1$d of %2$d plans are proved optimal; in that of %3$s at most %4$s of the cost could be saved",
            (gulong)optimal),
        optimal, reps, name, gap);
  return g_strdup_printf(
      _("At most %1$s of the cost of any plan could be saved; the widest gap is that of %2$s"), gap, name);
}

static const char *status_words(PlanStatus status)
{
  switch (status) {
  case PLAN_OPTIMAL: return _("optimal");
  case PLAN_FEASIBLE: return _("feasible");
  case PLAN_INFEASIBLE: return _("not feasible");
  default: return _("stopped");
  }
}

GPtrArray *plot_proof(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  g_autoptr(GArray) reps = chart_reps(in), proofs = g_array_new(FALSE, FALSE, sizeof(Proof));
  int unknown = 0;
  for (guint i = 0; i < reps->len; i++) {
    Proof proof = {.result = plan_rep_result(in->plan, g_array_index(reps, int, i))};
    proof.gap = gap_pct(plan_cost_total(proof.result->cost), proof.result->bound) / 100;
    // Without a bound nothing is proved, which is another thing than a wide gap.
    unknown += proof.result->planned > 0 && !is_known(proof.result);
    if (proof.result->planned > 0 && is_known(proof.result))
      g_array_append_val(proofs, proof);
  }
  if (proofs->len < 2)
    return charts;
  g_array_sort(proofs, by_gap);
  g_autoptr(Rank) rank = rank_new();
  rank->percent = true;
  rank->least = 0.05;
  rank->axis = _("part of the cost that a better plan could save at most");
  rank->heads[0] = _("planned");
  rank->heads[1] = _("status");
  rank->heads[2] = _("proven gap");
  for (guint i = 0; i < proofs->len; i++) {
    const Proof *proof = &g_array_index(proofs, Proof, i);
    RankRow *row = rank_add(rank);
    row->name = chart_rep_name(in, proof->result->rep, TEXT_BODY, 230);
    row->value = proof->gap;
    row->color = 0x5a9fce;
    row->columns[0] = figure_number(in->language, proof->result->planned, 0);
    row->columns[1] = g_strdup(status_words(proof->result->status));
    row->columns[2] = gap_text(in, proof->gap);
  }
  char *subhead = g_strdup(_("Distance of each plan's cost from a lower bound that no plan can beat"));
  if (unknown > 0) {
    g_free(subhead);
    subhead = g_strdup_printf(
        ngettext("Distance of each plan's cost from a lower bound; of %d plan no bound is known",
                 "Distance of each plan's cost from a lower bound; of %d plans no bound is known",
                 (gulong)unknown),
        unknown);
  }
  Chart *chart = chart_new("proof", 0, 0, headline(in, proofs), subhead);
  rank_draw(chart, in, rank);
  g_ptr_array_add(charts, chart_finish(chart));
  return charts;
}

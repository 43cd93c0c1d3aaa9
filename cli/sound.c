// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/sound.h"

#include "model/check.h"
#include "model/words.h"

// Costs as the solver says and as the checker found them; a plan of chosen reps is not the checker's whole.
static bool costs_agree(const Plan *plan, const CheckTotals *totals)
{
  return plan->cost.travel == totals->cost.travel && plan->cost.missed == totals->cost.missed &&
         plan->cost.spacing == totals->cost.spacing && plan->cost.weekday == totals->cost.weekday &&
         plan->cost.nights == totals->cost.nights;
}

bool plan_is_sound(const Plan *plan, const Work *work)
{
  g_autoptr(Findings) findings = findings_new();
  CheckTotals totals;
  bool kept = check_plan(plan, work->territory, "calendar.csv", NULL, findings, &totals);
  const GPtrArray *sorted = findings_sorted(findings);
  for (guint i = 0; i < sorted->len; i++) {
    g_autofree char *text = finding_text(g_ptr_array_index(sorted, i));
    complain("%s", text);
  }
  if (!kept)
    complain(_("this is a mistake in ronda, not in your files: its plan breaks the rules above and was not "
               "written"));
  else if (!work->chosen && plan->status != PLAN_INFEASIBLE && !costs_agree(plan, &totals)) {
    complain(_("this is a mistake in ronda: the checker finds other costs than the solver; the plan was not "
               "written"));
    complain(
        "travel %" G_GINT64_FORMAT " / %" G_GINT64_FORMAT ", missed %" G_GINT64_FORMAT " / %" G_GINT64_FORMAT
        ", spacing %" G_GINT64_FORMAT " / %" G_GINT64_FORMAT ", weekday %" G_GINT64_FORMAT
        " / %" G_GINT64_FORMAT ", nights %" G_GINT64_FORMAT " / %" G_GINT64_FORMAT,
        plan->cost.travel, totals.cost.travel, plan->cost.missed, totals.cost.missed, plan->cost.spacing,
        totals.cost.spacing, plan->cost.weekday, totals.cost.weekday, plan->cost.nights, totals.cost.nights);
    kept = false;
  }
  return kept;
}

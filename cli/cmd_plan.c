// SPDX-License-Identifier: GPL-3.0-or-later
// `plan`: the main job. Reads, plans, has the plan checked, writes all files together, tells the story.
#include "cli/load.h"
#include "cli/plan_put.h"
#include "cli/policy.h"
#include "cli/progress.h"
#include "cli/story.h"
#include "model/check.h"
#include "model/words.h"

#include <gio/gio.h>
#include <stdio.h>

static Plan *make_plan(const Work *work, const Options *options)
{
  Progress *progress = progress_new(options->quiet);
  PlannerOptions planner = {.seed = options->seed,
                            .effort = options->effort,
                            .gap_pct = options->gap,
                            .threads = options->threads,
                            .time_limit_s = options->time_limit,
                            .stop = &command_stop,
                            .chosen = work->chosen,
                            .progress = progress_planner,
                            .data = progress};
  Plan *plan = planner_run(work->territory, work->calendar, work->travel, &planner);
  progress_free(progress);
  return plan;
}

// Costs as the solver says and as the checker found them; a plan of chosen reps is not the checker's whole.
static bool costs_agree(const Plan *plan, const CheckTotals *totals)
{
  return plan->cost.travel == totals->cost.travel && plan->cost.missed == totals->cost.missed &&
         plan->cost.spacing == totals->cost.spacing && plan->cost.weekday == totals->cost.weekday &&
         plan->cost.nights == totals->cost.nights;
}

// No plan leaves the program unchecked. What fails here is our mistake, not the user's.
static bool is_sound(const Plan *plan, const Work *work)
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

static void tell_infeasible(const Plan *plan, const Work *work)
{
  for (guint k = 0; k < plan->reps->len; k++) {
    const RepResult *result = &g_array_index(plan->reps, RepResult, k);
    if (result->status == PLAN_INFEASIBLE)
      complain(_("the appointments of %s cannot all be kept; 'ronda check' shows which collide"),
               territory_rep(work->territory, result->rep)->id);
  }
}

ExitStatus cmd_plan(Options *options)
{
  ExitStatus status = EXIT_DONE;
  GError *error = NULL;
  g_autoptr(Work) work = work_load(options, &status);
  if (!work)
    return status;
  g_autoptr(Policy) policy = policy_complete(work, options);
  if (!policy || !work_is_complete(work, options))
    return EXIT_INPUT;
  g_autoptr(Plan) plan = make_plan(work, options);
  if (!is_sound(plan, work))
    return EXIT_SYSTEM;
  if (!plan_put(plan, work, policy, options, NULL, NULL, &error))
    return fail_with(error);
  g_autofree char *story = story_of_plan(plan, work), *folder = options_out(options);
  if (!options->quiet)
    printf(_("%s\nThe calendar is in %s/calendar.csv\n"), story, folder);
  if (!options->quiet && !options->no_charts)
    printf(_("The charts are in %s/charts\n"), folder);
  if (plan->status == PLAN_INFEASIBLE) {
    tell_infeasible(plan, work);
    return EXIT_NO;
  }
  if (plan->status == PLAN_STOPPED) {
    say(options, _("stopped early: this is the best plan found so far"));
    return EXIT_STOPPED;
  }
  return EXIT_DONE;
}

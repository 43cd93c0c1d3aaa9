// SPDX-License-Identifier: GPL-3.0-or-later
// `plan`: the main job. Reads, plans, has the plan checked, writes all files together, tells the story.
#include "cli/joints.h"
#include "cli/load.h"
#include "cli/plan_put.h"
#include "cli/policy.h"
#include "cli/progress.h"
#include "cli/sound.h"
#include "cli/story.h"
#include "model/words.h"

#include <gio/gio.h>
#include <stdio.h>

static Plan *make_plan(const Work *work, const Options *options, GHashTable *store)
{
  Progress *progress = progress_new(options->quiet);
  PlannerOptions planner = {.seed = options->seed,
                            .effort = options->effort,
                            .gap_pct = options->gap,
                            .threads = options->threads,
                            .deadline_us = options->deadline_us,
                            .stop = &command_stop,
                            .chosen = work->chosen,
                            .store = store,
                            .progress = progress_planner,
                            .data = progress};
  Plan *plan = plan_with_joints(work, &planner);
  progress_free(progress);
  return plan;
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
  g_autofree char *folder = options_out(options);
  g_autoptr(Out) out =
      out_new(folder, &error); // from here on, so that a second run is refused before it plans
  if (!out)
    return fail_with(error);
  g_autoptr(GHashTable) store = solved_store_new();
  g_autoptr(Plan) plan = make_plan(work, options, store);
  if (!plan_is_sound(plan, work))
    return EXIT_SYSTEM;
  if (!plan_put(plan, work, policy, options, NULL, NULL, store, out, &error))
    return fail_with(error);
  g_autofree char *story = story_of_plan(plan, work);
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

// SPDX-License-Identifier: GPL-3.0-or-later
// `replan`: plans the rest of the horizon anew, near to the plan that people have; the former plan is kept as a version.
#include "cli/joints.h"
#include "cli/past.h"
#include "cli/plan_file.h"
#include "cli/plan_put.h"
#include "cli/reasons.h"

#include "io/cell.h"
#include "io/moves_write.h"
#include "model/words.h"
#include "solver/replan.h"

#include <stdio.h>

static const double MOVE_HOURS = 1;

static bool read_from(const Work *work, const Options *options, ReplanOptions *replan)
{
  const Settings *settings = &work->territory->settings;
  g_autoptr(GError) error = NULL;
  if (!options->from)
    complain(_("from which day on? --from DATE"));
  else if (!cell_date(options->from, &replan->from, &error))
    complain(_("--from: %s"), error->message);
  else if (replan->from < settings->start || replan->from >= settings->start + settings->days)
    complain(_("--from: the day lies outside the horizon"));
  else if (options->freeze < 0 || options->freeze > settings->days)
    complain(_("--freeze takes a number of days, 0 or more"));
  else
    return true;
  return false;
}

// `[replan] move_hours` in ronda.ini: what a move costs, in hours of cost_hour.
static double move_hours(const Work *work)
{
  g_autoptr(GError) error = NULL;
  const double hours = work->territory->settings.keys ? g_key_file_get_double(work->territory->settings.keys,
                                                                              "replan", "move_hours", &error)
                                                      : 0;
  return !work->territory->settings.keys || error || !(hours >= 0 && hours <= 1000) ? MOVE_HOURS : hours;
}

// The plan that people have. Rows of clients or reps who are not there any more are told and left out.
static Plan *load_former(const Work *work, const Options *options, const char *folder, ExitStatus *status)
{
  GError *error = NULL;
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Plan) plan = plan_of_folder(work->territory, folder, findings, &error);
  if (error || !plan) {
    if (!error)
      print_findings(options, findings);
    *status = error ? fail_with(error) : EXIT_INPUT;
    return NULL;
  }
  const GPtrArray *sorted = findings_sorted(findings);
  for (guint i = 0; i < sorted->len; i++) {
    g_autofree char *text = finding_text(g_ptr_array_index(sorted, i));
    say(options, _("left out of the former plan: %s"), text);
  }
  plan_tally(plan, work->territory, work->calendar, work->travel);
  return g_steal_pointer(&plan);
}

// ---- Checking ----------------------------------------------------------------------------------------------------

// No plan leaves the program unchecked. A frozen day that the input of today forbids is told, not mended.
static bool is_sound(const Plan *plan, const Work *work, const Options *options, const Version *version)
{
  g_autoptr(Findings) findings = findings_new();
  g_autofree int *line = g_new(int, plan->visits->len + 1);
  for (guint v = 0; v < plan->visits->len; v++)
    line[v] = plan_visit(plan, v)->day < version->from + version->freeze ? G_MAXINT : (int)v + 2;
  if (plan->status == PLAN_INFEASIBLE ||
      past_check(plan, work->territory, version, "calendar.csv", line, findings, NULL))
    return true;
  const GPtrArray *sorted = findings_sorted(findings);
  bool sound = true;
  for (guint i = 0; i < sorted->len; i++) {
    const Finding *finding = g_ptr_array_index(sorted, i);
    if (finding->line == G_MAXINT) {
      say(options, _("a frozen day cannot be kept as it is: %s"), finding->text);
      continue;
    }
    g_autofree char *text = finding_text(finding);
    complain("%s", text);
    sound = false;
  }
  if (!sound)
    complain(_("this is a mistake in ronda, not in your files: its plan breaks the rules above and was not "
               "written"));
  return sound;
}

// ---- Telling -----------------------------------------------------------------------------------------------------

static void tell(const Replan *replan, const Plan *former, const GArray *moves, const Work *work, Day from,
                 const char *folder)
{
  int of[MOVE_NEW + 1] = {0}, remaining = 0, others = 0, others_moved = 0;
  for (guint k = 0; k < moves->len; k++) {
    const Move *move = &g_array_index(moves, Move, k);
    of[move->kind]++;
    others_moved += move->before >= 0 && !replan->solved[plan_visit(former, (guint)move->before)->rep];
  }
  for (guint v = 0; v < former->visits->len; v++) {
    const Visit *visit = plan_visit(former, v);
    remaining += visit->day >= from;
    others += visit->day >= from && !replan->solved[visit->rep];
  }
  g_autofree char *day = day_text(from);
  printf(_("From %s: %d visits were planned\n"), day, remaining);
  printf(_("%d moved to another day or rep, %d to another time, %d dropped, %d new\n"), of[MOVE_MOVED],
         of[MOVE_RETIMED], of[MOVE_DROPPED], of[MOVE_NEW]);
  GString *solved = g_string_new(NULL);
  for (int rep = 0; rep < (int)work->territory->reps->len; rep++) {
    if (replan->solved[rep])
      g_string_append_printf(solved, "%s%s", solved->len > 0 ? ", " : "",
                             territory_rep(work->territory, rep)->id);
  }
  if (solved->len > 0)
    printf(_("Planned anew: %s; of the %d visits of the others %d moved\n"), solved->str, others,
           others_moved);
  else
    printf(_("Nothing in the input touches the plan: it stays as it is\n"));
  g_string_free(solved, TRUE);
  printf(_("What moved and why is in %s/moves.csv, the former plan in %s/versions\n"), folder, folder);
}

// ---- The command -------------------------------------------------------------------------------------------------

static Replan *run(const Work *work, const Options *options, const Plan *former, ReplanOptions *replan)
{
  replan->planner = (PlannerOptions){.seed = options->seed,
                                     .effort = options->effort,
                                     .gap_pct = options->gap,
                                     .threads = options->threads,
                                     .deadline_us = options->deadline_us,
                                     .stop = &command_stop,
                                     .chosen = work->chosen};
  replan->freeze = options->freeze;
  replan->move_hours = move_hours(work);
  return replan_run(work->territory, work->calendar, work->travel, former, replan);
}

// Where the former plan came from is kept as a version before it is written over, so its name is known by then.
static bool put(const Replan *replan, const GArray *moves, const Plan *former, const Work *work,
                const Policy *policy, Options *options, Version *version, Out *out, GError **error)
{
  g_autofree char *folder = options_out(options), *kept = NULL;
  if (!versions_keep(folder, &kept, error))
    return false;
  g_autofree char *base = kept ? g_strdup(kept) : g_strdup("");
  version->base = base;
  g_autoptr(Sheet) sheet = moves_sheet(moves, former, replan->plan, work->territory, options_form(options));
  return plan_put(replan->plan, work, policy, options, version, sheet, NULL, out, error);
}

ExitStatus cmd_replan(Options *options)
{
  ExitStatus status = EXIT_DONE;
  GError *error = NULL;
  ReplanOptions replan_options = {0};
  g_autoptr(Work) work = work_load(options, &status);
  if (!work)
    return status;
  policy_recall(work, options); // what the plan chose stays chosen; what is still open is chosen now
  g_autoptr(Policy) policy = policy_complete(work, options);
  if (!policy || !work_is_complete(work, options))
    return EXIT_INPUT;
  if (!read_from(work, options, &replan_options))
    return EXIT_USAGE;
  g_autofree char *own = g_build_filename(options->folder, "plan", NULL), *folder = options_out(options),
                  *from = options->plan_file ? versions_find(own, options->plan_file) : g_strdup(own);
  if (!from) {
    complain(_("--plan: there is no folder or version '%s'"), options->plan_file);
    return EXIT_USAGE;
  }
  g_autoptr(Plan) former = load_former(work, options, from, &status);
  if (!former)
    return status;
  g_autoptr(Out) out =
      out_new(folder, &error); // from here on, so that a second run is refused before it plans
  if (!out)
    return fail_with(error);
  g_autoptr(Join) join = options->actuals ? join_new(work->territory, former, replan_options.from - 1) : NULL;
  replan_options.join = join;
  g_autoptr(GArray) lost = joints_recall(work, former, replan_options.from);
  g_autoptr(Replan) replan = run(work, options, former, &replan_options);
  joints_tell_lost(work, lost, replan->plan);
  Version version = {.from = replan_options.from, .freeze = options->freeze, .actuals = options->actuals};
  if (!is_sound(replan->plan, work, options, &version))
    return EXIT_SYSTEM;
  g_autoptr(GArray) moves = moves_between(former, replan->plan, work->territory, 0);
  moves_explain(moves, former, replan->plan, join, work);
  if (!put(replan, moves, former, work, policy, options, &version, out, &error))
    return fail_with(error);
  if (!options->quiet)
    tell(replan, former, moves, work, replan_options.from, folder);
  if (replan->plan->status == PLAN_INFEASIBLE)
    return EXIT_NO;
  return replan->plan->status == PLAN_STOPPED && command_stop ? EXIT_STOPPED : EXIT_DONE;
}

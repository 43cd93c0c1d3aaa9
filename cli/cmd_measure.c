// SPDX-License-Identifier: GPL-3.0-or-later
// `measure`: holds what was done and sold against the plan; takes over what was learned; compares two plans.
#include "cli/plan_file.h"
#include "cli/policy.h"
#include "cli/record.h"
#include "cli/screen.h"
#include "cli/story_measure.h"

#include "io/cell.h"
#include "io/measure_write.h"
#include "io/moves_write.h"
#include "io/versions.h"
#include "model/moves.h"
#include "model/words.h"

#include <stdio.h>

// The last day to look at: --to, else the last one of which anything was reported.
static bool read_to(const Work *work, const Options *options, Day *to, ExitStatus *status)
{
  const Settings *settings = &work->territory->settings;
  g_autoptr(GError) error = NULL;
  *to = actuals_last_day(work->territory);
  *status = EXIT_USAGE;
  if (options->to && !cell_date(options->to, to, &error))
    complain(_("--to: %s"), error->message);
  else if (options->to && *to < settings->start)
    complain(_("--to: nothing was planned before the first day of the horizon"));
  else if (*to == DAY_NONE) {
    complain(_("there is nothing to measure: actuals.csv holds no row of this horizon"));
    *status = EXIT_NO;
  } else
    return true;
  return false;
}

static ExitStatus write_measure(const Measure *measure, const GArray *learned, const Options *options,
                                const char *folder)
{
  GError *error = NULL;
  g_autofree char *results = g_build_filename(folder, "measure", NULL);
  g_autoptr(Out) out = out_new(results, &error);
  if (!out || !measure_write(measure, learned, options_form(options), out, &error) ||
      !out_commit(out, &error))
    return fail_with(error);
  return EXIT_DONE;
}

static ExitStatus accept_learned(const Measure *measure, const GArray *learned, const Options *options)
{
  GError *error = NULL;
  int count = 0;
  if (!measure_accept(measure, learned, options->folder, &count, &error))
    return fail_with(error);
  if (count == 0)
    say(options, _("nothing was learned that is surer than what is assumed; the input stays as it is"));
  else
    say(options,
        ngettext("%d figure was changed; the former file has .before after its name",
                 "%d figures in groups.csv, clients.csv and reps.csv were changed; a former file has .before "
                 "after its name",
                 (unsigned long)count),
        count);
  return EXIT_DONE;
}

// ---- Two plans ---------------------------------------------------------------------------------------------------

static Plan *load_version(const Work *work, const Options *options, const char *folder, const char *name,
                          ExitStatus *status)
{
  g_autofree char *path = versions_find(folder, name);
  if (path)
    return plan_load(work, options, path, status);
  complain(_("--compare: there is no version '%s' in %s/versions ('now' is the plan as it is)"), name,
           folder);
  *status = EXIT_USAGE;
  return NULL;
}

static void tell_totals(const char *name, const Plan *plan)
{
  const Ledger ledger = plan_ledger(plan, -1);
  g_autoptr(GString) row = g_string_new("  ");
  screen_cell(row, name, 24);
  screen_cell_figure(row, plan->visits->len, 0, 7);
  screen_cell_figure(row, (double)ledger.travel_s / HOUR_S, 1, 8);
  screen_cell_figure(row, (double)ledger.travel_m / 1000, 0, 8);
  g_string_truncate(row, row->len - 2);
  printf("%s\n", row->str);
}

static void tell_comparison(const Options *options, const Plan *before, const Plan *after,
                            const GArray *moves)
{
  int of[MOVE_NEW + 1] = {0};
  for (guint k = 0; k < moves->len; k++)
    of[g_array_index(moves, Move, k).kind]++;
  g_autoptr(GString) head = g_string_new("  ");
  screen_cell(head, _("plan"), 24);
  screen_cell(head, _("visits"), -7);
  screen_cell(head, _("drive h"), -8);
  screen_cell(head, _("km"), -8);
  g_string_truncate(head, head->len - 2);
  printf("%s\n", head->str);
  tell_totals(options->compare, before);
  tell_totals(options->compare_with, after);
  printf(_("%d visits on another day or with another rep, %d at another time, %d only in the first, %d only "
           "in the "
           "second\n"),
         of[MOVE_MOVED], of[MOVE_RETIMED], of[MOVE_DROPPED], of[MOVE_NEW]);
}

static ExitStatus compare(const Work *work, const Options *options, const char *folder)
{
  ExitStatus status = EXIT_DONE;
  GError *error = NULL;
  g_autoptr(Plan) before = load_version(work, options, folder, options->compare, &status);
  g_autoptr(Plan) after = before ? load_version(work, options, folder, options->compare_with, &status) : NULL;
  if (!before || !after)
    return status;
  g_autoptr(GArray) moves = moves_between(before, after, work->territory, 0);
  g_autofree char *results = g_build_filename(folder, "measure", NULL);
  g_autoptr(Out) out = out_new(results, &error);
  g_autoptr(Sheet) sheet = moves_sheet(moves, before, after, work->territory, options_form(options));
  if (!out || !sheet_write(sheet, out, "compare.csv", &error) || !out_commit(out, &error))
    return fail_with(error);
  if (!options->quiet)
    tell_comparison(options, before, after, moves);
  return EXIT_DONE;
}

// ---- The command -------------------------------------------------------------------------------------------------

ExitStatus cmd_measure(Options *options)
{
  ExitStatus status = EXIT_DONE;
  Day to;
  g_autoptr(Work) work = work_load(options, &status);
  if (!work)
    return status;
  policy_recall(work, options);
  g_autofree char *folder = options_out(options), *own = g_build_filename(options->folder, "plan", NULL);
  if (options->compare)
    return compare(work, options, own);
  if (!read_to(work, options, &to, &status))
    return status;
  g_autofree char *from = options->plan_file ? versions_find(own, options->plan_file) : g_strdup(own);
  if (!from) {
    complain(_("--plan: there is no folder or version '%s'"), options->plan_file);
    return EXIT_USAGE;
  }
  g_autoptr(Plan) plan = record_load(work, options, from, own, &status);
  if (!plan)
    return status;
  g_autoptr(Measure) measure = measure_new(work->territory, work->calendar, plan, to);
  g_autoptr(GArray) learned = learn_from(measure);
  if (options->accept)
    return accept_learned(measure, learned, options);
  status = write_measure(measure, learned, options, folder);
  if (status != EXIT_DONE)
    return status;
  g_autofree char *story = story_of_measure(measure, learned, work);
  if (!options->quiet)
    printf(_("%s\nThe tables are in %s/measure\n"), story, folder);
  return EXIT_DONE;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// `verify`: holds a calendar, the program's or one edited by hand, against the input with the independent checker.
#include "cli/load.h"
#include "cli/past.h"
#include "cli/policy.h"

#include "io/plan_read.h"
#include "io/summary.h"
#include "model/check.h"
#include "model/words.h"

#include <stdio.h>

static void print_totals(const CheckTotals *totals)
{
  g_autofree char *travel = reader_minutes(totals->travel_s), *visit = reader_minutes(totals->visit_s),
                  *wait = reader_minutes(totals->wait_s),
                  *km = reader_number((double)totals->travel_m / 1000, 1);
  printf(_("visits: %d planned of %d wanted, %d not planned\n"), totals->planned, totals->wanted,
         totals->unplanned);
  printf(_("minutes: %s with clients, %s travel, %s waiting; %s km\n"), visit, travel, wait, km);
  printf(ngettext("spacing: %d gap outside its limits\n", "spacing: %d gaps outside their limits\n",
                  (unsigned long)totals->breaks),
         totals->breaks);
}

static ExitStatus report(const Options *options, Findings *findings, const char *path)
{
  int errors = findings_count(findings, FINDING_ERROR);
  const GPtrArray *sorted = findings_sorted(findings);
  for (guint i = 0; i < sorted->len; i++) {
    const Finding *finding = g_ptr_array_index(sorted, i);
    g_autofree char *text = finding_text(finding);
    if (finding->level == FINDING_ERROR)
      printf("%s\n", text);
    else if (!options->quiet)
      fprintf(stderr, "%s\n", text);
  }
  if (errors > 0)
    printf(ngettext("%d rule is broken in %s\n", "%d rules are broken in %s\n", (unsigned long)errors),
           errors, path);
  else if (!options->quiet)
    printf(_("%s keeps every rule\n"), path);
  return errors > 0 ? EXIT_NO : EXIT_DONE;
}

// Also a rep for whom no calendar was found: what he wants and has promised is not in this one, or somebody has put it
// there by hand.
static void cover_infeasible(Plan *plan)
{
  for (guint r = 0; r < plan->reps->len; r++) {
    RepResult *result = &g_array_index(plan->reps, RepResult, r);
    if (result->status == PLAN_INFEASIBLE)
      result->status = PLAN_FEASIBLE;
  }
}

// Whom the calendar is to cover: the reps that summary.json beside it names, else all of the territory. A rep whose rows
// are all gone is missed, not overlooked.
static bool cover_reps(Plan *plan, const Work *work, const char *calendar, GError **error)
{
  g_autofree char *folder = g_path_get_dirname(calendar);
  g_autofree char *summary = g_build_filename(folder, "summary.json", NULL);
  if (g_file_test(summary, G_FILE_TEST_EXISTS)) {
    if (!summary_read(summary, work->territory, plan, error))
      return false;
    cover_infeasible(plan);
    return true;
  }
  g_array_set_size(plan->reps, 0);
  for (int rep = 0; rep < (int)work->territory->reps->len; rep++) {
    RepResult result = {.rep = rep};
    g_array_append_val(plan->reps, result);
  }
  return true;
}

ExitStatus cmd_verify(Options *options)
{
  ExitStatus status = EXIT_DONE;
  GError *error = NULL;
  g_autoptr(Work) work = work_load(options, &status);
  if (!work)
    return status;
  policy_recall(work, options);
  g_autofree char *folder = options_out(options);
  g_autofree char *path =
      options->plan_file ? g_strdup(options->plan_file) : g_build_filename(folder, "calendar.csv", NULL);
  g_autofree char *name = g_path_get_basename(path);
  g_autofree int *lines = NULL;
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Plan) plan = plan_read(path, work->territory, findings, &lines, &error);
  if (error)
    return fail_with(error);
  if (!plan || findings_count(findings, FINDING_ERROR) > 0) {
    print_findings(options, findings);
    return EXIT_INPUT;
  }
  if (!cover_reps(plan, work, path, &error))
    return fail_with(error);
  plan_tally(plan, work->territory, work->calendar,
             work->travel); // keeps the order, so that the lines still fit
  CheckTotals totals;
  g_autofree char *beside = g_path_get_dirname(path);
  g_auto(Version) version = version_read(beside);
  past_check(plan, work->territory, &version, name, lines, findings, &totals);
  status = report(options, findings, path);
  if (version.from != DAY_NONE && !options->quiet) {
    g_autofree char *day = day_text(version.from);
    printf(_("what lies before %s is past and not held against it\n"), day);
  }
  if (!options->quiet)
    print_totals(&totals);
  return status;
}

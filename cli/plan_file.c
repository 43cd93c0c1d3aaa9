// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/plan_file.h"

#include "io/plan_read.h"
#include "io/reasons_file.h"
#include "io/summary.h"
#include "io/unmet_read.h"

Plan *plan_of_folder(const Territory *territory, const char *folder, Findings *findings, GError **error)
{
  GError *trouble = NULL;
  g_autofree char *calendar = g_build_filename(folder, "calendar.csv", NULL);
  g_autofree char *unplanned = g_build_filename(folder, "unplanned.csv", NULL);
  g_autofree char *summary = g_build_filename(folder, "summary.json", NULL);
  g_autoptr(Plan) plan = plan_read(calendar, territory, findings, NULL, &trouble);
  if (plan && !trouble && g_file_test(unplanned, G_FILE_TEST_EXISTS))
    unplanned_read(unplanned, territory, plan, findings, &trouble);
  if (plan && !trouble)
    unmet_read(folder, territory, plan, findings, &trouble);
  if (plan && !trouble)
    reasons_restore(folder, plan);
  if (plan && !trouble && g_file_test(summary, G_FILE_TEST_EXISTS))
    summary_read(summary, territory, plan, &trouble);
  if (!trouble)
    return g_steal_pointer(&plan);
  g_propagate_error(error, trouble);
  return NULL;
}

Plan *plan_load(const Work *work, const Options *options, const char *folder, ExitStatus *status)
{
  GError *error = NULL;
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Plan) plan = plan_of_folder(work->territory, folder, findings, &error);
  if (error) {
    *status = fail_with(error);
    return NULL;
  }
  print_findings(options, findings);
  if (!plan || findings_count(findings, FINDING_ERROR) > 0) {
    *status = EXIT_INPUT;
    return NULL;
  }
  plan_tally(plan, work->territory, work->calendar, work->travel);
  return g_steal_pointer(&plan);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// `check`: reads everything, reports every problem, then counts whether the work can fit at all.
#include "cli/load.h"

#include "model/fit.h"
#include "model/words.h"

#include <stdio.h>

enum { SCREEN_REPS = 12, SCREEN_FINDINGS = 12 };

ExitStatus cmd_check(Options *options)
{
  ExitStatus status = EXIT_DONE;
  g_autoptr(Work) work = work_load(options, &status);
  if (!work)
    return status;
  g_autoptr(Fit) fit = fit_count(work->territory, work->calendar, work->travel);
  g_autoptr(GString) report = g_string_new(NULL);
  fit_report(fit, work->territory, options->verbose ? 0 : SCREEN_REPS, options->verbose ? 0 : SCREEN_FINDINGS,
             report);
  if (!options->quiet)
    fputs(report->str, stdout);
  int cannot = fit_findings(fit, FIT_CANNOT), tight = fit_findings(fit, FIT_TIGHT);
  if (cannot > 0)
    printf(ngettext("%d thing cannot be done\n", "%d things cannot be done\n", (unsigned long)cannot),
           cannot);
  else if (tight > 0)
    printf(_("The input is sound; it will be tight\n"));
  else
    printf(_("The input is sound, and the work fits by count\n"));
  return cannot > 0 ? EXIT_NO : EXIT_DONE;
}

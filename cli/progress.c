// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/progress.h"

#include "model/words.h"

#include <stdio.h>
#include <unistd.h>

enum { REFRESH_US = 200000 };

struct Progress {
  gint64 shown_us;
};

Progress *progress_new(bool quiet)
{
  return !quiet && isatty(STDERR_FILENO) ? g_new0(Progress, 1) : NULL;
}

void progress_free(Progress *progress)
{
  if (progress)
    fputs("\r\033[K", stderr);
  g_free(progress);
}

void progress_planner(const PlannerProgress *now, void *data)
{
  Progress *progress = data;
  gint64 us = g_get_monotonic_time();
  if (!progress || us - progress->shown_us < REFRESH_US)
    return;
  progress->shown_us = us;
  g_autoptr(GString) line = g_string_new(NULL);
  g_string_append_printf(line, _("%s: %d of %d planned"), _(now->stage), now->done, now->reps);
  if (now->best > 0) {
    g_autofree char *gap = reader_number(100 * (double)(now->best - now->bound) / (double)now->best, 2);
    g_string_append_printf(line, _(", best %.0f, bound %.0f, gap %s %%"), money_units(now->best),
                           money_units(now->bound), gap);
  }
  fprintf(stderr, "\r\033[K%s", line->str);
}

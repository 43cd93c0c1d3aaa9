// SPDX-License-Identifier: GPL-3.0-or-later
// Runs gnuplot on the scripts of charts: several at once, each within a time limit.
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#define GNUPLOT_ERROR (gnuplot_error_quark())
GQuark gnuplot_error_quark(void);
typedef enum {
  GNUPLOT_ERROR_MISSING, // there is no gnuplot; the message says how to get it
  GNUPLOT_ERROR_FAILED,  // it said that something is wrong; its words are in the message
  GNUPLOT_ERROR_TIMEOUT,
} GnuplotError;

// Draws each of `scripts` (char *: file names inside `folder`, which is the working folder) with at most `jobs` of them
// running at a time. `kinds` is what to draw, "svg png", "svg" or "png". Goes on after a failure and reports the first
// in the order of the scripts. Nothing to draw is a success without gnuplot.
bool gnuplot_run(const GPtrArray *scripts, const char *folder, const char *kinds, int jobs, int limit_s,
                 GError **error);

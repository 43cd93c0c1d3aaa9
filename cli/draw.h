// SPDX-License-Identifier: GPL-3.0-or-later
// From a plan to pictures: makes the charts, runs gnuplot on them, puts everything among the results.
#pragma once

#include "cli/load.h"
#include "io/out.h"
#include "model/align_outline.h"
#include "model/comparison.h"

#define CLIENT_PAGES "clients.html"

typedef struct DrawOptions {
  const char *const *only;                      // names of charts; NULL: all
  bool skip_svg, skip_png, skip_pdf, skip_html; // pdf, html: the deck and the report
  const char *former_of;    // the plan in this folder has versions; NULL: none is looked for
  const char *client_pages; // file beside the report with a page a client; NULL: none
  int threads;              // 0: one a core
  const gint *stop;
  const Comparison *comparison;  // of scenarios; NULL: none
  const AlignOutline *alignment; // who should own which client; NULL: none
  const char *folder;            // of the results where pictures go; NULL: charts
} DrawOptions;

// Errors of G_FILE_ERROR: the results cannot be written; others: gnuplot is missing or failed, or an unknown chart.
bool draw_charts(const Plan *plan, const Work *work, const DrawOptions *options, Out *out, GError **error);

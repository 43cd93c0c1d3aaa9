// SPDX-License-Identifier: GPL-3.0-or-later
// The figures that matter, for the first pages of the deck and of the report.
#pragma once

#include "plots/chart.h"

typedef struct Figure {
  char *label, *value, *note; // "Visits", "2,866", "of 2,921 wanted, 98%"; owned
  bool bad;                   // stands out
} Figure;

// At most six; of Figure, free with g_array_unref.
GArray *summary_figures(const ChartInput *in);
// What the charts say, one line a kind: their headlines; of const Chart *, not owned, free with g_ptr_array_unref.
GPtrArray *summary_findings(const GPtrArray *charts);
// "6 reps, 696 clients, 5 groups"; free with g_free.
char *summary_scope(const ChartInput *in);

// SPDX-License-Identifier: GPL-3.0-or-later
// Do visits come at the rhythm that is wanted? Planned gaps as a share of the wanted ones, and by group how many keep
// their limits.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_gaps(const ChartInput *in);

typedef struct BrokenGap {
  int client;
  Day from, to; // visits, or the last one before the horizon
  Spacing spacing;
} BrokenGap;
// Gaps outside their limits, those farthest out first; of BrokenGap, free with g_array_unref.
GArray *gaps_broken(const ChartInput *in);

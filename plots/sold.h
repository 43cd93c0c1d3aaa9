// SPDX-License-Identifier: GPL-3.0-or-later
// What came of the plan so far? By rep, visits planned and kept, and sales against what was due by the last day that was
// reported: the target cut to that day, else what the planned visits were expected to sell.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_sold(const ChartInput *in);

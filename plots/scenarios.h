// SPDX-License-Identifier: GPL-3.0-or-later
// What if? What each scenario gains and costs against the plan as it is, and the curves of values that were swept. A
// difference that the proven gaps could hide is drawn pale and not told.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_scenarios(const ChartInput *in);
GPtrArray *plot_sweeps(const ChartInput *in);
// That the scenarios are held against another plan than this one; NULL: against this one. Free with g_free.
char *scenarios_base(const ChartInput *in);

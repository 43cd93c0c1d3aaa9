// SPDX-License-Identifier: GPL-3.0-or-later
// An alignment: the territories before and after, side by side, and the curve of balance against disruption.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_alignment(const ChartInput *in);
GPtrArray *plot_tradeoff(const ChartInput *in);
// That driving was measured in the calendar of another plan; NULL: it was not. Free with g_free.
char *alignment_calendar(const ChartInput *in);

// SPDX-License-Identifier: GPL-3.0-or-later
// An alignment: the territories before and after, side by side, and the curve of balance against disruption.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_alignment(const ChartInput *in);
GPtrArray *plot_tradeoff(const ChartInput *in);

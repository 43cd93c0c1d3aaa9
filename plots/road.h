// SPDX-License-Identifier: GPL-3.0-or-later
// Who spends the day on the road? Travel as a share of the time in the field, and kilometres a visit, by rep.
// For two reps and more.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_travel(const ChartInput *in);

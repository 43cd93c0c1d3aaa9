// SPDX-License-Identifier: GPL-3.0-or-later
// How full is each rep over the whole horizon? All reps by load, the fullest first. For two reps and more.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_load(const ChartInput *in);

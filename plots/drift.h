// SPDX-License-Identifier: GPL-3.0-or-later
// Is execution drifting? Planned visits that were kept, by week, with control limits. Drawn as soon as there are actuals.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_adherence(const ChartInput *in);

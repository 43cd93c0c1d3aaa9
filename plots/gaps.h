// SPDX-License-Identifier: GPL-3.0-or-later
// Do visits come at the rhythm that is wanted? Planned gaps as a share of the wanted ones, and by group how many keep
// their limits.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_gaps(const ChartInput *in);

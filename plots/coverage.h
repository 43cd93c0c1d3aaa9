// SPDX-License-Identifier: GPL-3.0-or-later
// Does each group get the visits that its policy promises? Promised and planned visits a client, by group. With more
// than 14 groups the rest are drawn together.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_coverage(const ChartInput *in);

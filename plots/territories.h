// SPDX-License-Identifier: GPL-3.0-or-later
// Who owns what? Clients by rep on a map, sales as the area of their circles, a hull round each rep's clients. Colours for
// up to six reps; with more, the one with most sales and the one with the longest ways stand out of the grey.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_territory(const ChartInput *in);

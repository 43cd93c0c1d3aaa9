// SPDX-License-Identifier: GPL-3.0-or-later
// What would more visits bring? The judged response of each group's sales to visits, with the planned level marked. Up to
// six groups, those with most sales; groups without judgements are left out.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_responses(const ChartInput *in);

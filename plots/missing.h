// SPDX-License-Identifier: GPL-3.0-or-later
// What keeps visits out of the plan? Unplanned visits by reason. Not drawn where every visit has a place.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_unplanned(const ChartInput *in);

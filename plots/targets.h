// SPDX-License-Identifier: GPL-3.0-or-later
// How far is it to the targets? By rep, the sales that the clients file knows against the sales target, and planned
// visits against the visits target.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_targets(const ChartInput *in);

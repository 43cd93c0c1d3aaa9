// SPDX-License-Identifier: GPL-3.0-or-later
// Why does a group score as it does? The mean score of each group's clients, made of the points of each criterion: the
// five that weigh most, the others together. Nothing where no criterion is known (ChartInput.grouping).
#pragma once

#include "plots/chart.h"

GPtrArray *plot_scores(const ChartInput *in);

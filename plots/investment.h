// SPDX-License-Identifier: GPL-3.0-or-later
// What is put into each group, and what is expected of it? Expected growth of sales by group, with the investment.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_investment(const ChartInput *in);

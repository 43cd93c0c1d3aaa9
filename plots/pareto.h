// SPDX-License-Identifier: GPL-3.0-or-later
// How concentrated are sales? Clients from the largest to the smallest against the sum of their sales, cut at 80 and 95
// percent into A, B and C.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_pareto(const ChartInput *in);

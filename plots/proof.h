// SPDX-License-Identifier: GPL-3.0-or-later
// How good is the plan, and how do we know? The proven gap of each rep's plan: no other can be better by more.
// For two reps and more: the summary tells it of one.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_proof(const ChartInput *in);

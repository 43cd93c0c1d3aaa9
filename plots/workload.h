// SPDX-License-Identifier: GPL-3.0-or-later
// Who is full or over capacity, in which weeks? Hours of visits, travel and administration a week against the
// capacity: small multiples for up to six reps, above that a row a rep and a cell a week, 40 reps a page.
#pragma once

#include "plots/chart.h"

GPtrArray *plot_workload(const ChartInput *in);

// SPDX-License-Identifier: GPL-3.0-or-later
// Who is full or over capacity, in which weeks? Hours of visits, travel and administration a week against the
// capacity: small multiples for up to six reps, above that a row a rep and a cell a week, 40 reps a page.
#pragma once

#include "plots/chart.h"
#include "plots/load.h"
#include "plots/pins.h"

GPtrArray *plot_workload(const ChartInput *in);
// The weeks of one rep in a rectangle: bars, capacity, axes; `title` stands over it, NULL: the rep's name.
void workload_draw_rep(Chart *chart, const ChartInput *in, const LoadTable *table, const RepLoad *load,
                       const Box *box, const char *title);
// Words in the colours of the bars, at the right end of that line.
void workload_colour_words(Chart *chart, double right, double y);

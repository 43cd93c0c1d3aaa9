// SPDX-License-Identifier: GPL-3.0-or-later
// What does a week look like? A rep's routes of a week: the whole week on one map and each day on a map of its own, as
// large as that day reaches, so that stops in a town do not lie on one another. For up to six reps a page each; of more
// reps those with the most, the middle and the least kilometres a visit.
#pragma once

#include "plots/chart.h"
#include "plots/load.h"
#include "plots/pins.h"

GPtrArray *plot_routes(const ChartInput *in);
// All routes of a rep's week with most kilometres, in a rectangle, with a line over it that says so.
void routes_draw_week(Chart *chart, const ChartInput *in, const LoadTable *table, const RepLoad *load,
                      const Box *box);

// SPDX-License-Identifier: GPL-3.0-or-later
// How even is the horizon? Visits a day: for up to six reps a calendar each, a row a weekday and a column a week;
// above that a row a rep and a column a working day, 40 reps a page. Holidays are grey.
#pragma once

#include "plots/chart.h"
#include "plots/pins.h"

GPtrArray *plot_calendar(const ChartInput *in);
// The calendar of the first rep that `in` draws, in a rectangle; `title` stands over it, NULL: the rep's name.
void heatmap_draw_rep(Chart *chart, const ChartInput *in, const Box *box, const char *title);

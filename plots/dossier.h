// SPDX-License-Identifier: GPL-3.0-or-later
// All of one rep on a page: the figures that matter, hours by week, visits a day, the week with most kilometres, visits
// without a place and gaps outside their limits. A page a rep; with more than DOSSIERS reps those of the fullest and the
// emptiest. Nothing where there is one rep only: all other charts are his already.
#pragma once

#include "plots/chart.h"

enum { DOSSIERS = 40, DOSSIERS_OF_MANY = 20 };

GPtrArray *plot_reps(const ChartInput *in);

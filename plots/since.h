// SPDX-License-Identifier: GPL-3.0-or-later
// What has changed against the former plan, as a clause for the end of a headline. A clause is told only where the change
// stands out by the rules below, and where the headline with it still fits the page; else the headline stays as it is.
#pragma once

#include "plots/chart.h"

// The headline, and the clause where there is one (NULL: none) and room for it. Takes both.
char *since_add(char *headline, char *clause);

// All clauses: NULL without a former plan, or where nothing stands out; free with g_free.

// Visits of the drawn reps: five or more, and one in a hundred or more.
char *since_visits(const ChartInput *in);
// The rep whose load has changed most: by five percent of his capacity or more.
char *since_load(const ChartInput *in);
// Kilometres of the drawn reps: three in a hundred or more.
char *since_km(const ChartInput *in);
// A share of all gaps that keep their limits: by one in a hundred or more, and told differently. `before`: NAN, not known.
char *since_kept(const ChartInput *in, double now, double before);

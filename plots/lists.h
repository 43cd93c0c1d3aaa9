// SPDX-License-Identifier: GPL-3.0-or-later
// Short lists at the foot of a page: a head, then a line a thing, its name at the left and what is said of it beside.
#pragma once

#include "plots/chart.h"

enum { LIST_LINE = 27 };

typedef struct ListPlace {
  double left, right, top; // middle of the head's line
} ListPlace;

// "5 of 74" at the right where not all are shown.
void list_head(Chart *chart, const ChartInput *in, const ListPlace *place, const char *title, guint shown,
               guint all);
// Customers' names and texts are cut to their room.
void list_line(Chart *chart, const ListPlace *place, guint line, const char *name, const char *text);
// A line without a name, where there is nothing to list.
void list_none(Chart *chart, const ListPlace *place, const char *text);

// Unplanned visits that are worth a line, one of each client, those with a remedy first: indices into Plan.unplanned
// (guint). `rep`: -1, of all that are drawn. *all: how many visits there are.
GArray *list_missing(const ChartInput *in, int rep, guint *all);
// The line of one of them: the client, and what would help or why it is so.
void list_missing_line(Chart *chart, const ChartInput *in, const ListPlace *place, guint line,
                       guint unplanned);

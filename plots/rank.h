// SPDX-License-Identifier: GPL-3.0-or-later
// A ranking: a row a thing, its name at the left, a bar, and columns of figures at the right. With more rows than fit, the
// first and the last are shown, and how many lie between.
#pragma once

#include "plots/chart.h"

enum { RANK_COLUMNS = 4, RANK_ROWS = 40 };

typedef struct RankRow {
  char *name;   // fit to print (chart_rep_name); owned
  double value; // length of the bar
  double ghost; // a second, pale bar from the first one's end to here; NAN: none
  guint32 color;
  char *columns[RANK_COLUMNS]; // owned; NULL: blank
  bool accent;                 // the last column is set strong in the bar's colour
} RankRow;

typedef struct Rank {
  GArray *rows; // RankRow, in the order in which they are shown
  const char *heads[RANK_COLUMNS];
  double full;           // a line across at this value, INK; NAN: none
  const char *full_name; // stands over it; NULL: nothing
  double least;          // end of the scale is at least this
  bool percent;          // axis in percent of 1, else plain numbers
  const char *axis;      // what the bars measure
} Rank;

Rank *rank_new(void);
void rank_free(Rank *rank);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rank, rank_free)
// Appended with its defaults, owned by the rank.
RankRow *rank_add(Rank *rank);
// Returns the lower edge of the bars; what the axis says stands some 30 pixels under it.
double rank_draw(Chart *chart, const ChartInput *in, const Rank *rank);
// Places columns of figures at the right of the page, as wide as their heads and as `least` says (NULL: nothing more):
// where each ends, and in `left` where the first begins. Returns how many heads there are, at most `most`, up to the
// first NULL.
int columns_place(const char *const *heads, int most, const double *least, double *rights, double *left);
// 1, 2 or 5 times a power of ten, so that about five steps make the span.
double rank_step(double span);

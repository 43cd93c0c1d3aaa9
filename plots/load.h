// SPDX-License-Identifier: GPL-3.0-or-later
// Hours by rep and week, and what they say about how full a rep is: the figures behind several charts.
#pragma once

#include "plots/chart.h"

// From this share of the capacity on a week counts as full; above 1 it is over capacity.
#define LOAD_FULL 0.95

typedef struct RepLoad {
  int rep;
  Ledger *week; // LoadTable.weeks of them
  Ledger total;
  int worked;     // weeks with capacity
  int full, over; // of them, at LOAD_FULL or above, and above capacity
  int unplanned;  // visits without a place
} RepLoad;

// Week 0 is the one that horizon_week numbers 1.
typedef struct LoadTable {
  GArray *reps; // RepLoad, in the order of the territory
  int weeks;
} LoadTable;

LoadTable *load_table_new(const ChartInput *in);
void load_table_free(LoadTable *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(LoadTable, load_table_free)

static inline RepLoad *load_rep(const LoadTable *table, int index)
{
  return &g_array_index(table->reps, RepLoad, index);
}
int64_t load_used_s(const Ledger *ledger); // visits, travel and administration
double load_share(const Ledger *ledger);   // of the capacity; 0 where there is none
// Indices into LoadTable.reps, most loaded first; free with g_free.
int *load_ranking(const LoadTable *table);

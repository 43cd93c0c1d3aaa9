// SPDX-License-Identifier: GPL-3.0-or-later
// What scenarios come to beside the plan of the territory as it is, and which of the differences mean something.
//
// No plan is known to be the best one, so each figure of a scenario stands for an interval: from what was found to what a
// plan could still reach within the proven gap. The gap of a set of reps (its cost less its bound) may hide so many of
// its lost visits as their costs fit into it, cheapest first; so much driving as lies above the bound on driving; so many
// broken gaps as it could pay for. Sets that the scenario shares with the base have the same plan in both and hide
// nothing. A difference is significant when the intervals of base and scenario do not touch.
#pragma once

#include "model/plan.h"

typedef enum {
  FIGURE_PLANNED,  // visits
  FIGURE_LOST,     // wanted visits without a place
  FIGURE_COVERAGE, // percent of wanted visits
  FIGURE_VALUE,    // expected worth of the planned visits, currency
  FIGURE_VISIT_H,  // hours with clients
  FIGURE_TRAVEL_H,
  FIGURE_KM,
  FIGURE_COST,      // paid working hours, kilometres and nights out, currency
  FIGURE_LOAD,      // percent of capacity
  FIGURE_LOAD_MOST, // of the busiest rep
  FIGURE_BREAKS,    // gaps outside their limits
  FIGURE_DEVIATION, // mean days between a gap and the wanted one
  FIGURE_MOVED,     // clients with another rep than in the base
  FIGURE_OBJECTIVE, // what the solver minimises, currency
  FIGURES
} OutcomeFigure;
const char *figure_name(OutcomeFigure figure); // "planned", …: stable names for files
int figure_digits(OutcomeFigure figure);       // decimals that make sense
// 1: more is better, -1: less is, 0: neither.
int figure_direction(OutcomeFigure figure);

typedef struct GroupOutcome {
  char *id; // "": clients without a group
  int wanted, planned;
} GroupOutcome;

typedef struct RepOutcome {
  char *id, *name;
  int wanted, planned;
  double load_pct;
} RepOutcome;

typedef struct SetOutcome { // reps that share clients
  char *key;                // equal where base and scenario share it
  Money gap;                // of its cost over its bound
  int hidden_visits;        // that the gap may hide
  Money hidden_value;
  int64_t hidden_travel_s;
  double hidden_breaks;
} SetOutcome;

typedef struct Outcome {
  char *name, *title;
  char *sweep, *sweep_what; // NULL: not one of a sweep
  double sweep_value;
  PlanStatus status;
  int wanted;
  double figure[FIGURES];
  double gap_pct;                     // of the objective; NAN: no bound
  GPtrArray *groups;                  // GroupOutcome *, in the order of groups.csv
  GPtrArray *reps;                    // RepOutcome *, in the order of reps.csv
  GPtrArray *sets;                    // SetOutcome *
  double capacity_s, most_capacity_s; // of all, of the busiest rep
  double km_cost;                     // share of the cost that goes by kilometres
} Outcome;

// Without figures, groups, reps and sets, for whoever reads them from a file.
Outcome *outcome_blank(const char *name, const char *title);
// `base`: the territory as it is, NULL for its own outcome. The plan must have been tallied; sets are added afterwards.
Outcome *outcome_new(const char *name, const char *title, const Plan *plan, const Territory *territory,
                     Money value, const Territory *base);
void outcome_add_set(Outcome *outcome, const char *key, const int *reps, int count, const Plan *plan,
                     const Territory *territory, const Travel *travel);
void outcome_free(Outcome *outcome);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Outcome, outcome_free)

typedef enum { DIFFERENCE_NONE, DIFFERENCE_UNSURE, DIFFERENCE_SURE } Sureness;
typedef struct Difference {
  double value; // scenario less base
  Sureness sure;
} Difference;
Difference outcome_difference(const Outcome *base, const Outcome *other, OutcomeFigure figure);

typedef struct Comparison {
  GPtrArray *outcomes; // Outcome *, the base first
  char *currency;
  double budget; // for FIGURE_COST; NAN: none
  int best;      // of those within the budget that can be kept the one with most value, then most
                 // visits, then least cost; -1: none
} Comparison;

Comparison *comparison_new(const char *currency, double budget);
void comparison_free(Comparison *comparison);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Comparison, comparison_free)
// Takes the outcome over; the base comes first.
void comparison_add(Comparison *comparison, Outcome *outcome);
static inline const Outcome *comparison_outcome(const Comparison *comparison, guint index)
{
  return g_ptr_array_index(comparison->outcomes, index);
}
// Those that are as good as the best one for all that is proved: their difference of value from it is not significant.
// Flags [outcomes], free with g_free.
bool *comparison_rivals(const Comparison *comparison);

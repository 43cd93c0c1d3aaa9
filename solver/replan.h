// SPDX-License-Identifier: GPL-3.0-or-later
// The rest of the horizon planned anew, near to the plan that people have.
//
// Days before `from`, and the next `freeze` calendar days where the rep can still do what they hold, are closed: their
// visits stay as they are and count for the spacing of what follows. With a join, a visit that was missed leaves the plan
// and is planned again; one that was moved counts on the day on which it was made, an extra one in the place of a missed
// one. All other days are open. There the objective is that of the plan plus a price for every visit that leaves its day:
//
//   move_hours * cost_hour * (1 + 2 max(0, 1 - days ahead / 28)) * (1/2 + v / (v + mean v)),   v: worth of the visit
//
// so it is three times as dear to move a visit of tomorrow as one of next month, and up to three times as dear for an
// important client. Reps who share clients form a set; a set whose former visits all keep the rules, and where no client
// lacks more visits than before, is not solved again and keeps its visits to the second.
#pragma once

#include "model/join.h"
#include "solver/planner.h"

typedef struct ReplanOptions {
  PlannerOptions planner;
  Day from;
  int freeze;        // calendar days
  const Join *join;  // of the former plan up to the day before `from`; NULL: all went as planned
  double move_hours; // price of a move in hours of cost_hour, >= 0
} ReplanOptions;

typedef struct Replan {
  Plan *plan;   // tallied
  bool *solved; // [reps]
  int sets, solved_sets;
} Replan;

// `former` is a tallied plan of the territory as it is now; the territory's rhythms must be resolved. Costs and bounds of
// reps who were solved are those of the whole horizon; the bound holds for plans that keep the closed days.
Replan *replan_run(const Territory *territory, const Calendar *calendar, const Travel *travel,
                   const Plan *former, const ReplanOptions *options);
void replan_free(Replan *replan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Replan, replan_free)

// What it costs to move that visit of the former plan.
Money replan_price(const Territory *territory, const ReplanOptions *options, const Visit *visit,
                   Money mean_value);

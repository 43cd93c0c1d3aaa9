// SPDX-License-Identifier: GPL-3.0-or-later
// The main job: plans a territory, a set of reps that share clients at a time, on several threads. Every set is an
// independent piece of work with its own seed, so the plan is the same for any number of threads.
#pragma once

#include "solver/engine.h"

typedef struct PlannerProgress {
  const char *stage;
  int done, reps;    // sets planned, sets in all
  Money best, bound; // sums over the finished sets
} PlannerProgress;

typedef struct PlannerOptions {
  uint64_t seed;
  Effort effort;
  double gap_pct;      // 0: off
  int threads;         // 0: one a core
  double time_limit_s; // 0: none
  const gint *stop;    // may be NULL
  const bool *chosen;  // [reps]: plan only these; NULL: all
  void (*progress)(const PlannerProgress *progress,
                   void *data); // called from one thread at a time; may be NULL
  void *data;
} PlannerOptions;

// The territory's rhythms must be resolved. Returns a tallied plan, with visits that found no place explained
// (solver/explain.h). Status infeasible: some rep's appointments cannot all be kept; his visits are then missing.
Plan *planner_run(const Territory *territory, const Calendar *calendar, const Travel *travel,
                  const PlannerOptions *options);
const char *effort_name(Effort effort); // "quick", "normal", "best"

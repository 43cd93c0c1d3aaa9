// SPDX-License-Identifier: GPL-3.0-or-later
// The main job: plans a territory, a set of reps that share clients at a time, on several threads. Every set is an
// independent piece of work with its own seed, so the plan is the same for any number of threads.
#pragma once

#include "model/solved.h"
#include "solver/engine.h"

typedef struct PlannerProgress {
  const char *stage;
  int done, reps;    // sets planned, sets in all
  Money best, bound; // sums over the finished sets
} PlannerProgress;

typedef struct PlannerOptions {
  uint64_t seed;
  Effort effort;
  double gap_pct;     // 0: off
  int threads;        // 0: one a core
  gint64 deadline_us; // g_get_monotonic_time at which to end with what there is; 0: none
  const gint *stop;   // may be NULL
  const bool *chosen; // [reps]: plan only these; NULL: all
  const int *serial;  // [reps]: what is added to the seed of a rep's set; NULL: its place in the territory
  GHashTable *store;  // model/solved.h: sets in it are not solved again, solved ones are put in; NULL: none
  void (*progress)(const PlannerProgress *progress,
                   void *data); // called from one thread at a time; may be NULL
  void (*solved)(const char *key, const Solved *solved,
                 void *data); // by planner_solve for every set, likewise
  void *data;
} PlannerOptions;

// The territory's rhythms must be resolved. Returns a tallied plan, with visits that found no place explained
// (solver/explain.h). Status infeasible: some rep's appointments cannot all be kept; his visits are then missing.
Plan *planner_run(const Territory *territory, const Calendar *calendar, const Travel *travel,
                  const PlannerOptions *options);
const char *effort_name(Effort effort); // "quick", "normal", "best"

// A territory whose sets are to be solved, among others.
typedef struct PlannerJob {
  const Territory *territory;
  const Calendar *calendar;
  const Travel *travel;
  const bool *chosen; // as in PlannerOptions; those of the options are not looked at
  const int *serial;
} PlannerJob;

// Keys (char *) of the job's sets in the store, in the order of their first reps; free with g_ptr_array_unref.
GPtrArray *planner_keys(const PlannerJob *job, const PlannerOptions *options);
// Solves, each once, the sets of all jobs that the store lacks, and puts them in: all jobs share the threads. `only`: a
// set of keys, others are left out; NULL: none is. Returns how many were solved. planner_run then finds them there.
int planner_solve(const PlannerJob *jobs, int count, GHashTable *only, const PlannerOptions *options);

// SPDX-License-Identifier: GPL-3.0-or-later
// The optimiser of one Problem: bound, search, proof. Deterministic for a seed and effort; a deadline or the stop
// flag ends it early with the best solution and the bound so far.
#pragma once

#include "model/plan.h"
#include "solver/problem.h"

typedef enum { EFFORT_QUICK, EFFORT_NORMAL, EFFORT_BEST } Effort;

typedef struct EngineProgress {
  const char *stage; // untranslated, for a progress line
  Money best, bound; // MONEY_NONE: none yet
} EngineProgress;

// What a bound has found, for another one to begin with (solver/bound.h).
typedef struct EngineMaterial {
  GPtrArray *routes;          // BoundRoute *, the best first
  bool *remembers;            // [i * n + j] whether client i remembers client j
  Money *visit_price, *price; // [n], [slots], of a visit and of a route; NULL: none
} EngineMaterial;

EngineMaterial *engine_material_new(void);
void engine_material_free(EngineMaterial *material);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EngineMaterial, engine_material_free)

typedef struct EngineOptions {
  uint64_t seed;
  Effort effort;
  int threads;              // members of a population at a time; 0: 1
  double gap_pct;           // stop once proved so near; 0: off
  const gint *stop;         // set to 1 by a signal handler; read with g_atomic_int_get; may be NULL
  int64_t deadline_us;      // g_get_monotonic_time at which to end; 0: none
  const Solution *start;    // an admissible first solution, or NULL
  EngineMaterial *material; // takes what the bound leaves to others; may be NULL
  double heat;              // how far the search may leave the start: 1 (or 0) forgets it, 0.1 stays near
  int breadth;              // how much a step takes out where whole clients move, in times of the usual; 0: 1
  void (*progress)(const EngineProgress *progress, void *data); // may be NULL
  void *data;
} EngineOptions;

typedef struct EngineResult {
  Solution *best; // NULL: the fixes cannot all be kept (infeasible)
  SolutionCost cost;
  Money bound;       // no admissible solution costs less
  Money core_bound;  // no admissible solution has less travel + missed; <= bound
  PlanStatus status; // optimal only when bound == cost
  bool stopped;      // by deadline or flag
  int64_t steps;
} EngineResult;

// Whether the stop flag or the deadline asks for the end.
static inline bool engine_must_end(const EngineOptions *options)
{
  if (options->stop && g_atomic_int_get((gint *)(uintptr_t)options->stop))
    return true;
  return options->deadline_us > 0 && g_get_monotonic_time() >= options->deadline_us;
}

EngineResult engine_solve(const Problem *p, const EngineOptions *options);

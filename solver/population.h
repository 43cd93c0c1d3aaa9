// SPDX-License-Identifier: GPL-3.0-or-later
// Many short searches instead of one long one (MODEL.md, "Population"): solutions are crossed, or made anew from routes
// that several of them and the bound came by, improved by search_run, and the better and the more different ones stay.
// The first ones, founders, have no parents: they begin with such routes, with a cycle laid out (cycle_start.h), with
// the weekdays that the weekday program chose (weekday_start.h), each where there is that, or with nothing.
#pragma once

#include "solver/pool.h"

enum { POPULATION_CHILDREN = 3 };

typedef struct Population Population;

// pool: routes to make solutions from, gets those of all solutions; NULL where routes that know no calendar are no start
// (search_moves_clients, nights out).
Population *population_new(const Problem *p, const EngineOptions *options, Pool *pool);
void population_free(Population *population);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Population, population_free)

// Takes an admissible solution in (copied).
void population_add(Population *population, const Solution *solution);

typedef struct
    PoolWork { // on a solution from routes, of founders; `again` of others, who begin at the best solution
  int rounds, rounds_again; // neighbourhoods of the routes' program
  int swaps, swaps_again;   // exchanges of days, a slot
} PoolWork;

typedef struct Breeding {
  PoolWork pool;
  int generations, children; // so many each, at most POPULATION_CHILDREN
  int64_t steps;             // of the search that improves each
  int64_t deadline_us;       // g_get_monotonic_time at which to end at the latest; 0: never
  // Where there is a deadline: the part of the time from began_us to it that a child's search takes, steps permitting, of
  // founders and of the others. 0: the steps alone count. With either of them began_us has to be the
  // g_get_monotonic_time at which the population's time began, or a share is far too long; else it is not read.
  double founder_share, child_share;
  int64_t began_us;
  int broad_every; // each so many-th founder is twice as broad (EngineOptions); 0: none
} Breeding;

// Children of a generation are made on several threads (options->threads) and taken in their order, so the outcome is the
// same for any number of them where no deadline ends it.
void population_run(Population *population, const Breeding *breeding);

// The best solution; owned by the population. NULL: none yet.
const Solution *population_best(const Population *population);

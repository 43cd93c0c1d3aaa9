// SPDX-License-Identifier: GPL-3.0-or-later
// Many short searches instead of one long one (MODEL.md, "Population"): solutions are crossed, or made anew from routes
// that several of them and the bound came by, improved by search_run, and the better and the more different ones stay.
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

typedef struct Breeding {
  int generations, children;     // so many each, at most POPULATION_CHILDREN
  int64_t steps;                 // of the search that improves each
  int64_t began_us, deadline_us; // when to end at the latest, 0: never
  // Where there is a deadline: the part of the time since began_us that a child's search takes, steps permitting, for children
  // who begin from nothing and for the others. 0: the steps alone count.
  double founder_share, child_share;
} Breeding;

// Children of a generation are made on several threads (options->threads) and taken in their order, so the outcome is the
// same for any number of them where no deadline ends it.
void population_run(Population *population, const Breeding *breeding);

// The best solution; owned by the population. NULL: none yet.
const Solution *population_best(const Population *population);

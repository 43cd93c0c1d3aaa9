// SPDX-License-Identifier: GPL-3.0-or-later
// What the bound and the proof share.
#pragma once

#include "solver/bound.h"
#include "solver/master.h"

struct Bound {
  const Problem *p;
  DayClasses *classes;
  Memory *memory;
  Pricer **pricer;
  Master *master;
  Money *prize, *least;
  Money value, core, tolerance;
  bool finished;
  int rounds;   // of cuts
  Money solved; // the bound when the last round of cuts was added
  GPtrArray *routes;
};

// Solves the master once more and prices exactly: the bound of its present duals, to which reduced costs refer;
// MONEY_NONE when that fails.
Money bound_refresh(Bound *bound);

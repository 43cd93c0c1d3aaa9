// SPDX-License-Identifier: GPL-3.0-or-later
// What the bound and the proof share.
#pragma once

#include "solver/bound.h"
#include "solver/master.h"
#include "solver/rhythm.h"

struct Bound {
  const Problem *p;
  DayClasses *classes;
  Memory *memory;
  Pricer **pricer;
  Master *master;
  bool borrows; // the memory is another bound's
  Money *prize, *least;
  Money value, core, tolerance;
  Money centre;     // the best Lagrangian bound so far, which may be negative
  Money *prices;    // of visits and of routes by class, of the best bound without cuts
  Money priced;     // that bound; MONEY_NONE: none
  Money settled;    // spacing of clients whose every visit is somebody else's
  Rhythms *rhythms; // of all clients; NULL: not looked at
  Money weekday;    // no plan's travel, missed visits and weekdays cost less
  double near;      // part of the program's value at which it counts as solved; 0: all of it
  double gain;      // part of the bound that a round of cuts must gain, or it is the last
  Money enough;     // no need to go on beyond
  int64_t joins;    // at most, of one exact pricing of a class; 0: no limit
  bool finished;
  int rounds;     // of cuts
  int cut_rounds; // at most
  Money solved;   // the bound when the last round of cuts was added
  GPtrArray *routes;
  GPtrArray
      *left; // LabelRoute: a plan that costs less than `left_below` drives only these sets; NULL: unknown
  Money left_below;
};

// A bound of the same problem over other classes, whose costs may be higher than a plan's travel (classes is taken over,
// memory shared).
Bound *bound_over(const Problem *p, DayClasses *classes, Memory *memory);
// bound_improve without its patience for overloaded reps; steps 0: no limit.
void bound_work(Bound *bound, int64_t steps, const EngineOptions *options);
bool bound_is_over(int64_t used, int64_t steps, const EngineOptions *options);
// The pricings from now on are given up when these options ask for it (NULL: none does).
void bound_watch(Bound *bound, const EngineOptions *options);
// Puts the sets of clients (LabelRoute *) on days, each as often as it likes: a plan that costs less than `best`, or NULL.
// core: what its travel and missed visits cost at least, weekday: what they cost with its weekdays; steps: limit as
// for a proof.
Solution *bound_schedule(Bound *bound, const GPtrArray *routes, Money best, Money core, Money weekday,
                         int64_t steps, const EngineOptions *options);
// Whether a bound is within the tolerance of GLPK's integer programs of a plan's cost: that plan is proved.
bool bound_meets(Money value, Money cost);
// Solves the master once more and prices exactly: the bound of its present duals, to which reduced costs refer;
// MONEY_NONE when that fails.
Money bound_refresh(Bound *bound);

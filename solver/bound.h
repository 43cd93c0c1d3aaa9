// SPDX-License-Identifier: GPL-3.0-or-later
// The lower bound by column generation over day routes (MODEL.md, "Bound"), and proof of small cases by enumerating
// the routes whose reduced cost fits into the gap. A value is valid at whatever moment the work ends.
#pragma once

#include "solver/engine.h"

typedef struct BoundRoute { // a route the bound found worth looking at: material for the search
  int slot;                 // a slot of the class it was priced for
  int count;
  int *client; // in order of the route
  Money cost;  // of its legs
  double use;  // value in the last master's solution
} BoundRoute;

void bound_route_free(void *data);

typedef struct Bound Bound;

Bound *bound_new(const Problem *p);
// The same with memories of `near` clients to start with (the value at the end does not depend on it).
Bound *bound_new_with_memory(const Problem *p, int near);
// The same for those who ask for bound_core alone: what calendars cost is not looked at.
Bound *bound_new_core(const Problem *p);
void bound_free(Bound *bound);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Bound, bound_free)

// Hands over the routes of an admissible solution, so that the work does not begin from nothing. It changes where the
// work ends only within the tolerance of the cuts.
void bound_take_solution(Bound *bound, const Solution *solution);
// The same with a route that can be driven in that slot, between home and home.
void bound_take_route(Bound *bound, int slot, const int *client, int count);
// What another bound, of a problem with like visits, has found: who remembers whom in its routes and, unless they are
// NULL, its prices, at which routes are priced exactly to begin with. origin: [n] client of that problem, of `clients`;
// steps and options: as for bound_improve, which is to follow.
void bound_begin(Bound *bound, const EngineMaterial *material, const int *origin, int clients, int64_t steps,
                 const EngineOptions *options);
// Works on the bound until the linear program is solved (cuts included), the steps are used up or the engine's limits
// end it (steps: limit on pricing work in label extensions, so that it repeats, and up to four times of that where no
// bound was found before; 0: none). May be called again to go
// on. Returns whether it is finished.
bool bound_improve(Bound *bound, int64_t steps, const EngineOptions *options);
int64_t bound_steps(const Bound *bound); // used so far
// The best valid bound so far on the whole objective.
Money bound_value(const Bound *bound);
// The best valid bound on travel + missed alone (spacing and weekdays at no cost, their hard rules may count).
Money bound_core(const Bound *bound);
// Routes of positive use first, then by reduced cost; owned by bound.
const GPtrArray *bound_routes(Bound *bound);
// Leaves routes, memories and the prices of the best bound without cuts to another one; the routes are then its.
void bound_hand_over(Bound *bound, EngineMaterial *material);
// Divides the plans by which clients share a weekday (MODEL.md, "Weekdays") and bounds each part by itself: raises
// bound_value, and bound_core where weekdays are required, towards `target`, the cost of a plan, which it does not
// pass. steps: limit in label extensions, 0: none; a third of them will do where that gains next to nothing. Valid
// whenever it ends. *better: a plan that costs less than the target, where one came in its way, and NULL else; then its
// cost takes the place of the target.
void bound_branch(Bound *bound, Money target, int64_t steps, const EngineOptions *options, Solution **better);
// Tries to prove that nothing costs less than `incumbent`, or finds something that does (*better, NULL if not); raises
// bound_value accordingly: after a complete proof it equals the optimum. May be called again with a better plan or more
// steps. What it says holds up to the tolerance of a proof, of which a second one does not make more: it begins from the
// linear program.
bool bound_prove(Bound *bound, const Solution *incumbent, int64_t steps, const EngineOptions *options,
                 Solution **better);

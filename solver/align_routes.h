// SPDX-License-Identifier: GPL-3.0-or-later
// True route costs at the borders: with a calendar at hand, what a visit takes on the days of another rep is no longer
// estimated where the answer may hang on it, but tried in his routes.
//
// Pairs: each client that the first solution moves, with the rep who gets it; and the two cheapest other reps of each
// client, where their driving is at most twice that of whoever has it. A visit is taken out of its day and put into the
// cheapest place of the other rep's days in its part of the horizon (as many equal parts as it has visits), days with
// room for it first. Stops in a row that move to the same rep are taken out and put in together and share the sum. Days
// without visits are no routes: a pair that finds no other keeps its estimate.
//
//   t_ij = t_ia - out_i + in_ij,    t_ia what the calendar says of its present rep a (solver/marginal.h), at least 0
//
// so that the driving that a move saves is that of the routes, and today's sums stay those of the calendar. It is a first
// order: other moves change the routes as well, which cli/align_check holds against calendars.
#pragma once

#include "solver/align.h"

typedef struct AlignRoutes { // none of it is changed
  const Territory *territory;
  const Calendar *calendar;
  const Travel *travel;
  const Plan *plan; // tallied
} AlignRoutes;

// Puts the driving of these pairs into `driving` and the question of a solved alignment, and lists them in
// Alignment.routes; solves again where there are any.
void align_by_routes(Alignment *alignment, const AlignRoutes *routes, AlignTravel *driving,
                     const AlignOptions *options);

// SPDX-License-Identifier: GPL-3.0-or-later
// What search.c (annealing) and search_moves.c (what a step changes) share.
#pragma once

#include "solver/recreate.h"
#include "solver/ruin.h"
#include "solver/search.h"
#include "solver/weekday_moves.h"

// Which moves, in per cent of the steps: strings of visits, whole clients of strings, whole clients of a neighbourhood,
// whole slots, towns that change weekdays, whole days that move, and the rest exchanges of slots. Where the calendar of
// a client hangs together (a weekday for all its visits, a pattern), single visits have nowhere else to go: whole
// clients move instead, and since such a move changes many routes, it takes more heat.
typedef struct Mix {
  int strings, whole_strings, clients, slots, towns, days;
  int whole_visits; // visits of the strings whose clients are taken out as a whole
  double hot, cold; // temperatures in travel costs of a visit
  bool priced;      // loads and work may be over the limits, at a price
  bool same;        // whole days move to their own weekday alone
} Mix;

typedef struct Search {
  const Problem *p; // the one at present, eased or not
  const Mix *mix;
  const EngineOptions *options;
  State *state;
  Recreate *recreate;
  Ruin *ruin;
  WeekdayMoves *moves;
  Random random;
  int64_t *key;   // order of reinsertion, [ruin->room]
  Solution *best; // by the costs of p
  Money best_total;
  int64_t step;
  double hot, cold;
  double price_load, price_work; // as in Prices
  int64_t within;                // steps since prices were set that ended within all limits
  int64_t began_us;
  int64_t every;  // steps from one sample to the next
  GPtrArray *met; // samples; NULL: none are taken
} Search;

// Changes the state; false: nothing to be kept.
bool search_change(Search *search);

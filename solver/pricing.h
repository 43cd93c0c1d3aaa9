// SPDX-License-Identifier: GPL-3.0-or-later
// Pricing for the bound: routes of one day class with negative reduced cost. Owns what is needed to call the
// labelling for that class. Clients are numbered as in the Problem.
#pragma once

#include "solver/classes.h"
#include "solver/labels.h"

// What all classes share and the bound widens when a priced route comes back to a client or escapes a cut.
typedef struct Memory {
  int n, words;
  uint64_t *near; // [client * words] who remembers: bit j of client i: i remembers j
} Memory;

// Cut on three clients: sum over routes of floor(visits to them / 2) is at most `most`. Pricing counts visits only as
// long as the route stays among `keep`, a bit set of clients; the master counts in full.
typedef struct Cut {
  int client[3];
  double most;
  uint64_t *keep;     // [Memory.words]
  Money penalty;      // >= 0, from the master's dual
  Money last, centre; // the penalty in the duals last solved, and in those of the best bound
  int row;            // in the master
  int idle;           // solutions in a row without a penalty
} Cut;

typedef struct Duals {
  const Money *prize; // [n] of a visit in this class
  Money fixed; // what every route of the class pays besides (dual of the count row, not positive, negated)
  const GPtrArray *cuts; // Cut *
} Duals;

typedef enum { PRICE_QUICK, PRICE_THOROUGH, PRICE_EXACT, PRICE_LEVELS } PriceLevel;

typedef struct PriceLimits { // 0: none
  int64_t labels, joins;     // beyond, the pricing is given up; see LabelsMode
} PriceLimits;

typedef struct Pricer Pricer;

Memory *memory_new(const Problem *p, int near); // each client remembers that many nearest ones
void memory_keep(Memory *memory, int client);   // everybody remembers it
void memory_free(Memory *memory);

Pricer *pricer_new(const Problem *p, const DayClass *class, const Memory *memory);
void pricer_free(Pricer *pricer);

// Routes with reduced cost < below, cheapest first, in Problem's client numbers; level exact: *least is a lower bound
// on every route's reduced cost (at most `below`). Returns false when it gave up, with what
// routes it had found. Joins are limited where the level is exact: the others limit them themselves.
bool pricer_run(Pricer *pricer, PriceLevel level, const Duals *duals, Money below, int most,
                PriceLimits limits, GPtrArray *routes, Money *least);
// All sets of clients that one route of the class can visit at reduced cost (cuts not counted) < below, each in its
// cheapest order (LabelRoute *, cost is the reduced cost); false when there are more than `most`.
bool pricer_enumerate(Pricer *pricer, const Duals *duals, Money below, int most, GPtrArray *routes);
int64_t pricer_steps(const Pricer *pricer);
// See labels_watch: what is given up then is no bound.
void pricer_watch(Pricer *pricer, const EngineOptions *options);
// Whether a day for that client alone keeps the limits of the class.
bool pricer_fits(const Pricer *pricer, int client);
// Cost of a route's legs in this class and of its visits besides.
Money pricer_cost(const Pricer *pricer, const int *client, int count);

// SPDX-License-Identifier: GPL-3.0-or-later
// Location-allocation (the p-median problem): so many homes among sites, each client served from the home that is cheapest
// for it. Several starts of nearest homes and best sites in turn, then exchanges of one home for another (R. G. Cooper 1964;
// M. Teitz and P. Bart 1968). Costs are in any one unit.
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef struct Location {    // arrays are the caller's
  int clients, sites, homes; // homes <= sites
  double *cost;              // [clients * sites] of serving the client from there
  int *home;                 // [homes] sites
  int *near;                 // [clients] the home that is cheapest
} Location;

// Fills home and near with the best that was found; its cost.
double location_search(Location *l, uint64_t seed);

// Each home to the site that is best for the clients that it owns (`owner` [clients]: homes); whether any has moved.
bool location_move(Location *l, const int *owner);

// What no homes come under (Lagrange on "each client has a home": Narula, Ogbu and Samuelsson 1977). `found`: the cost of
// home and near, which set the length of the steps.
double location_bound(const Location *l, double found);

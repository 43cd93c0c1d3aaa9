// SPDX-License-Identifier: GPL-3.0-or-later
// Homes: where one more rep should live, and so many territories from nothing. Sites are the places that may be a home.
// A rep who is proposed works as the rep who lives nearest to him does: hours, pace, costs, team, region.
#pragma once

#include "solver/align.h"

typedef struct AlignSite {
  const char *name; // its owner outlives the call
  double lat, lon;
  int client; // the client whose place it is, which a matrix knows
} AlignSite;

typedef struct AlignGround { // is changed: reps are added, and what hangs on them is made anew
  Territory *territory;
  Calendar **calendar;
  Travel **travel;
  const Attributes *attributes;
  const Plan *plan; // may be NULL
} AlignGround;

// The best home for one more rep among the sites: all are ranked by what a rep there would save when he takes the clients
// that save most for their work up to his fair part; the best are solved. NULL: the rules make no sense, with findings.
Alignment *align_new_rep(const AlignGround *ground, const GArray *sites, const AlignOptions *options,
                         Findings *findings);

// `reps` territories, whoever is there now: homes by location-allocation (location.h), moved again after the limits
// have been kept. Alignment.places are the homes, places_bound what no homes among the sites come under, limits or not.
Alignment *align_from_nothing(const AlignGround *ground, int reps, uint64_t seed, const GArray *sites,
                              const AlignOptions *options, Findings *findings);

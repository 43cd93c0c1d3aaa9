// SPDX-License-Identifier: GPL-3.0-or-later
// How long it takes from place to place. Places are numbered: clients 0 … C-1, then the reps' starts C … C+R-1,
// then their ends C+R … C+2R-1. Seconds are rounded up once, here; metres to the nearest.
#pragma once

#include "model/territory.h"

typedef struct Travel Travel;

typedef struct Leg {
  int32_t travel_s, travel_m;
} Leg;

// Keeps a reference to the territory, which must outlive it. Matrix: from Territory.matrix (complete, as the reader
// saw to); haversine: great circle × road_factor at the rep's speed.
Travel *travel_new(const Territory *territory);
void travel_free(Travel *travel);
const Territory *travel_territory(const Travel *travel);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Travel, travel_free)

static inline int place_client(int client)
{
  return client;
}
int place_start(const Territory *territory, int rep);
int place_end(const Territory *territory, int rep);

// Leg as that rep drives it. A place to itself takes nothing.
Leg travel_leg(const Travel *travel, int rep, int from, int to);
// Cost of a leg to that rep: time at cost_hour and distance at cost_km, rounded once.
Money travel_cost(const Territory *territory, int rep, Leg leg);

// What it costs to leave one visit of the client out: its worth (client_visit_value) plus the dearest round trip from
// start to any client and on to the end that any rep who serves it has, with a night out where he accepts them, so that
// no visit is ever left out to save travel; at least one unit of the currency.
Money client_miss_cost(const Travel *travel, int client, int visits);

// Great circle on a sphere of 6,371,008.8 m (IUGG mean radius), in metres.
double great_circle_m(double lat1, double lon1, double lat2, double lon2);

// SPDX-License-Identifier: GPL-3.0-or-later
// From a territory to the engine's Problem and back. Reps that share clients (a team, see rep_serves) go into one
// Problem; reps with clients of their own into one each.
#pragma once

#include "model/plan.h"
#include "solver/problem.h"

typedef struct Translation {
  const Territory *territory;
  const Calendar *calendar;
  const Travel *travel;
  Problem *problem;
  int *client;             // engine's client -> Territory.clients
  int *rep;                // engine's rep -> Territory.reps
  const WorkDay **workday; // [slots]
  int *outside;            // storage of Demand.outside
} Translation;

// Sets of reps that must be solved together, each an ascending GArray of int; the sets ascend by their first rep.
GPtrArray *translate_components(const Territory *territory);

// Visits in person that the horizon should have of that client: the resolved number, at least its appointments.
int client_wanted(const Territory *territory, int client);

// reps: ascending indices. The territory's rhythms must be resolved (calendar_resolve_visits).
Translation *translate_reps(const Territory *territory, const Calendar *calendar, const Travel *travel,
                            const int *reps, int count);
void translation_free(Translation *translation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Translation, translation_free)

// When a visit of the engine's client i may start on such a day, as far as the hours of both go.
Starts translate_starts(const Translation *tr, int i, const WorkDay *workday);

// Lengthens the visits of clients that have activities (without a resource) by their share of them, so that the days
// have room for all: activities_place then gives each to single visits. Appointments and joint visits stay as they are.
void translate_spread(Translation *translation);

// The same for a visit of that length in a slot.
Starts translate_longer_starts(const Translation *translation, int client, int slot, int32_t service);
// The same for a promised visit: one for the day alone lies in the client's hours as long as they leave room, else in
// the rep's; any other starts when it starts now.
Starts translate_promise_starts(const Translation *translation, const Fix *fix, int32_t service);

// Appends the solution's visits to plan->visits: each day starts as late as its earliest return allows, so that waiting
// is least. `done` (may be NULL) are the sets of activities at each visit, in the solution's order.
void translate_solution(const Translation *translation, const Solution *solution, const uint64_t *done,
                        Plan *plan);

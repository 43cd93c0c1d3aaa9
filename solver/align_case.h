// SPDX-License-Identifier: GPL-3.0-or-later
// From a territory to the question of model/alignment.h: who may have whom, what that takes, what is balanced.
//
// Driving of a visit to client i by rep j is estimated as in model/fit_load.c (Daganzo): its share of the way from his
// start and to his end, and a hop to a neighbour,
//
//   t_ij = R_ij / q_ij + h_i (q_ij - 1) / q_ij,     q_ij = (F_j - R_ij + h_i) / (s + h_i), at least 1,
//
// h_i the mean drive to the eight nearest clients, whoever has them, s the mean visit, F_j the mean field time of a day.
// With a calendar, t of a client's own rep is what was measured there (solver/marginal.h); of another rep it is his estimate
// times what calendars drive for one estimated hour of his, plus what the client's visits took over their own estimate
// (its place is as far from others whoever comes), at least a quarter of the estimate.
#pragma once

#include "model/alignment.h"
#include "solver/align_rules.h"

typedef struct AlignTravel {   // of one visit
  double *travel_s, *travel_m; // [clients * reps]
  bool measured;               // from a calendar
  // What the estimate of another rep is made from:
  double stay_s;           // mean visit
  double *hop_s, *hop_m;   // [clients] h, at the speed of the first rep
  double *over_s, *over_m; // [clients] measured over the client's own estimate
  double ratio;            // driven for one estimated second, over all reps
} AlignTravel;

// `plan` may be NULL.
AlignTravel *align_travel_new(const Territory *territory, const Calendar *calendar, const Travel *travel,
                              const Plan *plan);
// The estimate of a rep anew, who has moved.
void align_travel_place(AlignTravel *of, const Territory *territory, const Calendar *calendar,
                        const Travel *travel, int rep);
void align_travel_free(AlignTravel *travel);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AlignTravel, align_travel_free)

// Visits in person in the horizon: the number, the middle of a range, else of the group's limits, else 1; 0 for clients
// that are not visited in person.
int align_visits(const Territory *territory, int client);

// Measures: workload first, then the others that are limited, then sales and clients where they are not. NULL when the
// rules make no sense; then findings has errors. Clients that no rep may have are errors in clients.csv.
AlignCase *align_case_build(const Territory *territory, const Calendar *calendar, const Travel *travel,
                            const AlignTravel *driving, const AlignRules *rules, const Attributes *attributes,
                            Findings *findings);
// Sets cost and workload of a pair anew, after its driving has changed.
void align_case_drive(AlignCase *question, const Territory *territory, const AlignTravel *driving, int client,
                      int rep);

// SPDX-License-Identifier: GPL-3.0-or-later
// One set of reps that share clients, as a piece of work of its own: its key, and solving it. What the pieces of
// planner.c and planner_solve.c share.
#pragma once

#include "model/solved.h"
#include "solver/planner.h"
#include "solver/translate.h"

// Seed of a set: each has its own, whatever else is planned beside it.
uint64_t set_seed(const PlannerOptions *options, const int *serial, const GArray *reps);
// Fingerprint of the problem with seed, effort and gap; free with g_free.
char *set_key(const Problem *p, uint64_t seed, const PlannerOptions *options);
// Runs the engine, puts in what still fits, and asks how much less plans that do as much could travel.
Solved *set_solve(const Translation *tr, const EngineOptions *options);
// The routes as the engine's; NULL: infeasible. Borrowed: valid as long as `solved`.
Solution set_solution(const Solved *solved);

// Whether what a store has can be the problem's: its routes are admissible and cost no less than their bound, and its
// bound on travel is for the same activities.
bool set_is_usable(const Translation *tr, const Solved *solved);

bool set_is_chosen(const bool *chosen, const GArray *reps);

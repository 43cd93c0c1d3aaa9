// SPDX-License-Identifier: GPL-3.0-or-later
// A bound on travel for plans that do as much as a given one (MODEL.md, "Travel of plans that do as much"): that visit
// every client at least as often, and stay as much longer as activities take at as many visits. The engine's own bound
// holds for plans that leave out visits and activities too, so it says little of the driving of a rep who has many.
#pragma once

#include "solver/activities.h"
#include "solver/bound.h"

// Of a client's visits that are not promised, so many last that much longer than its others at least.
typedef struct Longer {
  int client;
  int32_t more; // seconds, positive
  int visits;   // positive; ascending by client, several rows of one count different visits
} Longer;

// What is given, as a problem of its own for the bound: every client once for its visits as they are, and once more for
// each row of Longer, all of these kin. All else is as in the problem it was made from, whose data it uses in part.
typedef struct Given {
  Problem *problem;
  int *origin;    // [problem->n] client of the problem it was made from
  int clients;    // of that one
  int *copy;      // [clients] the first copy, of visits as they are where there is that; the others follow
  Solution *plan; // the plan itself, over copies, to begin with; NULL: not known
  int missed, longer;  // visits that are wanted but not given; rows of Longer
  struct Given *alike; // the same without longer visits; NULL: where nothing is missed, or no visit is longer
} Given;

// visits: [p->n] made, promised ones included. The problem has no patterns, no slot_cost, no nights out, and tells the
// true length of a visit (spread 0).
Given *given_new(const Problem *p, const int *visits, const Longer *longer, int count);
void given_free(Given *given);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Given, given_free)

// What a plan with its activities gives; NULL where the engine's own bound knows as much (nothing missed, no visit
// longer), or where nights out take the place of driving.
Given *given_by_plan(const Translation *translation, const Solution *solution, const ActivityPlan *timed);

// Fingerprint; free with g_free.
char *given_key(const Given *given);

// No plan that does as much travels for less money; 0 at the least, valid whenever it ends. The work begins with the plan
// and with options->material (of the problem it was made from; may be NULL); its steps go by effort. Longer visits double
// the clients and raise the bound by some thousandths: they are looked at with the best effort only, and below it there is
// nothing to be known (0) where nothing is missed.
Money given_travel(const Given *given, const EngineOptions *options);

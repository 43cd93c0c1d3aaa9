// SPDX-License-Identifier: GPL-3.0-or-later
// What the solver found for a set of reps that share clients, in a form that can be kept and used again: the routes by
// their numbers in the problem, and what was proved. It belongs to a key, which is the fingerprint of the problem
// together with seed, effort and gap: where the key is the same, solving again would give the same.
#pragma once

#include "model/plan.h"

typedef struct Solved {
  PlanStatus status;
  bool stopped;        // ended early by a limit in seconds or by hand: another run may find something else
  int slots, visits;   // the route of slot s is client[first[s]] … client[first[s+1]-1]
  int *first, *client; // [slots + 1], [visits]; NULL: the appointments cannot all be kept
  bool *out;           // [slots]: sleeps at the last stop; all false where nobody said otherwise
  Money bound, core_bound; // as in EngineResult
  Money travel_bound;      // no plan that does as much travels for less; 0: nothing is known
  char *travel_of;         // fingerprint of what that is, visits and activities; NULL: not asked for
  double seconds;          // what it took; not repeatable
} Solved;

// Copies the arrays; `first` NULL: infeasible.
Solved *solved_new(const int *first, const int *client, int slots);
void solved_free(Solved *solved);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Solved, solved_free)

// An empty store: key (char *) -> Solved *, both owned. Free with g_hash_table_unref.
GHashTable *solved_store_new(void);

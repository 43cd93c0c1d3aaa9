// SPDX-License-Identifier: GPL-3.0-or-later
// The base and its scenarios as pieces of work: read, made complete, solved each set once, compared. What the files of
// `whatif` share; cmd_whatif.c is the command.
#pragma once

#include "cli/load.h"
#include "cli/policy.h"
#include "io/out.h"
#include "io/scenario.h"
#include "model/comparison.h"
#include "solver/contacts.h"
#include "solver/joint.h"

typedef struct Takeover { // ids; not owned
  const char *client, *from, *to;
} Takeover;

typedef struct Case {
  const Scenario *scenario; // NULL: the base
  Edited *edited;           // NULL: the base
  Work *work;
  Policy *policy;
  int *serial;          // [reps]: a rep keeps the number he has in the base
  GPtrArray *keys;      // char *: of his sets, in the order of `sets`
  GPtrArray *sets;      // GArray * of int
  GPtrArray *takeovers; // Takeover *: clients that an alignment gave to another rep; NULL: none was made
  JointResult *joints;  // chosen before the sets have keys, since the reps plan around them
  Plan *plan;
} Case;

typedef struct Whatif {
  Options *options;
  char *folder;         // of the results: OUT/whatif
  GPtrArray *scenarios; // Scenario *
  GPtrArray *cases;     // Case *, the base first
  GHashTable *store;    // model/solved.h
  char *build;
  Comparison *comparison;
} Whatif;

void whatif_free(Whatif *whatif);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Whatif, whatif_free)

static inline const char *case_name(const Case *one)
{
  return one->scenario ? one->scenario->name : "base";
}
static inline Case *whatif_case(const Whatif *whatif, guint index)
{
  return g_ptr_array_index(whatif->cases, index);
}

// Reads the base and the scenarios that the options ask for. NULL when anything is wrong: all of it has been printed.
Whatif *whatif_load(Options *options, ExitStatus *status);

// whatif_align.c: shares out clients that have lost their rep; all clients where the scenario says so.
void whatif_align(Case *one, Findings *blamed);

// whatif_solve.c
// The sets' keys; what is known from earlier runs goes into the store.
void whatif_prepare(Whatif *whatif);
// Solves all that is not in the store.
void whatif_solve(Whatif *whatif);
// Solves the share I of N and keeps it. *solved, *known: how many sets.
bool whatif_solve_piece(Whatif *whatif, int piece, int pieces, int *solved, int *known, GError **error);
// Keys that the store lacks.
int whatif_lacks(const Whatif *whatif);
// Plans of all cases from the store, checked, and what they come to. False when a plan breaks a rule; printed.
bool whatif_compare(Whatif *whatif, ExitStatus *status);

// whatif_tell.c
void whatif_show(const Whatif *whatif);
char *whatif_story(const Whatif *whatif); // free with g_free

// whatif_put.c: comparison.csv, charts, and each case's plan in a folder of its own. `out` is whatif->folder, held since
// before the solving.
bool whatif_put(const Whatif *whatif, Out *out, GError **error);

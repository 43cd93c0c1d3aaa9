// SPDX-License-Identifier: GPL-3.0-or-later
// The input files as a scenario changes them. Edits are applied to cells as text, in their order, before anything is
// parsed; the ordinary readers then read the changed tables (territory_read_edited), so that every column can be changed
// and every rule of the readers holds. The files themselves stay as they are.
//
// What hangs on a row that is removed goes with it: a client's appointments, responses and actuals; a rep's targets. His
// appointments go to whoever keeps the client, and his clients are `orphans` for the caller to share out.
#pragma once

#include "io/scenario.h"
#include "model/territory.h"

// One cell or row that changed.
typedef struct EditChange {
  const Edit *edit;     // whose fault it is
  char *file;           // "clients.csv"
  char *row;            // key of the row, or the section of ronda.ini
  char *column;         // header; NULL: the row as a whole was added or removed
  char *before, *after; // texts; of a row that was added or removed its cells in short, the other NULL
  int line;             // in the changed table
} EditChange;

// A client whose rep was removed and who got no other.
typedef struct Orphan {
  char *client, *rep;
  const Edit *edit; // of the removal; `to` says who may get it
} Orphan;

typedef struct Edited {
  GHashTable *tables; // file -> Table *, those that were looked into
  GPtrArray *ini;     // char *: lines of ronda.ini
  GHashTable *inputs; // file -> sha256 of the files as they are
  GPtrArray *changes; // EditChange *, in the order of the edits
  GPtrArray *orphans; // Orphan *
} Edited;

// Applies the edits to the files of the folder. Mistakes are findings in the edits' lines. NULL only with `error`, when
// a file cannot be read. The edits must outlive the result.
Edited *edited_new(const char *folder, const GPtrArray *edits, Findings *findings, GError **error);
void edited_free(Edited *edited);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Edited, edited_free)

// What is wrong with a changed territory, said in the lines of the scenario that are to blame; the same mistake in many
// rows is said once. What no line can be blamed for is said of the scenario as a whole (`source`).
void edited_blame(const Edited *edited, const char *source, Findings *found, Findings *blamed);

// The product of a cell with a factor: numbers, percentages, numbers of visits, ranges and rhythms. Whole where the
// column counts something. NULL and `error` (CELL_ERROR) where the cell is no number. Free with g_free.
char *edit_scale(const char *column, const char *cell, double factor, GError **error);

// SPDX-License-Identifier: GPL-3.0-or-later
// The names that one file gives to its rows, so that others can refer to them: id -> index, in constant time, and
// the nearest name when there is no such id.
#pragma once

#include "io/row.h"

typedef struct Ids {
  GHashTable *index; // id -> position, the id belongs to the owner of the row
  GPtrArray *names;  // by position
  GArray *lines;     // int, by position: where the id was given
  bool incomplete;   // rows of that file could not be read: an unknown id may be one of theirs
  int64_t effort;    // comparisons that may still be spent on suggestions
} Ids;

Ids *ids_new(void);
void ids_free(Ids *ids);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ids, ids_free)

// Appends `id`, which must live as long as `ids`. An id that is there already is a finding, and the later row is
// not found by it; an empty id is found by nobody.
void ids_add(Ids *ids, const Row *row, int want, const char *id);
int ids_find(const Ids *ids, const char *id); // -1: none

// Position of the id in a cell; -1 when the cell is empty, or, with a finding of that level, when there is no such
// id. `file` is where it should be.
int ids_refer(Ids *ids, const Row *row, int want, FindingLevel level, const char *file);

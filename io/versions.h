// SPDX-License-Identifier: GPL-3.0-or-later
// The plans that were, in plan/versions/001-plan, 002-replan-2027-02-15, …: before a run writes a plan over another, the
// tables of the former are copied there. Numbers only rise; no folder is ever written twice. version.ini says what a plan
// is: from which day it holds, and which version it was made from.
#pragma once

#include "io/out.h"
#include "model/units.h"

typedef struct Version {
  Day from;     // first day it plans anew; DAY_NONE: the whole horizon
  int freeze;   // days from then on that stay too
  bool actuals; // what was reported until then was looked at
  char *base;   // version whose days before `from` count, "" where none
} Version;

void version_clear(Version *version);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Version, version_clear)

// Of the plan in that folder; a folder without version.ini holds a plan of the whole horizon.
Version version_read(const char *folder);
bool version_write(const Version *version, Out *out, GError **error);

// Copies the tables of the plan in `folder` into a new version, unless the last version holds the same calendar. *name is
// what it is called there (free with g_free), NULL where there is no plan to keep.
bool versions_keep(const char *folder, char **name, GError **error);
// The folder of a version of the plan in `folder`: by its name, its number, "now" for the plan itself, or a path; NULL
// when there is none. Free with g_free.
char *versions_find(const char *folder, const char *name);

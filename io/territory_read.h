// SPDX-License-Identifier: GPL-3.0-or-later
// A territory folder as a Territory: reads all of its input files and checks them by themselves and against each
// other. Everything that is wrong with them is in `findings`, sorted out in one run; a territory is fit to plan
// only when no finding is an error. Read-only: nothing is written.
#pragma once

#include "io/edit.h"

// NULL only with `error`: the folder or one of its files cannot be read (G_FILE_ERROR). A file that is not there is
// a finding, if it is needed. Frequencies that are rhythms are left to calendar_resolve_visits.
Territory *territory_read(const char *folder, Findings *findings, GError **error);
// The same with what a scenario makes of the files; tables are taken out of `edited`.
Territory *territory_read_edited(const char *folder, Edited *edited, Findings *findings, GError **error);

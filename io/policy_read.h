// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan has filled in where the input left it open, read back from its folder: groups from scores.csv, visits
// from frequency.csv, also after somebody has edited them.
#pragma once

#include "model/findings.h"
#include "model/territory.h"

// Sets the group of clients that have none, and the visits of those clients for which `open` [clients] holds, where
// the files say them. Files that are not there say nothing.
// Likewise the reps of clients that have neither rep nor team, from assignment.csv.
void policy_read_reps(const char *folder, Territory *territory, Findings *findings);
// An assignment that somebody has edited: `rep` [clients] gets what columns client and rep of the file say, and stays as it is
// for clients that it does not name. What it cannot mean is a finding; false: the file cannot be read, with an error or a
// finding.
bool policy_read_assignment(const char *path, const Territory *territory, int *rep, Findings *findings,
                            GError **error);
void policy_read_groups(const char *folder, Territory *territory, Findings *findings);
void policy_read_visits(const char *folder, Territory *territory, const bool *open, Findings *findings);

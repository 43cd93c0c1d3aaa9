// SPDX-License-Identifier: GPL-3.0-or-later
// Puts clients into groups by their scores and the rules of groups.csv, in the order of its rows; the first that takes
// a client keeps it:
//
//   when        clients for which the rule holds (model/rule.h)
//   min_score   clients with at least that score
//   share_pct   the best so many percent of the clients that were still open when the first share came up. With
//               `pareto = COLUMN` those with most of that column, until so many percent of its sum are reached; the
//               client that crosses the edge is in. Shares that rise to 100 are read as running sums.
//
// A row with several of them takes clients that meet when and min_score, and its share of those. Clients whose group
// is given in clients.csv are left alone and not counted in shares (unless keep = no). The last share, where shares
// reach 100, takes all that is left. Clients with equal scores at an edge: more sales first, then more potential, then
// the order of the file. Edges of client counts are rounded to the nearest, halves up.
#pragma once

#include "model/findings.h"
#include "model/grouping.h"

// NULL when [grouping] or groups.csv make no sense; then `findings` has errors. Clients that no group takes are a
// warning and stay without.
Grouping *group_clients(const Territory *territory, const Attributes *attributes, uint64_t seed,
                        Findings *findings);

// Whether groups.csv says how any group is filled.
bool group_has_rules(const Territory *territory);

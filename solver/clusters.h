// SPDX-License-Identifier: GPL-3.0-or-later
// Groups that nobody has named: k-means in the criteria, each with mean 0 and deviation 1, so that all count alike.
#pragma once

#include "model/grouping.h"

enum { CLUSTERS_LEAST = 2, CLUSTERS_AUTO_MOST = 8 };

// Puts every client into Grouping.group 0 … k-1, the group with the highest mean score first, and sets Grouping.groups.
// k 0: the k from 2 to 8 with the highest silhouette; the quality of each k tried is noted. Criteria must be scaled,
// scores computed. False when there are fewer than two clients that differ.
bool clusters_find(Grouping *grouping, int k, uint64_t seed);

// SPDX-License-Identifier: GPL-3.0-or-later
// All routes of a network below a reduced cost, for proofs (MODEL.md, "Proof").
#pragma once

#include "solver/labels.h"

// Appends every set of clients that has a route of cost < below (prizes counted, cuts not), once, in its cheapest
// order as far as the network knows it. Networks of at most 64 clients. False: more than `most` sets or labels.
bool enumerate_sets(const Network *network, Labels *labels, Money below, int most, GPtrArray *routes);

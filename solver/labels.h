// SPDX-License-Identifier: GPL-3.0-or-later
// Labelling: the cheapest day routes of one class under prizes for clients and penalties of cuts (MODEL.md,
// "Pricing"). Routes may come back to a client whose visit the memory has lost (ng-routes); with memories wide enough
// they are elementary. Labels are grown from both ends to half of the main resource and joined at a client.
#pragma once

#include "solver/engine.h"
#include "solver/network.h"

// How thorough: `near` nearest clients only (0: all), at most `cell` labels a client and stretch of the main
// resource (0: all, exact), memories ignored (every route elementary) or as in the network.
typedef struct LabelsMode {
  int near, cell;
  bool elementary;
  int pairs;     // of labels tried at each middle client (0: all, exact)
  int64_t limit; // of labels; beyond, the run is given up and not exact
  int64_t joins; // of pairs; beyond, it is given up as well, with the routes found so far (0: no limit)
} LabelsMode;

typedef struct LabelRoute {
  Money cost; // legs - prizes + penalties
  int count;
  int *client; // in order
} LabelRoute;

enum {
  STRETCHES = 48,   // of the main resource
  JOINS_A_STEP = 16 // pairs that are tried in the time of one extension, its dominance included
};

typedef struct Labels Labels;

Labels *labels_new(void);
void labels_free(Labels *labels);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Labels, labels_free)
// From now on a run is given up when the flag or the deadline of these options asks for it (NULL: none does), which is
// looked at every few milliseconds. What is needed of them is copied.
void labels_watch(Labels *labels, const EngineOptions *options);

// Appends up to `most` cheapest routes with cost < below to `routes` (LabelRoute *, cheapest first; the array frees
// them). *least: the lowest cost of any route, or `below`. Returns false when a limit was hit: *least is then no
// bound.
bool labels_run(Labels *labels, const Network *network, const LabelsMode *mode, Money below, int most,
                GPtrArray *routes, Money *least);
// For every client i and stretch c of the main resource: least[i * STRETCHES + c] is no more than the cost of any end
// of a route that begins with a visit to i and uses less than (c + 1) * *width of it. False when there are too many.
bool labels_tails(Labels *labels, const Network *network, int64_t limit, Money *least, int32_t *width);
// Extensions tried since the beginning, the unit of effort, and the joining by what it costs in them.
int64_t labels_steps(const Labels *labels);
void label_route_free(void *route);

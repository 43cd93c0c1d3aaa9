// SPDX-License-Identifier: GPL-3.0-or-later
// A day class as the labelling sees it: clients 0 … m-1 (the class's numbers) and node m, the depot: the start where an
// arc leaves it, the end where one enters. Direction 0 goes from the start on, direction 1 from the end back. What a
// partial route uses is kept in resources, all in whole units; the first one, the main one, orders the labels.
//
// Where hours of clients, the break or the ends of shifts can matter (`spans`), the main resource is the work clock:
// forwards the earliest end of the last visit, backwards the day's length less its latest start. Taking a client on
// then waits for the next span. Both are monotone, so less of it is never worse, and the two ends of a route fit
// together exactly when main + main <= limit + own of the client at which they meet, with hours as without.
#pragma once

#include "solver/classes.h"

enum { RESOURCES_MAX = 5 };

typedef struct Network {
  int m, words;   // clients, and 64-bit words of a set of them
  bool symmetric; // labels of one direction serve the other
  int resources;
  int32_t limit[RESOURCES_MAX];
  int32_t *use[2][RESOURCES_MAX];  // [from * (m + 1) + to]: the arc and the client it enters
  int32_t *own[RESOURCES_MAX];     // [m] the client's share of that
  int32_t *home[2][RESOURCES_MAX]; // [m] the least that still comes after the client
  Starts *spans[2];                // [m] what the main resource can be after a client; NULL: anything
  Money *cost[2];                  // [from * (m + 1) + to]
  int *nearest[2];                 // [from * m + k] clients by nearness, for restricted searches
  uint64_t *memory;                // [i * words] clients that i remembers, i among them
  uint64_t *self;                  // [i * words] clients that a visit to i is one of: i and its kin
  Money *prize;                    // [m] of a visit
  int cuts, cut_words;             // 3-row cuts with multiplier 1/2: pay at every second visit remembered
  uint64_t *member, *keep;         // [i * cut_words] cuts that count a visit to i; cuts that remember at i
  Money *penalty;                  // [cuts], >= 0
} Network;

// The class's legs, limits and hours; memory, prizes and cuts are for the caller to fill (memory and prize allocated).
Network *network_new(const Problem *p, const DayClass *class);
void network_free(Network *net);

// The main resource after going along an arc to client j; beyond the limit where j takes nobody any more.
static inline int32_t network_main(const Network *net, int direction, int32_t used, size_t arc, int j)
{
  const int32_t ready = used + net->use[direction][0][arc];
  if (!net->spans[direction])
    return ready;
  const Starts *spans = &net->spans[direction][j];
  for (int k = 0; k < spans->count; k++) {
    if (ready <= spans->span[k].to)
      return MAX(ready, spans->span[k].from);
  }
  return net->limit[0] + 1;
}

// Resources after going on from node `from` to client j (used NULL: nothing used so far); false where the way home
// would take too much.
static inline bool network_take(const Network *net, int direction, const int32_t *used, int from, int j,
                                int32_t *use)
{
  const size_t arc = (size_t)from * (size_t)(net->m + 1) + (size_t)j;
  use[0] = network_main(net, direction, used ? used[0] : 0, arc, j);
  if (use[0] > net->limit[0] - net->home[direction][0][j])
    return false;
  for (int e = 1; e < net->resources; e++) {
    use[e] = (used ? used[e] : 0) + net->use[direction][e][arc];
    if (use[e] > net->limit[e] - net->home[direction][e][j])
      return false;
  }
  return true;
}

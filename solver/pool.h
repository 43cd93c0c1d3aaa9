// SPDX-License-Identifier: GPL-3.0-or-later
// Routes that the bound and the search came by, and which of them to drive how often, calendars aside (MODEL.md,
// "Routes and how often"): the integer program over them is rounded by diving and improved by setting a neighbourhood free.
#pragma once

#include "solver/engine.h"

enum { POOL_STOPS_MAX = 64 };

typedef struct PoolRoute { // in an order that keeps hours and limits
  int count, client[POOL_STOPS_MAX];
  int slot; // one that it fits
  int kind; // of slots with equal limits, hours and promised visits
  Money cost;
} PoolRoute;

typedef struct Pool Pool;

Pool *pool_new(const Problem *p);
void pool_free(Pool *pool);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pool, pool_free)

// Adds a route for every kind of slot with the same places that takes it as it is, and for that of `slot` (where promises
// forbid it, the commonest kind) also in another order, or without its dearest stops. A route of the same clients and
// kind of slot is replaced if dearer. False: not to be mended, or too long.
bool pool_add(Pool *pool, int slot, const int *client, int count);
// All routes of a solution.
void pool_add_solution(Pool *pool, const Solution *solution);
int pool_size(const Pool *pool);
// Index of the route with the clients of that slot of a solution; -1: none.
int pool_find(const Pool *pool, const Solution *solution, int slot);
const PoolRoute *pool_route(const Pool *pool, int index);

// How often to drive each route: times [size], to be freed. Begins with the routes of `start`, which have to be in the pool
// (others count as not driven), or, where that is NULL, with a dive; `rounds` neighbourhoods are set free one after the other. Clients may be visited too often or too seldom.
// NULL when the program has no solution.
int *pool_solve(const Pool *pool, const EngineOptions *options, const Solution *start, int rounds);

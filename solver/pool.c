// SPDX-License-Identifier: GPL-3.0-or-later
// Routes by kind of slot and set of clients, each with the best order met so far.
#include "solver/pool_parts.h"
#include "solver/tour.h"

#include <stdlib.h>
#include <string.h>

const PoolRoute *pool_route(const Pool *pool, int index)
{
  return &g_array_index(pool->routes, PoolRoute, index);
}

int pool_size(const Pool *pool)
{
  return (int)pool->routes->len;
}

// ---- Routes ---------------------------------------------------------------------------------------------------------

static bool has_fix(const Problem *p, int slot)
{
  for (int f = 0; f < p->fixes; f++) {
    if (p->fix[f].slot == slot)
      return true;
  }
  return false;
}

// Whether all that is promised in the slot is on the route.
static bool keeps_fixes(const Problem *p, int slot, const int *client, int count)
{
  for (int f = 0; f < p->fixes; f++) {
    bool there = p->fix[f].slot != slot;
    for (int k = 0; k < count && !there; k++)
      there = client[k] == p->fix[f].client;
    if (!there)
      return false;
  }
  return true;
}

static bool same_kind(const Problem *p, int s, int t)
{
  const Slot *a = &p->slot[s], *b = &p->slot[t];
  if (has_fix(p, s) || has_fix(p, t))
    return s == t;
  return a->start == b->start && a->end == b->end && a->legs == b->legs && a->clock == b->clock &&
         a->length == b->length && a->max_work == b->max_work && a->max_travel == b->max_travel &&
         a->max_visits == b->max_visits && a->max_load == b->max_load;
}

static void number_kinds(Pool *pool)
{
  for (int s = 0; s < pool->p->slots; s++) {
    pool->kind[s] = -1;
    for (int t = 0; t < s && pool->kind[s] < 0; t++)
      pool->kind[s] = same_kind(pool->p, s, t) ? pool->kind[t] : -1;
    if (pool->kind[s] < 0) {
      pool->kind[s] = pool->kinds++;
      pool->first[pool->kind[s]] = s;
      pool->promised[pool->kind[s]] = has_fix(pool->p, s);
    }
    pool->slots[pool->kind[s]]++;
  }
}

Pool *pool_new(const Problem *p)
{
  Pool *pool = g_new0(Pool, 1);
  pool->p = p;
  pool->routes = g_array_new(FALSE, FALSE, sizeof(PoolRoute));
  pool->lookup =
      g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)(void (*)(void))g_bytes_unref, NULL);
  pool->kind = g_new(int, (gsize)p->slots + 1);
  pool->first = g_new0(int, (gsize)p->slots + 1);
  pool->slots = g_new0(int, (gsize)p->slots + 1);
  pool->promised = g_new0(bool, (gsize)p->slots + 1);
  number_kinds(pool);
  return pool;
}

void pool_free(Pool *pool)
{
  if (!pool)
    return;
  g_array_unref(pool->routes);
  g_hash_table_unref(pool->lookup);
  g_free(pool->kind);
  g_free(pool->first);
  g_free(pool->slots);
  g_free(pool->promised);
  g_free(pool);
}

static Money stop_saving(const Problem *p, const PoolRoute *route, int k)
{
  const Slot *s = &p->slot[route->slot];
  const int before = k > 0 ? route->client[k - 1] : s->start;
  const int after = k + 1 < route->count ? route->client[k + 1] : s->end;
  return problem_leg_cost(p, s, before, route->client[k]) + problem_leg_cost(p, s, route->client[k], after) -
         (route->count > 1 ? problem_leg_cost(p, s, before, after) : 0);
}

// The bound may look away from windows and breaks: its route as it is, in another order, or without its dearest stop.
static bool mend_route(const Problem *p, PoolRoute *route)
{
  for (int tries = 0; tries < 2 && route->count > 0; tries++) {
    if (route_times(p, route->slot, route->client, route->count, NULL) >= 0 ||
        (route->count <= TOUR_EXACT_MAX && tour_solve(p, route->slot, route->client, route->count) >= 0))
      return true;
    int dearest = -1;
    Money most = INT64_MIN;
    for (int k = 0; k < route->count; k++) {
      const Money saved = stop_saving(p, route, k);
      if (!problem_fix(p, route->client[k], route->slot) && saved > most) {
        most = saved;
        dearest = k;
      }
    }
    if (dearest < 0)
      return false;
    memmove(&route->client[dearest], &route->client[dearest + 1],
            sizeof(int) * (size_t)(route->count - dearest - 1));
    route->count--;
  }
  return false;
}

static int by_number(const void *a, const void *b)
{
  const int x = *(const int *)a, y = *(const int *)b;
  return (x > y) - (x < y);
}

// Index of the pool's route of the same kind and clients; -1: none yet, and then *key is to be kept by the table.
static int find_route(const Pool *pool, const PoolRoute *route, GBytes **key)
{
  int number[POOL_STOPS_MAX + 1];
  memcpy(number, route->client, sizeof(int) * (size_t)route->count);
  qsort(number, (size_t)route->count, sizeof(int), by_number);
  number[route->count] = route->kind;
  *key = g_bytes_new(number, sizeof(int) * ((size_t)route->count + 1));
  const int found = GPOINTER_TO_INT(g_hash_table_lookup(pool->lookup, *key)) - 1;
  if (found >= 0)
    g_bytes_unref(*key);
  return found;
}

// Index in the pool; -1: not to be had.
static int add_route(Pool *pool, int slot, const int *client, int count)
{
  if (count < 1 || count > POOL_STOPS_MAX)
    return -1;
  PoolRoute route = {.count = count, .slot = slot, .kind = pool->kind[slot]};
  memcpy(route.client, client, sizeof(int) * (size_t)count);
  if (!mend_route(pool->p, &route))
    return -1;
  route.cost = route_cost(pool->p, slot, route.client, route.count, NULL);
  GBytes *key;
  const int found = find_route(pool, &route, &key);
  if (found < 0) {
    g_array_append_val(pool->routes, route);
    g_hash_table_insert(pool->lookup, key, GINT_TO_POINTER(pool->routes->len));
    return (int)pool->routes->len - 1;
  }
  PoolRoute *old = &g_array_index(pool->routes, PoolRoute, found);
  if (route.cost < old->cost)
    *old = route;
  return found;
}

static bool same_places(const Slot *a, const Slot *b)
{
  return a->start == b->start && a->end == b->end && a->legs == b->legs;
}

bool pool_add(Pool *pool, int slot, const int *client, int count)
{
  const Problem *p = pool->p;
  const bool kept = keeps_fixes(p, slot, client, count);
  int home = kept ? pool->kind[slot] : -1; // there it may be mended; else where there are most slots
  for (int k = 0; k < pool->kinds && !kept; k++) {
    if (same_places(&p->slot[pool->first[k]], &p->slot[slot]) &&
        (home < 0 || pool->slots[k] > pool->slots[home]))
      home = k;
  }
  bool added = false;
  for (int k = 0; k < pool->kinds; k++) {
    const int first = pool->first[k];
    if (same_places(&p->slot[first], &p->slot[slot]) && keeps_fixes(p, first, client, count) &&
        (k == home || route_times(p, first, client, count, NULL) >= 0))
      added = add_route(pool, first, client, count) >= 0 || added;
  }
  return added;
}

int pool_find(const Pool *pool, const Solution *solution, int slot)
{
  const int count = solution->first[slot + 1] - solution->first[slot];
  if (count < 1 || count > POOL_STOPS_MAX)
    return -1;
  PoolRoute route = {.count = count, .slot = slot, .kind = pool->kind[slot]};
  memcpy(route.client, solution->client + solution->first[slot], sizeof(int) * (size_t)count);
  GBytes *key;
  const int found = find_route(pool, &route, &key);
  if (found < 0)
    g_bytes_unref(key);
  return found;
}

void pool_add_solution(Pool *pool, const Solution *solution)
{
  for (int s = 0; s < pool->p->slots; s++)
    add_route(pool, s, solution->client + solution->first[s], solution->first[s + 1] - solution->first[s]);
}

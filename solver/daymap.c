// SPDX-License-Identifier: GPL-3.0-or-later
// A client with one visit adds a cell for each pair of days, one that comes every day always the same; only those
// between are looked at with every exchange. O(days² · (days + such clients)) a descent.
#include "solver/daymap.h"

#include <string.h>

#include "solver/random.h"

enum { STARTS = 8, SEED = 7 };

typedef struct DayMap {
  const Problem *p;
  uint64_t *to, *from; // [n] days of each client
  int *cell;           // [day * days + day of `to`] clients with one visit whom that brings together
  int *several;        // clients with more, but not every day
  int severals, always;
  int *day_to;
} DayMap;

bool daymap_applies(const Problem *p)
{
  int visits = 0, patterns = 0;
  for (int i = 0; i < p->n; i++) {
    visits += p->demand[i].visits;
    patterns += p->demand[i].patterns > 0 ? p->demand[i].visits : 0;
  }
  return p->days <= 64 && 2 * patterns > visits;
}

static uint64_t *days_of(const Problem *p, const Solution *solution)
{
  uint64_t *days = g_new0(uint64_t, (gsize)p->n + 1);
  for (int s = 0; s < p->slots; s++) {
    for (int k = solution->first[s]; k < solution->first[s + 1]; k++)
      days[solution->client[k]] |= UINT64_C(1) << p->slot[s].day;
  }
  return days;
}

static bool may_have(const Demand *demand, uint64_t days)
{
  for (int k = 0; k < demand->patterns; k++) {
    if (demand->pattern[k] == days)
      return true;
  }
  return demand->patterns == 0;
}

static void sort_clients(DayMap *map)
{
  const Problem *p = map->p;
  for (int i = 0; i < p->n; i++) {
    const int count = __builtin_popcountll(map->from[i]);
    if (count == p->days) {
      map->always += __builtin_popcountll(map->to[i]);
    } else if (count > 1) {
      map->several[map->severals++] = i;
    } else if (count == 1) {
      const int day = __builtin_ctzll(map->from[i]);
      for (uint64_t rest = map->to[i]; rest; rest &= rest - 1)
        map->cell[day * p->days + __builtin_ctzll(rest)] += may_have(&p->demand[i], rest & -rest);
    }
  }
}

static int score(const DayMap *map)
{
  const Problem *p = map->p;
  int shared = map->always;
  for (int day = 0; day < p->days; day++)
    shared += map->cell[day * p->days + map->day_to[day]];
  for (int k = 0; k < map->severals; k++) {
    const int i = map->several[k];
    uint64_t days = 0;
    for (uint64_t rest = map->from[i]; rest; rest &= rest - 1)
      days |= UINT64_C(1) << map->day_to[__builtin_ctzll(rest)];
    if ((days & map->to[i]) != 0 && may_have(&p->demand[i], days))
      shared += __builtin_popcountll(days & map->to[i]);
  }
  return shared;
}

static void exchange(int *day_to, int a, int b)
{
  const int day = day_to[a];
  day_to[a] = day_to[b];
  day_to[b] = day;
}

static int descend(DayMap *map)
{
  const int days = map->p->days;
  int best = score(map);
  for (bool better = true; better;) {
    better = false;
    for (int a = 0; a < days; a++) {
      for (int b = a + 1; b < days; b++) {
        exchange(map->day_to, a, b);
        const int shared = score(map);
        better = better || shared > best;
        if (shared > best)
          best = shared;
        else
          exchange(map->day_to, a, b);
      }
    }
  }
  return best;
}

int daymap_find(const Problem *p, const Solution *to, const Solution *from, int *day_to)
{
  g_autofree uint64_t *to_days = days_of(p, to), *from_days = days_of(p, from);
  g_autofree int *cell = g_new0(int, (gsize)(p->days * p->days) + 1), *several = g_new(int, (gsize)p->n + 1),
                 *trial = g_new(int, (gsize)p->days + 1);
  DayMap map = {.p = p, .to = to_days, .from = from_days, .cell = cell, .several = several, .day_to = trial};
  Random random = {SEED};
  int best = -1;
  sort_clients(&map);
  for (int start = 0; start < STARTS; start++) {
    for (int day = 0; day < p->days; day++)
      trial[day] = day;
    for (int day = p->days - 1; day > 0 && start > 0; day--)
      exchange(trial, day, random_below(&random, day + 1));
    const int shared = descend(&map);
    if (shared > best) {
      best = shared;
      memcpy(day_to, trial, sizeof(int) * (size_t)p->days);
    }
  }
  return MAX(best, 0);
}

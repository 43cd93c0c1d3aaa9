// SPDX-License-Identifier: GPL-3.0-or-later
// Leader clustering: a client at random, and whoever is near it and is in no town yet; where that makes too many towns,
// again with a longer reach, and in the end without the rest. O(n^2) a try. Drawn anew for each start, so that no bad
// border is in all of them.
#include "solver/towns.h"

#define REACH_LEAST 0.15 // of the mean way home
#define REACH_MOST 0.35
#define REACH_GROWS 1.4
enum { TRIES = 16 };

uint8_t client_weekdays(const Problem *p, int client)
{
  g_autofree bool *there = g_new0(bool, (gsize)p->days + 1);
  int days[7] = {0}, most = 0;
  for (int s = 0; s < p->slots; s++) {
    const int day = p->slot[s].day;
    if (there[day] || !problem_is_allowed(p, client, s))
      continue;
    there[day] = true;
    days[problem_weekday(p, day)]++;
  }
  for (int w = 0; w < 7; w++)
    most = MAX(most, days[w]);
  const int wanted = MAX(1, MIN(p->demand[client].visits, most));
  uint8_t weekdays = 0;
  for (int w = 0; w < 7; w++)
    weekdays |= (uint8_t)((days[w] >= wanted) << w);
  for (int k = 0; k < p->fixes; k++) {
    if (p->fix[k].client == client)
      weekdays &= (uint8_t)(1U << problem_weekday(p, p->slot[p->fix[k].slot].day));
  }
  return weekdays;
}

typedef struct Survey {
  const Problem *p;
  uint8_t *weekdays; // [n]; 0: in no town
  int *order;        // [n]
  int64_t most_s;
} Survey;

static Money way(const Survey *survey, int a, int b)
{
  const Slot *slot = &survey->p->slot[0];
  return problem_leg_cost(survey->p, slot, a, b) + problem_leg_cost(survey->p, slot, b, a);
}

static int64_t work_of(const Survey *survey, int client)
{
  const Demand *demand = &survey->p->demand[client];
  return (int64_t)demand->visits * demand->service;
}

// False: there are too many, the rest is left out.
static bool found_towns(const Survey *survey, Money reach, Towns *towns)
{
  const int n = survey->p->n;
  towns->count = 0;
  for (int i = 0; i < n; i++)
    towns->of[i] = -1;
  for (int k = 0; k < n; k++) {
    const int centre = survey->order[k];
    if (survey->weekdays[centre] == 0 || towns->of[centre] >= 0)
      continue;
    if (towns->count == TOWNS_MOST)
      return false;
    const int town = towns->count++;
    towns->centre[town] = centre;
    towns->weekdays[town] = survey->weekdays[centre];
    towns->of[centre] = town;
    int64_t work = work_of(survey, centre);
    for (int i = 0; i < n; i++) {
      if (towns->of[i] >= 0 || survey->weekdays[i] != survey->weekdays[centre] ||
          way(survey, centre, i) > reach || work + work_of(survey, i) > survey->most_s)
        continue;
      towns->of[i] = town;
      work += work_of(survey, i);
    }
  }
  return true;
}

Towns *towns_new(const Problem *p, int64_t most_s, Random *random)
{
  Towns *towns = g_new0(Towns, 1);
  towns->of = g_new(int, (gsize)p->n + 1);
  g_autofree uint8_t *weekdays = g_new0(uint8_t, (gsize)p->n + 1);
  g_autofree int *order = g_new(int, (gsize)p->n + 1);
  Survey survey = {p, weekdays, order, most_s};
  Money home = 0;
  int clients = 0;
  for (int i = 0; i < p->n; i++) {
    const int at = random_below(random, i + 1);
    order[i] = order[at];
    order[at] = i;
    weekdays[i] = demand_keeps_weekday(&p->demand[i]) ? client_weekdays(p, i) : 0;
    if (weekdays[i] == 0)
      continue;
    home += way(&survey, p->slot[0].start, i);
    clients++;
  }
  double reach =
      (REACH_LEAST + (REACH_MOST - REACH_LEAST) * random_unit(random)) * (double)home / MAX(1, clients);
  for (int tries = 0; !found_towns(&survey, (Money)reach, towns) && tries < TRIES; tries++) {
    reach = reach * REACH_GROWS + 1;
    survey.most_s += survey.most_s / 8;
  }
  return towns;
}

void towns_free(Towns *towns)
{
  if (!towns)
    return;
  g_free(towns->of);
  g_free(towns);
}

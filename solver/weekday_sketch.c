// SPDX-License-Identifier: GPL-3.0-or-later
// Cheapest insertion into the weeks of a cycle. O(clients * stops of the cycle).
#include "solver/weekday_sketch.h"

#include <math.h>
#include <string.h>

int sketch_weeks(int visits, int days)
{
  const int weeks = MIN(days, SKETCH_WEEKS);
  const double often = days > 0 ? (double)visits * weeks / days : 0;
  if (weeks < SKETCH_WEEKS)
    return often > 1.5 ? weeks : 1;
  return often > 2.8 ? 4 : often > 1.4 ? 2 : 1;
}

typedef struct Place {
  double cost; // Money
  int64_t travel_s;
  int at;
} Place;

static Place find_place(const Sketch *sketch, int week, int client)
{
  const Problem *p = sketch->p;
  const Slot *slot = &p->slot[sketch->slot];
  Place best = {HUGE_VAL, 0, 0};
  int before = slot->start;
  for (int k = 0; k <= sketch->count[week]; k++) {
    const bool alone = sketch->count[week] == 0;
    const int next = k < sketch->count[week] ? sketch->stop[week][k] : slot->end;
    const Money cost = problem_leg_cost(p, slot, before, client) + problem_leg_cost(p, slot, client, next) -
                       (alone ? 0 : problem_leg_cost(p, slot, before, next));
    if ((double)cost < best.cost) {
      best.cost = (double)cost;
      best.travel_s = (int64_t)problem_travel(p, slot, before, client) +
                      problem_travel(p, slot, client, next) -
                      (alone ? 0 : problem_travel(p, slot, before, next));
      best.at = k;
    }
    before = next;
  }
  const int64_t work = sketch->work_s[week], longer = work + best.travel_s + p->demand[client].service;
  best.cost += sketch->over_cost * (double)(MAX(longer, sketch->room_s) - MAX(work, sketch->room_s));
  return best;
}

static void put(Sketch *sketch, int week, int client, const Place *place)
{
  int *stop = sketch->stop[week];
  if (sketch->count[week] == SKETCH_STOPS)
    return;
  memmove(stop + place->at + 1, stop + place->at, sizeof(int) * (size_t)(sketch->count[week] - place->at));
  stop[place->at] = client;
  sketch->count[week]++;
  sketch->work_s[week] += place->travel_s + sketch->p->demand[client].service;
}

double sketch_cost(Sketch *sketch, const SketchClient *client, int clients)
{
  Place place[SKETCH_WEEKS];
  double sum = 0;
  for (int w = 0; w < sketch->weeks; w++)
    sketch->count[w] = 0, sketch->work_s[w] = 0;
  for (int k = 0; k < clients; k++) {
    const int step = MAX(1, sketch->weeks / client[k].weeks);
    double cost[SKETCH_WEEKS] = {0};
    int best = 0;
    for (int w = 0; w < sketch->weeks; w++) {
      place[w] = find_place(sketch, w, client[k].client);
      cost[w % step] += place[w].cost;
    }
    for (int w = 1; w < step; w++)
      best = cost[w] < cost[best] ? w : best;
    for (int w = best; w < sketch->weeks; w += step)
      put(sketch, w, client[k].client, &place[w]);
    sum += cost[best];
  }
  return sum * sketch->times;
}

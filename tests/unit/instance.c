// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/instance.h"

#include <math.h>

enum { TOWNS_MIN = 5, TOWNS_MAX = 16, ROWS = 2 }; // clock rows: whole days and half days
enum { MORNING_S = 5 * HOUR_S, DAY_LENGTH_S = 8 * HOUR_S + 30 * MINUTE_S, HALF_DAY_S = 5 * HOUR_S };

typedef struct Maker {
  const InstanceSpec *spec;
  GRand *rand;
  int reps, days;
  double *x, *y; // km, [nodes]
} Maker;

// A point near a town, or anywhere.
static void place_clients(Maker *maker)
{
  double town_x[TOWNS_MAX], town_y[TOWNS_MAX], weight[TOWNS_MAX], total = 0;
  const int towns = g_rand_int_range(maker->rand, TOWNS_MIN, TOWNS_MAX + 1);
  for (int t = 0; t < towns; t++) {
    const double angle = g_rand_double_range(maker->rand, 0, 2 * G_PI);
    const double radius = 35 * sqrt(g_rand_double(maker->rand));
    town_x[t] = radius * cos(angle);
    town_y[t] = radius * sin(angle);
    total += weight[t] = g_rand_double_range(maker->rand, 0.3, 2);
  }
  for (int i = 0; i < maker->spec->clients; i++) {
    double pick = g_rand_double(maker->rand) * total / 0.85;
    int t = 0;
    while (t < towns && pick >= weight[t])
      pick -= weight[t++];
    const double spread = t < towns ? 2.5 : 35, angle = g_rand_double_range(maker->rand, 0, 2 * G_PI);
    const double radius = spread * sqrt(g_rand_double(maker->rand));
    maker->x[i] = (t < towns ? town_x[t] : 0) + radius * cos(angle);
    maker->y[i] = (t < towns ? town_y[t] : 0) + radius * sin(angle);
  }
  for (int r = 0; r < maker->reps; r++) {
    maker->x[maker->spec->clients + r] = g_rand_double_range(maker->rand, -6, 6);
    maker->y[maker->spec->clients + r] = g_rand_double_range(maker->rand, -6, 6);
  }
}

// 40 km/h on roads 1.3 times as long; an hour costs one unit of money.
static void set_legs(const Maker *maker, Problem *p)
{
  int32_t *travel = (int32_t *)(uintptr_t)p->legs[0].travel;
  Money *cost = (Money *)(uintptr_t)p->legs[0].cost;
  for (int a = 0; a < p->nodes; a++) {
    for (int b = 0; b < p->nodes; b++) {
      const double km = 1.3 * hypot(maker->x[a] - maker->x[b], maker->y[a] - maker->y[b]);
      const int32_t s = (int32_t)ceil(km / 40 * HOUR_S);
      travel[a * p->nodes + b] = s;
      cost[a * p->nodes + b] = (s * MONEY_ONE + HOUR_S / 2) / HOUR_S;
    }
  }
}

// Visits in the quarter: 13, 6, 3 or 1, rarer where a rep has more clients, scaled to shorter horizons.
static int draw_visits(Maker *maker, double full)
{
  static const double often[4] = {0.12, 0.28, 0.35, 0.25}, seldom[4] = {0.01, 0.07, 0.30, 0.62};
  static const int times[4] = {13, 6, 3, 1};
  const double blend = CLAMP((full - 1.95) / (4.54 - 1.95), 0, 1);
  double pick = g_rand_double(maker->rand);
  int k = 0;
  while (k < 3 && pick >= often[k] * blend + seldom[k] * (1 - blend)) {
    pick -= often[k] * blend + seldom[k] * (1 - blend);
    k++;
  }
  return MAX(1, (int)(times[k] * maker->days / 91.0 + 0.5));
}

static void set_demands(Maker *maker, Problem *p)
{
  static const int minutes[3] = {30, 45, 60};
  const InstanceSpec *spec = maker->spec;
  const double full = (spec->load > 0 ? spec->load : 1.0) * 500.0 * maker->reps / MAX(1, spec->clients);
  for (int i = 0; i < p->n; i++) {
    Demand *demand = &p->demand[i];
    demand->visits = draw_visits(maker, full);
    const double pick = g_rand_double(maker->rand);
    demand->service = MINUTE_S * minutes[pick < 0.5 ? 0 : pick < 0.85 ? 1 : 2];
    demand->load = 1;
    demand->miss_cost = 20 * MONEY_ONE;
    const double wanted = (double)maker->days / demand->visits;
    demand->soft_min = (int)floor(0.6 * wanted);
    demand->soft_max = (int)ceil(1.4 * wanted);
    demand->gap_min = spec->hard_gaps ? MAX(1, demand->soft_min) : 1;
    demand->gap_max = spec->hard_gaps ? demand->soft_max : 0;
    demand->gap_cost = MONEY_ONE / 4;
    demand->same_weekday = spec->weekday;
    demand->weekday_cost = MONEY_ONE / 20;
    if (spec->previous)
      demand->previous = -g_rand_int_range(maker->rand, 1, MAX(2, (int)wanted));
  }
}

static void add_span(Starts *starts, int32_t from, int32_t to)
{
  if (from <= to)
    starts->span[starts->count++] = (Window){from, to};
}

// Hours of a client cut with the segments of the day: visits lie wholly inside both.
static void set_starts(Maker *maker, Problem *p)
{
  const InstanceSpec *spec = maker->spec;
  for (int i = 0; i < p->n; i++) {
    const int32_t service = p->demand[i].service;
    Window open[2] = {{0, DAY_LENGTH_S}};
    int opens = 1;
    const double pick = spec->windows ? g_rand_double(maker->rand) : 1;
    if (pick < 0.15) {
      open[0].to = MORNING_S; // mornings only
    } else if (pick < 0.3) {
      open[0].from = 3 * HOUR_S;
    } else if (pick < 0.5) {
      open[0].to = 4 * HOUR_S;
      open[opens++] = (Window){6 * HOUR_S, DAY_LENGTH_S};
    }
    for (int row = 0; row < ROWS; row++) {
      Starts *starts = &p->starts[row * p->n + i];
      const int32_t length = row == 0 ? DAY_LENGTH_S : HALF_DAY_S;
      for (int k = 0; k < opens; k++) {
        const int32_t from = open[k].from, to = MIN(open[k].to, length);
        if (spec->split && from < MORNING_S && to > MORNING_S) {
          add_span(starts, from, MORNING_S - service);
          add_span(starts, MORNING_S, to - service);
        } else {
          add_span(starts, from, to - service);
        }
      }
    }
  }
}

static void set_slots(Maker *maker, Problem *p)
{
  int s = 0;
  for (int r = 0; r < maker->reps; r++) {
    for (int day = 0; day < maker->days; day++) {
      if (day % 7 >= 5)
        continue;
      const bool half = maker->spec->half_days && day % 23 == 11;
      const bool closed = maker->spec->half_days && day % 41 == 21;
      Slot *slot = &p->slot[s++];
      *slot = (Slot){.rep = r, .day = day, .start = p->n + r, .end = p->n + r, .clock = half};
      slot->length = closed ? 0 : half ? HALF_DAY_S : DAY_LENGTH_S;
      slot->max_work = slot->length;
      slot->max_travel = maker->spec->limits ? 3 * HOUR_S : INT32_MAX;
      slot->max_visits = maker->spec->limits ? 9 : INT_MAX;
      slot->max_load = INT64_MAX;
      for (int i = 0; i < p->n; i++)
        p->allowed[i * p->words + (s - 1) / 64] |= UINT64_C(1) << ((s - 1) % 64);
    }
  }
  g_assert(s == p->slots);
}

static int by_client_slot(const void *a, const void *b)
{
  const Fix *x = a, *y = b;
  return x->client != y->client ? x->client - y->client : x->slot - y->slot;
}

// At most one appointment a client and a slot, so that each can be kept.
static void set_fixes(Maker *maker, Problem *p)
{
  int *client = g_new(int, (gsize)p->n), *slot = g_new(int, (gsize)p->slots);
  for (int i = 0; i < p->n; i++)
    client[i] = i;
  for (int s = 0; s < p->slots; s++)
    slot[s] = s;
  for (int k = 0; k < p->fixes; k++) {
    int pick = g_rand_int_range(maker->rand, k, p->n), other = client[pick];
    client[pick] = client[k];
    client[k] = other;
    do {
      pick = g_rand_int_range(maker->rand, k, p->slots);
    } while (p->slot[slot[pick]].length < HALF_DAY_S);
    other = slot[pick];
    slot[pick] = slot[k];
    slot[k] = other;
    const int32_t time = 95 * MINUTE_S + MINUTE_S * 15 * g_rand_int_range(maker->rand, 0, 3);
    p->fix[k] = (Fix){.client = client[k], .slot = other, .service = p->demand[client[k]].service};
    p->fix[k].starts = (Starts){.count = 1, .span = {{time, time}}};
  }
  qsort(p->fix, (size_t)p->fixes, sizeof(Fix), by_client_slot);
  g_free(client);
  g_free(slot);
}

Problem *instance_new(const InstanceSpec *spec)
{
  Maker maker = {.spec = spec, .reps = MAX(1, spec->reps), .days = 7 * (spec->weeks ? spec->weeks : 13)};
  const int slots = maker.reps * maker.days / 7 * 5, nodes = spec->clients + maker.reps;
  maker.rand = g_rand_new_with_seed((guint32)(spec->seed * 2654435761u + (uint64_t)spec->clients));
  maker.x = g_new(double, (gsize)nodes);
  maker.y = g_new(double, (gsize)nodes);
  Problem *p = problem_new(spec->clients, nodes, slots, maker.days, maker.reps, ROWS, 1,
                           MIN(spec->fixes, MIN(spec->clients, slots / 2)));
  place_clients(&maker);
  set_legs(&maker, p);
  set_demands(&maker, p);
  set_starts(&maker, p);
  set_slots(&maker, p);
  set_fixes(&maker, p);
  g_rand_free(maker.rand);
  g_free(maker.x);
  g_free(maker.y);
  return p;
}

void instance_gather(Problem *p, int32_t way_s)
{
  int32_t *travel = (int32_t *)(uintptr_t)p->legs[0].travel;
  Money *cost = (Money *)(uintptr_t)p->legs[0].cost;
  for (int a = 0; a < p->nodes; a++) {
    for (int b = 0; b < p->nodes; b++) {
      travel[a * p->nodes + b] = (a < p->n) != (b < p->n) ? way_s : 0;
      cost[a * p->nodes + b] = travel[a * p->nodes + b] * MONEY_ONE / HOUR_S;
    }
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Legs are computed when asked for: a rep's own places make a matrix of some hundred rows in the solver, while all
// pairs of a national territory would fill gigabytes. A given matrix is kept as a hash from pair to leg.
#include "model/travel.h"

#include <math.h>

#define EARTH_RADIUS_M 6371008.8

struct Travel {
  const Territory *territory;
  GHashTable *matrix; // (from * places + to) -> MatrixLeg *, NULL for haversine
  int64_t places;
  Money *dearest; // per rep: the dearest round trip to a client he serves
};

int place_start(const Territory *territory, int rep)
{
  return (int)territory->clients->len + rep;
}

int place_end(const Territory *territory, int rep)
{
  return (int)(territory->clients->len + territory->reps->len) + rep;
}

double great_circle_m(double lat1, double lon1, double lat2, double lon2)
{
  const double radians = G_PI / 180;
  double dlat = sin((lat2 - lat1) * radians / 2), dlon = sin((lon2 - lon1) * radians / 2);
  double h = dlat * dlat + cos(lat1 * radians) * cos(lat2 * radians) * dlon * dlon;
  return 2 * EARTH_RADIUS_M * asin(sqrt(fmin(1, h)));
}

static void place_point(const Territory *territory, int place, double *lat, double *lon)
{
  int clients = (int)territory->clients->len, reps = (int)territory->reps->len;
  if (place < clients) {
    *lat = territory_client(territory, place)->lat;
    *lon = territory_client(territory, place)->lon;
  } else if (place < clients + reps) {
    *lat = territory_rep(territory, place - clients)->lat;
    *lon = territory_rep(territory, place - clients)->lon;
  } else {
    *lat = territory_rep(territory, place - clients - reps)->end_lat;
    *lon = territory_rep(territory, place - clients - reps)->end_lon;
  }
}

// Starts and ends of one rep are the same place unless its file says otherwise, and a matrix names only the rep.
static int64_t matrix_key(const Travel *travel, int from, int to)
{
  int clients = (int)travel->territory->clients->len, reps = (int)travel->territory->reps->len;
  if (from >= clients + reps)
    from -= reps;
  if (to >= clients + reps)
    to -= reps;
  return from * travel->places + to;
}

static Leg leg_of(const Travel *travel, int rep, int from, int to)
{
  double lat1, lon1, lat2, lon2;
  const Territory *territory = travel->territory;
  if (travel->matrix) {
    int64_t key = matrix_key(travel, from, to);
    if (key / travel->places == key % travel->places)
      return (Leg){0, 0};
    const MatrixLeg *leg = g_hash_table_lookup(travel->matrix, &key);
    g_assert(leg);
    return (Leg){leg->travel_s, leg->travel_m};
  }
  place_point(territory, from, &lat1, &lon1);
  place_point(territory, to, &lat2, &lon2);
  double metres = great_circle_m(lat1, lon1, lat2, lon2) * territory->settings.road_factor;
  double seconds = metres * 3.6 / territory_rep(territory, rep)->speed_kmh;
  return (Leg){(int32_t)ceil(seconds), (int32_t)lround(metres)};
}

Leg travel_leg(const Travel *travel, int rep, int from, int to)
{
  return from == to ? (Leg){0, 0} : leg_of(travel, rep, from, to);
}

Money travel_cost(const Territory *territory, int rep, Leg leg)
{
  const Rep *r = territory_rep(territory, rep);
  return (Money)llround((double)leg.travel_s * (double)r->cost_hour / HOUR_S +
                        (double)leg.travel_m * (double)r->cost_km / 1000);
}

static GHashTable *matrix_index(const Territory *territory, int64_t places)
{
  GHashTable *index = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < territory->matrix->len; i++) {
    MatrixLeg *leg = &g_array_index(territory->matrix, MatrixLeg, i);
    int64_t *key = g_new(int64_t, 1);
    *key = leg->from * places + leg->to;
    g_hash_table_replace(index, key, leg);
  }
  return index;
}

static void find_dearest(Travel *travel)
{
  const Territory *territory = travel->territory;
  travel->dearest = g_new0(Money, territory->reps->len);
  for (int rep = 0; rep < (int)territory->reps->len; rep++)
    travel->dearest[rep] = MONEY_ONE;
  for (int client = 0; client < (int)territory->clients->len; client++) {
    const Client *c = territory_client(territory, client);
    int from = c->rep >= 0 ? c->rep : 0, to = c->rep >= 0 ? c->rep + 1 : (int)territory->reps->len;
    for (int rep = from; rep < to; rep++) {
      if (!rep_serves(territory, rep, client))
        continue;
      const Rep *r = territory_rep(territory, rep);
      Money trip = travel_cost(territory, rep, travel_leg(travel, rep, place_start(territory, rep), client)) +
                   travel_cost(territory, rep, travel_leg(travel, rep, client, place_end(territory, rep))) +
                   (r->nights > 0 ? r->cost_night : 0);
      travel->dearest[rep] = MAX(travel->dearest[rep], trip);
    }
  }
}

Travel *travel_new(const Territory *territory)
{
  Travel *travel = g_new0(Travel, 1);
  travel->territory = territory;
  travel->places = (int64_t)territory->clients->len + 2 * (int64_t)territory->reps->len;
  if (territory->settings.travel == TRAVEL_MATRIX)
    travel->matrix = matrix_index(territory, travel->places);
  find_dearest(travel);
  return travel;
}

void travel_free(Travel *travel)
{
  if (!travel)
    return;
  g_clear_pointer(&travel->matrix, g_hash_table_unref);
  g_free(travel->dearest);
  g_free(travel);
}

const Territory *travel_territory(const Travel *travel)
{
  return travel->territory;
}

Money client_miss_cost(const Travel *travel, int client, int visits)
{
  const Territory *territory = travel->territory;
  const Client *c = territory_client(territory, client);
  Money floor = MONEY_ONE;
  if (c->rep >= 0)
    floor = travel->dearest[c->rep];
  for (int rep = 0; c->rep < 0 && rep < (int)territory->reps->len; rep++) {
    if (rep_serves(territory, rep, client))
      floor = MAX(floor, travel->dearest[rep]);
  }
  return client_visit_value(territory, c, visits) + floor;
}

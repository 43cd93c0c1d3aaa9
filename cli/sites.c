// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/sites.h"

#include <math.h>

#include "cli/command.h"
#include "io/geo.h"

enum { MOST = 300 };
static const double NEAR_M = 25000;

typedef struct Candidate {
  int town;      // -1: the client's own place
  int client;    // the nearest one to the town, or the one
  double way_m;  // of that client
  double weight; // visits that are nearest to it
} Candidate;

static int nearest_town(const Map *map, const Client *client, double *way_m)
{
  int best = -1;
  *way_m = INFINITY;
  for (guint t = 0; t < map->towns->len; t++) {
    const MapTown *town = &g_array_index(map->towns, MapTown, t);
    if (fabs(town->lat - client->lat) > 1)
      continue;
    const double way = great_circle_m(town->lat, town->lon, client->lat, client->lon);
    if (way < *way_m) {
      *way_m = way;
      best = (int)t;
    }
  }
  return *way_m <= NEAR_M ? best : -1;
}

static gint by_weight(gconstpointer left, gconstpointer right)
{
  const Candidate *a = left, *b = right;
  return a->weight != b->weight ? (a->weight > b->weight ? -1 : 1) : a->client - b->client;
}

static GArray *collect(const Territory *territory, const Map *map)
{
  GArray *candidates = g_array_new(FALSE, FALSE, sizeof(Candidate));
  g_autofree int *of_town = g_new0(int, map->towns->len + 1); // candidate + 1
  for (int i = 0; i < (int)territory->clients->len; i++) {
    double way_m;
    const int town = nearest_town(map, territory_client(territory, i), &way_m),
              visits = align_visits(territory, i);
    if (town >= 0 && of_town[town] > 0) {
      Candidate *there = &g_array_index(candidates, Candidate, of_town[town] - 1);
      there->weight += visits;
      if (way_m < there->way_m) {
        there->way_m = way_m;
        there->client = i;
      }
      continue;
    }
    const Candidate one = {town, i, way_m, visits};
    g_array_append_val(candidates, one);
    if (town >= 0)
      of_town[town] = (int)candidates->len;
  }
  g_array_sort(candidates, by_weight);
  g_array_set_size(candidates, MIN(candidates->len, MOST));
  return candidates;
}

Sites *sites_new(const Territory *territory, GError **error)
{
  g_autofree char *datasets = datasets_folder(), *geo = g_build_filename(datasets, "geo", NULL);
  g_autoptr(Map) map = geo_read(geo, territory->settings.country ? territory->settings.country : "", error);
  if (!map)
    return NULL;
  g_autoptr(GArray) candidates = collect(territory, map);
  Sites *sites = g_new0(Sites, 1);
  sites->list = g_array_new(FALSE, FALSE, sizeof(AlignSite));
  sites->names = g_ptr_array_new_with_free_func(g_free);
  for (guint k = 0; k < candidates->len; k++) {
    const Candidate *c = &g_array_index(candidates, Candidate, k);
    const Client *client = territory_client(territory, c->client);
    const MapTown *town = c->town < 0 ? NULL : &g_array_index(map->towns, MapTown, c->town);
    char *name = g_strdup(town ? town->name : client->name);
    g_ptr_array_add(sites->names, name);
    AlignSite site = {name, client->lat, client->lon, c->client};
    if (town && territory->settings.travel != TRAVEL_MATRIX) {
      site.lat = town->lat;
      site.lon = town->lon;
    }
    g_array_append_val(sites->list, site);
  }
  return sites;
}

void sites_free(Sites *sites)
{
  if (!sites)
    return;
  g_array_unref(sites->list);
  g_ptr_array_unref(sites->names);
  g_free(sites);
}

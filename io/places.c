// SPDX-License-Identifier: GPL-3.0-or-later
// Are clients where their reps can be? A place more than 500 km from its rep is hardly meant. Before each client is
// blamed, the rep is asked: one rep whose coordinates are exchanged would make all of his clients look wrong.
#include <math.h>
#include <stdlib.h>

#include "io/reader.h"
#include "model/travel.h"
#include "model/words.h"

#define FAR_M 500e3
#define FAR_LATITUDE 4.6 // degrees of latitude that are more than FAR_M

static bool is_given(double lat, double lon)
{
  return lat != 0 || lon != 0;
}

static bool is_far(double lat1, double lon1, double lat2, double lon2)
{
  return fabs(lat1 - lat2) > FAR_LATITUDE || great_circle_m(lat1, lon1, lat2, lon2) > FAR_M;
}

static int compare_doubles(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(GArray *numbers)
{
  g_array_sort(numbers, compare_doubles);
  return g_array_index(numbers, double, numbers->len / 2);
}

// The middle of a rep's clients; false when he has none with a place.
static bool middle_of(const Territory *territory, const GArray *clients, double *lat, double *lon)
{
  g_autoptr(GArray) lats = g_array_new(FALSE, FALSE, sizeof(double));
  g_autoptr(GArray) lons = g_array_new(FALSE, FALSE, sizeof(double));
  for (guint i = 0; i < clients->len; i++) {
    const Client *client = territory_client(territory, g_array_index(clients, int, i));
    if (!is_given(client->lat, client->lon))
      continue;
    g_array_append_val(lats, client->lat);
    g_array_append_val(lons, client->lon);
  }
  if (lats->len == 0)
    return false;
  *lat = median(lats);
  *lon = median(lons);
  return true;
}

static void complain_of_client(Reader *reader, const Client *client, const Rep *rep)
{
  if (!is_far(client->lon, client->lat, rep->lat, rep->lon)) {
    findings_add(
        reader->findings, FINDING_ERROR, "clients.csv", client->line, "lat",
        _("latitude and longitude of client '%s' look exchanged (then it would be near its rep); exchange "
          "them"),
        client->id);
    return;
  }
  double km = great_circle_m(client->lat, client->lon, rep->lat, rep->lon) / 1000;
  findings_add(reader->findings, FINDING_ERROR, "clients.csv", client->line, "lat",
               _("client '%s' is %.0f km from rep '%s', more than 500 km; correct its place or its rep"),
               client->id, km, rep->id);
}

static void check_rep(Reader *reader, const Rep *rep, const GArray *clients)
{
  const Territory *territory = reader->territory;
  double lat, lon;
  if (!is_given(rep->lat, rep->lon) || !middle_of(territory, clients, &lat, &lon))
    return;
  if (clients->len > 2 && is_far(rep->lat, rep->lon, lat, lon) && !is_far(rep->lon, rep->lat, lat, lon)) {
    findings_add(reader->findings, FINDING_ERROR, "reps.csv", rep->line, "lat",
                 _("latitude and longitude of rep '%s' look exchanged (then the clients would be near); "
                   "exchange them"),
                 rep->id);
    return;
  }
  for (guint i = 0; i < clients->len; i++) {
    const Client *client = territory_client(territory, g_array_index(clients, int, i));
    if (is_given(client->lat, client->lon) && is_far(client->lat, client->lon, rep->lat, rep->lon))
      complain_of_client(reader, client, rep);
  }
}

// A client whose rep is open: some rep who may serve it must be near.
static void check_open_client(Reader *reader, const Client *client)
{
  const Territory *territory = reader->territory;
  const Rep *nearest = NULL;
  double least = INFINITY;
  for (int i = 0; i < (int)territory->reps->len; i++) {
    const Rep *rep = territory_rep(territory, i);
    if (!is_given(rep->lat, rep->lon) || (client->team >= 0 && rep->team != client->team))
      continue;
    if (!is_far(client->lat, client->lon, rep->lat, rep->lon))
      return;
    double metres = great_circle_m(client->lat, client->lon, rep->lat, rep->lon);
    if (metres < least) {
      least = metres;
      nearest = rep;
    }
  }
  for (int i = 0; nearest && i < (int)territory->reps->len; i++) { // the nearest if exchanged, too
    const Rep *rep = territory_rep(territory, i);
    if (is_given(rep->lat, rep->lon) && !is_far(client->lon, client->lat, rep->lat, rep->lon))
      nearest = rep;
  }
  if (nearest)
    complain_of_client(reader, client, nearest);
}

void check_places(Reader *reader)
{
  const Territory *territory = reader->territory;
  guint reps = territory->reps->len;
  GArray **clients = g_new(GArray *, reps + 1);
  for (guint rep = 0; rep < reps; rep++)
    clients[rep] = g_array_new(FALSE, FALSE, sizeof(int));
  for (int i = 0; i < (int)territory->clients->len; i++) {
    const Client *client = territory_client(territory, i);
    if (client->rep >= 0)
      g_array_append_val(clients[client->rep], i);
    else if (is_given(client->lat, client->lon))
      check_open_client(reader, client);
  }
  for (guint rep = 0; rep < reps; rep++) {
    check_rep(reader, territory_rep(territory, (int)rep), clients[rep]);
    g_array_unref(clients[rep]);
  }
  g_free(clients);
}

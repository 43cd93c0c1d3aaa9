// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/share_out.h"

// Seconds of the shortest drive from the rep's start or one of his clients.
static int32_t nearest_s(const Territory *territory, const Travel *travel, int rep, int client)
{
  int32_t least = travel_leg(travel, rep, place_start(territory, rep), client).travel_s;
  for (int other = 0; other < (int)territory->clients->len; other++) {
    if (territory_client(territory, other)->rep == rep)
      least = MIN(least, travel_leg(travel, rep, other, client).travel_s);
  }
  return least;
}

void share_out(const Territory *territory, const Travel *travel, const int *clients, int count,
               const bool *may)
{
  g_autofree int *chosen = g_new(int, (gsize)count + 1);
  for (int k = 0; k < count; k++) {
    int32_t least = G_MAXINT32;
    chosen[k] = -1;
    for (int rep = 0; rep < (int)territory->reps->len; rep++) {
      const int32_t drive = may[rep] ? nearest_s(territory, travel, rep, clients[k]) : G_MAXINT32;
      if (drive < least) {
        least = drive;
        chosen[k] = rep;
      }
    }
  }
  for (int k = 0; k < count; k++)
    territory_client(territory, clients[k])->rep = chosen[k];
}

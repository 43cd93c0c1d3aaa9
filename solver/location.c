// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/location.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#include "solver/random.h"

enum { STARTS = 8, TURNS = 30, PRICINGS = 200 };

static double cost_at(const Location *l, int client, int site)
{
  return l->cost[(size_t)client * (size_t)l->sites + (size_t)site];
}

// Each client with its cheapest home; the sum.
static double allocate(Location *l)
{
  double sum = 0;
  for (int i = 0; i < l->clients; i++) {
    l->near[i] = 0;
    for (int k = 1; k < l->homes; k++) {
      if (cost_at(l, i, l->home[k]) < cost_at(l, i, l->home[l->near[i]]))
        l->near[i] = k;
    }
    sum += cost_at(l, i, l->home[l->near[i]]);
  }
  return sum;
}

static bool is_home(const Location *l, int site)
{
  for (int k = 0; k < l->homes; k++) {
    if (l->home[k] == site)
      return true;
  }
  return false;
}

bool location_move(Location *l, const int *owner)
{
  bool moved = false;
  const size_t sites = (size_t)l->sites;
  g_autofree double *sum = g_new0(double, (size_t)l->homes *sites + 1);
  for (int i = 0; i < l->clients; i++) {
    for (int s = 0; s < l->sites; s++)
      sum[(size_t)owner[i] * sites + (size_t)s] += cost_at(l, i, s);
  }
  for (int k = 0; k < l->homes; k++) {
    int best = l->home[k];
    for (int s = 0; s < l->sites; s++) {
      if (sum[(size_t)k * sites + (size_t)s] < sum[(size_t)k * sites + (size_t)best] && !is_home(l, s))
        best = s;
    }
    moved = moved || best != l->home[k];
    l->home[k] = best;
  }
  return moved;
}

// Homes drawn far apart: each next one with the chance of what it saves (k-means++, Arthur and Vassilvitskii 2007).
static void draw_homes(Location *l, Random *random)
{
  const int homes = l->homes;
  l->home[0] = random_below(random, l->sites);
  for (l->homes = 1; l->homes < homes; l->homes++) {
    allocate(l);
    double whole = 0;
    g_autofree double *gain = g_new0(double, l->sites + 1);
    for (int s = 0; s < l->sites; s++) {
      for (int i = 0; i < l->clients; i++)
        gain[s] += fmax(0, cost_at(l, i, l->home[l->near[i]]) - cost_at(l, i, s));
      gain[s] = is_home(l, s) ? 0 : gain[s];
      whole += gain[s];
    }
    double at = random_unit(random) * whole;
    int drawn = -1;
    for (int s = 0; s < l->sites && at >= 0; s++) {
      drawn = is_home(l, s) ? drawn : s;
      at -= gain[s];
    }
    l->home[l->homes] = drawn;
  }
}

// What an exchange of home k for site s adds, for all k at once (R. Whitaker, INFOR 21, 1983): clients that s is nearer to
// than their home go there whichever goes; those of k go to s or to their second home.
static double best_exchange(const Location *l, const double *second, int *home, int *site)
{
  double least = 0;
  g_autofree double *loss = g_new(double, l->homes + 1);
  for (int s = 0; s < l->sites; s++) {
    double gain = 0;
    memset(loss, 0, sizeof(double) * (size_t)l->homes);
    for (int i = 0; i < l->clients && !is_home(l, s); i++) {
      const double now = cost_at(l, i, l->home[l->near[i]]), there = cost_at(l, i, s);
      if (there < now)
        gain += there - now;
      else
        loss[l->near[i]] += fmin(there, second[i]) - now;
    }
    for (int k = 0; k < l->homes && !is_home(l, s); k++) {
      if (gain + loss[k] < least) {
        least = gain + loss[k];
        *home = k;
        *site = s;
      }
    }
  }
  return least;
}

// Exchanges one home for a site that is none as long as that helps.
static double exchange(Location *l, double cost)
{
  g_autofree double *second = g_new(double, l->clients + 1);
  for (;;) {
    int home = -1, site = -1;
    for (int i = 0; i < l->clients; i++) {
      second[i] = INFINITY;
      for (int k = 0; k < l->homes; k++)
        second[i] = k == l->near[i] ? second[i] : fmin(second[i], cost_at(l, i, l->home[k]));
    }
    if (best_exchange(l, second, &home, &site) > -1e-7 * fabs(cost) || home < 0)
      return cost;
    l->home[home] = site;
    cost = allocate(l);
  }
}

// Each client's price is moved towards having one home, the cheapest homes at these prices taken.
double location_bound(const Location *l, double found)
{
  g_autofree double *price = g_new(double, l->clients + 1), *worth = g_new(double, l->sites + 1),
                    *sorted = g_new(double, l->sites + 1);
  g_autofree int *times = g_new(int, l->clients + 1);
  double bound = 0, pace = 1;
  for (int i = 0; i < l->clients; i++)
    price[i] = cost_at(l, i, l->home[l->near[i]]);
  for (int round = 0; round < PRICINGS; round++) {
    double value = 0;
    for (int s = 0; s < l->sites; s++) {
      worth[s] = 0;
      for (int i = 0; i < l->clients; i++)
        worth[s] += fmin(0, cost_at(l, i, s) - price[i]);
      sorted[s] = worth[s];
    }
    for (int i = 0; i < l->clients; i++) {
      value += price[i];
      times[i] = 0;
    }
    for (int k = 0; k < l->homes; k++) { // the cheapest ones, the first of equals
      int best = 0;
      for (int s = 1; s < l->sites; s++)
        best = sorted[s] < sorted[best] ? s : best;
      value += worth[best];
      sorted[best] = INFINITY;
      for (int i = 0; i < l->clients; i++)
        times[i] += cost_at(l, i, best) < price[i];
    }
    pace *= value > bound ? 1 : 0.95;
    bound = fmax(bound, value);
    double off = 0;
    for (int i = 0; i < l->clients; i++)
      off += (1 - times[i]) * (1 - times[i]);
    if (off <= 0)
      break;
    const double step = pace * fmax(found - value, 1e-3 * fabs(found)) / off;
    for (int i = 0; i < l->clients; i++)
      price[i] = fmax(0, price[i] + step * (1 - times[i]));
  }
  return bound;
}

double location_search(Location *l, uint64_t seed)
{
  g_autofree int *best = g_new0(int, l->homes + 1);
  double least = INFINITY;
  for (int start = 0; start < STARTS; start++) {
    Random random = {seed + (uint64_t)start};
    draw_homes(l, &random);
    double cost = allocate(l);
    for (int turn = 0; turn < TURNS && location_move(l, l->near); turn++)
      cost = allocate(l);
    if (cost < least) {
      least = cost;
      memcpy(best, l->home, sizeof(int) * (size_t)l->homes);
    }
  }
  memcpy(l->home, best, sizeof(int) * (size_t)l->homes);
  return exchange(l, allocate(l));
}

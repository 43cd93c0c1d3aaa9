// SPDX-License-Identifier: GPL-3.0-or-later
// k-means with k-means++ seeding (D. Arthur, S. Vassilvitskii, SODA 2007), the best of RESTARTS by sum of squares. Empty
// cells count as the mean. The silhouette is the simplified one, with distances to centres in place of those to all
// other clients (E. R. Hruschka, L. N. de Castro, R. J. G. B. Campello, ICDM 2004): linear in the clients.
#include "solver/clusters.h"

#include <math.h>
#include <string.h>

#include "solver/random.h"

enum { RESTARTS = 3, ROUNDS = 50 };

typedef struct Cloud {
  int clients, axes;
  double *point; // [clients * axes]
} Cloud;

typedef struct Partition {
  int k;
  int *of;        // [clients]
  double *centre; // [k * axes]
  double within;
} Partition;

static void partition_free(Partition *partition)
{
  g_free(partition->of);
  g_free(partition->centre);
  g_free(partition);
}

static Cloud cloud_of(const Grouping *grouping)
{
  Cloud cloud = {grouping->clients, (int)grouping->criteria->len, NULL};
  cloud.point = g_new0(double, (gsize)cloud.clients *(gsize)cloud.axes + 1);
  for (int a = 0; a < cloud.axes; a++) {
    const double *scaled = grouping_criterion(grouping, (guint)a)->scaled;
    double sum = 0, squares = 0;
    int count = 0;
    for (int i = 0; i < cloud.clients; i++) {
      if (isnan(scaled[i]))
        continue;
      sum += scaled[i];
      squares += scaled[i] * scaled[i];
      count++;
    }
    double mean = count ? sum / count : 0, variance = count ? squares / count - mean * mean : 0;
    for (int i = 0; i < cloud.clients; i++)
      cloud.point[i * cloud.axes + a] =
          isnan(scaled[i]) || variance < 1e-12 ? 0 : (scaled[i] - mean) / sqrt(variance);
  }
  return cloud;
}

static double square_distance(const double *a, const double *b, int axes)
{
  double sum = 0;
  for (int x = 0; x < axes; x++)
    sum += (a[x] - b[x]) * (a[x] - b[x]);
  return sum;
}

// The first centre at random, each further one with a chance that grows with the square of its distance.
static void seed_centres(const Cloud *cloud, Partition *partition, Random *random)
{
  g_autofree double *nearest = g_new(double, cloud->clients);
  int chosen = random_below(random, cloud->clients);
  for (int c = 0; c < partition->k; c++) {
    double *centre = partition->centre + c * cloud->axes;
    memcpy(centre, cloud->point + chosen * cloud->axes, sizeof *centre * (size_t)cloud->axes);
    double sum = 0;
    for (int i = 0; i < cloud->clients; i++) {
      double square = square_distance(cloud->point + i * cloud->axes, centre, cloud->axes);
      nearest[i] = c == 0 ? square : fmin(nearest[i], square);
      sum += nearest[i];
    }
    double target = random_unit(random) * sum;
    for (chosen = 0; chosen + 1 < cloud->clients && target >= nearest[chosen]; chosen++)
      target -= nearest[chosen];
  }
}

// Whether anybody moved.
static bool assign(const Cloud *cloud, Partition *partition)
{
  bool moved = false;
  partition->within = 0;
  for (int i = 0; i < cloud->clients; i++) {
    int best = 0;
    double least = INFINITY;
    for (int c = 0; c < partition->k; c++) {
      double square =
          square_distance(cloud->point + i * cloud->axes, partition->centre + c * cloud->axes, cloud->axes);
      if (square < least) {
        least = square;
        best = c;
      }
    }
    moved = moved || partition->of[i] != best;
    partition->of[i] = best;
    partition->within += least;
  }
  return moved;
}

// A centre that nobody is near stays where it was.
static void move_centres(const Cloud *cloud, Partition *partition)
{
  int axes = cloud->axes;
  g_autofree double *sum = g_new0(double, partition->k *axes + 1);
  g_autofree int *count = g_new0(int, partition->k);
  for (int i = 0; i < cloud->clients; i++) {
    count[partition->of[i]]++;
    for (int a = 0; a < axes; a++)
      sum[partition->of[i] * axes + a] += cloud->point[i * axes + a];
  }
  for (int c = 0; c < partition->k; c++) {
    for (int a = 0; a < axes && count[c] > 0; a++)
      partition->centre[c * axes + a] = sum[c * axes + a] / count[c];
  }
}

static Partition *k_means(const Cloud *cloud, int k, Random *random)
{
  Partition *best = NULL;
  for (int restart = 0; restart < RESTARTS; restart++) {
    Partition *partition = g_new0(Partition, 1);
    partition->k = k;
    partition->of = g_new0(int, cloud->clients);
    partition->centre = g_new0(double, k * cloud->axes + 1);
    seed_centres(cloud, partition, random);
    assign(cloud, partition);
    for (int round = 0; round < ROUNDS; round++) {
      move_centres(cloud, partition);
      if (!assign(cloud, partition))
        break;
    }
    if (best && best->within <= partition->within) {
      partition_free(partition);
    } else {
      g_clear_pointer(&best, partition_free);
      best = partition;
    }
  }
  return best;
}

static double silhouette(const Cloud *cloud, const Partition *partition)
{
  double sum = 0;
  for (int i = 0; i < cloud->clients; i++) {
    double own = 0, other = INFINITY;
    for (int c = 0; c < partition->k; c++) {
      double distance = sqrt(
          square_distance(cloud->point + i * cloud->axes, partition->centre + c * cloud->axes, cloud->axes));
      if (c == partition->of[i])
        own = distance;
      else
        other = fmin(other, distance);
    }
    sum += fmax(own, other) > 0 ? (other - own) / fmax(own, other) : 0;
  }
  return sum / cloud->clients;
}

// Numbers the groups by their mean score, highest first.
static void take_partition(Grouping *grouping, const Partition *partition)
{
  int k = partition->k;
  g_autofree double *sum = g_new0(double, k), *count = g_new0(double, k);
  g_autofree int *place = g_new0(int, k);
  for (int i = 0; i < grouping->clients; i++) {
    sum[partition->of[i]] += grouping->score[i];
    count[partition->of[i]]++;
  }
  for (int c = 0; c < k; c++) {
    for (int d = 0; d < k; d++) {
      double mine = sum[c] * fmax(1, count[d]), theirs = sum[d] * fmax(1, count[c]);
      place[c] += theirs > mine || (d < c && theirs >= mine);
    }
  }
  grouping->groups = k;
  for (int i = 0; i < grouping->clients; i++) {
    grouping->group[i] = place[partition->of[i]];
    grouping->by[i] = GROUPED_CLUSTER;
  }
}

bool clusters_find(Grouping *grouping, int k, uint64_t seed)
{
  Cloud cloud = cloud_of(grouping);
  Random random = {seed};
  Partition *best = NULL;
  double highest = -2;
  int from = k ? k : CLUSTERS_LEAST, to = k ? k : CLUSTERS_AUTO_MOST;
  for (int tried = from; tried <= to && tried <= cloud.clients && cloud.axes > 0; tried++) {
    Partition *partition = k_means(&cloud, tried, &random);
    ClusterQuality quality = {tried, silhouette(&cloud, partition), partition->within};
    g_array_append_val(grouping->quality, quality);
    if (!best || quality.silhouette > highest) {
      g_clear_pointer(&best, partition_free);
      best = partition;
      highest = quality.silhouette;
    } else {
      partition_free(partition);
    }
  }
  g_free(cloud.point);
  if (!best)
    return false;
  take_partition(grouping, best);
  partition_free(best);
  return true;
}

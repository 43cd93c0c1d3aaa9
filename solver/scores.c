// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/scores.h"

#include <math.h>

typedef struct Ranked {
  double value;
  int client;
} Ranked;

static gint ranked_order(gconstpointer left, gconstpointer right)
{
  const Ranked *a = left, *b = right;
  if (a->value != b->value)
    return a->value < b->value ? -1 : 1;
  return a->client - b->client;
}

// The value that is scaled: of words, their points.
static double raw_value(const Criterion *criterion, int client)
{
  const Attribute *attribute = criterion->attribute;
  if (attribute->value)
    return attribute->value[client];
  if (attribute->word[client] < 0 || !criterion->points)
    return NAN;
  return criterion->points[attribute->word[client]];
}

static double logarithm(double x)
{
  return x < 0 ? -log1p(-x) : log1p(x);
}

// Ascending, so that equal values lie together.
static void scale_percentile(const GArray *ranked, double *scaled)
{
  for (guint from = 0; from < ranked->len;) {
    double value = g_array_index(ranked, Ranked, from).value;
    guint to = from + 1;
    while (to < ranked->len && g_array_index(ranked, Ranked, to).value <= value)
      to++;
    double rank = ranked->len > 1 ? (from + (to - from - 1) / 2.0) / (ranked->len - 1) : 0.5;
    for (; from < to; from++)
      scaled[g_array_index(ranked, Ranked, from).client] = rank;
  }
}

static void scale_range(const GArray *ranked, double *scaled)
{
  double least = g_array_index(ranked, Ranked, 0).value;
  double most = g_array_index(ranked, Ranked, ranked->len - 1).value;
  for (guint r = 0; r < ranked->len; r++) {
    const Ranked *one = &g_array_index(ranked, Ranked, r);
    scaled[one->client] = most > least ? (one->value - least) / (most - least) : 0.5;
  }
}

static void scale_criterion(Criterion *criterion, int clients)
{
  g_autoptr(GArray) ranked = g_array_new(FALSE, FALSE, sizeof(Ranked));
  g_free(criterion->scaled);
  criterion->scaled = g_new(double, clients);
  for (int i = 0; i < clients; i++) {
    Ranked one = {raw_value(criterion, i), i};
    criterion->scaled[i] = NAN;
    if (isnan(one.value))
      continue;
    if (criterion->scale == SCALE_LOG)
      one.value = logarithm(one.value);
    g_array_append_val(ranked, one);
  }
  criterion->empty = clients - (int)ranked->len;
  if (ranked->len == 0)
    return;
  g_array_sort(ranked, ranked_order);
  if (criterion->scale == SCALE_PERCENTILE)
    scale_percentile(ranked, criterion->scaled);
  else
    scale_range(ranked, criterion->scaled);
  for (int i = 0; criterion->lower && i < clients; i++)
    criterion->scaled[i] = 1 - criterion->scaled[i];
}

void scores_scale(Grouping *grouping)
{
  for (guint c = 0; c < grouping->criteria->len; c++)
    scale_criterion(grouping_criterion(grouping, c), grouping->clients);
}

// NAN: the criterion does not count for this client.
static inline double counted(const Criterion *criterion, int client)
{
  double scaled = criterion->scaled[client];
  if (!isnan(scaled) || criterion->missing == MISSING_SKIP)
    return scaled;
  return criterion->missing == MISSING_LOW ? 0 : 0.5;
}

void scores_vary(const Grouping *grouping, guint changed, double factor, double *score)
{
  for (int i = 0; i < grouping->clients; i++) {
    double sum = 0, weights = 0;
    for (guint c = 0; c < grouping->criteria->len; c++) {
      const Criterion *criterion = grouping_criterion(grouping, c);
      double weight = criterion->weight * (c == changed ? factor : 1), value = counted(criterion, i);
      if (isnan(value))
        continue;
      sum += weight * value;
      weights += weight;
    }
    score[i] = weights > 0 ? 100 * sum / weights : 0;
  }
}

void scores_compute(Grouping *grouping)
{
  guint criteria = grouping->criteria->len;
  if (!grouping->part)
    grouping->part = g_new0(double, (gsize)grouping->clients *criteria + 1);
  scores_vary(grouping, criteria, 1, grouping->score);
  for (int i = 0; i < grouping->clients; i++) {
    double weights = 0;
    for (guint c = 0; c < criteria; c++) {
      const Criterion *criterion = grouping_criterion(grouping, c);
      weights += isnan(counted(criterion, i)) ? 0 : criterion->weight;
    }
    for (guint c = 0; c < criteria; c++) {
      const Criterion *criterion = grouping_criterion(grouping, c);
      double value = counted(criterion, i);
      grouping->part[(gsize)i * criteria + c] =
          isnan(value) ? NAN : 100 * criterion->weight * value / weights;
    }
  }
}

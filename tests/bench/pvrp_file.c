// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/pvrp.h"

static bool read_customer(FILE *in, PeriodicFile *file, int k)
{
  int frequency, count;
  if (fscanf(in, "%d %lf %lf %lf %lf %d %d", &file->id[k], &file->x[k], &file->y[k], &file->service[k],
             &file->demand[k], &frequency, &count) != 7 ||
      count < 0 || count > 10000)
    return false;
  file->pattern[k] = g_new0(uint64_t, (gsize)count + 1);
  for (int c = 0; c < count; c++) {
    unsigned long long bits;
    if (fscanf(in, "%llu", &bits) != 1)
      return false;
    for (int d = 0; d < file->days; d++) { // the leftmost bit is the first day
      if (bits >> (file->days - 1 - d) & 1)
        file->pattern[k][file->patterns[k]] |= UINT64_C(1) << d;
    }
    file->patterns[k] += file->pattern[k][file->patterns[k]] != 0;
  }
  return true;
}

void periodic_clear(PeriodicFile *file)
{
  for (int k = 0; k <= file->customers && file->pattern; k++)
    g_free(file->pattern[k]);
  g_free(file->pattern);
  g_free(file->patterns);
  g_free(file->id);
  g_free(file->x);
  g_free(file->y);
  g_free(file->service);
  g_free(file->demand);
}

bool periodic_read(PeriodicFile *file, FILE *in)
{
  int type;
  if (fscanf(in, "%d %d %d %d", &type, &file->vehicles, &file->customers, &file->days) != 4 || type != 1 ||
      file->vehicles < 1 || file->customers < 1 || file->customers > 10000 || file->days < 1 ||
      file->days > PERIODIC_DAYS_MAX)
    return false;
  for (int d = 0; d < file->days; d++) {
    if (fscanf(in, "%lf %lf", &file->duration[d], &file->load[d]) != 2)
      return false;
  }
  const gsize nodes = (gsize)file->customers + 1;
  file->id = g_new0(int, nodes);
  file->x = g_new0(double, nodes);
  file->y = g_new0(double, nodes);
  file->service = g_new0(double, nodes);
  file->demand = g_new0(double, nodes);
  file->pattern = g_new0(uint64_t *, nodes);
  file->patterns = g_new0(int, nodes);
  if (!read_customer(in, file, file->customers)) // the depot comes first in the file, and last here
    return false;
  for (int k = 0; k < file->customers; k++) {
    if (!read_customer(in, file, k))
      return false;
  }
  return true;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Solves a periodic vehicle routing file in Cordeau's format with the engine of ronda: vehicles are reps who share all
// clients, combinations are explicit patterns, distances are costs. Prints name, cost and seconds; -o writes the
// solution: its cost, then a line a route: day vehicle duration load 0 c1 c2 … 0.
//
// Distances are rounded to a millionth for the cost and up to a hundred-thousandth for durations, so that no route is
// longer than allowed. The number of visits is counted from the combinations, not read from the column that states it.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "solver/engine.h"

#define DURATION_SCALE 100000.0
enum { ANY_LENGTH = 2000000000, MAX_DAYS = 64 };

typedef struct File {
  int vehicles, customers, days;
  double duration[MAX_DAYS], load[MAX_DAYS]; // 0: no limit
  int *id;
  double *x, *y, *service, *demand; // [customers + 1], the depot last
  uint64_t **pattern;
  int *patterns;
} File;

static bool read_customer(FILE *in, File *file, int k)
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

static void file_clear(File *file)
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

static bool file_read(File *file, FILE *in)
{
  int type;
  if (fscanf(in, "%d %d %d %d", &type, &file->vehicles, &file->customers, &file->days) != 4 || type != 1 ||
      file->vehicles < 1 || file->customers < 1 || file->customers > 10000 || file->days < 1 ||
      file->days > MAX_DAYS)
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

static void set_legs(const File *file, Problem *p)
{
  int32_t *travel = (int32_t *)(uintptr_t)p->legs[0].travel;
  Money *cost = (Money *)(uintptr_t)p->legs[0].cost;
  for (int a = 0; a < p->nodes; a++) {
    for (int b = 0; b < p->nodes; b++) {
      const double distance = hypot(file->x[a] - file->x[b], file->y[a] - file->y[b]);
      cost[a * p->nodes + b] = money_from(distance);
      travel[a * p->nodes + b] = file->duration[0] > 0 ? (int32_t)ceil(distance * DURATION_SCALE) : 0;
    }
  }
}

static Problem *file_problem(const File *file)
{
  const int n = file->customers, slots = file->vehicles * file->days;
  Problem *p = problem_new(n, n + 1, slots, file->days, file->vehicles, 1, 1, 0);
  set_legs(file, p);
  Money worth = MONEY_ONE; // missing a visit is worse than any route
  for (int i = 0; i < n; i++)
    worth += 4 * p->legs[0].cost[n * p->nodes + i];
  for (int i = 0; i < n; i++) {
    Demand *demand = &p->demand[i];
    demand->gap_min = 1;
    demand->service = file->duration[0] > 0 ? (int32_t)ceil(file->service[i] * DURATION_SCALE) : 0;
    demand->load = llround(file->demand[i] * 1000);
    demand->miss_cost = worth;
    uint64_t *pattern =
        problem_take(p, g_memdup2(file->pattern[i], sizeof(uint64_t) * ((gsize)file->patterns[i] + 1)));
    demand->pattern = pattern;
    demand->patterns = file->patterns[i];
    for (int c = 0; c < demand->patterns; c++)
      demand->visits = MAX(demand->visits, __builtin_popcountll(pattern[c]));
    p->starts[i] = (Starts){.count = 1, .span = {{0, ANY_LENGTH}}};
    for (int s = 0; s < slots; s++)
      p->allowed[i * p->words + s / 64] |= UINT64_C(1) << (s % 64);
  }
  for (int s = 0; s < slots; s++) {
    const int day = s % file->days;
    const double limit = file->duration[day], load = file->load[day];
    const int32_t length = limit > 0 ? (int32_t)(limit * DURATION_SCALE) : ANY_LENGTH;
    p->slot[s] = (Slot){.rep = s / file->days, .day = day, .start = n, .end = n, .length = length};
    p->slot[s].max_work = length;
    p->slot[s].max_travel = INT32_MAX;
    p->slot[s].max_visits = INT_MAX;
    p->slot[s].max_load = load > 0 ? llround(load * 1000) : INT64_MAX;
  }
  return p;
}

static bool write_solution(const char *path, const File *file, const Problem *p, const EngineResult *result)
{
  FILE *out = fopen(path, "w");
  if (!out)
    return false;
  fprintf(out, "%.2f\n", money_units(result->cost.travel));
  for (int day = 0; day < p->days; day++) {
    for (int s = day, vehicle = 1; s < p->slots; s += p->days) {
      const int first = result->best->first[s], end = result->best->first[s + 1];
      double duration = 0, load = 0;
      int node = file->customers;
      for (int k = first; k <= end && end > first; k++) {
        const int next = k < end ? result->best->client[k] : file->customers;
        duration += hypot(file->x[node] - file->x[next], file->y[node] - file->y[next]);
        duration += k < end ? file->service[next] : 0;
        load += k < end ? file->demand[next] : 0;
        node = next;
      }
      if (end == first)
        continue;
      fprintf(out, "%d %d %.2f %g 0", day + 1, vehicle++, duration, load);
      for (int k = first; k < end; k++)
        fprintf(out, " %d", file->id[result->best->client[k]]);
      fprintf(out, " 0\n");
    }
  }
  return fclose(out) == 0;
}

int main(int argc, char **argv)
{
  g_autofree char *effort = NULL, *path = NULL;
  int seed = 1, threads = 1, status = 0;
  double limit = 0;
  const GOptionEntry entries[] = {
      {"effort", 0, 0, G_OPTION_ARG_STRING, &effort, "quick, normal or best (default: normal)", "E"},
      {"time-limit", 0, 0, G_OPTION_ARG_DOUBLE, &limit, "seconds; 0: none", "S"},
      {"seed", 0, 0, G_OPTION_ARG_INT, &seed, "seed (1)", "N"},
      {"threads", 0, 0, G_OPTION_ARG_INT, &threads, "children at a time (1: figures are of one core)", "N"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &path, "solution file", "FILE.res"},
      {0}};
  g_autoptr(GOptionContext) context = g_option_context_new("INSTANCE");
  g_option_context_add_main_entries(context, entries, NULL);
  if (!g_option_context_parse(context, &argc, &argv, NULL) || argc != 2) {
    fprintf(stderr, "usage: pvrp [--effort E] [--time-limit S] [--seed N] [-o FILE.res] INSTANCE\n");
    return 2;
  }
  EngineOptions options = {.seed = (uint64_t)seed, .effort = EFFORT_NORMAL, .threads = threads};
  if (effort)
    options.effort = g_str_equal(effort, "quick")  ? EFFORT_QUICK
                     : g_str_equal(effort, "best") ? EFFORT_BEST
                                                   : EFFORT_NORMAL;
  const gint64 began = g_get_monotonic_time();
  if (limit > 0)
    options.deadline_us = began + (gint64)(limit * G_USEC_PER_SEC);
  File file = {0};
  FILE *in = fopen(argv[1], "r");
  if (!in || !file_read(&file, in)) {
    fprintf(stderr, "pvrp: cannot read %s\n", argv[1]);
    status = 3;
  } else {
    g_autoptr(Problem) p = file_problem(&file);
    EngineResult result = engine_solve(p, &options);
    g_autofree char *name = g_path_get_basename(argv[1]);
    const bool whole = result.best && result.cost.missed == 0;
    printf("%s %.2f %.2f\n", name, whole ? money_units(result.cost.travel) : NAN,
           (double)(g_get_monotonic_time() - began) / G_USEC_PER_SEC);
    status = whole ? 0 : 1;
    if (path && whole && !write_solution(path, &file, p, &result))
      status = 4;
    solution_free(result.best);
  }
  if (in)
    fclose(in);
  file_clear(&file);
  return status;
}

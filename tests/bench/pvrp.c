// SPDX-License-Identifier: GPL-3.0-or-later
// Solves a periodic vehicle routing file in Cordeau's format with the engine of ronda: vehicles are reps who share all
// clients, combinations are explicit patterns, distances are costs. Prints name, cost and seconds; -o writes the
// solution: its cost, then a line a route: day vehicle duration load 0 c1 c2 … 0. --check reads such a file instead and
// looks at every rule without the engine (pvrp_check.c).
//
// Distances are rounded to a millionth for the cost and up to a hundred-thousandth for durations, so that no route is
// longer than allowed.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "solver/engine.h"
#include "tests/bench/pvrp.h"

#define DURATION_SCALE 100000.0
enum { ANY_LENGTH = 2000000000 };

static void set_legs(const PeriodicFile *file, Problem *p)
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

static Problem *file_problem(const PeriodicFile *file)
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

static bool write_solution(const char *path, const PeriodicFile *file, const Problem *p,
                           const EngineResult *result)
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

typedef struct Arguments {
  char *effort, *output, *check;
  int seed, threads;
  double limit;
} Arguments;

static EngineOptions engine_options(const Arguments *arguments, gint64 began)
{
  EngineOptions options = {
      .seed = (uint64_t)arguments->seed, .effort = EFFORT_NORMAL, .threads = arguments->threads};
  if (arguments->effort)
    options.effort = g_str_equal(arguments->effort, "quick")  ? EFFORT_QUICK
                     : g_str_equal(arguments->effort, "best") ? EFFORT_BEST
                                                              : EFFORT_NORMAL;
  if (arguments->limit > 0)
    options.deadline_us = began + (gint64)(arguments->limit * G_USEC_PER_SEC);
  return options;
}

static int solve(const PeriodicFile *file, const char *name, const Arguments *arguments)
{
  const gint64 began = g_get_monotonic_time();
  const EngineOptions options = engine_options(arguments, began);
  g_autoptr(Problem) p = file_problem(file);
  EngineResult result = engine_solve(p, &options);
  const bool whole = result.best && result.cost.missed == 0;
  printf("%s %.2f %.2f\n", name, whole ? money_units(result.cost.travel) : NAN,
         (double)(g_get_monotonic_time() - began) / G_USEC_PER_SEC);
  int status = whole ? 0 : 1;
  if (arguments->output && whole && !write_solution(arguments->output, file, p, &result))
    status = 4;
  solution_free(result.best);
  return status;
}

static int check(const PeriodicFile *file, const char *name, const Arguments *arguments)
{
  FILE *solution = fopen(arguments->check, "r");
  double cost;
  if (!solution) {
    fprintf(stderr, "pvrp: cannot read %s\n", arguments->check);
    return 3;
  }
  const bool right = periodic_check(file, solution, stderr, &cost);
  fclose(solution);
  printf("%s %.2f %s\n", name, cost, right ? "keeps all rules" : "breaks rules");
  return right ? 0 : 1;
}

static int run(const char *path, const Arguments *arguments)
{
  PeriodicFile file = {0};
  FILE *in = fopen(path, "r");
  int status = 3;
  if (!in || !periodic_read(&file, in)) {
    fprintf(stderr, "pvrp: cannot read %s\n", path);
  } else {
    g_autofree char *name = g_path_get_basename(path);
    status = arguments->check ? check(&file, name, arguments) : solve(&file, name, arguments);
  }
  if (in)
    fclose(in);
  periodic_clear(&file);
  return status;
}

int main(int argc, char **argv)
{
  Arguments arguments = {.seed = 1, .threads = 1};
  const GOptionEntry entries[] = {
      {"effort", 0, 0, G_OPTION_ARG_STRING, &arguments.effort, "quick, normal or best (default: normal)",
       "E"},
      {"time-limit", 0, 0, G_OPTION_ARG_DOUBLE, &arguments.limit, "seconds; 0: none", "S"},
      {"seed", 0, 0, G_OPTION_ARG_INT, &arguments.seed, "seed (1)", "N"},
      {"threads", 0, 0, G_OPTION_ARG_INT, &arguments.threads,
       "children at a time (1: figures are of one core)", "N"},
      {"output", 'o', 0, G_OPTION_ARG_FILENAME, &arguments.output, "solution file", "FILE.res"},
      {"check", 0, 0, G_OPTION_ARG_FILENAME, &arguments.check, "only look whether a solution keeps the rules",
       "FILE.res"},
      {0}};
  g_autoptr(GOptionContext) context = g_option_context_new("INSTANCE");
  g_option_context_add_main_entries(context, entries, NULL);
  int status = 2;
  if (g_option_context_parse(context, &argc, &argv, NULL) && argc == 2)
    status = run(argv[1], &arguments);
  else
    fprintf(stderr, "usage: pvrp [--effort E] [--time-limit S] [--seed N] [-o FILE.res] INSTANCE\n"
                    "       pvrp --check FILE.res INSTANCE\n");
  g_free(arguments.effort);
  g_free(arguments.output);
  g_free(arguments.check);
  return status;
}

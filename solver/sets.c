// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/sets.h"

#include "solver/digest.h"
#include "solver/explain.h"

#include <string.h>

uint64_t set_seed(const PlannerOptions *options, const int *serial, const GArray *reps)
{
  const int first = g_array_index(reps, int, 0);
  return options->seed + (uint64_t)(serial ? serial[first] : first);
}

char *set_key(const Problem *p, uint64_t seed, const PlannerOptions *options)
{
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  g_autofree char *how = g_strdup_printf("ronda %s\n%" G_GUINT64_FORMAT "\n%s\n%.17g\n", RONDA_VERSION, seed,
                                         effort_name(options->effort), options->gap_pct);
  g_checksum_update(sum, (const guchar *)how, (gssize)strlen(how));
  problem_digest(p, sum);
  return g_strdup(g_checksum_get_string(sum));
}

// Puts in what still fits; takes `best` over.
static Solution *filled(const Problem *p, Solution *best)
{
  Solution *more = explain_fill(p, best);
  if (!more)
    return best;
  solution_free(best);
  return more;
}

Solved *set_solve(const Problem *p, const EngineOptions *engine)
{
  const gint64 began = g_get_monotonic_time();
  EngineResult found = engine_solve(p, engine);
  Solution *best = found.best ? filled(p, found.best) : NULL;
  Solved *solved = solved_new(best ? best->first : NULL, best ? best->client : NULL, p->slots);
  solved->stopped = found.stopped;
  if (best) {
    const SolutionCost cost = solution_cost(p, best);
    memcpy(solved->out, best->out, sizeof(bool) * (size_t)p->slots);
    solved->status = found.status;
    solved->bound = MIN(found.bound, solution_total(&cost));
    solved->core_bound = MIN(found.core_bound, cost.travel + cost.missed + cost.nights);
    if (solved->bound == solution_total(&cost))
      solved->status = PLAN_OPTIMAL;
    solution_free(best);
  }
  solved->seconds = (double)(g_get_monotonic_time() - began) / G_USEC_PER_SEC;
  return solved;
}

Solution set_solution(const Solved *solved)
{
  return (Solution){.first = solved->first, .client = solved->client, .out = solved->out};
}

bool set_is_usable(const Problem *p, const Solved *solved)
{
  if (!solved->first)
    return true;
  if (solved->slots != p->slots)
    return false;
  for (int v = 0; v < solved->visits; v++) {
    if (solved->client[v] < 0 || solved->client[v] >= p->n)
      return false;
  }
  const Solution routes = set_solution(solved);
  if (!solution_is_admissible(p, &routes))
    return false;
  const SolutionCost cost = solution_cost(p, &routes);
  return solved->bound <= solution_total(&cost) &&
         solved->core_bound <= cost.travel + cost.missed + cost.nights;
}

bool set_is_chosen(const bool *chosen, const GArray *reps)
{
  for (guint k = 0; k < reps->len; k++) {
    if (!chosen || chosen[g_array_index(reps, int, k)])
      return true;
  }
  return false;
}

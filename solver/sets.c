// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/sets.h"

#include "solver/balance.h"
#include "solver/digest.h"
#include "solver/explain.h"
#include "solver/given.h"

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

// Puts in what still fits and evens out the weeks; takes `best` over.
static Solution *finished(const Problem *p, Solution *best)
{
  for (int step = 0; step < 2; step++) {
    Solution *better = step == 0 ? explain_fill(p, best) : balance_solution(p, best);
    if (!better)
      continue;
    solution_free(best);
    best = better;
  }
  return best;
}

static Given *given_by(const Translation *tr, const Solution *solution)
{
  g_autoptr(Plan) aside = plan_new(); // for what found no place
  g_autoptr(ActivityPlan) timed = activities_place(tr, solution, NULL, NULL, aside->unmet);
  return given_by_plan(tr, solution, timed);
}

// Where nothing is to be shown of the whole, nothing is of travel either.
static void add_travel(const Translation *tr, const Solution *best, Money travel, const EngineOptions *engine,
                       Solved *solved)
{
  g_autoptr(Given) given = given_by(tr, best);
  if (!given)
    return;
  solved->travel_of = given_key(given);
  if (engine->gap_pct >= 100)
    return;
  const Money bound = given_travel(given, engine);
  solved->travel_bound = MIN(travel, bound);
}

Solved *set_solve(const Translation *tr, const EngineOptions *options)
{
  const gint64 began = g_get_monotonic_time();
  const Problem *p = tr->problem;
  g_autoptr(EngineMaterial) material = engine_material_new();
  EngineOptions own = *options, *engine = &own;
  own.material = material;
  EngineResult found = engine_solve(p, engine);
  Solution *best = found.best ? finished(p, found.best) : NULL;
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
    add_travel(tr, best, cost.travel, engine, solved);
    solution_free(best);
  }
  solved->seconds = (double)(g_get_monotonic_time() - began) / G_USEC_PER_SEC;
  return solved;
}

Solution set_solution(const Solved *solved)
{
  return (Solution){.first = solved->first, .client = solved->client, .out = solved->out};
}

static bool is_of_the_same(const Translation *tr, const Solution *routes, const Solved *solved)
{
  g_autoptr(Given) given = given_by(tr, routes);
  g_autofree char *key = given ? given_key(given) : NULL;
  return g_strcmp0(key, solved->travel_of) == 0;
}

bool set_is_usable(const Translation *tr, const Solved *solved)
{
  const Problem *p = tr->problem;
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
         solved->core_bound <= cost.travel + cost.missed + cost.nights &&
         solved->travel_bound <= cost.travel && is_of_the_same(tr, &routes, solved);
}

bool set_is_chosen(const bool *chosen, const GArray *reps)
{
  for (guint k = 0; k < reps->len; k++) {
    if (!chosen || chosen[g_array_index(reps, int, k)])
      return true;
  }
  return false;
}

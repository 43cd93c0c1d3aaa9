// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/scout.h"

#include "solver/search.h"

#define HEAT 0.5
enum { SAMPLES_A_VISIT = 2 }; // one in so many steps, a visit

// One visit a day is all that is left of the rules.
static void forget_rhythm(Demand *demand)
{
  demand->gap_min = 1;
  demand->gap_max = demand->soft_min = demand->soft_max = 0;
  demand->gap_cost = demand->weekday_cost = demand->keep_cost = 0;
  demand->previous = demand->first_by = NO_DAY;
  demand->outside = NULL;
  demand->outsides = 0;
  demand->same_weekday = WEEKDAY_FREE;
  demand->same_rep = false;
}

static bool has_patterns(const Problem *p)
{
  for (int i = 0; i < p->n; i++) {
    if (p->demand[i].patterns > 0)
      return true;
  }
  return false;
}

void scout_routes(const Problem *p, const EngineOptions *options, const Solution *start, int64_t steps,
                  Bound *bound)
{
  if (has_patterns(p) || problem_has_nights(p) || p->n == 0)
    return;
  Problem relaxed = *p; // borrows all but the demand
  g_autofree Demand *demand = g_memdup2(p->demand, sizeof(Demand) * (gsize)p->n);
  int visits = 0;
  for (int i = 0; i < p->n; i++) {
    forget_rhythm(&demand[i]);
    visits += demand[i].visits;
  }
  relaxed.demand = demand;
  relaxed.slot_cost = NULL;
  EngineOptions own = *options;
  own.start = start;
  own.heat = HEAT;
  g_autoptr(GPtrArray) met = g_ptr_array_new_with_free_func((GDestroyNotify)solution_free);
  g_autoptr(Solution) best = search_sample(&relaxed, &own, steps, 1 + visits / SAMPLES_A_VISIT, met);
  for (guint k = 0; k < met->len; k++)
    bound_take_solution(bound, met->pdata[k]);
  if (best)
    bound_take_solution(bound, best);
}

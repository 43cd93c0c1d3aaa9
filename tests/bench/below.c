// SPDX-License-Identifier: GPL-3.0-or-later
// The bound against plans of random small territories, a little of everything switched on: however early it was
// stopped, it must never lie above a plan that keeps all rules, nor may a proof claim what a plan undercuts. Each
// territory has one bound at its end with a short proof, one stopped somewhere, one of the engine at quick effort.
//   below [TERRITORIES [FIRST]]     1,500 of them unless said, from seed FIRST on; prints how many it compared;
//                                   status 1 where a bound is too high
#include <stdio.h>
#include <stdlib.h>

#include "solver/bound.h"
#include "solver/mip.h"
#include "solver/search.h"
#include "tests/unit/instance.h"

enum { TERRITORIES = 1500, SEARCH_STEPS = 2000, PROOF_STEPS = 500 };

// Every bit pattern of features comes up.
static InstanceSpec spec_of(uint64_t seed)
{
  static const int weeks[] = {1, 2, 3, 4};
  const uint64_t bits = seed * UINT64_C(0x9E3779B97F4A7C15) >> 32;
  return (InstanceSpec){.seed = seed,
                        .clients = 5 + (int)(bits % 9),
                        .reps = bits >> 4 & 7 ? 1 : 2,
                        .weeks = weeks[bits >> 7 & 3],
                        .weekday = (SameWeekday)(bits >> 9 & 255) % 3,
                        .hard_gaps = bits >> 17 & 1,
                        .windows = bits >> 18 & 1,
                        .split = bits >> 19 & 1,
                        .half_days = bits >> 20 & 1,
                        .limits = bits >> 21 & 1,
                        .previous = bits >> 22 & 1,
                        .fixes = (int)(bits >> 23 & 3),
                        .load = bits >> 25 & 1 ? 0.8 : 1.5};
}

// ---- What InstanceSpec does not know ------------------------------------------------------------------------------

static bool has_fix(const Problem *p, int client)
{
  for (int k = 0; k < p->fixes; k++) {
    if (p->fix[k].client == client)
      return true;
  }
  return false;
}

// Some clients keep one of three sets of days: every `step`-th day from one of the first three on.
static void add_patterns(Problem *p, int every)
{
  enum { PATTERNS = 3 };
  for (int i = 0; i < p->n; i++) {
    Demand *demand = &p->demand[i];
    if (i % every != 0 || has_fix(p, i))
      continue;
    uint64_t *pattern = problem_take(p, g_new0(uint64_t, PATTERNS));
    const int step = MAX(1, p->days / demand->visits);
    for (int k = 0; k < PATTERNS; k++) {
      for (int day = k; day < p->days; day += step)
        pattern[k] |= UINT64_C(1) << day;
    }
    demand->pattern = pattern;
    demand->patterns = PATTERNS;
    demand->visits = __builtin_popcountll(pattern[0]);
  }
}

// Clients differ: weekday, price of a missed visit, days on which they are closed, latest first visit.
static void mix_clients(Problem *p, GRand *rand)
{
  for (int i = 0; i < p->n; i++) {
    Demand *demand = &p->demand[i];
    demand->same_weekday = (SameWeekday)g_rand_int_range(rand, 0, 3);
    demand->miss_cost = MONEY_ONE * g_rand_int_range(rand, 1, 12) / 4;
    if (g_rand_int_range(rand, 0, 4) == 0)
      demand->first_by = g_rand_int_range(rand, 1, MAX(2, p->days / 2));
    const int closed = g_rand_int_range(rand, 0, 10); // a weekday, 5 and more: none
    for (int s = 0; s < p->slots; s++) {
      if (p->slot[s].day % 7 == closed)
        p->allowed[i * p->words + s / 64] &= ~(UINT64_C(1) << (s % 64));
    }
  }
}

static void keep_reps(Problem *p)
{
  for (int i = 0; i < p->n; i += 2)
    p->demand[i].same_rep = !has_fix(p, i);
}

static void add_nights(Problem *p, GRand *rand)
{
  const int nights = g_rand_int_range(rand, 1, 4), far = g_rand_int_range(rand, 1, 4);
  for (int s = 0; s + 1 < p->slots; s++) {
    Slot *slot = &p->slot[s];
    if (slot[1].rep != slot->rep || slot[1].day != slot->day + 1)
      continue;
    slot->nights = nights;
    slot->night_cost = MONEY_ONE / 4;
  }
  for (int k = 0; k < p->nodes * p->nodes; k++) {
    ((int32_t *)(uintptr_t)p->legs[0].travel)[k] *= far;
    ((Money *)(uintptr_t)p->legs[0].cost)[k] *= far;
  }
  problem_add_away(p);
}

// Half of the appointments are the planner's own choice, whose clients keep their rules.
static void choose_fixes(Problem *p, uint64_t seed)
{
  for (int k = (int)(seed % 2); k < p->fixes; k += 2) {
    p->fix[k].chosen = true;
    p->fix[k].chosen = calendar_is_admissible(p, p->fix[k].client, &p->fix[k].slot, 1);
  }
}

// Up to three days on which somebody else visits.
static void add_others(Problem *p, GRand *rand)
{
  enum { MOST = 3, APART = 12 };
  int *outside = problem_take(p, g_new0(int, (gsize)(p->n * MOST)));
  for (int i = 0; i < p->n; i++, outside += MOST) {
    Demand *demand = &p->demand[i];
    if (demand->patterns > 0)
      continue;
    int day = demand->previous == NO_DAY ? 0 : demand->previous + 1;
    demand->outside = outside;
    for (int k = g_rand_int_range(rand, 0, MOST + 1); k > 0 && day < p->days; k--) {
      outside[demand->outsides++] = day;
      day += g_rand_int_range(rand, 1, APART + 1);
    }
  }
}

static Problem *territory_of(uint64_t seed)
{
  const InstanceSpec spec = spec_of(seed);
  Problem *p = instance_new(&spec);
  g_autoptr(GRand) rand = g_rand_new_with_seed((guint32)seed);
  if (g_rand_int_range(rand, 0, 2) == 0)
    mix_clients(p, rand);
  if (g_rand_int_range(rand, 0, 6) == 0)
    add_patterns(p, g_rand_int_range(rand, 1, 5));
  if (p->reps > 1 && g_rand_int_range(rand, 0, 2) == 0)
    keep_reps(p);
  if (g_rand_int_range(rand, 0, 4) == 0)
    add_others(p, rand);
  choose_fixes(p, seed);
  if (g_rand_int_range(rand, 0, 10) == 0)
    add_nights(p, rand);
  return p;
}

// ---- Bounds and plans ---------------------------------------------------------------------------------------------

typedef struct Case { // the cheapest of all plans that anybody has found, and the highest of all bounds
  const Problem *p;
  uint64_t seed;
  Money cost, core; // least of plans
  Money bound, core_bound;
  bool broken;
} Case;

static void take_plan(Case *of, const Solution *plan)
{
  if (!plan)
    return;
  const SolutionCost cost = solution_cost(of->p, plan);
  of->cost = MIN(of->cost, solution_total(&cost));
  of->core = MIN(of->core, cost.travel + cost.missed + cost.nights);
  of->broken = of->broken || !solution_is_admissible(of->p, plan);
}

static void take_bound(Case *of, Money value, Money core)
{
  of->bound = MAX(of->bound, value);
  of->core_bound = MAX(of->core_bound, core);
}

// steps: of the bound, of the branching and the proof after it; 0: to the end, but for the proof.
static void bound_once(Case *of, const Solution *plan, int64_t steps)
{
  const SolutionCost cost = solution_cost(of->p, plan);
  g_autoptr(Bound) bound = bound_new(of->p);
  if (of->seed % 3 > 0)
    bound_take_solution(bound, plan);
  bound_improve(bound, steps, NULL);
  take_bound(of, bound_value(bound), bound_core(bound));
  Solution *better;
  bound_branch(bound, solution_total(&cost), steps > 0 ? 20 * steps : 2000000, NULL, &better);
  take_bound(of, bound_value(bound), bound_core(bound));
  take_plan(of, better);
  solution_free(better);
  bound_prove(bound, plan, steps > 0 ? steps : PROOF_STEPS, NULL, &better);
  take_bound(of, bound_value(bound), bound_core(bound));
  take_plan(of, better);
  solution_free(better);
}

static void solve_quickly(Case *of)
{
  EngineResult result = engine_solve(of->p, &(EngineOptions){.seed = of->seed + 1, .effort = EFFORT_QUICK});
  if (!result.best)
    return;
  take_plan(of, result.best);
  take_bound(of, result.bound, result.core_bound);
  solution_free(result.best);
}

static bool holds(const Problem *p, uint64_t seed, const Solution *plan)
{
  static const int64_t steps[] = {1, 30, 200, 1000, 5000, 25000};
  Case of = {.p = p, .seed = seed, .cost = INT64_MAX, .core = INT64_MAX};
  take_plan(&of, plan);
  bound_once(&of, plan, 0);
  bound_once(&of, plan, steps[seed % G_N_ELEMENTS(steps)]);
  solve_quickly(&of);
  const bool good = !of.broken && of.bound <= of.cost && of.core_bound <= of.core;
  if (!good)
    printf("seed %d: bound %.6f of plans from %.6f, core %.6f of %.6f%s\n", (int)seed, money_units(of.bound),
           money_units(of.cost), money_units(of.core_bound), money_units(of.core),
           of.broken ? ", a plan breaks a rule" : "");
  return good;
}

int main(int argc, char **argv)
{
  const uint64_t count = argc > 1 ? (uint64_t)atoi(argv[1]) : TERRITORIES;
  const uint64_t first = argc > 2 ? (uint64_t)atoi(argv[2]) : 1;
  int compared = 0, wrong = 0;
  for (uint64_t seed = first; seed < first + count; seed++) {
    g_autoptr(Problem) p = territory_of(seed);
    if (!problem_validate(p))
      continue;
    g_autoptr(Solution) plan = search_run(p, &(EngineOptions){.seed = seed, .heat = 1}, SEARCH_STEPS);
    if (!plan)
      continue;
    compared++;
    wrong += !holds(p, seed, plan);
    fflush(stdout);
  }
  printf("%d territories from seed %d on, each with a bound at its end, one stopped early and the engine's: "
         "%d too "
         "high\n",
         compared, (int)first, wrong);
  mip_thread_end();
  return wrong > 0;
}

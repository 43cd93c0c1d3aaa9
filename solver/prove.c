// SPDX-License-Identifier: GPL-3.0-or-later
// Proof of small and medium cases (MODEL.md, "Proof"). A plan cheaper than the incumbent uses only sets of clients
// whose reduced cost lies within the gap. They are listed, each with its cheapest tour on every kind of day, and put
// into two integer programs: one that counts days of a kind and knows no calendar, which is quick and often already
// meets the incumbent, and the exact one with a column a set and slot. GLPK's own tolerance (1e-7 of the cost) is that
// of the proof.
#include "solver/bound_parts.h"
#include "solver/dayprogram.h"
#include "solver/tour.h"

#include <math.h>
#include <string.h>

enum {
  SETS_MOST = 60000,
  CHOICES_MOST = 60000,
  COUNT_NODES = 200000,
  STOPS_BY_HAND = 8 // more stops in every order are too many
};

typedef struct Proof {
  Bound *bound;
  const Problem *p;
  const EngineOptions *options;
  const Solution *incumbent;
  Money cost; // of the incumbent
  Money base; // bound that reduced costs refer to
  GPtrArray *sets;
} Proof;

static void day_set_free(void *data)
{
  DaySet *set = data;
  g_free(set->client);
  g_free(set->cost);
  g_free(set);
}

// ---- Sets ---------------------------------------------------------------------------------------------------------

static DaySet *day_set(const Proof *proof, int class, const LabelRoute *route)
{
  DaySet *set = g_new0(DaySet, 1);
  *set = (DaySet){.class = class, .count = route->count};
  set->client = g_memdup2(route->client, sizeof(int) * (gsize)route->count);
  const Money cost = pricer_cost(proof->bound->pricer[class], route->client, route->count);
  set->reduced = master_reduced_cost(proof->bound->master, class, route->client, route->count, cost);
  for (int k = 0; k < route->count; k++)
    set->set |= UINT64_C(1) << route->client[k];
  return set;
}

// All sets whose reduced cost is at most the gap; false when they are too many.
static bool list_sets(Proof *proof)
{
  Bound *bound = proof->bound;
  proof->base = bound_refresh(bound);
  if (proof->base == MONEY_NONE)
    return false;
  const Money below = proof->cost - proof->base + 1;
  for (int k = 0; k < bound->classes->count; k++) {
    g_autoptr(GPtrArray) routes = g_ptr_array_new_with_free_func(label_route_free);
    master_prizes(bound->master, k, bound->prize);
    const Duals duals = {bound->prize, bound->master->count[k], bound->master->cuts};
    if (!pricer_enumerate(bound->pricer[k], &duals, below, SETS_MOST, routes))
      return false;
    for (guint r = 0; r < routes->len; r++) {
      DaySet *set = day_set(proof, k, routes->pdata[r]);
      if (set->reduced < below)
        g_ptr_array_add(proof->sets, set);
      else
        day_set_free(set);
    }
  }
  return true;
}

static void try_orders(const Problem *p, int slot, int *order, int placed, const int *client, int count,
                       unsigned left, Money *best, int *cheapest)
{
  if (left == 0 && route_times(p, slot, order, count, NULL) >= 0) {
    const Money cost = route_cost(p, slot, order, count, NULL);
    if (*best == MONEY_NONE || cost < *best) {
      *best = cost;
      memcpy(cheapest, order, sizeof(int) * (size_t)count);
    }
  }
  for (int k = 0; k < count; k++) {
    if (!(left >> k & 1))
      continue;
    order[placed] = client[k];
    try_orders(p, slot, order, placed + 1, client, count, left & ~(1U << k), best, cheapest);
  }
}

// Cost of the cheapest tour of a set in a slot and its order; MONEY_NONE: none fits. False where neither is certain.
static bool cheapest_tour(const Problem *p, const DaySet *set, int slot, int *order, Money *cost)
{
  *cost = MONEY_NONE;
  for (int k = 0; k < set->count; k++) {
    if (!problem_is_allowed(p, set->client[k], slot) && !problem_fix(p, set->client[k], slot))
      return true;
  }
  memcpy(order, set->client, sizeof(int) * (size_t)set->count);
  if (route_times(p, slot, order, set->count, NULL) >= 0) { // cheapest where hours are not looked at
    *cost = route_cost(p, slot, order, set->count, NULL);
    return true;
  }
  const int solved = set->count <= TOUR_EXACT_MAX ? tour_solve(p, slot, order, set->count) : 0;
  if (solved > 0) {
    *cost = route_cost(p, slot, order, set->count, NULL);
    return true;
  }
  if (set->count > STOPS_BY_HAND)
    return false;
  int trial[STOPS_BY_HAND];
  try_orders(p, slot, trial, 0, set->client, set->count, (1U << set->count) - 1, cost, order);
  return true;
}

// Prices every set in every group; drops those that fit into none.
static bool price_sets(const Problem *p, const SlotGroup *group, int groups, GPtrArray *sets)
{
  guint kept = 0;
  bool certain = true;
  for (guint s = 0; s < sets->len; s++) {
    DaySet *set = sets->pdata[s];
    bool fits = false;
    int order[64];
    set->cost = g_renew(Money, set->cost, groups);
    for (int g = 0; g < groups; g++) {
      set->cost[g] = MONEY_NONE;
      if (group[g].class == set->class)
        certain = cheapest_tour(p, set, group[g].slot[0], order, &set->cost[g]) && certain;
      fits = fits || set->cost[g] != MONEY_NONE;
    }
    if (fits)
      sets->pdata[kept++] = set;
    else
      day_set_free(set);
  }
  g_ptr_array_set_free_func(sets, NULL);
  g_ptr_array_set_size(sets, (int)kept);
  g_ptr_array_set_free_func(sets, day_set_free);
  return certain;
}

// ---- Programs -----------------------------------------------------------------------------------------------------

static MipOptions mip_options(const Proof *proof, int64_t nodes)
{
  return (MipOptions){.nodes = nodes,
                      .stop = proof->options ? proof->options->stop : NULL,
                      .deadline_us = proof->options ? proof->options->deadline_us : 0};
}

// A value of the program in Money, lowered by what GLPK may have lost.
static Money floor_money(const DayProgram *program, double value)
{
  return (Money)floor(value * program->unit);
}

static Solution *solution_of(const Problem *p, const DayProgram *program, const SlotGroup *group)
{
  int visits = 0;
  g_autofree const DaySet **in = g_new0(const DaySet *, (gsize)p->slots + 1);
  for (guint c = 0; c < program->choice->len; c++) {
    const DayChoice *choice = &g_array_index(program->choice, DayChoice, c);
    if (mip_value(program->mip, (int)c) > 0.5) {
      in[group[choice->group].slot[0]] = program->sets->pdata[choice->set];
      visits += in[group[choice->group].slot[0]]->count;
    }
  }
  Solution *solution = solution_new(p, visits);
  visits = 0;
  for (int s = 0; s < p->slots; s++) {
    solution->first[s] = visits;
    Money cost;
    if (in[s] && cheapest_tour(p, in[s], s, solution->client + visits, &cost) && cost != MONEY_NONE)
      visits += in[s]->count;
  }
  solution->first[p->slots] = visits;
  return solution;
}

static void take_better(const Proof *proof, Solution *found, Solution **better)
{
  const SolutionCost cost = solution_cost(proof->p, found);
  if (solution_total(&cost) < proof->cost && solution_is_admissible(proof->p, found)) {
    solution_free(*better);
    *better = found;
  } else {
    solution_free(found);
  }
}

// The program that counts days of a kind. Returns its bound, MONEY_NONE when it says nothing.
static Money count_days(Proof *proof)
{
  int groups;
  SlotGroup *group = slot_groups_new(proof->p, proof->bound->classes->of_slot, false, &groups);
  Money value = MONEY_NONE;
  if (price_sets(proof->p, group, groups, proof->sets) &&
      (int64_t)proof->sets->len * groups <= CHOICES_MOST) {
    g_autoptr(DayProgram) program = day_program_new(proof->p, group, groups, proof->sets, false);
    const MipOptions options = mip_options(proof, COUNT_NODES);
    const MipStatus status = mip_solve(program->mip, &options);
    if (status == MIP_INFEASIBLE)
      value = proof->cost;
    else if (mip_bound(program->mip) > -MIP_INF)
      value = floor_money(program, mip_bound(program->mip));
  }
  slot_groups_free(group, groups);
  return value;
}

// The exact program. Returns the bound it proves, MONEY_NONE for none.
static Money choose_days(Proof *proof, int64_t nodes, Solution **better)
{
  int groups;
  SlotGroup *group = slot_groups_new(proof->p, proof->bound->classes->of_slot, true, &groups);
  Money value = MONEY_NONE;
  if (price_sets(proof->p, group, groups, proof->sets) &&
      (int64_t)proof->sets->len * groups <= CHOICES_MOST) {
    g_autoptr(DayProgram) program = day_program_new(proof->p, group, groups, proof->sets, true);
    const MipOptions options = mip_options(proof, nodes);
    const MipStatus status = mip_solve(program->mip, &options);
    if (status == MIP_OPTIMAL || status == MIP_FEASIBLE)
      take_better(proof, solution_of(proof->p, program, group), better);
    if (status == MIP_INFEASIBLE)
      value = proof->cost;
    else if (mip_bound(program->mip) > -MIP_INF)
      value = floor_money(program, mip_bound(program->mip));
  }
  slot_groups_free(group, groups);
  return value;
}

// A bound within the programs' tolerance of a plan's cost proves that plan.
static bool meets(Money value, Money cost)
{
  return value != MONEY_NONE && value >= cost - 2 - cost / 500000;
}

bool bound_prove(Bound *bound, const Solution *incumbent, int64_t steps, const EngineOptions *options,
                 Solution **better)
{
  const SolutionCost of = solution_cost(bound->p, incumbent);
  Proof proof = {.bound = bound, .p = bound->p, .options = options, .incumbent = incumbent};
  proof.cost = solution_total(&of);
  *better = NULL;
  if (bound->value >= proof.cost)
    return true;
  if (bound->p->n > 64 || !bound->finished)
    return false;
  proof.sets = g_ptr_array_new_with_free_func(day_set_free);
  Money best = proof.cost, value = MONEY_NONE;
  if (list_sets(&proof)) {
    value = count_days(&proof);
    if (!meets(value, proof.cost)) {
      const Money exact = choose_days(&proof, steps, better);
      value = MAX(value, exact);
      if (*better) {
        const SolutionCost cost = solution_cost(bound->p, *better);
        best = solution_total(&cost);
      }
    }
  }
  g_ptr_array_unref(proof.sets);
  const bool proved = meets(value, best);
  if (value != MONEY_NONE)
    bound->value = MAX(bound->value, proved ? best : MIN(value, best));
  return proved;
}

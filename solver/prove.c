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
  SETS_FEW = 2000,
  GAP_PARTS = 3, // the whole, a half, a quarter
  WORK_A_STEP = 100000,
  SCHEDULE_STEPS = 40000,
  STOPS_BY_HAND = 8 // more stops in every order are too many
};

// Columns that a program of each depth can bear.
static const int CHOICES_MOST[] = {[DEPTH_COUNTS] = 60000, [DEPTH_WEEKDAYS] = 250000, [DEPTH_SLOTS] = 40000};

typedef struct Proof {
  Bound *bound;
  const Problem *p;
  const EngineOptions *options;
  const Solution *incumbent;
  Money cost; // of the incumbent
  DayLimits limits;
  Money base;    // bound that reduced costs refer to
  Money cap;     // a plan with a set that is not listed costs at least this
  int64_t steps; // 0: no limit
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

// All sets whose reduced cost is below `below`; false when they are too many.
static bool list_sets_below(Proof *proof, Money below)
{
  Bound *bound = proof->bound;
  const int most = proof->steps > 0 ? (int)CLAMP(proof->steps / 4, SETS_FEW, SETS_MOST) : SETS_MOST;
  for (int k = 0; k < bound->classes->count; k++) {
    g_autoptr(GPtrArray) routes = g_ptr_array_new_with_free_func(label_route_free);
    master_prizes(bound->master, k, bound->prize);
    const Duals duals = {bound->prize, bound->master->count[k], bound->master->cuts};
    if (!pricer_enumerate(bound->pricer[k], &duals, below, most, routes))
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

static int by_reduced(const void *a, const void *b)
{
  const DaySet *x = *(const DaySet *const *)a, *y = *(const DaySet *const *)b;
  if (x->reduced != y->reduced)
    return x->reduced < y->reduced ? -1 : 1;
  if (x->set != y->set)
    return x->set < y->set ? -1 : 1;
  return x->class - y->class;
}

// The sets within the gap, or within a part of it that is not too much to list; ascending by reduced cost.
static bool list_sets(Proof *proof)
{
  proof->base = bound_refresh(proof->bound);
  if (proof->base == MONEY_NONE)
    return false;
  Money below = proof->cost - proof->base + 1;
  for (int part = 0; part < GAP_PARTS; part++, below = below / 2) {
    g_ptr_array_set_size(proof->sets, 0);
    if (list_sets_below(proof, below)) {
      proof->cap = proof->base + below;
      g_ptr_array_sort(proof->sets, by_reduced);
      return true;
    }
  }
  return false;
}

static bool class_takes(const Bound *bound, int class, const LabelRoute *route)
{
  for (int k = 0; k < route->count; k++) {
    if (!pricer_fits(bound->pricer[class], route->client[k]))
      return false;
  }
  return true;
}

static int by_class_and_set(const void *a, const void *b)
{
  const DaySet *x = *(const DaySet *const *)a, *y = *(const DaySet *const *)b;
  if (x->class != y->class)
    return x->class - y->class;
  return x->set != y->set ? (x->set < y->set ? -1 : 1) : 0;
}

// Each set once in every class that may take it.
static void add_in_all_classes(const Proof *proof, const GPtrArray *routes, GPtrArray *sets)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new();
  for (guint r = 0; r < routes->len; r++) {
    const LabelRoute *route = routes->pdata[r];
    for (int k = 0; k < proof->bound->classes->count; k++) {
      if (class_takes(proof->bound, k, route))
        g_ptr_array_add(all, day_set(proof, k, route));
    }
  }
  g_ptr_array_sort(all, by_class_and_set);
  for (guint s = 0; s < all->len; s++) {
    if (s > 0 && by_class_and_set(&all->pdata[s], &all->pdata[s - 1]) == 0)
      day_set_free(g_steal_pointer(&all->pdata[s - 1]));
  }
  for (guint s = 0; s < all->len; s++) {
    if (all->pdata[s])
      g_ptr_array_add(sets, all->pdata[s]);
  }
}

// Those that the bound by weekdays has left.
static bool list_left(Proof *proof)
{
  proof->base = bound_refresh(proof->bound);
  if (proof->base == MONEY_NONE)
    return false;
  add_in_all_classes(proof, proof->bound->left, proof->sets);
  proof->cap = proof->bound->left_below;
  g_ptr_array_sort(proof->sets, by_reduced);
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

// Prices every set in every group; false where a price is not certain.
static bool price_sets(const Problem *p, const SlotGroup *group, int groups, GPtrArray *sets)
{
  bool certain = true;
  const uint64_t any_day = clients_of_any_day(p);
  for (guint s = 0; s < sets->len; s++) {
    DaySet *set = sets->pdata[s];
    const bool free = (set->set & ~any_day) == 0;
    int order[64];
    set->cost = g_renew(Money, set->cost, groups + 1);
    for (int g = 0; g < groups; g++) {
      set->cost[g] = MONEY_NONE;
      if (group[g].class == set->class && (group[g].shared ? free : !free || group[g].within < 0))
        certain = cheapest_tour(p, set, group[g].slot[0], order, &set->cost[g]) && certain;
    }
  }
  return certain;
}

// ---- Programs -----------------------------------------------------------------------------------------------------

// A node takes about as long as the program's matrix is large: so much of it a step.
static MipOptions mip_options(const Proof *proof, const DayProgram *program, int64_t steps)
{
  const int64_t nodes =
      steps > 0 ? MAX(20, steps * WORK_A_STEP / ((int64_t)mip_columns(program->mip) * mip_rows(program->mip)))
                : 0;
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
  for (int shared = 0; shared <= 1; shared++) { // what any day will do for comes last
    for (guint c = 0; c < program->choice->len; c++) {
      const DayChoice *choice = &g_array_index(program->choice, DayChoice, c);
      const SlotGroup *of = &group[choice->group];
      int times = of->shared == shared ? (int)lround(mip_value(program->mip, (int)c)) : 0;
      for (int k = 0; k < of->slots && times > 0; k++) {
        if (in[of->slot[k]])
          continue;
        in[of->slot[k]] = program->sets->pdata[choice->set];
        visits += in[of->slot[k]]->count;
        times--;
      }
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

static void take_better(Proof *proof, Solution *found, Solution **better)
{
  const SolutionCost cost = solution_cost(proof->p, found);
  if (solution_total(&cost) < proof->limits.best && solution_is_admissible(proof->p, found)) {
    solution_free(*better);
    *better = found;
    proof->limits.best = solution_total(&cost);
  } else {
    solution_free(found);
  }
}

// Sets that the solution of a program drives.
static GPtrArray *sets_in_use(const DayProgram *program)
{
  GPtrArray *sets = g_ptr_array_new();
  for (guint c = 0; c < program->choice->len; c++) {
    DaySet *set = program->sets->pdata[g_array_index(program->choice, DayChoice, c).set];
    if (mip_value(program->mip, (int)c) > 0.5 && (sets->len == 0 || sets->pdata[sets->len - 1] != set))
      g_ptr_array_add(sets, set);
  }
  return sets;
}

// The incumbent in the columns of the program that counts days; NULL where a set of it is not among those listed.
static double *counts_of_incumbent(const Proof *proof, const DayProgram *program, const SlotGroup *group)
{
  const Problem *p = proof->p;
  const Solution *plan = proof->incumbent;
  g_autofree double *start = g_new0(double, (gsize)mip_columns(program->mip) + 1);
  g_autofree int *planned = g_new0(int, (gsize)p->n + 1);
  for (int s = 0; s < p->slots; s++) {
    uint64_t set = 0;
    for (int k = plan->first[s]; k < plan->first[s + 1]; k++) {
      set |= UINT64_C(1) << plan->client[k];
      planned[plan->client[k]]++;
    }
    bool found = set == 0;
    for (guint c = 0; c < program->choice->len && !found; c++) {
      const DayChoice *choice = &g_array_index(program->choice, DayChoice, c);
      const SlotGroup *of = &group[choice->group];
      bool here = ((const DaySet *)program->sets->pdata[choice->set])->set == set;
      for (int k = 0; here && k < of->slots && !found; k++)
        found = of->slot[k] == s;
      start[c] += here && found;
    }
    if (!found)
      return NULL;
  }
  for (int i = 0; i < p->n; i++) {
    if (p->demand[i].patterns > 0)
      return NULL;
    if (program->miss_column[i] >= 0)
      start[program->miss_column[i]] = p->demand[i].visits - planned[i];
  }
  return g_steal_pointer(&start);
}

static double *no_plan(const DayProgram *program)
{
  double *start = g_new0(double, (gsize)mip_columns(program->mip) + 1);
  start[program->none] = 1;
  if (program->named >= 0)
    start[program->named] = 1;
  return start;
}

// As many of the sets, which ascend by reduced cost, as a program can bear; lowers *cap to what the others cost.
static GPtrArray *cheapest_sets(const Proof *proof, const GPtrArray *all, int most, Money *cap)
{
  GPtrArray *sets = g_ptr_array_new();
  for (guint s = 0; s < MIN(all->len, (guint)MAX(most, 1)); s++)
    g_ptr_array_add(sets, all->pdata[s]);
  if (sets->len < all->len)
    *cap = MIN(*cap, proof->base + ((const DaySet *)all->pdata[sets->len])->reduced);
  return sets;
}

// One program over some sets. Returns its bound, MONEY_NONE when it says nothing; its plan, where it is one, may
// become *better; the sets it drives go to *used unless NULL.
static Money solve_program(Proof *proof, const GPtrArray *all, Depth depth, int64_t steps, GPtrArray **used,
                           Solution **better)
{
  int groups;
  SlotGroup *group = slot_groups_new(proof->p, proof->bound->classes->of_slot, depth, &groups);
  Money value = MONEY_NONE, cap = proof->cap;
  g_autoptr(GPtrArray) sets = cheapest_sets(proof, all, CHOICES_MOST[depth] / groups, &cap);
  // Whatever it says above the cap is no proof: nothing to gain where the cap is reached already.
  const bool gains = all != proof->sets || cap > proof->limits.weekday;
  if (gains && price_sets(proof->p, group, groups, sets)) {
    g_autoptr(DayProgram) program = day_program_new(proof->p, group, groups, sets, depth, &proof->limits);
    MipOptions options = mip_options(proof, program, steps);
    options.priority = (const int8_t *)program->priority->data;
    g_autofree double *start = depth == DEPTH_COUNTS ? counts_of_incumbent(proof, program, group) : NULL;
    if (!start)
      start = no_plan(program);
    options.start = start;
    options.cuts = depth == DEPTH_COUNTS;
    const MipStatus status = mip_solve(program->mip, &options);
    const bool found = status == MIP_OPTIMAL || status == MIP_FEASIBLE;
    if (found && depth == DEPTH_SLOTS)
      take_better(proof, solution_of(proof->p, program, group), better);
    if (found && used)
      *used = sets_in_use(program);
    if (status == MIP_INFEASIBLE)
      value = proof->limits.best;
    else if (mip_bound(program->mip) > -MIP_INF)
      value = floor_money(program, mip_bound(program->mip));
    value = MIN(value, cap);
  }
  slot_groups_free(group, groups);
  return value;
}

static bool weekdays_matter(const Problem *p)
{
  for (int i = 0; i < p->n; i++) {
    if (p->demand[i].same_weekday != WEEKDAY_FREE && p->demand[i].visits > 1)
      return true;
  }
  return false;
}

bool bound_meets(Money value, Money cost)
{
  return value != MONEY_NONE && value >= cost - 2 - cost / 500000;
}

// From the loosest program to the exact one. What a looser one drives is first put on days as it is: where that costs
// no more than the program's bound, it is optimal.
static Money prove_by_depth(Proof *proof, Solution **better)
{
  Money value = proof->limits.weekday;
  for (Depth depth = proof->bound->left ? DEPTH_WEEKDAYS : DEPTH_COUNTS; depth < DEPTH_SLOTS; depth++) {
    if (depth == DEPTH_WEEKDAYS && !weekdays_matter(proof->p))
      continue;
    g_autoptr(GPtrArray) used = NULL;
    const Money found = solve_program(proof, proof->sets, depth, proof->steps, &used, better);
    value = MAX(value, found);
    proof->limits.weekday = value;
    if (depth == DEPTH_COUNTS)
      proof->limits.core = value;
    if (used && !bound_meets(value, proof->limits.best))
      solve_program(proof, used, DEPTH_SLOTS, SCHEDULE_STEPS, NULL, better);
    if (bound_meets(value, proof->limits.best))
      return value;
  }
  const Money exact = solve_program(proof, proof->sets, DEPTH_SLOTS, proof->steps, NULL, better);
  return MAX(value, exact);
}

Solution *bound_schedule(Bound *bound, const GPtrArray *routes, Money best, Money core, Money weekday,
                         int64_t steps, const EngineOptions *options)
{
  Proof proof = {.bound = bound, .p = bound->p, .options = options, .cost = best, .cap = best};
  proof.limits = (DayLimits){best, core, weekday};
  Solution *better = NULL;
  g_autoptr(GPtrArray) sets = g_ptr_array_new_with_free_func(day_set_free);
  add_in_all_classes(&proof, routes, sets);
  solve_program(&proof, sets, DEPTH_SLOTS, steps, NULL, &better);
  return better;
}

bool bound_prove(Bound *bound, const Solution *incumbent, int64_t steps, const EngineOptions *options,
                 Solution **better)
{
  const SolutionCost of = solution_cost(bound->p, incumbent);
  Proof proof = {.bound = bound, .p = bound->p, .options = options, .incumbent = incumbent, .steps = steps};
  proof.cost = solution_total(&of);
  proof.limits = (DayLimits){proof.cost, MONEY_NONE, MONEY_NONE};
  *better = NULL;
  if (bound->value >= proof.cost)
    return true;
  if (bound->p->n > 64 || !bound->finished || bound->p->slot_cost || problem_has_nights(bound->p))
    return false;
  bound_watch(bound, options);
  proof.sets = g_ptr_array_new_with_free_func(day_set_free);
  if (bound->left) { // where weekdays bind, the bound knows all that a program without days could say
    proof.limits.core = bound->core;
    proof.limits.weekday = MAX(bound->core, bound->weekday);
  }
  const Money value =
      (bound->left ? list_left(&proof) : list_sets(&proof)) ? prove_by_depth(&proof, better) : MONEY_NONE;
  g_ptr_array_unref(proof.sets);
  const bool proved = bound_meets(value, proof.limits.best);
  if (value != MONEY_NONE)
    bound->value = MAX(bound->value, proved ? proof.limits.best : MIN(value, proof.limits.best));
  return proved;
}

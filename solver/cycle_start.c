// SPDX-License-Identifier: GPL-3.0-or-later
// In a horizon of thirteen weeks a weekday of a client is decided thirteen times over: every change of it touches as many
// routes. In a cycle of four weeks the same decision touches four, so that ten times as many are tried in the same time,
// and two runs come to the same weekdays. What the cycle does not know (holidays, promised visits, clients who come once,
// hours that differ from week to week) is mended when its days are laid out, and by the search that follows.
#include "solver/cycle_start.h"

#include "solver/population.h"
#include "solver/random.h"
#include "solver/recreate.h"
#include "solver/search.h"
#include "solver/towns.h"
#include "solver/weekday_sketch.h"

#include <string.h>

enum { WEEKS = SKETCH_WEEKS, CYCLE_DAYS = 7 * WEEKS, LEAST_CYCLES = 2 };
enum { FIRST_STEPS = 10, CHILD_STEPS = 10, LAST_STEPS = 60, GENERATIONS = 10, GENERATIONS_QUICK = 3 };
#define LAST_HEAT 0.15
#define ROOM_KEPT_MOST 0.3 // of the part of a day that clients outside the cycle would have; they fill gaps

// ---- The problem ----------------------------------------------------------------------------------------------------

bool cycle_start_applies(const Problem *p)
{
  int64_t in = 0, all = 0;
  for (int i = 0; i < p->n; i++) {
    all += p->demand[i].visits;
    in += demand_keeps_weekday(&p->demand[i]) ? p->demand[i].visits : 0;
  }
  return p->reps == 1 && p->days >= LEAST_CYCLES * CYCLE_DAYS && !problem_has_nights(p) && !p->slot_cost &&
         2 * in > all;
}

static int32_t room_of(const Slot *slot)
{
  return MIN(slot->max_work, slot->length);
}

// The slot that stands for a day of the cycle: the one with most room; -1: the rep never works then.
static int model_slot(const Problem *p, int day)
{
  int best = -1;
  for (int s = 0; s < p->slots; s++) {
    if (p->slot[s].day % CYCLE_DAYS == day && room_of(&p->slot[s]) > (best < 0 ? 0 : room_of(&p->slot[best])))
      best = s;
  }
  return best;
}

static void copy_tables(const Problem *p, Problem *cycle)
{
  const size_t pairs = (size_t)p->nodes * (size_t)p->nodes;
  for (int t = 0; t < p->tables; t++) {
    memcpy((int32_t *)(uintptr_t)cycle->legs[t].travel, p->legs[t].travel, pairs * sizeof(int32_t));
    memcpy((Money *)(uintptr_t)cycle->legs[t].cost, p->legs[t].cost, pairs * sizeof(Money));
  }
  memcpy(cycle->starts, p->starts, (size_t)p->clocks * (size_t)p->n * sizeof(Starts));
}

// Visits at equal distances on one weekday; gaps are hard, since a cycle has no better ones.
static void set_demands(const Problem *p, Problem *cycle)
{
  for (int i = 0; i < p->n; i++) {
    const Demand *from = &p->demand[i];
    Demand *demand = &cycle->demand[i];
    *demand = (Demand){.service = from->service,
                       .spread = from->spread,
                       .load = from->load,
                       .miss_cost = from->miss_cost,
                       .gap_min = 1,
                       .previous = NO_DAY,
                       .first_by = NO_DAY,
                       .same_weekday = WEEKDAY_SAME};
    if (!demand_keeps_weekday(from) || client_weekdays(p, i) == 0)
      continue;
    demand->visits = sketch_weeks(from->visits, p->days / 7);
    demand->gap_min = demand->gap_max = CYCLE_DAYS / demand->visits;
  }
}

// Part of a day's work that is left to the cycle.
static double part_left(const Problem *p, const Problem *cycle, double kept)
{
  double in = 0, all = 1;
  for (int i = 0; i < p->n; i++) {
    const double work = (double)p->demand[i].visits * p->demand[i].service;
    all += work;
    in += cycle->demand[i].visits > 0 ? work : 0;
  }
  return 1 - kept * (all - in) / all;
}

Problem *cycle_problem(const Problem *p, double kept)
{
  int model[CYCLE_DAYS], slots = 0;
  for (int day = 0; day < CYCLE_DAYS; day++) {
    model[day] = model_slot(p, day);
    slots += model[day] >= 0;
  }
  Problem *cycle = problem_new(p->n, p->nodes, slots, CYCLE_DAYS, 1, p->clocks, p->tables, 0);
  cycle->weekday0 = p->weekday0;
  copy_tables(p, cycle);
  set_demands(p, cycle);
  const double part = part_left(p, cycle, kept);
  for (int day = 0, s = 0; day < CYCLE_DAYS; day++) {
    if (model[day] < 0)
      continue;
    Slot *slot = &cycle->slot[s];
    *slot = p->slot[model[day]];
    slot->day = day;
    slot->max_work = (int32_t)(part * room_of(slot));
    for (int i = 0; i < p->n; i++) {
      if (problem_is_allowed(p, i, model[day]) && (client_weekdays(p, i) >> problem_weekday(p, day) & 1))
        cycle->allowed[(size_t)i * (size_t)cycle->words + (size_t)(s / 64)] |= UINT64_C(1) << (s % 64);
    }
    s++;
  }
  return cycle;
}

// ---- Its solution ---------------------------------------------------------------------------------------------------

static Solution *solve_cycle(const Problem *cycle, const EngineOptions *options)
{
  int visits = 0;
  for (int i = 0; i < cycle->n; i++)
    visits += cycle->demand[i].visits;
  EngineOptions own = {.seed = options->seed,
                       .effort = options->effort,
                       .stop = options->stop,
                       .deadline_us = options->deadline_us,
                       .heat = 1};
  g_autoptr(Solution) first = search_run(cycle, &own, (int64_t)FIRST_STEPS * visits);
  g_autoptr(Population) population = population_new(cycle, &own, NULL);
  population_add(population, first);
  const Breeding breeding = {.generations = own.effort == EFFORT_QUICK ? GENERATIONS_QUICK : GENERATIONS,
                             .children = POPULATION_CHILDREN,
                             .steps = (int64_t)CHILD_STEPS * visits,
                             .deadline_us = own.deadline_us};
  population_run(population, &breeding);
  own.start = population_best(population);
  own.heat = LAST_HEAT;
  return search_run(cycle, &own, (int64_t)LAST_STEPS * visits);
}

// ---- Over the horizon -----------------------------------------------------------------------------------------------

typedef struct Layout {
  const Problem *p, *cycle;
  const Solution *solution; // of the cycle
  State *state;
  Recreate *recreate;
  Random random;
} Layout;

static bool is_there(const Layout *layout, int client, int day)
{
  const int *calendar = state_calendar(layout->state, client);
  for (int k = 0; k < layout->state->count[client]; k++) {
    if (layout->p->slot[calendar[k]].day == day)
      return true;
  }
  return false;
}

// The route of the cycle's day, as far as its clients want more visits and fit.
static void lay_day(Layout *layout, int slot)
{
  const Problem *p = layout->p;
  State *state = layout->state;
  const int from = problem_slot_on(layout->cycle, 0, p->slot[slot].day % CYCLE_DAYS);
  const Solution *solution = layout->solution;
  for (int k = from < 0 ? 0 : solution->first[from]; from >= 0 && k < solution->first[from + 1]; k++) {
    const int client = solution->client[k];
    if (state->count[client] >= p->demand[client].visits || !problem_is_allowed(p, client, slot) ||
        is_there(layout, client, p->slot[slot].day))
      continue;
    const Insertion *insertion = state_insertion(state, client, slot);
    if (insertion->delta < MONEY_MAX)
      state_insert(state, client, slot, insertion->position);
  }
}

static bool is_whole(const State *state, int client)
{
  return state_client_is_admissible(state, client) && state->count[client] >= state->p->demand[client].visits;
}

// Calendars that are not whole begin anew: on their weekday first, then on any.
static void mend(Layout *layout, int client)
{
  const Problem *p = layout->p;
  State *state = layout->state;
  const int at = state->count[client] > 0 ? state_calendar(state, client)[0] : -1;
  const int weekday = at >= 0 ? problem_weekday(p, p->slot[at].day) : -1;
  state_clear_client(state, client);
  recreate_client_on(layout->recreate, state, client, weekday, &layout->random, 0);
  if (is_whole(state, client))
    return;
  state_clear_client(state, client);
  recreate_client(layout->recreate, state, client, &layout->random, 0);
}

// Those with most visits first.
static void mend_all(Layout *layout)
{
  const Problem *p = layout->p;
  for (int round = INT_MAX; round > 0;) {
    int next = 0;
    for (int i = 0; i < p->n; i++)
      next = p->demand[i].visits < round ? MAX(next, p->demand[i].visits) : next;
    round = next;
    for (int i = 0; i < p->n; i++) {
      if (p->demand[i].visits == round && !is_whole(layout->state, i))
        mend(layout, i);
    }
  }
}

Solution *cycle_start(const Problem *p, const EngineOptions *options)
{
  Random random = {options->seed};
  g_autoptr(Problem) cycle = cycle_problem(p, ROOM_KEPT_MOST * random_unit(&random));
  g_autoptr(Solution) solution = solve_cycle(cycle, options);
  g_autoptr(State) state = state_new(p);
  g_autoptr(Recreate) recreate = recreate_new(p);
  if (!solution || !state_load(state, NULL))
    return NULL;
  Layout layout = {
      .p = p, .cycle = cycle, .solution = solution, .state = state, .recreate = recreate, .random = random};
  state_begin(state);
  for (int s = 0; s < p->slots; s++)
    lay_day(&layout, s);
  mend_all(&layout);
  state_settle(state);
  Solution *start = state_solution(state);
  if (solution_is_admissible(p, start))
    return start;
  solution_free(start); // a table of legs that breaks the triangle inequality
  return NULL;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Ruin and recreate under simulated annealing. A step takes something out (strings of visits, whole clients, whole
// days) or exchanges two days, puts back what is missing, and is kept or undone by the change of the objective.
// Temperatures fall with the steps done, or with the time used where a deadline comes first. Where days are free,
// rhythms cost a part at first, and more and more until they cost what they do.
#include "solver/search_parts.h"

#include <math.h>

#include "solver/easing.h"
#include "solver/tour.h"

#define NIGHT_HEAT 3
enum { CHECK_STEPS = 256, PRICE_STEPS = 512 };

static const Mix MIX_VISITS = {50, 10, 20, 12, 1, 2, 10, 1, 0.01, false, false};
static const Mix MIX_WEEKDAYS = {10, 66, 15, 1, 4, 1, 8, 8, 0.1, false, true};
static const Mix MIX_PATTERNS = {10, 70, 5, 7, 0, 0, 10, 1, 0.01, true, false};

#define WITHIN_LEAST 0.3
#define WITHIN_MOST 0.5
#define PRICE_BEGIN 10.0
#define PRICE_MAX 1e8
#define EASE_FROM 0.2  // part of what rhythms cost at the beginning
#define EASE_UNTIL 0.7 // part of the run after which they cost all
enum { EASE_STAGES = 7 };

// Share of the run that is behind us.
static double search_progress(const Search *search, int64_t step, int64_t steps)
{
  double done = (double)step / (double)steps;
  if (search->options->deadline_us > 0) {
    const double all = (double)(search->options->deadline_us - search->began_us);
    done = MAX(done, (double)(g_get_monotonic_time() - search->began_us) / MAX(1.0, all));
  }
  return MIN(done, 1.0);
}

// A table of legs may break the triangle inequality, be it by the rounding of a second: then a route can get longer
// when a stop is taken out. Sums are looked at after every change, times before a plan becomes the best.
static bool sums_fit(const State *state)
{
  for (int k = 0; k < state->slot_changes; k++) {
    const int slot = state->slots_changed[k];
    const Slot *day = &state->p->slot[slot];
    const Route *route = &state->route[slot];
    const int64_t work = (int64_t)route->travel + route->service;
    const bool paid = state->price.work > 0 && route->timed == 0;
    if (route->travel > day->max_travel || (!paid && (work > day->max_work || work > day->length)))
      return false;
    // Whatever changes where a night is spent changes the next morning.
    if (state->nights && route->timed > 0 &&
        route_times_between(state->p, slot, state_ends(state, slot), state_stops(state, slot), route->count,
                            NULL) < 0)
      return false;
  }
  return true;
}

static bool times_fit(State *state)
{
  for (int slot = 0; slot < state->p->slots; slot++) {
    const int count = state->route[slot].count;
    if (count > 0 && route_times_between(state->p, slot, state_ends(state, slot), state_stops(state, slot),
                                         count, NULL) < 0)
      return false;
  }
  return true;
}

static void keep_best(Search *search)
{
  if (search->best && (search->state->total >= search->best_total || search->state->penalty > 0))
    return;
  solution_free(search->best);
  search->best = state_solution(search->state);
  search->best_total = search->state->total;
}

// Dearer where too few steps end within the limits, cheaper where too many do.
static void adapt_prices(Search *search)
{
  const double share = (double)search->within / PRICE_STEPS;
  const double factor = share < WITHIN_LEAST ? 1.25 : share > WITHIN_MOST ? 0.85 : 1;
  search->within = 0;
  if (factor == 1)
    return;
  search->price_load = CLAMP(search->price_load * factor, 1, PRICE_MAX);
  search->price_work = CLAMP(search->price_work * factor, 1, PRICE_MAX);
  state_set_prices(search->state, (Prices){llround(search->price_load), llround(search->price_work)});
}

static void take_sample(Search *search, int64_t step)
{
  if (search->met && step % search->every == search->every - 1 && search->state->penalty == 0 &&
      times_fit(search->state))
    g_ptr_array_add(search->met, state_solution(search->state));
}

// Goes on until a part of the run, or all of it, is behind.
static void anneal(Search *search, int64_t steps, double upto)
{
  State *state = search->state;
  const int64_t end = upto < 1 ? (int64_t)((double)steps * upto) : steps;
  double temperature = search->hot;
  for (bool begun = false; search->step < end; search->step++, begun = true) {
    if (search->step % CHECK_STEPS == 0 || !begun) {
      if (engine_must_end(search->options))
        return;
      const double done = search_progress(search, search->step, steps);
      if (done >= upto)
        return;
      temperature = search->hot * pow(search->cold / search->hot, done);
    }
    if (search->price_work > 0 && search->step % PRICE_STEPS == PRICE_STEPS - 1)
      adapt_prices(search);
    state_begin(state);
    const Money before = state->total + state->penalty;
    if (!search_change(search) || !sums_fit(state)) {
      state_rollback(state);
      continue;
    }
    state_settle(state);
    const double limit = (double)before - temperature * log(1.0 - random_unit(&search->random));
    const Money after = state->total + state->penalty;
    const bool refused = (double)after >= limit && after >= before;
    if (refused || (state->total < search->best_total && state->penalty == 0 && !times_fit(state)))
      state_rollback(state);
    else
      keep_best(search);
    search->within += state->penalty == 0;
    take_sample(search, search->step);
  }
}

// Everything that fits, clients with most visits first.
static void construct(Search *search)
{
  State *state = search->state;
  for (int round = INT_MAX; round > 0;) {
    int next = 0;
    for (int i = 0; i < search->p->n; i++) {
      const int visits = search->p->demand[i].visits;
      next = visits < round ? MAX(next, visits) : next;
    }
    round = next;
    for (int i = 0; i < search->p->n; i++) {
      if (search->p->demand[i].visits != round)
        continue;
      state_begin(state);
      state_clear_client(state, i);
      recreate_client(search->recreate, state, i, &search->random, 0);
      state_settle(state);
    }
  }
}

static void prove_tours(Search *search)
{
  state_set_prices(search->state, (Prices){0});
  state_load(search->state, search->best);
  for (int s = 0; s < search->p->slots; s++) {
    state_begin(search->state);
    tour_optimise(search->state, s);
  }
  keep_best(search);
}

static const Mix *mix_for(const Problem *p)
{
  int visits = 0, same = 0, patterns = 0;
  for (int i = 0; i < p->n; i++) {
    const Demand *demand = &p->demand[i];
    visits += demand->visits;
    if (demand->patterns > 0)
      patterns += demand->visits;
    else if (demand->same_weekday == WEEKDAY_SAME && demand->visits > 1)
      same += demand->visits;
  }
  return 2 * same > visits ? &MIX_WEEKDAYS : 2 * patterns > visits ? &MIX_PATTERNS : &MIX_VISITS;
}

bool search_moves_clients(const Problem *p)
{
  return mix_for(p) != &MIX_VISITS;
}

bool search_prefers_weekdays(const Problem *p)
{
  int prefer = 0, visits = 0;
  for (int i = 0; i < p->n; i++) {
    const Demand *demand = &p->demand[i];
    visits += demand->visits;
    if (demand->same_weekday == WEEKDAY_PREFER && demand->weekday_cost > 0 && demand->visits > 1)
      prefer += demand->visits;
  }
  return 2 * prefer > visits && !search_moves_clients(p);
}

static void set_temperatures(Search *search)
{
  int visits = 0;
  int64_t load = 0, work = 0;
  Money travel = 0;
  for (int s = 0; s < search->p->slots; s++) {
    visits += search->state->route[s].count;
    travel += search->state->route[s].cost;
    load += search->state->route[s].load;
    work += search->state->route[s].service + search->state->route[s].travel;
  }
  const double leg = MAX(1.0, (double)travel / MAX(1, visits));
  search->hot = search->mix->hot * (search->options->heat > 0 ? search->options->heat : 1) * leg;
  search->cold = search->mix->cold * leg;
  if (search->state->nights) // a tour changes several days at once
    search->hot *= NIGHT_HEAT;
  if (!search->mix->priced || search->state->nights)
    return;
  search->price_load = CLAMP(PRICE_BEGIN * (double)travel / (double)MAX(1, load), 1, PRICE_MAX);
  search->price_work = CLAMP(PRICE_BEGIN * (double)travel / (double)MAX(1, work), 1, PRICE_MAX);
  state_set_prices(search->state, (Prices){llround(search->price_load), llround(search->price_work)});
}

// Sets up what a search of this problem works with; false: its fixes exclude each other.
static bool open_problem(Search *search, const Problem *p, const Solution *from)
{
  search->p = p;
  search->state = state_new(p);
  if (!state_load(search->state, from))
    return false;
  search->recreate = recreate_new(p);
  search->ruin = ruin_new(search->state);
  search->moves = weekday_moves_new(p);
  search->key = g_new(int64_t, (gsize)search->ruin->room);
  return true;
}

static void close_problem(Search *search)
{
  g_clear_pointer(&search->key, g_free);
  g_clear_pointer(&search->moves, weekday_moves_free);
  g_clear_pointer(&search->ruin, ruin_free);
  g_clear_pointer(&search->recreate, recreate_free);
  g_clear_pointer(&search->state, state_free);
}

// Goes on with the solution at hand where other costs hold, and forgets the best one by the costs before.
static void change_problem(Search *search, const Problem *p)
{
  const bool whole = search->state->penalty == 0 && times_fit(search->state);
  g_autoptr(Solution) now = whole ? state_solution(search->state) : g_steal_pointer(&search->best);
  close_problem(search);
  if (!open_problem(search, p, now))
    g_assert_not_reached();
  g_clear_pointer(&search->best, solution_free);
  keep_best(search);
}

typedef struct Kept { // the best by the true costs
  Solution *solution;
  Money total;
} Kept;

static void keep(const Problem *p, const Solution *solution, Kept *kept)
{
  const SolutionCost cost = solution_cost(p, solution);
  if (kept->solution && solution_total(&cost) >= kept->total)
    return;
  solution_free(kept->solution);
  *kept = (Kept){solution_copy(p, solution), solution_total(&cost)};
}

// The first part of the run, with rhythms that cost less than they do. The best of what it began with and of what its stages
// came by is kept, also where it is ended early.
static void anneal_eased(Search *search, int64_t steps)
{
  const Problem *p = search->p;
  g_autoptr(Easing) easing = easing_new(p);
  if (!easing)
    return;
  Kept kept = {0};
  keep(p, search->best, &kept);
  for (int k = 0; k < EASE_STAGES && !engine_must_end(search->options); k++) {
    const double part = pow(EASE_FROM, 1 - (double)k / EASE_STAGES);
    change_problem(search, easing_problem(easing, part));
    anneal(search, steps, EASE_UNTIL * (k + 1) / EASE_STAGES);
    keep(p, search->best, &kept);
  }
  change_problem(search, p);
  if (kept.total < search->best_total) {
    solution_free(search->best);
    search->best = g_steal_pointer(&kept.solution);
    search->best_total = kept.total;
  }
  solution_free(kept.solution);
}

Solution *search_run(const Problem *p, const EngineOptions *options, int64_t steps)
{
  return search_sample(p, options, steps, 1, NULL);
}

Solution *search_sample(const Problem *p, const EngineOptions *options, int64_t steps, int64_t every,
                        GPtrArray *met)
{
  Search search = {.mix = mix_for(p), .options = options, .every = every, .met = met};
  if (!open_problem(&search, p, options->start)) {
    close_problem(&search);
    return NULL;
  }
  // Scrambled: streams that begin a multiple of the generator's step apart are the same stream, shifted.
  search.random.state = random_next(&(Random){options->seed});
  search.began_us = options->deadline_us > 0 ? g_get_monotonic_time() : 0;
  keep_best(&search);
  if (p->n > 0 && p->slots > 0) {
    if (!options->start)
      construct(&search);
    keep_best(&search);
    set_temperatures(&search);
    if (search.mix == &MIX_VISITS && !search_prefers_weekdays(p))
      anneal_eased(&search, steps);
    anneal(&search, steps, 1);
    prove_tours(&search);
  }
  close_problem(&search);
  return search.best;
}

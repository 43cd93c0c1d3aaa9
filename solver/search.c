// SPDX-License-Identifier: GPL-3.0-or-later
// Ruin and recreate under simulated annealing. A step takes something out (strings of visits, whole clients, whole
// days) or exchanges two days, puts back what is missing, and is kept or undone by the change of the objective.
// Temperatures fall with the steps done, or with the time used where a deadline comes first.
#include "solver/search.h"

#include <math.h>

#include "solver/recreate.h"
#include "solver/ruin.h"
#include "solver/tour.h"
#include "solver/tours.h"
#include "solver/weekday_moves.h"

#define NIGHT_HEAT 3
enum { TOUR_MOVES_PCT = 50 }; // where reps may sleep out
enum { CHECK_STEPS = 256, PRICE_STEPS = 512, BLINK = 10, RUIN_VISITS = 10, RUIN_CLIENTS = 3 };

// Which moves, in per cent of the steps: strings of visits, whole clients of strings, whole clients of a neighbourhood,
// whole slots, towns that change weekdays, whole days that move, and the rest exchanges of slots. Where the calendar of
// a client hangs together (a weekday for all its visits, a pattern), single visits have nowhere else to go: whole
// clients move instead, and since such a move changes many routes, it takes more heat.
typedef struct Mix {
  int strings, whole_strings, clients, slots, towns, days;
  int whole_visits; // visits of the strings whose clients are taken out as a whole
  double hot, cold; // temperatures in travel costs of a visit
  bool priced;      // loads and work may be over the limits, at a price
} Mix;

static const Mix MIX_VISITS = {50, 10, 20, 12, 1, 2, 10, 1, 0.01, false};
static const Mix MIX_WEEKDAYS = {10, 66, 15, 1, 4, 1, 8, 8, 0.1, false};
static const Mix MIX_PATTERNS = {10, 70, 5, 7, 0, 0, 10, 1, 0.01, true};

#define WITHIN_LEAST 0.3
#define WITHIN_MOST 0.5
#define PRICE_BEGIN 10.0
#define PRICE_MAX 1e8

typedef struct Search {
  const Problem *p;
  const Mix *mix;
  const EngineOptions *options;
  State *state;
  Recreate *recreate;
  Ruin *ruin;
  WeekdayMoves *moves;
  Random random;
  int64_t *key; // order of reinsertion, [ruin->room]
  Solution *best;
  Money best_total;
  double hot, cold;
  double price_load, price_work; // as in Prices
  int64_t within;                // steps since prices were set that ended within all limits
  int64_t began_us;
  int64_t every;  // steps from one sample to the next
  GPtrArray *met; // samples; NULL: none are taken
} Search;

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

static void sort_by_key(int *client, int64_t *key, int count)
{
  for (int k = 1; k < count; k++) {
    const int c = client[k];
    const int64_t value = key[k];
    int j = k;
    for (; j > 0 && key[j - 1] > value; j--) {
      client[j] = client[j - 1];
      key[j] = key[j - 1];
    }
    client[j] = c;
    key[j] = value;
  }
}

// Order of reinsertion: random, longest visits first, farthest first, nearest first.
static void order_clients(Search *search, int *client, int count)
{
  const Problem *p = search->p;
  const int rule = random_below(&search->random, 11);
  for (int k = 0; k < count; k++) {
    const int64_t tie = (int64_t)(random_next(&search->random) & 0xffff);
    const Leg2 *leg =
        &search->state->from[0][(size_t)p->slot[0].start * (size_t)p->nodes + (size_t)client[k]];
    int64_t key = 0;
    if (rule < 4)
      key = 0;
    else if (rule < 6)
      key = -p->demand[client[k]].service - p->demand[client[k]].load;
    else if (rule < 8)
      key = -p->demand[client[k]].visits;
    else if (rule < 10)
      key = -leg->cost;
    else
      key = leg->cost;
    search->key[k] = key * 65536 + tie;
  }
  sort_by_key(client, search->key, count);
}

// Calendars that a visit could not be put back into may break first_by or be half a pattern: these clients start anew.
static void mend_clients(Search *search)
{
  State *state = search->state;
  for (int k = 0; k < state->client_changes; k++) {
    const int client = state->clients_changed[k];
    const Demand *demand = &search->p->demand[client];
    if (demand->patterns == 0 && demand->first_by == NO_DAY)
      continue;
    if (state_client_is_admissible(state, client))
      continue;
    state_clear_client(state, client);
    recreate_client(search->recreate, state, client, &search->random, 0);
  }
}

// Clients that lack visits without having been touched.
static void fill_short(Search *search)
{
  State *state = search->state;
  const int n = search->p->n, begin = random_below(&search->random, n);
  for (int k = 0, tries = 0; k < n && tries < 3; k++) {
    const int client = (begin + k) % n;
    if (state->count[client] >= search->p->demand[client].visits || search->p->demand[client].patterns > 0)
      continue;
    tries++;
    recreate_visit(search->recreate, state, client, &search->random, BLINK);
  }
}

static void put_back_visits(Search *search)
{
  Ruin *ruin = search->ruin;
  order_clients(search, ruin->client, ruin->count);
  for (int k = 0; k < ruin->count; k++)
    recreate_visit(search->recreate, search->state, ruin->client[k], &search->random, BLINK);
  fill_short(search);
  mend_clients(search);
}

static void put_back_clients(Search *search)
{
  Ruin *ruin = search->ruin;
  order_clients(search, ruin->client, ruin->count);
  for (int k = 0; k < ruin->count; k++)
    recreate_client(search->recreate, search->state, ruin->client[k], &search->random, BLINK);
}

// The clients of some strings start their calendars anew.
static void ruin_whole_strings(Search *search, int visits)
{
  Ruin *ruin = search->ruin;
  State *state = search->state;
  ruin_strings(ruin, state, &search->random, visits);
  ruin->count = 0;
  for (int k = 0, changes = state->client_changes; k < changes; k++) {
    const int client = state->clients_changed[k];
    state_clear_client(state, client);
    ruin->client[ruin->count++] = client;
  }
}

static bool swap_slots(Search *search)
{
  State *state = search->state;
  const int a = random_below(&search->random, search->p->slots),
            b = random_below(&search->random, search->p->slots);
  if (a == b || !state_swap_slots(state, a, b))
    return false;
  for (int k = 0; k < state->client_changes; k++) {
    if (!state_client_is_admissible(state, state->clients_changed[k]))
      return false;
  }
  return true;
}

static bool move_towns(Search *search)
{
  Ruin *ruin = search->ruin;
  if (!weekday_moves_take_towns(search->moves, ruin, search->state, &search->random))
    return false;
  order_clients(search, ruin->client, ruin->count);
  for (int k = 0; k < ruin->count; k++)
    weekday_moves_put(search->moves, search->recreate, search->state, ruin->client[k], &search->random,
                      BLINK);
  return true;
}

// Changes the state; false: nothing to be kept.
static bool change(Search *search)
{
  State *state = search->state;
  const Mix *mix = search->mix;
  if (state->nights && random_below(&search->random, 100) < TOUR_MOVES_PCT) {
    if (!tours_move(search->ruin, state, &search->random))
      return false;
    put_back_visits(search);
    return true;
  }
  int move = random_below(&search->random, 100);
  if (move < mix->strings) {
    ruin_strings(search->ruin, state, &search->random, RUIN_VISITS);
    put_back_visits(search);
  } else if ((move -= mix->strings) < mix->whole_strings) {
    ruin_whole_strings(search, mix->whole_visits * MAX(1, search->options->breadth));
    put_back_clients(search);
  } else if ((move -= mix->whole_strings) < mix->clients) {
    ruin_clients(search->ruin, state, &search->random, RUIN_CLIENTS);
    put_back_clients(search);
  } else if ((move -= mix->clients) < mix->slots) {
    ruin_slots(search->ruin, state, &search->random);
    put_back_visits(search);
  } else if ((move -= mix->slots) < mix->towns) {
    return move_towns(search);
  } else if (move - mix->towns < mix->days) {
    return weekday_moves_days(state, mix == &MIX_WEEKDAYS, &search->random);
  } else {
    return swap_slots(search);
  }
  return true;
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

static void anneal(Search *search, int64_t steps)
{
  State *state = search->state;
  double temperature = search->hot;
  for (int64_t step = 0; step < steps; step++) {
    if (step % CHECK_STEPS == 0) {
      if (engine_must_end(search->options))
        return;
      temperature = search->hot * pow(search->cold / search->hot, search_progress(search, step, steps));
    }
    if (search->price_work > 0 && step % PRICE_STEPS == PRICE_STEPS - 1)
      adapt_prices(search);
    state_begin(state);
    const Money before = state->total + state->penalty;
    if (!change(search) || !sums_fit(state)) {
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
    take_sample(search, step);
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

Solution *search_run(const Problem *p, const EngineOptions *options, int64_t steps)
{
  return search_sample(p, options, steps, 1, NULL);
}

Solution *search_sample(const Problem *p, const EngineOptions *options, int64_t steps, int64_t every,
                        GPtrArray *met)
{
  g_autoptr(State) state = state_new(p);
  if (!state_load(state, options->start))
    return NULL;
  g_autoptr(Recreate) recreate = recreate_new(p);
  g_autoptr(Ruin) ruin = ruin_new(state);
  g_autoptr(WeekdayMoves) moves = weekday_moves_new(p);
  Search search = {.p = p,
                   .mix = mix_for(p),
                   .options = options,
                   .state = state,
                   .recreate = recreate,
                   .ruin = ruin,
                   .moves = moves,
                   .every = every,
                   .met = met};
  search.key = g_new(int64_t, (gsize)ruin->room);
  // Scrambled: streams that begin a multiple of the generator's step apart are the same stream, shifted.
  search.random.state = random_next(&(Random){options->seed});
  search.began_us = options->deadline_us > 0 ? g_get_monotonic_time() : 0;
  keep_best(&search);
  if (p->n > 0 && p->slots > 0) {
    if (!options->start)
      construct(&search);
    keep_best(&search);
    set_temperatures(&search);
    anneal(&search, steps);
    prove_tours(&search);
  }
  g_free(search.key);
  return search.best;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Descent by two moves, tried in the order of slots and clients until a round finds nothing: the whole routes of two slots
// change places (no travel changes at all), and one visit goes to a day whose route takes it for no more than it saved. A
// move is kept when no part of the cost rises and the weeks' unevenness falls, or stays while that of the days falls, so
// the descent ends; rounds are limited besides. O(slots²) exchanges and O(visits · slots) cached insertions a round, some
// milliseconds for a rep.
#include "solver/balance.h"

#include "solver/state.h"

enum { ROUNDS = 12 };

typedef struct Uneven {
  int64_t weeks, days;
} Uneven;

typedef struct Balance {
  const Problem *p;
  State *state;
  int weeks;            // of the horizon
  int64_t *room;        // [reps * weeks] seconds
  int64_t *load;        // likewise, of the state as it is kept
  SolutionCost *client; // [n]: parts of the cost of each client's calendar, likewise
  Money travel;
} Balance;

static int week_of(const Balance *balance, int slot)
{
  const Slot *s = &balance->p->slot[slot];
  return s->rep * balance->weeks + (balance->p->weekday0 + s->day) / 7;
}

static int64_t slot_room(const Slot *slot)
{
  return MAX(1, MIN(slot->length, slot->max_work));
}

static int64_t square(int64_t load, int64_t room)
{
  return load * load / MAX(1, room);
}

static int64_t slot_load(const State *state, int slot)
{
  return (int64_t)state->route[slot].travel + state->route[slot].service;
}

typedef struct Shift { // of a slot's load
  int slot;
  int64_t had, now;
} Shift;

// Change of both sums by two shifts.
static Uneven change_by(const Balance *balance, Shift a, Shift b)
{
  const int u = week_of(balance, a.slot), v = week_of(balance, b.slot);
  const int64_t room_a = slot_room(&balance->p->slot[a.slot]), room_b = slot_room(&balance->p->slot[b.slot]);
  Uneven change = {.days = square(a.now, room_a) + square(b.now, room_b) - square(a.had, room_a) -
                           square(b.had, room_b)};
  const int64_t *load = balance->load, *room = balance->room;
  const int64_t more_a = a.now - a.had, more_b = b.now - b.had;
  if (u == v)
    change.weeks = square(load[u] + more_a + more_b, room[u]) - square(load[u], room[u]);
  else
    change.weeks = square(load[u] + more_a, room[u]) + square(load[v] + more_b, room[v]) -
                   square(load[u], room[u]) - square(load[v], room[v]);
  return change;
}

static bool is_more_even(Uneven change)
{
  return change.weeks < 0 || (change.weeks == 0 && change.days < 0);
}

static SolutionCost client_cost(const Balance *balance, int client)
{
  SolutionCost cost = {0};
  calendar_add_cost(balance->p, client, state_calendar(balance->state, client), balance->state->count[client],
                    &cost);
  return cost;
}

// Change of the parts of the cost of the clients changed.
static SolutionCost clients_change(const Balance *balance)
{
  SolutionCost change = {0};
  for (int k = 0; k < balance->state->client_changes; k++) {
    const int client = balance->state->clients_changed[k];
    const SolutionCost cost = client_cost(balance, client), *had = &balance->client[client];
    change.spacing += cost.spacing - had->spacing;
    change.weekday += cost.weekday - had->weekday;
    change.missed += cost.missed - had->missed;
  }
  return change;
}

// Whether the change under way keeps every rule and makes no part of the cost dearer than it was.
static bool costs_no_more(const Balance *balance, Money travel)
{
  const State *state = balance->state;
  if (travel > balance->travel)
    return false;
  for (int k = 0; k < state->client_changes; k++) {
    const int client = state->clients_changed[k];
    if (!state_client_is_admissible(state, client))
      return false;
  }
  for (int k = 0; k < state->slot_changes; k++) {
    const int slot = state->slots_changed[k], count = state->route[slot].count;
    if (count > 0 && route_times(balance->p, slot, state_stops(state, slot), count, NULL) < 0)
      return false;
  }
  const SolutionCost change = clients_change(balance);
  return change.spacing <= 0 && change.weekday <= 0 && change.missed <= 0;
}

// Loads before the change are those that state_begin saw.
static void keep(Balance *balance, Money travel)
{
  State *state = balance->state;
  for (int k = 0; k < state->slot_changes; k++) {
    const int slot = state->slots_changed[k];
    const Route *old = &state->old_route[slot];
    balance->load[week_of(balance, slot)] += slot_load(state, slot) - old->travel - old->service;
  }
  for (int k = 0; k < state->client_changes; k++)
    balance->client[state->clients_changed[k]] = client_cost(balance, state->clients_changed[k]);
  balance->travel = travel;
  state_settle(state);
}

static bool exchange(Balance *balance, int a, int b)
{
  State *state = balance->state;
  const int64_t load_a = slot_load(state, a), load_b = slot_load(state, b);
  const Uneven change = change_by(balance, (Shift){a, load_a, load_b}, (Shift){b, load_b, load_a});
  if (load_a == load_b || !is_more_even(change))
    return false;
  state_begin(state);
  if (!state_swap_slots(state, a, b) || slot_load(state, a) != load_b || slot_load(state, b) != load_a ||
      !costs_no_more(balance, balance->travel)) {
    state_rollback(state);
    return false;
  }
  keep(balance, balance->travel);
  return true;
}

static bool exchange_routes(Balance *balance)
{
  bool better = false;
  for (int a = 0; a < balance->p->slots; a++) {
    for (int b = a + 1; b < balance->p->slots; b++)
      better = exchange(balance, a, b) || better;
  }
  return better;
}

// The visit of that slot to another one.
static bool move_visit(Balance *balance, int client, int from, int to)
{
  State *state = balance->state;
  const int64_t load_from = slot_load(state, from), load_to = slot_load(state, to);
  const int32_t service = balance->p->demand[client].service;
  // As if it took its drive along: most moves are ruled out by this.
  if (!is_more_even(change_by(balance, (Shift){from, load_from, load_from - service},
                              (Shift){to, load_to, load_to + service})))
    return false;
  const Money had = state->route[from].cost;
  state_begin(state);
  state_remove(state, client, from);
  const Money saved = had - state->route[from].cost;
  const Insertion *place = state_insertion(state, client, to);
  if (place->delta <= saved) {
    const Money travel = balance->travel - saved + place->delta;
    state_insert(state, client, to, place->position);
    const Shift less = {from, load_from, slot_load(state, from)}, more = {to, load_to, slot_load(state, to)};
    if (is_more_even(change_by(balance, less, more)) && costs_no_more(balance, travel)) {
      keep(balance, travel);
      return true;
    }
  }
  state_rollback(state);
  return false;
}

static bool move_visits(Balance *balance)
{
  State *state = balance->state;
  bool better = false;
  for (int i = 0; i < balance->p->n; i++) {
    for (int v = 0; v < state->count[i]; v++) {
      const int from = state_calendar(state, i)[v];
      if (state_is_fix(state, i, from))
        continue;
      for (int k = state->reach_first[i]; k < state->reach_first[i + 1]; k++) {
        if (state->reach[k] != from && move_visit(balance, i, from, state->reach[k])) {
          better = true;
          break; // the calendar is another one now
        }
      }
    }
  }
  return better;
}

static int64_t weeks_uneven(const Balance *balance)
{
  int64_t sum = 0;
  for (int u = 0; u < balance->p->reps * balance->weeks; u++)
    sum += square(balance->load[u], balance->room[u]);
  return sum;
}

static void balance_begin(Balance *balance, const Problem *p, State *state)
{
  *balance = (Balance){.p = p, .state = state, .weeks = (p->weekday0 + p->days + 6) / 7};
  balance->room = g_new0(int64_t, (gsize)p->reps * (gsize)balance->weeks + 1);
  balance->load = g_new0(int64_t, (gsize)p->reps * (gsize)balance->weeks + 1);
  balance->client = g_new0(SolutionCost, (gsize)p->n + 1);
  for (int s = 0; s < p->slots; s++) {
    balance->room[week_of(balance, s)] += slot_room(&p->slot[s]);
    balance->load[week_of(balance, s)] += slot_load(state, s);
    balance->travel += state->route[s].cost;
  }
  for (int i = 0; i < p->n; i++)
    balance->client[i] = client_cost(balance, i);
}

static void balance_clear(Balance *balance)
{
  g_free(balance->room);
  g_free(balance->load);
  g_free(balance->client);
}

static bool days_hang_together(const Problem *p)
{
  bool patterns = false;
  for (int i = 0; i < p->n; i++)
    patterns = patterns || p->demand[i].patterns > 0;
  return patterns || p->slot_cost || problem_has_nights(p);
}

Solution *balance_solution(const Problem *p, const Solution *solution)
{
  if (p->n == 0 || p->slots == 0 || days_hang_together(p))
    return NULL;
  g_autoptr(State) state = state_new(p);
  if (!state_load(state, solution))
    return NULL;
  Balance balance;
  balance_begin(&balance, p, state);
  bool changed = false;
  for (int round = 0; round < ROUNDS; round++) {
    const bool exchanged = exchange_routes(&balance), moved = move_visits(&balance);
    changed = changed || exchanged || moved;
    if (!exchanged && !moved)
      break;
  }
  balance_clear(&balance);
  Solution *even = changed ? state_solution(state) : NULL;
  if (!even || solution_is_admissible(p, even))
    return even;
  solution_free(even); // a table of legs that breaks the triangle inequality
  return NULL;
}

int64_t balance_of_weeks(const Problem *p, const Solution *solution)
{
  g_autoptr(State) state = state_new(p);
  if (p->n == 0 || p->slots == 0 || !state_load(state, solution))
    return 0;
  Balance balance;
  balance_begin(&balance, p, state);
  const int64_t sum = weeks_uneven(&balance);
  balance_clear(&balance);
  return sum;
}

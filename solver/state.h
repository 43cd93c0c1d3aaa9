// SPDX-License-Identifier: GPL-3.0-or-later
// The solution that the search works on: routes and calendars as arrays, their costs kept up to date, cheapest
// insertions cached, and the last changes undone at will.
//
// A change is made between state_begin and state_settle; before state_settle, calendars may lack visits and their
// costs are stale. state_rollback goes back to state_begin. Every route keeps all limits of its slot at any time, but for
// load and work where prices are set for what is over (state_set_prices): `penalty` is then what the state pays beside
// its objective. Hours are never broken: a route with stops that are not open all day keeps its times.
#pragma once

#include "solver/problem.h"
#include "solver/random.h"

#define MONEY_MAX INT64_MAX

typedef struct Route {
  int count;        // stops: State.stop[slot * stride + …]
  int timed;        // stops that are not open all day
  uint32_t version; // changes with the route, comes back when a change is undone
  int32_t travel, service;
  int64_t load;
  Money cost;
  Money penalty; // for load and work over the slot's limits; 0: the limits are kept
} Route;

typedef struct Prices { // money for what a route has over the limits of its slot; 0: limits are kept
  Money load;           // a unit of load
  Money work;           // a second
} Prices;

typedef struct Insertion { // cheapest place of a client in a slot
  Money delta;             // MONEY_MAX: none
  uint32_t version;        // of the route it was computed for
  int32_t position;
} Insertion;

typedef struct Leg2 { // both figures of a leg on one cache line
  Money cost;
  int32_t travel;
} Leg2;

typedef struct State {
  const Problem *p;
  // Unchanging.
  int stride; // longest route that fits into a slot
  Leg2 **from,
      **to;         // [table]: [a * nodes + b] leg a -> b, and leg b -> a; the same table where all are equal
  bool *open;       // [clock * n + client]: may start whenever the day is long enough
  bool *fixed_slot; // [slots]: has fixes
  int *reach_first; // [n + 1]: slots where a client may be inserted, ascending by day, then rep:
  int *reach;       // reach[reach_first[i]] … reach[reach_first[i + 1] - 1]
  int *calendar_first; // [n + 1]
  bool nights;         // the problem has them; otherwise `out` is nowhere true
  int near_count;
  int *near; // [n * near_count]: other clients, nearest first
  // The solution.
  Route *route;       // [slots]
  int *stop;          // [slots * stride]
  int *calendar;      // slots of client i, ascending by day: calendar[calendar_first[i]] …
  int *count;         // [n] visits planned
  Money *client_cost; // [n] missed + spacing + weekday
  bool *out;          // [slots]: sleeps out after it; only where both days have stops
  Money total;
  Prices price;
  Money penalty; // of all routes
  // Derived, on demand.
  Leg2 *arc;               // [slots * stride]: leg to stop k, or to the end
  uint32_t *times_version; // [slots]: for which route early and late hold
  int32_t *early;          // [slots * stride] earliest end of service
  int32_t *late;           // [slots * stride] latest start
  Insertion *cache; // [n * slots][2]: of the route as it was at state_begin, and of the change under way
  uint32_t version; // the last one given
  // The change under way.
  uint32_t epoch;
  uint32_t *slot_epoch, *client_epoch; // changed since state_begin
  int *slots_changed, *clients_changed;
  int slot_changes, client_changes;
  Route *old_route;
  int *old_stop, *old_calendar, *old_count;
  bool *old_out;
  Money *old_cost, old_total, old_penalty;
  Leg2 *old_arc;
} State;

State *state_new(const Problem *p);
void state_free(State *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(State, state_free)

// Empties the state, then takes over the visits of an admissible solution (NULL: only the fixes). Returns false when the
// fixes exclude each other.
bool state_load(State *state, const Solution *solution);
Solution *state_solution(const State *state);
// What a client's calendar costs as it stands: missed visits, spacing, weekday, moves.
Money state_client_cost(const State *state, int client);

void state_begin(State *state);
void state_settle(State *state); // recomputes the costs of the clients changed
void state_rollback(State *state);

// Sets what is paid for load and work over the limits. Changes nothing under way: not between begin and settle.
void state_set_prices(State *state, Prices price);

void state_insert(State *state, int client, int slot, int position);
// Of a visit that is not a fix.
void state_remove(State *state, int client, int slot);
// Removes all visits but fixes.
void state_clear_client(State *state, int client);
// Puts the stops of a route into this order (same clients).
void state_reorder(State *state, int slot, const int *client);
// Lets the rep sleep out after that slot or go home; limits are not looked at.
void state_set_out(State *state, int slot, bool out);
// Swaps the whole routes of two slots with equal legs and ends. Returns false, with nothing done, where a limit, a fix or
// a night out forbids it. Calendars are updated, their rules not looked at.
bool state_swap_slots(State *state, int a, int b);

// Where a route begins and ends, nights out considered.
static inline RouteEnds state_ends(const State *state, int slot)
{
  const Slot *day = &state->p->slot[slot];
  RouteEnds ends = {day->start, day->end};
  if (state->nights) {
    ends.end = state->out[slot] ? -1 : ends.end;
    if (slot > 0 && state->out[slot - 1])
      ends.start =
          state->stop[(size_t)(slot - 1) * (size_t)state->stride + (size_t)state->route[slot - 1].count - 1];
  }
  return ends;
}
static inline int *state_stops(const State *state, int slot)
{
  return state->stop + (size_t)slot * (size_t)state->stride;
}
static inline int *state_calendar(const State *state, int client)
{
  return state->calendar + state->calendar_first[client];
}
static inline bool state_is_fix(const State *state, int client, int slot)
{
  return state->fixed_slot[slot] && problem_fix(state->p, client, slot);
}
static inline bool state_is_promised(const State *state, int client, int slot)
{
  return state->fixed_slot[slot] && problem_is_promised(state->p, client, slot);
}
// Whether a client's calendar keeps its rules as it stands.
static inline bool state_client_is_admissible(const State *state, int client)
{
  return calendar_is_admissible(state->p, client, state_calendar(state, client), state->count[client]);
}

// ---- Insertion (insertion.c) ----------------------------------------------------------------------------------------

// What is known of the cheapest place of a client in a slot, or NULL: nothing since the route has changed.
static inline const Insertion *state_insertion_known(const State *state, int client, int slot)
{
  const Insertion *best = &state->cache[2 * ((size_t)client * (size_t)state->p->slots + (size_t)slot)];
  const uint32_t version = state->route[slot].version;
  return best->version == version ? best : best[1].version == version ? best + 1 : NULL;
}
// Finds it, and notes it.
const Insertion *state_find_insertion(State *state, int client, int slot);
// Where to insert the client at least cost of travel and penalty; from the cache while the route has not changed.
static inline const Insertion *state_insertion(State *state, int client, int slot)
{
  const Insertion *known = state_insertion_known(state, client, slot);
  return known ? known : state_find_insertion(state, client, slot);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Plain arrays with a backup beside them: a route or calendar is copied to its backup when it is first touched after
// state_begin, so that undoing costs as much as what was changed (about ten short routes). An insertion is cached with
// the version of its route; undoing brings the version back and with it the cached values.
#include "solver/state_parts.h"

#include <string.h>

// ---- Undo ---------------------------------------------------------------------------------------------------------

void state_begin(State *state)
{
  state->epoch++;
  state->slot_changes = state->client_changes = 0;
  state->old_total = state->total;
  state->old_penalty = state->penalty;
}

static void touch_slot(State *state, int slot)
{
  if (state->slot_epoch[slot] == state->epoch)
    return;
  state->slot_epoch[slot] = state->epoch;
  state->slots_changed[state->slot_changes++] = slot;
  state->old_route[slot] = state->route[slot];
  state->old_out[slot] = state->out[slot];
  const size_t first = (size_t)slot * (size_t)state->stride;
  memcpy(state->old_stop + first, state->stop + first, sizeof(int) * (size_t)state->route[slot].count);
  memcpy(state->old_arc + first, state->arc + first, sizeof(Leg2) * ((size_t)state->route[slot].count + 1));
}

static void touch_client(State *state, int client)
{
  if (state->client_epoch[client] == state->epoch)
    return;
  state->client_epoch[client] = state->epoch;
  state->clients_changed[state->client_changes++] = client;
  state->old_count[client] = state->count[client];
  state->old_cost[client] = state->client_cost[client];
  const int first = state->calendar_first[client];
  memcpy(state->old_calendar + first, state->calendar + first, sizeof(int) * (size_t)state->count[client]);
}

void state_rollback(State *state)
{
  for (int k = 0; k < state->slot_changes; k++) {
    const int slot = state->slots_changed[k];
    const size_t first = (size_t)slot * (size_t)state->stride;
    state->route[slot] = state->old_route[slot];
    state->out[slot] = state->old_out[slot];
    memcpy(state->stop + first, state->old_stop + first, sizeof(int) * (size_t)state->route[slot].count);
    memcpy(state->arc + first, state->old_arc + first, sizeof(Leg2) * ((size_t)state->route[slot].count + 1));
  }
  for (int k = 0; k < state->client_changes; k++) {
    const int client = state->clients_changed[k], first = state->calendar_first[client];
    state->count[client] = state->old_count[client];
    state->client_cost[client] = state->old_cost[client];
    memcpy(state->calendar + first, state->old_calendar + first, sizeof(int) * (size_t)state->count[client]);
  }
  state->total = state->old_total;
  state->penalty = state->old_penalty;
  state_begin(state);
}

Money state_client_cost(const State *state, int client)
{
  SolutionCost cost = {0};
  calendar_add_cost(state->p, client, state_calendar(state, client), state->count[client], &cost);
  return solution_total(&cost);
}

void state_settle(State *state)
{
  for (int k = 0; k < state->client_changes; k++) {
    const int client = state->clients_changed[k];
    const Money cost = state_client_cost(state, client);
    state->total += cost - state->client_cost[client];
    state->client_cost[client] = cost;
  }
}

// ---- Limits -------------------------------------------------------------------------------------------------------

static Money route_penalty(const State *state, const Slot *day, const Route *route)
{
  Money penalty = 0;
  if (route->load > day->max_load)
    penalty += state->price.load * (route->load - day->max_load);
  if (state->price.work > 0 && route->timed == 0)
    penalty += state->price.work * work_over(day, (int64_t)route->travel + route->service);
  return penalty;
}

void state_set_prices(State *state, Prices price)
{
  state->price = price;
  state->penalty = 0;
  for (int s = 0; s < state->p->slots; s++) {
    Route *route = &state->route[s];
    route->penalty = route_penalty(state, &state->p->slot[s], route);
    route->version = ++state->version;
    state->penalty += route->penalty;
  }
  state_begin(state);
}

// ---- Sums ---------------------------------------------------------------------------------------------------------

// What is paid for the limits after a change.
static void take_limits(State *state, int slot)
{
  Route *route = &state->route[slot];
  state->penalty -= route->penalty;
  route->penalty = route_penalty(state, &state->p->slot[slot], route);
  state->penalty += route->penalty;
  route->version = ++state->version;
}

// The leg to a stop, or to the end after the last one; an empty route has none.
static Leg2 leg_to(const State *state, int slot, int position)
{
  const Slot *day = &state->p->slot[slot];
  const int *stop = state_stops(state, slot);
  const int count = state->route[slot].count;
  if (count == 0)
    return (Leg2){0, 0};
  const int before = position > 0 ? stop[position - 1] : day->start;
  const int next = position < count ? stop[position] : day->end;
  return state->from[day->legs][(size_t)before * (size_t)state->p->nodes + (size_t)next];
}

// Sums of a route from its stops.
static void tally_slot(State *state, int slot)
{
  const Problem *p = state->p;
  const Slot *day = &p->slot[slot];
  Route *route = &state->route[slot];
  const int *stop = state_stops(state, slot);
  const Leg2 *legs = state->from[day->legs];
  state->total -= route->cost;
  route->travel = route->service = 0;
  route->load = route->cost = 0;
  route->timed = 0;
  Leg2 *arc = state->arc + (size_t)slot * (size_t)state->stride;
  const RouteEnds ends = state_ends(state, slot);
  const int count = route->count > 0 ? route->count + (ends.end >= 0) : 0;
  int before = ends.start;
  arc[0] = arc[route->count] = (Leg2){0, 0};
  for (int k = 0; k < count; k++) {
    const int next = k < route->count ? stop[k] : ends.end;
    arc[k] = legs[(size_t)before * (size_t)p->nodes + (size_t)next];
    route->travel += arc[k].travel;
    route->cost += arc[k].cost;
    before = next;
  }
  for (int k = 0; k < route->count; k++) {
    int32_t service;
    visit_starts(state, stop[k], slot, &service);
    route->service += service;
    route->load += p->demand[stop[k]].load;
    route->timed += !visit_is_open(state, stop[k], slot);
  }
  state->total += route->cost;
  take_limits(state, slot);
}

// The day before a night may end later or elsewhere, and the day after one begins where that one ends.
static void tally_route(State *state, int slot)
{
  tally_slot(state, slot);
  if (!state->nights)
    return;
  if (slot > 0 && state->out[slot - 1]) {
    touch_slot(state, slot - 1);
    state->route[slot - 1].version = ++state->version;
  }
  if (state->out[slot]) {
    touch_slot(state, slot + 1);
    tally_slot(state, slot + 1);
  }
}

void state_set_out(State *state, int slot, bool out)
{
  const Slot *day = &state->p->slot[slot];
  if (state->out[slot] == out)
    return;
  g_assert(!out || (day->nights > 0 && state->route[slot].count > 0 && state->route[slot + 1].count > 0));
  touch_slot(state, slot);
  touch_slot(state, slot + 1);
  state->out[slot] = out;
  state->total += out ? day->night_cost : -day->night_cost;
  tally_route(state, slot);
  if (!out)
    tally_slot(state, slot + 1);
}

// A stop's share in the sums of its route, legs apart: sign 1 or -1.
static void add_visit(State *state, int slot, int client, int sign)
{
  Route *route = &state->route[slot];
  int32_t service;
  visit_starts(state, client, slot, &service);
  route->service += sign * service;
  route->load += sign * state->p->demand[client].load;
  route->timed += sign * !visit_is_open(state, client, slot);
}

static void add_leg(State *state, Route *route, Leg2 leg, int sign)
{
  route->travel += sign * leg.travel;
  route->cost += sign * leg.cost;
  state->total += sign * leg.cost;
}

// Sums after a stop was put in at `position`, or taken out there: only its legs have changed. Not where there are nights.
static void tally_stop_in(State *state, int slot, int position)
{
  Route *route = &state->route[slot];
  Leg2 *arc = state->arc + (size_t)slot * (size_t)state->stride + position;
  const int client = state_stops(state, slot)[position];
  memmove(arc + 1, arc, sizeof(Leg2) * (size_t)(route->count - position));
  add_leg(state, route, arc[0], -1);
  arc[0] = leg_to(state, slot, position);
  arc[1] = leg_to(state, slot, position + 1);
  add_leg(state, route, arc[0], 1);
  add_leg(state, route, arc[1], 1);
  add_visit(state, slot, client, 1);
  take_limits(state, slot);
}

static void tally_stop_out(State *state, int slot, int position, int client)
{
  Route *route = &state->route[slot];
  Leg2 *arc = state->arc + (size_t)slot * (size_t)state->stride + position;
  add_leg(state, route, arc[0], -1);
  add_leg(state, route, arc[1], -1);
  memmove(arc, arc + 1, sizeof(Leg2) * (size_t)(route->count - position + 1));
  arc[0] = leg_to(state, slot, position);
  add_leg(state, route, arc[0], 1);
  add_visit(state, slot, client, -1);
  take_limits(state, slot);
}

static void add_to_calendar(State *state, int client, int slot)
{
  int *calendar = state_calendar(state, client);
  int k = state->count[client]++;
  g_assert(state->calendar_first[client] + k < state->calendar_first[client + 1]);
  for (; k > 0 && state->p->slot[calendar[k - 1]].day > state->p->slot[slot].day; k--)
    calendar[k] = calendar[k - 1];
  calendar[k] = slot;
}

void state_insert(State *state, int client, int slot, int position)
{
  touch_slot(state, slot);
  touch_client(state, client);
  Route *route = &state->route[slot];
  int *stop = state_stops(state, slot);
  g_assert(position >= 0 && position <= route->count && route->count + 1 < state->stride);
  memmove(stop + position + 1, stop + position, sizeof(int) * (size_t)(route->count - position));
  stop[position] = client;
  route->count++;
  if (state->nights)
    tally_route(state, slot);
  else
    tally_stop_in(state, slot, position);
  add_to_calendar(state, client, slot);
}

void state_remove(State *state, int client, int slot)
{
  touch_slot(state, slot);
  touch_client(state, client);
  Route *route = &state->route[slot];
  int *stop = state_stops(state, slot), *calendar = state_calendar(state, client);
  int k = 0;
  while (stop[k] != client)
    k++;
  g_assert(k < route->count);
  if (state->nights && route->count == 1) { // a day without stops has no night
    state_set_out(state, slot, false);
    if (slot > 0)
      state_set_out(state, slot - 1, false);
  }
  memmove(stop + k, stop + k + 1, sizeof(int) * (size_t)(route->count - k - 1));
  route->count--;
  if (state->nights)
    tally_route(state, slot);
  else
    tally_stop_out(state, slot, k, client);
  k = 0;
  while (calendar[k] != slot)
    k++;
  memmove(calendar + k, calendar + k + 1, sizeof(int) * (size_t)(state->count[client] - k - 1));
  state->count[client]--;
}

void state_clear_client(State *state, int client)
{
  const int *calendar = state_calendar(state, client);
  for (int k = state->count[client] - 1; k >= 0; k--) {
    if (!state_is_fix(state, client, calendar[k]))
      state_remove(state, client, calendar[k]);
  }
}

void state_reorder(State *state, int slot, const int *client)
{
  touch_slot(state, slot);
  memcpy(state_stops(state, slot), client, sizeof(int) * (size_t)state->route[slot].count);
  tally_route(state, slot);
}

static void move_in_calendar(State *state, int client, int from, int to)
{
  touch_client(state, client);
  int *calendar = state_calendar(state, client);
  int k = 0;
  while (calendar[k] != from)
    k++;
  memmove(calendar + k, calendar + k + 1, sizeof(int) * (size_t)(state->count[client] - k - 1));
  state->count[client]--;
  add_to_calendar(state, client, to);
}

// Whether the same order of stops takes the same time in both, within the same limits.
static bool slots_are_alike(const Slot *a, const Slot *b)
{
  return a->legs == b->legs && a->clock == b->clock && a->start == b->start && a->end == b->end &&
         a->length == b->length && a->max_work == b->max_work && a->max_travel == b->max_travel &&
         a->max_visits == b->max_visits && a->max_load == b->max_load;
}

// Whether the stops of one slot's route may be served in another, in their order.
static bool route_fits(const State *state, int from, int to)
{
  const int *stop = state_stops(state, from);
  const int count = state->route[from].count;
  for (int k = 0; k < count; k++) {
    if (!problem_is_allowed(state->p, stop[k], to))
      return false;
  }
  return count == 0 || slots_are_alike(&state->p->slot[from], &state->p->slot[to]) ||
         route_times(state->p, to, stop, count, NULL) >= 0;
}

// Whether the rep sleeps out before or after that day.
static bool is_on_tour(const State *state, int slot)
{
  return state->nights && (state->out[slot] || (slot > 0 && state->out[slot - 1]));
}

bool state_swap_slots(State *state, int a, int b)
{
  const Slot *x = &state->p->slot[a], *y = &state->p->slot[b];
  if (is_on_tour(state, a) || is_on_tour(state, b))
    return false;
  if (state->fixed_slot[a] || state->fixed_slot[b] || x->legs != y->legs || x->start != y->start ||
      x->end != y->end)
    return false;
  if (!route_fits(state, a, b) || !route_fits(state, b, a))
    return false;
  touch_slot(state, a);
  touch_slot(state, b);
  int *stop_a = state_stops(state, a), *stop_b = state_stops(state, b);
  const int count_a = state->route[a].count, count_b = state->route[b].count;
  for (int k = 0; k < count_a; k++)
    move_in_calendar(state, stop_a[k], a, b);
  for (int k = 0; k < count_b; k++)
    move_in_calendar(state, stop_b[k], b, a);
  for (int k = 0; k < MAX(count_a, count_b); k++) {
    const int stop = stop_a[k];
    stop_a[k] = stop_b[k];
    stop_b[k] = stop;
  }
  state->route[a].count = count_b;
  state->route[b].count = count_a;
  tally_route(state, a);
  tally_route(state, b);
  return true;
}

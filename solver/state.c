// SPDX-License-Identifier: GPL-3.0-or-later
// Plain arrays with a backup beside them: a route or calendar is copied to its backup when it is first touched after
// state_begin, so that undoing costs as much as what was changed (about ten short routes). An insertion is cached with
// the version of its route; undoing brings the version back and with it the cached values.
#include "solver/state.h"

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

// ---- Times --------------------------------------------------------------------------------------------------------

static int32_t starts_previous(const Starts *starts, int64_t until)
{
  for (int k = starts->count - 1; k >= 0; k--) {
    if (until >= starts->span[k].from)
      return (int32_t)MIN(until, starts->span[k].to);
  }
  return -1;
}

static const Starts *visit_starts(const State *state, int client, int slot, int32_t *service)
{
  const Problem *p = state->p;
  if (state->fixed_slot[slot])
    return problem_starts(p, client, slot, service);
  *service = p->demand[client].service;
  return &p->starts[(size_t)p->slot[slot].clock * (size_t)p->n + (size_t)client];
}

static bool visit_is_open(const State *state, int client, int slot)
{
  if (state_is_fix(state, client, slot))
    return false;
  return state->open[(size_t)state->p->slot[slot].clock * (size_t)state->p->n + (size_t)client];
}

// Earliest ends and latest starts of every stop; the route is feasible.
static void update_times(State *state, int slot)
{
  const Problem *p = state->p;
  const Slot *day = &p->slot[slot];
  const int *stop = state_stops(state, slot);
  const size_t first = (size_t)slot * (size_t)state->stride;
  const int count = state->route[slot].count;
  const RouteEnds ends = state_ends(state, slot);
  int32_t clock = 0, service;
  for (int k = 0; k < count; k++) {
    const Starts *starts = visit_starts(state, stop[k], slot, &service);
    const int32_t arrival = clock + problem_travel(p, day, k ? stop[k - 1] : ends.start, stop[k]);
    clock = starts_next(starts, arrival) + service;
    state->early[first + (size_t)k] = clock;
  }
  int64_t latest = day->length;
  for (int k = count - 1; k >= 0; k--) {
    const Starts *starts = visit_starts(state, stop[k], slot, &service);
    const int next = k + 1 < count ? stop[k + 1] : ends.end;
    latest -= (next >= 0 ? problem_travel(p, day, stop[k], next) : 0) + service;
    latest = starts_previous(starts, latest);
    state->late[first + (size_t)k] = (int32_t)latest;
  }
  state->times_version[slot] = state->route[slot].version;
}

// Whether the client fits in time before the stop at `position` of a route with times.
static bool fits_in_time(const State *state, int client, int slot, int position)
{
  const Problem *p = state->p;
  const Slot *day = &p->slot[slot];
  const int *stop = state_stops(state, slot);
  const size_t first = (size_t)slot * (size_t)state->stride;
  const int count = state->route[slot].count;
  int32_t service;
  const Starts *starts = visit_starts(state, client, slot, &service);
  const int before = position ? stop[position - 1] : state_ends(state, slot).start;
  const int32_t leave = position ? state->early[first + (size_t)position - 1] : 0;
  const int32_t start = starts_next(starts, leave + problem_travel(p, day, before, client));
  if (start < 0)
    return false;
  const int next = position < count ? stop[position] : day->end;
  const int32_t arrival = start + service + problem_travel(p, day, client, next);
  if (position == count)
    return arrival <= day->length;
  return arrival <= state->late[first + (size_t)position] &&
         starts_next(visit_starts(state, next, slot, &service), arrival) <=
             state->late[first + (size_t)position];
}

// ---- Nights out ---------------------------------------------------------------------------------------------------

// Seconds of travel that a route may have more.
static int64_t travel_room(const State *state, int slot)
{
  const Slot *day = &state->p->slot[slot];
  const Route *route = &state->route[slot];
  int64_t room = (int64_t)day->max_work - route->service;
  if (route->timed == 0)
    room = MIN(room, (int64_t)day->length - route->service);
  return MIN(room, day->max_travel) - route->travel;
}

// Whether a stop put last before a night leaves time for itself and, from there, for the next day.
static bool night_fits_in_time(State *state, int client, int slot)
{
  const Problem *p = state->p;
  const Slot *day = &p->slot[slot], *next_day = day + 1;
  const int count = state->route[slot].count, next = state_stops(state, slot + 1)[0];
  int32_t service;
  if (state->times_version[slot] != state->route[slot].version)
    update_times(state, slot);
  if (state->times_version[slot + 1] != state->route[slot + 1].version)
    update_times(state, slot + 1);
  const Starts *starts = visit_starts(state, client, slot, &service);
  const int32_t leave = state->early[(size_t)slot * (size_t)state->stride + (size_t)count - 1];
  const int32_t start =
      starts_next(starts, leave + problem_travel(p, day, state_stops(state, slot)[count - 1], client));
  if (start < 0 || (int64_t)start + service > day->length)
    return false;
  const int32_t late = state->late[(size_t)(slot + 1) * (size_t)state->stride],
                arrival = problem_travel(p, next_day, client, next),
                begin = starts_next(visit_starts(state, next, slot + 1, &service), arrival);
  return begin >= 0 && begin <= late;
}

// The place after the last stop before a night: the next day then begins there.
static void insertion_at_night(State *state, int client, int slot, int64_t room, bool timed, Insertion *best)
{
  const size_t nodes = (size_t)state->p->nodes;
  const int legs = state->p->slot[slot].legs, count = state->route[slot].count;
  const int last = state_stops(state, slot)[count - 1], next = state_stops(state, slot + 1)[0];
  const Leg2 arc = state->arc[(size_t)(slot + 1) * (size_t)state->stride];
  const Leg2 to = state->to[legs][(size_t)client * nodes + (size_t)last],
             from = state->from[legs][(size_t)client * nodes + (size_t)next];
  const Money delta = to.cost + from.cost - arc.cost;
  if (delta >= best->delta || to.travel > room || from.travel - arc.travel > travel_room(state, slot + 1))
    return;
  if ((timed || state->route[slot + 1].timed > 0) && !night_fits_in_time(state, client, slot))
    return;
  best->delta = delta;
  best->position = count;
}

// ---- Limits -------------------------------------------------------------------------------------------------------

// Seconds of travel and visits that are over what an untimed route may have.
static int64_t work_over(const Slot *day, int64_t work)
{
  return MAX(0, work - MIN(day->max_work, day->length));
}

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

// ---- Insertion ----------------------------------------------------------------------------------------------------

typedef struct Room { // what an insertion into a route may take
  bool timed;
  int64_t travel;      // seconds more of travel, at most
  int64_t free_travel; // up to here no work is over the limit
  Money extra;         // penalty whatever the place: for load, and work that is over now is taken off
} Room;

// False: the client does not fit whatever the place.
static bool find_room(const State *state, int client, int slot, Room *room)
{
  const Slot *day = &state->p->slot[slot];
  const Route *route = &state->route[slot];
  const Demand *demand = &state->p->demand[client];
  if (route->count >= day->max_visits || route->count + 1 >= state->stride)
    return false;
  room->extra = 0;
  if (route->load + demand->load > day->max_load) {
    if (state->price.load == 0)
      return false;
    room->extra = state->price.load * (route->load + demand->load - MAX(day->max_load, route->load));
  }
  room->timed = route->timed > 0 || !visit_is_open(state, client, slot);
  const int64_t limit = room->timed ? day->max_work : MIN(day->max_work, day->length);
  const int64_t work = (int64_t)route->service + route->travel;
  room->free_travel = limit - work - demand->service;
  room->travel = (int64_t)day->max_travel - route->travel;
  if (state->price.work == 0 || room->timed)
    room->travel = MIN(room->travel, room->free_travel);
  else
    room->extra -= state->price.work * work_over(day, work);
  // Work that is over a limit has no times to look at.
  return room->travel >= 0 && (!room->timed || route->timed > 0 || work <= day->length);
}

static void find_insertion(State *state, int client, int slot, Insertion *best)
{
  const Problem *p = state->p;
  const Slot *day = &p->slot[slot];
  const Route *route = &state->route[slot];
  best->version = route->version;
  best->delta = MONEY_MAX;
  best->position = -1;
  Room room;
  if (!find_room(state, client, slot, &room))
    return;
  if (room.timed && state->times_version[slot] != route->version)
    update_times(state, slot);
  const size_t row = (size_t)client * (size_t)p->nodes;
  const Leg2 *to = state->to[day->legs] + row, *from = state->from[day->legs] + row;
  const Leg2 *arc = state->arc + (size_t)slot * (size_t)state->stride;
  const int *stop = state_stops(state, slot);
  const RouteEnds ends = state_ends(state, slot);
  int before = ends.start;
  for (int k = 0; k < route->count + (ends.end >= 0); k++) {
    const int next = k < route->count ? stop[k] : ends.end;
    Money delta = room.extra + to[before].cost + from[next].cost - arc[k].cost;
    const int32_t travel = to[before].travel + from[next].travel - arc[k].travel;
    before = next;
    if (travel > room.free_travel)
      delta += state->price.work * (travel - room.free_travel);
    if (delta < best->delta && travel <= room.travel &&
        (!room.timed || fits_in_time(state, client, slot, k))) {
      best->delta = delta;
      best->position = k;
    }
  }
  if (ends.end < 0)
    insertion_at_night(state, client, slot, room.travel, room.timed, best);
}

const Insertion *state_insertion(State *state, int client, int slot)
{
  const size_t at = 2 * ((size_t)client * (size_t)state->p->slots + (size_t)slot);
  Insertion *best = &state->cache[at];
  const uint32_t version = state->route[slot].version;
  if (best->version == version)
    return best;
  // Routes of a change under way have an entry of their own: most changes are undone.
  if (best[1].version == version)
    return best + 1;
  if (state->slot_epoch[slot] == state->epoch)
    best++;
  find_insertion(state, client, slot, best);
  return best;
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
  state->penalty -= route->penalty;
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
  route->version = ++state->version;
  route->penalty = route_penalty(state, day, route);
  state->total += route->cost;
  state->penalty += route->penalty;
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
  tally_route(state, slot);
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
  tally_route(state, slot);
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

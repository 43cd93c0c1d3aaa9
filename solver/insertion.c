// SPDX-License-Identifier: GPL-3.0-or-later
// The cheapest place of a client in a route: O(stops), cached with the version of the route. Where hours bind, earliest
// ends and latest starts of the route's stops tell in constant time whether a place fits.
#include "solver/state_parts.h"

// ---- Times --------------------------------------------------------------------------------------------------------

static int32_t starts_previous(const Starts *starts, int64_t until)
{
  for (int k = starts->count - 1; k >= 0; k--) {
    if (until >= starts->span[k].from)
      return (int32_t)MIN(until, starts->span[k].to);
  }
  return -1;
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

typedef struct Places {  // of a route, for one client
  const Leg2 *to, *from; // [node]: legs to the client and from it
  const Leg2 *arc;       // legs of the route
  const int *stop;
  int count;
  RouteEnds ends;
} Places;

static inline Leg2 detour_at(const Places *places, int k)
{
  const Leg2 to = places->to[k > 0 ? places->stop[k - 1] : places->ends.start],
             from = places->from[k < places->count ? places->stop[k] : places->ends.end],
             arc = places->arc[k];
  return (Leg2){to.cost + from.cost - arc.cost, to.travel + from.travel - arc.travel};
}

// The first place with the cheapest detour, limits overlooked; -1: an empty route without an end. Most searches end here, so
// it looks at nothing but costs, and the compiler makes it free of branches.
static int cheapest_detour(const Places *places)
{
  Money least = MONEY_MAX, to = places->to[places->ends.start].cost;
  int at = -1;
  for (int k = 0; k < places->count; k++) {
    const Leg2 *from = &places->from[places->stop[k]];
    const Money detour = to + from->cost - places->arc[k].cost;
    to = places->to[places->stop[k]].cost;
    at = detour < least ? k : at;
    least = MIN(detour, least);
  }
  if (places->ends.end < 0)
    return at;
  return to + places->from[places->ends.end].cost - places->arc[places->count].cost < least ? places->count
                                                                                            : at;
}

// Whether the cheapest detour keeps all limits: then no other place is cheaper.
static bool take_cheapest(const State *state, int client, int slot, const Places *places, const Room *room,
                          Insertion *best)
{
  const int k = cheapest_detour(places);
  if (k < 0)
    return false;
  const Leg2 detour = detour_at(places, k);
  if (detour.travel > room->travel || (detour.travel > room->free_travel && state->price.work > 0) ||
      (room->timed && !fits_in_time(state, client, slot, k)))
    return false;
  best->delta = room->extra + detour.cost;
  best->position = k;
  return true;
}

static void try_places(const State *state, int client, int slot, const Places *places, const Room *room,
                       Insertion *best)
{
  const int count = places->count + (places->ends.end >= 0);
  for (int k = 0; k < count; k++) {
    const Leg2 detour = detour_at(places, k);
    const int64_t over = MAX(0, detour.travel - room->free_travel);
    const Money delta = room->extra + detour.cost + state->price.work * over;
    if (delta < best->delta && detour.travel <= room->travel &&
        (!room->timed || fits_in_time(state, client, slot, k))) {
      best->delta = delta;
      best->position = k;
    }
  }
}

static void find_insertion(State *state, int client, int slot, Insertion *best)
{
  const Problem *p = state->p;
  const Slot *day = &p->slot[slot];
  const Route *route = &state->route[slot];
  *best = (Insertion){.delta = MONEY_MAX, .version = route->version, .position = -1};
  Room room;
  if (!find_room(state, client, slot, &room))
    return;
  if (room.timed && state->times_version[slot] != route->version)
    update_times(state, slot);
  const size_t row = (size_t)client * (size_t)p->nodes;
  const Places places = {.to = state->to[day->legs] + row,
                         .from = state->from[day->legs] + row,
                         .arc = state->arc + (size_t)slot * (size_t)state->stride,
                         .stop = state_stops(state, slot),
                         .count = route->count,
                         .ends = state_ends(state, slot)};
  if (!take_cheapest(state, client, slot, &places, &room, best))
    try_places(state, client, slot, &places, &room, best);
  if (places.ends.end < 0)
    insertion_at_night(state, client, slot, room.travel, room.timed, best);
}

const Insertion *state_find_insertion(State *state, int client, int slot)
{
  Insertion *best = &state->cache[2 * ((size_t)client * (size_t)state->p->slots + (size_t)slot)];
  // Routes of a change under way have an entry of their own: most changes are undone.
  if (state->slot_epoch[slot] == state->epoch)
    best++;
  find_insertion(state, client, slot, best);
  return best;
}

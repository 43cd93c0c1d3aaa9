// SPDX-License-Identifier: GPL-3.0-or-later
// A night between two days pays where both days have stops far away, so each move brings such days together first: the
// second day is taken as it is, exchanged for one that passes near, or emptied and begun anew with a neighbour's visit.
// Both days are then driven in the best order for one that ends where the other begins (Held and Karp, tour.h). Limits
// may be broken in between; the search looks at them when visits have been put back.
#include "solver/tours.h"

#include "solver/tour.h"

#include <string.h>

enum { NEAR_TRIED = 12, ORDER_MOST = 9 };

// The first slot of the tour that the slot belongs to, and how many days it has.
static int tour_of(const State *state, int slot, int *days)
{
  int first = slot, last = slot;
  while (first > 0 && state->out[first - 1])
    first--;
  while (state->out[last])
    last++;
  *days = last - first + 1;
  return first;
}

// Whether the rep may spend the night after that slot out, and does not yet.
static bool may_join(const State *state, int slot)
{
  int before, after;
  if (slot < 0 || state->p->slot[slot].nights == 0 || state->out[slot])
    return false;
  const int first = tour_of(state, slot, &before);
  tour_of(state, slot + 1, &after);
  int most = state->p->slot[first].nights;
  for (int s = first; s < first + before + after - 1; s++)
    most = MIN(most, state->p->slot[s].nights);
  return before + after - 1 <= most;
}

static bool all_admissible(const State *state)
{
  for (int k = 0; k < state->client_changes; k++) {
    if (!state_client_is_admissible(state, state->clients_changed[k]))
      return false;
  }
  return true;
}

// ---- Joining -------------------------------------------------------------------------------------------------------

static bool order_stops(State *state, int slot, RouteEnds ends)
{
  const int count = state->route[slot].count;
  int client[ORDER_MOST];
  if (count > ORDER_MOST)
    return true; // as it is
  memcpy(client, state_stops(state, slot), sizeof(int) * (size_t)count);
  if (tour_solve_between(state->p, slot, ends, client, count) < 0)
    return false;
  if (memcmp(client, state_stops(state, slot), sizeof(int) * (size_t)count) != 0)
    state_reorder(state, slot, client);
  return true;
}

// The night after `slot` is spent out; false where no order of the two days keeps their limits.
static bool join(State *state, int slot)
{
  if (state->route[slot].count == 0 || state->route[slot + 1].count == 0)
    return false;
  state_set_out(state, slot, true);
  RouteEnds evening = state_ends(state, slot), morning;
  if (!order_stops(state, slot, evening))
    return false;
  morning = state_ends(state, slot + 1);
  return order_stops(state, slot + 1, morning);
}

// A slot of the client, the one nearest in time to `day`; -1: none.
static int slot_near(const State *state, int client, int day)
{
  const int *calendar = state_calendar(state, client);
  int best = -1;
  for (int k = 0; k < state->count[client]; k++) {
    const int apart = ABS(state->p->slot[calendar[k]].day - day);
    if (best < 0 || apart < ABS(state->p->slot[best].day - day))
      best = calendar[k];
  }
  return best;
}

// A visit of the client moves to that slot (or is planned there, where one is missing) as its only stop.
static bool begin_with(Ruin *ruin, State *state, int client, int slot)
{
  const Problem *p = state->p;
  if (state->route[slot].count > 0 || !problem_is_allowed(p, client, slot) ||
      problem_starts(p, client, slot, NULL)->count == 0 || p->demand[client].patterns > 0)
    return false;
  if (state->count[client] >= p->demand[client].visits) {
    const int from = slot_near(state, client, p->slot[slot].day);
    if (from < 0 || state_is_fix(state, client, from))
      return false;
    state_remove(state, client, from);
  } else {
    // one of those that were taken out is not to be put back twice
    for (int k = 0; k < ruin->count; k++) {
      if (ruin->client[k] != client)
        continue;
      ruin->client[k] = ruin->client[--ruin->count];
      break;
    }
  }
  for (int k = 0; k < state->count[client]; k++) {
    if (p->slot[state_calendar(state, client)[k]].day == p->slot[slot].day)
      return false;
  }
  state_insert(state, client, slot, 0);
  return state_client_is_admissible(state, client);
}

// A neighbour of the client begins the slot.
static bool begin_with_neighbour(Ruin *ruin, State *state, Random *random, int client, int slot)
{
  const int other =
      state->near_count == 0 || random_below(random, 4) == 0
          ? client
          : state
                ->near[client * state->near_count + random_below(random, MIN(NEAR_TRIED, state->near_count))];
  return begin_with(ruin, state, other, slot);
}

// A day that passes near the client changes places with the slot.
static bool bring_near(State *state, Random *random, int client, int slot)
{
  if (state->near_count == 0)
    return false;
  const int other =
      state->near[client * state->near_count + random_below(random, MIN(NEAR_TRIED, state->near_count))];
  const int from = slot_near(state, other, state->p->slot[slot].day);
  return from >= 0 && from != slot && state_swap_slots(state, from, slot) && all_admissible(state);
}

static bool join_days(Ruin *ruin, State *state, Random *random)
{
  const int client = ruin_pick_client(state, random);
  if (client < 0)
    return false;
  const int here = state_calendar(state, client)[random_below(random, state->count[client])];
  const int first = random_below(random, 2) && here > 0 ? here - 1 : here,
            other = first < here ? first : here + 1;
  if (!may_join(state, first))
    return false;
  const int way = random_below(random, 3);
  if (way == 1 && !bring_near(state, random, client, other))
    return false;
  if (way == 2) {
    ruin_take_slot(ruin, state, other);
    if (state->route[other].count == 0 && !begin_with_neighbour(ruin, state, random, client, other))
      return false;
  }
  return may_join(state, first) && join(state, first);
}

// Two days are emptied and begun with a client and a neighbour of it: the way to clients too far for one day.
static bool open_tour(Ruin *ruin, State *state, Random *random)
{
  const Problem *p = state->p;
  int client = random_below(random, p->n);
  for (int tries = 0; tries < p->n && tries < 32 && random_below(random, 2);
       tries++) { // rather one that lacks visits
    if (state->count[client] < p->demand[client].visits)
      break;
    client = random_below(random, p->n);
  }
  const int reach = state->reach_first[client + 1] - state->reach_first[client];
  if (reach == 0)
    return false;
  const int here = state->reach[state->reach_first[client] + random_below(random, reach)];
  const int first = random_below(random, 2) && here > 0 ? here - 1 : here,
            other = first < here ? first : here + 1;
  if (!may_join(state, first))
    return false;
  ruin_take_slot(ruin, state, first);
  ruin_take_slot(ruin, state, first + 1);
  if (state->route[first].count > 0 || state->route[first + 1].count > 0 || !may_join(state, first))
    return false;
  return begin_with(ruin, state, client, here) && begin_with_neighbour(ruin, state, random, client, other) &&
         join(state, first);
}

// ---- Ending and moving ---------------------------------------------------------------------------------------------

static int pick_night(const State *state, Random *random)
{
  const int begin = random_below(random, state->p->slots);
  for (int k = 0; k < state->p->slots; k++) {
    const int slot = (begin + k) % state->p->slots;
    if (state->out[slot])
      return slot;
  }
  return -1;
}

// He goes home that night; sometimes one of the two days starts anew.
static bool end_night(Ruin *ruin, State *state, Random *random)
{
  const int slot = pick_night(state, random);
  if (slot < 0)
    return false;
  state_set_out(state, slot, false);
  const int way = random_below(random, 4);
  if (way < 2)
    ruin_take_slot(ruin, state, slot + way);
  if (way != 0 && !order_stops(state, slot, state_ends(state, slot)))
    return false;
  return way == 1 || order_stops(state, slot + 1, state_ends(state, slot + 1));
}

// Nights of a run of days; all of them are let go.
static uint64_t let_nights_go(State *state, int first, int days)
{
  uint64_t nights = 0;
  for (int k = 0; k + 1 < days; k++) {
    nights |= (uint64_t)state->out[first + k] << k;
    state_set_out(state, first + k, false);
  }
  return nights;
}

static bool take_nights_up(State *state, int first, int days, uint64_t nights)
{
  for (int k = 0; k + 1 < days; k++) {
    if (!(nights >> k & 1))
      continue;
    if (!may_join(state, first + k) || state->route[first + k].count == 0 ||
        state->route[first + k + 1].count == 0)
      return false;
    state_set_out(state, first + k, true);
  }
  return true;
}

// Days of one rep, without a night that leaves them.
static bool is_run(const State *state, int first, int days)
{
  const Problem *p = state->p;
  if (first < 0 || first + days > p->slots || (first > 0 && state->out[first - 1]) ||
      state->out[first + days - 1])
    return false;
  for (int k = 0; k + 1 < days; k++) {
    if (p->slot[first + k].nights == 0)
      return false;
  }
  return true;
}

// A tour changes places with as many days elsewhere.
static bool move_tour(State *state, Random *random)
{
  int days;
  const int night = pick_night(state, random);
  if (night < 0)
    return false;
  const int first = tour_of(state, night, &days), to = random_below(random, state->p->slots);
  if (days > 32 || ABS(to - first) < days || !is_run(state, to, days))
    return false;
  const uint64_t here = let_nights_go(state, first, days), there = let_nights_go(state, to, days);
  for (int k = 0; k < days; k++) {
    if (!state_swap_slots(state, first + k, to + k))
      return false;
  }
  return take_nights_up(state, first, days, there) && take_nights_up(state, to, days, here) &&
         all_admissible(state);
}

bool tours_move(Ruin *ruin, State *state, Random *random)
{
  ruin->count = 0;
  const int move = random_below(random, 100);
  if (move < 40)
    return join_days(ruin, state, random);
  if (move < 60)
    return open_tour(ruin, state, random);
  if (move < 80)
    return end_night(ruin, state, random);
  return move_tour(state, random);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Adjacent string removal after Christiaens and Vanden Berghe, "Slack induction by string removals" (Transportation
// Science 54, 2020). Ours differs in that a client has several visits: a neighbour is met on a random one of its days.
#include "solver/ruin.h"

enum { NEAR_IN_TIME_PCT = 60, STRING_MAX = 10, SPLIT_PER_1024 = 512, SPLIT_GROW_PER_1024 = 10 };

Ruin *ruin_new(const State *state)
{
  const Problem *p = state->p;
  Ruin *ruin = g_new0(Ruin, 1);
  ruin->room = state->calendar_first[p->n] + 1;
  ruin->client = g_new0(int, (gsize)ruin->room);
  ruin->slot_mark = g_new0(uint32_t, (gsize)p->slots + 1);
  ruin->client_mark = g_new0(uint32_t, (gsize)p->n + 1);
  return ruin;
}

void ruin_free(Ruin *ruin)
{
  if (!ruin)
    return;
  g_free(ruin->client);
  g_free(ruin->slot_mark);
  g_free(ruin->client_mark);
  g_free(ruin);
}

void ruin_take_visit(Ruin *ruin, State *state, int slot, int client)
{
  if (state_is_fix(state, client, slot))
    return;
  state_remove(state, client, slot);
  ruin->client[ruin->count++] = client;
}

// A run of `length` stops around that of `client`, some in the middle of it left where they are.
static void take_string(Ruin *ruin, State *state, Random *random, int slot, int client, int length)
{
  const int count = state->route[slot].count;
  const int *stop = state_stops(state, slot);
  int at = 0, spare = 0;
  while (stop[at] != client)
    at++;
  if (length > 1 && length < count && random_below(random, 1024) < SPLIT_PER_1024) {
    spare = 1;
    while (length + spare < count && random_below(random, 1024) >= SPLIT_GROW_PER_1024 &&
           random_below(random, 2))
      spare++;
  }
  const int span = length + spare;
  const int lowest = MAX(0, at - span + 1), highest = MIN(at, count - span);
  const int begin = lowest + random_below(random, highest - lowest + 1);
  const int spare_at = begin + (spare ? 1 + random_below(random, length - 1) : 0);
  int taken[64], takes = 0;
  for (int k = begin; k < begin + span && takes < 64; k++) {
    if (spare == 0 || k < spare_at || k >= spare_at + spare)
      taken[takes++] = stop[k];
  }
  for (int k = 0; k < takes; k++)
    ruin_take_visit(ruin, state, slot, taken[k]);
}

int ruin_pick_client(const State *state, Random *random)
{
  for (int tries = 0; tries < 64; tries++) {
    const int client = random_below(random, state->p->n);
    if (state->count[client] > 0)
      return client;
  }
  return -1;
}

// A slot of the client that is not yet marked: mostly the one nearest in time to `day`, since visits of frequent
// clients can only change places with those of the days around; -1: none.
static int pick_slot(const Ruin *ruin, const State *state, Random *random, int client, int day)
{
  const int *calendar = state_calendar(state, client);
  const int count = state->count[client];
  const bool near = random_below(random, 100) < NEAR_IN_TIME_PCT;
  const int begin = random_below(random, count);
  int best = -1, least = INT_MAX;
  for (int k = 0; k < count; k++) {
    const int slot = calendar[(begin + k) % count];
    if (ruin->slot_mark[slot] == ruin->mark)
      continue;
    const int apart = ABS(state->p->slot[slot].day - day);
    if (!near)
      return slot;
    if (apart < least) {
      least = apart;
      best = slot;
    }
  }
  return best;
}

void ruin_strings(Ruin *ruin, State *state, Random *random, int visits)
{
  ruin->count = 0;
  ruin->mark++;
  const int seed = ruin_pick_client(state, random);
  if (seed < 0)
    return;
  int planned = 0, used = 0;
  for (int s = 0; s < state->p->slots; s++) {
    planned += state->route[s].count;
    used += state->route[s].count > 0;
  }
  const int longest = MAX(1, MIN(STRING_MAX, planned / MAX(1, used)));
  const int strings = 1 + random_below(random, MAX(1, 4 * visits / (1 + longest)));
  const int seed_slot = state_calendar(state, seed)[random_below(random, state->count[seed])];
  const int seed_day = state->p->slot[seed_slot].day;
  for (int k = -1, done = 0; k < state->near_count && done < strings; k++) {
    const int client = k < 0 ? seed : state->near[seed * state->near_count + k];
    const int count = state->count[client];
    if (count == 0)
      continue;
    const int slot = k < 0 ? seed_slot : pick_slot(ruin, state, random, client, seed_day);
    if (slot < 0)
      continue;
    ruin->slot_mark[slot] = ruin->mark;
    const int most = MIN(longest, state->route[slot].count);
    take_string(ruin, state, random, slot, client, 1 + random_below(random, most));
    done++;
  }
}

void ruin_clients(Ruin *ruin, State *state, Random *random, int clients)
{
  ruin->count = 0;
  const int seed = random_below(random, state->p->n);
  const int count = 1 + random_below(random, 2 * clients - 1);
  state_clear_client(state, seed);
  ruin->client[ruin->count++] = seed;
  for (int k = 0; k < state->near_count && ruin->count < count; k++) {
    if (random_below(random, 4) == 0)
      continue;
    const int client = state->near[seed * state->near_count + k];
    state_clear_client(state, client);
    ruin->client[ruin->count++] = client;
  }
}

void ruin_take_slot(Ruin *ruin, State *state, int slot)
{
  const int *stop = state_stops(state, slot);
  for (int k = state->route[slot].count - 1; k >= 0; k--)
    ruin_take_visit(ruin, state, slot, stop[k]);
}

void ruin_slots(Ruin *ruin, State *state, Random *random)
{
  ruin->count = 0;
  ruin->mark++;
  const int seed = ruin_pick_client(state, random);
  if (seed < 0 || state->near_count == 0)
    return;
  const int slot = state_calendar(state, seed)[random_below(random, state->count[seed])];
  const int other = state->near[seed * state->near_count + random_below(random, MIN(10, state->near_count))];
  ruin->slot_mark[slot] = ruin->mark;
  const int second =
      state->count[other] > 0 ? pick_slot(ruin, state, random, other, state->p->slot[slot].day) : -1;
  ruin_take_slot(ruin, state, slot);
  if (second >= 0)
    ruin_take_slot(ruin, state, second);
}

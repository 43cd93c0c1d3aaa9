// SPDX-License-Identifier: GPL-3.0-or-later
// A weekday of a client is that of most of its visits which are no promises. Towns are not fixed: who goes along is who is
// near and on the same weekday now. Routes change places by exchanges of two (state_swap_slots), so the limits of days
// are looked at one exchange at a time.
#include "solver/weekday_moves.h"

#include "solver/towns.h"

enum { TOWN_MOST = 12, NEAR_TRIED = 30, EXCHANGE_PCT = 75, NEAR_PCT = 60, PICKS = 32, CHAIN_MOST = 6 };

struct WeekdayMoves {
  const Problem *p;
  uint8_t *weekdays; // [n] on which each may be; 0: stays
  int *to;           // [n] weekday for a client that is taken out
};

// As demand_keeps_weekday, and also of one visit: its weekday may change like any other's.
static bool has_weekday(const Demand *demand)
{
  return demand->patterns == 0 && demand->same_weekday != WEEKDAY_FREE;
}

WeekdayMoves *weekday_moves_new(const Problem *p)
{
  WeekdayMoves *moves = g_new0(WeekdayMoves, 1);
  moves->p = p;
  moves->weekdays = g_new0(uint8_t, (gsize)p->n + 1);
  moves->to = g_new0(int, (gsize)p->n + 1);
  for (int i = 0; i < p->n; i++)
    moves->weekdays[i] = has_weekday(&p->demand[i]) ? client_weekdays(p, i) : 0;
  return moves;
}

void weekday_moves_free(WeekdayMoves *moves)
{
  if (!moves)
    return;
  g_free(moves->weekdays);
  g_free(moves->to);
  g_free(moves);
}

// ---- Towns ----------------------------------------------------------------------------------------------------------

// The weekday that a client keeps now; -1: none.
static int weekday_of(const WeekdayMoves *moves, const State *state, int client)
{
  const Problem *p = moves->p;
  int count[7] = {0}, best = -1;
  if (moves->weekdays[client] == 0)
    return -1;
  for (int k = 0; k < state->count[client]; k++) {
    const int slot = state_calendar(state, client)[k], weekday = problem_weekday(p, p->slot[slot].day);
    const int here = state_is_fix(state, client, slot) ? 0 : ++count[weekday];
    if (here > 0 && (best < 0 || here > count[best]))
      best = weekday;
  }
  return best;
}

static int64_t take(WeekdayMoves *moves, Ruin *ruin, State *state, int client, int to)
{
  const int64_t work = (int64_t)state->count[client] * moves->p->demand[client].service;
  state_clear_client(state, client);
  ruin->client[ruin->count++] = client;
  moves->to[client] = to;
  return work;
}

static int64_t work_of(const State *state, int client)
{
  return (int64_t)state->count[client] * state->p->demand[client].service;
}

// The seed and the nearest ones that are on its weekday and may be on the other one; at most so many, and no more work
// than that but for the seed. Returns their work.
static int64_t take_town(WeekdayMoves *moves, Ruin *ruin, State *state, int seed, int from, int to, int most,
                         int64_t most_s)
{
  int64_t work = take(moves, ruin, state, seed, to);
  int taken = 1;
  for (int k = 0; k < state->near_count && taken < most && work < most_s; k++) {
    const int client = state->near[seed * state->near_count + k];
    if (!(moves->weekdays[client] >> to & 1) || weekday_of(moves, state, client) != from ||
        work + work_of(state, client) > most_s)
      continue;
    work += take(moves, ruin, state, client, to);
    taken++;
  }
  return work;
}

// A client of another weekday, near the seed or anywhere, which may come to that of the seed; -1: none.
static int pick_other(const WeekdayMoves *moves, const State *state, int seed, int from, Random *random)
{
  const int near = MIN(NEAR_TRIED, state->near_count);
  const bool close = near > 0 && random_below(random, 100) < NEAR_PCT;
  for (int tries = 0; tries < PICKS; tries++) {
    const int client = close ? state->near[seed * state->near_count + random_below(random, near)]
                             : random_below(random, moves->p->n);
    const int weekday = weekday_of(moves, state, client);
    if (weekday >= 0 && weekday != from && (moves->weekdays[client] >> from & 1) &&
        (moves->weekdays[seed] >> weekday & 1))
      return client;
  }
  return -1;
}

bool weekday_moves_take_towns(WeekdayMoves *moves, Ruin *ruin, State *state, Random *random)
{
  ruin->count = 0;
  const int seed = random_below(random, moves->p->n);
  const int from = weekday_of(moves, state, seed);
  const int other = from < 0 ? -1 : pick_other(moves, state, seed, from, random);
  if (other < 0)
    return false;
  const int to = weekday_of(moves, state, other);
  const int most = 1 + random_below(random, TOWN_MOST);
  const int64_t work = take_town(moves, ruin, state, seed, from, to, most, INT64_MAX);
  if (random_below(random, 100) < EXCHANGE_PCT)
    take_town(moves, ruin, state, other, to, from, INT_MAX, work);
  return true;
}

void weekday_moves_put(WeekdayMoves *moves, Recreate *recreate, State *state, int client, Random *random,
                       int blink)
{
  recreate_client_on(recreate, state, client, moves->to[client], random, blink);
  if (state->count[client] >= moves->p->demand[client].visits)
    return;
  state_clear_client(state, client);
  recreate_client(recreate, state, client, random, blink);
}

// ---- Days -----------------------------------------------------------------------------------------------------------

static bool all_admissible(const State *state)
{
  for (int k = 0; k < state->client_changes; k++) {
    if (!state_client_is_admissible(state, state->clients_changed[k]))
      return false;
  }
  return true;
}

// The next slot of the same rep, on the same weekday if that is to be kept; -1: none.
static int slot_after(const Problem *p, int slot, bool keep_weekday)
{
  for (int s = slot + 1; s < p->slots && p->slot[s].rep == p->slot[slot].rep; s++) {
    if (!keep_weekday || (p->slot[s].day - p->slot[slot].day) % 7 == 0)
      return s;
  }
  return -1;
}

// The route of a slot goes some days on, or that of a later one comes here, and those between move up by one.
static bool move_along(State *state, bool keep_weekdays, Random *random)
{
  int chain[CHAIN_MOST + 1], count = 1;
  chain[0] = random_below(random, state->p->slots);
  const int most = 3 + random_below(random, CHAIN_MOST - 1);
  while (count < most && (chain[count] = slot_after(state->p, chain[count - 1], keep_weekdays)) >= 0)
    count++;
  const bool onwards = random_below(random, 2);
  for (int k = 0; k + 1 < count; k++) {
    const int at = onwards ? k : count - 2 - k;
    if (!state_swap_slots(state, chain[at], chain[at + 1]))
      return false;
  }
  return count > 2;
}

// All routes of a week change places with those of another week; days that only one of the two has stay.
static bool swap_weeks(State *state, Random *random)
{
  const Problem *p = state->p;
  const Slot *a = &p->slot[random_below(random, p->slots)], *b = &p->slot[random_below(random, p->slots)];
  const int first = a->day - problem_weekday(p, a->day), shift = b->day - problem_weekday(p, b->day) - first;
  if (shift == 0)
    return false;
  for (int day = first; day < first + 7; day++) {
    const int x = problem_slot_on(p, a->rep, day), y = problem_slot_on(p, a->rep, day + shift);
    if (x >= 0 && y >= 0 && !state_swap_slots(state, x, y))
      return false;
  }
  return true;
}

static bool rotate_three(State *state, bool keep_weekdays, Random *random)
{
  const Problem *p = state->p;
  const int a = random_below(random, p->slots), b = random_below(random, p->slots),
            c = random_below(random, p->slots);
  const int day = p->slot[a].day;
  if (a == b || b == c || a == c ||
      (keep_weekdays && ((p->slot[b].day - day) % 7 != 0 || (p->slot[c].day - day) % 7 != 0)))
    return false;
  return state_swap_slots(state, a, b) && state_swap_slots(state, b, c);
}

bool weekday_moves_days(State *state, bool keep_weekdays, Random *random)
{
  const int move = random_below(random, 3);
  const bool moved = move == 0   ? move_along(state, keep_weekdays, random)
                     : move == 1 ? swap_weeks(state, random)
                                 : rotate_three(state, keep_weekdays, random);
  return moved && all_admissible(state);
}

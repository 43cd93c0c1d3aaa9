// SPDX-License-Identifier: GPL-3.0-or-later
// What a step of the search takes out, and how it is put back.
#include "solver/search_parts.h"

#include "solver/tours.h"

enum { TOUR_MOVES_PCT = 50 }; // where reps may sleep out
enum { BLINK = 10, RUIN_VISITS = 10, RUIN_CLIENTS = 3 };

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

bool search_change(Search *search)
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
    return weekday_moves_days(state, mix->same, &search->random);
  } else {
    return swap_slots(search);
  }
  return true;
}

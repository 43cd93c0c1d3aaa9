// SPDX-License-Identifier: GPL-3.0-or-later
// A state from a solution, visit by visit, and back.
#include "solver/state.h"

#include <string.h>

#include "solver/tour.h"

static void empty_state(State *state)
{
  state->total = state->penalty = 0;
  for (int s = 0; s < state->p->slots; s++) {
    state->out[s] = false;
    state->route[s] = (Route){.version = ++state->version};
    state->arc[(size_t)s * (size_t)state->stride] = (Leg2){0, 0};
  }
  for (int i = 0; i < state->p->n; i++) {
    state->count[i] = 0;
    state->client_cost[i] = state_client_cost(state, i);
    state->total += state->client_cost[i];
  }
  state_begin(state);
}

// The fixes of a slot in their best order; false: they exclude each other.
static bool load_slot_fixes(State *state, int slot)
{
  const Problem *p = state->p;
  g_autofree int *client = g_new(int, (gsize)p->fixes);
  int count = 0;
  for (int k = 0; k < p->fixes; k++) {
    if (p->fix[k].slot == slot)
      client[count++] = p->fix[k].client;
  }
  if (tour_solve(p, slot, client, count) < 0)
    return false;
  for (int k = 0; k < count; k++)
    state_insert(state, client[k], slot, k);
  return true;
}

static bool load_fixes(State *state)
{
  for (int s = 0; s < state->p->slots; s++) {
    if (state->fixed_slot[s] && !load_slot_fixes(state, s))
      return false;
  }
  return true;
}

bool state_load(State *state, const Solution *solution)
{
  empty_state(state);
  bool kept = true;
  if (!solution) {
    kept = load_fixes(state);
  } else {
    for (int s = 0; s < state->p->slots; s++) {
      for (int k = solution->first[s]; k < solution->first[s + 1]; k++)
        state_insert(state, solution->client[k], s, k - solution->first[s]);
    }
    for (int s = 0; s < state->p->slots; s++)
      state_set_out(state, s, solution->out[s]);
  }
  state_settle(state);
  state_begin(state);
  return kept;
}

Solution *state_solution(const State *state)
{
  int visits = 0;
  for (int s = 0; s < state->p->slots; s++)
    visits += state->route[s].count;
  Solution *solution = solution_new(state->p, visits);
  memcpy(solution->out, state->out, sizeof(bool) * (size_t)state->p->slots);
  for (int s = 0; s < state->p->slots; s++) {
    solution->first[s + 1] = solution->first[s] + state->route[s].count;
    memcpy(solution->client + solution->first[s], state_stops(state, s),
           sizeof(int) * (size_t)state->route[s].count);
  }
  return solution;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// What a state knows of its problem and never changes: legs both ways, who is open all day, neighbours, and where each
// client may be inserted. O(n^2 log n) once a search.
#include "solver/state.h"

enum { NEAR_MAX = 60 };

static bool starts_are_open(const Problem *p, int clock, int client)
{
  const Starts *starts = &p->starts[(size_t)clock * (size_t)p->n + (size_t)client];
  if (starts->count != 1 || starts->span[0].from > 0)
    return false;
  for (int s = 0; s < p->slots; s++) {
    if (p->slot[s].clock == clock && p->slot[s].length - p->demand[client].service > starts->span[0].to)
      return false;
  }
  return true;
}

static bool legs_are_symmetric(const Leg2 *leg, size_t nodes)
{
  for (size_t a = 0; a < nodes; a++) {
    for (size_t b = 0; b < a; b++) {
      const Leg2 *there = &leg[a * nodes + b], *back = &leg[b * nodes + a];
      if (there->cost != back->cost || there->travel != back->travel)
        return false;
    }
  }
  return true;
}

static void make_legs(State *state)
{
  const Problem *p = state->p;
  const size_t nodes = (size_t)p->nodes;
  state->from = g_new0(Leg2 *, (gsize)p->tables + 1);
  state->to = g_new0(Leg2 *, (gsize)p->tables + 1);
  for (int t = 0; t < p->tables; t++) {
    state->from[t] = g_new0(Leg2, nodes * nodes);
    state->to[t] = g_new0(Leg2, nodes * nodes);
    for (size_t a = 0; a < nodes; a++) {
      for (size_t b = 0; b < nodes; b++) {
        state->from[t][a * nodes + b] =
            (Leg2){p->legs[t].cost[a * nodes + b], p->legs[t].travel[a * nodes + b]};
        state->to[t][a * nodes + b] =
            (Leg2){p->legs[t].cost[b * nodes + a], p->legs[t].travel[b * nodes + a]};
      }
    }
    if (legs_are_symmetric(state->from[t], nodes)) { // half the memory to look at
      g_free(state->to[t]);
      state->to[t] = state->from[t];
    }
  }
}

// Most stops that any slot can take, whatever the order.
static int longest_route(const Problem *p)
{
  int longest = 0;
  for (int s = 0; s < p->slots; s++)
    longest = MAX(longest, MIN(p->slot[s].max_visits, p->n));
  int32_t service = INT32_MAX, work = 0;
  int64_t load = INT64_MAX, room = 0;
  for (int i = 0; i < p->n; i++) {
    service = MIN(service, p->demand[i].service);
    load = MIN(load, p->demand[i].load);
  }
  for (int k = 0; k < p->fixes; k++)
    service = MIN(service, p->fix[k].service);
  for (int s = 0; s < p->slots; s++) {
    work = MAX(work, MIN(p->slot[s].max_work, p->slot[s].length));
    room = MAX(room, p->slot[s].max_load);
  }
  if (service > 0)
    longest = MIN(longest, work / service);
  if (load > 0)
    longest = (int)MIN(longest, room / load);
  return longest + 1;
}

typedef struct Nearness {
  int64_t distance;
  int client;
} Nearness;

static int by_nearness(const void *a, const void *b)
{
  const Nearness *x = a, *y = b;
  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  return (x->client > y->client) - (x->client < y->client);
}

static void make_near(State *state)
{
  const Problem *p = state->p;
  state->near_count = MAX(0, MIN(NEAR_MAX, p->n - 1));
  state->near = g_new0(int, (gsize)p->n *(gsize)state->near_count + 1);
  g_autofree Nearness *other = g_new0(Nearness, (gsize)p->n + 1);
  for (int i = 0; i < p->n && p->tables > 0; i++) {
    int count = 0;
    for (int j = 0; j < p->n; j++) {
      const size_t there = (size_t)i * (size_t)p->nodes + (size_t)j;
      if (j != i)
        other[count++] = (Nearness){state->from[0][there].cost + state->to[0][there].cost, j};
    }
    qsort(other, (size_t)count, sizeof(Nearness), by_nearness);
    for (int k = 0; k < state->near_count; k++)
      state->near[i * state->near_count + k] = other[k].client;
  }
}

static int by_slot_day(const void *a, const void *b, void *data)
{
  const Slot *slot = data;
  const int x = *(const int *)a, y = *(const int *)b;
  if (slot[x].day != slot[y].day)
    return slot[x].day < slot[y].day ? -1 : 1;
  return (x > y) - (x < y);
}

static void make_reach(State *state)
{
  const Problem *p = state->p;
  g_autofree int *order = g_new0(int, (gsize)p->slots + 1);
  for (int s = 0; s < p->slots; s++)
    order[s] = s;
  g_qsort_with_data(order, p->slots, sizeof(int), by_slot_day, p->slot);
  state->reach_first = g_new0(int, (gsize)p->n + 1);
  state->reach = g_new0(int, (gsize)p->n *(gsize)p->slots + 1);
  state->calendar_first = g_new0(int, (gsize)p->n + 1);
  for (int i = 0; i < p->n; i++) {
    int *end = state->reach + state->reach_first[i];
    for (int k = 0; k < p->slots; k++) {
      const int s = order[k];
      const Starts *starts = &p->starts[(size_t)p->slot[s].clock * (size_t)p->n + (size_t)i];
      if (problem_is_allowed(p, i, s) && starts->count > 0 && !problem_fix(p, i, s))
        *end++ = s;
    }
    state->reach_first[i + 1] = (int)(end - state->reach);
    int most = p->demand[i].visits;
    for (int k = 0; k < p->demand[i].patterns; k++)
      most = MAX(most, __builtin_popcountll(p->demand[i].pattern[k]));
    state->calendar_first[i + 1] = state->calendar_first[i] + most + 1;
  }
}

State *state_new(const Problem *p)
{
  State *state = g_new0(State, 1);
  const gsize n = (gsize)p->n, slots = (gsize)p->slots;
  state->p = p;
  state->stride = longest_route(p);
  make_legs(state);
  state->open = g_new0(bool, (gsize)p->clocks *n + 1);
  for (int clock = 0; clock < p->clocks; clock++) {
    for (int i = 0; i < p->n; i++)
      state->open[clock * p->n + i] = starts_are_open(p, clock, i);
  }
  state->fixed_slot = g_new0(bool, slots + 1);
  for (int k = 0; k < p->fixes; k++)
    state->fixed_slot[p->fix[k].slot] = true;
  make_near(state);
  make_reach(state);
  const gsize stops = slots * (gsize)state->stride + 1, visits = (gsize)state->calendar_first[p->n] + 1;
  state->nights = problem_has_nights(p);
  state->out = g_new0(bool, slots + 1);
  state->old_out = g_new0(bool, slots + 1);
  state->route = g_new0(Route, slots + 1);
  state->old_route = g_new0(Route, slots + 1);
  state->stop = g_new0(int, stops);
  state->old_stop = g_new0(int, stops);
  state->calendar = g_new0(int, visits);
  state->old_calendar = g_new0(int, visits);
  state->count = g_new0(int, n + 1);
  state->old_count = g_new0(int, n + 1);
  state->client_cost = g_new0(Money, n + 1);
  state->old_cost = g_new0(Money, n + 1);
  state->arc = g_new0(Leg2, stops);
  state->old_arc = g_new0(Leg2, stops);
  state->times_version = g_new0(uint32_t, slots + 1);
  state->early = g_new0(int32_t, stops);
  state->late = g_new0(int32_t, stops);
  state->cache = g_new0(Insertion, 2 * n * slots + 1);
  state->slot_epoch = g_new0(uint32_t, slots + 1);
  state->client_epoch = g_new0(uint32_t, n + 1);
  state->slots_changed = g_new0(int, slots + 1);
  state->clients_changed = g_new0(int, n + 1);
  return state;
}

void state_free(State *state)
{
  if (!state)
    return;
  for (int t = 0; t < state->p->tables; t++) {
    if (state->to[t] != state->from[t])
      g_free(state->to[t]);
    g_free(state->from[t]);
  }
  void *const arrays[] = {state->from,          state->to,
                          state->open,          state->fixed_slot,
                          state->reach_first,   state->reach,
                          state->near,          state->calendar_first,
                          state->route,         state->old_route,
                          state->stop,          state->old_stop,
                          state->calendar,      state->old_calendar,
                          state->count,         state->old_count,
                          state->client_cost,   state->old_cost,
                          state->early,         state->late,
                          state->times_version, state->cache,
                          state->slot_epoch,    state->client_epoch,
                          state->slots_changed, state->clients_changed,
                          state->arc,           state->old_arc,
                          state->out,           state->old_out};
  for (size_t k = 0; k < G_N_ELEMENTS(arrays); k++)
    g_free(arrays[k]);
  g_free(state);
}

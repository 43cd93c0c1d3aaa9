// SPDX-License-Identifier: GPL-3.0-or-later
// Routes grow from the start a client at a time (Baldacci, Christofides and Mingozzi 2008). Of two with the same
// clients and the same last one, the dearer and longer is dropped; so is one that no end, as cheap as the labelling
// from the other side finds any, brings below the limit.
#include "solver/enumerate.h"

#include <string.h>

enum { TAIL_LABELS = 2000000, STATES_PER_SET = 30 };

typedef struct State {
  uint64_t set;
  Money cost;
  int32_t use[RESOURCES_MAX];
  int32_t parent, last;
} State;

typedef struct Found { // a whole route: state and the way home
  uint64_t set;
  Money cost;
  int32_t state;
} Found;

typedef struct Enumeration {
  const Network *net;
  Money below;
  Money *least; // [client * STRETCHES]
  int32_t width;
  GArray *state, *found;
} Enumeration;

static bool can_end_below(const Enumeration *e, const State *state)
{
  const Network *net = e->net;
  const int i = state->last;
  const int32_t left = net->limit[0] - state->use[0] + net->own[0][i];
  const int stretch = MIN(left / e->width, STRETCHES - 1);
  return state->cost + net->prize[i] + e->least[i * STRETCHES + stretch] < e->below;
}

static void grow(const Enumeration *e, int at, int j, GArray *out)
{
  const Network *net = e->net;
  const State *from = at < 0 ? NULL : &g_array_index(e->state, State, (guint)at);
  const uint64_t bit = UINT64_C(1) << j;
  if (from && from->set & bit)
    return;
  const size_t arc = (size_t)(from ? from->last : net->m) * (size_t)(net->m + 1) + (size_t)j;
  State state = {.set = (from ? from->set : 0) | bit, .parent = at, .last = j};
  if (!network_take(net, 0, from ? from->use : NULL, from ? from->last : net->m, j, state.use))
    return;
  state.cost = (from ? from->cost : 0) + net->cost[0][arc] - net->prize[j];
  if (can_end_below(e, &state))
    g_array_append_val(out, state);
}

static int by_set(const void *a, const void *b)
{
  const State *x = a, *y = b;
  if (x->set != y->set)
    return x->set < y->set ? -1 : 1;
  if (x->last != y->last)
    return x->last - y->last;
  if (x->cost != y->cost)
    return x->cost < y->cost ? -1 : 1;
  if (x->use[0] != y->use[0])
    return x->use[0] - y->use[0];
  return x->parent - y->parent;
}

static bool state_beats(const Network *net, const State *a, const State *b)
{
  for (int k = 0; k < net->resources; k++) {
    if (a->use[k] > b->use[k])
      return false;
  }
  return true; // not dearer: they come in order
}

// Appends the states of a level that no other one of their set and last client beats.
static void keep_best(Enumeration *e, GArray *level)
{
  g_array_sort(level, by_set);
  guint group = e->state->len;
  for (guint k = 0; k < level->len; k++) {
    const State *state = &g_array_index(level, State, k);
    if (group < e->state->len) {
      const State *first = &g_array_index(e->state, State, group);
      if (first->set != state->set || first->last != state->last)
        group = e->state->len;
    }
    bool beaten = false;
    for (guint j = group; j < e->state->len && !beaten; j++)
      beaten = state_beats(e->net, &g_array_index(e->state, State, j), state);
    if (!beaten)
      g_array_append_val(e->state, *state);
  }
}

static void go_home(Enumeration *e, guint from)
{
  const Network *net = e->net;
  for (guint at = from; at < e->state->len; at++) {
    const State *state = &g_array_index(e->state, State, at);
    const size_t arc = (size_t)state->last * (size_t)(net->m + 1) + (size_t)net->m;
    const Money cost = state->cost + net->cost[0][arc];
    bool fits = cost < e->below;
    for (int k = 0; k < net->resources && fits; k++)
      fits = state->use[k] + net->use[0][k][arc] <= net->limit[k];
    if (fits)
      g_array_append_val(e->found, ((Found){state->set, cost, (int32_t)at}));
  }
}

static int by_found(const void *a, const void *b)
{
  const Found *x = a, *y = b;
  if (x->set != y->set)
    return x->set < y->set ? -1 : 1;
  if (x->cost != y->cost)
    return x->cost < y->cost ? -1 : 1;
  return x->state - y->state;
}

static LabelRoute *found_route(const Enumeration *e, const Found *found)
{
  LabelRoute *route = g_new0(LabelRoute, 1);
  route->cost = found->cost;
  route->count = __builtin_popcountll(found->set);
  route->client = g_new(int, (gsize)route->count);
  int place = route->count;
  for (int at = found->state; at >= 0; at = g_array_index(e->state, State, (guint)at).parent)
    route->client[--place] = g_array_index(e->state, State, (guint)at).last;
  return route;
}

static bool run(Enumeration *e, int most, GPtrArray *routes)
{
  guint from = 0, to = 0;
  do {
    g_autoptr(GArray) level = g_array_new(FALSE, FALSE, sizeof(State));
    for (guint at = from; at < MAX(to, 1); at++) {
      for (int j = 0; j < e->net->m; j++)
        grow(e, to == 0 ? -1 : (int)at, j, level);
      if (level->len > (guint)most * STATES_PER_SET)
        return false;
    }
    from = to;
    keep_best(e, level);
    go_home(e, from);
    to = e->state->len;
    if (to > (guint)most * STATES_PER_SET)
      return false;
  } while (to > from);

  g_array_sort(e->found, by_found);
  int sets = 0;
  for (guint k = 0; k < e->found->len; k++) {
    const Found *found = &g_array_index(e->found, Found, k);
    if (k > 0 && found[-1].set == found->set)
      continue;
    if (++sets > most)
      return false;
    g_ptr_array_add(routes, found_route(e, found));
  }
  return true;
}

bool enumerate_sets(const Network *network, Labels *labels, Money below, int most, GPtrArray *routes)
{
  Enumeration e = {.net = network, .below = below};
  if (network->m > 64)
    return false;
  e.least = g_new(Money, (gsize)network->m * STRETCHES + 1);
  e.state = g_array_new(FALSE, FALSE, sizeof(State));
  e.found = g_array_new(FALSE, FALSE, sizeof(Found));
  const bool whole = labels_tails(labels, network, TAIL_LABELS, e.least, &e.width) && run(&e, most, routes);
  g_array_unref(e.state);
  g_array_unref(e.found);
  g_free(e.least);
  return whole;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Bounded bidirectional labelling (Righini and Salani 2006): only labels that use at most half of the main resource are
// made, and where the network is symmetric one set of them serves both directions. Ours joins at the client that lies
// across the half-way point: a label from the start, that client, a label from the end. What a side can offer within
// each stretch of the resource rules out most labels of the other; the rest meet in order of cost and are given up at
// the first sum that is too high. So the many labels just past the half are never made, and joining is cheap once few
// routes are worth it.
#include "solver/labels_parts.h"

#include <string.h>

static void list_live(const Side *side, const Network *net, GArray *live)
{
  g_array_set_size(live, (guint)side->count + 1);
  Live *out = (Live *)live->data;
  *out++ = (Live){0, 0, net->m, NO_LABEL};
  for (int c = 0; c < net->m * CELLS; c++) {
    for (int k = 0; k < side->cell[c].count; k++) {
      const Entry *e = &side->cell[c].entry[k];
      *out++ = (Live){e->cost, e->main, c / CELLS, e->label};
    }
  }
  g_array_set_size(live, (guint)(out - (Live *)live->data));
}

enum { PATIENCE = 100000000 }; // pairs after which half as many routes will do

static int by_cost(const void *a, const void *b)
{
  const Entry *x = a, *y = b;
  return x->cost != y->cost ? (x->cost < y->cost ? -1 : 1) : x->label - y->label;
}

// What one side can bring to the middle client i: each live label taken on to i, its own prize not yet counted.
// Heads must lie beyond the half-way point then, or the route would have another middle.
static void gather(const Labels *labels, int direction, int i, GArray *out)
{
  const Network *net = labels->net;
  const Side *side = &labels->side[net->symmetric ? 0 : direction];
  const GArray *live = labels->live[net->symmetric ? 0 : direction];
  const size_t width = (size_t)net->m + 1;
  const Money *cost = net->cost[direction] + i;
  const int32_t most = net->limit[0] - net->home[direction][0][i];
  const int32_t least = direction == 0 ? labels->half[0] : -1;
  g_array_set_size(out, live->len);
  Entry *next = (Entry *)out->data;
  for (guint k = 0; k < live->len; k++) {
    const Live *label = &g_array_index(live, Live, k);
    const int32_t main =
        network_main(net, direction, label->main, (size_t)label->node * width + (size_t)i, i);
    if (main > most || main <= least)
      continue;
    if (label->label != NO_LABEL && (memory_of(side, net, label->label)[i / 64] >> (i % 64) & 1))
      continue;
    *next++ = (Entry){label->cost + cost[(size_t)label->node * width], main, label->label};
  }
  g_array_set_size(out, (guint)(next - (Entry *)out->data));
}

// least[c]: the lowest cost among entries of stretches up to c.
static void least_by_stretch(const Labels *labels, const GArray *entries, Money least[CELLS])
{
  for (int c = 0; c < CELLS; c++)
    least[c] = INT64_MAX / 4;
  for (guint k = 0; k < entries->len; k++) {
    const Entry *e = &g_array_index(entries, Entry, k);
    const int c = e->main / labels->width;
    least[c] = MIN(least[c], e->cost);
  }
  for (int c = 1; c < CELLS; c++)
    least[c] = MIN(least[c], least[c - 1]);
}

// Keeps the entries that can meet one of the other side at a sum below `below`, by cost.
static void keep_promising(const Labels *labels, int i, const Money least[CELLS], Money below,
                           GArray *entries)
{
  const Network *net = labels->net;
  guint kept = 0;
  for (guint k = 0; k < entries->len; k++) {
    const Entry e = g_array_index(entries, Entry, k);
    const int32_t left = net->limit[0] - e.main + net->own[0][i];
    if (left >= 0 && e.cost + least[MIN(left / labels->width, CELLS - 1)] < below)
      g_array_index(entries, Entry, kept++) = e;
  }
  g_array_set_size(entries, kept);
  qsort(entries->data, entries->len, sizeof(Entry), by_cost);
}

static int by_pair_cost(const void *a, const void *b)
{
  const Pair *x = a, *y = b;
  if (x->cost != y->cost)
    return x->cost < y->cost ? -1 : 1;
  if (x->middle != y->middle)
    return x->middle - y->middle;
  return x->head != y->head ? x->head - y->head : x->tail - y->tail;
}

static bool pair_fits(const Labels *labels, int i, const Entry *head, const Entry *tail)
{
  const Network *net = labels->net;
  const Side *first = &labels->side[0], *last = &labels->side[net->symmetric ? 0 : 1];
  if (head->main > net->limit[0] + net->own[0][i] - tail->main)
    return false;
  const int from = head->label == NO_LABEL ? net->m : first->label[head->label].node;
  const int to = tail->label == NO_LABEL ? net->m : last->label[tail->label].node;
  const size_t width = (size_t)net->m + 1;
  for (int e = 1; e < net->resources; e++) {
    const int32_t before = head->label == NO_LABEL ? 0 : first->label[head->label].use[e];
    const int32_t after = tail->label == NO_LABEL ? 0 : last->label[tail->label].use[e];
    const int32_t here = net->use[0][e][(size_t)from * width + (size_t)i] +
                         net->use[1][e][(size_t)to * width + (size_t)i] - net->own[e][i];
    if (before + here > net->limit[e] - after)
      return false;
  }
  if (head->label == NO_LABEL || tail->label == NO_LABEL)
    return true;
  const uint64_t *a = memory_of(first, net, head->label), *b = memory_of(last, net, tail->label);
  const uint64_t *near = net->memory + (size_t)i * (size_t)net->words;
  for (int w = 0; w < net->words; w++) {
    if (a[w] & b[w] & (labels->mode.elementary ? ~UINT64_C(0) : near[w]))
      return false;
  }
  return true;
}

// Penalties that fall due when a head, client i and a tail come together.
static Money pair_penalties(const Labels *labels, int i, int head, int tail)
{
  const Network *net = labels->net;
  const Side *first = &labels->side[0], *last = &labels->side[net->symmetric ? 0 : 1];
  const uint64_t *keep = net->keep + (size_t)i * (size_t)net->cut_words;
  const uint64_t *member = net->member + (size_t)i * (size_t)net->cut_words;
  Money sum = 0;
  for (int w = 0; w < net->cut_words; w++) {
    const uint64_t a = head == NO_LABEL ? 0 : state_of(first, net, head)[w] & keep[w];
    const uint64_t b = tail == NO_LABEL ? 0 : state_of(last, net, tail)[w] & keep[w];
    for (uint64_t bits = (a & b) | (a & member[w]) | (b & member[w]); bits; bits &= bits - 1)
      sum += net->penalty[w * 64 + __builtin_ctzll(bits)];
  }
  return sum;
}

// Keeps the cheapest pairs; returns the cost from which on none is wanted.
static Money trim_pairs(GArray *pairs, guint keep)
{
  qsort(pairs->data, pairs->len, sizeof(Pair), by_pair_cost);
  g_array_set_size(pairs, keep);
  return g_array_index(pairs, Pair, keep - 1).cost;
}

static Money add_pair(Labels *labels, int i, const Entry *head, const Entry *tail, Money below, guint most)
{
  const Money cost =
      head->cost + tail->cost - labels->net->prize[i] + pair_penalties(labels, i, head->label, tail->label);
  if (cost >= below)
    return below;
  g_array_append_val(labels->pairs, ((Pair){cost, head->label, i, tail->label}));
  return labels->pairs->len >= 2 * most ? trim_pairs(labels->pairs, most) : below;
}

// Many pairs look good and share a client. The more were tried in vain, the fewer routes are asked for; the cheapest
// is found in any case.
static guint fewer(const Labels *labels, guint most)
{
  return MAX(1, most >> MIN(labels->tried / PATIENCE, 20));
}

// Routes whose last client is i and lies before the half-way point.
static Money join_short(Labels *labels, int i, Money below, guint most)
{
  const Network *net = labels->net;
  const size_t width = (size_t)net->m + 1;
  const size_t way_in = (size_t)net->m * width + (size_t)i;
  const Entry tail = {net->cost[1][way_in], network_main(net, 1, 0, way_in, i), NO_LABEL};
  for (guint k = 0; k < labels->live[0]->len; k++) {
    const Live *label = &g_array_index(labels->live[0], Live, k);
    const size_t arc = (size_t)label->node * width + (size_t)i;
    const Entry head = {label->cost + net->cost[0][arc], network_main(net, 0, label->main, arc, i),
                        label->label};
    if (head.main > labels->half[0] || head.cost + tail.cost - net->prize[i] >= below)
      continue;
    if (label->label != NO_LABEL && (memory_of(&labels->side[0], net, label->label)[i / 64] >> (i % 64) & 1))
      continue;
    if (pair_fits(labels, i, &head, &tail))
      below = add_pair(labels, i, &head, &tail, below, most);
  }
  return below;
}

// What decides whether a label can meet another at client i, side by side for a quick look: the clients it still
// remembers there, and what it uses of each resource (of heads with i itself).
static void pack(const Labels *labels, int direction, int i, const GArray *entries, GArray *memory,
                 GArray *use)
{
  const Network *net = labels->net;
  const Side *side = &labels->side[net->symmetric ? 0 : direction];
  const uint64_t *near = net->memory + (size_t)i * (size_t)net->words;
  g_array_set_size(memory, entries->len * (guint)net->words);
  g_array_set_size(use, entries->len * (guint)net->resources);
  uint64_t *m = (uint64_t *)(void *)memory->data;
  int32_t *u = (int32_t *)(void *)use->data;
  for (guint k = 0; k < entries->len; k++) {
    const Entry *entry = &g_array_index(entries, Entry, k);
    const int label = entry->label;
    const int node = label == NO_LABEL ? net->m : side->label[label].node;
    for (int w = 0; w < net->words; w++)
      *m++ = label == NO_LABEL
                 ? 0
                 : memory_of(side, net, label)[w] & (labels->mode.elementary ? UINT64_MAX : near[w]);
    *u++ = entry->main - (direction == 0 ? 0 : net->own[0][i]);
    for (int e = 1; e < net->resources; e++)
      *u++ = (label == NO_LABEL ? 0 : side->label[label].use[e]) +
             net->use[direction][e][(size_t)node * ((size_t)net->m + 1) + (size_t)i] -
             (direction == 0 ? 0 : net->own[e][i]);
  }
}

static inline bool meet(const Network *net, const uint64_t *memory_a, const uint64_t *memory_b,
                        const int32_t *use_a, const int32_t *use_b)
{
  for (int e = 0; e < net->resources; e++) {
    if (use_a[e] > net->limit[e] - use_b[e])
      return false;
  }
  for (int w = 0; w < net->words; w++) {
    if (memory_a[w] & memory_b[w])
      return false;
  }
  return true;
}

static Money join_at(Labels *labels, int i, Money below, guint most)
{
  const Network *net = labels->net;
  const Money prize = net->prize[i];
  const int64_t limit = labels->mode.pairs > 0 ? labels->mode.pairs : INT64_MAX;
  int64_t tried = 0;
  Money least[CELLS];
  below = join_short(labels, i, below, most);
  gather(labels, 0, i, labels->heads);
  gather(labels, 1, i, labels->tails);
  least_by_stretch(labels, labels->tails, least);
  keep_promising(labels, i, least, below + prize, labels->heads);
  least_by_stretch(labels, labels->heads, least);
  keep_promising(labels, i, least, below + prize, labels->tails);
  pack(labels, 0, i, labels->heads, labels->memory[0], labels->use[0]);
  pack(labels, 1, i, labels->tails, labels->memory[1], labels->use[1]);
  for (guint h = 0; h < labels->heads->len && tried < limit; h++) {
    const uint64_t *memory = &g_array_index(labels->memory[0], uint64_t, h * (guint)net->words);
    const int32_t *use = &g_array_index(labels->use[0], int32_t, h * (guint)net->resources);
    const uint64_t *memories = (const uint64_t *)(void *)labels->memory[1]->data;
    const int32_t *uses = (const int32_t *)(void *)labels->use[1]->data;
    const Entry *head = &g_array_index(labels->heads, Entry, h);
    for (guint t = 0; t < labels->tails->len; t++) {
      const Entry *tail = &g_array_index(labels->tails, Entry, t);
      if (head->cost + tail->cost - prize >= below)
        break;
      if (meet(net, memory, memories + (size_t)t * (size_t)net->words, use,
               uses + (size_t)t * (size_t)net->resources))
        below = add_pair(labels, i, head, tail, below, fewer(labels, most));
      labels->tried++;
      if (++tried > limit)
        break;
    }
  }
  labels->steps += (int64_t)(labels->live[0]->len / 4);
  return below;
}

static LabelRoute *pair_route(const Labels *labels, const Pair *pair)
{
  const Side *first = &labels->side[0], *last = &labels->side[labels->net->symmetric ? 0 : 1];
  LabelRoute *route = g_new0(LabelRoute, 1);
  route->cost = pair->cost;
  int heads = 0, tails = 0;
  for (int at = pair->head; at != NO_LABEL; at = first->label[at].parent)
    heads++;
  for (int at = pair->tail; at != NO_LABEL; at = last->label[at].parent)
    tails++;
  route->count = heads + 1 + tails;
  route->client = g_new(int, (gsize)route->count);
  int place = heads;
  for (int at = pair->head; at != NO_LABEL; at = first->label[at].parent)
    route->client[--place] = first->label[at].node;
  route->client[heads] = pair->middle;
  place = heads + 1;
  for (int at = pair->tail; at != NO_LABEL; at = last->label[at].parent)
    route->client[place++] = last->label[at].node;
  return route;
}

bool labels_run(Labels *labels, const Network *network, const LabelsMode *mode, Money below, int most,
                GPtrArray *routes, Money *least)
{
  *least = below;
  if (!labels_grow(labels, network, mode))
    return false;
  for (int d = 0; d < (network->symmetric ? 1 : 2); d++)
    list_live(&labels->side[d], network, labels->live[d]);
  g_array_set_size(labels->pairs, 0);
  labels->tried = 0;
  for (int i = 0; i < network->m; i++)
    below = join_at(labels, i, below, (guint)most);
  if (labels->pairs->len > 0)
    qsort(labels->pairs->data, labels->pairs->len, sizeof(Pair), by_pair_cost);
  for (guint k = 0; k < labels->pairs->len; k++) {
    const Pair *pair = &g_array_index(labels->pairs, Pair, k);
    g_ptr_array_add(routes, pair_route(labels, pair));
    *least = MIN(*least, pair->cost);
  }
  return true;
}

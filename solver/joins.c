// SPDX-License-Identifier: GPL-3.0-or-later
// Bounded bidirectional labelling (Righini and Salani 2006): only labels that use at most half of the main resource are
// made, and where the network is symmetric one set of them serves both directions. Ours joins at the client that lies
// across the half-way point: a label from the start, that client, a label from the end. What a side can offer within
// each stretch of the resource rules out most labels of the other; the rest meet in order of cost and are given up at
// the first sum that is too high. So the many labels just past the half are never made, and joining is cheap once few
// routes are worth it.
#include "solver/labels_parts.h"

#include <string.h>

enum { PATIENCE = 100000000 }; // pairs after which half as many routes will do

static int by_cost(const void *a, const void *b)
{
  const Entry *x = a, *y = b;
  return x->cost != y->cost ? (x->cost < y->cost ? -1 : 1) : x->label - y->label;
}

// The clients of the largest prizes. Nearly all cheap labels hold some of them, and two that hold the same one never
// meet: entries are put into groups by which of them they remember, so that such pairs are not even looked at. Where
// few pairs are tried anyway, there is one group.
static void choose_hot(Labels *labels)
{
  const Network *net = labels->net;
  labels->hots = 0;
  for (int h = 0; h < MIN(HOT_MOST, net->m) && labels->mode.pairs == 0; h++) {
    int best = -1;
    for (int i = 0; i < net->m; i++) {
      bool taken = false;
      for (int k = 0; k < h; k++)
        taken = taken || labels->hot[k] == i;
      if (!taken && (best < 0 || net->prize[i] > net->prize[best]))
        best = i;
    }
    labels->hot[labels->hots++] = best;
  }
}

// Group of a label at client i: bit h: it still remembers the hot client h there.
static int group_of(const Labels *labels, const Side *side, int i, int label)
{
  const Network *net = labels->net;
  int group = 0;
  if (label == NO_LABEL)
    return 0;
  const uint64_t *memory = memory_of(side, net, label), *near = net->memory + (size_t)i * (size_t)net->words;
  for (int h = 0; h < labels->hots; h++) {
    const int hot = labels->hot[h];
    const uint64_t bits = labels->mode.elementary ? memory[hot / 64] : memory[hot / 64] & near[hot / 64];
    group |= (int)(bits >> (hot % 64) & 1) << h;
  }
  return group;
}

static void no_least(Money least[CELLS])
{
  for (int c = 0; c < CELLS; c++)
    least[c] = INT64_MAX / 4;
}

// From the lowest cost of each stretch to that of stretches up to each.
static void sum_up(Money least[CELLS])
{
  for (int c = 1; c < CELLS; c++)
    least[c] = MIN(least[c], least[c - 1]);
}

// least[c]: the lowest cost among entries of stretches up to c, and what was there before.
static void add_least(const Labels *labels, const GArray *entries, Money least[CELLS])
{
  for (guint k = 0; k < entries->len; k++) {
    const Entry *e = &g_array_index(entries, Entry, k);
    const int c = e->main / labels->width;
    least[c] = MIN(least[c], e->cost);
  }
  sum_up(least);
}

// What the other side has, at best, for an entry that has used `main` with client i in it.
static inline Money best_mate(const Labels *labels, int i, const Money least[CELLS], int32_t main)
{
  const Network *net = labels->net;
  const int32_t left = net->limit[0] - main + net->own[0][i];
  return left < 0 ? INT64_MAX / 4 : least[MIN(left / labels->width, CELLS - 1)];
}

// The same before the labels of that side have been taken on to i: no more than what they will cost there, cell by cell.
static void guess_least(const Labels *labels, int direction, int i, Money least[CELLS])
{
  const Network *net = labels->net;
  const Side *side = &labels->side[net->symmetric ? 0 : direction];
  no_least(least);
  for (int node = 0; node <= net->m; node++) {
    const size_t arc = (size_t)node * ((size_t)net->m + 1) + (size_t)i;
    const Money cost = net->cost[direction][arc];
    for (int c = 0; c < (node < net->m ? CELLS : 1); c++) {
      const Cell *cell = node < net->m ? &side->cell[node * CELLS + c] : NULL;
      const int32_t main = network_main(net, direction, cell ? c * labels->width : 0, arc, i);
      if (main > net->limit[0])
        break;
      if (node == i || (cell && cell->count == 0))
        continue;
      Money *at = &least[MIN(main / labels->width, CELLS - 1)];
      *at = MIN(*at, (cell ? cell->least : 0) + cost);
    }
  }
  sum_up(least);
}

typedef struct Gathering { // of what one side can bring to the middle client i
  const Labels *labels;
  int direction, i;
  int32_t least_main, most_main; // more than the first, no more than the second
  const Money *mate;             // least cost of the other side, by stretch
  Money below;
  GArray *out;
} Gathering;

static void gather_cell(const Gathering *g, int node, const Cell *cell, int32_t lowest)
{
  const Network *net = g->labels->net;
  const size_t arc = (size_t)node * ((size_t)net->m + 1) + (size_t)g->i;
  const Money cost = net->cost[g->direction][arc],
              most = g->below - cost - best_mate(g->labels, g->i, g->mate, lowest);
  const uint64_t *memory = cell->memory + g->i / 64;
  for (int k = 0; k < cell->count && cell->entry[k].cost < most; k++, memory += net->words) {
    const Entry *e = &cell->entry[k];
    if (*memory >> (g->i % 64) & 1)
      continue;
    const int32_t main = network_main(net, g->direction, e->main, arc, g->i);
    if (main > g->most_main || main <= g->least_main ||
        e->cost + cost + best_mate(g->labels, g->i, g->mate, main) >= g->below)
      continue;
    g_array_append_val(g->out, ((Entry){e->cost + cost, main, e->label}));
  }
}

// Each label that can be half of a route below the limit, taken on to the middle client i, whose prize is not yet counted.
// Heads must lie beyond the half-way point then, or the route would have another middle.
static void gather(const Labels *labels, int direction, int i, const Money mate[CELLS], Money below,
                   GArray *out)
{
  const Network *net = labels->net;
  const Side *side = &labels->side[net->symmetric ? 0 : direction];
  const Gathering g = {labels,
                       direction,
                       i,
                       direction == 0 ? labels->half[0] : -1,
                       net->limit[0] - net->home[direction][0][i],
                       mate,
                       below,
                       out};
  const int32_t width = labels->width;
  g_array_set_size(out, 0);
  const size_t way = (size_t)net->m * ((size_t)net->m + 1) + (size_t)i;
  const int32_t first = network_main(net, direction, 0, way, i);
  if (first <= g.most_main && first > g.least_main)
    g_array_append_val(out, ((Entry){net->cost[direction][way], first, NO_LABEL}));
  for (int node = 0; node < net->m; node++) {
    const size_t arc = (size_t)node * ((size_t)net->m + 1) + (size_t)i;
    for (int c = 0; c < CELLS && node != i; c++) {
      const Cell *cell = &side->cell[node * CELLS + c];
      const int32_t lowest = network_main(net, direction, c * width, arc, i);
      if (lowest > g.most_main)
        break;
      if (cell->count > 0 && network_main(net, direction, (c + 1) * width - 1, arc, i) > g.least_main)
        gather_cell(&g, node, cell, lowest);
    }
  }
}

// Keeps the entries that can meet one of the other side at a sum below `below`.
static void keep_promising(const Labels *labels, int i, const Money least[CELLS], Money below,
                           GArray *entries)
{
  guint kept = 0;
  for (guint k = 0; k < entries->len; k++) {
    const Entry e = g_array_index(entries, Entry, k);
    if (e.cost + best_mate(labels, i, least, e.main) < below)
      g_array_index(entries, Entry, kept++) = e;
  }
  g_array_set_size(entries, kept);
}

// Keeps of each group what can meet one of a group of the other side, by cost.
static void keep_groups(const Labels *labels, int i, GArray *const *others, Money below,
                        GArray *const *entries)
{
  for (int g = 0; g < 1 << labels->hots; g++) {
    if (entries[g]->len == 0)
      continue;
    Money least[CELLS];
    no_least(least);
    for (int h = 0; h < 1 << labels->hots; h++) {
      if ((g & h) == 0)
        add_least(labels, others[h], least);
    }
    keep_promising(labels, i, least, below, entries[g]);
    qsort(entries[g]->data, entries[g]->len, sizeof(Entry), by_cost);
  }
}

static void split(const Labels *labels, int direction, int i, const GArray *entries, GArray *const *groups)
{
  const Side *side = &labels->side[labels->net->symmetric ? 0 : direction];
  for (int g = 0; g < 1 << labels->hots; g++)
    g_array_set_size(groups[g], 0);
  for (guint k = 0; k < entries->len; k++) {
    const Entry *e = &g_array_index(entries, Entry, k);
    g_array_append_vals(groups[group_of(labels, side, i, e->label)], e, 1);
  }
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

// Routes whose last client is i and lies before the half-way point: labels of i that go home.
static Money join_short(Labels *labels, int i, Money below, guint most)
{
  const Network *net = labels->net;
  const Side *side = &labels->side[0];
  const size_t way_in = (size_t)net->m * ((size_t)net->m + 1) + (size_t)i;
  const Entry tail = {net->cost[1][way_in], network_main(net, 1, 0, way_in, i), NO_LABEL};
  for (int c = 0; c < CELLS; c++) {
    const Cell *cell = &side->cell[i * CELLS + c];
    for (int k = 0; k < cell->count && cell->entry[k].cost + tail.cost < below; k++) {
      const Entry *e = &cell->entry[k];
      const int parent = side->label[e->label].parent;
      const Money before = parent == NO_LABEL ? 0 : side->label[parent].cost;
      const int from = parent == NO_LABEL ? net->m : side->label[parent].node;
      const Entry head = {before + net->cost[0][(size_t)from * ((size_t)net->m + 1) + (size_t)i], e->main,
                          parent};
      if (pair_fits(labels, i, &head, &tail))
        below = add_pair(labels, i, &head, &tail, below, most);
    }
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

static bool is_given_up(Labels *labels)
{
  return (labels->mode.joins > 0 && labels->tried > labels->mode.joins) ||
         labels_are_over(labels, labels->tried);
}

// Joins the heads of one group with the tails of another, the cheapest first.
static Money join_groups(Labels *labels, int i, int head_group, int tail_group, Money below, guint most)
{
  const Network *net = labels->net;
  const Money prize = net->prize[i];
  const GArray *heads = labels->heads[head_group], *tails = labels->tails[tail_group];
  const int64_t limit = labels->mode.pairs > 0 ? labels->mode.pairs : INT64_MAX;
  const uint64_t *memories = (const uint64_t *)(void *)labels->memory[1][tail_group]->data;
  const int32_t *uses = (const int32_t *)(void *)labels->use[1][tail_group]->data;
  int64_t tried = 0;
  for (guint h = 0; h < heads->len && tried < limit && !is_given_up(labels); h++) {
    const uint64_t *memory = &g_array_index(labels->memory[0][head_group], uint64_t, h * (guint)net->words);
    const int32_t *use = &g_array_index(labels->use[0][head_group], int32_t, h * (guint)net->resources);
    const Entry *head = &g_array_index(heads, Entry, h);
    for (guint t = 0; t < tails->len; t++) {
      const Entry *tail = &g_array_index(tails, Entry, t);
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
  return below;
}

// Heads and tails at client i that can make a route below the limit, by groups.
static void find_ends(Labels *labels, int i, Money below)
{
  Money least[CELLS];
  guess_least(labels, 1, i, least);
  gather(labels, 0, i, least, below, labels->ends[0]);
  no_least(least);
  add_least(labels, labels->ends[0], least);
  gather(labels, 1, i, least, below, labels->ends[1]);
  no_least(least);
  add_least(labels, labels->ends[1], least);
  keep_promising(labels, i, least, below, labels->ends[0]);
  split(labels, 0, i, labels->ends[0], labels->heads);
  split(labels, 1, i, labels->ends[1], labels->tails);
  keep_groups(labels, i, labels->tails, below, labels->heads);
  keep_groups(labels, i, labels->heads, below, labels->tails);
  for (int g = 0; g < 1 << labels->hots; g++) {
    pack(labels, 0, i, labels->heads[g], labels->memory[0][g], labels->use[0][g]);
    pack(labels, 1, i, labels->tails[g], labels->memory[1][g], labels->use[1][g]);
  }
}

static Money join_at(Labels *labels, int i, Money below, guint most)
{
  const int groups = 1 << labels->hots;
  const int64_t tried = labels->tried;
  below = join_short(labels, i, below, most);
  find_ends(labels, i, below + labels->net->prize[i]);
  for (int g = 0; g < groups; g++) {
    for (int h = 0; h < groups; h++) {
      if ((g & h) == 0 && labels->heads[g]->len > 0 && labels->tails[h]->len > 0)
        below = join_groups(labels, i, g, h, below, most);
    }
  }
  labels->steps += labels->live / 4;
  if (labels->mode.pairs == 0) // or they are few
    labels->steps += (labels->tried - tried) / JOINS_A_STEP;
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
  labels->live = 0;
  for (int c = 0; c < network->m * CELLS; c++)
    labels->live += labels->side[0].cell[c].count;
  g_array_set_size(labels->pairs, 0);
  labels->tried = labels->look = 0;
  choose_hot(labels);
  for (int i = 0; i < network->m && !is_given_up(labels); i++)
    below = join_at(labels, i, below, (guint)most);
  if (labels->pairs->len > 0)
    qsort(labels->pairs->data, labels->pairs->len, sizeof(Pair), by_pair_cost);
  for (guint k = 0; k < labels->pairs->len; k++) {
    const Pair *pair = &g_array_index(labels->pairs, Pair, k);
    g_ptr_array_add(routes, pair_route(labels, pair));
    *least = MIN(*least, pair->cost);
  }
  return !is_given_up(labels);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Bounded bidirectional label setting (Righini and Salani 2006) over ng-routes (Baldacci, Mingozzi and Roberti 2011)
// with 3-row cuts (Jepsen et al. 2008) of limited memory (Pecin et al. 2017). Labels lie in cells, one for each client
// and stretch of the main resource, so that dominance looks only at cells that can matter and skips those whose
// cheapest label is too dear. Only labels that use at most half of the main resource are kept. Where the network is
// symmetric one set of labels serves both directions. Ours joins at the client that lies across the half-way point: a
// label from the start, that client, a label from the end. What a side can offer within each stretch of the resource
// rules out most labels of the other; the rest meet in order of cost and are given up at the first sum that is too
// high. So the many labels just past the half are never made, and joining is cheap once few routes are worth it.
#include "solver/labels.h"

#include <string.h>

enum { CELLS = STRETCHES, NO_LABEL = -1 };

typedef struct Label {
  Money cost; // legs - prizes + penalties, its client's own included
  int32_t use[RESOURCES_MAX];
  int32_t parent, node;
  bool dead, done;
} Label;

typedef struct Entry {
  Money cost;
  int32_t main, label;
} Entry;

typedef struct Cell {
  Entry *entry;
  int count, room;
  Money least; // no entry is cheaper
} Cell;

typedef struct Side { // labels of one direction
  int direction;
  Label *label;
  uint64_t *memory, *state; // [label * words], [label * cut_words]
  int count, room;
  Cell *cell; // [client * CELLS + stretch]
  int cells;
  size_t memory_room, state_room;
} Side;

typedef struct Live { // a label, or the depot, at the end of one side
  Money cost;
  int32_t main, node, label;
} Live;

typedef struct Pair {
  Money cost;
  int32_t head, middle, tail; // label, client, label
} Pair;

struct Labels {
  const Network *net;
  LabelsMode mode;
  Side side[2];
  int32_t width;   // of a stretch
  int32_t half[2]; // how far each side goes
  GArray *live[2]; // Live
  GArray *heads, *tails, *pairs;
  uint64_t *new_memory, *new_state;
  int64_t steps;
};

Labels *labels_new(void)
{
  Labels *labels = g_new0(Labels, 1);
  labels->side[1].direction = 1;
  labels->live[0] = g_array_new(FALSE, FALSE, sizeof(Live));
  labels->live[1] = g_array_new(FALSE, FALSE, sizeof(Live));
  labels->heads = g_array_new(FALSE, FALSE, sizeof(Entry));
  labels->tails = g_array_new(FALSE, FALSE, sizeof(Entry));
  labels->pairs = g_array_new(FALSE, FALSE, sizeof(Pair));
  return labels;
}

void labels_free(Labels *labels)
{
  if (!labels)
    return;
  for (int d = 0; d < 2; d++) {
    Side *side = &labels->side[d];
    for (int c = 0; c < side->cells; c++)
      g_free(side->cell[c].entry);
    g_free(side->cell);
    g_free(side->label);
    g_free(side->memory);
    g_free(side->state);
  }
  g_array_unref(labels->live[0]);
  g_array_unref(labels->live[1]);
  g_array_unref(labels->heads);
  g_array_unref(labels->tails);
  g_array_unref(labels->pairs);
  g_free(labels->new_memory);
  g_free(labels->new_state);
  g_free(labels);
}

int64_t labels_steps(const Labels *labels)
{
  return labels->steps;
}

void label_route_free(void *route)
{
  LabelRoute *it = route;
  g_free(it->client);
  g_free(it);
}

// ---- Labels and their cells ---------------------------------------------------------------------------------------

static void side_clear(Side *side, const Network *net)
{
  const int cells = net->m * CELLS;
  if (side->cells < cells) {
    side->cell = g_renew(Cell, side->cell, cells);
    memset(side->cell + side->cells, 0, sizeof(Cell) * (size_t)(cells - side->cells));
    side->cells = cells;
  }
  for (int c = 0; c < side->cells; c++) {
    side->cell[c].count = 0;
    side->cell[c].least = INT64_MAX;
  }
  side->count = 0;
}

static int side_push(Side *side, const Network *net, const Label *label, const uint64_t *memory,
                     const uint64_t *state)
{
  if (side->count == side->room) {
    side->room = MAX(4096, side->room * 2);
    side->label = g_renew(Label, side->label, side->room);
  }
  const size_t memory_need = (size_t)side->room * (size_t)net->words;
  const size_t state_need = (size_t)side->room * (size_t)net->cut_words;
  if (side->memory_room < memory_need) {
    side->memory = g_renew(uint64_t, side->memory, memory_need);
    side->memory_room = memory_need;
  }
  if (side->state_room < state_need) {
    side->state = g_renew(uint64_t, side->state, state_need);
    side->state_room = state_need;
  }
  const int at = side->count++;
  side->label[at] = *label;
  memcpy(side->memory + (size_t)at * (size_t)net->words, memory, sizeof(uint64_t) * (size_t)net->words);
  if (net->cut_words > 0)
    memcpy(side->state + (size_t)at * (size_t)net->cut_words, state,
           sizeof(uint64_t) * (size_t)net->cut_words);
  return at;
}

static const uint64_t *memory_of(const Side *side, const Network *net, int label)
{
  return side->memory + (size_t)label * (size_t)net->words;
}

static const uint64_t *state_of(const Side *side, const Network *net, int label)
{
  return side->state + (size_t)label * (size_t)net->cut_words;
}

static void cell_push(Cell *cell, Entry entry)
{
  if (cell->count == cell->room) {
    cell->room = MAX(8, cell->room * 2);
    cell->entry = g_renew(Entry, cell->entry, cell->room);
  }
  cell->entry[cell->count++] = entry;
  cell->least = MIN(cell->least, entry.cost);
}

static Money penalties(const Network *net, const uint64_t *a, const uint64_t *b, bool inverted)
{
  Money sum = 0;
  for (int w = 0; w < net->cut_words; w++) {
    for (uint64_t bits = a[w] & (inverted ? ~b[w] : b[w]); bits; bits &= bits - 1)
      sum += net->penalty[w * 64 + __builtin_ctzll(bits)];
  }
  return sum;
}

// Whether label a (cost already known to be no higher) makes b superfluous: whatever completes b completes a as
// cheaply. A cut that a has half paid for and b has not may still cost a its penalty.
static bool beats(const Network *net, const Label *a, const uint64_t *memory_a, const uint64_t *state_a,
                  const Label *b, const uint64_t *memory_b, const uint64_t *state_b)
{
  for (int w = 0; w < net->words; w++) {
    if (memory_a[w] & ~memory_b[w])
      return false;
  }
  for (int e = 1; e < net->resources; e++) {
    if (a->use[e] > b->use[e])
      return false;
  }
  return net->cuts == 0 || a->cost + penalties(net, state_a, state_b, true) <= b->cost;
}

static bool is_beaten(Labels *labels, Side *side, const Label *label, int stretch)
{
  const Network *net = labels->net;
  const Cell *cell = side->cell + label->node * CELLS;
  for (int c = 0; c <= stretch; c++) {
    if (cell[c].least > label->cost)
      continue;
    for (int k = 0; k < cell[c].count; k++) {
      const Entry *e = &cell[c].entry[k];
      if (e->cost <= label->cost && e->main <= label->use[0] &&
          beats(net, &side->label[e->label], memory_of(side, net, e->label), state_of(side, net, e->label),
                label, labels->new_memory, labels->new_state))
        return true;
    }
  }
  return false;
}

static void drop_beaten(Labels *labels, Side *side, const Label *label, int stretch)
{
  const Network *net = labels->net;
  Cell *cell = side->cell + label->node * CELLS;
  for (int c = stretch; c < CELLS; c++) {
    for (int k = 0; k < cell[c].count; k++) {
      const Entry *e = &cell[c].entry[k];
      if (e->cost >= label->cost && e->main >= label->use[0] &&
          beats(net, label, labels->new_memory, labels->new_state, &side->label[e->label],
                memory_of(side, net, e->label), state_of(side, net, e->label))) {
        side->label[e->label].dead = true;
        cell[c].entry[k--] = cell[c].entry[--cell[c].count];
      }
    }
  }
}

// In a restricted search a full cell takes a new label only for its dearest one.
static bool make_room(Side *side, Cell *cell, const Label *label, int most)
{
  if (most == 0 || cell->count < most)
    return true;
  int worst = 0;
  for (int k = 1; k < cell->count; k++)
    worst = cell->entry[k].cost > cell->entry[worst].cost ? k : worst;
  if (cell->entry[worst].cost <= label->cost)
    return false;
  side->label[cell->entry[worst].label].dead = true;
  cell->entry[worst] = cell->entry[--cell->count];
  return true;
}

// ---- Extension ----------------------------------------------------------------------------------------------------

// Resources after going from `from` (a label's node, or the depot) to client j; false if the way home is too long.
static bool take_resources(const Network *net, int direction, const int32_t *used, int from, int j,
                           int32_t *use)
{
  const size_t arc = (size_t)from * (size_t)(net->m + 1) + (size_t)j;
  for (int e = 0; e < net->resources; e++) {
    use[e] = (used ? used[e] : 0) + net->use[direction][e][arc];
    if (use[e] > net->limit[e] - net->home[direction][e][j])
      return false;
  }
  return true;
}

// Memory and states after visiting j; returns the penalties that fall due.
static Money remember(Labels *labels, const Side *side, int parent, int j)
{
  const Network *net = labels->net;
  const uint64_t *near = net->memory + (size_t)j * (size_t)net->words;
  if (parent == NO_LABEL) {
    memset(labels->new_memory, 0, sizeof(uint64_t) * (size_t)net->words);
  } else {
    const uint64_t *memory = memory_of(side, net, parent);
    for (int w = 0; w < net->words; w++)
      labels->new_memory[w] = labels->mode.elementary ? memory[w] : memory[w] & near[w];
  }
  labels->new_memory[j / 64] |= UINT64_C(1) << (j % 64);

  Money due = 0;
  const uint64_t *member = net->member + (size_t)j * (size_t)net->cut_words;
  const uint64_t *keep = net->keep + (size_t)j * (size_t)net->cut_words;
  for (int w = 0; w < net->cut_words; w++) {
    const uint64_t state = parent == NO_LABEL ? 0 : state_of(side, net, parent)[w] & keep[w];
    for (uint64_t bits = state & member[w]; bits; bits &= bits - 1)
      due += net->penalty[w * 64 + __builtin_ctzll(bits)];
    labels->new_state[w] = state ^ member[w];
  }
  return due;
}

static void extend(Labels *labels, Side *side, int parent, int j)
{
  const Network *net = labels->net;
  const int from = parent == NO_LABEL ? net->m : side->label[parent].node;
  Label label = {.parent = parent, .node = j};
  labels->steps++;
  if (parent != NO_LABEL && (memory_of(side, net, parent)[j / 64] >> (j % 64) & 1))
    return;
  if (!take_resources(net, side->direction, parent == NO_LABEL ? NULL : side->label[parent].use, from, j,
                      label.use) ||
      label.use[0] > labels->half[side->direction])
    return;
  label.cost = (parent == NO_LABEL ? 0 : side->label[parent].cost) - net->prize[j] +
               net->cost[side->direction][(size_t)from * (size_t)(net->m + 1) + (size_t)j] +
               remember(labels, side, parent, j);
  const int stretch = label.use[0] / labels->width;
  if (is_beaten(labels, side, &label, stretch))
    return;
  drop_beaten(labels, side, &label, stretch);
  Cell *cell = &side->cell[j * CELLS + stretch];
  if (!make_room(side, cell, &label, labels->mode.cell))
    return;
  const int at = side_push(side, net, &label, labels->new_memory, labels->new_state);
  cell_push(cell, (Entry){label.cost, label.use[0], at});
}

static void extend_to_all(Labels *labels, Side *side, int parent)
{
  const Network *net = labels->net;
  const int near = labels->mode.near;
  if (near > 0 && parent != NO_LABEL) {
    const int *nearest = net->nearest[side->direction] + (size_t)side->label[parent].node * (size_t)net->m;
    for (int k = 0; k < MIN(near, net->m); k++)
      extend(labels, side, parent, nearest[k]);
    return;
  }
  for (int j = 0; j < net->m; j++)
    extend(labels, side, parent, j);
}

// Extends the labels of one cell; whether there was one.
static bool grow_cell(Labels *labels, Side *side, int cell)
{
  bool grown = false;
  for (int k = 0; k < side->cell[cell].count; k++) {
    const Entry e = side->cell[cell].entry[k];
    if (side->label[e.label].done)
      continue;
    side->label[e.label].done = true;
    extend_to_all(labels, side, e.label);
    grown = true;
  }
  return grown;
}

// All labels of a side, ascending by the main resource; false when there are too many.
static bool grow_side(Labels *labels, Side *side)
{
  const Network *net = labels->net;
  side_clear(side, net);
  extend_to_all(labels, side, NO_LABEL);
  for (int stretch = 0; stretch <= labels->half[side->direction] / labels->width; stretch++) {
    bool grown = true;
    while (grown) { // again where a step took no more than a stretch
      grown = false;
      for (int i = 0; i < net->m; i++) {
        grown = grow_cell(labels, side, i * CELLS + stretch) || grown;
        if (labels->mode.limit > 0 && side->count > labels->mode.limit)
          return false;
      }
    }
  }
  return true;
}

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

// ---- Joining ------------------------------------------------------------------------------------------------------

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
  const int32_t *use = net->use[direction][0] + i;
  const Money *cost = net->cost[direction] + i;
  const int32_t most = net->limit[0] - net->home[direction][0][i];
  const int32_t least = direction == 0 ? labels->half[0] : -1;
  g_array_set_size(out, live->len);
  Entry *next = (Entry *)out->data;
  for (guint k = 0; k < live->len; k++) {
    const Live *label = &g_array_index(live, Live, k);
    const int32_t main = label->main + use[(size_t)label->node * width];
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
  if (!pair_fits(labels, i, head, tail))
    return below;
  const Money cost =
      head->cost + tail->cost - labels->net->prize[i] + pair_penalties(labels, i, head->label, tail->label);
  if (cost >= below)
    return below;
  g_array_append_val(labels->pairs, ((Pair){cost, head->label, i, tail->label}));
  return labels->pairs->len >= 2 * most ? trim_pairs(labels->pairs, most) : below;
}

// Routes whose last client is i and lies before the half-way point.
static Money join_short(Labels *labels, int i, Money below, guint most)
{
  const Network *net = labels->net;
  const size_t width = (size_t)net->m + 1;
  const Entry tail = {net->cost[1][(size_t)net->m * width + (size_t)i],
                      net->use[1][0][(size_t)net->m * width + (size_t)i], NO_LABEL};
  for (guint k = 0; k < labels->live[0]->len; k++) {
    const Live *label = &g_array_index(labels->live[0], Live, k);
    const size_t arc = (size_t)label->node * width + (size_t)i;
    const Entry head = {label->cost + net->cost[0][arc], label->main + net->use[0][0][arc], label->label};
    if (head.main > labels->half[0] || head.cost + tail.cost - net->prize[i] >= below)
      continue;
    if (label->label != NO_LABEL && (memory_of(&labels->side[0], net, label->label)[i / 64] >> (i % 64) & 1))
      continue;
    below = add_pair(labels, i, &head, &tail, below, most);
  }
  return below;
}

static Money join_at(Labels *labels, int i, Money below, guint most)
{
  const Network *net = labels->net;
  const Money prize = net->prize[i];
  const int32_t together = net->limit[0] + net->own[0][i];
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
  for (guint h = 0; h < labels->heads->len && tried < limit; h++) {
    const Entry *head = &g_array_index(labels->heads, Entry, h);
    for (guint t = 0; t < labels->tails->len; t++) {
      const Entry *tail = &g_array_index(labels->tails, Entry, t);
      if (head->cost + tail->cost - prize >= below)
        break;
      if (head->main + tail->main > together)
        continue;
      below = add_pair(labels, i, head, tail, below, most);
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

static void prepare(Labels *labels, const Network *network, const LabelsMode *mode)
{
  labels->net = network;
  labels->mode = *mode;
  labels->width = network->limit[0] / CELLS + 1;
  labels->half[0] = network->limit[0] / 2;
  labels->half[1] = network->limit[0] - labels->half[0];
  labels->new_memory = g_renew(uint64_t, labels->new_memory, network->words + 1);
  labels->new_state = g_renew(uint64_t, labels->new_state, network->cut_words + 1);
}

bool labels_tails(Labels *labels, const Network *network, int64_t limit, Money *least, int32_t *width)
{
  prepare(labels, network, &(LabelsMode){.limit = limit});
  labels->half[1] = network->limit[0];
  Side *side = &labels->side[1];
  *width = labels->width;
  if (!grow_side(labels, side))
    return false;
  for (int i = 0; i < network->m; i++) {
    Money *row = least + (size_t)i * CELLS;
    for (int c = 0; c < CELLS; c++) {
      const Cell *cell = &side->cell[i * CELLS + c];
      row[c] = c > 0 ? row[c - 1] : INT64_MAX / 4;
      for (int k = 0; k < cell->count; k++)
        row[c] = MIN(row[c], cell->entry[k].cost);
    }
  }
  return true;
}

bool labels_run(Labels *labels, const Network *network, const LabelsMode *mode, Money below, int most,
                GPtrArray *routes, Money *least)
{
  prepare(labels, network, mode);
  *least = below;
  if (!grow_side(labels, &labels->side[0]) || (!network->symmetric && !grow_side(labels, &labels->side[1])))
    return false;
  for (int d = 0; d < (network->symmetric ? 1 : 2); d++)
    list_live(&labels->side[d], network, labels->live[d]);
  g_array_set_size(labels->pairs, 0);
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

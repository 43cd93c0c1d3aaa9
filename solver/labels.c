// SPDX-License-Identifier: GPL-3.0-or-later
// Label setting over ng-routes (Baldacci, Mingozzi and Roberti 2011) with 3-row cuts (Jepsen et al. 2008) of limited
// memory (Pecin et al. 2017). Labels lie in cells, one for each client and stretch of the main resource, so that
// dominance looks only at cells that can matter and skips those whose cheapest label is too dear.
#include "solver/labels_parts.h"

#include <string.h>

enum { LOOK_EVERY = 1 << 16 }; // extensions or pairs

Labels *labels_new(void)
{
  Labels *labels = g_new0(Labels, 1);
  labels->side[1].direction = 1;
  labels->ends[0] = g_array_new(FALSE, FALSE, sizeof(Entry));
  labels->ends[1] = g_array_new(FALSE, FALSE, sizeof(Entry));
  for (int g = 0; g < GROUPS; g++) {
    labels->heads[g] = g_array_new(FALSE, FALSE, sizeof(Entry));
    labels->tails[g] = g_array_new(FALSE, FALSE, sizeof(Entry));
    for (int d = 0; d < 2; d++) {
      labels->memory[d][g] = g_array_new(FALSE, FALSE, sizeof(uint64_t));
      labels->use[d][g] = g_array_new(FALSE, FALSE, sizeof(int32_t));
    }
  }
  labels->pairs = g_array_new(FALSE, FALSE, sizeof(Pair));
  return labels;
}

static void side_free_entries(Side *side)
{
  for (int c = 0; c < side->cells; c++) {
    g_free(side->cell[c].entry);
    g_free(side->cell[c].memory);
    side->cell[c] = (Cell){0};
  }
}

void labels_free(Labels *labels)
{
  if (!labels)
    return;
  for (int d = 0; d < 2; d++) {
    Side *side = &labels->side[d];
    side_free_entries(side);
    g_free(side->cell);
    g_free(side->label);
    g_free(side->memory);
    g_free(side->state);
    for (int g = 0; g < GROUPS; g++) {
      g_array_unref(d == 0 ? labels->heads[g] : labels->tails[g]);
      g_array_unref(labels->memory[d][g]);
      g_array_unref(labels->use[d][g]);
    }
  }
  g_array_unref(labels->ends[0]);
  g_array_unref(labels->ends[1]);
  g_array_unref(labels->pairs);
  g_free(labels->new_memory);
  g_free(labels->new_state);
  g_free(labels);
}

void labels_watch(Labels *labels, const EngineOptions *options)
{
  labels->ending = (EngineOptions){0};
  if (options)
    labels->ending = (EngineOptions){.stop = options->stop, .deadline_us = options->deadline_us};
}

bool labels_are_over(Labels *labels, int64_t work)
{
  if (work >= labels->look && !labels->over) {
    labels->look = work + LOOK_EVERY;
    labels->over = engine_must_end(&labels->ending);
  }
  return labels->over;
}

int64_t labels_steps(const Labels *labels)
{
  return labels->steps;
}

void label_route_free(void *route)
{
  LabelRoute *it = route;
  if (!it)
    return;
  g_free(it->client);
  g_free(it);
}

// ---- Labels and their cells ---------------------------------------------------------------------------------------

static void side_clear(Side *side, const Network *net)
{
  const int cells = net->m * CELLS;
  if (side->words != net->words)
    side_free_entries(side);
  side->words = net->words;
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

// The first entry of the cell that costs more, or at least as much.
static int cell_place(const Cell *cell, Money cost, bool more)
{
  int low = 0, high = cell->count;
  while (low < high) {
    const int middle = (low + high) / 2;
    const bool after = more ? cell->entry[middle].cost > cost : cell->entry[middle].cost >= cost;
    low = after ? low : middle + 1;
    high = after ? middle : high;
  }
  return low;
}

static void cell_push(Cell *cell, int words, Entry entry, const uint64_t *memory)
{
  if (cell->count == cell->room) {
    cell->room = MAX(8, cell->room * 2);
    cell->entry = g_renew(Entry, cell->entry, cell->room);
    cell->memory = g_renew(uint64_t, cell->memory, (gsize)cell->room * (gsize)words);
  }
  const int at = cell_place(cell, entry.cost, true);
  const size_t after = (size_t)(cell->count - at), width = (size_t)words;
  uint64_t *slot = cell->memory + (size_t)at * width;
  memmove(cell->entry + at + 1, cell->entry + at, sizeof(Entry) * after);
  memmove(slot + width, slot, sizeof(uint64_t) * width * after);
  cell->entry[at] = entry;
  memcpy(slot, memory, sizeof(uint64_t) * width);
  cell->count++;
  cell->least = cell->entry[0].cost;
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

// The first word decides nearly always.
static inline bool is_subset(const uint64_t *a, const uint64_t *b, int words)
{
  if (a[0] & ~b[0])
    return false;
  for (int w = 1; w < words; w++) {
    if (a[w] & ~b[w])
      return false;
  }
  return true;
}

// Whether label a makes b superfluous: whatever completes b completes a as cheaply. That it costs and remembers no more, and
// uses no more of the main resource, is known; a cut that a has half paid for and b has not may still cost a its penalty.
static bool beats(const Network *net, const Label *a, const uint64_t *state_a, const Label *b,
                  const uint64_t *state_b)
{
  for (int e = 1; e < net->resources; e++) {
    if (a->use[e] > b->use[e])
      return false;
  }
  return net->cuts == 0 || a->cost + penalties(net, state_a, state_b, true) <= b->cost;
}

static bool is_beaten(const Labels *labels, const Side *side, const Label *label, int stretch)
{
  const Network *net = labels->net;
  const Cell *cell = side->cell + label->node * CELLS;
  const bool plain = net->resources == 1 && net->cuts == 0;
  const int words = net->words;
  const Money cost = label->cost;
  const int32_t main = label->use[0];
  const uint64_t *own = labels->new_memory;
  for (int c = 0; c <= stretch; c++) {
    if (cell[c].least > cost)
      continue;
    const Entry *entry = cell[c].entry;
    const uint64_t *memory = cell[c].memory;
    for (int k = 0; k < cell[c].count && entry[k].cost <= cost; k++, memory += words) {
      if (entry[k].main <= main && is_subset(memory, own, words) &&
          (plain || beats(net, &side->label[entry[k].label], state_of(side, net, entry[k].label), label,
                          labels->new_state)))
        return true;
    }
  }
  return false;
}

// Takes what the label beats out of the cell.
static void thin_cell(const Labels *labels, Side *side, const Label *label, Cell *cell)
{
  const Network *net = labels->net;
  const bool plain = net->resources == 1 && net->cuts == 0;
  const int words = net->words;
  int kept = cell_place(cell, label->cost, false);
  for (int k = kept; k < cell->count; k++) {
    const Entry e = cell->entry[k];
    const uint64_t *memory = cell->memory + (size_t)k * (size_t)words;
    if (e.main >= label->use[0] && is_subset(labels->new_memory, memory, words) &&
        (plain ||
         beats(net, label, labels->new_state, &side->label[e.label], state_of(side, net, e.label)))) {
      side->label[e.label].dead = true;
      continue;
    }
    if (kept < k) {
      cell->entry[kept] = e;
      memcpy(cell->memory + (size_t)kept * (size_t)words, memory, sizeof(uint64_t) * (size_t)words);
    }
    kept++;
  }
  cell->count = kept;
  cell->least = kept > 0 ? cell->entry[0].cost : INT64_MAX;
}

static void drop_beaten(const Labels *labels, Side *side, const Label *label, int stretch)
{
  Cell *cell = side->cell + label->node * CELLS;
  for (int c = stretch; c <= labels->half[side->direction] / labels->width; c++) {
    if (cell[c].count > 0 && cell[c].entry[cell[c].count - 1].cost >= label->cost)
      thin_cell(labels, side, label, &cell[c]);
  }
}

// In a restricted search a full cell takes a new label only for its dearest one.
static bool make_room(Side *side, Cell *cell, const Label *label, int most)
{
  if (most == 0 || cell->count < most)
    return true;
  const Entry *worst = &cell->entry[cell->count - 1];
  if (worst->cost <= label->cost)
    return false;
  side->label[worst->label].dead = true;
  cell->count--; // a place for the one that is about to come
  return true;
}

// ---- Extension ----------------------------------------------------------------------------------------------------

// Memory and states after visiting j; returns the penalties that fall due.
static Money remember(Labels *labels, const Side *side, int parent, int j)
{
  const Network *net = labels->net;
  const uint64_t *near = net->memory + (size_t)j * (size_t)net->words;
  const uint64_t *self = net->self + (size_t)j * (size_t)net->words;
  if (parent == NO_LABEL) {
    memcpy(labels->new_memory, self, sizeof(uint64_t) * (size_t)net->words);
  } else {
    const uint64_t *memory = memory_of(side, net, parent);
    for (int w = 0; w < net->words; w++)
      labels->new_memory[w] = (labels->mode.elementary ? memory[w] : memory[w] & near[w]) | self[w];
  }

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

// On to client j, if it is worth it. The arc alone is known to fit into half of the main resource.
static void extend(Labels *labels, Side *side, int parent, int j)
{
  const Network *net = labels->net;
  const int from = parent == NO_LABEL ? net->m : side->label[parent].node;
  Label label = {.parent = parent, .node = j};
  if (!network_take(net, side->direction, parent == NO_LABEL ? NULL : side->label[parent].use, from, j,
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
  cell_push(cell, net->words, (Entry){label.cost, label.use[0], at}, labels->new_memory);
}

static void extend_start(Labels *labels, Side *side)
{
  for (int j = 0; j < labels->net->m; j++)
    extend(labels, side, NO_LABEL, j);
  labels->steps += labels->net->m;
}

// To the clients that it does not remember, by nearness, as long as they are within the half.
static void extend_to_all(Labels *labels, Side *side, int parent)
{
  const Network *net = labels->net;
  const Label *label = &side->label[parent];
  const int node = label->node, most = labels->mode.near > 0 ? MIN(labels->mode.near, net->m) : net->m;
  const int *nearest = net->nearest[side->direction] + (size_t)node * (size_t)net->m;
  const int32_t *arc = net->use[side->direction][0] + (size_t)node * (size_t)(net->m + 1);
  const int32_t left = labels->half[side->direction] - label->use[0];
  for (int k = 0; k < most && arc[nearest[k]] <= left; k++) {
    const int j = nearest[k];
    if (!(memory_of(side, net, parent)[j / 64] >> (j % 64) & 1)) // the labels may move
      extend(labels, side, parent, j);
  }
  labels->steps += most;
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
  extend_start(labels, side);
  for (int stretch = 0; stretch <= labels->half[side->direction] / labels->width; stretch++) {
    bool grown = true;
    while (grown) { // again where a step took no more than a stretch
      grown = false;
      for (int i = 0; i < net->m; i++) {
        grown = grow_cell(labels, side, i * CELLS + stretch) || grown;
        if ((labels->mode.limit > 0 && side->count > labels->mode.limit) ||
            labels_are_over(labels, labels->steps))
          return false;
      }
    }
  }
  return true;
}

static void prepare(Labels *labels, const Network *network, const LabelsMode *mode)
{
  labels->net = network;
  labels->mode = *mode;
  labels->look = labels->steps + LOOK_EVERY;
  labels->over = false;
  labels->width = network->limit[0] / CELLS + 1;
  labels->half[0] = network->limit[0] / 2;
  labels->half[1] = network->limit[0] - labels->half[0];
  labels->new_memory = g_renew(uint64_t, labels->new_memory, network->words + 1);
  labels->new_state = g_renew(uint64_t, labels->new_state, network->cut_words + 1);
}

bool labels_grow(Labels *labels, const Network *network, const LabelsMode *mode)
{
  prepare(labels, network, mode);
  return grow_side(labels, &labels->side[0]) && (network->symmetric || grow_side(labels, &labels->side[1]));
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
      if (cell->count > 0)
        row[c] = MIN(row[c], cell->entry[0].cost);
    }
  }
  return true;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// What growing labels (labels.c) and joining them (joins.c) share.
#pragma once

#include "solver/labels.h"

enum { CELLS = STRETCHES, NO_LABEL = -1, HOT_MOST = 3, GROUPS = 1 << HOT_MOST };

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

typedef struct Cell { // labels of one client and stretch
  Entry *entry;       // ascending by cost
  uint64_t *memory;   // [entry * words], a copy: dominance looks at little else
  int count, room;
  Money least; // cost of the first entry
} Cell;

typedef struct Side { // labels of one direction
  int direction;
  Label *label;
  uint64_t *memory, *state; // [label * words], [label * cut_words]
  int count, room;
  Cell *cell; // [client * CELLS + stretch]
  int cells, words;
  size_t memory_room, state_room;
} Side;

typedef struct Pair {
  Money cost;
  int32_t head, middle, tail; // label, client, label
} Pair;

struct Labels {
  const Network *net;
  LabelsMode mode;
  Side side[2];
  int32_t width;                              // of a stretch
  int32_t half[2];                            // how far each side goes
  int hots, hot[HOT_MOST];                    // clients by whose memory entries are grouped, see joins.c
  GArray *ends[2];                            // Entry, at one client
  GArray *heads[GROUPS], *tails[GROUPS];      // the same by groups
  GArray *memory[2][GROUPS], *use[2][GROUPS]; // of heads and tails, packed
  GArray *pairs;
  uint64_t *new_memory, *new_state;
  int64_t live;  // labels from the start that none makes superfluous
  int64_t tried; // pairs of the run
  int64_t steps;
  EngineOptions ending; // stop flag and deadline alone
  int64_t look;         // work done when they are looked at again
  bool over;            // they have ended the run
};

static inline const uint64_t *memory_of(const Side *side, const Network *net, int label)
{
  return side->memory + (size_t)label * (size_t)net->words;
}

static inline const uint64_t *state_of(const Side *side, const Network *net, int label)
{
  return side->state + (size_t)label * (size_t)net->cut_words;
}

// Whether the watched flag or deadline ends the run. `work` grows by extensions or pairs of labels.
bool labels_are_over(Labels *labels, int64_t work);
// Grows the labels of both sides (one where the network is symmetric) up to half of the main resource; false when
// there are more than the mode allows or the run is over.
bool labels_grow(Labels *labels, const Network *network, const LabelsMode *mode);

// SPDX-License-Identifier: GPL-3.0-or-later
// Taking visits out of the state, near to each other in space, so that they can be put back better. Each function fills
// `client` with what is to be put back: a client once a visit (ruin_strings, ruin_slots) or once (ruin_clients).
#pragma once

#include "solver/state.h"

typedef struct Ruin {
  int *client; // [room]
  int count, room;
  uint32_t *slot_mark, *client_mark; // scratch
  uint32_t mark;
} Ruin;

Ruin *ruin_new(const State *state);
void ruin_free(Ruin *ruin);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ruin, ruin_free)

// A random client with visits; -1: none was found.
int ruin_pick_client(const State *state, Random *random);
// Takes out a visit, or all of a slot, fixes excepted; adds to `client`.
void ruin_take_visit(Ruin *ruin, State *state, int slot, int client);
void ruin_take_slot(Ruin *ruin, State *state, int slot);

// Strings of neighbouring stops from routes that pass near a random visit; about `visits` of them.
void ruin_strings(Ruin *ruin, State *state, Random *random, int visits);
// All visits of a random client and of some of its neighbours; about `clients` of them.
void ruin_clients(Ruin *ruin, State *state, Random *random, int clients);
// All visits of a slot and of another that passes near.
void ruin_slots(Ruin *ruin, State *state, Random *random);

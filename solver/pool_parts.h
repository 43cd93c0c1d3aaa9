// SPDX-License-Identifier: GPL-3.0-or-later
// What pool.c (which routes there are) and pool_program.c (how often each is driven) share.
#pragma once

#include "solver/pool.h"

struct Pool {
  const Problem *p;
  GArray *routes;     // PoolRoute
  GHashTable *lookup; // GBytes of kind and sorted clients -> index + 1
  int *kind;          // [slots]
  int *first, *slots; // [kinds]: a slot of the kind, and how many there are
  bool *promised;     // [kinds]: one slot, which has to be driven
  int kinds;
};

// SPDX-License-Identifier: GPL-3.0-or-later
// Clients near to each other who can keep the same weekday, in groups, as the weekday program wants them.
#pragma once

#include "solver/problem.h"
#include "solver/random.h"

enum { TOWNS_MOST = 48 }; // a set of towns fits into 64 bits

typedef struct Towns {
  int count;
  int *of;                      // [n] town of a client; -1: none
  int centre[TOWNS_MOST];       // client that the town was begun with
  uint8_t weekdays[TOWNS_MOST]; // bits: on which weekdays all its clients may be
} Towns;

// Weekdays (bits, 0 is Monday) on which all visits of a client may lie: those of its promised visits, and of them those with
// as many allowed days as it has visits, or as any weekday has. 0: none, the client is not to be asked for a weekday.
uint8_t client_weekdays(const Problem *p, int client);

// Towns of the clients with more than one visit who would keep a weekday, begun at random clients, none with more than
// `most_s` seconds of visits unless by one client alone. The random numbers also draw how far a town reaches.
Towns *towns_new(const Problem *p, int64_t most_s, Random *random);
void towns_free(Towns *towns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Towns, towns_free)

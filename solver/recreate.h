// SPDX-License-Identifier: GPL-3.0-or-later
// Putting visits back: one visit into the best gap of its client's calendar, or a whole client onto the best calendar
// for the routes as they stand.
#pragma once

#include "solver/state.h"

typedef struct Recreate Recreate; // scratch memory

Recreate *recreate_new(const Problem *p);
void recreate_free(Recreate *recreate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Recreate, recreate_free)

// One more visit of the client, where it costs least; every slot is overlooked with probability blink / 1024. Returns
// false, with nothing done, where no admissible place lowers the objective.
bool recreate_visit(Recreate *recreate, State *state, int client, Random *random, int blink);

// The client's visits (none but fixes planned now) on the calendar of least cost: exact for the routes as they stand
// but for blinks. May plan fewer visits than wanted, or none, where that is cheaper or nothing else fits.
void recreate_client(Recreate *recreate, State *state, int client, Random *random, int blink);
// The same on one weekday (0 is Monday), -1: any. Where the weekday is only preferred, visits off it cost as ever; else all
// but promised visits lie on it.
void recreate_client_on(Recreate *recreate, State *state, int client, int weekday, Random *random, int blink);

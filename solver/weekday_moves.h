// SPDX-License-Identifier: GPL-3.0-or-later
// Moves of whole towns and of whole days (MODEL.md, "Search"). Each is one change of the state, between state_begin and
// state_settle, and keeps all limits; where it returns false it came to nothing and is to be undone.
#pragma once

#include "solver/recreate.h"
#include "solver/ruin.h"

typedef struct WeekdayMoves WeekdayMoves;

WeekdayMoves *weekday_moves_new(const Problem *p);
void weekday_moves_free(WeekdayMoves *moves);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WeekdayMoves, weekday_moves_free)

// A client and the nearest ones that share its weekday are taken out to go to another weekday; mostly as much work of near
// clients of that weekday is taken out to come here. `ruin->client` then holds them all; clients whose allowed days or
// promised visits do not let them go stay where they are.
bool weekday_moves_take_towns(WeekdayMoves *moves, Ruin *ruin, State *state, Random *random);
// Puts a client that was taken out on its new weekday or, where not all its visits fit there, on its best calendar.
void weekday_moves_put(WeekdayMoves *moves, Recreate *recreate, State *state, int client, Random *random,
                       int blink);

// Whole routes change days: those of three slots in turn, those of two weeks, or one goes to another day and those between
// move up. `keep_weekdays`: to days of the same weekday alone.
bool weekday_moves_days(State *state, bool keep_weekdays, Random *random);

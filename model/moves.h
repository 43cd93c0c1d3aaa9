// SPDX-License-Identifier: GPL-3.0-or-later
// What is different between two plans of the same territory, visit by visit.
//
// Of each client, visits on the same day in both stay; the rest are paired in order of date with the fewest days between
// them (a visit moved), and what has no partner was dropped or is new. A visit that stays but for its time is retimed; but for its rep, moved.
#pragma once

#include "model/plan.h"

typedef enum { MOVE_MOVED, MOVE_RETIMED, MOVE_DROPPED, MOVE_NEW } MoveKind;
const char *move_name(MoveKind kind); // "moved", "retimed", "dropped", "new"

typedef struct Move {
  int client, number; // number of the visit in the plan that has it, the old one if both
  MoveKind kind;
  int before, after; // visits of the plans, -1: none
  char *reason;      // in words, translated; "" where nobody said
} Move;

// Visits from `from` on, ascending by client, then date. Both plans must have been tallied.
GArray *moves_between(const Plan *before, const Plan *after, const Territory *territory, Day from);

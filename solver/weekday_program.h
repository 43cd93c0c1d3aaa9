// SPDX-License-Identifier: GPL-3.0-or-later
// The weekday program (MODEL.md, "Weekdays of towns"): which sets of towns make up the weekdays, so that each town has
// one and what the sets are thought to cost is least.
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef struct WeekdaySet { // towns that may share a weekday
  uint64_t towns;           // bits
  int kind;                 // of weekdays that are alike
  double cost;              // in currency units
} WeekdaySet;

typedef struct WeekdayProgram {
  int towns, kinds, sets;
  const int *weekdays; // [kinds] how many there are
  const WeekdaySet *set;
  double left_cost; // of a town that is in no set
} WeekdayProgram;

// Chooses sets, at most so many of a kind as there are weekdays of it; a town may be in several, which is never better.
// `chosen` [sets] holds a choice within these limits to begin with, and the best one found within so many nodes in the
// end. Returns its cost.
double weekday_program_solve(const WeekdayProgram *program, int64_t nodes, bool *chosen);

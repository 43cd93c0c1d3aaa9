// SPDX-License-Identifier: GPL-3.0-or-later
// The whole problem as an integer program over given sets of clients (MODEL.md, "Proof"). With groups of like slots it
// counts how often a set is driven in a group and looks at no calendar (a relaxation); with every slot a group of its
// own and calendars on it is exact.
#pragma once

#include "solver/mip.h"
#include "solver/problem.h"

typedef struct SlotGroup { // slots between which the problem makes no difference but the day
  int slots, *slot;
  int class; // of the bound
} SlotGroup;

typedef struct DaySet { // clients of one day, at most 64 in the problem
  uint64_t set;
  int class, count;
  int *client;   // in the cheapest order the bound knows
  Money reduced; // no plan with this set in that class costs less than the bound plus this
  Money *cost;   // [groups] of the cheapest tour in the slots of a group; MONEY_NONE: none fits
} DaySet;

typedef struct DayProgram {
  const Problem *p;
  Mip *mip;
  double unit; // Money of one unit of the objective
  const GPtrArray *sets;
  GArray *choice; // DayChoice, of the first columns
  int *cover_row, *group_row;
} DayProgram;

typedef struct DayChoice { // column: this set in that group (exact: slot)
  int set, group;
} DayChoice;

// Slots that are alike, or one group a slot; of_class[s]: the slot's class in the bound.
SlotGroup *slot_groups_new(const Problem *p, const int *of_class, bool single, int *count);
void slot_groups_free(SlotGroup *groups, int count);

DayProgram *day_program_new(const Problem *p, const SlotGroup *group, int groups, const GPtrArray *sets,
                            bool calendars);
void day_program_free(DayProgram *program);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DayProgram, day_program_free)

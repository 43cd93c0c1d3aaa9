// SPDX-License-Identifier: GPL-3.0-or-later
// The whole problem as an integer program over given sets of clients (MODEL.md, "Proof"), in three depths. Groups of like
// slots: it counts how often a set is driven in a group and looks at no calendar (a relaxation). Groups split by
// weekday: besides, clients choose their weekday. Every slot a group of its own: exact.
#pragma once

#include "solver/mip.h"
#include "solver/problem.h"

typedef enum { DEPTH_COUNTS, DEPTH_WEEKDAYS, DEPTH_SLOTS } Depth;

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

// What is known of any plan that is to be found: it costs less than `best`; its travel and missed visits cost at least
// `core`, with weekdays at least `weekday`. So its gaps and weekdays cost little, and much can be left out.
typedef struct DayLimits {
  Money best, core, weekday;
} DayLimits;

typedef struct DayProgram {
  const Problem *p;
  Mip *mip;
  DayLimits limits;
  double unit; // Money of one unit of the objective
  const GPtrArray *sets;
  GArray *choice; // DayChoice, of the first columns
  GArray *cost;   // double, of all columns but those of the paths
  int *cover_row, *group_row, *miss_column;
  GArray *priority; // int8_t, [columns] for branching: weekdays and reps, then visits, then sets
} DayProgram;

typedef struct DayChoice { // column: this set in that group (exact: slot)
  int set, group;
} DayChoice;

// of_class[s]: the slot's class in the bound.
SlotGroup *slot_groups_new(const Problem *p, const int *of_class, Depth depth, int *count);
void slot_groups_free(SlotGroup *groups, int count);

DayProgram *day_program_new(const Problem *p, const SlotGroup *group, int groups, const GPtrArray *sets,
                            Depth depth, const DayLimits *limits);
void day_program_free(DayProgram *program);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DayProgram, day_program_free)

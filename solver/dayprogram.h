// SPDX-License-Identifier: GPL-3.0-or-later
// The whole problem as an integer program over given sets of clients (MODEL.md, "Proof"), in three depths. Groups of like
// slots: it counts how often a set is driven in a group and looks at no calendar (a relaxation). Groups split by
// weekday: besides, clients choose their weekday. Every slot a group of its own: exact; sets of clients who have one visit
// and do not care about the day are counted in groups of like slots there as well, since any free one will do.
#pragma once

#include "solver/mip.h"
#include "solver/problem.h"

typedef enum { DEPTH_COUNTS, DEPTH_WEEKDAYS, DEPTH_SLOTS } Depth;

typedef struct SlotGroup { // slots between which the problem makes no difference but the day
  int slots, *slot;
  int class; // of the bound
  bool
      shared; // depth of slots: for sets that any of these days will do for; they have groups of their own besides
  int within; // depth of slots: the shared group of that slot; -1: none
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

typedef struct NoneEntry {
  int row;
  double value;
} NoneEntry;

typedef struct DayProgram {
  const Problem *p;
  Mip *mip;
  DayLimits limits;
  double unit; // Money of one unit of the objective
  const GPtrArray *sets;
  GArray *choice; // DayChoice, of the first columns
  GArray *cost;   // double, of all columns but those of the paths
  int *cover_row, *group_row, *miss_column;
  int named;        // column of the first weekday of the busiest client, which is 1; -1: there is none
  int none;         // column: no plan below limits.best. A solution is this and `named` at 1, all others at 0
  GArray *none_row; // NoneEntry, of that column
  GArray *priority; // int8_t, [columns] for branching: weekdays and reps, then visits, then sets
} DayProgram;

typedef struct DayChoice { // column: this set in that group (exact: slot)
  int set, group;
} DayChoice;

// Whether nothing but the day differs.
bool slots_alike(const Problem *p, int a, int b);
// of_class[s]: the slot's class in the bound.
SlotGroup *slot_groups_new(const Problem *p, const int *of_class, Depth depth, int *count);
// Clients, a bit each, whose one visit costs the same on every day that is open for it.
uint64_t clients_of_any_day(const Problem *p);
void slot_groups_free(SlotGroup *groups, int count);

DayProgram *day_program_new(const Problem *p, const SlotGroup *group, int groups, const GPtrArray *sets,
                            Depth depth, const DayLimits *limits);
void day_program_free(DayProgram *program);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DayProgram, day_program_free)

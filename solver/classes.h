// SPDX-License-Identifier: GPL-3.0-or-later
// Classes of days for the bound: slots that look alike share one pricing problem and one count row. What differs
// inside a class is relaxed (the longest day, every client that one of its slots allows, all their hours, the shortest
// service), so
// that a route feasible in a slot is feasible in the slot's class, whatever was merged.
#pragma once

#include "solver/problem.h"

typedef struct DayClass {
  int slots, *slot;   // ascending
  int start, end;     // nodes, the same in all slots
  int table;          // legs, likewise
  int32_t length;     // work seconds of the longest day
  int32_t work;       // most seconds of travel + service
  int32_t max_travel; // INT32_MAX: none
  int max_visits;     // INT_MAX: none
  int64_t max_load;   // INT64_MAX: none
  int clients;
  int *client;      // those a slot of the class allows or fixes, ascending
  int32_t *service; // [clients] the shortest in any of its slots
  Starts *starts;   // [clients] when a visit may start in any of its slots
  int *must;        // [clients] fixes in its slots
  Money *extra;     // [clients] of a visit besides its legs; NULL: nothing
  int share; // class whose slots these are: itself, or where this one is another way to spend its days, with a
             // night out before or after
  int away;  // node, see Slot; 0: no nights
  int nights;            // in a row at most
  bool evening, morning; // a night out comes after, before
} DayClass;

typedef struct DayClasses {
  int count;
  DayClass *item;
  int *of_slot; // [slots] the class of a slot; -1: nobody can be visited there
} DayClasses;

// Days with nights out come last: their classes share the slots of one that has none. At most `limit` classes for each group of slots with the same start, end and legs; the nearest are merged.
// Mergers that lose no more than some thousandths of all client-days are made in any case.
DayClasses *classes_new(const Problem *p, int limit, int permille);
void classes_free(DayClasses *classes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DayClasses, classes_free)

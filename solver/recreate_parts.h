// SPDX-License-Identifier: GPL-3.0-or-later
// What recreate.c (single visits) and calendar_dp.c (whole clients) share.
#pragma once

#include "solver/recreate.h"

typedef struct Event { // a day on which the client is visited
  int day;
  bool movable; // neither a fix nor somebody else's
  bool own;     // a planned visit
} Event;

typedef struct DayNode { // a day in the calendar program
  int day;
  int slot;    // where a visit would go; -1: none of ours (previous, outside)
  bool forced; // fix, previous or outside: cannot be passed over
  bool movable;
  Money cost; // of the insertion, less miss_cost
  int weekday;
  int least, most; // visits used up by the first and the last of its labels
  bool hopeless;   // bounded: nothing better leads through it
} DayNode;

typedef struct Label { // least cost of a calendar up to a day
  Money cost;
  int before; // node, -1: none
} Label;

typedef struct Ahead { // least spacing cost of what is left, for demands with the same rules
  int visits, soft_min, soft_max;
  Money gap_cost, miss_cost;
  Money
      *cost; // [(day + 1) * (visits + 1) + visits left], each that is not made charged with half of miss_cost
} Ahead;

struct Recreate {
  Event *event;
  DayNode *node;
  Label *label;                // [node * levels + visits used up]
  int *live;                   // nodes that have labels, ascending
  Label *rest;                 // as label: from there to the end, and the node that comes next
  Money *least, *least_before; // [node]: cost of the cheapest one after and before it
  int levels;
  int nodes;
  int *chosen, *best; // slots of a calendar
  const Money **
      ahead; // [n]: tables of what spacing costs at least, shared by clients with equal rules; NULL: not made
  GPtrArray *tables; // Ahead, all of them
  Money *day_cost;   // [reach of a client]: spacing and weekday costs of a visit there
};

// Spacing cost of a first visit on that day with nothing before, and of a last one.
Money demand_begin_cost(const Demand *demand, int first);
Money demand_end_cost(const Demand *demand, int days, int last);

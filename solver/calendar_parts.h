// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of the calendar program share: calendar_dp.c lists days and chooses, calendar_limits.c says what need not be
// looked at, calendar_paths.c finds the paths, calendar_patterns.c chooses among listed patterns.
#pragma once

#include "solver/recreate_parts.h"

typedef struct CalendarRun {
  Recreate *recreate;
  State *state;
  const Demand *demand;
  int client, planned;   // fixes
  int weekday, rep;      // -1: any
  int only;              // weekday that is asked for, -1: none
  int longest;           // gap looked at where nothing is known
  int narrowest, widest; // gaps looked at
  Money best;            // against all visits missed
  int best_count;        // visits of it, -1: none found
  bool bounded;          // Recreate.rest holds what is left to pay at least
  Money cheapest;        // of all calendars, without spacing
  const Money *ahead;    // Ahead.cost: what spacing costs at least after a node, NULL: not used
  int lives;             // nodes with labels: Recreate.live
  int forced;            // the last forced node so far, or the first node
} CalendarRun;

static inline bool is_own(const DayNode *node)
{
  return node->slot >= 0;
}

// Cost of being in a node with regard to the weekday of this run; MONEY_MAX: not allowed.
static inline Money weekday_cost(const CalendarRun *run, const DayNode *node)
{
  if (run->weekday < 0 || !is_own(node) || node->weekday == run->weekday)
    return 0;
  if (run->demand->same_weekday == WEEKDAY_PREFER)
    return run->demand->weekday_cost;
  return node->movable ? MONEY_MAX : 0;
}

// Sets what calendars cost at least (nothing where there are fixes, or somebody forced after the first node), a calendar to
// beat, and the gaps to look at.
void calendar_limit(CalendarRun *run);

// The best calendar on run->weekday (-1: any), if it is better than the best so far.
void calendar_solve(CalendarRun *run);

// Fills Recreate.rest with what is to be paid after each node and each number of visits used up, weekdays and first_by
// overlooked; MONEY_MAX: nothing better than the best comes of it.
void calendar_solve_backwards(CalendarRun *run);
// The best calendar of calendar_solve_backwards, and what it costs with weekdays; returns their commonest one, -1: no calendar,
// or its visits are all on that weekday, and nothing is better.
int calendar_take_backwards(CalendarRun *run);

// The best of the client's listed patterns, if it is better than the best so far. The client has no visits now.
void calendar_solve_patterns(CalendarRun *run, Random *random, int blink);

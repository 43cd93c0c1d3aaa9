// SPDX-License-Identifier: GPL-3.0-or-later
// Visits a day as a table, what stands out in it, and what is said of that: the chart of the calendar without its drawing.
//
// A quiet stretch of a rep is a run of weeks in which he makes less than half as many visits a working day as in his
// median week. Weeks with fewer than three working days are too short to judge.
#pragma once

#include "plots/chart.h"

typedef enum { DAY_OUTSIDE, DAY_OFF, DAY_HOLIDAY, DAY_WORK } DayKind;

typedef struct Cell {
  DayKind kind;
  int visits;
} Cell;

typedef struct Quiet { // weeks from .. to of a rep, 0 based; visits < 0: none
  int row, from, to, visits;
  double usual; // visits in as many working days of the median week
} Quiet;

enum { HEAT_SHADES = 6 };

typedef struct Heat {
  GArray *reps;        // int
  int weeks, weekdays; // weekdays: Monday to this many
  Cell *cells;         // row, week, weekday
  int most;            // visits in a day
  int step;            // visits a shade
  Quiet quiet;
} Heat;

Heat *heat_new(const ChartInput *in);
void heat_free(Heat *heat);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Heat, heat_free)

static inline Cell *heat_cell(const Heat *heat, int row, int week, int weekday)
{
  return &heat->cells[(row * heat->weeks + week) * 7 + weekday];
}
// Working days and visits of a week of a rep (row -1: of all), of one weekday (-1: of all).
void heat_count(const Heat *heat, int row, int week, int only, int *days, int *visits);

// heat_words.c: what the whole calendar amounts to, in one sentence.
char *heat_headline(const ChartInput *in, const Heat *heat);

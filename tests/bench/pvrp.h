// SPDX-License-Identifier: GPL-3.0-or-later
// A file of the periodic vehicle routing problem in Cordeau's format, and the check of a solution of it. The number of visits
// is counted from the combinations, not read from the column that states it.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum { PERIODIC_DAYS_MAX = 64 };

typedef struct PeriodicFile {
  int vehicles, customers, days;
  double duration[PERIODIC_DAYS_MAX], load[PERIODIC_DAYS_MAX]; // 0: no limit
  int *id;
  double *x, *y, *service, *demand; // [customers + 1], the depot last
  uint64_t **pattern;               // [customers + 1][patterns] bit d: day d, from 0
  int *patterns;
} PeriodicFile;

// False: the file is none of that kind. Cleared with periodic_clear in both cases, from {0}.
bool periodic_read(PeriodicFile *file, FILE *in);
void periodic_clear(PeriodicFile *file);

// Whether a solution file keeps every rule: vehicles of a day, durations, loads, one of the combinations of each customer, and
// the figures that it states. *cost: the sum of its distances. What is wrong goes to `errors`, a line each.
bool periodic_check(const PeriodicFile *file, FILE *solution, FILE *errors, double *cost);

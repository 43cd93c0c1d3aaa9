// SPDX-License-Identifier: GPL-3.0-or-later
// The calendar of some reps as an integer program in a file, for other solvers to read: which client is visited on which
// working day, with every rule of the clients' calendars, and the days' limits on time and visits with travel counted as
// the least that each visit adds. Routes are not in it, so it is a relaxation: no plan costs less than its optimum, and
// each plan is one of its points. The file says so in its comments and lists what its names stand for.
#pragma once

#include "solver/mip.h"
#include "solver/translate.h"

// CPLEX-LP text, or free MPS with `mps`. False with `error` (G_FILE_ERROR) when the file cannot be written.
bool calendar_program_write(const Translation *translation, bool mps, const char *path, GError **error);

typedef struct CalendarProgram {
  const Problem *p;
  Mip *mip;
  int *visit; // [client * slots + slot] column v, -1: none
} CalendarProgram;
CalendarProgram *calendar_program_new(const Problem *p);
void calendar_program_free(CalendarProgram *program);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CalendarProgram, calendar_program_free)

// Seconds and money of travel that a visit to that client adds at least, in any route of that slot.
int32_t least_travel_s(const Problem *p, int client, int slot);
Money least_travel_cost(const Problem *p, int client, int slot);

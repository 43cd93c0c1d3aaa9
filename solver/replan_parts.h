// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of a replan share: replan.c runs the sets, replan_problem.c makes the Problem of one, replan_start.c its
// first solution.
#pragma once

#include "solver/replan.h"
#include "solver/translate.h"

typedef struct ReplanRun {
  const Territory *territory;
  const Calendar *calendar; // as it is
  Calendar *open;           // closed days cut out
  const Travel *travel;
  const Plan *former;
  const ReplanOptions *options;
  bool *closed;     // [reps * days]
  bool *kept;       // [former's visits]: on a closed day, and not missed
  GArray **past;    // [clients] Day: on which it was visited before the open days, ascending
  int *credit;      // [clients] of its wanted visits that are behind us
  int *lacking;     // [clients] visits without a place in the former plan
  Money mean_value; // of a former visit
  Day first_open;   // first day that may be open: `from`
} ReplanRun;

// Closed days, past visits, credits.
void replan_prepare(ReplanRun *run);
void replan_clear(ReplanRun *run);

// The Problem of these reps for the open days, with past visits and prices of moves in it.
Translation *replan_problem(const ReplanRun *run, const int *reps, int count);

// The former visits of the open days as far as they keep the rules. *whole: all of them do, and no client lacks more
// than before.
Solution *replan_start(const ReplanRun *run, const Translation *tr, bool *whole);

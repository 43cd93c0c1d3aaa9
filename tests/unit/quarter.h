// SPDX-License-Identifier: GPL-3.0-or-later
// A plan of two reps over three weeks that keeps every rule, for tests of the files that a plan is written
// to: awkward names, a day off, a horizon that begins on a Wednesday, legs of odd seconds, an appointment, a
// visit without a place.
#pragma once

#include "tests/unit/toy.h"

typedef struct Quarter {
  Territory *territory;
  Calendar *calendar;
  Travel *travel;
  Plan *plan;
} Quarter;

Quarter quarter_new(void);
void quarter_clear(Quarter *quarter);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Quarter, quarter_clear)

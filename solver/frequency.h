// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses how often each open client is visited, and through which channels: an integer program over levels
// (solver/levels.h) in which a visit takes its minutes and its marginal driving. The driving is first estimated; then
// a quick calendar of the choice is made, its driving measured (solver/marginal.h), and the program solved again, until
// the choice stays.
#pragma once

#include "solver/contacts.h"
#include "solver/planner.h"

typedef struct FrequencyOptions {
  int rounds;                    // calendars at most; 0: the estimate alone
  const PlannerOptions *planner; // of these calendars; may be NULL with rounds 0
  int64_t nodes;                 // of each integer program; 0: a default
} FrequencyOptions;

// The territory's visits are changed while calendars are made, and are as before at the end.
Frequency *frequency_choose(Territory *territory, const Calendar *calendar, const Travel *travel,
                            Accounts *accounts, const FrequencyOptions *options);
// Gives open clients the visits that were chosen.
void frequency_apply(const Frequency *frequency, Territory *territory);

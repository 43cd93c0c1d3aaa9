// SPDX-License-Identifier: GPL-3.0-or-later
// Four weeks that come again (MODEL.md, "Weekdays of towns"): a problem of their own, solved by a population of its own,
// whose days are then laid out over the horizon: a third of the visits, and every weekday is in them.
#pragma once

#include "solver/engine.h"

// Whether there is anything to repeat: one rep, eight weeks at least, no nights out, nothing to keep of a former plan,
// and weekly, fortnightly or monthly clients who keep their weekday.
bool cycle_start_applies(const Problem *p);

// The cycle's problem: a slot for each weekday of its four weeks that has days in the horizon, clients with one, two or
// four visits; those who are not in it ask for none. kept: how much of the part
// of a day that these would have is kept free for them. No promised visits, no former ones.
Problem *cycle_problem(const Problem *p, double kept);

// A solution of the cycle over the horizon, visits that fit nowhere put where they do. Admissible; NULL: fixes exclude
// each other. Of `options` seed, effort, stop and deadline_us are read.
Solution *cycle_start(const Problem *p, const EngineOptions *options);

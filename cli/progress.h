// SPDX-License-Identifier: GPL-3.0-or-later
// The line that moves while a command works: stage, reps done, best, bound, gap. Only on a terminal.
#pragma once

#include "solver/planner.h"

typedef struct Progress Progress;

// NULL where stderr is no terminal or `quiet`; both others take NULL.
Progress *progress_new(bool quiet);
void progress_free(Progress *progress); // clears the line
// For PlannerOptions.progress, with the Progress as data.
void progress_planner(const PlannerProgress *now, void *data);

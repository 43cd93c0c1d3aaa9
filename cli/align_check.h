// SPDX-License-Identifier: GPL-3.0-or-later
// An alignment held against calendars: the reps who gain or lose clients are planned with today's clients and with the
// proposed ones, by the planner itself. What a moved client's visits take in the new calendar replaces their estimate, and
// the program is solved once more; the figures of the last two calendars go into Alignment.check.
#pragma once

#include "cli/load.h"
#include "model/alignment.h"
#include "solver/align.h"

// At most `most` reps are planned; where more are touched, nothing is done. `travel` and the question of the alignment get the
// measured driving.
void align_check(Alignment *alignment, const Work *work, AlignTravel *travel, const Options *options,
                 const AlignOptions *how, int most);

// SPDX-License-Identifier: GPL-3.0-or-later
// Joint visits for the commands that plan: they are chosen first, then the reps' calendars keep them.
#pragma once

#include "cli/load.h"

// Chooses joint visits (solver/joint.h), puts them into the territory and plans; the plan's `unmet` has also what found no
// place there. The territory must be complete.
Plan *plan_with_joints(const Work *work, const PlannerOptions *options);
// The joint visits that a plan holds from `from` on become those of the territory, since people have agreed on them;
// returned (GArray of Joint, free with g_array_unref) are those that cannot be kept any more.
GArray *joints_recall(const Work *work, const Plan *plan, Day from);
// Puts them into the plan's list of what found no place.
void joints_tell_lost(const Work *work, const GArray *lost, Plan *plan);

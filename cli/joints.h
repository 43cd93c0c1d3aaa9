// SPDX-License-Identifier: GPL-3.0-or-later
// Joint visits for the commands that plan: they are chosen first, then the reps' calendars keep them.
#pragma once

#include "cli/load.h"
#include "solver/joint.h"

// Chooses joint visits (solver/joint.h) and puts them into the territory, which must be complete. The caller frees.
JointResult *joints_put(const Work *work);
// The same for a variant of another territory for which they have been chosen: where it has the same resources, joint visits
// that still hold stay, so that reps who have nothing to do with the variant keep their calendars.
JointResult *joints_put_near(const Work *work, const Work *other, const JointResult *chosen);
// Plans around those that were put there; the plan's `unmet` has also what found no place among them.
Plan *joints_plan(const Work *work, const JointResult *chosen, const PlannerOptions *options);
// Both.
Plan *plan_with_joints(const Work *work, const PlannerOptions *options);
// The joint visits that a plan holds from `from` on become those of the territory, since people have agreed on them;
// returned (GArray of Joint, free with g_array_unref) are those that cannot be kept any more.
GArray *joints_recall(const Work *work, const Plan *plan, Day from);
// Puts them into the plan's list of what found no place.
void joints_tell_lost(const Work *work, const GArray *lost, Plan *plan);

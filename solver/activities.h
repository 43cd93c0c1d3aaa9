// SPDX-License-Identifier: GPL-3.0-or-later
// Which visit holds which activity. The search has planned days in which every visit is a little longer (see
// translate_spread); here the visits shrink to their own length, and each activity in person without a resource is put
// on as many different visits of its client as it asks for, evenly over the horizon, where the day has the minutes. The
// most valuable clients come first. Where a day has not, the client's other visits are tried, then another client's
// activity is moved off one of these days. Those of a resource belong to joint visits (solver/joint.h).
#pragma once

#include "model/activity.h"
#include "solver/translate.h"

// A plan with its activities. `translation` holds every visit that activities lengthen as a fix of its true length, all
// others are as long as their client's; all else is as in the one it was made from, which must outlive it.
typedef struct ActivityPlan {
  Translation translation;
  Problem problem;
  uint64_t *done; // [visits of the solution, in its order]
} ActivityPlan;

// `made` (may be NULL): [clients of the territory * ACTIVITIES_MAX] times that were done before. `first` (may be NULL):
// [visits of the solution] sets that are tried there first. Appends to `unmet` what
// found no place, with a reason and a remedy that was tried.
ActivityPlan *activities_place(const Translation *translation, const Solution *solution, const int *made,
                               const uint64_t *first, GArray *unmet);
void activity_plan_free(ActivityPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ActivityPlan, activity_plan_free)

// SPDX-License-Identifier: GPL-3.0-or-later
// Which client is visited together with which resource, on which day, with which rep and when: chosen before the
// calendars of the reps are made, which then keep these visits like promises (Territory.joints), so that the reps stay
// independent of one another.
//
// Every client that asks for a resource (model/joint.h) is worth its visits' values over the horizon. For every day of a
// resource tours are listed: clients in order with exact whole minutes, within the hours of client, rep and resource, with
// the driving of both, the rep's appointments and his way home. An integer program takes at most one tour a day and as
// much worth, less driving of the resource and days off the clients' rhythm, as quota and days allow (MODEL.md). Resources
// are planned one after the other; what one takes of a rep's day the next has to respect. With up to three of them all
// orders are tried and the best is kept.
#pragma once

#include "model/joint.h"
#include "model/plan.h"

typedef struct JointResult {
  GArray *joints; // Joint, by client, day
  GArray *unmet;  // Unmet: joint visits without a place, each with a reason and a remedy that was tried
  int asked;      // joint visits, in all
  Money worth;    // of those chosen
} JointResult;

// The territory's rhythms must be resolved. Deterministic.
JointResult *joint_choose(const Territory *territory, const Calendar *calendar, const Travel *travel);
// The same, but of the former ones (Joint, numbers of this territory) all stay that still can, and only what is then missing
// is looked for: who has nothing to do with a change keeps his joint visits, though others might be worth more by now.
JointResult *joint_choose_near(const Territory *territory, const Calendar *calendar, const Travel *travel,
                               const GArray *former);
// Of joint visits that were agreed on before, those that days, hours and driving of today still allow are appended to
// `kept`, the others to `lost`, both in their order (Joint).
void joint_keep(const Territory *territory, const Calendar *calendar, const Travel *travel,
                const GArray *agreed, GArray *kept, GArray *lost);
void joint_result_free(JointResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(JointResult, joint_result_free)

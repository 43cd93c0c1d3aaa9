// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan does for each group besides visiting: activities, their time and money, and joint visits.
#pragma once

#include "model/plan.h"

typedef struct Spend {
  int wanted, planned; // times of activities, all channels
  int64_t activity_s;  // of those done at visits
  Money cost;          // of those planned
  int joint;           // visits that a resource joins
} Spend;

// [groups + 1], the last one for clients without a group; clients of reps who were not planned are left out. Free with
// g_free.
Spend *plan_spend(const Plan *plan, const Territory *territory);
// Whether the client belongs to the plan: by its rep, or by a visit.
bool *plan_holds_clients(const Plan *plan, const Territory *territory); // [clients], free with g_free

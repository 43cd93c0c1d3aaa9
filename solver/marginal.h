// SPDX-License-Identifier: GPL-3.0-or-later
// What one visit more costs in driving. First by the estimate of model/fit; then from a calendar: each visit takes the
// detour that it causes on its day (the whole trip when it is alone), and what is left of the day's driving is shared
// evenly by its visits, so that the shares add up to the driving of the calendar.
#pragma once

#include "model/plan.h"

// Mean over the client's visits in the plan; `travel_s` of clients without any stays as it is. [clients] both.
void marginal_from_plan(const Plan *plan, const Territory *territory, const Travel *travel, double *travel_s,
                        double *travel_m);

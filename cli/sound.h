// SPDX-License-Identifier: GPL-3.0-or-later
// No plan leaves the program unchecked: the independent checker goes over it, and adds up its costs.
#pragma once

#include "cli/load.h"
#include "model/plan.h"

// What fails here is our mistake, not the user's; it has been printed.
bool plan_is_sound(const Plan *plan, const Work *work);

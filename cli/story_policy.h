// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan does besides visiting: activities and their money, joint visits, contacts by others.
#pragma once

#include "cli/load.h"

void story_add_policy(GString *out, const Plan *plan, const Work *work);

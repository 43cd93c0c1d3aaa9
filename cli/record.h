// SPDX-License-Identifier: GPL-3.0-or-later
// The plan that people had on each day: a replan counts from its first day on, the version it was made from before.
#pragma once

#include "cli/load.h"

// As plan_load, for the plan in `folder`, whose versions are in `versions` (the plan folder they belong to).
Plan *record_load(const Work *work, const Options *options, const char *folder, const char *versions,
                  ExitStatus *status);

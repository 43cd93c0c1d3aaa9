// SPDX-License-Identifier: GPL-3.0-or-later
// unmet.csv of a former plan, so that what a replan leaves alone keeps its reasons.
#pragma once

#include "model/findings.h"
#include "model/plan.h"

// Appends its rows to plan->unmet; rows whose client, resource or activity is gone are left out. No file is no rows.
// False with `error` when it cannot be read.
bool unmet_read(const char *folder, const Territory *territory, Plan *plan, Findings *findings,
                GError **error);

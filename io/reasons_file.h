// SPDX-License-Identifier: GPL-3.0-or-later
// reasons.json: the reasons and remedies that unplanned.csv and unmet.csv hold in the language of the run, each text with the
// sentence (model/said.h) that it was made from, so that charts can put them into the language of another reader.
#pragma once

#include "model/plan.h"

// The text of the file; free with g_free. NULL: the plan has no reason.
char *reasons_text(const Plan *plan);
// The sentences in the place of the texts of a plan that was read from its files. What was edited by hand stays as it is, and
// so does all where the file is missing or damaged.
void reasons_restore(const char *folder, Plan *plan);

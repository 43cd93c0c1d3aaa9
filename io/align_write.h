// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of an alignment: assignment.csv (a row a client, which io/policy_read reads back), assignment_reps.csv (a row a rep:
// what is balanced, before and after), assignment_curve.csv (a row a limit), assignment_places.csv where a home is looked
// for, and assignment_routes.csv (a row a pair) where routes were looked at.
#pragma once

#include "io/sheet.h"
#include "model/alignment.h"

bool align_write(const Alignment *alignment, const Territory *territory, SheetForm form, Out *out,
                 GError **error);

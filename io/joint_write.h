// SPDX-License-Identifier: GPL-3.0-or-later
// resources.csv: a row a joint visit in the order of each resource's day, with its own way from the one before (from its
// place, if it has one). unmet.csv: a row a joint visit or activity that found no place, with the reason and a change
// that was tried.
#pragma once

#include "io/sheet.h"
#include "model/plan.h"

// Free with sheet_free. The plan must have been tallied.
Sheet *plan_resources_sheet(const Plan *plan, const Territory *territory, SheetForm form);
Sheet *plan_unmet_sheet(const Plan *plan, const Territory *territory, SheetForm form);

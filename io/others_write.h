// SPDX-License-Identifier: GPL-3.0-or-later
// contacts.csv: a row a client whom others contact in the horizon, with the visits that they stand in for. minutes_saved
// counts such a visit with its length and the mean driving to a visit of that rep in this plan.
#pragma once

#include "io/sheet.h"
#include "model/plan.h"

// Free with sheet_free. The plan must have been tallied.
Sheet *plan_contacts_sheet(const Plan *plan, const Territory *territory, SheetForm form);
// Seconds that are saved in all, as in the table.
int64_t plan_spared_s(const Plan *plan, const Territory *territory);

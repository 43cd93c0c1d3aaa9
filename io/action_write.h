// SPDX-License-Identifier: GPL-3.0-or-later
// action_plan.csv: what is to be done at each client on behalf of its group: a row a client and activity. An activity in
// person is done on the client's planned visits, spread evenly over them, at most once on a visit; one by phone or
// through the portal at even distances in the horizon, Monday to Friday. Where there are fewer visits
// than times, `planned` is less than `times`. next_due is the client's next visit after the horizon.
#pragma once

#include "io/sheet.h"
#include "model/plan.h"

// Free with sheet_free. The plan must have been tallied.
Sheet *plan_actions_sheet(const Plan *plan, const Territory *territory, SheetForm form);

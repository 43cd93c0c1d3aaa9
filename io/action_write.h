// SPDX-License-Identifier: GPL-3.0-or-later
// action_plan.csv: what is to be done at each client on behalf of its group: a row a client and activity. An activity in
// person is done at the visits that hold it (solver/activities.h; with a resource: at joint visits); one by phone or
// through the portal at even distances in the horizon, Monday to Friday. Where it finds fewer places than times,
// `planned` is less than `times`, and unmet.csv says why. A resource that clients.csv asks for without any activity has
// a row `joint`. next_due is the client's next visit after the horizon.
#pragma once

#include "io/sheet.h"
#include "model/plan.h"

// Visits of each client by number: GArray * of guint, indices into Plan.visits. Free with g_ptr_array_unref.
GPtrArray *action_visits(const Plan *plan, const Territory *territory);
// Dates of the k-th activity of a client with those visits, blanks between, and how many; free with g_free.
char *action_dates(const Plan *plan, const Territory *territory, const GArray *visits, int k,
                   const Activity *activity, int *planned);

// Free with sheet_free. The plan must have been tallied.
Sheet *plan_actions_sheet(const Plan *plan, const Territory *territory, SheetForm form);

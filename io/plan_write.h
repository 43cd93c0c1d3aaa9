// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of a plan: calendar.csv, days.csv, workload.csv, clients.csv, unplanned.csv, groups.csv,
// action_plan.csv (io/action_write.h). The
// plan must have been tallied. Weekdays are Mon … Sun and codes are English in every language, so that files
// can be compared; reasons and remedies are in the words of the plan.
//
// The ledger adds up in the digits that are printed: in each row of workload.csv capacity_min = visit_min +
// travel_min + admin_min + slack_min, in each row of days.csv likewise with work_min, and each of these
// columns summed over the days of a rep's week, or over its weeks, gives the row of the week, or of the
// total. Waiting lies in slack or admin time and in the breaks. load_pct = 100 (work - slack) / work.
#pragma once

#include "io/sheet.h"
#include "model/plan.h"

bool plan_write(const Plan *plan, const Territory *territory, SheetForm form, Out *out, GError **error);

// One table each, free with sheet_free.
Sheet *plan_calendar_sheet(const Plan *plan, const Territory *territory, SheetForm form);
Sheet *plan_days_sheet(const Plan *plan, const Territory *territory, SheetForm form);
Sheet *plan_workload_sheet(const Plan *plan, const Territory *territory, SheetForm form);
Sheet *plan_clients_sheet(const Plan *plan, const Territory *territory, SheetForm form);
Sheet *plan_unplanned_sheet(const Plan *plan, const Territory *territory, SheetForm form);
Sheet *plan_groups_sheet(const Plan *plan, const Territory *territory, SheetForm form);

// "Mon", 0 is Monday.
const char *weekday_name(int weekday);
// "visit", "remote", "portal"
const char *channel_name(Channel channel);

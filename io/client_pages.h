// SPDX-License-Identifier: GPL-3.0-or-later
// clients.html: a page a client for the person who goes there: what its group is for, who visits it when, every activity
// with dates, who, cost, expected result and indicator, what found no place and why, and when it is due after the
// horizon. One self-contained page with a list of all clients in front; printed, each client begins a sheet. Every text
// of the user's is escaped.
#pragma once

#include "io/sheet.h"
#include "model/plan.h"

// The page; free with g_free. The plan must have been tallied. `report`: the file beside it that has the charts; NULL: none.
// A client's place in it is "#c" and its index.
char *client_pages(const Plan *plan, const Territory *territory, const char *report);

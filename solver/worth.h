// SPDX-License-Identifier: GPL-3.0-or-later
// What the visits of a plan are expected to be worth, by the responses of solver/response.h, so that plans with other
// frequencies can be told apart: a client is worth what it is today at today's number of visits, and what its curve (or
// table) says at another; without a response, in proportion to its visits.
#pragma once

#include "solver/contacts.h"

// `today`: accounts of the territory as it is; `own`: those of the plan's territory, for clients that are new. Remote
// visits and the portal stay as they are today.
Money worth_of_plan(const Plan *plan, const Accounts *today, const Accounts *own);

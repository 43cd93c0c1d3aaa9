// SPDX-License-Identifier: GPL-3.0-or-later
// What the calendar of each client costs at least, whatever the routes are (MODEL.md, "Calendars in the bound"): spacing and
// weekdays, for every number of visits.
#pragma once

#include "solver/problem.h"

#define RHYTHM_NONE INT64_MAX

typedef struct Rhythms Rhythms;

Rhythms *rhythms_new(const Problem *p);
void rhythms_free(Rhythms *rhythms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rhythms, rhythms_free)

// The least spacing and weekday cost of a calendar of the client with so many visits that keeps its promises, days and hard
// rules on gaps and weekdays; RHYTHM_NONE: none does. 0 where calendars are listed patterns.
Money rhythms_least(const Rhythms *rhythms, int client, int visits);

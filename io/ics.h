// SPDX-License-Identifier: GPL-3.0-or-later
// Holidays out of an iCalendar file: all-day events, of one day or several, also repeated every year. The event's
// SUMMARY is the name ("half": only the afternoon is closed), its LOCATION or else its CATEGORIES the region, where
// that is more than "Holiday".
#pragma once

#include "model/findings.h"
#include "model/territory.h"

// Appends to `holidays` (Holiday). Yearly events are repeated within `span`; others are taken whenever they are.
void ics_parse(const char *data, gsize length, const char *file, DaySpan span, GArray *holidays,
               Findings *findings);

// Does a name say that only the afternoon is closed?
bool holiday_is_half(const char *name);

// SPDX-License-Identifier: GPL-3.0-or-later
// A second reading of iCalendar, written from RFC 5545 and sharing nothing with libical: lines are unfolded, split into
// name, parameters and value, and texts unescaped. It refuses what the RFC refuses: lines without CRLF or longer than 75
// octets, components that do not nest.
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct IcalLine {
  char *name, *parameters, *value; // of "NAME;PARAMETERS:VALUE"; value as it stands
} IcalLine;

typedef struct IcalEvent {
  GPtrArray *lines; // IcalLine *
} IcalEvent;

typedef struct Ical {
  GPtrArray *events; // IcalEvent *
  GPtrArray *zones;  // char *: TZID of each VTIMEZONE
} Ical;

// NULL with *why set (static) when the text is no iCalendar.
Ical *ical_parse(const char *text, const char **why);
void ical_free(Ical *ical);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ical, ical_free)

const IcalLine *ical_line(const IcalEvent *event, const char *name); // the only one of that name, or NULL
const char *ical_value(const IcalEvent *event, const char *name);    // "" where there is none
char *ical_text(const IcalEvent *event, const char *name);           // unescaped; free with g_free
const IcalEvent *ical_event(const Ical *ical,
                            const char *uid); // NULL: none; asserts that there is one at most

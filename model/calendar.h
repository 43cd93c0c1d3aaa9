// SPDX-License-Identifier: GPL-3.0-or-later
// The true working time: which day who works, and when a client can be visited. Pure functions of a Territory.
//
// A rep's day is one or more work segments (shifts, less the break, the afternoon of a half day, and what lies
// before or after). Driving pauses between two segments and goes on in the next; a visit lies wholly inside one
// segment. So a day has a *work clock*: seconds of work since the first segment began, gaps cut out.
#pragma once

#include "model/territory.h"

enum { SEGMENTS_MAX = 4 };

typedef struct WorkDay {
  Day day;
  Window segment[SEGMENTS_MAX]; // seconds after midnight, ascending, not touching
  int segments;                 // 0: the rep does not work
  int32_t work_s;               // sum of the segments: the day's capacity
  int32_t field_s;              // field share of it: limit on travel + visits of the day
} WorkDay;

// Rows rep * days + (day - start).
typedef struct Calendar {
  Day start;
  int days, reps;
  WorkDay *workday;
} Calendar;

Calendar *calendar_new(const Territory *territory);
void calendar_free(Calendar *calendar);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Calendar, calendar_free)

static inline const WorkDay *calendar_day(const Calendar *calendar, int rep, Day day)
{
  return &calendar->workday[(size_t)rep * (size_t)calendar->days + (size_t)(day - calendar->start)];
}

// The holiday that touches this rep on this day, or NULL.
const Holiday *calendar_holiday(const Territory *territory, int rep, Day day);

// Work clock of a time of day: seconds of work before it.
int32_t workday_clock(const WorkDay *workday, int32_t time_s);
// Time of day at which `clock` seconds of work are done; at a gap the end of the earlier segment (arrivals) or,
// with `resume`, the start of the later one (departures, starts of visits).
int32_t workday_time(const WorkDay *workday, int32_t clock, bool resume);

// The client can be visited on that day as far as weekdays and absences go (hours not looked at).
bool client_is_open(const Client *client, Day day);

// When a visit of `visit_s` seconds may start, as closed spans [from, to] of seconds after midnight, inside one
// window of the client and one segment of the rep. Returns how many (0: the visit has no place that day).
enum { STARTS_MAX = 8 };
int client_starts(const Client *client, const WorkDay *workday, int32_t visit_s, Window starts[STARTS_MAX]);

// Number of visits a rhythm stands for: for every period (week from the horizon's first Monday on, run of weeks,
// calendar month, quarter) of which at least half lies in the horizon, the smaller of `times` and the days on
// which client and rep are both free. Numbers and ranges are returned as they are (max).
int calendar_count_visits(const Territory *territory, const Calendar *calendar, const Client *client);
// Resolves every rhythm of clients (own or the group's) into Client.visits.min/max. While a client has neither rep nor
// team, any rep's days count, and its rhythm stays one, to be resolved again when somebody has got it.
void calendar_resolve_visits(Territory *territory, const Calendar *calendar);

// Spacing limits of a client with that many visits, in calendar days. Limits given in a file are hard; others are
// 60 % and 140 % of the wanted gap, rounded outwards, and soft.
typedef struct Spacing {
  double wanted; // calendar days of the horizon / visits
  int min, max;
  bool min_hard, max_hard;
} Spacing;
// max_gap_days of the client ran out before the horizon: nobody can keep that gap any more, so the rule holds between the
// visits that are planned, and each day of waiting for the first costs what a soft limit does.
bool client_is_overdue(const Territory *territory, const Client *client);
Spacing client_spacing(const Territory *territory, const Client *client, int visits);

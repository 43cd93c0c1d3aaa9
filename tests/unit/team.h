// SPDX-License-Identifier: GPL-3.0-or-later
// A team's plan made to measure, for tests of charts: so many visits of so many minutes on a rep's day, each to a client of
// its own, so that no spacing comes in between. Weeks begin on Monday, 4 January 2027; reps work Monday to Friday, ten
// hours; clients lie on one spot a kilometre north of their rep unless they are moved.
#pragma once

#include "plots/chart.h"

enum { TEAM_DAY = 10 * HOUR_S };

typedef struct Team {
  Territory *territory;
  Calendar *calendar;
  Travel *travel;
  Plan *plan;
  ChartInput in;
} Team;

Team team_new(int reps, int weeks);
void team_clear(Team *team);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Team, team_clear)

// Day counted from the first Monday. Returns the first of the new clients.
int team_visits(Team *team, int rep, int day, int visits, int32_t visit_s);
void team_unplanned(Team *team, int rep, int group, int visits);
void team_holiday(Team *team, int day, const char *name);
void team_day_off(Team *team, int rep, int day);
int team_group(Team *team, const char *name);
// Moves clients north by that many kilometres.
void team_move(Team *team, int client, int clients, double km);

// Fills in the times; the input is ready after it. The plan is checked, and is as valid as `valid` says.
void team_finish(Team *team, bool valid);

// Every rep, every working day: that many visits of that length.
void team_fill(Team *team, int visits, int32_t visit_s);

// Of one kind; NULL: all.
GPtrArray *team_charts(const Team *team, const char *name);
// The first page of that kind says just that.
void team_expect(const Team *team, const char *name, const char *headline);

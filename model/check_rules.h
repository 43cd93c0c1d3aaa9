// SPDX-License-Identifier: GPL-3.0-or-later
// The checker's own view of a plan under examination, shared by the files that hold its rules: check_day.c (one rep's
// day) and check_client.c (one client's visits). The working calendar, the great circle, the cost of a leg and the miss
// cost of model/ are not believed: each is worked out a second time, so that an error there shows.
#pragma once

#include "model/check.h"

// A rep's working time of one day, worked out from shifts, break, weekdays, holidays and days off.
enum { CHECK_SEGMENTS = 8 };
typedef struct CheckDay {
  Window segment[CHECK_SEGMENTS]; // seconds after midnight, ascending, not touching
  int segments;                   // 0: no work
  int32_t work_s, field_s;
  const char *closed; // why there is no work: a holiday's name or a word, translated; NULL on working days
} CheckDay;

typedef struct Check {
  const Plan *plan;
  const Territory *territory;
  Travel *travel; // the planner's, to compare with
  const char *file;
  const int *line;
  CheckPast past; // today and open are the first day of all where nothing is
  Findings *findings;
  CheckTotals totals;
  int errors;
  bool *scope;         // per rep: planned at all
  Money *dearest;      // per rep: dearest round trip, -1: not known yet
  GArray *appointment; // Appointment, ascending by client, day, line
} Check;

// A broken rule at the line of a visit (index into Plan.visits).
void check_fail(Check *check, guint visit, const char *format, ...) G_GNUC_PRINTF(3, 4);

// "client 'C1', rep 'R1', 2027-01-12"; free with g_free.
char *check_who(const Check *check, const Visit *visit);
// "08:00-12:00, 14:00-18:00"; free with g_free.
char *check_windows_text(const Window *window, int count);

CheckDay check_day(const Territory *territory, int rep, Day day);
Leg check_leg(const Check *check, int rep, int from, int to);
// The client is the rep's own, or his team's.
bool check_serves(const Check *check, int rep, int client);
Money check_leg_cost(const Check *check, int rep, Leg leg);
// Visits the client gets in the horizon: its number or the upper end of its range, and every appointment.
int check_wanted(const Check *check, int client);
// The client's appointments by day, and how many; NULL for none.
const Appointment *check_appointments(const Check *check, int client, int *count);
// The first one on that day, or NULL.
const Appointment *check_appointment(const Check *check, int client, Day day);

// Where the rep of the day before slept, as the days of all reps go by.
typedef struct CheckNight {
  guint visit; // at the place of that visit; G_MAXUINT: at home
  int in_a_row;
} CheckNight;

// Seconds that the activities of a visit ask for.
int32_t check_activities_s(const Check *check, const Visit *visit);
// The shorter way on the sphere, and a leg of those metres at that speed, held against the planned one.
double check_sphere_m(double lat1, double lon1, double lat2, double lon2);
Leg check_rounded_leg(double seconds, double metres, Leg planned);

// What is done at visits, how often, and with whom; the days and ways of resources.
void check_joints(Check *check);
// The rules of one rep's day; index: his visits of that day in order of time; night: the one before, on return the one
// after.
void check_route(Check *check, const guint *index, guint count, CheckNight *night);
// The night before that visit, the first of its day (G_MAXUINT: there is none any more); whether he starts from where he
// slept.
bool check_night_before(Check *check, guint index, const CheckNight *night);
// The night after that visit, the last of its day.
void check_night_after(Check *check, guint index, CheckNight *night);
// The rules of one client over the horizon; index: its visits in order of time.
void check_client(Check *check, int client, const guint *index, guint count);

// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of model/fit share: the count under way.
#pragma once

#include "model/fit.h"

#define FIT_CLIENTS "clients.csv"
#define FIT_REPS "reps.csv"
#define FIT_APPOINTMENTS "appointments.csv"

typedef struct Fitting {
  const Territory *territory;
  const Calendar *calendar;
  const Travel *travel;
  Fit *fit;
} Fitting;

// Takes text and remedy (NULL: none).
void fit_add(Fitting *fitting, FitLevel level, const char *file, int line, char *text, char *remedy);

// Visits to plan: the number or the upper end of the range, at least the appointments; 0 for clients that are not
// visited in person.
int fit_wanted(const Territory *territory, int client);
// A rhythm is asked for, and the calendar leaves it no visit.
bool fit_rhythm_is_empty(const Territory *territory, int client);
// Appointments of the client within the horizon.
int fit_appointments(const Territory *territory, int client);

// What keeps a rep from one visit to a client on one day, the first that applies.
typedef enum {
  FIT_DAY_OPEN, // nothing does
  FIT_DAY_REP,  // he does not work
  FIT_DAY_WEEKDAY,
  FIT_DAY_AWAY,
  FIT_DAY_HOURS, // no room for the whole visit in the common hours
  FIT_DAY_DRIVE, // max_drive_min
  FIT_DAY_LONG,  // there, visit and back are longer than the day or its field time
  FIT_DAY_REACH, // it would fit but for the client's hours: he comes too late or is back too late
  FIT_DAY_KINDS
} FitDay;

// A visit of that rep to that client, with the drive there and back.
typedef struct FitTrip {
  int client, rep;
  int32_t visit_s;
  Leg out, back;
} FitTrip;

FitTrip fit_trip(const Fitting *fitting, int client, int rep);
// `weekdays`: the client's, or others to try.
FitDay fit_day(const Fitting *fitting, const FitTrip *trip, Day day, Weekdays weekdays);
// The earliest start of the visit on that day, whatever the client's hours; -1: the day is too short.
int32_t fit_earliest(const FitTrip *trip, const WorkDay *workday);

// "Mon Tue"; free with g_free.
char *fit_weekdays_text(Weekdays weekdays);
char *fit_windows_text(const Window *window, int count);

void fit_clients(Fitting *fitting);
void fit_promises(Fitting *fitting);
void fit_loads(Fitting *fitting);

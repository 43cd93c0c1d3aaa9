// SPDX-License-Identifier: GPL-3.0-or-later
// Can the work fit at all? Counted before anything is planned: every client on its own against its days, gaps and
// hours; the promised visits against one another; the demanded minutes of every rep against his field time, as a whole
// and by month. What is said to be impossible is proved; what rests on the estimate of driving is called tight.
#pragma once

#include "model/calendar.h"
#include "model/travel.h"

typedef enum {
  FIT_CANNOT, // proved: no plan does all of it
  FIT_TIGHT,  // by the estimate of driving there is too little time
  FIT_NOTE    // worth knowing; nothing is lost
} FitLevel;

typedef struct FitFinding {
  FitLevel level;
  const char *file; // "clients.csv", …
  int line;         // 0: the whole file
  char *text;       // names the row and the numbers, translated
  char *remedy;     // the cheapest change in words, translated; "": none is needed
} FitFinding;

// Demand against capacity of one rep in a span of days.
typedef struct FitLoad {
  int rep;
  DaySpan span;
  Day month;         // first day of the calendar month it stands for
  int clients, days; // served; days on which he works
  double
      visits; // wanted in the span; a client's visits are spread evenly over the days on which it is not away
  int64_t service_s;  // of these visits
  int64_t travel_s;   // estimate, see fit_load.c
  int64_t least_s;    // driving that no plan goes below
  int64_t capacity_s; // field time
} FitLoad;

typedef struct FitGroup {
  int group; // -1: clients without a group
  int clients;
  double visits;
  int64_t service_s, travel_s;
} FitGroup;

typedef struct Fit {
  GArray *findings; // FitFinding, by level, then in order of file and line
  GArray *reps;     // FitLoad of the whole horizon, one a rep in the order of Territory.reps
  GArray *months;   // FitLoad, rows rep * month_count + month
  int month_count;  // calendar months, a few days at either end counted with the next
  GArray *groups;   // FitGroup, in the order of Territory.groups, those without a group last
} Fit;

// Rhythms must have been resolved (calendar_resolve_visits).
Fit *fit_count(const Territory *territory, const Calendar *calendar, const Travel *travel);
void fit_free(Fit *fit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Fit, fit_free)

// The estimate of driving for one visit of each client that is to be visited, and the rep it is counted with.
typedef struct FitVisit {
  int rep; // -1: nobody visits the client
  double travel_s;
} FitVisit;
FitVisit *fit_visits(const Territory *territory, const Calendar *calendar,
                     const Travel *travel); // [clients]; g_free

int fit_findings(const Fit *fit, FitLevel level);
// Service and estimated driving as a percentage of the field time; 0 where there is neither.
double fit_load_pct(const FitLoad *load);

// Appends tables and findings for a terminal: at most `reps` reps (the most loaded) and `findings` findings a level
// are shown, the others counted; 0: all.
void fit_report(const Fit *fit, const Territory *territory, int reps, int findings, GString *out);

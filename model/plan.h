// SPDX-License-Identifier: GPL-3.0-or-later
// A plan: who visits whom on which day in which order, and what is known about how good that is. Plain data;
// the solver makes it, io writes and reads it, model/check verifies it, plots show it.
#pragma once

#include "model/calendar.h"
#include "model/travel.h"

// One stop. Times are seconds after midnight. leave = arrive + wait + visit; the break lies inside a wait, or
// inside a drive (then arrive - former leave = travel + break).
typedef struct Visit {
  int client, rep;
  Day day;
  int stop;   // 1, 2, … in the order of the day
  int number; // 1, 2, … in the order of the client's visits
  int32_t arrive_s, leave_s, wait_s, visit_s;
  int32_t travel_s, travel_m; // of the leg that ends here
  bool fixed;                 // an appointment
  bool sleeps_out;            // the last one of a day: he sleeps there and starts the next day from there
  Channel channel;
  uint64_t activities; // done there, see model/activity.h
  int resource;        // who joins; -1: nobody
} Visit;

// One working day of one rep, also a day without visits.
typedef struct PlanDay {
  int rep;
  Day day;
  int first, visits;        // Plan.visits[first .. first + visits)
  int starts_at, sleeps_at; // client at whose place he slept before, sleeps afterwards; -1: at home
  int32_t start_s, end_s;   // leaves where he slept, is where he sleeps, by the minute; both 0 without visits
  int32_t visit_s, travel_s, wait_s;
  int32_t travel_m;        // the way back included if there is one, as in travel_s
  int32_t work_s, admin_s; // capacity, and the share of it kept from the field
  int32_t slack_s;         // work - admin - visits - travel; waiting lies in it or in the admin time
} PlanDay;

// Why a visit has no place; text and remedy are written for the planner.
typedef enum {
  REASON_NO_OPEN_DAY, // the client is closed or away whenever the rep works
  REASON_TOO_FAR,     // there and back with the visit is longer than any working day (or driving limit)
  REASON_WINDOW,      // open days, but its hours never leave room for the whole visit
  REASON_SPACING,     // room on some day, but hard gaps, same weekday or first_by forbid it
  REASON_DAY_FULL,    // the minutes of every possible day are used by visits of more value
  REASON_VISIT_LIMIT, // max_visits_day
  REASON_DRIVE_LIMIT, // max_drive_min
  REASON_TOO_MANY,    // more visits wanted than days on which client and rep are free
  REASON_NOT_WORTH,   // it would fit, but costs more than it is worth
  REASON_COUNT
} ReasonCode;
const char *reason_name(ReasonCode code); // "no_open_day", … stable names for files

typedef struct Unplanned {
  int client, rep;
  int number; // 1 … unplanned visits of that client
  ReasonCode code;
  char *reason; // a sentence (model/said.h)
  char *
      remedy; // likewise: cheapest single change that would let it in; was tried. "" where none of those tried helps
} Unplanned;

// Why a joint visit or an activity has no place.
typedef enum {
  UNMET_QUOTA,    // the resource's visits are used by clients of more value
  UNMET_DAYS,     // its days are full
  UNMET_CLOSED,   // on its days client or rep cannot
  UNMET_WINDOW,   // the hours of client, rep and resource leave no common room for it
  UNMET_RHYTHM,   // the client's gaps or first-by date forbid its days
  UNMET_NO_VISIT, // the client has fewer visits in the plan than it is to be done
  UNMET_DAY_FULL, // no day of the client's visits has the minutes
  UNMET_COUNT
} UnmetCode;
const char *unmet_name(UnmetCode code); // "quota", … stable names for files

typedef struct Unmet {
  int client, rep;
  int resource; // -1: an activity of the rep alone
  int activity; // place in the client's list (model/activity.h); -1: the joint visit as such
  int times;    // that are missing
  UnmetCode code;
  char *reason; // a sentence (model/said.h)
  char *
      remedy; // likewise: a single change that was tried and gives it a place; "" where none of those tried does
} Unmet;

// By client, resource, activity. A GCompareFunc.
int unmet_compare(const void *a, const void *b);

typedef enum { PLAN_OPTIMAL, PLAN_FEASIBLE, PLAN_INFEASIBLE, PLAN_STOPPED } PlanStatus;
const char *plan_status_name(PlanStatus status); // "optimal", "feasible", "infeasible", "stopped"

// The objective, all in money, to be minimised: the sum of its parts.
typedef struct PlanCost {
  Money travel, missed, spacing, weekday;
  Money nights; // out
} PlanCost;
static inline Money plan_cost_total(PlanCost cost)
{
  return cost.travel + cost.missed + cost.spacing + cost.weekday + cost.nights;
}

typedef struct RepResult {
  int rep;
  PlanStatus status;
  PlanCost cost;
  Money bound; // no admissible plan of this rep costs less; MONEY_NONE: unknown
  int64_t travel_s, travel_m;
  int64_t
      travel_bound_s; // no plan that sees each client as often, with the activities, travels less; -1: unknown
  int64_t travel_core_s; // nor one that misses no more value, of whatever clients; at most that; -1: unknown
  int wanted, planned;
  int breaks;     // spacing limits broken, hard and soft, by a gap that one of his visits ends
  double seconds; // not repeatable; for summary.json's "seconds" only
} RepResult;

typedef struct Plan {
  GArray *visits;    // Visit, by rep, day, stop
  GArray *days;      // PlanDay, by rep, day
  GArray *unplanned; // Unplanned, by rep, client, number
  GArray *unmet;     // Unmet, by client, resource, activity
  GArray *reps;      // RepResult, in the order of Territory.reps; only those that were planned
  PlanStatus status; // of the whole
  PlanCost cost;     // of the whole
  Money bound;       // no admissible plan of these reps costs less; MONEY_NONE: unknown
  uint64_t seed;
  char *effort;
  double seconds;
} Plan;

Plan *plan_new(void);
void plan_free(Plan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Plan, plan_free)
// Moves what has no place, visits and wishes, from the part to the plan; the part is good for nothing but plan_free then.
void plan_take_missing(Plan *plan, Plan *part);

static inline Visit *plan_visit(const Plan *plan, guint index)
{
  return &g_array_index(plan->visits, Visit, index);
}
static inline PlanDay *plan_day(const Plan *plan, guint index)
{
  return &g_array_index(plan->days, PlanDay, index);
}

// Order of visits in a plan: rep, day, arrival, then everything else that a caller sets, so that no two
// different visits tie. A GCompareFunc.
int visit_compare(const void *a, const void *b);

// Sorts visits, numbers stops and visits, and fills Plan.days, waits and legs from them: what is left to the
// caller is client, rep, day, arrive_s, leave_s, visit_s, fixed and so on. Arrivals are taken as they stand.
// Counts the broken gaps of each of Plan.reps. Days are made for the reps of Plan.reps and for those that have a
// visit; a visit on a day off gets a PlanDay with work_s 0.
void plan_tally(Plan *plan, const Territory *territory, const Calendar *calendar, const Travel *travel);

// Where a day with visits begins and ends: at home, or where he sleeps.
typedef struct Point {
  double lat, lon; // degrees
} Point;
Point plan_day_begin(const Territory *territory, const PlanDay *day);
Point plan_day_finish(const Territory *territory, const PlanDay *day);

// Nights out of a rep in the plan; -1: of all reps.
int plan_nights(const Plan *plan, int rep);

// Time of a rep over some days. work = visit + travel + admin + slack, to the second.
typedef struct Ledger {
  int64_t work_s, visit_s, travel_s, admin_s, slack_s, wait_s, travel_m;
  int visits, days; // working days
} Ledger;
void ledger_add(Ledger *ledger, const PlanDay *day);
// Share of the capacity that visits, travel and admin time use, in percent; over 100 where slack is negative.
// 0 without capacity.
double ledger_load_pct(const Ledger *ledger);
// Sum over the whole horizon; rep -1: all reps.
Ledger plan_ledger(const Plan *plan, int rep);

// Weeks run from Monday to Sunday; week 1 holds the first day of the horizon.
int horizon_week(const Territory *territory, Day day);
int horizon_weeks(const Territory *territory);
Day horizon_monday(const Territory *territory, int week); // may lie before the horizon

// 100 (objective - bound) / |objective|: 0 when they are equal, 100 when the objective is 0 and the bound is
// not.
double gap_pct(int64_t objective, int64_t bound);

// Sum over all reps of the plan.
int plan_wanted(const Plan *plan);
// Visits in person that each client wants in the horizon, its appointments among them (array of clients->len,
// free with g_free).
int *wanted_visits(const Territory *territory);
// Each client's rep: its own, or of a team the one who visits it most, the first in reps.csv where several do; -1: nobody
// (array of clients->len, free with g_free).
int *plan_client_reps(const Plan *plan, const Territory *territory);
// Sets result->planned and ->wanted, the visits of result->rep that the plan has and those it should have. Where the
// status says that nothing could be planned, no unplanned visits are listed: then what his clients want, those of a team
// with its first rep.
void plan_count_visits(const Plan *plan, const Territory *territory, RepResult *result);
const RepResult *plan_rep_result(const Plan *plan, int rep); // NULL: not planned

// Gaps of a client's visits in a plan, the one from last_visit included.
typedef struct GapTally {
  int gaps, min, max, breaks;
  int64_t sum;
  double deviation; // sum of |gap - wanted|, days
  Day next_due;     // last visit + wanted gap; DAY_NONE: never visited
} GapTally;
GapTally plan_gaps(const Plan *plan, const Territory *territory, int client, const Spacing *spacing);
// For all clients at once (array of clients->len, free with g_free); linear in the visits.
GapTally *plan_all_gaps(const Plan *plan, const Territory *territory);

// Stable identity of a visit for calendars, "CLIENT-YYYYMMDD-NUMBER@ronda" with the horizon's first day, so
// that the next quarter's visits do not overwrite this one's. Only letters, digits, '.', '_', '-', '~', '@',
// whatever the client's id is: an id with other characters is shortened to those and told apart by a hash.
// Free with g_free.
char *visit_uid(const Territory *territory, const Visit *visit);

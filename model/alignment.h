// SPDX-License-Identifier: GPL-3.0-or-later
// Who owns which client: the question that `align` asks, as plain data, and an independent count of an answer. Built by
// solver/align, solved by solver/assignment, counted here by code that shares nothing with the solver, written by
// io/align_write, shown by plots/.
//
// A measure is balanced within a pool of reps: the fair part of rep j is share_j * W, W the sum of the measure over the
// pool. A limit of 0.05 says that no rep holds less than 95 or more than 105 percent of his fair part.
#pragma once

#include "model/plan.h"

typedef struct AlignMeasure {
  char *name;     // "workload", "clients", or a column of clients.csv
  bool is_time;   // amounts are seconds; else units of currency, or whatever the column counts
  bool is_given;  // a limit was asked for; else it is only shown
  bool by_rep;    // amount[client * reps + rep], else amount[client]
  double limit;   // share of the fair part that a rep may be off; INFINITY: none
  double *amount; // >= 0
} AlignMeasure;

typedef struct AlignCase {
  int clients, reps, pools;
  int *before;         // [clients] whose it is now; -1: nobody's
  bool *allowed;       // [clients * reps]
  Money *driving;      // [clients * reps] cost in the horizon
  double *drive_s;     // [clients * reps] likewise, seconds
  Money *price;        // [clients] of giving it to another rep than `before`
  bool *counts;        // [clients] its rep could keep it, so that giving it to another is a change
  double *sales;       // [clients] units of currency, 0 where empty
  int *pool;           // [reps]
  double *share;       // [reps] fair part of his pool; 0: may have no clients
  double *field_s;     // [reps] hours in the field, whoever he works for
  GPtrArray *measures; // AlignMeasure *
  int most_clients;    // that may change; -1: no limit
  double most_sales;   // of clients that may change, units of currency; INFINITY: no limit
} AlignCase;

AlignCase *align_case_new(int clients, int reps, int pools);
void align_case_free(AlignCase *question);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AlignCase, align_case_free)

// One more measure, without a limit; its amounts are 0.
AlignMeasure *align_case_add(AlignCase *question, const char *name, bool by_rep);

static inline AlignMeasure *align_measure(const AlignCase *question, int measure)
{
  return g_ptr_array_index(question->measures, (guint)measure);
}
static inline double align_amount(const AlignCase *question, const AlignMeasure *measure, int client, int rep)
{
  return measure
      ->amount[measure->by_rep ? (size_t)client * (size_t)question->reps + (size_t)rep : (size_t)client];
}
static inline size_t align_pair(const AlignCase *question, int client, int rep)
{
  return (size_t)client * (size_t)question->reps + (size_t)rep;
}

// The sum of a measure over a pool that excesses are told in: of today's reps, and of the cheapest allowed ones where
// there is none. At least a little more than 0.
double align_nominal(const AlignCase *question, int measure, int pool);

// What an assignment comes to.
typedef struct AlignTally {
  int measures, reps;
  double *load;    // [measures * reps]
  double *off;     // [measures * reps] load / fair part - 1; 0 for reps without a share
  double *excess;  // [measures * reps] over or under the limit, as a part of his fair part at the nominal sum
  int *clients;    // [reps]
  double *drive_s; // [reps]
  Money driving, price;
  double excesses;            // sum of all
  int changed, forced, added; // clients: could have stayed; could not; had no rep
  double changed_sales, forced_sales;
  int barred; // clients whose rep is not allowed
  bool kept;  // no limit is broken, nobody barred
} AlignTally;

// `rep` [clients]. A rep of -1 is counted nowhere and is barred.
AlignTally *align_count(const AlignCase *question, const int *rep);
void align_tally_free(AlignTally *tally);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AlignTally, align_tally_free)

// What is looked over: one part in ten million of a fair part.
#define ALIGN_TOLERANCE 1e-7

// The largest |off| over the reps, of one measure.
double align_worst(const AlignTally *tally, int measure);

// ---- An answer ----

typedef struct AlignPoint { // one limit of the curve of balance against disruption
  double limit, worst;      // asked for; the largest |off| that came out
  PlanStatus status;
  int changed;
  double changed_sales;
  Money driving;
  double gap_pct;
} AlignPoint;

typedef struct AlignPlace { // a home that was looked at for one more rep, or is proposed
  char *name;
  double lat, lon;
  Money cost;           // of the best assignment found with him there
  double gap_pct, load; // proved; his part of a fair part
  int clients;
  double excess; // beyond the limits
  PlanStatus status;
} AlignPlace;

// A pair whose driving comes from the routes of a calendar. Seconds of one visit.
typedef struct AlignRoute {
  int client, rep;    // not its present one
  double estimated_s; // before
  double out_s, in_s; // saved on the days of its present rep, driven more on those of `rep`
} AlignRoute;

// Calendars made before and after, of the reps who gain or lose somebody.
typedef struct AlignCheck {
  int reps;                        // 0: none was made
  int64_t before_s, after_s;       // driving
  int before_missed, after_missed; // visits without a place
} AlignCheck;

typedef struct Alignment {
  AlignCase *question;
  int *rep;      // [clients]
  char **reason; // [clients] why it moves, in words; NULL: it stays
  bool *locked;  // [clients] only one rep may have it
  bool *shared;  // [clients] left to its team; counted with one of it, not told of
  AlignTally *before, *after;
  PlanStatus status; // infeasible: the limits are not kept
  Money cost, bound; // driving and prices
  double excess_bound;
  bool measured;      // driving is from a calendar
  GArray *routes;     // AlignRoute, by client; pairs whose driving is from that rep's routes
  int borders;        // moved clients whose driving was measured in a calendar of their new rep
  GArray *curve;      // AlignPoint, by limit; of the first measure that has a limit
  int curve_measure;  // -1: none
  GArray *places;     // AlignPlace, best first; empty: nobody is looked for
  bool from_nothing;  // places are the homes of all reps
  int places_seen;    // ranked by an estimate, the best of them solved
  Money places_bound; // no homes among those seen come to less; MONEY_NONE: not known
  AlignCheck check;
} Alignment;

// Takes the question.
Alignment *alignment_new(AlignCase *question);
void alignment_free(Alignment *alignment);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Alignment, alignment_free)

// Whether the client goes to somebody else than today; true also where it had nobody.
static inline bool alignment_moves(const Alignment *alignment, int client)
{
  return alignment->rep[client] != alignment->question->before[client];
}
double alignment_gap_pct(const Alignment *alignment);

// SPDX-License-Identifier: GPL-3.0-or-later
// A plan measured against what was reported up to a date: plain arithmetic over a Join. Whoever reads a rate finds with
// it how many cases it rests on and what chance alone would do.
//
// Adherence counts planned visits: kept (done, also on another day) of those that something is known of. The p-chart
// holds the missed visits of a rep's week (or of a group, or of anything else) against the rate of all, with exact
// binomial limits at the probability of three sigma. A rep *drifts* only when all his weeks together miss more than the
// other reps' do by Fisher's exact test, at that probability shared among the reps (Bonferroni).
//
// Expected sales of a visit: the client's sales of the horizon, grown by its group's growth_pct, over the visits it
// wants; its `value` where it has no sales. Targets are cut to the working days gone by.
#pragma once

#include "model/binomial.h"
#include "model/causes.h"
#include "model/join.h"

typedef struct Tally { // of planned visits up to the date; -1: all
  int rep, group, week;
  int planned, done, moved, missed, unreported, extra; // extra: reported, not planned
  int clients, seen;                  // clients planned, and those of them visited at least once
  int timed;                          // visits made that tell their minutes
  int64_t timed_plan_s, timed_done_s; // of these
  CountLimits limits;                 // of missed visits, by chance alone
  bool signal;                        // missed lies outside
} Tally;
static inline int tally_known(const Tally *tally)
{
  return tally->done + tally->moved + tally->missed;
}
// Kept of known, in percent; NAN where nothing is known.
double tally_kept_pct(const Tally *tally);

typedef struct SalesTally { // -1: all
  int rep, group;
  Money target;         // cut to the days gone by; MONEY_NONE: there is none
  Money expected, done; // of the planned visits up to the date; sold
  Money base;           // expected without growth
  Money part[CAUSES];   // done - expected; for reps and the whole
  bool split;           // part is filled
} SalesTally;

typedef enum { VERDICT_STEADY, VERDICT_DRIFTS, VERDICT_BETTER, VERDICT_FEW } Verdict;
const char *verdict_name(Verdict verdict); // "steady", "drifts", "better", "too_few"

typedef struct RepMeasure {
  int rep;
  int days_planned, days_worked;      // with visits
  int64_t visit_plan_s, visit_done_s; // minutes at clients, planned and done (where not told: as planned)
  int64_t travel_plan_s;              // planned driving of all days, and of those worked
  int64_t travel_worked_s;
  Money cost_plan, cost_done; // of these minutes; driving as planned on the days worked
  Verdict verdict;
  double chance;     // of missing so many (or so few) by chance, the other reps' rate being his
  RateInterval kept; // 95 %
  int dropped;       // clients
} RepMeasure;

typedef struct ClientMeasure {
  int planned, done, moved, missed, unreported, extra;
  Day last_done;     // DAY_NONE: not since before the horizon, then Client.last_visit
  int gaps, longest; // between visits made, the one to last_visit included, days
  int64_t gap_days;
  int breaks;  // gaps outside the limits
  int overdue; // days by which the wanted gap is over on the date; 0: not
  int timed;
  int64_t timed_plan_s, timed_done_s;
  Money expected, done_sales;
  bool dropped; // two planned visits or more, and the last two were missed
} ClientMeasure;

typedef struct Measure {
  const Territory *territory;
  const Plan *plan;
  Join *join;
  GArray *tallies;         // Tally: the whole, reps, groups, weeks, reps by week
  GArray *sales;           // SalesTally: the whole, reps, groups
  GArray *reps;            // RepMeasure
  ClientMeasure *client;   // [clients]
  Money part[CAUSES];      // of the whole: the reps' parts summed
  int days_gone, days_all; // working days of all reps
  GPtrArray *notes;        // char *, translated: what the data cannot say
} Measure;

// The plan must have been tallied; territory and plan must outlive the measure.
Measure *measure_new(const Territory *territory, const Calendar *calendar, const Plan *plan, Day to);
void measure_free(Measure *measure);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Measure, measure_free)

// What a visit of the client is expected to sell, with growth or without.
Money client_expected_sales(const Territory *territory, const Client *client, int wanted, bool growth);

// SPDX-License-Identifier: GPL-3.0-or-later
// What is shown of an alignment, and kept of it for later charts (io/align_file): who has which client before and after,
// how far that is from fair, and the curve of balance against disruption. Nothing is counted here: every figure is the
// alignment's own.
#pragma once

#include "model/alignment.h"

typedef struct OutlineRep {
  char *id, *name;
  double lat, lon;
  int clients_before, clients;
} OutlineRep;

typedef struct AlignOutline {
  int clients;
  int *before, *rep;        // [clients] index into `reps`; -1: nobody
  GPtrArray *reps;          // OutlineRep *: those of reps.csv in its order, then those that are proposed
  PlanStatus status;        // infeasible: the limits are not kept
  int territories;          // so many are proposed from nothing; 0: today's are changed
  char *measure;            // what is balanced: the first with a limit, else the workload
  double worst_before;      // the largest part that a rep is off the fair one
  double worst;             // likewise, as proposed
  double drive_before_s;    // in the horizon
  double drive_s;           // likewise, as proposed
  GArray *curve;            // AlignPoint, by limit
  double curve_limit;       // the one that the proposal is to keep; INFINITY: none
  double curve_before;      // as worst_before, of what the curve balances
  double sales;             // of all clients, units of currency
  int measured_visits;      // of the calendar that driving was measured in; 0: it was estimated
  int64_t measured_drive_s; // driving in that calendar
} AlignOutline;

// An outline without clients or reps.
AlignOutline *align_outline_new(void);
// `calendar`: the plan that driving was measured in, tallied; NULL: none. Reps that are proposed are in the territory.
AlignOutline *align_outline_of(const Alignment *alignment, const Territory *territory, const Plan *calendar);
void align_outline_free(AlignOutline *outline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AlignOutline, align_outline_free)

// Taken over by the outline.
OutlineRep *align_outline_add(AlignOutline *outline, const char *id, const char *name, double lat,
                              double lon);

static inline const OutlineRep *outline_rep(const AlignOutline *outline, int rep)
{
  return g_ptr_array_index(outline->reps, (guint)rep);
}
// Whether the client goes to somebody else than today; true also where it had nobody.
static inline bool outline_moves(const AlignOutline *outline, int client)
{
  return outline->rep[client] != outline->before[client];
}
// Whether the plan is another one than that in whose calendar driving was measured.
bool align_outline_is_of_other(const AlignOutline *outline, const Plan *plan);

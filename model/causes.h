// SPDX-License-Identifier: GPL-3.0-or-later
// Why sales fell short (or ran over), split by cause so that the parts add up to the last millionth.
//
// Sales on visits are written as a product, S = N0 * d * l * e * sum over groups of m_g * y_g:
//   N0   visits planned
//   d    days with visits, relative to the plan
//   l    visits a day lost to longer visits: minutes planned / minutes done of a visit, but no less than the visits a day
//        that were made of those planned, and no more than 1 (who makes all his visits has lost none to their length)
//   e    what is left: visits a day made of those planned, over l; less than 1 when visits are missed, more with extra ones
//   m_g  share of the visits that group g got
//   y_g  sales a visit of that group
// Each factor is as planned or as done: 32 values of S, each rounded to Money once. A cause gets the mean, over all
// orders in which the five could have changed, of what its change adds (Shapley's value, weights |A|! (4 - |A|)! / 5!).
// The five add up to S done - S planned exactly: the values are integers, the parts are cut to whole millionths and the
// few that are left over go to the largest part (the first of equals). Sales that hang on no visit are a sixth cause.
// A factor that cannot be told (no visit done, no minutes reported) counts as planned.
#pragma once

#include "model/units.h"

typedef enum {
  CAUSE_DAYS,    // fewer days with visits
  CAUSE_SERVICE, // longer visits
  CAUSE_MISSED,  // visits that fitted and were not made
  CAUSE_MIX,     // other groups visited than planned
  CAUSE_YIELD,   // less sold a visit
  CAUSE_OTHER,   // sales without a visit
  CAUSES
} Cause;
const char *cause_name(Cause cause); // "days", … stable names for files

// One side, planned or done.
typedef struct SalesSide {
  int days;
  int64_t service_s;  // of all visits with known length
  int timed;          // visits with known length
  const int *visits;  // [groups]
  const Money *sales; // [groups], on visits
  Money other;        // without a visit
} SalesSide;

// Fills part[CAUSES]; they sum up to (all sales of done) - (all sales of planned).
void causes_split(const SalesSide *planned, const SalesSide *done, int groups, Money part[CAUSES]);

// SPDX-License-Identifier: GPL-3.0-or-later
// What so much contact is worth: the expected sales of a client by the effort spent on it, relative to today's.
//
// Five judgements of a group (response_0, _half, _now, _150, _sat, relative to response_now, 1 where empty) make an
// ADBUDG curve (J. D. C. Little, Management Science 16, 1970),
//
//   y(x) = b + (a - b) x^c / (d + x^c),   b = y(0), a = y at saturation, d = (a - 1) / (1 - b), so that y(1) = 1
//
// with one exponent c below x = 1, through the judgement at one half, and another above, through that at 1.5; where one
// of the two is empty the other serves both. c > 1 is S-shaped. It needs 0 <= b < y(1/2) < 1 < y(1.5) < a.
//
// A table (responses.csv) is read between its rows on straight lines, level after the last; before the first it comes
// from 0 visits worth nothing. It may not fall.
#pragma once

#include "model/findings.h"
#include "model/territory.h"

typedef enum { RESPONSE_NONE, RESPONSE_JUDGED, RESPONSE_TABLE, RESPONSE_LINEAR } ResponseKind;

typedef struct ResponsePoint {
  double visits;
  Money value;
} ResponsePoint;

typedef struct ResponseCurve {
  ResponseKind kind;
  double least, most, d, below, above; // b, a, d, c below 1 and above, of judgements
  const ResponsePoint *point;          // of a table, by visits
  int points;
} ResponseCurve;

typedef struct ResponseBook ResponseBook; // the curves of a territory

// Curves that make no sense are errors in groups.csv and responses.csv.
ResponseBook *response_read(const Territory *territory, Findings *findings);
void response_free(ResponseBook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ResponseBook, response_free)

// The client's own table, else its group's table, else its group's judgements, else none.
ResponseCurve response_of(const ResponseBook *book, const Territory *territory, int client);

// y(x) of judgements; x itself of RESPONSE_LINEAR.
double response_relative(const ResponseCurve *curve, double x);
// Worth of `contacts` (visits, or what counts for them) where `now` of them are worth `base`; of a table `now` and
// `base` do not matter.
Money response_value(const ResponseCurve *curve, double contacts, double now, Money base);

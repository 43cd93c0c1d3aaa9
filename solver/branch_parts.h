// SPDX-License-Identifier: GPL-3.0-or-later
// What branch and price over weekdays (branch.c) and the choice of its next question (branch_choose.c) share.
#pragma once

#include "solver/bound_parts.h"

#define FRACTION_SMALL 1e-6

typedef struct Part { // plans with something in common
  Money bound;        // none of them costs less
  int names;          // of weekdays; those after share the class `names`
  uint8_t *where;     // [n] bit k: the client may be on weekday k, bit `names`: on one without a name
  GArray *routes;     // int: count, clients; of the parent until it is bounded
  GPtrArray *cuts;    // Cut *, likewise
  bool bounded;
  GPtrArray *sets; // LabelRoute: all that a plan of it below the target drives; NULL: not known
  int ask;         // bounded: the client by whose weekday to divide it, -1: by none
  int number;      // in order of making
} Part;

typedef struct Tree {
  const Problem *p;
  Bound *bound;
  const EngineOptions *options;
  DayClasses *base;
  bool *divides; // [n] clients whose weekday is asked for
  bool required; // they keep it; otherwise a visit off it has its price, and bounds of parts hold that
  int days[7], weekdays; // days of each weekday with any, the most first
  Money target;
  Solution *better;    // that costs `target`; NULL: none was found
  int64_t steps, used; // limit, 0: none
  int made;
  bool small; // its parts may be closed by listing sets
  GPtrArray *open;
  GPtrArray *left; // parts whose sets are known and that are not divided any more
} Tree;

// A solved program of a part, and the weekdays of its routes. Before any weekday has a name, the one of the anchor gets
// the first: its routes are those with him.
typedef struct Look {
  const Tree *tree;
  const Part *part;
  Bound *bound;
  int anchor; // -1: classes are the part's
} Look;

static inline bool part_may_visit(const Part *part, int i, int k)
{
  return part->where[i] >> k & 1;
}

// Whose weekday to ask for next, -1: all is said. *is_torn: whether that client's visits lie on several weekdays.
int branch_choose(const Look *look, bool *is_torn);

// SPDX-License-Identifier: GPL-3.0-or-later
// Closing a part of the plans (MODEL.md, "Weekdays"): where its gap is small, every set of clients that a cheaper plan of
// the part could drive on a day is listed, and an integer program over these sets says what such a plan costs at least.
#pragma once

#include "solver/bound_parts.h"

typedef struct Closing { // of the plans of a part
  const bool *asks;      // [n] clients that keep one weekday, or pay
  const uint8_t *where;  // [n] bit k: that weekday may be class k of the bound
  Money target;          // plans from this cost on are not looked for
  int64_t nodes;         // of branch and bound
  int sets_most;         // with more of them nothing is said
  const EngineOptions *options;
} Closing;

typedef struct CloseResult {
  Money value;     // no plan of the part costs less, at most `target`; MONEY_NONE: nothing is known
  GPtrArray *sets; // LabelRoute *: what a plan of the part below the target drives, owned; NULL: unknown
  GPtrArray
      *best;     // LabelRoute *: those that the program drives below the target, owned; NULL: it has not said
  int64_t steps; // that it was worth
} CloseResult;

// `bound` is that of the part, its linear program solved (nearly).
CloseResult close_part(Bound *bound, const Closing *closing);

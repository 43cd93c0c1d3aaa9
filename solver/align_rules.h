// SPDX-License-Identifier: GPL-3.0-or-later
// What an alignment must keep: section [align] of ronda.ini, and two columns of clients.csv.
//
//   balance = workload 10, sales 15   measures, and how many percent a rep may be off his fair part: workload (hours with
//                                     clients and driving), clients, visits, sales, potential, or any column of numbers.
//                                     The fair part is by field hours. Default: workload 10; "none": no limit
//   most_clients, most_sales_pct      how many clients, how much of all sales, may change their rep (no limit)
//   change_hours = 4                  price of a change in hours of cost_hour ...
//   change_sales_pct = 1              ... and in percent of the client's sales
//   lock = C1, C2:R3                  C1 stays with its rep, C2 goes to R3
//   forbid = C3:R1                    C3 does not go to R1
//   match = language, cold:equipment  each word in the client's column must be in the rep's column (of the same name, or
//                                     of the one after the colon); "no" and empty cells ask for nothing
//   teams = keep | free               keep (the default): a client stays within its team, or the team of its rep
//   drop = R3                         R3 leaves: his clients are shared out
//
// Columns of clients.csv: locked (bloqueado, fijo): yes; not_reps (no_reps, sin_reps): reps that it does not go to.
#pragma once

#include "model/attributes.h"
#include "model/findings.h"

typedef struct AlignLimit {
  char *name; // as written
  double part;
} AlignLimit;

typedef struct AlignPair { // a client and a rep
  int client, rep;
  bool forbidden; // else locked
} AlignPair;

typedef struct AlignMatch { // positions in Territory.extra_columns and rep_columns
  int client_column, rep_column;
} AlignMatch;

typedef struct AlignRules {
  GArray *limits;    // AlignLimit
  int most_clients;  // -1: no limit
  double most_sales; // part of all; INFINITY: no limit
  double change_hours, change_sales;
  GArray *pairs;   // AlignPair
  GArray *matches; // AlignMatch
  bool teams;      // are kept
  bool *dropped;   // [reps]
} AlignRules;

// Errors are findings in ronda.ini, or in clients.csv for its columns; then the result is of no use.
AlignRules *align_rules_read(const Territory *territory, const Attributes *attributes, Findings *findings);
void align_rules_free(AlignRules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AlignRules, align_rules_free)

// Puts a value over the one of ronda.ini, as options of the command line do.
void align_rules_set(Territory *territory, const char *key, const char *value);

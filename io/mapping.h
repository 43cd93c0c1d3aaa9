// SPDX-License-Identifier: GPL-3.0-or-later
// Which column of a CRM's export becomes which column of ours: a text file that is proposed once and then belongs to the
// user.
//
//   [source]
//   from = salesforce
//   dates = dmy                      how 03/04/2027 is meant: dmy, or mdy as in the US
//   [accounts]
//   # their column = our column, rule
//   Id = crm_id, keep
//   "Phone = main" = phone, update   quoted where the name has = " # ; [ or blanks at its ends; "" is a quote
//   SystemModstamp = -               not taken
//   [activities]
//   …
//
// Our column may be one of clients.csv (actuals.csv for activities) or any further name. Rules: `update` takes every
// filled cell of theirs; `keep` fills only cells that are empty with us; `insert` fills new rows only.
#pragma once

#include "io/table.h"

typedef enum { RULE_UPDATE, RULE_KEEP, RULE_INSERT } Rule;
typedef enum { DATES_DMY, DATES_MDY } DateOrder;
typedef enum { MAP_ACCOUNTS, MAP_ACTIVITIES, MAP_KINDS } SourceKind;

// What a cell of ours holds, which says how theirs is translated.
typedef enum {
  HOLDS_TEXT,
  HOLDS_CLIENT, // of an activity: an id, crm_id or name of clients.csv
  HOLDS_REP,    // an id, crm_id, name or e-mail address of reps.csv
  HOLDS_GROUP,  // an id or name of groups.csv
  HOLDS_STATUS, // of a client
  HOLDS_DONE,   // of an activity
  HOLDS_CHANNEL,
  HOLDS_DAY,
  HOLDS_PAST, // a day before the horizon
  HOLDS_NUMBER,
  HOLDS_DEGREES,
  HOLDS_MINUTES,
  HOLDS_CLOCK,
  HOLDS_WEEKDAYS,
  HOLDS_VISITS,
  HOLDS_YES_NO,
  HOLDS_SPANS,
} Holds;

typedef struct OurColumn { // a column of ours
  const char *ours;        // "name|nombre": as Column.names, the first is the documented one
  const char *theirs;      // further names in exports, the likeliest first; NULL: none
  Holds holds;
  Rule rule; // that is proposed
} OurColumn;

// The columns of clients.csv or actuals.csv.
const OurColumn *mapping_targets(SourceKind kind, int *count);
// The target that a column of ours with that name is; NULL: a further column.
const OurColumn *mapping_target(SourceKind kind, const char *ours);

typedef struct MapEntry {
  char *theirs, *ours; // ours "": not taken
  Rule rule;
  int line; // in the file; 0: proposed
} MapEntry;

typedef struct Mapping {
  char *from;
  DateOrder dates;
  GPtrArray *entries[MAP_KINDS]; // MapEntry *
} Mapping;

Mapping *mapping_new(const char *from);
void mapping_free(Mapping *mapping);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Mapping, mapping_free)

// Everything wrong is a finding; what can be used is in the result, which is never NULL.
Mapping *mapping_parse(const char *data, gsize length, const char *file, Findings *findings);
char *mapping_text(const Mapping *mapping); // free with g_free
// Only the sections that hold proposals, to be put behind a file that is there; free with g_free.
char *mapping_proposals(const Mapping *mapping);

// Adds an entry for every column of an export that has none yet, guessed by its name, and by its cells what order its
// dates have.
void mapping_propose(Mapping *mapping, SourceKind kind, const Table *table);
// The entry of a column; NULL: none.
const MapEntry *mapping_entry(const Mapping *mapping, SourceKind kind, const char *header);

// SPDX-License-Identifier: GPL-3.0-or-later
// Takes a CRM's exports into clients.csv and actuals.csv. An account is known by its crm_id or, failing that, by its
// client id; an activity by its crm_id or, failing that, by date and client. Nothing is written here.
#pragma once

#include "io/mapping.h"
#include "io/merge.h"
#include "model/territory.h"

// What translating needs to know of the territory's other files. Read leniently: an import must work on a folder whose
// other files are not finished.
typedef struct Intake {
  const Mapping *mapping;
  Findings *findings;
  GTimeZone *zone;
  Day start;             // of the horizon; DAY_NONE: not known
  Table *reps, *groups;  // NULL: not there
  GHashTable *rep_of;    // folded id, crm_id, name or e-mail -> id
  GHashTable *group_of;  // folded id or name -> id
  GHashTable *client_of; // id, crm_id, and folded name -> id, of clients.csv as merged
  int skipped;           // rows that were not taken, findings say why
} Intake;

Intake *intake_new(const char *folder, const char *zone, const Mapping *mapping, Findings *findings,
                   GError **error);
void intake_free(Intake *intake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Intake, intake_free)

// Their table into ours. Accounts come first, so that activities find new clients. A new client needs a place (lat, lon)
// and an id; without, its row is left out with a warning. False with a finding when the mapping names no column that
// tells the rows apart.
bool intake_accounts(Intake *intake, const Table *theirs, Merge *ours);
bool intake_activities(Intake *intake, const Table *theirs, Merge *ours);
// After the accounts, also when there are none: who can be named by an activity.
void intake_know_clients(Intake *intake, const Merge *clients);

// What their cell means in our words: a new string, "" where it is empty, NULL where it means nothing to us (with a
// warning for that column and value).
char *intake_value(Intake *intake, Holds holds, const char *cell);

// SPDX-License-Identifier: GPL-3.0-or-later
// Contacts by others than the reps: service calls, marketing, phone calls. Section [contacts] of ronda.ini says whose
// count towards a client's frequency, and for how many visits each:
//
//   service = 1          whoever stands in column `rep` of appointments.csv or actuals.csv without being in reps.csv
//   marketing = 0.5
//   remote = 0.5         or the channel of the row, where that is not a visit; 0 where the key is missing
//
// They are no visits of the calendar and keep no distance to any. The whole part of a client's sum stands in for visits
// that were given as a number or a rhythm, down to min_visits of its group (1 where it has none) and to its
// appointments; numbers that `frequency` chooses take the sum into account by themselves (solver/contacts.h).
#pragma once

#include "model/territory.h"

typedef struct OtherContact {
  int client;
  Day day;
  double weight; // in visits
  char *who;     // the name or the channel
  int line;
} OtherContact;

// Visits that one contact of that name (or channel) counts for; NAN: [contacts] does not name it.
double other_weight(const Settings *settings, const char *name);

// Sum and number of a client's contacts within the horizon.
double others_weight(const Territory *territory, int client, int *contacts);
// Takes visits off that contacts stand in for (Client.spared); may be called again after numbers have changed. The
// territory's rhythms must be resolved.
void others_apply(Territory *territory);
// Visits that are spared in all.
int others_spared(const Territory *territory);

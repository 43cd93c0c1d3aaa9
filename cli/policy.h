// SPDX-License-Identifier: GPL-3.0-or-later
// The policy before the calendar: groups and frequencies, for their own commands and for `plan`, which makes them
// where the input leaves them open.
#pragma once

#include "cli/load.h"
#include "io/attributes.h"
#include "io/out.h"
#include "model/alignment.h"
#include "model/frequency.h"
#include "model/grouping.h"

// Whether --choose makes sense; if not, that has been printed.
bool policy_options_are_sound(const Options *options);
// NULL when the input makes no sense; that has been printed.
Grouping *policy_group(const Work *work, const Attributes *attributes, const Options *options);
// Likewise.
Frequency *policy_frequency(Work *work, const Attributes *attributes, const Options *options);

// What plan has filled in; both NULL where the input left nothing open.
typedef struct Policy {
  Attributes *attributes;
  Grouping *grouping;
  Frequency *frequency;
  Alignment *alignment;
} Policy;
void policy_free(Policy *policy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Policy, policy_free)

// Groups clients without a group where groups.csv has rules, then chooses visits that are open, puts both into the
// territory and says so. NULL as above.
Policy *policy_complete(Work *work, const Options *options);
// Puts the groups into the territory; profiles then count the visits that go with them. How many clients changed.
int policy_take_groups(Work *work, const Attributes *attributes, Grouping *grouping);
// Its first half: groups alone.
Policy *policy_complete_groups(Work *work, const Options *options);
// What an earlier plan of this folder has filled in, for commands that work on a plan.
void policy_recall(Work *work, const Options *options);
// scores.csv and frequency.csv of what was filled in.
bool policy_write(const Policy *policy, const Work *work, const Options *options, Out *out, GError **error);

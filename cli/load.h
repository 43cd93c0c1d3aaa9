// SPDX-License-Identifier: GPL-3.0-or-later
// Reading a territory for a command: files, language, calendar, travel, and the reps that were asked for.
#pragma once

#include "cli/command.h"
#include "io/edit.h"
#include "model/plan.h"

typedef struct Work {
  Territory *territory;
  Calendar *calendar;
  Travel *travel;
  bool *chosen;     // [reps], NULL: all
  bool *own_visits; // [clients]: clients.csv says how many, not the group
} Work;

void work_free(Work *work);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Work, work_free)

// NULL when anything is wrong; then everything has been printed and *status says how to exit.
Work *work_load(Options *options, ExitStatus *status);
// The folder's files as a scenario changes them; reps of --reps who are not there any more are left out. What is wrong
// is said in the scenario's lines (of `source`) in `blamed`. NULL: there are errors, or the files cannot be read (`error`).
Work *work_load_edited(const Options *options, Edited *edited, const char *source, Findings *blamed,
                       GError **error);
// What hangs on whose the clients are, after some have got a rep: the travel costs of leaving a visit out, and who keeps
// an appointment that names nobody.
void work_renew_reps(Work *work);
// Prints what a plan needs and the files leave open (a client without rep, without visits); false if there is any.
bool work_is_complete(const Work *work, const Options *options);

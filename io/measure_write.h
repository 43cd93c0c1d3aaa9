// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of a measure: measure/adherence.csv, sales.csv, causes.csv, reps.csv, clients.csv, learned.csv; and the
// inputs with what was learned in them, measure/proposed/{groups,clients,reps}.csv, for `frequency` and `plan` to read once
// the user has accepted them. Rates come with the counts they rest on; empty cells are what the data cannot say.
#pragma once

#include "io/sheet.h"
#include "model/learn.h"

bool measure_write(const Measure *measure, const GArray *learned, SheetForm form, Out *out, GError **error);

// Puts the proposed figures into these files of FOLDER; a former file stays beside it with .before after its name. Without any
// proposal nothing is done. *count: cells changed.
bool measure_accept(const Measure *measure, const GArray *learned, const char *folder, int *count,
                    GError **error);

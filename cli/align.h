// SPDX-License-Identifier: GPL-3.0-or-later
// An alignment for its own command, and for `plan`, which makes one where the input leaves reps open.
#pragma once

#include "cli/load.h"
#include "model/alignment.h"
#include "model/attributes.h"

// Clients with neither rep nor team, the others staying where they are. NULL: printed.
Alignment *align_open(Work *work, const Attributes *attributes, const Options *options);
// NULL: everything has been printed, and *status says how to exit. Reps that are proposed are added to the territory.
Alignment *align_work(Work *work, const Attributes *attributes, const Options *options, ExitStatus *status);
// The calendar that people have, from which driving is measured; NULL where there is none that fits the files.
Plan *align_calendar(const Work *work, const Options *options);

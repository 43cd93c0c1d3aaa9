// SPDX-License-Identifier: GPL-3.0-or-later
// The policy before the calendar: groups and frequencies, for their own commands and for `plan`, which makes them
// where the input leaves them open.
#pragma once

#include "cli/load.h"
#include "io/attributes.h"
#include "model/grouping.h"

// NULL when the input makes no sense; that has been printed.
Grouping *policy_group(const Work *work, const Attributes *attributes, const Options *options);

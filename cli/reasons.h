// SPDX-License-Identifier: GPL-3.0-or-later
// Why a visit moved, for moves.csv.
#pragma once

#include "cli/load.h"
#include "model/join.h"
#include "model/moves.h"

// Sets the reason of every move; `join` of the former plan, or NULL.
void moves_explain(GArray *moves, const Plan *former, const Plan *plan, const Join *join, const Work *work);

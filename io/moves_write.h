// SPDX-License-Identifier: GPL-3.0-or-later
// moves.csv: a row a visit that is on another day, at another time or with another rep than in the former plan, or in one
// of them only; with the reason where one is known.
#pragma once

#include "io/sheet.h"
#include "model/moves.h"

// Free with sheet_free.
Sheet *moves_sheet(const GArray *moves, const Plan *before, const Plan *after, const Territory *territory,
                   SheetForm form);

// SPDX-License-Identifier: GPL-3.0-or-later
// Who keeps an appointment of a team's client that names nobody: of the reps of the team who can be there, the one who
// keeps the client's other appointments where the client wants one rep, else the one with the fewest appointments on
// that day, then the nearest, then the first in reps.csv. Any other one of the team may keep it too (any_rep).
#pragma once

#include "model/calendar.h"

// Sets rep and any_rep of every appointment without a rep whose client has a team. Where nobody of the team can be
// there, it is left to the first of them, so that what stands in the way can be named.
void appointments_find_keepers(Territory *territory, const Calendar *calendar);

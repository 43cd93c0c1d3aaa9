// SPDX-License-Identifier: GPL-3.0-or-later
// Moves with nights out (MODEL.md, "Nights"): two days become one tour, a night ends, a whole tour moves to other days.
// Like the moves of ruin.h they fill `client` with what is to be put back.
#pragma once

#include "solver/ruin.h"

// One of the moves, at random. Returns false where it came to nothing: the change is then to be undone.
bool tours_move(Ruin *ruin, State *state, Random *random);

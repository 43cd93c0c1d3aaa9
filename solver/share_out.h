// SPDX-License-Identifier: GPL-3.0-or-later
// Clients without a rep go to the nearest one: to him one of whose clients, or whose start, is the shortest drive away.
// A first answer to who takes over a leaver's clients; it balances nothing.
#pragma once

#include "model/travel.h"

// Sets Client.rep of these clients (indices) to one of the reps for whom `may` [reps] holds. All decide by the clients
// as they are before, so that their order does not matter; ties go to the rep who stands first.
void share_out(const Territory *territory, const Travel *travel, const int *clients, int count,
               const bool *may);

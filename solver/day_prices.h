// SPDX-License-Identifier: GPL-3.0-or-later
// What the calendars of all clients cost in spacing and weekdays, and how that would change if a visit went to another
// day. Where a calendar is nothing but movable visits of one rep, a change looks at the neighbours of the two days alone.
// Hard rules that are broken cost `miss_cost` each time, so that what is least breaks as few as possible.
#pragma once

#include "solver/problem.h"

typedef struct DayPrices DayPrices;

DayPrices *day_prices_new(const Problem *p); // without any visits
void day_prices_free(DayPrices *prices);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DayPrices, day_prices_free)

void day_prices_add(DayPrices *prices, int client, int slot);
void day_prices_remove(DayPrices *prices, int client, int slot); // of a visit that is there
void day_prices_move(DayPrices *prices, int client, int from, int to);

// Slots of the client's visits, ascending by day; owned by `prices`, until the next change.
const int *day_prices_visits(const DayPrices *prices, int client, int *count);
Money day_prices_cost(const DayPrices *prices, int client);
// Change of day_prices_cost by day_prices_move.
Money day_prices_change(DayPrices *prices, int client, int from, int to);

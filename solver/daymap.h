// SPDX-License-Identifier: GPL-3.0-or-later
// Which day of one solution is most like which day of another. Where calendars are listed patterns, a week that begins a
// day later, or runs backwards, is often the same week under other names: two solutions that hardly share a visit as they
// stand may be nearly the same one.
#pragma once

#include "solver/problem.h"

// Whether days may be renamed at all: most visits belong to clients with patterns.
bool daymap_applies(const Problem *p);
// Fills day_to [p->days]: on which day of `to` each day of `from` comes to lie, a permutation. Returns how many visits of
// `from` then lie on a day that their client has in `to`; clients whose days so become no pattern of theirs count for nothing.
// The best of a few descents by exchanges of two days, the first from days as they are; repeats.
int daymap_find(const Problem *p, const Solution *to, const Solution *from, int *day_to);

// SPDX-License-Identifier: GPL-3.0-or-later
// A problem whose rhythms cost less than they do, for a search to begin with: where a day off the rhythm costs more than
// a visit's way, calendars that gain only by changing together are walled off from each other (MODEL.md, "Search").
// After the soft constraints of hybrid genetic search (Vidal et al., Operations Research 60, 2012), whose prices adapt.
#pragma once

#include "solver/problem.h"

typedef struct Easing Easing;

// NULL: no calendar of the problem costs anything for its rhythm. Borrows the problem.
Easing *easing_new(const Problem *p);
void easing_free(Easing *easing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Easing, easing_free)

// The same problem with this part, 0 to 1, of what rhythms cost; the next call changes it. Owned by the easing.
const Problem *easing_problem(Easing *easing, double part);

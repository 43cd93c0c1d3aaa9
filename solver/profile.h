// SPDX-License-Identifier: GPL-3.0-or-later
// What each group is like, and how it differs from all other clients, in numbers and in words.
#pragma once

#include "model/grouping.h"

// Fills Grouping.profiles, anew where it is filled. Visits and hours are those the clients want as the territory stands.
void profile_groups(const Territory *territory, const Attributes *attributes, Grouping *grouping);

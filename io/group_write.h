// SPDX-License-Identifier: GPL-3.0-or-later
// What `group` has found, as tables: scores.csv, a row a client, and groups.csv, a row a group; profiles.txt tells the
// latter in words. The points of the criteria in scores.csv add up to the score; empty: the criterion does not count.
#pragma once

#include "io/sheet.h"
#include "model/grouping.h"

// With `with_groups`, groups.csv and profiles.txt too.
bool group_write(const Grouping *grouping, const Territory *territory, SheetForm form, bool with_groups,
                 Out *out, GError **error);

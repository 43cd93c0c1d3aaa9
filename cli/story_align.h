// SPDX-License-Identifier: GPL-3.0-or-later
// What an alignment comes to, for the terminal: before and after by rep, what moves and why, the curve, what is proved.
#pragma once

#include "cli/load.h"
#include "model/alignment.h"

char *story_of_alignment(const Alignment *alignment, const Work *work); // free with g_free

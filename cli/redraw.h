// SPDX-License-Identifier: GPL-3.0-or-later
// The charts of a plan that lies in a folder already: from its files, with what other commands have left beside it.
#pragma once

#include "cli/draw.h"

// Into `folder`/charts, its deck and its page. `draw` says which. What is wrong has been printed.
ExitStatus redraw_plan(const Work *work, const Options *options, const char *plan_folder, const char *folder,
                       DrawOptions *draw);
// After `align` and `whatif`: the plan's own charts, deck and page get their pages too, where there is a plan of these
// very files. Charts are welcome, not needed: what keeps them away is a warning.
void redraw_deck(const Options *options);

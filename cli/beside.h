// SPDX-License-Identifier: GPL-3.0-or-later
// What other commands have left beside a plan, for its charts and its deck: the comparison of `whatif`, the outline of
// `align`. Only what was made from the files as they are now; the rest is told of and left out.
#pragma once

#include "cli/load.h"
#include "model/align_outline.h"
#include "model/comparison.h"

#define COMPARISON_FILE "comparison.json" // in OUT/whatif
#define ALIGNMENT_FILE "align/alignment.json"

typedef struct Beside {
  Comparison *comparison;  // NULL: none
  AlignOutline *alignment; // likewise
} Beside;

Beside *beside_read(const Work *work, const Options *options, const char *folder);
void beside_free(Beside *beside);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Beside, beside_free)

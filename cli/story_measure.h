// SPDX-License-Identifier: GPL-3.0-or-later
// A measure told on one screen: what was kept and sold, why sales are off, who drifts and what to look into, what was
// learned, and what the data cannot say.
#pragma once

#include "cli/load.h"
#include "model/learn.h"

// The text in the reader's language; free with g_free.
char *story_of_measure(const Measure *measure, const GArray *learned, const Work *work);

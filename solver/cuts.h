// SPDX-License-Identifier: GPL-3.0-or-later
// Separation of cuts for the master of the bound (MODEL.md, "Cuts").
#pragma once

#include "solver/master.h"

// Adds up to `most` violated cuts on three clients, the most violated first; returns how many.
int cuts_separate(Master *master, int words, int most);
// Makes the cuts remember along a route whose price missed a penalty; whether any was widened.
bool cuts_widen(Master *master, const int *client, int count);

// SPDX-License-Identifier: GPL-3.0-or-later
// The fingerprint of a problem: all that the engine sees, field by field. Two problems with the same fingerprint are the
// same, so that with the same seed and effort the engine finds the same.
#pragma once

#include "solver/problem.h"

// Puts the problem into a checksum that may have taken in other things before.
void problem_digest(const Problem *p, GChecksum *sum);

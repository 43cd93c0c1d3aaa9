// SPDX-License-Identifier: GPL-3.0-or-later
// What measure.c (visits) and measure_sales.c share.
#pragma once

#include "model/measure.h"

// Working days up to the date and in all, of one rep or (-1) of all.
void measure_days(const Measure *measure, const Calendar *calendar, int rep, int *gone, int *all);
// Fills Measure.sales; the reps must have been measured.
void measure_sales(Measure *measure, const Calendar *calendar, const int *wanted);

// SPDX-License-Identifier: GPL-3.0-or-later
// The small map of a day: the route as straight lines and the stops as numbered circles, north up, as inline SVG.
#pragma once

#include "io/export.h"

// Appends an <svg> element. The day has visits.
void daysheet_map(const Export *export, const PlanDay *day, GString *html);

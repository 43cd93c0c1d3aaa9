// SPDX-License-Identifier: GPL-3.0-or-later
// The report: one self-contained page of HTML with the figures that matter, the charts as inline SVG, and tables. It needs
// no network and, but for sorting the tables, no script; it follows the reader's light or dark, and prints.
#pragma once

#include "plots/chart.h"

// `svgs` holds the picture of each chart as gnuplot drew it, NULL where there is none. Well-formed as XML but for its
// first line. Free with g_free.
char *report_make(const ChartInput *in, const GPtrArray *charts, const char *const *svgs);

// A picture made fit to stand in a page beside others: without prologue and tool tips, its ids begin with `prefix`.
// NULL when it is no SVG. Free with g_free.
char *report_svg(const char *svg, const char *prefix);

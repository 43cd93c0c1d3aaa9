// SPDX-License-Identifier: GPL-3.0-or-later
// Text as it will stand in a picture: how wide it is, where it wraps, what is cut. Widths are those of Inter in
// pixels of the 1600 × 900 page, good to about 2 % (no kerning); other scripts are estimated on the wide side.
#pragma once

#include <glib.h>
#include <stdbool.h>

// Width in pixels of UTF-8 text set in `points`.
double lettering_width(const char *text, double points, bool bold);

// The text itself, or as much of it as fits with "…" behind; free with g_free.
char *lettering_cut(const char *text, double points, bool bold, double width);

// Customers' text made fit to stand in a sentence: valid UTF-8 without control characters, on one line, cut to the
// width, and set apart where it runs from right to left. `fallback` stands in where nothing is left; free with g_free.
char *lettering_name(const char *text, const char *fallback, double points, bool bold, double width);

// At most `lines` lines of at most `width`, broken at spaces; the last one is cut where the text is longer. The
// shortest line is made as long as possible, so that no word stands alone. Free with g_strfreev.
char **lettering_wrap(const char *text, double points, bool bold, double width, int lines);

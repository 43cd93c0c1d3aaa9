// SPDX-License-Identifier: GPL-3.0-or-later
// Tables and figures for a terminal, in the reader's language.
#pragma once

#include <glib.h>

// `value` with thousands and decimal marks of the reader's language; free with g_free.
char *screen_figure(double value, int digits);
// Whole units of money with their currency, where there is one; free with g_free.
char *screen_money(double units, const char *currency);
// Appends a cell of that many columns: to the right where `width` is negative. What is longer is cut.
void screen_cell(GString *out, const char *text, int width);
void screen_cell_figure(GString *out, double value, int digits, int width);
// Ends the row, without the blanks after its last cell.
void screen_end_row(GString *out);

// SPDX-License-Identifier: GPL-3.0-or-later
// Steps through the text of a cell, for its parsers: each takes where it stands and returns where it stands then.
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <string.h>

// Blanks are ASCII space characters and the no-break space, which spreadsheets put between digits.
static inline const char *scan_blanks(const char *at)
{
  while (g_ascii_isspace(*at) || strncmp(at, "\xc2\xa0", 2) == 0)
    at += *at == '\xc2' ? 2 : 1;
  return at;
}

// A number of one to `most` digits; NULL when there are none or more.
static inline const char *scan_digits(const char *at, int most, int *value)
{
  int digits = 0;
  for (*value = 0; g_ascii_isdigit(*at) && digits < most; digits++)
    *value = *value * 10 + (*at++ - '0');
  return digits > 0 && !g_ascii_isdigit(*at) ? at : NULL;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Translated words: _() looks a message up in the reader's language, N_() marks one for later, ngettext picks the
// plural. Set up once by cli/main.c; numbers and dates in files never depend on it.
#pragma once

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) (text)

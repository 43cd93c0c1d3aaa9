// SPDX-License-Identifier: GPL-3.0-or-later
// Translated words: _() looks a message up in the reader's language, N_() marks one for later, ngettext picks the
// plural. Set up once by words_speak; numbers and dates in files never depend on it.
#pragma once

#include <libintl.h>

#define _(text) gettext(text)
#define N_(text) (text)
// A text that means several things: `context`, for the translator, says which.
#define C_(context, text) words_in_context(context "\004" text, text)
static inline const char *words_in_context(const char *key, const char *text)
{
  const char *translated = gettext(key);
  return translated == key ? text : translated;
}

// From now on messages are in that language ("es"; NULL: as the environment says), from the catalogues in `folder`
// (FOLDER/es/LC_MESSAGES/ronda.mo). A language without a catalogue leaves them in English. Not thread-safe.
void words_speak(const char *language, const char *folder);

// SPDX-License-Identifier: GPL-3.0-or-later
// gettext looks at LANGUAGE only where the locale is neither "C" nor (since glibc 2.41) one of its kin such as C.UTF-8,
// and a small machine has no other locale. So each catalogue has the few bytes beside it (SYS_LC_MESSAGES) that make
// its folder a locale of its own, which LOCPATH names for the moment of asking.
#include "model/words.h"

#include <glib.h>
#include <locale.h>
#include <stdbool.h>

static bool take_locale(const char *language, const char *folder)
{
  g_autofree char *former = g_strdup(g_getenv("LOCPATH"));
  g_setenv("LOCPATH", folder, TRUE);
  const bool taken = setlocale(LC_MESSAGES, language) != NULL;
  if (former)
    g_setenv("LOCPATH", former, TRUE);
  else
    g_unsetenv("LOCPATH");
  return taken;
}

void words_speak(const char *language, const char *folder)
{
  // Only messages: numbers and dates in files are the same everywhere.
  if (language)
    g_setenv("LANGUAGE", language, TRUE);
  if (!language)
    setlocale(LC_MESSAGES, "");
  else if (!take_locale(language, folder))
    setlocale(LC_MESSAGES, "C.UTF-8");
  setlocale(LC_CTYPE, "C.UTF-8");
  bindtextdomain("ronda", folder);
  bind_textdomain_codeset("ronda", "UTF-8");
  textdomain("ronda");
}

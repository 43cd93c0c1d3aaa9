// SPDX-License-Identifier: GPL-3.0-or-later
// ronda.ini as Settings. Sections and keys are those of the README; ones that nobody knows are warnings with the
// nearest known name, values that mean nothing are errors. Lines that start with '#' or ';' are comments.
#pragma once

#include "model/findings.h"
#include "model/territory.h"

// Fills `settings`, which holds the defaults, from the bytes of the file `file`; Settings.keys becomes the whole file.
// Texts that are not given become "", the language NULL.
void ini_parse(const char *data, gsize length, const char *file, Settings *settings, Findings *findings);

// Whether there is such a section; whether it has that key, or belongs to a command that checks its keys itself.
bool ini_has_section(const char *section);
bool ini_has_key(const char *section, const char *key);

// `language` of FOLDER/ronda.ini, "en" or "es", ahead of all else: findings are worded when they are found. NULL when
// it says nothing or cannot be read. Free with g_free.
char *ini_language(const char *folder);

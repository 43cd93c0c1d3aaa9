// SPDX-License-Identifier: GPL-3.0-or-later
// The text of an input file, whatever program saved it: UTF-8 with or without a byte-order mark, or Windows-1252.
// Also how names written by people are compared: without case, accents, blanks and punctuation.
#pragma once

#include "model/findings.h"

// Reads FOLDER/FILE and notes its sha256 under `file` in `inputs` (char * -> char *, may be NULL). A file that is
// not there gives NULL without an error; one that cannot be read gives NULL and `error` (G_FILE_ERROR).
char *text_load(const char *folder, const char *file, GHashTable *inputs, gsize *length, GError **error);

// UTF-8 copy of the bytes, without byte-order mark and without NUL bytes; or NULL, and a finding that says where
// the text stops being text.
char *text_decode(const char *data, gsize length, const char *file, Findings *findings);

// End of the physical line that starts at `at`, its LF, CRLF or CR included.
const char *text_line_end(const char *at, const char *end);

// "Visita (mín.)" -> "visitamin"; '%' becomes "pct". Free with g_free.
char *text_fold(const char *text);
// Is `folded`, a result of text_fold, one of the names in `list`, written "one|two of them|three" in ASCII letters and digits ("pct" for %)?
bool text_is_listed(const char *folded, const char *list);

// The next letter of UTF-8 text; as g_utf8_next_char, which casts const away.
static inline const char *text_next(const char *at)
{
  return at + g_utf8_skip[*(const guchar *)at];
}

// What the user wrote, short enough for one line of a message: a long text is cut and ends in "…". Free with g_free.
char *text_shown(const char *text);

// Smallest number of letters to insert, delete, change or swap with their neighbour to make `b` of `a`; more than
// `limit` is not told apart from limit + 1. Bytes are compared without ASCII case.
int text_distance(const char *a, const char *b, int limit);

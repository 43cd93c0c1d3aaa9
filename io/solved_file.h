// SPDX-License-Identifier: GPL-3.0-or-later
// KEY.json: what was solved for one set of reps, kept so that it need not be solved again, or solved elsewhere to be put
// together here. A file serves only the very program that wrote it (`build`, a fingerprint), and only if it is as it was
// written (its own checksum).
#pragma once

#include "model/solved.h"

// The file's text; free with g_free. `seconds` is not in it, so that the same problem gives the same bytes.
char *solved_text(const Solved *solved, const char *key, const char *build);
// NULL: not to be used, for whatever reason.
Solved *solved_parse(const char *text, gsize length, const char *key, const char *build);

// FOLDER/KEY.json, written whole or not at all; the folder is made.
bool solved_save(const char *folder, const Solved *solved, const char *key, const char *build,
                 GError **error);
// NULL: it is not there or not to be used.
Solved *solved_load(const char *folder, const char *key, const char *build);

// SPDX-License-Identifier: GPL-3.0-or-later
// alignment.json: the outline of an alignment, so that its maps and its curve can be drawn again beside a plan, and the
// files that it was made from (io/inputs). People read assignment.csv.
#pragma once

#include "model/align_outline.h"

// The text of the file; free with g_free. `inputs`: file -> sha256.
char *align_outline_text(const AlignOutline *outline, GHashTable *inputs);
// NULL and an error (G_FILE_ERROR, with the path) where it cannot be read, is no such file, or is not of that territory:
// clients and reps go by their order in its files.
AlignOutline *align_outline_read(const char *path, const Territory *territory, GError **error);
AlignOutline *align_outline_parse(const char *text, gsize length, const char *path,
                                  const Territory *territory, GError **error);

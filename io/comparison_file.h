// SPDX-License-Identifier: GPL-3.0-or-later
// comparison.json: a comparison of scenarios without loss, so that its charts can be drawn again beside the plan, and the
// files that it was made from (io/inputs). People read comparison.csv.
#pragma once

#include "model/comparison.h"

// The text of the file; free with g_free. `inputs`: file -> sha256.
char *comparison_text(const Comparison *comparison, GHashTable *inputs);
// NULL and an error (G_FILE_ERROR, with the path) where it cannot be read or is no such file.
Comparison *comparison_read(const char *path, GError **error);
Comparison *comparison_parse(const char *text, gsize length, const char *path, GError **error);

// SPDX-License-Identifier: GPL-3.0-or-later
// Puts results back into an input file when the user asks for it: cells of some columns change, all others, and
// columns that ronda does not know, stay as they are. Separator and line ends stay; the text becomes UTF-8 (with a byte-order
// mark where it is separated by ';', for Excel). The former file is kept beside it, with ".before" after its name.
#pragma once

#include "io/table.h"

typedef struct Rewrite {
  const char *names;        // what the column may be called, as in Column
  const char *header;       // what it is called when it has to be added
  const char *const *value; // [rows of the file] NULL: leave the cell
} Rewrite;

// Rows are those that the reader saw, in their order. Errors of G_FILE_ERROR; then the file is as it was.
bool rewrite_columns(const char *folder, const char *file, const Rewrite *rewrite, int count, GError **error);

// Adds rows below those of the file; a cell of a column that the file does not have is left out. The former file is kept as
// above. `cell` [rows * count], row by row.
bool rewrite_add_rows(const char *folder, const char *file, const char *const *names, int count,
                      const char *const *cell, int rows, GError **error);

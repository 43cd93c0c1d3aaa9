// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of edits share: edit.c works on tables, edit_pick.c finds the rows, edit_ini.c works on ronda.ini and on what empty cells mean.
#pragma once

#include "io/edit.h"

typedef struct Editor {
  const char *folder;
  Edited *edited;
  const Edit *edit; // at work
  Findings *findings;
  GError **error; // of a file that cannot be read; never NULL
} Editor;

// A finding in the edit's line; false.
bool editor_fail(const Editor *editor, const char *format, ...) G_GNUC_PRINTF(2, 3);
void editor_note(const Editor *editor, const char *file, const char *row, int line, const char *column,
                 const char *before, const char *after);
// The input's table as the edits so far leave it; NULL: the file is not there, or *error.
Table *editor_table(Editor *editor, const InputFile *input);

// The row's name for people; free with g_free.
char *editor_row_name(const InputFile *input, const Table *table, int row);
// Flags of the rows that are meant; NULL after a finding. Free with g_free.
bool *editor_pick(Editor *editor, const Table *table);

void editor_ini_read(Editor *editor);
// Value of a key as it stands; NULL: not given. Free with g_free.
char *editor_ini_value(const Editor *editor, const char *section, const char *key);
bool editor_ini_apply(Editor *editor);

// What an empty cell of that column (documented name) stands for, as text; NULL: nothing that can be scaled. Free with
// g_free.
char *editor_default(Editor *editor, const InputFile *input, const char *column, const Table *table, int row);

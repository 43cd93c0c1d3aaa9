// SPDX-License-Identifier: GPL-3.0-or-later
// All input files that are tables, by the words with which scenarios speak of their rows.
#pragma once

#include "io/table.h"

typedef struct InputFile {
  const char
      *nouns; // what one of its rows is called, "client|clients|cliente|…"; the first is the documented word
  const char *file; // "clients.csv"; the matrix may have another name
  const ColumnList *columns;
  const char *key; // documented name of the column that tells rows apart, or by which they are usually named
} InputFile;

extern const InputFile input_files[]; // ends with nouns of NULL

const InputFile *input_file_find(const char *noun); // NULL: none
// "client, group, rep, …" for messages; free with g_free.
char *input_file_nouns(void);

// Which of the file's known columns is meant; -1: none of them.
int input_file_column(const InputFile *input, const char *name);
// Its documented name; free with g_free.
char *input_file_column_name(const InputFile *input, int known);
// Where a table has the column of that name, in any of its words, or an unknown one with just that header; -1: nowhere.
int input_file_locate(const InputFile *input, const Table *table, const char *name);

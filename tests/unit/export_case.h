// SPDX-License-Identifier: GPL-3.0-or-later
// The quarter with names, contacts and notes that break careless writers, exported into an empty folder.
#pragma once

#include "io/export.h"
#include "tests/unit/quarter.h"

typedef struct ExportCase {
  Quarter quarter;
  Findings *findings;
  char *folder;
} ExportCase;

ExportCase export_case_new(void);
void export_case_clear(ExportCase *c);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ExportCase, export_case_clear)

// Runs a format over the plan as it is now, for the reps in `chosen` (NULL: all), and puts the files in place. Asserts
// that it works.
void export_case_run(ExportCase *c, bool (*format)(const Export *, GError **), const bool *chosen);
// A file of the folder; asserts that it is there. Free with g_free.
char *export_case_file(const ExportCase *c, const char *name);
bool export_case_has(const ExportCase *c, const char *name);

// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of small files in the temporary directory, for tests of what reads whole folders.
#pragma once

#include <glib.h>

// Free with folder_free, which removes it with all files in it.
char *folder_new(void);
void folder_free(char *folder);
// `name` may have one folder in it.
void folder_put(const char *folder, const char *name, const char *text);
// A territory of two reps (R1 in 4.6, -74.1 and R2 in 6.2, -75.6), two groups and four clients, C1 and C2 of R1.
void folder_put_territory(const char *folder);

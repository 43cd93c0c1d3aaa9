// SPDX-License-Identifier: GPL-3.0-or-later
// The results of a run, put in place together. Files are written into a hidden folder beside their targets
// and renamed when all of them are there; until out_commit has succeeded the target folder is as it was,
// whether the run fails, is killed or runs out of disk. Names are relative to the folder and may have one
// level of folders ("charts/01-load.svg").
//
// One run at a time may write to a folder: a second one is refused, by out_new. Whoever computes for long calls that
// before, not after, and loses nothing. What a killed run has left is swept by the next. Errors are of G_FILE_ERROR, with the path that the user knows.
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct Out Out;

// Makes the folder with its parents where missing, and takes hold of it; else the folder stays as it is until the first
// file is given.
Out *out_new(const char *folder, GError **error);
// Throws away what was not committed, and the folders that were made for it.
void out_free(Out *out);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Out, out_free)

bool out_write(Out *out, const char *name, const char *text, gsize length, GError **error);
// Where another program or library is to write that file before the commit; free with g_free. What is not
// there by then is left out.
char *out_stage(Out *out, const char *name, GError **error);
// Forgets the files given so far whose names match ("charts/01-*": only '*' and '?', in the last part of the
// name).
void out_drop(Out *out, const char *pattern);
// On commit, files of a former run in the folder that match and are not written anew are deleted.
void out_supersede(Out *out, const char *pattern);

// Renames the files in the order in which they were given. When one cannot be, those before it are put back.
bool out_commit(Out *out, GError **error);

// SPDX-License-Identifier: GPL-3.0-or-later
// Small help for result files that are read again: numbers keep every bit, what is no number (NAN, INFINITY) is null.
#pragma once

#include <glib.h>
#include <jansson.h>
#include <stdint.h>

json_t *result_real(double value);
json_t *result_text(const char *text); // NULL: null
// Members of an object; what is missing or of another type counts as given last.
double result_number(const json_t *object, const char *name, double unknown);
int result_count(const json_t *object, const char *name); // 0 where it fits no int
const char *result_string(const json_t *object, const char *name, const char *unknown);
// Name of a PlanStatus; a word that is none of them counts as feasible.
int result_status(const json_t *object);

// The whole file, with a line end; free with g_free. Takes the root over.
char *result_dump(json_t *root);
// The root; NULL and an error (G_FILE_ERROR, path and line) where the text is no object that says it is of that kind.
json_t *result_parse(const char *text, gsize length, const char *path, const char *kind, GError **error);

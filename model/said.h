// SPDX-License-Identifier: GPL-3.0-or-later
// A sentence as data: a message and its values, to be put into words when its reader is known. Reasons and remedies are made
// once, by the solver, and read in files, on the terminal and in charts, perhaps in another language than that of the run.
//
// A sentence is text that can be stored and copied: a GVariant of the type (ssuav), printed. Any other text stands for
// itself, so that what somebody typed into a file passes through. Strings are freed with g_free.
#pragma once

#include "model/units.h"

// `format` is marked with N_ and holds %d, %u and %s only; days are given as day_text. No translation happens here.
char *said(const char *format, ...) G_GNUC_PRINTF(1, 2);
// As ngettext; the values are those of `many`, `one` has the same or none.
char *said_plural(const char *one, const char *many, unsigned count, ...);
// Sentences in a sentence: `format` holds a %s for each of `parts` (ends with NULL). It need not be marked.
char *said_of(const char *format, const char *const *parts);

// How a reader writes days and numbers; NULL: as files do.
typedef struct SaidStyle {
  const char *language;
  char *(*day)(Day day);
  char *(*number)(const char *language, double value, int decimals);
} SaidStyle;

// In the language of messages, with the style's days and numbers.
char *said_text(const char *sentence, const SaidStyle *style);

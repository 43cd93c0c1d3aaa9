// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of clients.csv as numbers and words, the further ones among them (model/attributes.h).
#pragma once

#include "model/attributes.h"

// Free with attributes_free. Cells are read as in all other files: decimal commas, percentages, yes in two languages.
Attributes *attributes_read(const Territory *territory);

// One more column, whose kind is what all of its filled cells are: numbers, yes and no, or else words. `names` as in
// Attribute, `cell` one a client or row.
void attributes_take(Attributes *attributes, const char *name, const char *names, const char *const *cell);

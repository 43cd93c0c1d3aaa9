// SPDX-License-Identifier: GPL-3.0-or-later
// The columns of clients.csv as numbers and words, the further ones among them (model/attributes.h).
#pragma once

#include "model/attributes.h"

// Free with attributes_free. Cells are read as in all other files: decimal commas, percentages, yes in two languages.
Attributes *attributes_read(const Territory *territory);

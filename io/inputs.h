// SPDX-License-Identifier: GPL-3.0-or-later
// Which input files a result was made from: an object "inputs" in its JSON file, name -> sha256, in the order of names.
#pragma once

#include <jansson.h>

#include "model/territory.h"

// A new reference. `inputs` may be NULL.
json_t *inputs_to_json(GHashTable *inputs);
// Those of a file of results; NULL where it cannot be read or names none. Free with g_hash_table_unref.
GHashTable *inputs_of_file(const char *path);
// Whether the files are still those: each has the bytes it had, and none has come in addition. What people have done since
// (actuals.csv) makes no plan, so it may have changed.
bool inputs_are_current(GHashTable *inputs, const Territory *territory);

// SPDX-License-Identifier: GPL-3.0-or-later
// What a fuzzer defines: one reader, fed with any bytes. Crashing, hanging or leaking is a failure; refusing is not.
// tests/fuzz/fuzz_NAME.c holds one; its seeds are the files of tests/fuzz/corpus/NAME/.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Returns 0, always.
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

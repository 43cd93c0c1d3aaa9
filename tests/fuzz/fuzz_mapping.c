// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of mappings: what it understands of any bytes it writes and reads back the same. And the proposal: whatever
// the header of an export, its mapping has no error.
#include "io/mapping.h"
#include "tests/fuzz/replay.h"

#include <string.h>

static void read_back(const Mapping *mapping)
{
  g_autoptr(Findings) findings = findings_new();
  g_autofree char *text = mapping_text(mapping);
  g_autoptr(Mapping) again = mapping_parse(text, strlen(text), "mapping.ini", findings);
  g_autofree char *second = mapping_text(again);
  g_assert_cmpint(findings_count(findings, FINDING_ERROR), ==, 0);
  g_assert_cmpstr(text, ==, second);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Mapping) mapping = mapping_parse((const char *)bytes, size, "mapping.ini", findings);
  if (findings_count(findings, FINDING_ERROR) == 0)
    read_back(mapping);
  g_autoptr(Findings) ignored = findings_new();
  g_autoptr(Table) table = table_parse((const char *)bytes, size, "export.csv", ignored);
  for (int kind = 0; kind < MAP_KINDS && table; kind++) {
    g_autoptr(Mapping) proposed = mapping_new("generic");
    mapping_propose(proposed, (SourceKind)kind, table);
    read_back(proposed);
  }
  return 0;
}

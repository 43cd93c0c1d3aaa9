// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of scenarios: edits of any bytes can be copied and freed, or there is an error with its line.
#include "io/scenario.h"
#include "tests/fuzz/replay.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Scenario) scenario =
      scenario_parse((const char *)bytes, size, "fuzz", "scenarios/fuzz.ini", findings);
  g_assert_true(scenario || findings_count(findings, FINDING_ERROR) > 0);
  for (guint k = 0; scenario && k < scenario->edits->len; k++) {
    g_autoptr(Edit) copy = edit_copy(scenario->edits->pdata[k]);
    g_assert_nonnull(copy);
    g_assert_nonnull(edit_kind_name(copy->kind));
  }
  findings_sorted(findings);
  return 0;
}

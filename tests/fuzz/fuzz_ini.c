// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of ronda.ini: settings are sound whatever the bytes, or there is an error.
#include "io/ini.h"
#include "tests/fuzz/replay.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Territory) territory = territory_new();
  Settings *settings = &territory->settings;
  ini_parse((const char *)bytes, size, "ronda.ini", settings, findings);
  g_assert_nonnull(settings->keys);
  g_assert_nonnull(settings->name);
  g_assert_cmpint(settings->day.from, <, settings->day.to);
  g_assert_cmpint(settings->pause.from, <=, settings->pause.to);
  g_assert_true(settings->speed_kmh > 0 && settings->cost_hour > 0);
  if (findings_count(findings, FINDING_ERROR) == 0) {
    g_assert_cmpint(settings->start, >, 0);
    g_assert_cmpint(settings->days, >, 0);
  }
  findings_sorted(findings);
  return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The reader of holidays.ics: every holiday has a day and its texts, whatever the bytes.
#include "io/ics.h"
#include "tests/fuzz/replay.h"

static void holiday_clear(gpointer data)
{
  Holiday *holiday = data;
  g_free(holiday->name);
  g_free(holiday->region);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  enum { START = 739985, DAYS = 91 }; // 2027-01-04
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(GArray) holidays = g_array_new(FALSE, TRUE, sizeof(Holiday));
  g_array_set_clear_func(holidays, holiday_clear);
  ics_parse((const char *)bytes, size, "holidays.ics", (DaySpan){START, START + DAYS}, holidays, findings);
  for (guint i = 0; i < holidays->len; i++) {
    const Holiday *holiday = &g_array_index(holidays, Holiday, i);
    g_assert_cmpint(holiday->day, >, 0);
    g_assert_true(g_utf8_validate(holiday->name, -1, NULL) && g_utf8_validate(holiday->region, -1, NULL));
  }
  findings_sorted(findings);
  return 0;
}

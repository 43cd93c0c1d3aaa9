// SPDX-License-Identifier: GPL-3.0-or-later
// The CSV reader: whatever the bytes, every row has a cell for each header and its line is one of the file's.
#include "io/row.h"
#include "tests/fuzz/replay.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  static const Column wanted[] = {{"client|cliente", true}, {"lat|latitud", true}, {"visits|visitas", false}};
  g_autoptr(Findings) findings = findings_new();
  g_autoptr(Table) table = table_parse((const char *)bytes, size, "fuzz.csv", findings);
  if (!table) {
    g_assert_cmpint(findings_count(findings, FINDING_ERROR), >, 0);
    return 0;
  }
  table_bind(table, wanted, G_N_ELEMENTS(wanted), NULL, findings);
  g_assert_cmpuint(table->cells->len, ==, (guint)(table->rows * table->columns));
  int last = table->header_line;
  for (int row = 0; row < table->rows; row++) {
    g_assert_cmpint(table_line(table, row), >, last);
    last = table_line(table, row);
    for (int column = 0; column < table->columns; column++)
      g_assert_true(g_utf8_validate(table_cell(table, row, column), -1, NULL));
    double lat, lon;
    Visits visits;
    Row at = {table, row, findings};
    row_place(&at, 1, 1, &lat, &lon);
    row_visits(&at, 2, &visits);
    g_autofree char *id = row_id(&at, 0);
    g_assert_nonnull(id);
  }
  findings_sorted(findings);
  return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include <string.h>

#include "io/ics.h"
#include "io/reader.h"
#include "io/text.h"
#include "model/words.h"

enum { DATE, NAME, REGION, COLUMNS };

static const Column columns[COLUMNS] = {
    [DATE] = {"date|fecha|dia", true},
    [NAME] = {"name|nombre|festivo|holiday", false},
    [REGION] = {"region|comunidad", false},
};
const ColumnList holidays_columns = {columns, COLUMNS};

static void read_holiday(Reader *reader, const Row *row)
{
  Holiday holiday = {.line = row_line(row)};
  if (!row_is_whole(row) || !row_date(row, DATE, &holiday.day)) {
    if (row_is_whole(row) && row->table->bound[DATE] >= 0 && !row_has(row, DATE))
      row_error(row, DATE, _("the cell is empty; every holiday needs its date"));
    return;
  }
  holiday.name = row_text(row, NAME);
  holiday.region = row_text(row, REGION);
  holiday.half = holiday_is_half(holiday.name);
  g_array_append_val(reader->territory->holidays, holiday);
}

static bool read_ics(Reader *reader, GError **error)
{
  Territory *territory = reader->territory;
  Day start = territory->settings.start;
  gsize length = 0;
  g_autofree char *data = text_load(territory->folder, "holidays.ics", territory->inputs, &length, error);
  if (data)
    ics_parse(data, length, "holidays.ics", (DaySpan){start, start + territory->settings.days},
              territory->holidays, reader->findings);
  return !*error;
}

// Regions are compared byte by byte later on, so a holiday's is put as its rep writes it.
static void match_region(Reader *reader, Holiday *holiday, GHashTable *said)
{
  const GArray *reps = reader->territory->reps;
  g_autofree char *folded = text_fold(holiday->region);
  const char *meant = NULL;
  for (guint i = 0; i < reps->len; i++) {
    const char *region = g_array_index(reps, Rep, i).region;
    g_autofree char *other = text_fold(region);
    if (strcmp(folded, other) == 0) {
      g_free(holiday->region);
      holiday->region = g_strdup(region);
      return;
    }
    if (strlen(folded) > 3 && *region && text_distance(folded, other, 2) <= 2)
      meant = region;
  }
  if (meant && g_hash_table_add(said, g_strdup(holiday->region)))
    findings_add(reader->findings, FINDING_WARNING, NULL, 0, NULL,
                 _("no rep has the region '%s' of the holidays; is '%s' meant?"), holiday->region, meant);
}

static void match_regions(Reader *reader)
{
  g_autoptr(GHashTable) said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < reader->territory->holidays->len; i++) {
    Holiday *holiday = &g_array_index(reader->territory->holidays, Holiday, i);
    if (*holiday->region)
      match_region(reader, holiday, said);
  }
}

bool read_holidays(Reader *reader, GError **error)
{
  g_autoptr(Table) table = reader_open(reader, "holidays.csv", false, columns, COLUMNS, NULL, error);
  for (int i = 0; table && i < table->rows; i++)
    read_holiday(reader, &(Row){table, i, reader->findings});
  if (*error || !read_ics(reader, error))
    return false;
  match_regions(reader);
  return true;
}

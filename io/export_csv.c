// SPDX-License-Identifier: GPL-3.0-or-later
// The calendar of each rep in a file of its own, with the columns of calendar.csv.
#include "io/export.h"
#include "io/plan_write.h"

bool export_csv(const Export *export, GError **error)
{
  for (int rep = 0; rep < (int)export->territory->reps->len; rep++) {
    const VisitSpan span = export_visits(export, rep);
    if (!export_has_rep(export, rep) || span.count == 0)
      continue;
    g_autoptr(GArray) visits = g_array_new(FALSE, FALSE, sizeof(Visit));
    g_array_append_vals(visits, plan_visit(export->plan, span.first), span.count);
    const Plan own = {.visits = visits};
    g_autoptr(Sheet) sheet = plan_calendar_sheet(&own, export->territory, export->form);
    g_autofree char *id = export_file(territory_rep(export->territory, rep)->id);
    g_autofree char *file = g_strdup_printf("%s.csv", id);
    if (!sheet_write(sheet, export->out, file, error))
      return false;
  }
  return true;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// CSV files for Google Calendar, one a rep: local times as in the US, no identity of an event. An import after a new plan
// doubles events, so the iCalendar files are the better way; see export_rows for the other one.
#include "io/export.h"

static void date_cell(Sheet *sheet, Day day)
{
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_julian(&date, (guint32)day);
  g_autofree char *text = g_strdup_printf("%02d/%02d/%04d", (int)g_date_get_month(&date),
                                          g_date_get_day(&date), g_date_get_year(&date));
  sheet_text(sheet, text);
}

static void time_cell(Sheet *sheet, int32_t s)
{
  const int minutes = s % DAY_S / MINUTE_S, hour = minutes / 60;
  g_autofree char *text =
      g_strdup_printf("%02d:%02d %s", hour % 12 ? hour % 12 : 12, minutes % 60, hour < 12 ? "AM" : "PM");
  sheet_text(sheet, text);
}

static void add_event(const Export *export, Sheet *sheet, const Visit *visit)
{
  g_autofree char *subject = export_subject(export, visit), *place = export_place(export, visit);
  g_autofree char *body = export_body(export, visit);
  const int32_t end = (visit->leave_s + MINUTE_S - 1) / MINUTE_S * MINUTE_S; // whole minutes, none lost
  sheet_text(sheet, subject);
  date_cell(sheet, visit->day);
  time_cell(sheet, visit_start_s(visit));
  date_cell(sheet, visit->day + end / DAY_S);
  time_cell(sheet, end);
  sheet_text(sheet, "FALSE");
  sheet_text(sheet, body);
  sheet_text(sheet, place);
  sheet_text(sheet, "FALSE");
  sheet_end_row(sheet);
}

bool export_google(const Export *export, GError **error)
{
  static const char *const columns[] = {"Subject",       "Start Date",  "Start Time", "End Date", "End Time",
                                        "All Day Event", "Description", "Location",   "Private",  NULL};
  for (int rep = 0; rep < (int)export->territory->reps->len; rep++) {
    const VisitSpan span = export_visits(export, rep);
    if (!export_has_rep(export, rep) || span.count == 0)
      continue;
    g_autoptr(Sheet) sheet = sheet_new(SHEET_PLAIN, columns);
    g_autofree char *file = export_file(territory_rep(export->territory, rep)->id);
    for (guint v = span.first; v < span.first + span.count; v++)
      add_event(export, sheet, plan_visit(export->plan, v));
    if (!export_rows(export, sheet, file, error))
      return false;
  }
  return true;
}

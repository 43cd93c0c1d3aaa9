// SPDX-License-Identifier: GPL-3.0-or-later
// The tables of a plan from any bytes. What can be read is tallied, checked and written, and the calendar
// that is written must be read back without a word and be written the same again.
#include <string.h>

#include "io/plan_read.h"
#include "io/plan_write.h"
#include "io/summary.h"
#include "model/check.h"
#include "tests/fuzz/replay.h"

enum { CLIENTS = 4, REPS = 2, START = 739618, DAYS = 19 }; // from Friday 2026-01-02 on

static Territory *make_territory(void)
{
  static const char *const ids[CLIENTS] = {"C1", "C2", "=1+1", "'=1"};
  Territory *territory = territory_new();
  territory->settings.start = START;
  territory->settings.days = DAYS;
  territory->settings.name = g_strdup("");
  for (int r = 0; r < REPS; r++) {
    Rep *rep = territory_add_rep(territory);
    rep->id = g_strdup_printf("R%d", r + 1);
    rep->region = g_strdup("");
    rep->lat = rep->end_lat = 4.6;
    rep->lon = rep->end_lon = -74;
  }
  for (int c = 0; c < CLIENTS; c++) {
    Client *client = territory_add_client(territory);
    client->id = g_strdup(ids[c]);
    client->name = g_strdup("Client, \"the\" one");
    client->rep = c % REPS;
    client->lat = 4.6 + 0.01 * c;
    client->lon = -74;
    client->visits = (Visits){.given = true, .min = 2, .max = 2};
  }
  return territory;
}

static char *write_calendar(const Plan *plan, const Territory *territory, SheetForm form)
{
  g_autoptr(Sheet) sheet = plan_calendar_sheet(plan, territory, form);
  return g_strdup(sheet_content(sheet));
}

static void use_plan(Plan *plan, const Territory *territory, const int *lines)
{
  g_autoptr(Calendar) calendar = calendar_new(territory);
  g_autoptr(Travel) travel = travel_new(territory);
  g_autoptr(Findings) findings = findings_new();
  plan_tally(plan, territory, calendar, travel);
  check_plan(plan, territory, "calendar.csv", lines, findings, NULL);
  g_free(summary_text(plan, territory, NULL, 0));
  sheet_free(plan_workload_sheet(plan, territory, SHEET_PLAIN));
  sheet_free(plan_clients_sheet(plan, territory, SHEET_EXCEL));
  for (SheetForm form = SHEET_PLAIN; form <= SHEET_EXCEL; form++) {
    g_autofree char *text = write_calendar(plan, territory, form);
    g_autoptr(Findings) none = findings_new();
    g_autoptr(Plan) again = plan_parse(text, strlen(text), "calendar.csv", territory, none, NULL);
    g_assert(again && findings_sorted(none)->len == 0);
    plan_tally(again, territory, calendar, travel);
    g_autofree char *text_again = write_calendar(again, territory, form);
    g_assert_cmpstr(text, ==, text_again);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
  g_autoptr(Territory) territory = make_territory();
  g_autoptr(Findings) findings = findings_new();
  g_autofree int *lines = NULL;
  const char *text = (const char *)bytes;
  g_autoptr(Plan) plan = plan_parse(text, size, "calendar.csv", territory, findings, &lines);
  if (plan)
    use_plan(plan, territory, lines);
  g_autoptr(Plan) other = plan_new();
  unplanned_parse(text, size, "unplanned.csv", territory, other, findings);
  sheet_free(plan_unplanned_sheet(other, territory, SHEET_PLAIN));
  summary_parse(text, size, "summary.json", territory, other, NULL);
  g_free(summary_text(other, territory, NULL, 0));
  return 0;
}

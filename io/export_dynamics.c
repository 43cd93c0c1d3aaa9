// SPDX-License-Identifier: GPL-3.0-or-later
// Appointments for Dynamics 365 (Dataverse table `appointment`): times in UTC, the account in RegardingObjectId. The
// import wizard matches accounts by GUID or by name and knows no row again: see export_rows.
#include "io/export.h"
#include "model/words.h"

static void add_appointment(const Export *export, Sheet *sheet, const Visit *visit, Gaps *accounts,
                            Gaps *owners)
{
  const Client *client = territory_client(export->territory, visit->client);
  const Rep *rep = territory_rep(export->territory, visit->rep);
  g_autofree char *subject = export_subject(export, visit), *place = export_place(export, visit);
  g_autofree char *body = export_body(export, visit), *name = export_clean(client->name);
  g_autofree char *start = export_utc(export, visit->day, visit_start_s(visit), false);
  g_autofree char *end = export_utc(export, visit->day, visit->leave_s, false);
  if (!*client->crm_id)
    gaps_add(accounts, client->id);
  if (!*rep->crm_id)
    gaps_add(owners, rep->id);
  sheet_text(sheet, subject);
  sheet_text(sheet, start);
  sheet_text(sheet, end);
  sheet_count(sheet, (visit->visit_s + MINUTE_S - 1) / MINUTE_S);
  sheet_text(sheet, place);
  sheet_text(sheet, body);
  sheet_text(sheet, *client->crm_id ? client->crm_id : name);
  sheet_text(sheet, "account");
  sheet_text(sheet, *rep->crm_id ? rep->crm_id : rep->email);
  sheet_text(sheet, "1"); // normal
  sheet_text(sheet, "FALSE");
  sheet_end_row(sheet);
}

bool export_dynamics(const Export *export, GError **error)
{
  static const char *const columns[] = {
      "Subject",  "ScheduledStart", "ScheduledEnd",      "ScheduledDurationMinutes",
      "Location", "Description",    "RegardingObjectId", "RegardingObjectTypeCode",
      "OwnerId",  "PriorityCode",   "IsAllDayEvent",     NULL};
  g_autoptr(Sheet) sheet = sheet_new(SHEET_PLAIN, columns);
  Gaps accounts = {0}, owners = {0};
  for (guint v = 0; v < export->plan->visits->len; v++) {
    const Visit *visit = plan_visit(export->plan, v);
    if (export_has_rep(export, visit->rep))
      add_appointment(export, sheet, visit, &accounts, &owners);
  }
  gaps_report(&accounts, export, "clients.csv", "crm_id",
              _("clients without a Dynamics id: their appointments name the account instead"));
  gaps_report(&owners, export, "reps.csv", "crm_id",
              _("reps without a Dynamics id: their appointments name the owner by e-mail address"));
  return export_rows(export, sheet, "appointments", error);
}

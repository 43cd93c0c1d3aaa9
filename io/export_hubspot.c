// SPDX-License-Identifier: GPL-3.0-or-later
// Meetings for HubSpot's import, together with the record that they belong to: company by its record id or name, contact
// by its e-mail address. Times are Unix milliseconds, UTC. An import cannot update meetings: see export_rows.
#include "io/export.h"
#include "model/words.h"

static void add_meeting(const Export *export, Sheet *sheet, const Visit *visit, Gaps *companies, Gaps *owners)
{
  const Client *client = territory_client(export->territory, visit->client);
  const Rep *rep = territory_rep(export->territory, visit->rep);
  g_autofree char *subject = export_subject(export, visit), *place = export_place(export, visit);
  g_autofree char *body = export_body(export, visit), *name = export_clean(client->name);
  const int64_t start = 1000 * export_unix(export, visit->day, visit_start_s(visit));
  const int64_t end = 1000 * export_unix(export, visit->day, visit->leave_s);
  if (!*client->crm_id)
    gaps_add(companies, client->id);
  if (!*rep->crm_id && !*rep->email)
    gaps_add(owners, rep->id);
  sheet_count(sheet, start);
  sheet_text(sheet, subject);
  sheet_count(sheet, start);
  sheet_count(sheet, end);
  sheet_text(sheet, body);
  sheet_text(sheet, place);
  sheet_text(sheet, "SCHEDULED");
  sheet_text(sheet, visit->channel == CHANNEL_VISIT ? "Visit" : "Call");
  sheet_text(sheet, *rep->crm_id ? rep->crm_id : rep->email);
  sheet_text(sheet, client->crm_id);
  sheet_text(sheet, name);
  sheet_text(sheet, client->email);
  sheet_end_row(sheet);
}

bool export_hubspot(const Export *export, GError **error)
{
  static const char *const columns[] = {"hs_timestamp",
                                        "hs_meeting_title",
                                        "hs_meeting_start_time",
                                        "hs_meeting_end_time",
                                        "hs_meeting_body",
                                        "hs_meeting_location",
                                        "hs_meeting_outcome",
                                        "hs_activity_type",
                                        "hubspot_owner_id",
                                        "company_record_id",
                                        "company_name",
                                        "contact_email",
                                        NULL};
  g_autoptr(Sheet) sheet = sheet_new(SHEET_PLAIN, columns);
  Gaps companies = {0}, owners = {0};
  for (guint v = 0; v < export->plan->visits->len; v++) {
    const Visit *visit = plan_visit(export->plan, v);
    if (export_has_rep(export, visit->rep))
      add_meeting(export, sheet, visit, &companies, &owners);
  }
  gaps_report(
      &companies, export, "clients.csv", "crm_id",
      _("clients without a HubSpot record id: their meetings are tied to a company by its name only"));
  gaps_report(&owners, export, "reps.csv", "crm_id",
              _("reps without a HubSpot owner id or e-mail address: their meetings have no owner"));
  return export_rows(export, sheet, "meetings", error);
}

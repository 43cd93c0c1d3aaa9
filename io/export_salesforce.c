// SPDX-License-Identifier: GPL-3.0-or-later
// Events for Salesforce's Data Loader (insert): times in UTC, the account in WhatId, the owner in OwnerId. AccountId is
// derived by Salesforce and cannot be written. The loader knows no row again: see export_rows.
#include <string.h>

#include "io/export.h"
#include "model/words.h"

enum { LOCATION_LETTERS = 255, DESCRIPTION_LETTERS = 32000, ID_SHORT = 15, ID_LONG = 18 };

static void limited_cell(Sheet *sheet, const char *text, glong most)
{
  g_autofree char *cut = g_utf8_strlen(text, -1) > most ? g_utf8_substring(text, 0, most) : NULL;
  sheet_text(sheet, cut ? cut : text);
}

static bool is_salesforce_id(const char *id)
{
  size_t length = strlen(id);
  for (const char *at = id; *at; at++) {
    if (!g_ascii_isalnum(*at))
      return false;
  }
  return length == ID_SHORT || length == ID_LONG;
}

typedef struct SalesforceGaps {
  Gaps accounts, owners, odd;
} SalesforceGaps;

static const char *checked(const char *id, Gaps *missing, Gaps *odd, const char *name)
{
  if (!*id)
    gaps_add(missing, name);
  else if (!is_salesforce_id(id))
    gaps_add(odd, id);
  return id;
}

static void add_event(const Export *export, Sheet *sheet, const Visit *visit, SalesforceGaps *gaps)
{
  const Client *client = territory_client(export->territory, visit->client);
  const Rep *rep = territory_rep(export->territory, visit->rep);
  const char *account = export_extra(export, visit->client, EXTRA_ACCOUNT_ID);
  const char *owner = *rep->crm_id ? rep->crm_id : export_extra(export, visit->client, EXTRA_OWNER_ID);
  g_autofree char *subject = export_subject(export, visit), *place = export_place(export, visit);
  g_autofree char *body = export_body(export, visit);
  g_autofree char *start = export_utc(export, visit->day, visit_start_s(visit), true);
  g_autofree char *end = export_utc(export, visit->day, visit->leave_s, true);
  limited_cell(sheet, subject, LOCATION_LETTERS);
  sheet_text(sheet, start);
  sheet_text(sheet, end);
  sheet_text(sheet, "FALSE");
  limited_cell(sheet, place, LOCATION_LETTERS);
  limited_cell(sheet, body, DESCRIPTION_LETTERS);
  sheet_text(sheet, checked(owner, &gaps->owners, &gaps->odd, rep->id));
  sheet_text(sheet, export_extra(export, visit->client, EXTRA_CONTACT_ID));
  sheet_text(sheet, checked(*account ? account : client->crm_id, &gaps->accounts, &gaps->odd, client->id));
  sheet_text(sheet, "FALSE");
  sheet_text(sheet, "Event");
  sheet_end_row(sheet);
}

bool export_salesforce(const Export *export, GError **error)
{
  static const char *const columns[] = {"Subject",  "StartDateTime", "EndDateTime",  "IsAllDayEvent",
                                        "Location", "Description",   "OwnerId",      "WhoId",
                                        "WhatId",   "IsPrivate",     "EventSubtype", NULL};
  g_autoptr(Sheet) sheet = sheet_new(SHEET_PLAIN, columns);
  SalesforceGaps gaps = {0};
  for (guint v = 0; v < export->plan->visits->len; v++) {
    const Visit *visit = plan_visit(export->plan, v);
    if (export_has_rep(export, visit->rep))
      add_event(export, sheet, visit, &gaps);
  }
  gaps_report(&gaps.accounts, export, "clients.csv", "crm_id",
              _("clients without a Salesforce account id: their events have no WhatId"));
  gaps_report(&gaps.owners, export, "reps.csv", "crm_id",
              _("reps without a Salesforce user id: their events would belong to whoever imports them"));
  gaps_report(&gaps.odd, export, NULL, "crm_id",
              _("ids that Salesforce will refuse, as they are not 15 or 18 letters and digits"));
  return export_rows(export, sheet, "events", error);
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/others_write.h"

#include "model/others.h"

enum { WEIGHT_DIGITS = 2 };

static int64_t spared_s(const Plan *plan, const Territory *territory, int client)
{
  const Client *c = territory_client(territory, client);
  const Ledger ledger = plan_ledger(plan, c->rep);
  const int64_t drive_s = ledger.visits > 0 ? ledger.travel_s / ledger.visits : 0;
  return c->spared * (client_visit_s(territory, c) + drive_s);
}

int64_t plan_spared_s(const Plan *plan, const Territory *territory)
{
  int64_t sum = 0;
  for (int i = 0; i < (int)territory->clients->len; i++)
    sum += territory_client(territory, i)->spared > 0 ? spared_s(plan, territory, i) : 0;
  return sum;
}

Sheet *plan_contacts_sheet(const Plan *plan, const Territory *territory, SheetForm form)
{
  static const char *const columns[] = {"client", "name",         "group",  "rep",    "contacts",
                                        "weight", "visits_given", "visits", "spared", "minutes_saved",
                                        NULL};
  Sheet *sheet = sheet_new(form, columns);
  for (int i = 0; i < (int)territory->clients->len; i++) {
    const Client *client = territory_client(territory, i);
    const int visits = client_visits(territory, client)->max;
    int contacts;
    const double weight = others_weight(territory, i, &contacts);
    if (contacts == 0)
      continue;
    sheet_text(sheet, client->id);
    sheet_text(sheet, client->name);
    sheet_text(sheet, client->group < 0 ? NULL : territory_group(territory, client->group)->id);
    sheet_text(sheet, client->rep < 0 ? NULL : territory_rep(territory, client->rep)->id);
    sheet_count(sheet, contacts);
    sheet_number(sheet, weight, WEIGHT_DIGITS);
    sheet_count(sheet, visits + client->spared);
    sheet_count(sheet, visits);
    sheet_count(sheet, client->spared);
    sheet_minutes(sheet, spared_s(plan, territory, i));
    sheet_end_row(sheet);
  }
  return sheet;
}

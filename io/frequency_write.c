// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/frequency_write.h"

enum { MINUTES_DIGITS = 1, VALUE_DIGITS = 2 };

static void value_cell(Sheet *sheet, Money money)
{
  sheet_number(sheet, money_units(money), VALUE_DIGITS);
}

static void client_row(Sheet *sheet, const Territory *territory, int index, const ClientFrequency *of)
{
  const Client *client = territory_client(territory, index);
  sheet_text(sheet, client->id);
  sheet_text(sheet, client->group < 0 ? NULL : territory_group(territory, client->group)->id);
  sheet_count(sheet, of->chosen.visits);
  sheet_count(sheet, of->chosen.remote);
  sheet_text(sheet, of->chosen.portal ? "yes" : "no");
  value_cell(sheet, of->value);
  sheet_count(sheet, of->now.visits);
  value_cell(sheet, of->value_now);
  sheet_number(sheet, (double)of->busy_s / MINUTE_S, MINUTES_DIGITS);
  sheet_text(sheet, client->name);
  sheet_text(sheet, territory_rep(territory, of->rep)->id);
  sheet_text(sheet, of->open ? "yes" : "no");
  sheet_count(sheet, of->chosen.visits - of->now.visits);
  sheet_count(sheet, of->now.remote);
  sheet_number(sheet, (double)of->busy_now_s / MINUTE_S, MINUTES_DIGITS);
  sheet_number(sheet, of->travel_s / MINUTE_S, MINUTES_DIGITS);
  value_cell(sheet, of->cost);
  value_cell(sheet, of->cost_now);
  sheet_end_row(sheet);
}

static Sheet *frequency_sheet(const Frequency *frequency, const Territory *territory, SheetForm form)
{
  static const char *const columns[] = {"client",      "group",      "visits",      "remote_visits",
                                        "portal",      "value",      "visits_now",  "value_now",
                                        "minutes",     "name",       "rep",         "chosen",
                                        "more_visits", "remote_now", "minutes_now", "travel_min_visit",
                                        "cost",        "cost_now",   NULL};
  Sheet *sheet = sheet_new(form, columns);
  for (int i = 0; i < frequency->clients; i++) {
    if (frequency->client[i].rep >= 0)
      client_row(sheet, territory, i, &frequency->client[i]);
  }
  return sheet;
}

bool frequency_write(const Frequency *frequency, const Territory *territory, SheetForm form, Out *out,
                     GError **error)
{
  g_autoptr(Sheet) sheet = frequency_sheet(frequency, territory, form);
  return sheet_write(sheet, out, "frequency.csv", error);
}

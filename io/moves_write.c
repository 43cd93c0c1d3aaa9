// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/moves_write.h"

static void place_cells(Sheet *sheet, const Plan *plan, int index, const Territory *territory)
{
  if (index < 0) {
    for (int k = 0; k < 3; k++)
      sheet_blank(sheet);
    return;
  }
  const Visit *visit = plan_visit(plan, (guint)index);
  sheet_day(sheet, visit->day);
  sheet_clock(sheet, visit->arrive_s + visit->wait_s);
  sheet_text(sheet, territory_rep(territory, visit->rep)->id);
}

Sheet *moves_sheet(const GArray *moves, const Plan *before, const Plan *after, const Territory *territory,
                   SheetForm form)
{
  static const char *const columns[] = {"client",  "name",     "number",   "change",  "old_date", "old_time",
                                        "old_rep", "new_date", "new_time", "new_rep", "reason",   NULL};
  Sheet *sheet = sheet_new(form, columns);
  for (guint k = 0; k < moves->len; k++) {
    const Move *move = &g_array_index(moves, Move, k);
    const Client *client = territory_client(territory, move->client);
    sheet_text(sheet, client->id);
    sheet_text(sheet, client->name);
    sheet_count(sheet, move->number);
    sheet_text(sheet, move_name(move->kind));
    place_cells(sheet, before, move->before, territory);
    place_cells(sheet, after, move->after, territory);
    sheet_text(sheet, move->reason);
    sheet_end_row(sheet);
  }
  return sheet;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/quarter.h"

enum { STAY = 30 * MINUTE_S, LEG = 613, LEG_M = 7003 };

static void rename_client(Territory *territory, int index, const char *id, const char *name)
{
  Client *client = territory_client(territory, index);
  g_free(client->id);
  g_free(client->name);
  client->id = g_strdup(id);
  client->name = g_strdup(name);
}

static Territory *make_territory(void)
{
  Territory *territory = toy_new(5, 19);
  territory->settings.start = toy_day("2027-01-06");
  territory->settings.name = g_strdup("Costa \"Norte\"");
  territory->settings.currency = g_strdup("COP");
  toy_add_rep(territory);
  territory_rep(territory, 0)->field_share = 0.85;
  toy_add_span(territory_rep(territory, 1)->days_off, "2027-01-11", "2027-01-15");
  Group *group = territory_add_group(territory);
  group->id = g_strdup("A");
  group->name = g_strdup("Clave; A");
  group->investment = 1000 * MONEY_ONE;
  group->growth_pct = 2.5;
  rename_client(territory, 0, "=1+1", "=HYPERLINK(\"x\")");
  rename_client(territory, 1, "C,2", "Peña, Hijos \"y\" Cía");
  for (int c = 0; c < 5; c++) {
    Client *client = territory_client(territory, c);
    client->group = c < 3 ? 0 : -1;
    client->lat = 4.6097 + 0.001 * c;
    client->lon = -74.0817;
    client->sales = c * 100 * MONEY_ONE;
  }
  territory_client(territory, 3)->rep = territory_client(territory, 4)->rep = 1;
  territory_client(territory, 2)->last_visit = toy_day("2026-12-30");
  toy_set_visits(territory, 0, 3);
  toy_set_visits(territory, 4, 2);
  toy_add_appointment(territory, 1, 0, "2027-01-07", toy_time(10, 0), 0);
  toy_matrix(territory, LEG, LEG_M);
  return territory;
}

static void add_result(Quarter *quarter, int rep, int planned, int unplanned)
{
  Ledger ledger = plan_ledger(quarter->plan, rep);
  RepResult result = {.rep = rep,
                      .status = rep ? PLAN_FEASIBLE : PLAN_OPTIMAL,
                      .cost = {.travel = 123456789, .missed = rep ? 2500000 : 0, .spacing = 250000},
                      .bound = rep ? 100000000 : 123706789,
                      .travel_s = ledger.travel_s,
                      .travel_m = ledger.travel_m,
                      .travel_bound_s = rep ? ledger.travel_s - 600 : ledger.travel_s,
                      .wanted = planned + unplanned,
                      .planned = planned,
                      .breaks = rep,
                      .seconds = 1.5};
  g_array_append_val(quarter->plan->reps, result);
  quarter->plan->cost.travel += result.cost.travel;
  quarter->plan->cost.missed += result.cost.missed;
  quarter->plan->cost.spacing += result.cost.spacing;
  quarter->plan->bound += result.bound;
}

Quarter quarter_new(void)
{
  Territory *territory = make_territory();
  Quarter quarter = {.territory = territory,
                     .calendar = calendar_new(territory),
                     .travel = travel_new(territory),
                     .plan = plan_new()};
  Plan *plan = quarter.plan;
  plan->seed = 42;
  plan->effort = g_strdup("quick");
  plan->seconds = 3.25;
  toy_visit(plan, 0, 0, "2027-01-06", toy_time(8, 0) + LEG, STAY);
  guint fixed = toy_visit(plan, 1, 0, "2027-01-07", toy_time(9, 40), STAY);
  plan_visit(plan, fixed)->leave_s = toy_time(10, 30); // waits for its hour
  plan_visit(plan, fixed)->fixed = true;
  toy_visit(plan, 2, 0, "2027-01-07", toy_time(10, 30) + LEG, STAY);
  toy_visit(plan, 0, 0, "2027-01-13", toy_time(13, 0) + LEG, STAY);
  toy_visit(plan, 0, 0, "2027-01-20", toy_time(8, 0) + LEG, STAY);
  toy_visit(plan, 3, 1, "2027-01-08", toy_time(8, 0) + LEG, STAY);
  toy_visit(plan, 4, 1, "2027-01-08", toy_time(8, 30) + 2 * LEG, STAY);
  Unplanned unplanned = {.client = 4,
                         .rep = 1,
                         .number = 1,
                         .code = REASON_SPACING,
                         .reason = g_strdup("=too close, or too far"),
                         .remedy = g_strdup("a wider gap: \"20\" days")};
  g_array_append_val(plan->unplanned, unplanned);
  plan_tally(plan, territory, quarter.calendar, quarter.travel);
  add_result(&quarter, 0, 5, 0);
  add_result(&quarter, 1, 2, 1);
  return quarter;
}

void quarter_clear(Quarter *quarter)
{
  plan_free(quarter->plan);
  travel_free(quarter->travel);
  calendar_free(quarter->calendar);
  territory_free(quarter->territory);
}

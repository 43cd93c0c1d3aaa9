// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/spend.h"

#include "model/activity.h"

bool *plan_holds_clients(const Plan *plan, const Territory *territory)
{
  bool *held = g_new0(bool, territory->clients->len + 1);
  for (guint v = 0; v < plan->visits->len; v++)
    held[plan_visit(plan, v)->client] = true;
  for (guint c = 0; c < territory->clients->len; c++) {
    const int rep = territory_client(territory, (int)c)->rep;
    held[c] = held[c] || (rep >= 0 && plan_rep_result(plan, rep));
  }
  return held;
}

static Money cost_of(const Activity *activity)
{
  return activity->cost == MONEY_NONE ? 0 : activity->cost;
}

static void add_visit(Spend *spend, const Territory *territory, const Visit *visit)
{
  spend->joint += visit->resource >= 0;
  for (int k = 0; k < ACTIVITIES_MAX && visit->activities >> k; k++) {
    const Activity *activity =
        visit->activities >> k & 1 ? client_activity(territory, visit->client, k) : NULL;
    if (!activity)
      continue;
    spend->planned++;
    spend->activity_s += activity->activity_s;
    spend->cost += cost_of(activity);
  }
}

// What a client asks for; by phone and through the portal it is all planned.
static void add_client(Spend *spend, const Territory *territory, int client)
{
  const Activity *activity;
  for (int k = 0; (activity = client_activity(territory, client, k)) != NULL; k++) {
    spend->wanted += activity->times;
    if (activity->channel == CHANNEL_VISIT)
      continue;
    spend->planned += activity->times;
    spend->cost += activity->times * cost_of(activity);
  }
}

Spend *plan_spend(const Plan *plan, const Territory *territory)
{
  const guint groups = territory->groups->len;
  Spend *spend = g_new0(Spend, groups + 1);
  g_autofree bool *held = plan_holds_clients(plan, territory);
  for (guint v = 0; v < plan->visits->len; v++) {
    const Visit *visit = plan_visit(plan, v);
    const int group = territory_client(territory, visit->client)->group;
    add_visit(&spend[group >= 0 ? (guint)group : groups], territory, visit);
  }
  for (guint c = 0; c < territory->clients->len; c++) {
    const int group = territory_client(territory, (int)c)->group;
    if (held[c] && group >= 0)
      add_client(&spend[group], territory, (int)c);
  }
  return spend;
}

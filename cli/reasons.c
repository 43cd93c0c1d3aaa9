// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/reasons.h"

#include "model/said.h"
#include "model/words.h"

// What is in the way of the former date; NULL: nothing.
static char *obstacle(const Visit *visit, const Work *work)
{
  const Client *client = territory_client(work->territory, visit->client);
  const Rep *rep = territory_rep(work->territory, visit->rep);
  const Holiday *holiday = calendar_holiday(work->territory, visit->rep, visit->day);
  if (holiday && !holiday->half)
    return g_strdup_printf(_("that day is a holiday: %s"), *holiday->name ? holiday->name : _("no name"));
  if (calendar_day(work->calendar, visit->rep, visit->day)->segments == 0)
    return g_strdup_printf(_("%s does not work that day"), rep->id);
  if (!visit->fixed && !rep_serves(work->territory, visit->rep, visit->client))
    return g_strdup_printf(_("%s does not visit this client any more"), rep->id);
  if (!visit->fixed && !client_is_open(client, visit->day))
    return g_strdup(_("the client is closed or away that day"));
  return NULL;
}

static bool was_visited(const Plan *plan, int client)
{
  for (guint v = 0; v < plan->visits->len; v++) {
    if (plan_visit(plan, v)->client == client)
      return true;
  }
  return false;
}

static char *why_without_place(const Plan *plan, int client)
{
  for (guint u = 0; u < plan->unplanned->len; u++) {
    const Unplanned *unplanned = &g_array_index(plan->unplanned, Unplanned, u);
    if (unplanned->client == client)
      return said_text(unplanned->reason, NULL);
  }
  return NULL;
}

static char *reason_of(const Move *move, const Plan *former, const Plan *plan, const Join *join,
                       const Work *work)
{
  const Visit *old = move->before >= 0 ? plan_visit(former, (guint)move->before) : NULL;
  const bool missed = old && join && join->fate[move->before] == FATE_MISSED;
  g_autofree char *without = move->kind == MOVE_DROPPED ? why_without_place(plan, move->client) : NULL;
  g_autofree char *first = missed ? g_strdup(_("missed")) : old ? obstacle(old, work) : NULL;
  if (move->kind == MOVE_DROPPED && first && without)
    return g_strdup_printf("%s; %s", first, without);
  if (move->kind == MOVE_DROPPED && without)
    return g_steal_pointer(&without);
  if (first)
    return g_steal_pointer(&first);
  if (move->kind == MOVE_DROPPED)
    return g_strdup(_("the client asks for fewer visits"));
  if (move->kind == MOVE_NEW)
    return g_strdup(was_visited(former, move->client) ? _("one more visit that found a place")
                                                      : _("a new client"));
  if (move->kind == MOVE_RETIMED)
    return g_strdup(_("the route of that day changed"));
  return g_strdup(_("makes room for another visit, or saves more than the move costs"));
}

void moves_explain(GArray *moves, const Plan *former, const Plan *plan, const Join *join, const Work *work)
{
  for (guint k = 0; k < moves->len; k++) {
    Move *move = &g_array_index(moves, Move, k);
    g_free(move->reason);
    move->reason = reason_of(move, former, plan, join, work);
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/client_pages.h"

#include <math.h>
#include <stdlib.h>

#include "io/action_write.h"
#include "io/plan_write.h"
#include "model/activity.h"
#include "model/said.h"
#include "model/spend.h"
#include "model/words.h"

static const char style[] =
    "body{font:15px/1.4 system-ui,sans-serif;margin:2em auto;max-width:70em;padding:0 1em;color:#222}"
    "h1{font-size:1.6em}h2{font-size:1.25em;margin:0}table{border-collapse:collapse;margin:.6em 0;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:.25em .6em;border-bottom:1px solid #ddd}"
    "td.n,th.n{text-align:right}section{border-top:3px solid #456;margin-top:2em;padding-top:.8em}"
    "p{margin:.4em 0}.no{background:#fdf3e6}a{color:#24527a}"
    "@media print{section{break-before:page;border:0}nav{display:none}}";

typedef struct Pages {
  const Plan *plan;
  const Territory *territory;
  GString *out;
  GPtrArray *visits; // GArray * of guint by client
  GapTally *gaps;
  bool *held;
  int *wanted;
} Pages;

static const GArray *visits_of(const Pages *pages, int client)
{
  return g_ptr_array_index(pages->visits, (guint)client);
}

static void put(const Pages *pages, const char *text)
{
  g_autofree char *safe = g_markup_escape_text(text ? text : "", -1);
  g_string_append(pages->out, safe);
}

static void put_cell(const Pages *pages, const char *text, bool number)
{
  g_string_append(pages->out, number ? "<td class=\"n\">" : "<td>");
  put(pages, text);
  g_string_append(pages->out, "</td>");
}

static void put_heads(const Pages *pages, const char *const *head, const char *kind)
{
  g_string_append(pages->out, "<table><tr>");
  for (int k = 0; head[k]; k++) {
    g_string_append(pages->out, kind[k] == 'n' ? "<th class=\"n\">" : "<th>");
    put(pages, head[k]);
    g_string_append(pages->out, "</th>");
  }
  g_string_append(pages->out, "</tr>\n");
}

// "Label: text", nothing where the text is empty.
static void put_line(const Pages *pages, const char *label, const char *text)
{
  if (!text || !*text)
    return;
  g_string_append(pages->out, "<p><b>");
  put(pages, label);
  g_string_append(pages->out, ":</b> ");
  put(pages, text);
  g_string_append(pages->out, "</p>\n");
}

static char *money_cell(Money money)
{
  return money == MONEY_NONE ? g_strdup("") : money_text(money);
}

// ---- One client --------------------------------------------------------------------------------------------------

static Day next_due(const Pages *pages, int client)
{
  const Settings *settings = &pages->territory->settings;
  const Day due = pages->gaps[client].next_due;
  return due == DAY_NONE || pages->wanted[client] == 0 ? DAY_NONE
                                                       : MAX(due, settings->start + settings->days);
}

static const char *who_of(const Pages *pages, int client)
{
  const GArray *visits = visits_of(pages, client);
  const int rep = visits->len > 0 ? plan_visit(pages->plan, g_array_index(visits, guint, 0))->rep
                                  : territory_client(pages->territory, client)->rep;
  return rep < 0 ? "" : territory_rep(pages->territory, rep)->name;
}

static void put_facts(const Pages *pages, int index)
{
  const Client *client = territory_client(pages->territory, index);
  const Group *group = client->group < 0 ? NULL : territory_group(pages->territory, client->group);
  const Day due = next_due(pages, index);
  g_autofree char *sales = money_cell(client->sales), *potential = money_cell(client->potential),
                  *day = due == DAY_NONE ? NULL : day_text(due),
                  *visits = g_strdup_printf(_("%u planned of %d wanted"), visits_of(pages, index)->len,
                                            pages->wanted[index]);
  put_line(pages, _("Group"), group ? group->name : NULL);
  put_line(pages, _("Objective"), group ? group->objective : NULL);
  put_line(pages, _("Rep"), who_of(pages, index));
  put_line(pages, _("Contact"), client->contact);
  put_line(pages, _("Phone"), client->phone);
  put_line(pages, _("E-mail"), client->email);
  put_line(pages, _("Sales"), sales);
  put_line(pages, _("Potential"), potential);
  put_line(pages, _("Visits"), visits);
  put_line(pages, _("Next visit due after the plan"), day);
  put_line(pages, _("Notes"), client->notes);
}

static void put_activity(const Pages *pages, int client, int k, const Activity *activity)
{
  const Territory *territory = pages->territory;
  const Group *group = territory_group(territory, activity->group);
  int planned;
  g_autofree char *dates =
      action_dates(pages->plan, territory, visits_of(pages, client), k, activity, &planned);
  g_autofree char *cost = activity->cost == MONEY_NONE ? g_strdup("") : money_text(planned * activity->cost),
                  *times = g_strdup_printf("%d / %d", planned, activity->times);
  g_string_append(pages->out, planned < activity->times ? "<tr class=\"no\">" : "<tr>");
  put_cell(pages, activity->id, false);
  put_cell(pages, activity->objective && *activity->objective ? activity->objective : group->objective,
           false);
  put_cell(pages, dates, false);
  put_cell(pages, channel_name(activity->channel), false);
  put_cell(pages, who_of(pages, client), false);
  put_cell(pages, activity->resource < 0 ? "" : territory_resource(territory, activity->resource)->name,
           false);
  put_cell(pages, times, true);
  put_cell(pages, cost, true);
  put_cell(pages, activity->expected_result, false);
  put_cell(pages, activity->kpi, false);
  g_string_append(pages->out, "</tr>\n");
}

static void put_activities(const Pages *pages, int client)
{
  const char *const head[] = {
      _("Activity"),     _("Objective"), _("Dates"),           _("Channel"),   _("Who"), _("With"),
      _("Done / asked"), _("Cost"),      _("Expected result"), _("Indicator"), NULL};
  const Activity *activity = client_activity(pages->territory, client, 0);
  if (!activity)
    return;
  put_heads(pages, head, "ttttttnntt");
  for (int k = 0; (activity = client_activity(pages->territory, client, k)) != NULL; k++)
    put_activity(pages, client, k, activity);
  g_string_append(pages->out, "</table>\n");
}

static void put_visits(const Pages *pages, int client)
{
  const char *const head[] = {_("Date"), _("Arrives"),    _("Minutes"), _("Rep"),
                              _("With"), _("Activities"), NULL};
  const GArray *visits = visits_of(pages, client);
  if (visits->len == 0)
    return;
  put_heads(pages, head, "tnnttt");
  for (guint v = 0; v < visits->len; v++) {
    const Visit *visit = plan_visit(pages->plan, g_array_index(visits, guint, v));
    g_autofree char *day = day_text(visit->day), *at = clock_text(visit->arrive_s),
                    *minutes = minutes_text(visit->visit_s),
                    *done = activities_text(pages->territory, client, visit->activities);
    g_string_append(pages->out, "<tr>");
    put_cell(pages, day, false);
    put_cell(pages, at, true);
    put_cell(pages, minutes, true);
    put_cell(pages, territory_rep(pages->territory, visit->rep)->name, false);
    put_cell(pages, visit->resource < 0 ? "" : territory_resource(pages->territory, visit->resource)->name,
             false);
    put_cell(pages, done, false);
    g_string_append(pages->out, "</tr>\n");
  }
  g_string_append(pages->out, "</table>\n");
}

static void put_refusal(const Pages *pages, const char *what, const char *reason, const char *remedy)
{
  g_string_append(pages->out, "<p class=\"no\"><b>");
  put(pages, what);
  g_string_append(pages->out, "</b> ");
  g_autofree char *why = said_text(reason, NULL), *change = said_text(remedy, NULL);
  put(pages, why);
  if (*change) {
    g_autofree char *text = g_strdup_printf(_("; it would fit with %s"), change);
    put(pages, text);
  }
  g_string_append(pages->out, "</p>\n");
}

static void put_missing(const Pages *pages, int client)
{
  for (guint u = 0; u < pages->plan->unplanned->len; u++) {
    const Unplanned *unplanned = &g_array_index(pages->plan->unplanned, Unplanned, u);
    if (unplanned->client == client)
      put_refusal(pages, _("A visit is not planned:"), unplanned->reason, unplanned->remedy);
  }
  for (guint u = 0; u < pages->plan->unmet->len; u++) {
    const Unmet *unmet = &g_array_index(pages->plan->unmet, Unmet, u);
    if (unmet->client != client)
      continue;
    const char *what = unmet->resource >= 0 ? territory_resource(pages->territory, unmet->resource)->name
                                            : client_activity(pages->territory, client, unmet->activity)->id;
    g_autofree char *head = g_strdup_printf(_("%s has no place:"), what);
    put_refusal(pages, head, unmet->reason, unmet->remedy);
  }
}

static void put_client(const Pages *pages, int client)
{
  const Client *c = territory_client(pages->territory, client);
  g_string_append_printf(pages->out, "<section id=\"c%d\"><h2>", client);
  put(pages, c->id);
  g_string_append(pages->out, " · ");
  put(pages, c->name);
  g_string_append(pages->out, "</h2>\n");
  put_facts(pages, client);
  put_activities(pages, client);
  put_visits(pages, client);
  put_missing(pages, client);
  g_string_append(pages->out, "</section>\n");
}

// ---- The list and the page ---------------------------------------------------------------------------------------

static void put_list(const Pages *pages)
{
  const char *const head[] = {_("Client"), _("Name"), _("Group"), _("Rep"), _("Visits"), _("Due"), NULL};
  g_string_append(pages->out, "<nav>");
  put_heads(pages, head, "ttttnt");
  for (int client = 0; client < (int)pages->territory->clients->len; client++) {
    const Client *c = territory_client(pages->territory, client);
    if (!pages->held[client])
      continue;
    const Day due = next_due(pages, client);
    g_autofree char *visits = g_strdup_printf("%u", visits_of(pages, client)->len),
                    *day = due == DAY_NONE ? g_strdup("") : day_text(due);
    g_string_append_printf(pages->out, "<tr><td><a href=\"#c%d\">", client);
    put(pages, c->id);
    g_string_append(pages->out, "</a></td>");
    put_cell(pages, c->name, false);
    put_cell(pages, c->group < 0 ? "" : territory_group(pages->territory, c->group)->id, false);
    put_cell(pages, who_of(pages, client), false);
    put_cell(pages, visits, true);
    put_cell(pages, day, false);
    g_string_append(pages->out, "</tr>\n");
  }
  g_string_append(pages->out, "</table></nav>\n");
}

static void put_title(const Pages *pages, const char *report)
{
  const Settings *settings = &pages->territory->settings;
  g_autofree char *from = day_text(settings->start), *to = day_text(settings->start + settings->days - 1);
  g_autofree char *title =
      g_strdup_printf(_("%s: action plan for every client, %s to %s"),
                      settings->name && *settings->name ? settings->name : _("Plan"), from, to);
  g_string_append(pages->out, "<!DOCTYPE html>\n<html lang=\"");
  put(pages, _("en")); // Translators: the code of this language, as in <html lang="en">
  g_string_append_printf(pages->out,
                         "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                         "content=\"width=device-width\"><style>%s</style><title>",
                         style);
  put(pages, title);
  g_string_append(pages->out, "</title></head><body><h1>");
  put(pages, title);
  g_string_append(pages->out, "</h1>\n");
  if (!report)
    return;
  g_string_append_printf(pages->out, "<p><a href=\"%s\">", report);
  put(pages, _("The plan in charts and tables"));
  g_string_append(pages->out, "</a></p>\n");
}

char *client_pages(const Plan *plan, const Territory *territory, const char *report)
{
  Pages pages = {.plan = plan, .territory = territory, .out = g_string_new(NULL)};
  pages.visits = action_visits(plan, territory);
  pages.gaps = plan_all_gaps(plan, territory);
  pages.held = plan_holds_clients(plan, territory);
  pages.wanted = wanted_visits(territory);
  put_title(&pages, report);
  put_list(&pages);
  for (int client = 0; client < (int)territory->clients->len; client++) {
    if (pages.held[client])
      put_client(&pages, client);
  }
  g_string_append(pages.out, "</body></html>\n");
  g_ptr_array_unref(pages.visits);
  g_free(pages.gaps);
  g_free(pages.held);
  g_free(pages.wanted);
  return g_string_free(pages.out, FALSE);
}

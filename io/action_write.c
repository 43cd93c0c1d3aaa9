// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/action_write.h"

#include "io/plan_write.h"
#include "model/activity.h"
#include "model/joint.h"

enum { MINUTES_PLACES = 2 };

typedef struct Actions {
  const Territory *territory;
  const Plan *plan;
  GPtrArray *visits; // GArray * of guint by client: its visits in the plan, by number
  GapTally *gaps;
} Actions;

static void release_visits(gpointer visits)
{
  g_array_unref(visits);
}

static gint number_order(gconstpointer left, gconstpointer right, gpointer data)
{
  const Plan *plan = data;
  const guint a = *(const guint *)left, b = *(const guint *)right;
  int order = plan_visit(plan, a)->number - plan_visit(plan, b)->number;
  return order ? order : (a > b) - (a < b);
}

GPtrArray *action_visits(const Plan *plan, const Territory *territory)
{
  GPtrArray *visits = g_ptr_array_new_with_free_func(release_visits);
  for (guint i = 0; i < territory->clients->len; i++)
    g_ptr_array_add(visits, g_array_new(FALSE, FALSE, sizeof(guint)));
  for (guint v = 0; v < plan->visits->len; v++)
    g_array_append_val((GArray *)g_ptr_array_index(visits, (guint)plan_visit(plan, v)->client), v);
  for (guint i = 0; i < territory->clients->len; i++)
    g_array_sort_with_data(g_ptr_array_index(visits, i), number_order, (gpointer)(uintptr_t)plan);
  return visits;
}

static void add_date(GString *dates, Day day)
{
  g_autofree char *text = day_text(day);
  g_string_append_printf(dates, "%s%s", dates->len ? " " : "", text);
}

// In person: of the visits that hold it.
static int add_visit_dates(const Plan *plan, const GArray *visits, int k, GString *dates)
{
  int planned = 0;
  for (guint v = 0; v < visits->len; v++) {
    const Visit *visit = plan_visit(plan, g_array_index(visits, guint, v));
    if (!(visit->activities >> k & 1))
      continue;
    add_date(dates, visit->day);
    planned++;
  }
  return planned;
}

char *action_dates(const Plan *plan, const Territory *territory, const GArray *visits, int k,
                   const Activity *activity, int *planned)
{
  GString *dates = g_string_new(NULL);
  const Settings *settings = &territory->settings;
  *planned = activity->times;
  if (activity->channel == CHANNEL_VISIT)
    *planned = add_visit_dates(plan, visits, k, dates);
  for (int t = 0; activity->channel != CHANNEL_VISIT && t < activity->times; t++) {
    // the middle of each of `times` equal parts, off the weekend
    Day day = settings->start + (2 * t + 1) * settings->days / (2 * activity->times);
    add_date(dates, day_weekday(day) > 4 ? day - (day_weekday(day) - 4) : day);
  }
  return g_string_free(dates, FALSE);
}

static void activity_row(Sheet *sheet, const Actions *actions, int index, int k, const Activity *activity)
{
  const Territory *territory = actions->territory;
  const Client *client = territory_client(territory, index);
  const GArray *visits = g_ptr_array_index(actions->visits, (guint)index);
  const Group *group = territory_group(territory, client->group);
  int planned,
      rep = visits->len > 0 ? plan_visit(actions->plan, g_array_index(visits, guint, 0))->rep : client->rep;
  g_autofree char *dates = action_dates(actions->plan, territory, visits, k, activity, &planned);
  Money cost = activity->cost == MONEY_NONE ? MONEY_NONE : planned * activity->cost;
  sheet_text(sheet, client->id);
  sheet_text(sheet, client->name);
  sheet_text(sheet, group->id);
  sheet_text(sheet, activity->id);
  sheet_text(sheet, activity->objective && *activity->objective ? activity->objective : group->objective);
  sheet_text(sheet, dates);
  sheet_text(sheet, channel_name(activity->channel));
  sheet_text(sheet, rep < 0 ? NULL : territory_rep(territory, rep)->id);
  sheet_text(sheet, activity->resource < 0 ? NULL : territory_resource(territory, activity->resource)->id);
  sheet_number(sheet, (double)activity->activity_s * planned / MINUTE_S, MINUTES_PLACES);
  sheet_money(sheet, cost);
  sheet_text(sheet, activity->expected_result);
  sheet_text(sheet, activity->kpi);
  sheet_count(sheet, activity->times);
  sheet_count(sheet, planned);
  sheet_text(sheet, group->objective);
  sheet_day(sheet, visits->len > 0 ? actions->gaps[index].next_due : DAY_NONE);
  sheet_end_row(sheet);
}

// A resource that joins visits for no activity of the group's, but because clients.csv asks for it.
static void joint_rows(Sheet *sheet, const Actions *actions, int index)
{
  const Territory *territory = actions->territory;
  const Client *client = territory_client(territory, index);
  const GArray *visits = g_ptr_array_index(actions->visits, (guint)index);
  g_autoptr(GString) dates = g_string_new(NULL);
  int planned = 0, rep = client->rep;
  if (client->resource < 0 || joint_activities(territory, index, client->resource, 0))
    return;
  for (guint v = 0; v < visits->len; v++) {
    const Visit *visit = plan_visit(actions->plan, g_array_index(visits, guint, v));
    rep = visit->rep;
    if (visit->resource != client->resource)
      continue;
    add_date(dates, visit->day);
    planned++;
  }
  const Group *group = client->group < 0 ? NULL : territory_group(territory, client->group);
  sheet_text(sheet, client->id);
  sheet_text(sheet, client->name);
  sheet_text(sheet, group ? group->id : NULL);
  sheet_text(sheet, "joint");
  sheet_text(sheet, group ? group->objective : NULL);
  sheet_text(sheet, dates->str);
  sheet_text(sheet, channel_name(CHANNEL_VISIT));
  sheet_text(sheet, rep < 0 ? NULL : territory_rep(territory, rep)->id);
  sheet_text(sheet, territory_resource(territory, client->resource)->id);
  sheet_number(sheet, 0, MINUTES_PLACES);
  sheet_money(sheet, 0);
  sheet_text(sheet, NULL);
  sheet_text(sheet, NULL);
  sheet_count(sheet, MAX(1, client->resource_visits));
  sheet_count(sheet, planned);
  sheet_text(sheet, group ? group->objective : NULL);
  sheet_day(sheet, visits->len > 0 ? actions->gaps[index].next_due : DAY_NONE);
  sheet_end_row(sheet);
}

// Clients of reps who were not planned this time are left out.
static bool is_in_plan(const Actions *actions, int client)
{
  int rep = territory_client(actions->territory, client)->rep;
  const GArray *visits = g_ptr_array_index(actions->visits, (guint)client);
  return visits->len > 0 || rep < 0 || plan_rep_result(actions->plan, rep);
}

Sheet *plan_actions_sheet(const Plan *plan, const Territory *territory, SheetForm form)
{
  static const char *const columns[] = {
      "client",  "name",  "group",    "activity",        "objective", "dates",
      "channel", "who",   "resource", "minutes",         "cost",      "expected_result",
      "kpi",     "times", "planned",  "group_objective", "next_due",  NULL};
  Sheet *sheet = sheet_new(form, columns);
  Actions actions = {territory, plan, action_visits(plan, territory), plan_all_gaps(plan, territory)};
  for (guint i = 0; i < territory->clients->len; i++) {
    const Activity *activity;
    for (int k = 0;
         is_in_plan(&actions, (int)i) && (activity = client_activity(territory, (int)i, k)) != NULL; k++)
      activity_row(sheet, &actions, (int)i, k, activity);
    if (is_in_plan(&actions, (int)i))
      joint_rows(sheet, &actions, (int)i);
  }
  g_ptr_array_unref(actions.visits);
  g_free(actions.gaps);
  return sheet;
}

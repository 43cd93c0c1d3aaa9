// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/join.h"

#include <stdlib.h>

enum { NEAR_DAYS = 3 };

typedef struct Item { // a planned visit or a report
  int client;
  Day day;
  int index;
} Item;

static int compare_items(const void *a, const void *b)
{
  const Item *x = a, *y = b;
  if (x->client != y->client)
    return x->client < y->client ? -1 : 1;
  if (x->day != y->day)
    return x->day < y->day ? -1 : 1;
  return (x->index > y->index) - (x->index < y->index);
}

Day actuals_last_day(const Territory *territory)
{
  const Settings *settings = &territory->settings;
  Day last = DAY_NONE;
  for (guint a = 0; a < territory->actuals->len; a++) {
    const Actual *actual = territory_actual(territory, a);
    if (actual->day >= settings->start && actual->day < settings->start + settings->days)
      last = MAX(last, actual->day);
  }
  return last;
}

static GArray *list_visits(const Plan *plan, const Join *join)
{
  GArray *items = g_array_new(TRUE, FALSE, sizeof(Item));
  for (guint v = 0; v < plan->visits->len; v++) {
    const Visit *visit = plan_visit(plan, v);
    const Item item = {visit->client, visit->day, (int)v};
    if (visit->day >= join->from && visit->day <= join->to)
      g_array_append_val(items, item);
  }
  qsort(items->data, items->len, sizeof(Item), compare_items);
  return items;
}

static GArray *list_reports(const Territory *territory, const Join *join)
{
  GArray *items = g_array_new(TRUE, FALSE, sizeof(Item));
  for (guint a = 0; a < territory->actuals->len; a++) {
    const Actual *actual = territory_actual(territory, a);
    const Item item = {actual->client, actual->day, (int)a};
    if (actual->day >= join->from && actual->day <= join->to)
      g_array_append_val(items, item);
  }
  qsort(items->data, items->len, sizeof(Item), compare_items);
  return items;
}

static void pair(Join *join, int visit, int row, Fate fate, Role role)
{
  join->fate[visit] = fate;
  join->row[visit] = row;
  join->role[row] = role;
  join->visit[row] = visit;
}

static ActualStatus status_of(const Territory *territory, const Item *report)
{
  return territory_actual(territory, (guint)report->index)->status;
}

// Reports of one client on days on which it was planned. Of several on one day, what was done counts more than what
// was missed.
static void pair_days(Join *join, const Territory *territory, const Item *visit, guint visits,
                      const Item *report, guint reports)
{
  for (guint v = 0, r = 0; v < visits; v++) {
    int done = -1, missed = -1;
    while (r < reports && report[r].day < visit[v].day)
      r++;
    for (guint k = r; k < reports && report[k].day == visit[v].day; k++) {
      if (status_of(territory, &report[k]) == ACTUAL_MISSED)
        missed = missed < 0 ? report[k].index : missed;
      else if (join->visit[report[k].index] < 0)
        done = done < 0 ? report[k].index : done;
    }
    if (done >= 0)
      pair(join, visit[v].index, done, FATE_DONE, ROLE_DONE);
    else if (missed >= 0)
      pair(join, visit[v].index, missed, FATE_MISSED, ROLE_MISSED);
  }
}

static void pair_moved(Join *join, const Territory *territory, int near, const Item *visit, guint visits,
                       const Item *report, guint reports)
{
  for (guint r = 0; r < reports; r++) {
    const ActualStatus status = status_of(territory, &report[r]);
    if (join->visit[report[r].index] >= 0 || (status != ACTUAL_DONE && status != ACTUAL_MOVED))
      continue;
    const bool doubled =
        r > 0 && report[r - 1].day == report[r].day && role_is_visit(join->role[report[r - 1].index]);
    int best = -1, distance = status == ACTUAL_MOVED ? G_MAXINT : near + 1;
    for (guint v = 0; v < visits && !doubled; v++) {
      const Fate fate = join->fate[visit[v].index];
      const int off = abs(visit[v].day - report[r].day);
      if (off < distance && (fate == FATE_FUTURE || fate == FATE_MISSED)) {
        best = visit[v].index;
        distance = off;
      }
    }
    if (best < 0)
      continue;
    if (join->row[best] >= 0) // the report that it was missed stands for itself
      join->visit[join->row[best]] = best;
    pair(join, best, report[r].index, FATE_MOVED, ROLE_MOVED);
  }
}

static void sort_rest(Join *join, const Territory *territory, const Item *report, guint reports)
{
  Day seen = DAY_NONE;
  for (guint r = 0; r < reports; r++) { // visits of a day before what is left over of it
    if (role_is_visit(join->role[report[r].index]))
      seen = report[r].day;
    if (join->role[report[r].index] != ROLE_OUTSIDE)
      continue;
    bool later = false;
    for (guint k = r + 1; k < reports && report[k].day == report[r].day; k++)
      later = later || role_is_visit(join->role[report[k].index]);
    if (status_of(territory, &report[r]) == ACTUAL_MISSED)
      join->role[report[r].index] = ROLE_MISSED;
    else
      join->role[report[r].index] = seen == report[r].day || later ? ROLE_DOUBLE : ROLE_EXTRA;
    if (join->role[report[r].index] == ROLE_EXTRA)
      seen = report[r].day;
  }
}

// Visits without a report: missed, if the rep reported anything that week.
static void sort_silence(Join *join, const Territory *territory, const Plan *plan)
{
  const int weeks = horizon_weeks(territory), reps = (int)territory->reps->len;
  g_autofree bool *reported = g_new0(bool, (gsize)(weeks + 1) * (gsize)(reps + 1));
  for (guint a = 0; a < territory->actuals->len; a++) {
    const Actual *actual = territory_actual(territory, a);
    if (actual->day < join->from || actual->day > join->to)
      continue;
    const int week = horizon_week(territory, actual->day);
    if (actual->rep >= 0)
      reported[week * reps + actual->rep] = true;
    if (join->visit[a] >= 0) // whoever stood in for him
      reported[week * reps + plan_visit(plan, (guint)join->visit[a])->rep] = true;
  }
  for (guint v = 0; v < plan->visits->len; v++) {
    const Visit *visit = plan_visit(plan, v);
    if (join->fate[v] == FATE_FUTURE && visit->day >= join->from && visit->day <= join->to)
      join->fate[v] =
          reported[horizon_week(territory, visit->day) * reps + visit->rep] ? FATE_MISSED : FATE_UNREPORTED;
  }
}

Join *join_new(const Territory *territory, const Plan *plan, Day to)
{
  const Settings *settings = &territory->settings;
  const Day last = settings->start + settings->days - 1;
  Join *join = g_new0(Join, 1);
  join->from = settings->start;
  join->to = MIN(to, last);
  join->fate = g_new0(Fate, plan->visits->len + 1);
  join->row = g_new(int, plan->visits->len + 1);
  join->role = g_new0(Role, territory->actuals->len + 1);
  join->visit = g_new(int, territory->actuals->len + 1);
  for (guint v = 0; v <= plan->visits->len; v++)
    join->row[v] = -1;
  for (guint a = 0; a <= territory->actuals->len; a++)
    join->visit[a] = -1;
  g_autoptr(GArray) visits = list_visits(plan, join), reports = list_reports(territory, join);
  g_autofree int *wanted = wanted_visits(territory);
  const Item *visit = (const Item *)(void *)visits->data, *report = (const Item *)(void *)reports->data;
  for (guint r = 0, v = 0; r < reports->len;) {
    const int client = report[r].client;
    guint rows = r, planned;
    while (rows < reports->len && report[rows].client == client)
      rows++;
    while (v < visits->len && visit[v].client < client)
      v++;
    for (planned = v; planned < visits->len && visit[planned].client == client;)
      planned++;
    const int near = MAX(NEAR_DAYS, settings->days / MAX(1, wanted[client]) / 2);
    pair_days(join, territory, visit + v, planned - v, report + r, rows - r);
    pair_moved(join, territory, near, visit + v, planned - v, report + r, rows - r);
    sort_rest(join, territory, report + r, rows - r);
    r = rows;
    v = planned;
  }
  sort_silence(join, territory, plan);
  return join;
}

void join_free(Join *join)
{
  if (!join)
    return;
  g_free(join->fate);
  g_free(join->row);
  g_free(join->role);
  g_free(join->visit);
  g_free(join);
}

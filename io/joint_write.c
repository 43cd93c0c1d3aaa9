// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/joint_write.h"

#include <stdlib.h>

#include "io/plan_write.h"
#include "model/activity.h"
#include "model/joint.h"

enum { COORDINATE_DIGITS = 6, KM_DIGITS = 3 };

static int32_t start_of(const Visit *visit)
{
  return visit->leave_s - visit->visit_s;
}

static int joint_order(const void *a, const void *b)
{
  const Visit *x = *(const Visit *const *)a, *y = *(const Visit *const *)b;
  if (x->resource != y->resource)
    return x->resource - y->resource;
  if (x->day != y->day)
    return x->day - y->day;
  return start_of(x) != start_of(y) ? start_of(x) - start_of(y) : visit_compare(x, y);
}

static void joint_row(Sheet *sheet, const Travel *travel, const Visit *visit, const Visit *before, int stop)
{
  const Territory *territory = travel_territory(travel);
  const Resource *resource = territory_resource(territory, visit->resource);
  const Client *client = territory_client(territory, visit->client);
  const Leg leg = resource_leg(travel, visit->resource, before ? before->client : JOINT_PLACE, visit->client);
  g_autofree char *activities = activities_text(territory, visit->client, visit->activities),
                  *uid = visit_uid(territory, visit);
  sheet_text(sheet, resource->id);
  sheet_text(sheet, resource->name);
  sheet_text(sheet, resource->role);
  sheet_day(sheet, visit->day);
  sheet_text(sheet, weekday_name(day_weekday(visit->day)));
  sheet_count(sheet, horizon_week(territory, visit->day));
  sheet_count(sheet, stop);
  sheet_clock(sheet, start_of(visit));
  sheet_clock(sheet, visit->leave_s);
  sheet_text(sheet, client->id);
  sheet_text(sheet, client->name);
  sheet_text(sheet, territory_rep(territory, visit->rep)->id);
  sheet_text(sheet, territory_rep(territory, visit->rep)->name);
  sheet_text(sheet, *activities ? activities : NULL);
  sheet_minutes(sheet, leg.travel_s);
  sheet_decimal(sheet, leg.travel_m, KM_DIGITS);
  sheet_minutes(sheet, before ? start_of(visit) - before->leave_s - leg.travel_s : 0);
  sheet_minutes(sheet, visit->visit_s);
  sheet_number(sheet, client->lat, COORDINATE_DIGITS);
  sheet_number(sheet, client->lon, COORDINATE_DIGITS);
  sheet_text(sheet, uid);
  sheet_end_row(sheet);
}

Sheet *plan_resources_sheet(const Plan *plan, const Territory *territory, SheetForm form)
{
  static const char *const columns[] = {
      "resource", "name",      "role",        "date", "weekday",  "week",     "stop",       "start",
      "end",      "client",    "client_name", "rep",  "rep_name", "activity", "travel_min", "travel_km",
      "wait_min", "visit_min", "lat",         "lon",  "uid",      NULL};
  Sheet *sheet = sheet_new(form, columns);
  g_autoptr(Travel) travel = travel_new(territory);
  g_autoptr(GPtrArray) joint = g_ptr_array_new();
  for (guint v = 0; v < plan->visits->len; v++) {
    if (plan_visit(plan, v)->resource >= 0)
      g_ptr_array_add(joint, plan_visit(plan, v));
  }
  if (joint->len > 0)
    qsort(joint->pdata, joint->len, sizeof(gpointer), joint_order);
  int stop = 0;
  for (guint k = 0; k < joint->len; k++) {
    const Visit *visit = joint->pdata[k], *before = k > 0 ? joint->pdata[k - 1] : NULL;
    const bool goes_on = before && before->resource == visit->resource && before->day == visit->day;
    stop = goes_on ? stop + 1 : 1;
    joint_row(sheet, travel, visit, goes_on ? before : NULL, stop);
  }
  return sheet;
}

Sheet *plan_unmet_sheet(const Plan *plan, const Territory *territory, SheetForm form)
{
  static const char *const columns[] = {"client", "name",        "group",  "rep",    "resource", "activity",
                                        "times",  "reason_code", "reason", "change", NULL};
  Sheet *sheet = sheet_new(form, columns);
  for (guint u = 0; u < plan->unmet->len; u++) {
    const Unmet *unmet = &g_array_index(plan->unmet, Unmet, u);
    const Client *client = territory_client(territory, unmet->client);
    g_autofree char *joint = NULL;
    if (unmet->resource >= 0)
      joint = activities_text(territory, unmet->client,
                              joint_activities(territory, unmet->client, unmet->resource, 0));
    sheet_text(sheet, client->id);
    sheet_text(sheet, client->name);
    sheet_text(sheet, client->group < 0 ? NULL : territory_group(territory, client->group)->id);
    sheet_text(sheet, unmet->rep < 0 ? NULL : territory_rep(territory, unmet->rep)->id);
    sheet_text(sheet, unmet->resource < 0 ? NULL : territory_resource(territory, unmet->resource)->id);
    sheet_text(sheet, unmet->activity < 0 ? (joint && *joint ? joint : NULL)
                                          : client_activity(territory, unmet->client, unmet->activity)->id);
    sheet_count(sheet, unmet->times);
    sheet_text(sheet, unmet_name(unmet->code));
    sheet_said(sheet, unmet->reason);
    sheet_said(sheet, unmet->remedy);
    sheet_end_row(sheet);
  }
  return sheet;
}

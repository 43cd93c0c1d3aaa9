// SPDX-License-Identifier: GPL-3.0-or-later
// What is done at visits, and who joins them. A resource is one person: at one client at a time, on its days, within its
// hours, no oftener than its quota, and on the road between two joint visits of a day.
#include <math.h>
#include <stdlib.h>

#include "model/activity.h"
#include "model/check_rules.h"
#include "model/joint.h"
#include "model/words.h"

// ---- Activities ----

typedef struct Doing { // an activity of the plan's visits
  const Activity *activity;
  int bit; // its place in its group's list
} Doing;

// The activities of a group with their places; free with g_free.
static Doing *doings_of(const Check *check, int group, int *count)
{
  const GArray *all = check->territory->activities;
  Doing *doing = g_new(Doing, all->len + 1);
  *count = 0;
  for (guint a = 0; a < all->len; a++) {
    const Activity *activity = &g_array_index(all, Activity, a);
    if (activity->group != group || group < 0)
      continue;
    doing[*count] = (Doing){activity, *count};
    (*count)++;
  }
  return doing;
}

static bool is_done(const Visit *visit, const Doing *doing)
{
  return (visit->activities >> doing->bit) & 1;
}

int32_t check_activities_s(const Check *check, const Visit *visit)
{
  int count;
  int32_t sum = 0;
  if (!visit->activities)
    return 0;
  g_autofree Doing *doing =
      doings_of(check, territory_client(check->territory, visit->client)->group, &count);
  for (int k = 0; k < count; k++)
    sum += is_done(visit, &doing[k]) ? doing[k].activity->activity_s : 0;
  return sum;
}

static void check_company(Check *check, guint index, const Activity *activity)
{
  const Visit *visit = plan_visit(check->plan, index);
  g_autofree char *who = check_who(check, visit);
  if (activity->channel != CHANNEL_VISIT)
    check_fail(check, index, _("%s: activity '%s' is not done in person (activities.csv:%d); take it off"),
               who, activity->id, activity->line);
  else if (activity->resource >= 0 && visit->resource != activity->resource)
    check_fail(check, index,
               _("%s: activity '%s' needs resource '%s', who does not join the visit; take it off"), who,
               activity->id, territory_resource(check->territory, activity->resource)->id);
}

static void check_activities(Check *check)
{
  const guint visits = check->plan->visits->len, lists = check->territory->activities->len;
  g_autofree int *done = g_new0(int, (gsize)check->territory->clients->len *(lists + 1) + 1);
  for (guint v = 0; v < visits; v++) {
    const Visit *visit = plan_visit(check->plan, v);
    int count;
    if (!visit->activities)
      continue;
    g_autofree Doing *doing =
        doings_of(check, territory_client(check->territory, visit->client)->group, &count);
    for (int k = 0; k < count; k++) {
      if (!is_done(visit, &doing[k]))
        continue;
      check_company(check, v, doing[k].activity);
      if (++done[(size_t)visit->client * lists + (size_t)k] != doing[k].activity->times + 1)
        continue;
      g_autofree char *who = check_who(check, visit);
      check_fail(check, v, _("%s: activity '%s' is done more than %d times (activities.csv:%d); take it off"),
                 who, doing[k].activity->id, doing[k].activity->times, doing[k].activity->line);
    }
  }
}

// ---- Resources ----

static int32_t start_of(const Visit *visit)
{
  return visit->leave_s - visit->visit_s;
}

static int compare_joint(gconstpointer a, gconstpointer b, gpointer plan)
{
  guint i = *(const guint *)a, j = *(const guint *)b;
  const Visit *x = plan_visit(plan, i), *y = plan_visit(plan, j);
  if (x->resource != y->resource)
    return x->resource < y->resource ? -1 : 1;
  if (x->day != y->day)
    return x->day < y->day ? -1 : 1;
  if (start_of(x) != start_of(y))
    return start_of(x) < start_of(y) ? -1 : 1;
  return i < j ? -1 : 1;
}

// Worked out again, as check_leg does.
static Leg way_of(const Check *check, int resource, int from, int to)
{
  const Territory *territory = check->territory;
  const Resource *r = territory_resource(territory, resource);
  const Leg planned = resource_leg(check->travel, resource, from, to);
  if (from == to || (territory->settings.travel == TRAVEL_MATRIX && from >= 0 && to >= 0))
    return planned;
  if ((from < 0 || to < 0) && (isnan(r->lat) || isnan(r->lon)))
    return (Leg){0, 0};
  double lat1 = from < 0 ? r->lat : territory_client(territory, from)->lat,
         lon1 = from < 0 ? r->lon : territory_client(territory, from)->lon,
         lat2 = to < 0 ? r->lat : territory_client(territory, to)->lat,
         lon2 = to < 0 ? r->lon : territory_client(territory, to)->lon;
  double metres = check_sphere_m(lat1, lon1, lat2, lon2) * territory->settings.road_factor;
  return check_rounded_leg(metres / (territory->settings.speed_kmh / 3.6), metres, planned);
}

static void check_presence(Check *check, guint index)
{
  const Visit *visit = plan_visit(check->plan, index);
  const Resource *resource = territory_resource(check->territory, visit->resource);
  const int32_t there = way_of(check, visit->resource, JOINT_PLACE, visit->client).travel_s,
                back = way_of(check, visit->resource, visit->client, JOINT_PLACE).travel_s;
  g_autofree char *who = check_who(check, visit), *from = clock_text(start_of(visit)),
                  *to = clock_text(visit->leave_s), *hours = check_windows_text(&resource->hours, 1);
  if (!resource_works(check->territory, visit->resource, visit->day))
    check_fail(
        check, index,
        _("%s: resource '%s' cannot join on that day; move the visit to one of its days (resources.csv:%d)"),
        who, resource->id, resource->line);
  if (start_of(visit) - there < resource->hours.from || visit->leave_s + back > resource->hours.to)
    check_fail(
        check, index,
        _("%s: the visit from %s to %s, with the way there and back, is not inside the hours of resource "
          "'%s', %s; move it into them"),
        who, from, to, resource->id, hours);
}

static void check_way(Check *check, guint index, guint before)
{
  const Visit *visit = plan_visit(check->plan, index), *last = plan_visit(check->plan, before);
  const int32_t drive_s = way_of(check, visit->resource, last->client, visit->client).travel_s;
  if (start_of(visit) >= last->leave_s + drive_s)
    return;
  g_autofree char *who = check_who(check, visit), *from = clock_text(start_of(visit)),
                  *left = clock_text(last->leave_s), *drive = minutes_text(drive_s),
                  *possible = clock_text(last->leave_s + drive_s);
  check_fail(
      check, index,
      _("%s: begins at %s, but resource '%s' leaves client '%s' at %s and drives %s min; begin at %s or "
        "later"),
      who, from, territory_resource(check->territory, visit->resource)->id,
      territory_client(check->territory, last->client)->id, left, drive, possible);
}

static void check_resource(Check *check, const guint *index, guint count)
{
  const Visit *first = plan_visit(check->plan, index[0]);
  const Resource *resource = territory_resource(check->territory, first->resource);
  for (guint i = 0; i < count; i++) {
    check_presence(check, index[i]);
    if (i > 0 && plan_visit(check->plan, index[i])->day == plan_visit(check->plan, index[i - 1])->day)
      check_way(check, index[i], index[i - 1]);
  }
  if (resource->max_visits > 0 && (int)count > resource->max_visits)
    check_fail(
        check, index[resource->max_visits],
        _("resource '%s' joins %u visits, but at most %d (max_visits, resources.csv:%d); take it off %u"),
        resource->id, count, resource->max_visits, resource->line, count - (guint)resource->max_visits);
}

void check_joints(Check *check)
{
  g_autoptr(GArray) joint = g_array_new(FALSE, FALSE, sizeof(guint));
  check_activities(check);
  for (guint v = 0; v < check->plan->visits->len; v++) {
    if (plan_visit(check->plan, v)->resource >= 0)
      g_array_append_val(joint, v);
  }
  g_array_sort_with_data(joint, compare_joint, (gpointer)(uintptr_t)check->plan);
  const guint *index = (const guint *)(const void *)joint->data;
  for (guint first = 0, end; first < joint->len; first = end) {
    for (end = first + 1; end < joint->len; end++) {
      if (plan_visit(check->plan, index[end])->resource != plan_visit(check->plan, index[first])->resource)
        break;
    }
    check_resource(check, index + first, end - first);
  }
}

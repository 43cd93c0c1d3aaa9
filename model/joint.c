// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/joint.h"

#include <math.h>

#include "model/activity.h"

int joint_wish(const Territory *territory, int client, int resource, int wanted)
{
  const Client *c = territory_client(territory, client);
  const Activity *activity;
  int wish = c->resource == resource ? MAX(1, c->resource_visits) : 0;
  for (int k = 0; (activity = client_activity(territory, client, k)) != NULL; k++) {
    if (activity->resource == resource && activity->channel == CHANNEL_VISIT)
      wish = MAX(wish, activity->times);
  }
  return MIN(wish, wanted);
}

uint64_t joint_activities(const Territory *territory, int client, int resource, int number)
{
  const Activity *activity;
  uint64_t set = 0;
  for (int k = 0; (activity = client_activity(territory, client, k)) != NULL; k++) {
    if (activity->resource == resource && activity->channel == CHANNEL_VISIT && activity->times > number)
      set |= UINT64_C(1) << k;
  }
  return set;
}

bool resource_works(const Territory *territory, int resource, Day day)
{
  const Resource *r = territory_resource(territory, resource);
  if (r->days->len > 0)
    return days_contain(r->days, day);
  for (guint h = 0; h < territory->holidays->len; h++) {
    const Holiday *holiday = &g_array_index(territory->holidays, Holiday, h);
    if (holiday->day == day && !*holiday->region && !holiday->half)
      return false;
  }
  return day_weekday(day) < 5;
}

static bool has_place(const Resource *resource)
{
  return !isnan(resource->lat) && !isnan(resource->lon);
}

static void place_of(const Territory *territory, int resource, int place, double *lat, double *lon)
{
  const Resource *r = territory_resource(territory, resource);
  *lat = place == JOINT_PLACE ? r->lat : territory_client(territory, place)->lat;
  *lon = place == JOINT_PLACE ? r->lon : territory_client(territory, place)->lon;
}

Leg resource_leg(const Travel *travel, int resource, int from, int to)
{
  const Territory *territory = travel_territory(travel);
  const Settings *settings = &territory->settings;
  if (from == to)
    return (Leg){0, 0};
  if (from == JOINT_PLACE || to == JOINT_PLACE) {
    if (!has_place(territory_resource(territory, resource)))
      return (Leg){0, 0};
  } else if (settings->travel == TRAVEL_MATRIX) {
    return travel_leg(travel, 0, from, to); // the same for everybody
  }
  double lat1, lon1, lat2, lon2;
  place_of(territory, resource, from, &lat1, &lon1);
  place_of(territory, resource, to, &lat2, &lon2);
  double metres = great_circle_m(lat1, lon1, lat2, lon2) * settings->road_factor;
  return (Leg){(int32_t)ceil(metres * 3.6 / settings->speed_kmh), (int32_t)lround(metres)};
}

Money resource_leg_cost(const Territory *territory, Leg leg)
{
  const Settings *settings = &territory->settings;
  return (Money)llround((double)leg.travel_s * (double)settings->cost_hour / HOUR_S +
                        (double)leg.travel_m * (double)settings->cost_km / 1000);
}

const Joint *territory_joint(const Territory *territory, int client, Day day)
{
  for (guint j = 0; j < territory->joints->len; j++) {
    const Joint *joint = &g_array_index(territory->joints, Joint, j);
    if (joint->client == client && joint->day == day)
      return joint;
  }
  return NULL;
}

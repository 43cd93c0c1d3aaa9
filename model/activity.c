// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/activity.h"

static const Activity *activity_at(const Territory *territory, guint index)
{
  return &g_array_index(territory->activities, Activity, index);
}

const Activity *client_activity(const Territory *territory, int client, int k)
{
  const int group = territory_client(territory, client)->group;
  for (guint a = 0; group >= 0 && a < territory->activities->len; a++) {
    if (activity_at(territory, a)->group == group && k-- == 0)
      return activity_at(territory, a);
  }
  return NULL;
}

int32_t activities_s(const Territory *territory, int client, uint64_t set)
{
  int32_t sum = 0;
  for (int k = 0; set; k++, set >>= 1) {
    const Activity *activity = set & 1 ? client_activity(territory, client, k) : NULL;
    sum += activity ? activity->activity_s : 0;
  }
  return sum;
}

char *activities_text(const Territory *territory, int client, uint64_t set)
{
  GString *text = g_string_new(NULL);
  for (int k = 0; set; k++, set >>= 1) {
    const Activity *activity = set & 1 ? client_activity(territory, client, k) : NULL;
    if (activity)
      g_string_append_printf(text, "%s%s", text->len > 0 ? "+" : "", activity->id);
  }
  return g_string_free(text, FALSE);
}

int64_t client_activities_s(const Territory *territory, int client, int visits)
{
  int64_t sum = 0;
  const Activity *activity;
  for (int k = 0; (activity = client_activity(territory, client, k)) != NULL; k++) {
    if (activity->channel == CHANNEL_VISIT && activity->resource < 0)
      sum += (int64_t)MIN(activity->times, visits) * activity->activity_s;
  }
  return sum;
}

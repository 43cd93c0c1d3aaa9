// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/territory.h"

#include <math.h>

#include "model/joint.h"
#include "model/others.h"

enum { DEFAULT_VISIT_S = 30 * MINUTE_S };

static GArray *array_of(size_t size, GDestroyNotify clear)
{
  GArray *array = g_array_new(FALSE, TRUE, (guint)size);
  g_array_set_clear_func(array, clear);
  return array;
}

static void client_clear(gpointer data)
{
  Client *client = data;
  g_free(client->id);
  g_free(client->name);
  g_free(client->contact);
  g_free(client->phone);
  g_free(client->email);
  g_free(client->notes);
  g_free(client->crm_id);
  g_strfreev(client->extra);
  g_array_unref(client->away);
}

static void group_clear(gpointer data)
{
  Group *group = data;
  g_free(group->id);
  g_free(group->name);
  g_free(group->when);
  g_free(group->objective);
}

static void rep_clear(gpointer data)
{
  Rep *rep = data;
  g_free(rep->id);
  g_free(rep->name);
  g_free(rep->region);
  g_free(rep->email);
  g_free(rep->crm_id);
  g_strfreev(rep->extra);
  g_array_unref(rep->days_off);
}

static void holiday_clear(gpointer data)
{
  Holiday *holiday = data;
  g_free(holiday->name);
  g_free(holiday->region);
}

static void activity_clear(gpointer data)
{
  Activity *activity = data;
  g_free(activity->id);
  g_free(activity->objective);
  g_free(activity->kpi);
  g_free(activity->expected_result);
}

static void resource_clear(gpointer data)
{
  Resource *resource = data;
  g_free(resource->id);
  g_free(resource->name);
  g_free(resource->role);
  if (resource->days)
    g_array_unref(resource->days);
}

static void other_clear(gpointer data)
{
  g_free(((OtherContact *)data)->who);
}

static void actual_clear(gpointer data)
{
  Actual *actual = data;
  g_free(actual->activity);
  g_free(actual->result);
  g_free(actual->notes);
}

Territory *territory_new(void)
{
  Territory *territory = g_new0(Territory, 1);
  territory->clients = array_of(sizeof(Client), client_clear);
  territory->groups = array_of(sizeof(Group), group_clear);
  territory->reps = array_of(sizeof(Rep), rep_clear);
  territory->holidays = array_of(sizeof(Holiday), holiday_clear);
  territory->appointments = array_of(sizeof(Appointment), NULL);
  territory->activities = array_of(sizeof(Activity), activity_clear);
  territory->resources = array_of(sizeof(Resource), resource_clear);
  territory->responses = array_of(sizeof(Response), NULL);
  territory->targets = array_of(sizeof(Target), NULL);
  territory->actuals = array_of(sizeof(Actual), actual_clear);
  territory->others = array_of(sizeof(OtherContact), other_clear);
  territory->joints = array_of(sizeof(Joint), NULL);
  territory->teams = g_ptr_array_new_with_free_func(g_free);
  territory->matrix = array_of(sizeof(MatrixLeg), NULL);
  territory->extra_columns = g_ptr_array_new_with_free_func(g_free);
  territory->rep_columns = g_ptr_array_new_with_free_func(g_free);
  territory->inputs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  territory->settings = (Settings){
      .day = {8 * HOUR_S, 18 * HOUR_S},
      .half_day_s = 13 * HOUR_S,
      .road_factor = 1.3,
      .speed_kmh = 40,
      .cost_hour = MONEY_ONE,
      .cost_night = COST_NIGHT_HOURS * MONEY_ONE,
      .weight_spacing = 0.25,
      .weight_weekday = 0.05,
  };
  return territory;
}

static void settings_clear(Settings *settings)
{
  g_free(settings->name);
  g_free(settings->country);
  g_free(settings->timezone);
  g_free(settings->currency);
  g_free(settings->language);
  g_free(settings->matrix_file);
  g_clear_pointer(&settings->keys, g_key_file_unref);
}

void territory_free(Territory *territory)
{
  if (!territory)
    return;
  GArray *arrays[] = {territory->clients,   territory->groups,       territory->reps,
                      territory->holidays,  territory->activities,   territory->resources,
                      territory->responses, territory->targets,      territory->actuals,
                      territory->matrix,    territory->appointments, territory->joints,
                      territory->others};
  for (size_t i = 0; i < G_N_ELEMENTS(arrays); i++)
    g_array_unref(arrays[i]);
  g_ptr_array_unref(territory->teams);
  g_ptr_array_unref(territory->extra_columns);
  g_ptr_array_unref(territory->rep_columns);
  g_hash_table_unref(territory->inputs);
  settings_clear(&territory->settings);
  g_free(territory->folder);
  g_free(territory);
}

Client *territory_add_client(Territory *territory)
{
  g_array_set_size(territory->clients, territory->clients->len + 1);
  Client *client = territory_client(territory, (int)territory->clients->len - 1);
  client->rep = client->team = client->group = client->resource = -1;
  client->weekdays = WEEKDAYS_ALL;
  client->same_weekday = WEEKDAY_PREFER;
  client->same_rep = territory->settings.same_rep;
  client->away = g_array_new(FALSE, FALSE, sizeof(DaySpan));
  client->sales = client->potential = client->cost_to_serve = client->value = MONEY_NONE;
  client->margin_pct = client->payment_days = client->products = NAN;
  return client;
}

Group *territory_add_group(Territory *territory)
{
  g_array_set_size(territory->groups, territory->groups->len + 1);
  Group *group = territory_group(territory, (int)territory->groups->len - 1);
  group->share_pct = group->min_score = group->growth_pct = NAN;
  group->min_visits = group->max_visits = group->remote_visits = -1;
  group->investment = MONEY_NONE;
  group->priority = 1;
  for (int i = 0; i < RESPONSE_POINTS; i++)
    group->response[i] = NAN;
  return group;
}

Rep *territory_add_rep(Territory *territory)
{
  const Settings *settings = &territory->settings;
  g_array_set_size(territory->reps, territory->reps->len + 1);
  Rep *rep = territory_rep(territory, (int)territory->reps->len - 1);
  rep->team = -1;
  rep->shift[0] = settings->day;
  rep->shifts = 1;
  rep->weekdays = WEEKDAYS_MON_FRI;
  rep->days_off = g_array_new(FALSE, FALSE, sizeof(DaySpan));
  rep->field_share = 1;
  rep->cost_hour = settings->cost_hour;
  rep->cost_km = settings->cost_km;
  rep->cost_night = settings->cost_night;
  rep->speed_kmh = settings->speed_kmh;
  return rep;
}

bool territory_has_nights(const Territory *territory)
{
  bool any = false;
  for (int rep = 0; rep < (int)territory->reps->len; rep++)
    any = any || territory_rep(territory, rep)->nights > 0;
  return any;
}

bool days_contain(const GArray *spans, Day day)
{
  for (guint i = 0; i < spans->len; i++) {
    DaySpan span = g_array_index(spans, DaySpan, i);
    if (span.from <= day && day <= span.to)
      return true;
  }
  return false;
}

int32_t client_visit_s(const Territory *territory, const Client *client)
{
  if (client->visit_s > 0)
    return client->visit_s;
  if (client->group >= 0 && territory_group(territory, client->group)->visit_s > 0)
    return territory_group(territory, client->group)->visit_s;
  return DEFAULT_VISIT_S;
}

const Visits *client_visits(const Territory *territory, const Client *client)
{
  if (client->visits.given || client->group < 0)
    return &client->visits;
  return &territory_group(territory, client->group)->visits;
}

bool rep_serves(const Territory *territory, int rep, int client)
{
  const Client *c = territory_client(territory, client);
  if (c->rep >= 0)
    return c->rep == rep;
  return c->team >= 0 && c->team == territory_rep(territory, rep)->team;
}

enum { UNKNOWN_VALUE_HOURS = 8 };

Money client_visit_value(const Territory *territory, const Client *client, int visits)
{
  // A visit of whom nothing is known is worth a working day: more than a detour or a few days off its rhythm.
  double value = UNKNOWN_VALUE_HOURS * (double)territory->settings.cost_hour;
  if (client->value != MONEY_NONE)
    value = (double)client->value;
  else if (client->sales != MONEY_NONE && client->sales > 0 && visits > 0)
    value = (double)client->sales / visits;
  if (client->group >= 0)
    value *= territory_group(territory, client->group)->priority;
  return value > 0 ? (Money)llround(value) : 0;
}

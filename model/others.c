// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/others.h"

#include <math.h>

static const double LAST_DIGITS = 1e-9; // so that two halves are one

double other_weight(const Settings *settings, const char *name)
{
  if (!settings->keys || !g_key_file_has_group(settings->keys, "contacts"))
    return NAN;
  g_auto(GStrv) keys = g_key_file_get_keys(settings->keys, "contacts", NULL, NULL);
  for (char **key = keys; key && *key; key++) {
    if (g_ascii_strcasecmp(*key, name) != 0)
      continue;
    g_autofree char *value = g_key_file_get_value(settings->keys, "contacts", *key, NULL);
    g_strdelimit(value, ",", '.');
    return g_ascii_strtod(value, NULL);
  }
  return NAN;
}

double others_weight(const Territory *territory, int client, int *contacts)
{
  const Day start = territory->settings.start, end = start + territory->settings.days;
  double sum = 0;
  *contacts = 0;
  for (guint k = 0; k < territory->others->len; k++) {
    const OtherContact *other = &g_array_index(territory->others, OtherContact, k);
    if (other->client != client || other->day < start || other->day >= end || other->weight <= 0)
      continue;
    sum += other->weight;
    (*contacts)++;
  }
  return sum;
}

static int least_visits(const Territory *territory, int client)
{
  const Client *c = territory_client(territory, client);
  const Group *group = c->group >= 0 ? territory_group(territory, c->group) : NULL;
  int appointments = 0;
  for (guint a = 0; a < territory->appointments->len; a++)
    appointments += g_array_index(territory->appointments, Appointment, a).client == client;
  return MAX(appointments, group && group->min_visits >= 0 ? group->min_visits : 1);
}

void others_apply(Territory *territory)
{
  for (int i = 0; i < (int)territory->clients->len && territory->others->len > 0; i++) {
    Client *client = territory_client(territory, i);
    Visits visits = *client_visits(territory, client);
    visits.min += client->spared;
    visits.max += client->spared;
    int contacts;
    const int weight = (int)floor(others_weight(territory, i, &contacts) + LAST_DIGITS);
    const int former = client->spared;
    client->spared = visits.given && visits.min == visits.max && client->channel == CHANNEL_VISIT
                         ? CLAMP(visits.max - least_visits(territory, i), 0, weight)
                         : 0;
    if (client->spared == 0 && former == 0)
      continue;
    visits.min -= client->spared;
    visits.max -= client->spared;
    client->visits = visits;
  }
}

int others_spared(const Territory *territory)
{
  int spared = 0;
  for (guint i = 0; i < territory->clients->len; i++)
    spared += territory_client(territory, (int)i)->spared;
  return spared;
}

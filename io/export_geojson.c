// SPDX-License-Identifier: GPL-3.0-or-later
// routes.geojson (RFC 7946): each day of a rep as a LineString from his start by the stops to his end, each visit as a
// Point. Longitude comes first; lines join the places, they do not follow roads.
#include <jansson.h>
#include <string.h>

#include "io/export.h"
#include "io/plan_write.h"

enum { DIGITS = 10 }; // significant ones: coordinates have six decimals at most

static json_t *position(double lat, double lon)
{
  return json_pack("[f, f]", lon, lat);
}

static json_t *text_value(const char *text)
{
  g_autofree char *clean = export_clean(text);
  return json_string(clean);
}

static void add_feature(json_t *features, const char *type, json_t *coordinates, json_t *properties)
{
  json_array_append_new(features, json_pack("{s:s, s:{s:s, s:o}, s:o}", "type", "Feature", "geometry", "type",
                                            type, "coordinates", coordinates, "properties", properties));
}

static void set_text(json_t *object, const char *key, char *text)
{
  json_object_set_new(object, key, text_value(text));
  g_free(text);
}

static json_t *visit_properties(const Export *export, const Visit *visit)
{
  const Client *client = territory_client(export->territory, visit->client);
  json_t *properties = json_object();
  json_object_set_new(properties, "kind", json_string("visit"));
  json_object_set_new(properties, "rep", text_value(territory_rep(export->territory, visit->rep)->id));
  set_text(properties, "date", day_text(visit->day));
  json_object_set_new(properties, "stop", json_integer(visit->stop));
  set_text(properties, "arrive", clock_text(visit->arrive_s));
  set_text(properties, "leave", clock_text(visit->leave_s));
  json_object_set_new(properties, "client", text_value(client->id));
  json_object_set_new(properties, "name", text_value(client->name));
  if (client->group >= 0)
    json_object_set_new(properties, "group",
                        text_value(territory_group(export->territory, client->group)->id));
  json_object_set_new(properties, "channel", json_string(channel_name(visit->channel)));
  set_text(properties, "uid", visit_uid(export->territory, visit));
  return properties;
}

static void add_route(const Export *export, json_t *features, const PlanDay *day)
{
  const Rep *rep = territory_rep(export->territory, day->rep);
  json_t *line = json_array(), *properties = json_object();
  const Point begin = plan_day_begin(export->territory, day),
              finish = plan_day_finish(export->territory, day);
  json_array_append_new(line, position(begin.lat, begin.lon));
  for (int k = 0; k < day->visits; k++) {
    const Client *client =
        territory_client(export->territory, plan_visit(export->plan, (guint)(day->first + k))->client);
    json_array_append_new(line, position(client->lat, client->lon));
  }
  json_array_append_new(line, position(finish.lat, finish.lon));
  json_object_set_new(properties, "kind", json_string("route"));
  json_object_set_new(properties, "rep", text_value(rep->id));
  json_object_set_new(properties, "name", text_value(rep->name));
  set_text(properties, "date", day_text(day->day));
  set_text(properties, "start", clock_text(day->start_s));
  set_text(properties, "end", clock_text(day->end_s));
  if (day->starts_at >= 0)
    json_object_set_new(properties, "starts_at",
                        text_value(territory_client(export->territory, day->starts_at)->id));
  if (day->sleeps_at >= 0)
    json_object_set_new(properties, "sleeps_at",
                        text_value(territory_client(export->territory, day->sleeps_at)->id));
  json_object_set_new(properties, "visits", json_integer(day->visits));
  json_object_set_new(properties, "travel_s", json_integer(day->travel_s));
  json_object_set_new(properties, "travel_m", json_integer(day->travel_m));
  add_feature(features, "LineString", line, properties);
  for (int k = 0; k < day->visits; k++) {
    const Visit *visit = plan_visit(export->plan, (guint)(day->first + k));
    const Client *client = territory_client(export->territory, visit->client);
    add_feature(features, "Point", position(client->lat, client->lon), visit_properties(export, visit));
  }
}

bool export_geojson(const Export *export, GError **error)
{
  json_t *features = json_array();
  for (guint d = 0; d < export->plan->days->len; d++) {
    const PlanDay *day = plan_day(export->plan, d);
    if (day->visits > 0 && export_has_rep(export, day->rep))
      add_route(export, features, day);
  }
  json_t *root = json_pack("{s:s, s:o}", "type", "FeatureCollection", "features", features);
  char *text = json_dumps(root, JSON_INDENT(1) | JSON_REAL_PRECISION(DIGITS));
  bool written = out_write(export->out, "routes.geojson", text, strlen(text), error);
  free(text);
  json_decref(root);
  return written;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/align_file.h"

#include <math.h>
#include <string.h>

#include "io/inputs.h"
#include "io/result.h"
#include "model/words.h"

static const char kind[] = "alignment";

// ---- Writing -----------------------------------------------------------------------------------------------------

static json_t *numbers(const int *number, int count)
{
  json_t *array = json_array();
  for (int i = 0; i < count; i++)
    json_array_append_new(array, json_integer(number[i]));
  return array;
}

static json_t *reps_of(const AlignOutline *outline)
{
  json_t *array = json_array();
  for (guint j = 0; j < outline->reps->len; j++) {
    const OutlineRep *rep = outline_rep(outline, (int)j);
    json_array_append_new(array, json_pack("{so so so so si si}", "id", result_text(rep->id), "name",
                                           result_text(rep->name), "lat", result_real(rep->lat), "lon",
                                           result_real(rep->lon), "clients_before", rep->clients_before,
                                           "clients", rep->clients));
  }
  return array;
}

static json_t *curve_of(const AlignOutline *outline)
{
  json_t *array = json_array();
  for (guint k = 0; k < outline->curve->len; k++) {
    const AlignPoint *point = &g_array_index(outline->curve, AlignPoint, k);
    json_array_append_new(
        array, json_pack("{so so ss si so sI so}", "limit", result_real(point->limit), "worst",
                         result_real(point->worst), "status", plan_status_name(point->status), "changed",
                         point->changed, "changed_sales", result_real(point->changed_sales), "driving",
                         (json_int_t)point->driving, "gap_pct", result_real(point->gap_pct)));
  }
  return array;
}

char *align_outline_text(const AlignOutline *outline, GHashTable *inputs)
{
  json_t *root = json_pack("{ss ss so ss si so}", "kind", kind, "version", RONDA_VERSION, "inputs",
                           inputs_to_json(inputs), "status", plan_status_name(outline->status), "territories",
                           outline->territories, "measure", result_text(outline->measure));
  json_object_set_new(root, "worst_before", result_real(outline->worst_before));
  json_object_set_new(root, "worst", result_real(outline->worst));
  json_object_set_new(root, "drive_before_s", result_real(outline->drive_before_s));
  json_object_set_new(root, "drive_s", result_real(outline->drive_s));
  json_object_set_new(root, "curve_limit", result_real(outline->curve_limit));
  json_object_set_new(root, "curve_before", result_real(outline->curve_before));
  json_object_set_new(root, "sales", result_real(outline->sales));
  json_object_set_new(root, "measured_visits", json_integer(outline->measured_visits));
  json_object_set_new(root, "measured_drive_s", json_integer((json_int_t)outline->measured_drive_s));
  json_object_set_new(root, "curve", curve_of(outline));
  json_object_set_new(root, "reps", reps_of(outline));
  json_object_set_new(root, "before", numbers(outline->before, outline->clients));
  json_object_set_new(root, "rep", numbers(outline->rep, outline->clients));
  return result_dump(root);
}

// ---- Reading -----------------------------------------------------------------------------------------------------

// Whose each client is; NULL where the array is not as long as the clients, or names a rep who is none.
static int *read_owners(const json_t *array, int clients, int reps)
{
  if (!json_is_array(array) || json_array_size(array) != (size_t)clients)
    return NULL;
  g_autofree int *owner = g_new0(int, clients + 1);
  for (int i = 0; i < clients; i++) {
    const json_t *value = json_array_get(array, (size_t)i);
    const json_int_t rep = json_integer_value(value);
    if (!json_is_integer(value) || rep < -1 || rep >= reps)
      return NULL;
    owner[i] = (int)rep;
  }
  return g_steal_pointer(&owner);
}

static void read_reps(const json_t *array, AlignOutline *outline)
{
  size_t index;
  json_t *from;
  json_array_foreach(array, index, from)
  {
    OutlineRep *rep =
        align_outline_add(outline, result_string(from, "id", ""), result_string(from, "name", ""),
                          result_number(from, "lat", 0), result_number(from, "lon", 0));
    rep->clients_before = result_count(from, "clients_before");
    rep->clients = result_count(from, "clients");
  }
}

static void read_curve(const json_t *array, AlignOutline *outline)
{
  size_t index;
  json_t *from;
  json_array_foreach(array, index, from)
  {
    const AlignPoint point = {.limit = result_number(from, "limit", 0),
                              .worst = result_number(from, "worst", 0),
                              .status = (PlanStatus)result_status(from),
                              .changed = result_count(from, "changed"),
                              .changed_sales = result_number(from, "changed_sales", 0),
                              .driving = (Money)json_integer_value(json_object_get(from, "driving")),
                              .gap_pct = result_number(from, "gap_pct", NAN)};
    g_array_append_val(outline->curve, point);
  }
}

static AlignOutline *outline_of_json(const json_t *root, const Territory *territory)
{
  g_autoptr(AlignOutline) outline = align_outline_new();
  outline->clients = (int)territory->clients->len;
  outline->status = (PlanStatus)result_status(root);
  outline->territories = result_count(root, "territories");
  outline->measure = g_strdup(result_string(root, "measure", ""));
  outline->worst_before = result_number(root, "worst_before", 0);
  outline->worst = result_number(root, "worst", 0);
  outline->drive_before_s = result_number(root, "drive_before_s", 0);
  outline->drive_s = result_number(root, "drive_s", 0);
  outline->curve_limit = result_number(root, "curve_limit", INFINITY);
  outline->curve_before = result_number(root, "curve_before", 0);
  outline->sales = result_number(root, "sales", 0);
  outline->measured_visits = result_count(root, "measured_visits");
  outline->measured_drive_s = (int64_t)json_integer_value(json_object_get(root, "measured_drive_s"));
  read_curve(json_object_get(root, "curve"), outline);
  read_reps(json_object_get(root, "reps"), outline);
  outline->before = read_owners(json_object_get(root, "before"), outline->clients, (int)outline->reps->len);
  outline->rep = read_owners(json_object_get(root, "rep"), outline->clients, (int)outline->reps->len);
  if (!outline->before || !outline->rep || outline->reps->len < territory->reps->len)
    return NULL;
  return g_steal_pointer(&outline);
}

AlignOutline *align_outline_parse(const char *text, gsize length, const char *path,
                                  const Territory *territory, GError **error)
{
  json_t *root = result_parse(text, length, path, kind, error);
  if (!root)
    return NULL;
  AlignOutline *outline = outline_of_json(root, territory);
  if (!outline)
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                _("%s: its clients or reps are not those of the files"), path);
  json_decref(root);
  return outline;
}

AlignOutline *align_outline_read(const char *path, const Territory *territory, GError **error)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  return g_file_get_contents(path, &text, &length, error)
             ? align_outline_parse(text, length, path, territory, error)
             : NULL;
}

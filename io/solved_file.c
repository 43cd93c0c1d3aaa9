// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/solved_file.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "model/words.h"

static json_t *numbers(const int *number, int count)
{
  json_t *array = json_array();
  for (int i = 0; i < count; i++)
    json_array_append_new(array, json_integer(number[i]));
  return array;
}

// Slots after which the rep sleeps out.
static json_t *nights_out(const Solved *solved)
{
  json_t *array = json_array();
  for (int s = 0; s < solved->slots; s++) {
    if (solved->out[s])
      json_array_append_new(array, json_integer(s));
  }
  return array;
}

static char *checksum_of(const json_t *root)
{
  char *dump = json_dumps(root, JSON_COMPACT | JSON_SORT_KEYS);
  char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, dump, -1);
  free(dump);
  return sum;
}

char *solved_text(const Solved *solved, const char *key, const char *build)
{
  json_t *root =
      json_pack("{ss ss ss ss sb sI sI sI ss* si}", "version", RONDA_VERSION, "build", build, "key", key,
                "status", plan_status_name(solved->status), "stopped", solved->stopped, "bound",
                (json_int_t)solved->bound, "core_bound", (json_int_t)solved->core_bound, "travel_bound",
                (json_int_t)solved->travel_bound, "travel_of", solved->travel_of, "slots", solved->slots);
  if (solved->first) {
    json_object_set_new(root, "first", numbers(solved->first, solved->slots + 1));
    json_object_set_new(root, "client", numbers(solved->client, solved->visits));
    json_object_set_new(root, "out", nights_out(solved));
  }
  g_autofree char *sum = checksum_of(root);
  json_object_set_new(root, "sum", json_string(sum));
  char *dump = json_dumps(root, JSON_COMPACT | JSON_SORT_KEYS);
  char *text = g_strconcat(dump, "\n", NULL);
  free(dump);
  json_decref(root);
  return text;
}

// Takes an array of counts that fit an int; NULL when it is none. Free with g_free.
static int *take_numbers(const json_t *array, int *count)
{
  if (!json_is_array(array))
    return NULL;
  *count = (int)json_array_size(array);
  g_autofree int *number = g_new(int, (gsize)*count + 1);
  for (int i = 0; i < *count; i++) {
    const json_t *value = json_array_get(array, (size_t)i);
    const json_int_t known = json_integer_value(value);
    if (!json_is_integer(value) || known < 0 || known > G_MAXINT32)
      return NULL;
    number[i] = (int)known;
  }
  return g_steal_pointer(&number);
}

// `first` ascends from 0 to the number of visits.
static bool routes_are_sound(const int *first, int slots, int visits)
{
  for (int s = 0; s < slots; s++) {
    if (first[s] > first[s + 1])
      return false;
  }
  return first[0] == 0 && first[slots] == visits;
}

static Solved *take_solved(const json_t *root)
{
  int starts = 0, visits = 0, nights = 0;
  g_autofree int *first = take_numbers(json_object_get(root, "first"), &starts);
  g_autofree int *client = take_numbers(json_object_get(root, "client"), &visits);
  g_autofree int *out = take_numbers(json_object_get(root, "out"), &nights);
  const int slots = (int)json_integer_value(json_object_get(root, "slots"));
  const char *status = json_string_value(json_object_get(root, "status"));
  if (first && (!client || !out || starts != slots + 1 || !routes_are_sound(first, slots, visits)))
    return NULL;
  Solved *solved = solved_new(first, client, slots);
  for (int k = 0; k < nights && first; k++) {
    if (out[k] < slots)
      solved->out[out[k]] = true;
  }
  for (PlanStatus known = PLAN_OPTIMAL; status && known <= PLAN_STOPPED; known++) {
    if (strcmp(status, plan_status_name(known)) == 0)
      solved->status = known;
  }
  solved->stopped = json_is_true(json_object_get(root, "stopped"));
  solved->bound = (Money)json_integer_value(json_object_get(root, "bound"));
  solved->core_bound = (Money)json_integer_value(json_object_get(root, "core_bound"));
  solved->travel_bound = (Money)json_integer_value(json_object_get(root, "travel_bound"));
  solved->travel_of = g_strdup(json_string_value(json_object_get(root, "travel_of")));
  return solved;
}

static bool says(const json_t *root, const char *name, const char *text)
{
  return g_strcmp0(json_string_value(json_object_get(root, name)), text) == 0;
}

Solved *solved_parse(const char *text, gsize length, const char *key, const char *build)
{
  json_t *root = json_loadb(text, length, 0, NULL);
  Solved *solved = NULL;
  if (json_is_object(root) && says(root, "key", key) && says(root, "build", build)) {
    g_autofree char *sum = g_strdup(json_string_value(json_object_get(root, "sum")));
    json_object_del(root, "sum");
    g_autofree char *true_sum = checksum_of(root);
    if (g_strcmp0(sum, true_sum) == 0)
      solved = take_solved(root);
  }
  json_decref(root);
  return solved;
}

static char *path_of(const char *folder, const char *key)
{
  g_autofree char *file = g_strconcat(key, ".json", NULL);
  return g_build_filename(folder, file, NULL);
}

bool solved_save(const char *folder, const Solved *solved, const char *key, const char *build, GError **error)
{
  g_autofree char *path = path_of(folder, key), *text = solved_text(solved, key, build);
  if (g_mkdir_with_parents(folder, 0777) != 0) {
    const int saved = errno;
    g_set_error(error, G_FILE_ERROR, (gint)g_file_error_from_errno(saved), "%s: %s: %s", folder,
                _("cannot make the folder"), g_strerror(saved));
    return false;
  }
  return g_file_set_contents(path, text, -1, error);
}

Solved *solved_load(const char *folder, const char *key, const char *build)
{
  g_autofree char *path = path_of(folder, key), *text = NULL;
  gsize length = 0;
  return g_file_get_contents(path, &text, &length, NULL) ? solved_parse(text, length, key, build) : NULL;
}

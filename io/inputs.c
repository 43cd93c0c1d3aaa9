// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/inputs.h"

#include <stdlib.h>

#include "io/text.h"

static int compare_names(const void *a, const void *b)
{
  return g_strcmp0(*(const char *const *)a, *(const char *const *)b);
}

json_t *inputs_to_json(GHashTable *inputs)
{
  json_t *object = json_object();
  guint count = 0;
  g_autofree char **names = inputs ? (char **)g_hash_table_get_keys_as_array(inputs, &count) : NULL;
  if (count)
    qsort(names, count, sizeof *names, compare_names);
  for (guint i = 0; i < count; i++)
    json_object_set_new(object, names[i], json_string(g_hash_table_lookup(inputs, names[i])));
  return object;
}

GHashTable *inputs_of_file(const char *path)
{
  json_t *root = json_load_file(path, 0, NULL);
  json_t *object = json_object_get(root, "inputs"), *sum;
  const char *name;
  GHashTable *inputs = NULL;
  if (json_object_size(object) > 0)
    inputs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  json_object_foreach(object, name, sum)
  {
    if (json_is_string(sum))
      g_hash_table_replace(inputs, g_strdup(name), g_strdup(json_string_value(sum)));
  }
  json_decref(root);
  return inputs;
}

static bool is_ignored(const char *name)
{
  return g_str_equal(name, "actuals.csv");
}

// Of a file that the territory itself has not read, such as a scenario's.
static char *sum_of(const Territory *territory, const char *name)
{
  g_autoptr(GHashTable) sums = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  gsize length = 0;
  g_free(text_load(territory->folder, name, sums, &length, NULL));
  return g_strdup(g_hash_table_lookup(sums, name));
}

bool inputs_are_current(GHashTable *inputs, const Territory *territory)
{
  GHashTableIter iter;
  gpointer name, sum;
  bool same = true;
  g_hash_table_iter_init(&iter, inputs);
  while (same && g_hash_table_iter_next(&iter, &name, &sum)) {
    g_autofree char *now = g_strdup(g_hash_table_lookup(territory->inputs, name));
    if (!now)
      now = sum_of(territory, name);
    same = is_ignored(name) || g_strcmp0(now, sum) == 0;
  }
  g_hash_table_iter_init(&iter, territory->inputs);
  while (same && g_hash_table_iter_next(&iter, &name, NULL))
    same = is_ignored(name) || g_hash_table_contains(inputs, name);
  return same;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Suggestions compare with every known id, so they are made until an allowance is used up: a hundred thousand
// unknown ids must not take a hundred thousand times as long as one.
#include "io/ids.h"

#include <string.h>

#include "io/text.h"
#include "model/words.h"

enum { EFFORT = 5000000, NEAR = 2, SHOWN = 12 };

Ids *ids_new(void)
{
  Ids *ids = g_new0(Ids, 1);
  ids->index = g_hash_table_new(g_str_hash, g_str_equal);
  ids->names = g_ptr_array_new();
  ids->lines = g_array_new(FALSE, FALSE, sizeof(int));
  ids->effort = EFFORT;
  return ids;
}

void ids_free(Ids *ids)
{
  if (!ids)
    return;
  g_hash_table_unref(ids->index);
  g_ptr_array_unref(ids->names);
  g_array_unref(ids->lines);
  g_free(ids);
}

int ids_find(const Ids *ids, const char *id)
{
  gpointer position;
  return g_hash_table_lookup_extended(ids->index, id, NULL, &position) ? GPOINTER_TO_INT(position) : -1;
}

void ids_add(Ids *ids, const Row *row, int want, const char *id)
{
  int before = ids_find(ids, id), line = row_line(row);
  if (before >= 0) {
    g_autofree char *text = text_shown(id);
    row_error(row, want, _("'%s' is there already, in line %d; give each row an id of its own"), text,
              g_array_index(ids->lines, int, (guint)before));
  } else if (*id)
    g_hash_table_insert(ids->index, (gpointer)(intptr_t)id, GINT_TO_POINTER((int)ids->names->len));
  g_ptr_array_add(ids->names, (gpointer)(intptr_t)id);
  g_array_append_val(ids->lines, line);
}

// The one id that is nearest; NULL when none is near or several are as near.
static const char *nearest(Ids *ids, const char *id)
{
  const char *best = NULL;
  int least = strlen(id) < 2 ? 0 : strlen(id) < 5 ? 1 : NEAR;
  bool alone = false;
  for (guint i = 0; i < ids->names->len && ids->effort > 0; i++, ids->effort--) {
    const char *name = g_ptr_array_index(ids->names, i);
    int distance = text_distance(id, name, least);
    if (distance > least || !*name)
      continue;
    alone = distance < least || !best;
    best = name;
    least = distance;
  }
  return alone ? best : NULL;
}

// What to say of an unknown id; free with g_free.
static char *advice(Ids *ids, const char *id, const char *file)
{
  const char *meant = nearest(ids, id);
  g_autofree char *text = text_shown(id);
  if (meant)
    return g_strdup_printf(_("'%s' is not in %s; is '%s' meant?"), text, file, meant);
  if (ids->names->len == 0 || ids->names->len > SHOWN)
    return g_strdup_printf(_("'%s' is not in %s; correct it, or add a row there"), text, file);
  g_autoptr(GString) names = g_string_new(NULL);
  for (guint i = 0; i < ids->names->len; i++)
    g_string_append_printf(names, "%s%s", i ? ", " : "", (const char *)g_ptr_array_index(ids->names, i));
  return g_strdup_printf(_("'%s' is not in %s, which has: %s"), text, file, names->str);
}

int ids_refer(Ids *ids, const Row *row, int want, FindingLevel level, const char *file)
{
  if (!row_has(row, want))
    return -1;
  g_autofree char *id = row_text(row, want);
  int position = ids_find(ids, id);
  if (position >= 0 || ids->incomplete)
    return position;
  g_autofree char *text = advice(ids, id, file);
  if (level == FINDING_ERROR)
    row_error(row, want, "%s", text);
  else
    row_warning(row, want, "%s", text);
  return -1;
}

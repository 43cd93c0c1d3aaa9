// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/reasons_file.h"

#include <string.h>

#include "io/result.h"
#include "model/said.h"

static const char kind[] = "reasons";

static void add(json_t *sentences, const char *sentence)
{
  g_autofree char *text = said_text(sentence, NULL);
  if (*text && strcmp(text, sentence) != 0)
    json_object_set_new(sentences, text, result_text(sentence));
}

char *reasons_text(const Plan *plan)
{
  json_t *sentences = json_object();
  for (guint u = 0; u < plan->unplanned->len; u++) {
    const Unplanned *unplanned = &g_array_index(plan->unplanned, Unplanned, u);
    add(sentences, unplanned->reason);
    add(sentences, unplanned->remedy);
  }
  for (guint u = 0; u < plan->unmet->len; u++) {
    const Unmet *unmet = &g_array_index(plan->unmet, Unmet, u);
    add(sentences, unmet->reason);
    add(sentences, unmet->remedy);
  }
  if (json_object_size(sentences) > 0)
    return result_dump(json_pack("{ss so}", "kind", kind, "sentences", sentences));
  json_decref(sentences);
  return NULL;
}

static void restore(const json_t *sentences, char **text)
{
  const char *sentence = *text && **text ? json_string_value(json_object_get(sentences, *text)) : NULL;
  if (!sentence)
    return;
  g_free(*text);
  *text = g_strdup(sentence);
}

void reasons_restore(const char *folder, Plan *plan)
{
  g_autofree char *path = g_build_filename(folder, "reasons.json", NULL), *text = NULL;
  gsize length = 0;
  json_t *root =
      g_file_get_contents(path, &text, &length, NULL) ? result_parse(text, length, path, kind, NULL) : NULL;
  if (!root)
    return;
  const json_t *sentences = json_object_get(root, "sentences");
  for (guint u = 0; u < plan->unplanned->len; u++) {
    Unplanned *unplanned = &g_array_index(plan->unplanned, Unplanned, u);
    restore(sentences, &unplanned->reason);
    restore(sentences, &unplanned->remedy);
  }
  for (guint u = 0; u < plan->unmet->len; u++) {
    Unmet *unmet = &g_array_index(plan->unmet, Unmet, u);
    restore(sentences, &unmet->reason);
    restore(sentences, &unmet->remedy);
  }
  json_decref(root);
}

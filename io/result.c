// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/result.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/plan.h"
#include "model/words.h"

enum { REAL_DIGITS = 17 };

json_t *result_real(double value)
{
  return isfinite(value) ? json_real(value) : json_null();
}

json_t *result_text(const char *text)
{
  json_t *made = text ? json_string(text) : NULL;
  return made ? made : json_null();
}

double result_number(const json_t *object, const char *name, double unknown)
{
  const json_t *value = json_object_get(object, name);
  return json_is_number(value) ? json_number_value(value) : unknown;
}

int result_count(const json_t *object, const char *name)
{
  const double value = result_number(object, name, 0);
  return fabs(value) <= G_MAXINT32 ? (int)value : 0;
}

const char *result_string(const json_t *object, const char *name, const char *unknown)
{
  const char *text = json_string_value(json_object_get(object, name));
  return text ? text : unknown;
}

int result_status(const json_t *object)
{
  const char *word = result_string(object, "status", "");
  for (PlanStatus status = PLAN_OPTIMAL; status <= PLAN_STOPPED; status++) {
    if (strcmp(word, plan_status_name(status)) == 0)
      return (int)status;
  }
  return PLAN_FEASIBLE;
}

char *result_dump(json_t *root)
{
  char *dump = json_dumps(root, JSON_INDENT(1) | JSON_REAL_PRECISION(REAL_DIGITS));
  char *text = g_strconcat(dump, "\n", NULL);
  free(dump);
  json_decref(root);
  return text;
}

json_t *result_parse(const char *text, gsize length, const char *path, const char *kind, GError **error)
{
  json_error_t trouble;
  json_t *root = json_loadb(text, length, 0, &trouble);
  if (!root) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s:%d: %s", path, trouble.line, trouble.text);
    return NULL;
  }
  if (strcmp(result_string(root, "kind", ""), kind) == 0)
    return root;
  g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _("%s: this is no file of that kind: %s"), path, kind);
  json_decref(root);
  return NULL;
}

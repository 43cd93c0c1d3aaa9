// SPDX-License-Identifier: GPL-3.0-or-later
// Reads what summary.c wrote. A name that is missing, of another type or out of range counts as unknown, so
// that a summary of another version still serves; only a file that is no JSON object is refused.
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "io/summary.h"
#include "model/words.h"

// Within ±limit, else `unknown`.
static double read_number(const json_t *object, const char *name, double limit, double unknown)
{
  const json_t *value = json_object_get(object, name);
  double number = json_is_number(value) ? json_number_value(value) : NAN;
  return fabs(number) <= limit ? number : unknown;
}

static Money read_money(const json_t *object, const char *name, Money unknown)
{
  double units = read_number(object, name, 1e12, NAN);
  return isnan(units) ? unknown : money_from(units);
}

static int64_t read_scaled(const json_t *object, const char *name, double scale, int64_t unknown)
{
  double value = read_number(object, name, 1e12, NAN);
  return isnan(value) ? unknown : llround(value * scale);
}

static int read_count(const json_t *object, const char *name)
{
  return (int)read_number(object, name, G_MAXINT, 0);
}

static PlanStatus read_status(const json_t *object)
{
  const char *name = json_string_value(json_object_get(object, "status"));
  for (PlanStatus status = PLAN_OPTIMAL; name && status <= PLAN_STOPPED; status++) {
    if (strcmp(name, plan_status_name(status)) == 0)
      return status;
  }
  return PLAN_FEASIBLE;
}

static int find_rep(const Territory *territory, const char *id)
{
  for (guint r = 0; id && r < territory->reps->len; r++) {
    if (strcmp(territory_rep(territory, (int)r)->id, id) == 0)
      return (int)r;
  }
  return -1;
}

static PlanCost read_cost(const json_t *object)
{
  const json_t *split = json_object_get(object, "objective_split");
  return (PlanCost){.travel = read_money(split, "travel", 0),
                    .missed = read_money(split, "missed", 0),
                    .spacing = read_money(split, "spacing", 0),
                    .weekday = read_money(split, "weekday", 0),
                    .nights = read_money(split, "nights", 0)};
}

static RepResult read_rep(const json_t *entry, int rep)
{
  return (RepResult){
      .rep = rep,
      .status = read_status(entry),
      .cost = read_cost(entry),
      .bound = read_money(entry, "bound", MONEY_NONE),
      .travel_s = read_scaled(entry, "travel_min", MINUTE_S, 0),
      .travel_m = read_scaled(entry, "travel_km", 1000, 0),
      .travel_bound_s = read_scaled(entry, "travel_bound_min", MINUTE_S, -1),
      .travel_core_s = -1,
      .wanted = read_count(entry, "wanted"),
      .planned = read_count(entry, "planned"),
      .breaks = read_count(entry, "spacing_breaks"),
      .seconds = read_number(entry, "seconds", 1e12, 0),
  };
}

static int compare_reps(const void *a, const void *b)
{
  return ((const RepResult *)a)->rep - ((const RepResult *)b)->rep;
}

static void fill_plan(const json_t *root, const Territory *territory, Plan *plan)
{
  plan->status = read_status(root);
  plan->cost = read_cost(root);
  plan->bound = read_money(root, "bound", MONEY_NONE);
  plan->seconds = read_number(root, "seconds", 1e12, 0);
  plan->seed = (uint64_t)json_integer_value(json_object_get(root, "seed"));
  const char *effort = json_string_value(json_object_get(root, "effort"));
  g_free(plan->effort);
  plan->effort = g_strdup(effort ? effort : "");
  g_array_set_size(plan->reps, 0);
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(root, "reps"), index, entry)
  {
    int rep = find_rep(territory, json_string_value(json_object_get(entry, "rep")));
    if (rep < 0 || plan_rep_result(plan, rep))
      continue;
    RepResult result = read_rep(entry, rep);
    g_array_append_val(plan->reps, result);
  }
  g_array_sort(plan->reps, compare_reps);
}

bool summary_parse(const char *text, gsize length, const char *path, const Territory *territory, Plan *plan,
                   GError **error)
{
  json_error_t trouble;
  json_t *root = json_loadb(text, length, 0, &trouble);
  if (!root) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s:%d: %s", path, trouble.line, trouble.text);
    return false;
  }
  bool fine = json_is_object(root);
  if (fine)
    fill_plan(root, territory, plan);
  else
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL, _("%s: this is no summary of a plan"), path);
  json_decref(root);
  return fine;
}

bool summary_read(const char *path, const Territory *territory, Plan *plan, GError **error)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  return g_file_get_contents(path, &text, &length, error) &&
         summary_parse(text, length, path, territory, plan, error);
}

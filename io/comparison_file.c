// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/comparison_file.h"

#include <math.h>
#include <string.h>

#include "io/inputs.h"
#include "io/result.h"
#include "model/words.h"

static const char kind[] = "comparison";

// ---- Writing -----------------------------------------------------------------------------------------------------

static json_t *figures_of(const Outcome *outcome)
{
  json_t *figures = json_object();
  for (OutcomeFigure figure = 0; figure < FIGURES; figure++)
    json_object_set_new(figures, figure_name(figure), result_real(outcome->figure[figure]));
  return figures;
}

static json_t *groups_of(const Outcome *outcome)
{
  json_t *array = json_array();
  for (guint g = 0; g < outcome->groups->len; g++) {
    const GroupOutcome *group = g_ptr_array_index(outcome->groups, g);
    json_array_append_new(array, json_pack("{so si si}", "id", result_text(group->id), "wanted",
                                           group->wanted, "planned", group->planned));
  }
  return array;
}

static json_t *reps_of(const Outcome *outcome)
{
  json_t *array = json_array();
  for (guint r = 0; r < outcome->reps->len; r++) {
    const RepOutcome *rep = g_ptr_array_index(outcome->reps, r);
    json_array_append_new(array, json_pack("{so so si si so}", "id", result_text(rep->id), "name",
                                           result_text(rep->name), "wanted", rep->wanted, "planned",
                                           rep->planned, "load_pct", result_real(rep->load_pct)));
  }
  return array;
}

static json_t *sets_of(const Outcome *outcome)
{
  json_t *array = json_array();
  for (guint s = 0; s < outcome->sets->len; s++) {
    const SetOutcome *set = g_ptr_array_index(outcome->sets, s);
    json_array_append_new(array, json_pack("{so sI si sI sI so}", "key", result_text(set->key), "gap",
                                           (json_int_t)set->gap, "hidden_visits", set->hidden_visits,
                                           "hidden_value", (json_int_t)set->hidden_value, "hidden_travel_s",
                                           (json_int_t)set->hidden_travel_s, "hidden_breaks",
                                           result_real(set->hidden_breaks)));
  }
  return array;
}

static json_t *outcome_to_json(const Outcome *outcome)
{
  json_t *object = json_object();
  json_object_set_new(object, "name", result_text(outcome->name));
  json_object_set_new(object, "title", result_text(outcome->title));
  json_object_set_new(object, "sweep", result_text(outcome->sweep));
  json_object_set_new(object, "sweep_what", result_text(outcome->sweep_what));
  json_object_set_new(object, "sweep_value", result_real(outcome->sweep_value));
  json_object_set_new(object, "status", json_string(plan_status_name(outcome->status)));
  json_object_set_new(object, "wanted", json_integer(outcome->wanted));
  json_object_set_new(object, "gap_pct", result_real(outcome->gap_pct));
  json_object_set_new(object, "capacity_s", result_real(outcome->capacity_s));
  json_object_set_new(object, "most_capacity_s", result_real(outcome->most_capacity_s));
  json_object_set_new(object, "km_cost", result_real(outcome->km_cost));
  json_object_set_new(object, "figures", figures_of(outcome));
  json_object_set_new(object, "groups", groups_of(outcome));
  json_object_set_new(object, "reps", reps_of(outcome));
  json_object_set_new(object, "sets", sets_of(outcome));
  return object;
}

char *comparison_text(const Comparison *comparison, GHashTable *inputs)
{
  json_t *root = json_object(), *outcomes = json_array();
  for (guint i = 0; i < comparison->outcomes->len; i++)
    json_array_append_new(outcomes, outcome_to_json(comparison_outcome(comparison, i)));
  json_object_set_new(root, "kind", json_string(kind));
  json_object_set_new(root, "version", json_string(RONDA_VERSION));
  json_object_set_new(root, "inputs", inputs_to_json(inputs));
  json_object_set_new(root, "currency", result_text(comparison->currency));
  json_object_set_new(root, "budget", result_real(comparison->budget));
  json_object_set_new(root, "outcomes", outcomes);
  return result_dump(root);
}

// ---- Reading -----------------------------------------------------------------------------------------------------

static void read_groups(const json_t *array, Outcome *outcome)
{
  size_t index;
  json_t *from;
  json_array_foreach(array, index, from)
  {
    GroupOutcome *group = g_new0(GroupOutcome, 1);
    *group = (GroupOutcome){g_strdup(result_string(from, "id", "")), result_count(from, "wanted"),
                            result_count(from, "planned")};
    g_ptr_array_add(outcome->groups, group);
  }
}

static void read_reps(const json_t *array, Outcome *outcome)
{
  size_t index;
  json_t *from;
  json_array_foreach(array, index, from)
  {
    RepOutcome *rep = g_new0(RepOutcome, 1);
    *rep = (RepOutcome){g_strdup(result_string(from, "id", "")), g_strdup(result_string(from, "name", "")),
                        result_count(from, "wanted"), result_count(from, "planned"),
                        result_number(from, "load_pct", 0)};
    g_ptr_array_add(outcome->reps, rep);
  }
}

static int64_t read_integer(const json_t *object, const char *name)
{
  return (int64_t)json_integer_value(json_object_get(object, name));
}

static void read_sets(const json_t *array, Outcome *outcome)
{
  size_t index;
  json_t *from;
  json_array_foreach(array, index, from)
  {
    SetOutcome *set = g_new0(SetOutcome, 1);
    *set = (SetOutcome){.key = g_strdup(result_string(from, "key", "")),
                        .gap = (Money)read_integer(from, "gap"),
                        .hidden_visits = result_count(from, "hidden_visits"),
                        .hidden_value = (Money)read_integer(from, "hidden_value"),
                        .hidden_travel_s = read_integer(from, "hidden_travel_s"),
                        .hidden_breaks = result_number(from, "hidden_breaks", 0)};
    g_ptr_array_add(outcome->sets, set);
  }
}

static Outcome *outcome_of_json(const json_t *from)
{
  Outcome *outcome = outcome_blank(result_string(from, "name", ""), result_string(from, "title", ""));
  const json_t *figures = json_object_get(from, "figures");
  outcome->sweep = g_strdup(result_string(from, "sweep", NULL));
  outcome->sweep_what = outcome->sweep ? g_strdup(result_string(from, "sweep_what", "")) : NULL;
  outcome->sweep_value = result_number(from, "sweep_value", 0);
  outcome->status = (PlanStatus)result_status(from);
  outcome->wanted = result_count(from, "wanted");
  outcome->gap_pct = result_number(from, "gap_pct", NAN);
  outcome->capacity_s = result_number(from, "capacity_s", 0);
  outcome->most_capacity_s = result_number(from, "most_capacity_s", 0);
  outcome->km_cost = result_number(from, "km_cost", 0);
  for (OutcomeFigure figure = 0; figure < FIGURES; figure++)
    outcome->figure[figure] = result_number(figures, figure_name(figure), 0);
  read_groups(json_object_get(from, "groups"), outcome);
  read_reps(json_object_get(from, "reps"), outcome);
  read_sets(json_object_get(from, "sets"), outcome);
  return outcome;
}

Comparison *comparison_parse(const char *text, gsize length, const char *path, GError **error)
{
  json_t *root = result_parse(text, length, path, kind, error), *from;
  size_t index;
  if (!root)
    return NULL;
  Comparison *comparison =
      comparison_new(result_string(root, "currency", ""), result_number(root, "budget", NAN));
  json_array_foreach(json_object_get(root, "outcomes"), index, from)
  {
    comparison_add(comparison, outcome_of_json(from));
  }
  json_decref(root);
  return comparison;
}

Comparison *comparison_read(const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  return g_file_get_contents(path, &text, &length, error) ? comparison_parse(text, length, path, error)
                                                          : NULL;
}

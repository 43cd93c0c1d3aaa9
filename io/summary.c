// SPDX-License-Identifier: GPL-3.0-or-later
#include "io/summary.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/inputs.h"

enum { MINUTE_PLACES = 4, KM_PLACES = 3, PCT_PLACES = 4, DAY_PLACES = 4, SECOND_PLACES = 3 };

// Fifteen digits hold every double that was rounded to a few places without showing its binary tail.
enum { REAL_DIGITS = 15 };

static json_t *number(double value, int places)
{
  double scale = pow(10, places);
  double rounded = round(value * scale) / scale;
  return json_real(rounded == 0 ? 0 : rounded); // no -0.0
}

static json_t *minutes(int64_t s)
{
  return number((double)s / MINUTE_S, MINUTE_PLACES);
}

static json_t *km(int64_t m)
{
  return number((double)m / 1000, KM_PLACES);
}

static json_t *money(Money value)
{
  return value == MONEY_NONE ? json_null() : json_real(money_units(value));
}

static json_t *gap(int64_t objective, int64_t bound, bool known)
{
  return known ? number(gap_pct(objective, bound), PCT_PLACES) : json_null();
}

static json_t *cost_split(PlanCost cost, const Territory *territory)
{
  json_t *split = json_pack("{so so so so}", "travel", money(cost.travel), "missed", money(cost.missed),
                            "spacing", money(cost.spacing), "weekday", money(cost.weekday));
  if (territory_has_nights(territory))
    json_object_set_new(split, "nights", money(cost.nights));
  return split;
}

static json_t *rep_entry(const Plan *plan, const Territory *territory, const RepResult *result)
{
  Ledger ledger = plan_ledger(plan, result->rep);
  Money objective = plan_cost_total(result->cost);
  bool bounded = result->bound != MONEY_NONE, travel_bounded = result->travel_bound_s >= 0;
  json_t *entry = json_object();
  json_object_set_new(entry, "rep", json_string(territory_rep(territory, result->rep)->id));
  json_object_set_new(entry, "status", json_string(plan_status_name(result->status)));
  json_object_set_new(entry, "objective", money(objective));
  json_object_set_new(entry, "bound", money(result->bound));
  json_object_set_new(entry, "gap_pct", gap(objective, result->bound, bounded));
  json_object_set_new(entry, "travel_min", minutes(result->travel_s));
  json_object_set_new(entry, "travel_bound_min",
                      travel_bounded ? minutes(result->travel_bound_s) : json_null());
  json_object_set_new(entry, "travel_gap_pct", gap(result->travel_s, result->travel_bound_s, travel_bounded));
  json_object_set_new(entry, "travel_km", km(result->travel_m));
  json_object_set_new(entry, "wanted", json_integer(result->wanted));
  json_object_set_new(entry, "planned", json_integer(result->planned));
  json_object_set_new(entry, "unplanned", json_integer(result->wanted - result->planned));
  json_object_set_new(entry, "spacing_breaks", json_integer(result->breaks));
  json_object_set_new(entry, "load_pct", number(ledger_load_pct(&ledger), PCT_PLACES));
  json_object_set_new(entry, "objective_split", cost_split(result->cost, territory));
  if (territory_has_nights(territory))
    json_object_set_new(entry, "nights", json_integer(plan_nights(plan, result->rep)));
  json_object_set_new(entry, "seconds", number(result->seconds, SECOND_PLACES));
  return entry;
}

// Objective, bounds and travel over all reps.
static void set_objective(json_t *root, const Plan *plan, const Territory *territory)
{
  Money objective = plan_cost_total(plan->cost);
  int64_t travel_s = 0, travel_m = 0, travel_bound_s = 0;
  bool bounded = plan->bound != MONEY_NONE, travel_bounded = true;
  for (guint r = 0; r < plan->reps->len; r++) {
    const RepResult *result = &g_array_index(plan->reps, RepResult, r);
    travel_bounded &= result->travel_bound_s >= 0;
    travel_bound_s += result->travel_bound_s;
    travel_s += result->travel_s;
    travel_m += result->travel_m;
  }
  json_object_set_new(root, "objective", money(objective));
  json_object_set_new(root, "bound", money(plan->bound));
  json_object_set_new(root, "gap_pct", gap(objective, plan->bound, bounded));
  json_object_set_new(root, "objective_split", cost_split(plan->cost, territory));
  json_object_set_new(root, "travel_min", minutes(travel_s));
  json_object_set_new(root, "travel_bound_min", travel_bounded ? minutes(travel_bound_s) : json_null());
  json_object_set_new(root, "travel_gap_pct", gap(travel_s, travel_bound_s, travel_bounded));
  json_object_set_new(root, "travel_km", km(travel_m));
}

static void set_ledger(json_t *root, const Plan *plan)
{
  Ledger ledger = plan_ledger(plan, -1);
  json_object_set_new(root, "capacity_min", minutes(ledger.work_s));
  json_object_set_new(root, "visit_min", minutes(ledger.visit_s));
  json_object_set_new(root, "admin_min", minutes(ledger.admin_s));
  json_object_set_new(root, "slack_min", minutes(ledger.slack_s));
  json_object_set_new(root, "wait_min", minutes(ledger.wait_s));
  json_object_set_new(root, "load_pct", number(ledger_load_pct(&ledger), PCT_PLACES));
}

static void set_visits(json_t *root, const Plan *plan, const Territory *territory)
{
  const int wanted = plan_wanted(plan), planned = (int)plan->visits->len;
  json_object_set_new(
      root, "visits",
      json_pack("{si si si}", "wanted", wanted, "planned", planned, "unplanned", wanted - planned));
  int reasons[REASON_COUNT] = {0};
  for (guint u = 0; u < plan->unplanned->len; u++)
    reasons[g_array_index(plan->unplanned, Unplanned, u).code]++;
  json_t *object = json_object();
  for (ReasonCode code = 0; code < REASON_COUNT; code++) {
    if (reasons[code])
      json_object_set_new(object, reason_name(code), json_integer(reasons[code]));
  }
  json_object_set_new(root, "unplanned_reasons", object);
  int gaps = 0, breaks = 0;
  double deviation = 0;
  g_autofree GapTally *tallies = plan_all_gaps(plan, territory);
  for (guint c = 0; c < territory->clients->len; c++) {
    gaps += tallies[c].gaps;
    breaks += tallies[c].breaks;
    deviation += tallies[c].deviation;
  }
  json_object_set_new(root, "spacing",
                      json_pack("{si si so}", "gaps", gaps, "breaks", breaks, "mean_deviation_days",
                                number(gaps ? deviation / gaps : 0, DAY_PLACES)));
}

static void set_territory(json_t *root, const Plan *plan, const Territory *territory)
{
  const Settings *settings = &territory->settings;
  g_autofree char *start = day_text(settings->start);
  g_autofree char *end = day_text(settings->start + settings->days - 1);
  json_object_set_new(root, "horizon",
                      json_pack("{ss ss si si}", "start", start, "end", end, "days", settings->days, "weeks",
                                horizon_weeks(territory)));
  json_object_set_new(root, "currency", json_string(settings->currency ? settings->currency : ""));
  Ledger ledger = plan_ledger(plan, -1);
  json_object_set_new(root, "counts",
                      json_pack("{si si si si}", "clients", (int)territory->clients->len, "groups",
                                (int)territory->groups->len, "reps", (int)plan->reps->len, "working_days",
                                ledger.days));
}

static void set_stages(json_t *root, const SummaryStage *stages, int count)
{
  json_t *ended = json_object(), *timing = json_object();
  for (int s = 0; s < count; s++) {
    json_object_set_new(ended, stages[s].name, json_string(stages[s].ended));
    json_object_set_new(timing, stages[s].name, number(stages[s].seconds, SECOND_PLACES));
  }
  json_object_set_new(root, "stages", ended);
  json_object_set_new(root, "timing", timing);
}

char *summary_text(const Plan *plan, const Territory *territory, const SummaryStage *stages, int count)
{
  json_t *root = json_object();
  const char *name = territory->settings.name;
  json_object_set_new(root, "version", json_string(RONDA_VERSION));
  json_object_set_new(root, "name", json_string(name && g_utf8_validate(name, -1, NULL) ? name : ""));
  json_object_set_new(root, "status", json_string(plan_status_name(plan->status)));
  set_objective(root, plan, territory);
  if (territory_has_nights(territory))
    json_object_set_new(root, "nights", json_integer(plan_nights(plan, -1)));
  set_visits(root, plan, territory);
  set_ledger(root, plan);
  set_territory(root, plan, territory);
  json_object_set_new(root, "seed", json_integer((json_int_t)plan->seed));
  json_object_set_new(root, "effort", json_string(plan->effort ? plan->effort : ""));
  json_object_set_new(root, "inputs", inputs_to_json(territory->inputs));
  json_t *reps = json_array();
  for (guint r = 0; r < plan->reps->len; r++)
    json_array_append_new(reps, rep_entry(plan, territory, &g_array_index(plan->reps, RepResult, r)));
  json_object_set_new(root, "reps", reps);
  set_stages(root, stages, stages ? count : 0);
  json_object_set_new(root, "seconds", number(plan->seconds, SECOND_PLACES));
  char *dump = json_dumps(root, JSON_INDENT(2) | JSON_REAL_PRECISION(REAL_DIGITS));
  char *text = g_strconcat(dump, "\n", NULL);
  free(dump);
  json_decref(root);
  return text;
}

bool summary_write(const Plan *plan, const Territory *territory, const SummaryStage *stages, int count,
                   Out *out, GError **error)
{
  g_autofree char *text = summary_text(plan, territory, stages, count);
  return out_write(out, "summary.json", text, strlen(text), error);
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/comparison.h"

#include <math.h>
#include <string.h>

typedef struct FigureKind {
  const char *name;
  int digits, direction;
} FigureKind;

static const FigureKind kinds[FIGURES] = {
    [FIGURE_PLANNED] = {"planned", 0, 1},
    [FIGURE_LOST] = {"lost", 0, -1},
    [FIGURE_COVERAGE] = {"coverage_pct", 2, 1},
    [FIGURE_VALUE] = {"value", 2, 1},
    [FIGURE_VISIT_H] = {"visit_h", 2, 0},
    [FIGURE_TRAVEL_H] = {"travel_h", 2, -1},
    [FIGURE_KM] = {"km", 1, -1},
    [FIGURE_COST] = {"cost", 2, -1},
    [FIGURE_LOAD] = {"load_pct", 2, 0},
    [FIGURE_LOAD_MOST] = {"load_most_pct", 2, -1},
    [FIGURE_BREAKS] = {"spacing_breaks", 0, -1},
    [FIGURE_DEVIATION] = {"spacing_days", 3, -1},
    [FIGURE_MOVED] = {"clients_moved", 0, 0},
    [FIGURE_OBJECTIVE] = {"objective", 2, -1},
};

const char *figure_name(OutcomeFigure figure)
{
  return kinds[figure].name;
}

int figure_digits(OutcomeFigure figure)
{
  return kinds[figure].digits;
}

int figure_direction(OutcomeFigure figure)
{
  return kinds[figure].direction;
}

// ---- Making and freeing ------------------------------------------------------------------------------------------

static void group_free(void *data)
{
  g_free(((GroupOutcome *)data)->id);
  g_free(data);
}

static void rep_free(void *data)
{
  g_free(((RepOutcome *)data)->id);
  g_free(((RepOutcome *)data)->name);
  g_free(data);
}

static void set_free(void *data)
{
  g_free(((SetOutcome *)data)->key);
  g_free(data);
}

void outcome_free(Outcome *outcome)
{
  if (!outcome)
    return;
  g_free(outcome->name);
  g_free(outcome->title);
  g_free(outcome->sweep);
  g_free(outcome->sweep_what);
  g_ptr_array_unref(outcome->groups);
  g_ptr_array_unref(outcome->reps);
  g_ptr_array_unref(outcome->sets);
  g_free(outcome);
}

static void free_outcome(void *data)
{
  outcome_free(data);
}

// ---- Counting ----------------------------------------------------------------------------------------------------

static void count_groups(Outcome *outcome, const Plan *plan, const Territory *territory)
{
  const guint groups = territory->groups->len;
  for (guint g = 0; g <= groups; g++) {
    GroupOutcome *group = g_new0(GroupOutcome, 1);
    group->id = g_strdup(g < groups ? territory_group(territory, (int)g)->id : "");
    g_ptr_array_add(outcome->groups, group);
  }
  for (guint v = 0; v < plan->visits->len; v++) {
    const int of = territory_client(territory, plan_visit(plan, v)->client)->group;
    GroupOutcome *group = g_ptr_array_index(outcome->groups, of < 0 ? groups : (guint)of);
    group->planned++;
    group->wanted++;
  }
  for (guint u = 0; u < plan->unplanned->len; u++) {
    const int of = territory_client(territory, g_array_index(plan->unplanned, Unplanned, u).client)->group;
    ((GroupOutcome *)g_ptr_array_index(outcome->groups, of < 0 ? groups : (guint)of))->wanted++;
  }
  if (((GroupOutcome *)g_ptr_array_index(outcome->groups, groups))->wanted == 0)
    g_ptr_array_remove_index(outcome->groups, groups);
}

static void count_reps(Outcome *outcome, const Plan *plan, const Territory *territory)
{
  double *figure = outcome->figure;
  for (guint k = 0; k < plan->reps->len; k++) {
    const RepResult *result = &g_array_index(plan->reps, RepResult, k);
    const Rep *rep = territory_rep(territory, result->rep);
    const Ledger ledger = plan_ledger(plan, result->rep);
    RepOutcome *one = g_new0(RepOutcome, 1);
    *one = (RepOutcome){g_strdup(rep->id), g_strdup(rep->name), result->wanted, result->planned,
                        ledger_load_pct(&ledger)};
    g_ptr_array_add(outcome->reps, one);
    if (k == 0 || one->load_pct > figure[FIGURE_LOAD_MOST]) {
      figure[FIGURE_LOAD_MOST] = one->load_pct;
      outcome->most_capacity_s = (double)ledger.work_s;
    }
    const double km = (double)ledger.travel_m / 1000 * money_units(rep->cost_km);
    figure[FIGURE_COST] += (double)ledger.work_s / HOUR_S * money_units(rep->cost_hour) + km +
                           plan_nights(plan, result->rep) * money_units(rep->cost_night);
    outcome->km_cost += km;
    outcome->wanted += result->wanted;
  }
}

static void count_spacing(Outcome *outcome, const Plan *plan, const Territory *territory)
{
  g_autofree GapTally *tallies = plan_all_gaps(plan, territory);
  int gaps = 0;
  double deviation = 0;
  for (guint c = 0; c < territory->clients->len; c++) {
    gaps += tallies[c].gaps;
    deviation += tallies[c].deviation;
    outcome->figure[FIGURE_BREAKS] += tallies[c].breaks;
  }
  outcome->figure[FIGURE_DEVIATION] = gaps > 0 ? deviation / gaps : 0;
}

static const char *rep_id(const Territory *territory, const Client *client)
{
  return client->rep < 0 ? "" : territory_rep(territory, client->rep)->id;
}

// Clients of both territories whose rep is another one.
static int count_moved(const Territory *territory, const Territory *base)
{
  g_autoptr(GHashTable) before = g_hash_table_new(g_str_hash, g_str_equal);
  int moved = 0;
  for (guint c = 0; c < base->clients->len; c++) {
    Client *client = territory_client(base, (int)c);
    g_hash_table_insert(before, client->id, client);
  }
  for (guint c = 0; c < territory->clients->len; c++) {
    const Client *client = territory_client(territory, (int)c),
                 *former = g_hash_table_lookup(before, client->id);
    moved += former && strcmp(rep_id(territory, client), rep_id(base, former)) != 0;
  }
  return moved;
}

Outcome *outcome_blank(const char *name, const char *title)
{
  Outcome *outcome = g_new0(Outcome, 1);
  outcome->name = g_strdup(name);
  outcome->title = g_strdup(title);
  outcome->groups = g_ptr_array_new_with_free_func(group_free);
  outcome->reps = g_ptr_array_new_with_free_func(rep_free);
  outcome->sets = g_ptr_array_new_with_free_func(set_free);
  return outcome;
}

Outcome *outcome_new(const char *name, const char *title, const Plan *plan, const Territory *territory,
                     Money value, const Territory *base)
{
  Outcome *outcome = outcome_blank(name, title);
  outcome->status = plan->status;
  count_groups(outcome, plan, territory);
  count_reps(outcome, plan, territory);
  count_spacing(outcome, plan, territory);
  const Ledger all = plan_ledger(plan, -1);
  const Money objective = plan_cost_total(plan->cost);
  double *figure = outcome->figure;
  outcome->capacity_s = (double)all.work_s;
  outcome->gap_pct = plan->bound == MONEY_NONE ? NAN : gap_pct(objective, plan->bound);
  figure[FIGURE_PLANNED] = plan->visits->len;
  figure[FIGURE_LOST] = plan->unplanned->len;
  figure[FIGURE_COVERAGE] = outcome->wanted > 0 ? 100.0 * plan->visits->len / outcome->wanted : 100;
  figure[FIGURE_VALUE] = money_units(value);
  figure[FIGURE_VISIT_H] = (double)all.visit_s / HOUR_S;
  figure[FIGURE_TRAVEL_H] = (double)all.travel_s / HOUR_S;
  figure[FIGURE_KM] = (double)all.travel_m / 1000;
  figure[FIGURE_LOAD] = ledger_load_pct(&all);
  figure[FIGURE_MOVED] = base ? count_moved(territory, base) : 0;
  figure[FIGURE_OBJECTIVE] = money_units(objective);
  return outcome;
}

// ---- What a gap may hide -----------------------------------------------------------------------------------------

static gint by_money(gconstpointer left, gconstpointer right)
{
  const Money a = *(const Money *)left, b = *(const Money *)right;
  return (a > b) - (a < b);
}

static bool is_one_of(const int *reps, int count, int rep)
{
  for (int k = 0; k < count; k++) {
    if (reps[k] == rep)
      return true;
  }
  return false;
}

// What each lost visit of these reps costs, cheapest first; free with g_array_unref.
static GArray *lost_costs(const int *reps, int count, const Plan *plan, const Territory *territory,
                          const Travel *travel)
{
  GArray *costs = g_array_new(FALSE, FALSE, sizeof(Money));
  g_autofree int *wanted = wanted_visits(territory);
  for (guint u = 0; u < plan->unplanned->len; u++) {
    const Unplanned *lost = &g_array_index(plan->unplanned, Unplanned, u);
    if (!is_one_of(reps, count, lost->rep))
      continue;
    const Money cost = client_miss_cost(travel, lost->client, wanted[lost->client]);
    g_array_append_val(costs, cost);
  }
  g_array_sort(costs, by_money);
  return costs;
}

void outcome_add_set(Outcome *outcome, const char *key, const int *reps, int count, const Plan *plan,
                     const Territory *territory, const Travel *travel)
{
  SetOutcome *set = g_new0(SetOutcome, 1);
  Money spacing = 0, missed = 0;
  int breaks = 0;
  set->key = g_strdup(key);
  for (int k = 0; k < count; k++) {
    const RepResult *result = plan_rep_result(plan, reps[k]);
    if (!result)
      continue;
    const Money cost = plan_cost_total(result->cost),
                gap = result->bound == MONEY_NONE ? cost : cost - result->bound;
    set->gap = MAX(set->gap, gap); // each rep of a team has the gap of the team
    set->hidden_travel_s = MAX(set->hidden_travel_s, result->travel_s - MAX(0, result->travel_core_s));
    spacing += result->cost.spacing;
    missed += result->cost.missed;
    breaks += result->breaks;
  }
  g_autoptr(GArray) costs = lost_costs(reps, count, plan, territory, travel);
  Money paid = 0;
  for (guint u = 0; u < costs->len; u++) {
    paid += g_array_index(costs, Money, u);
    set->hidden_visits += paid <= set->gap;
  }
  set->hidden_value = MIN(set->gap, missed);
  set->hidden_breaks = spacing > 0 ? breaks * fmin(1, (double)set->gap / (double)spacing) : 0;
  g_ptr_array_add(outcome->sets, set);
}

// ---- Differences -------------------------------------------------------------------------------------------------

typedef struct Interval {
  double least, most;
} Interval;

// All that the sets hide which the other outcome does not share; gap -1: it shares all of them.
static SetOutcome hidden_beside(const Outcome *outcome, const Outcome *other)
{
  SetOutcome sum = {.gap = -1};
  for (guint s = 0; s < outcome->sets->len; s++) {
    const SetOutcome *set = g_ptr_array_index(outcome->sets, s);
    bool shared = false;
    for (guint o = 0; o < other->sets->len && !shared; o++)
      shared = strcmp(((const SetOutcome *)g_ptr_array_index(other->sets, o))->key, set->key) == 0;
    if (shared)
      continue;
    sum.gap = MAX(0, sum.gap) + set->gap;
    sum.hidden_visits += set->hidden_visits;
    sum.hidden_value += set->hidden_value;
    sum.hidden_travel_s += set->hidden_travel_s;
    sum.hidden_breaks += set->hidden_breaks;
  }
  return sum;
}

static Interval interval_of(const Outcome *outcome, const SetOutcome *hidden, OutcomeFigure which)
{
  const double *figure = outcome->figure, value = figure[which], planned = fmax(1, figure[FIGURE_PLANNED]);
  const double more = hidden->hidden_visits, less_h = (double)hidden->hidden_travel_s / HOUR_S,
               more_h = more * figure[FIGURE_TRAVEL_H] / planned,
               travel_h = fmax(1e-9, figure[FIGURE_TRAVEL_H]);
  const double visit_h = more * figure[FIGURE_VISIT_H] / planned;
  const double capacity_h =
      fmax(1e-9, (which == FIGURE_LOAD ? outcome->capacity_s : outcome->most_capacity_s) / HOUR_S);
  switch (which) {
  case FIGURE_PLANNED: return (Interval){value, value + more};
  case FIGURE_LOST: return (Interval){value - more, value};
  case FIGURE_COVERAGE: return (Interval){value, value + 100 * more / MAX(1, outcome->wanted)};
  case FIGURE_VALUE: return (Interval){value, value + money_units(hidden->hidden_value)};
  case FIGURE_VISIT_H: return (Interval){value, value + visit_h};
  case FIGURE_TRAVEL_H: return (Interval){value - less_h, value + more_h};
  case FIGURE_KM: return (Interval){value * (1 - less_h / travel_h), value * (1 + more_h / travel_h)};
  case FIGURE_COST:
    return (Interval){value - outcome->km_cost * less_h / travel_h,
                      value + outcome->km_cost * more_h / travel_h};
  case FIGURE_LOAD:
  case FIGURE_LOAD_MOST:
    return (Interval){value - 100 * less_h / capacity_h, value + 100 * (more_h + visit_h) / capacity_h};
  case FIGURE_BREAKS: return (Interval){value - hidden->hidden_breaks, value};
  case FIGURE_DEVIATION: // costs nothing within the limits, so any plan as cheap may have any other
    return hidden->gap >= 0 ? (Interval){-INFINITY, INFINITY} : (Interval){value, value};
  case FIGURE_OBJECTIVE: return (Interval){value - money_units(MAX(0, hidden->gap)), value};
  case FIGURE_MOVED:
  default: return (Interval){value, value};
  }
}

Difference outcome_difference(const Outcome *base, const Outcome *other, OutcomeFigure figure)
{
  const double difference = other->figure[figure] - base->figure[figure];
  if (fabs(difference) < 0.5 * pow(10, -kinds[figure].digits))
    return (Difference){0, DIFFERENCE_NONE};
  const SetOutcome ours = hidden_beside(base, other), theirs = hidden_beside(other, base);
  const Interval a = interval_of(base, &ours, figure), b = interval_of(other, &theirs, figure);
  return (Difference){difference, a.most < b.least || b.most < a.least ? DIFFERENCE_SURE : DIFFERENCE_UNSURE};
}

// ---- All together ------------------------------------------------------------------------------------------------

Comparison *comparison_new(const char *currency, double budget)
{
  Comparison *comparison = g_new0(Comparison, 1);
  comparison->outcomes = g_ptr_array_new_with_free_func(free_outcome);
  comparison->currency = g_strdup(currency ? currency : "");
  comparison->budget = budget;
  comparison->best = -1;
  return comparison;
}

void comparison_free(Comparison *comparison)
{
  if (!comparison)
    return;
  g_ptr_array_unref(comparison->outcomes);
  g_free(comparison->currency);
  g_free(comparison);
}

static bool is_better(const Outcome *outcome, const Outcome *best)
{
  const double value = outcome->figure[FIGURE_VALUE], best_value = best->figure[FIGURE_VALUE];
  if (value > best_value || value < best_value)
    return value > best_value;
  const int visits = (int)(outcome->figure[FIGURE_PLANNED] - best->figure[FIGURE_PLANNED]);
  if (visits != 0)
    return visits > 0;
  return outcome->figure[FIGURE_COST] < best->figure[FIGURE_COST];
}

void comparison_add(Comparison *comparison, Outcome *outcome)
{
  const int index = (int)comparison->outcomes->len;
  g_ptr_array_add(comparison->outcomes, outcome);
  if (isnan(comparison->budget) || outcome->status == PLAN_INFEASIBLE ||
      outcome->figure[FIGURE_COST] > comparison->budget)
    return;
  if (comparison->best < 0 || is_better(outcome, comparison_outcome(comparison, (guint)comparison->best)))
    comparison->best = index;
}

bool *comparison_rivals(const Comparison *comparison)
{
  bool *rivals = g_new0(bool, comparison->outcomes->len + 1);
  const Outcome *best = comparison->best < 0 ? NULL : comparison_outcome(comparison, (guint)comparison->best);
  for (guint i = 0; best && i < comparison->outcomes->len; i++) {
    const Outcome *outcome = comparison_outcome(comparison, i);
    rivals[i] = outcome != best && outcome->status != PLAN_INFEASIBLE &&
                outcome->figure[FIGURE_COST] <= comparison->budget &&
                outcome_difference(best, outcome, FIGURE_VALUE).sure != DIFFERENCE_SURE;
  }
  return rivals;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// A pool of threads takes the sets in order; each leaves its result in its own place, and the results are put together
// in order when all are done. Nothing a thread does depends on another, so neither does the plan.
#include "solver/planner.h"

#include "model/words.h"
#include "solver/activities.h"
#include "solver/explain.h"
#include "solver/mip.h"
#include "solver/sets.h"

#include <math.h>

typedef struct SetResult {
  GArray *reps; // int
  Plan *part;   // visits and unplanned of these reps
  SolutionCost cost;
  Money bound, core_bound, travel_bound;
  bool nights; // somebody may sleep out
  double rate; // dearest money a second of driving
  PlanStatus status;
  bool stopped;
  double seconds;
} SetResult;

typedef struct Run {
  const Territory *territory;
  const Calendar *calendar;
  const Travel *travel;
  const PlannerOptions *options;
  int threads, sets;
  GMutex lock; // guards what follows, and the caller's progress function
  PlannerProgress progress;
  int started;
} Run;

typedef struct Task {
  Run *run;
  SetResult *result;
} Task;

const char *effort_name(Effort effort)
{
  static const char *const names[] = {"quick", "normal", "best"};
  return names[effort];
}

static void report(Run *run, const char *stage, const SetResult *finished)
{
  g_mutex_lock(&run->lock);
  run->progress.stage = stage;
  if (finished) {
    run->progress.done++;
    run->progress.best += solution_total(&finished->cost);
    run->progress.bound += finished->bound;
  }
  if (run->options->progress)
    run->options->progress(&run->progress, run->options->data);
  g_mutex_unlock(&run->lock);
}

static void engine_progress(const EngineProgress *progress, void *data)
{
  report(data, progress->stage, NULL);
}

// This set's share of the time that is left: the sets still to come share it over all threads.
static gint64 set_deadline(Run *run)
{
  if (run->options->deadline_us == 0)
    return 0;
  g_mutex_lock(&run->lock);
  int waiting = run->sets - run->started++;
  g_mutex_unlock(&run->lock);
  gint64 now = g_get_monotonic_time(), left = MAX(0, run->options->deadline_us - now);
  int rounds = (waiting + run->threads - 1) / run->threads;
  return now + left / MAX(1, rounds);
}

// Most money that a second of driving costs any rep of the problem, over all legs.
static double dearest_rate(const Problem *p)
{
  double rate = 0;
  for (int t = 0; t < p->tables; t++) {
    for (size_t at = 0; at < (size_t)p->nodes * (size_t)p->nodes; at++) {
      if (p->legs[t].travel[at] > 0) // half a millionth is what rounding can have taken
        rate = fmax(rate, ((double)p->legs[t].cost[at] - 0.5) / p->legs[t].travel[at]);
    }
  }
  return rate;
}

// Looks the set up in the store; solves it and puts it there where it is not. What is returned is the store's, or, where
// there is none, kept in *own.
static const Solved *find_or_solve(Run *run, const SetResult *result, const Translation *tr, Solved **own)
{
  const PlannerOptions *options = run->options;
  const uint64_t seed = set_seed(options, options->serial, result->reps);
  g_autofree char *key = options->store ? set_key(tr->problem, seed, options) : NULL;
  g_mutex_lock(&run->lock);
  const Solved *known = key ? g_hash_table_lookup(options->store, key) : NULL;
  g_mutex_unlock(&run->lock);
  const gint64 deadline = set_deadline(run); // also where it is not needed: a set less is to come
  if (known && set_is_usable(tr, known))
    return known;
  EngineOptions engine = {.seed = seed,
                          .effort = options->effort,
                          .threads = MAX(1, run->threads / MAX(1, run->sets)),
                          .gap_pct = options->gap_pct,
                          .stop = options->stop,
                          .deadline_us = deadline,
                          .progress = engine_progress,
                          .data = run};
  *own = set_solve(tr, &engine);
  if (!key)
    return *own;
  g_mutex_lock(&run->lock);
  known = *own;
  g_hash_table_replace(options->store, g_steal_pointer(&key), g_steal_pointer(own));
  g_mutex_unlock(&run->lock);
  return known;
}

static void solve_set(Run *run, SetResult *result)
{
  gint64 began = g_get_monotonic_time();
  g_autoptr(Translation) tr = translate_reps(run->territory, run->calendar, run->travel,
                                             (const int *)(void *)result->reps->data, (int)result->reps->len);
  translate_spread(tr);
  g_autoptr(Solved) own = NULL;
  const Solved *found = find_or_solve(run, result, tr, &own);
  result->part = plan_new();
  result->status = found->status;
  result->stopped = found->stopped;
  if (found->first) {
    const Solution best = set_solution(found);
    result->cost = solution_cost(tr->problem, &best);
    result->bound = found->bound;
    result->core_bound = found->core_bound;
    result->travel_bound = found->travel_bound;
    result->rate = dearest_rate(tr->problem);
    result->nights = problem_has_nights(tr->problem);
    g_autoptr(ActivityPlan) timed = activities_place(tr, &best, NULL, NULL, result->part->unmet);
    translate_solution(&timed->translation, &best, timed->done, result->part);
    explain_missing(&timed->translation, &best, result->part->unplanned);
  }
  result->seconds = (double)(g_get_monotonic_time() - began) / G_USEC_PER_SEC;
}

static void task_run(gpointer data, gpointer unused)
{
  (void)unused;
  Task *task = data;
  solve_set(task->run, task->result);
  mip_thread_end();
  report(task->run, N_("planned"), task->result);
  g_free(task);
}

static Money travel_money(const Territory *territory, const Plan *plan, int rep, int64_t *seconds,
                          int64_t *metres)
{
  Money money = 0;
  *seconds = *metres = 0;
  for (guint d = 0; d < plan->days->len; d++) {
    const PlanDay *day = plan_day(plan, d);
    if (day->rep != rep)
      continue;
    *seconds += day->travel_s;
    *metres += day->travel_m;
  }
  const Rep *r = territory_rep(territory, rep);
  money = (Money)llround((double)*seconds * (double)r->cost_hour / HOUR_S +
                         (double)*metres * (double)r->cost_km / 1000);
  return money;
}

// Seconds of driving that the set cannot go below, from the money it cannot go below.
static int64_t bound_seconds(const SetResult *set, Money money)
{
  if (money <= 0 || set->rate <= 0)
    return 0;
  return (int64_t)floor((double)money / set->rate * (1 - 1e-9));
}

// A team's bound holds for the team; each rep gets as much of it as he has of what it bounds.
static int64_t share_of(int64_t bound, int64_t own, int64_t all)
{
  if (bound >= all || own == 0)
    return own;
  return MIN(own, (int64_t)floor((double)bound * ((double)own / (double)all)));
}

// A rep who shares no client has his set's figures. In a team, what is not travel goes to its first rep.
static void add_rep_results(Plan *plan, const Territory *territory, const SetResult *set)
{
  Money travel_total = 0;
  int64_t travel_s = 0;
  guint first = plan->reps->len;
  for (guint k = 0; k < set->reps->len; k++) {
    RepResult result = {
        .rep = g_array_index(set->reps, int, k), .status = set->status, .seconds = set->seconds};
    Money travel = travel_money(territory, plan, result.rep, &result.travel_s, &result.travel_m);
    result.cost.travel = set->reps->len == 1 ? set->cost.travel : travel;
    if (k == 0) {
      result.cost.missed = set->cost.missed;
      result.cost.spacing = set->cost.spacing;
      result.cost.weekday = set->cost.weekday;
    }
    result.cost.nights = plan_nights(plan, result.rep) * territory_rep(territory, result.rep)->cost_night;
    travel_total += result.cost.travel;
    travel_s += result.travel_s;
    plan_count_visits(plan, territory, &result);
    g_array_append_val(plan->reps, result);
  }
  if (first < plan->reps->len && set->reps->len > 1) // rounding of the parts: the first keeps the sum exact
    g_array_index(plan->reps, RepResult, first).cost.travel += set->cost.travel - travel_total;
  for (guint k = first; k < plan->reps->len; k++) {
    RepResult *result = &g_array_index(plan->reps, RepResult, k);
    Money total = plan_cost_total(result->cost);
    result->bound = share_of(set->bound, total, solution_total(&set->cost));
    // A night out may take the place of driving. Plans that see as much miss no more.
    const Money core = set->core_bound - set->cost.missed;
    result->travel_core_s = set->nights ? -1 : share_of(bound_seconds(set, core), result->travel_s, travel_s);
    result->travel_bound_s =
        set->nights ? -1
                    : share_of(bound_seconds(set, MAX(core, set->travel_bound)), result->travel_s, travel_s);
  }
}

static PlanStatus worse(PlanStatus a, PlanStatus b)
{
  static const int rank[] = {
      [PLAN_OPTIMAL] = 0, [PLAN_FEASIBLE] = 1, [PLAN_STOPPED] = 2, [PLAN_INFEASIBLE] = 3};
  return rank[a] >= rank[b] ? a : b;
}

static gint rep_order(gconstpointer left, gconstpointer right)
{
  return ((const RepResult *)left)->rep - ((const RepResult *)right)->rep;
}

static gint unplanned_order(gconstpointer left, gconstpointer right)
{
  const Unplanned *a = left, *b = right;
  if (a->rep != b->rep)
    return a->rep - b->rep;
  return a->client != b->client ? a->client - b->client : a->number - b->number;
}

static void take_part(Plan *plan, Plan *part)
{
  g_assert(part);
  g_array_append_vals(plan->visits, part->visits->data, part->visits->len);
  plan_take_missing(plan, part);
  plan_free(part);
}

static Plan *assemble(const Run *run, SetResult *results)
{
  Plan *plan = plan_new();
  plan->status = PLAN_OPTIMAL;
  plan->seed = run->options->seed;
  plan->effort = g_strdup(effort_name(run->options->effort));
  for (int k = 0; k < run->sets; k++) {
    SetResult *set = &results[k];
    take_part(plan, set->part);
    plan->status = worse(plan->status, set->status);
    plan->cost.travel += set->cost.travel;
    plan->cost.missed += set->cost.missed;
    plan->cost.spacing += set->cost.spacing;
    plan->cost.weekday += set->cost.weekday;
    plan->cost.nights += set->cost.nights;
    plan->bound += set->bound;
  }
  g_array_sort(plan->unplanned, unplanned_order);
  g_array_sort(plan->unmet, unmet_compare);
  plan_tally(plan, run->territory, run->calendar, run->travel);
  for (int k = 0; k < run->sets; k++)
    add_rep_results(plan, run->territory, &results[k]);
  g_array_sort(plan->reps, rep_order);
  plan_tally(plan, run->territory, run->calendar,
             run->travel); // again: the reps without visits are known now
  return plan;
}

Plan *planner_run(const Territory *territory, const Calendar *calendar, const Travel *travel,
                  const PlannerOptions *options)
{
  gint64 began = g_get_monotonic_time();
  g_autoptr(GPtrArray) components = translate_components(territory);
  Run run = {.territory = territory, .calendar = calendar, .travel = travel, .options = options};
  run.threads = options->threads > 0 ? options->threads : (int)g_get_num_processors();
  SetResult *results = g_new0(SetResult, components->len);
  for (guint k = 0; k < components->len; k++) {
    GArray *set = g_ptr_array_index(components, k);
    if (set_is_chosen(options->chosen, set))
      results[run.sets++].reps = set;
  }
  run.progress.reps = run.sets;
  g_mutex_init(&run.lock);
  GThreadPool *pool = g_thread_pool_new(task_run, NULL, run.threads, TRUE, NULL);
  for (int k = 0; k < run.sets; k++) {
    Task *task = g_new(Task, 1);
    *task = (Task){&run, &results[k]};
    g_thread_pool_push(pool, task, NULL);
  }
  g_thread_pool_free(pool, FALSE, TRUE);
  g_mutex_clear(&run.lock);
  Plan *plan = assemble(&run, results);
  plan->seconds = (double)(g_get_monotonic_time() - began) / G_USEC_PER_SEC;
  g_free(results);
  return plan;
}

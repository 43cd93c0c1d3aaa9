// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/replan_parts.h"

#include "model/check.h"
#include "solver/activities.h"
#include "solver/explain.h"
#include "solver/mip.h"

#include <math.h>
#include <string.h>

typedef struct Queue { // of the sets that are asked for
  int threads, sets;
  gint waiting; // that no thread has taken; atomic
  gint64 deadline_us;
} Queue;

typedef struct SetTask {
  const ReplanRun *run;
  Queue *queue;
  GArray *reps; // int
  bool skipped; // not asked for
  bool solved;  // else the former plan stands
  Plan *part;   // visits of the open days and what found no place, of a set that was solved
  PlanStatus status;
  SolutionCost cost; // of the open days
  Money core_bound;
  double seconds;
} SetTask;

static const int *set_reps(const SetTask *task)
{
  return (const int *)(void *)task->reps->data;
}

static bool has_rep(const SetTask *task, int rep)
{
  for (guint k = 0; k < task->reps->len; k++) {
    if (set_reps(task)[k] == rep)
      return true;
  }
  return false;
}

static bool is_closed(const ReplanRun *run, const Visit *visit)
{
  return run->closed[(size_t)visit->rep * (size_t)run->calendar->days +
                     (size_t)(visit->day - run->calendar->start)];
}

// ---- One set -----------------------------------------------------------------------------------------------------

// How often each activity stands on a visit that stays as it is; free with g_free.
static int *activities_made(const ReplanRun *run)
{
  int *made = g_new0(int, (gsize)run->territory->clients->len *ACTIVITIES_MAX + 1);
  for (guint v = 0; v < run->former->visits->len; v++) {
    const Visit *visit = plan_visit(run->former, v);
    for (int k = 0; k < ACTIVITIES_MAX && is_closed(run, visit) && run->kept[v]; k++)
      made[(size_t)visit->client * ACTIVITIES_MAX + (size_t)k] += (int)(visit->activities >> k & 1);
  }
  return made;
}

// What the former plan did at each visit that is still there.
static uint64_t *former_activities(const ReplanRun *run, const Translation *tr, const Solution *solution)
{
  uint64_t *first = g_new0(uint64_t, (gsize)solution->first[tr->problem->slots] + 1);
  g_autoptr(GHashTable) was = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  const int64_t days = run->calendar->days;
  for (guint v = 0; v < run->former->visits->len; v++) {
    const Visit *visit = plan_visit(run->former, v);
    int64_t *key = g_new(int64_t, 1);
    *key = visit->client * days + (visit->day - run->calendar->start);
    g_hash_table_insert(was, key, plan_visit(run->former, v));
  }
  for (int s = 0; s < tr->problem->slots; s++) {
    for (int k = solution->first[s]; k < solution->first[s + 1]; k++) {
      const int64_t key =
          tr->client[solution->client[k]] * days + (tr->workday[s]->day - run->calendar->start);
      const Visit *visit = g_hash_table_lookup(was, &key);
      first[k] = visit ? visit->activities : 0;
    }
  }
  return first;
}

static gint by_number(gconstpointer left, gconstpointer right)
{
  return *(const int *)left - *(const int *)right;
}

static bool same_clients(const int *a, const int *b, int count)
{
  g_autofree int *x = g_memdup2(a, sizeof(int) * (gsize)count), *y = g_memdup2(b, sizeof(int) * (gsize)count);
  qsort(x, (size_t)count, sizeof(int), by_number);
  qsort(y, (size_t)count, sizeof(int), by_number);
  return memcmp(x, y, sizeof(int) * (size_t)count) == 0;
}

// A day that keeps its visits keeps their order and so their times: people were told when to expect the rep, and a
// minute less of driving is no reason to tell them otherwise.
static void keep_orders(const Problem *p, const Solution *start, Solution *best)
{
  for (int s = 0; s < p->slots; s++) {
    const int count = best->first[s + 1] - best->first[s];
    const int *former = start->client + start->first[s];
    int *route = best->client + best->first[s];
    if (count == 0 || start->first[s + 1] - start->first[s] != count || !same_clients(former, route, count))
      continue;
    g_autofree int *found = g_memdup2(route, sizeof(int) * (gsize)count);
    memcpy(route, former, sizeof(int) * (size_t)count);
    if (!solution_is_admissible(p, best))
      memcpy(route, found, sizeof(int) * (size_t)count);
  }
}

static void take_result(SetTask *task, const Translation *tr, const Solution *start, EngineResult *found)
{
  Solution *filled = explain_fill(tr->problem, found->best);
  if (filled) {
    solution_free(found->best);
    found->best = filled;
  }
  keep_orders(tr->problem, start, found->best);
  task->cost = solution_cost(tr->problem, found->best);
  task->core_bound = MIN(found->core_bound, task->cost.travel + task->cost.missed);
  g_autofree int *made = activities_made(task->run);
  g_autofree uint64_t *first = former_activities(task->run, tr, found->best);
  g_autoptr(ActivityPlan) timed = activities_place(tr, found->best, made, first, task->part->unmet);
  translate_solution(&timed->translation, found->best, timed->done, task->part);
  explain_missing(&timed->translation, found->best, task->part->unplanned);
  solution_free(found->best);
}

// This set's share of the time that is left, as in planner_run.
static gint64 set_deadline(const Queue *queue, int waiting)
{
  if (queue->deadline_us == 0)
    return 0;
  const gint64 now = g_get_monotonic_time(), left = MAX(0, queue->deadline_us - now);
  return now + left / MAX(1, (waiting + queue->threads - 1) / queue->threads);
}

static void solve_set(SetTask *task)
{
  const int waiting = g_atomic_int_add(&task->queue->waiting, -1);
  const ReplanRun *run = task->run;
  const PlannerOptions *options = &run->options->planner;
  const gint64 began = g_get_monotonic_time();
  g_autoptr(Translation) tr = replan_problem(run, set_reps(task), (int)task->reps->len);
  bool whole = false;
  g_autoptr(Solution) start = replan_start(run, tr, &whole);
  if (whole)
    return;
  const EngineOptions engine = {.seed = options->seed + (uint64_t)set_reps(task)[0],
                                .effort = options->effort,
                                .gap_pct = options->gap_pct,
                                .stop = options->stop,
                                .deadline_us = set_deadline(task->queue, waiting),
                                .threads = MAX(1, task->queue->threads / task->queue->sets),
                                .start = start};
  EngineResult found = engine_solve(tr->problem, &engine);
  task->solved = true;
  task->part = plan_new();
  task->status = found.best && found.stopped ? PLAN_STOPPED : found.best ? PLAN_FEASIBLE : PLAN_INFEASIBLE;
  if (found.best)
    take_result(task, tr, start, &found);
  task->seconds = (double)(g_get_monotonic_time() - began) / G_USEC_PER_SEC;
}

static void task_run(gpointer data, gpointer unused)
{
  (void)unused;
  solve_set(data);
  mip_thread_end();
}

// ---- The whole plan ----------------------------------------------------------------------------------------------

// Visits of one rep and day, in order: plan->visits[first … end).
static guint day_end(const Plan *plan, guint first)
{
  guint end = first;
  while (end < plan->visits->len && plan_visit(plan, end)->rep == plan_visit(plan, first)->rep &&
         plan_visit(plan, end)->day == plan_visit(plan, first)->day)
    end++;
  return end;
}

// The former visits of a day with the same route from home to home, or NULL: its times stand.
static const Visit *same_day(const Plan *former, const Plan *part, guint first, guint end)
{
  const Visit *visit = plan_visit(part, first), *before = first > 0 ? plan_visit(part, first - 1) : NULL;
  if (before && before->sleeps_out && before->rep == visit->rep)
    return NULL;
  for (guint v = 0; v < former->visits->len; v++) {
    const Visit *old = plan_visit(former, v);
    if (old->rep != visit->rep || old->day != visit->day)
      continue;
    if (day_end(former, v) - v != end - first)
      return NULL;
    for (guint k = 0; k < end - first; k++) {
      const Visit *a = plan_visit(former, v + k), *b = plan_visit(part, first + k);
      if (a->client != b->client || a->visit_s != b->visit_s || a->fixed != b->fixed ||
          a->activities != b->activities || a->resource != b->resource || a->sleeps_out || b->sleeps_out)
        return NULL;
    }
    return old;
  }
  return NULL;
}

// Whether the former times of a route hold today: hours, minutes and driving may have changed.
static bool still_fits(const ReplanRun *run, const Visit *visit, guint count)
{
  const int rep = visit->rep;
  const WorkDay *workday = calendar_day(run->calendar, rep, visit->day);
  int place = place_start(run->territory, rep);
  int32_t clock = 0;
  for (guint k = 0; k < count; k++) {
    const int32_t start = visit[k].leave_s - visit[k].visit_s;
    Window starts[STARTS_MAX];
    const int spans =
        client_starts(territory_client(run->territory, visit[k].client), workday, visit[k].visit_s, starts);
    bool fits = false;
    for (int s = 0; s < spans; s++)
      fits = fits || (start >= starts[s].from && start <= starts[s].to);
    clock += travel_leg(run->travel, rep, place, place_client(visit[k].client)).travel_s;
    if (!fits || visit[k].fixed ||
        workday_clock(workday, visit[k].arrive_s) < clock) // promises may have a new time
      return false;
    clock = workday_clock(workday, start) + visit[k].visit_s;
    place = place_client(visit[k].client);
  }
  return clock + travel_leg(run->travel, rep, place, place_end(run->territory, rep)).travel_s <=
         workday->work_s;
}

static void take_solved(Plan *plan, const ReplanRun *run, const SetTask *task)
{
  const Plan *part = task->part;
  for (guint v = 0, end; v < part->visits->len; v = end) {
    end = day_end(part, v);
    const Visit *old = same_day(run->former, part, v, end);
    const Visit *take = old && still_fits(run, old, end - v) ? old : plan_visit(part, v);
    g_array_append_vals(plan->visits, take, end - v);
  }
  plan_take_missing(plan, task->part);
}

static void take_former(Plan *plan, const ReplanRun *run, const SetTask *task)
{
  for (guint v = 0; v < run->former->visits->len; v++) {
    const Visit *visit = plan_visit(run->former, v);
    const bool stays = is_closed(run, visit) ? run->kept[v] : !task->solved;
    if (has_rep(task, visit->rep) && (stays || task->skipped))
      g_array_append_val(plan->visits, *visit);
  }
  for (guint u = 0; u < run->former->unplanned->len && !task->solved; u++) {
    Unplanned copy = g_array_index(run->former->unplanned, Unplanned, u);
    if (!has_rep(task, copy.rep))
      continue;
    copy.reason = g_strdup(copy.reason);
    copy.remedy = g_strdup(copy.remedy);
    g_array_append_val(plan->unplanned, copy);
  }
  // Joint visits are not chosen again; other activities are, where the set was solved.
  for (guint u = 0; u < run->former->unmet->len; u++) {
    Unmet copy = g_array_index(run->former->unmet, Unmet, u);
    if (!has_rep(task, copy.rep) || (task->solved && copy.resource < 0))
      continue;
    copy.reason = g_strdup(copy.reason);
    copy.remedy = g_strdup(copy.remedy);
    g_array_append_val(plan->unmet, copy);
  }
}

// ---- Figures -----------------------------------------------------------------------------------------------------

// Costs of the set over the whole horizon, as the checker counts them.
static PlanCost cost_of_set(const ReplanRun *run, const Plan *plan, const SetTask *task)
{
  g_autoptr(Plan) part = plan_new();
  g_autoptr(Findings) findings = findings_new();
  CheckTotals totals;
  for (guint v = 0; v < plan->visits->len; v++) {
    if (has_rep(task, plan_visit(plan, v)->rep))
      g_array_append_val(part->visits, *plan_visit(plan, v));
  }
  for (guint k = 0; k < task->reps->len; k++) {
    const RepResult result = {.rep = set_reps(task)[k], .status = PLAN_FEASIBLE};
    g_array_append_val(part->reps, result);
  }
  check_plan(part, run->territory, "calendar.csv", NULL, findings, &totals);
  return totals.cost;
}

static void add_solved_results(Plan *plan, const ReplanRun *run, const SetTask *task)
{
  const PlanCost cost = cost_of_set(run, plan, task);
  // What cannot be undone: driving of the closed days, and what is missed beyond what the open days could take.
  const Money sure = cost.travel + cost.missed + cost.nights -
                     (task->cost.travel + task->cost.missed + task->cost.nights) + task->core_bound;
  for (guint k = 0; k < task->reps->len; k++) {
    RepResult result = {.rep = set_reps(task)[k], .status = task->status, .seconds = task->seconds};
    const Ledger ledger = plan_ledger(plan, result.rep);
    result.cost = k == 0 ? cost : (PlanCost){0};
    result.bound = k == 0 ? CLAMP(sure, 0, plan_cost_total(cost)) : 0;
    result.travel_s = ledger.travel_s;
    result.travel_m = ledger.travel_m;
    result.travel_bound_s = result.travel_core_s = -1;
    plan_count_visits(plan, run->territory, &result);
    g_array_append_val(plan->reps, result);
  }
}

static void add_former_results(Plan *plan, const ReplanRun *run, const SetTask *task)
{
  for (guint k = 0; k < run->former->reps->len; k++) {
    const RepResult *result = &g_array_index(run->former->reps, RepResult, k);
    if (has_rep(task, result->rep))
      g_array_append_val(plan->reps, *result);
  }
}

static gint unplanned_order(gconstpointer left, gconstpointer right)
{
  const Unplanned *a = left, *b = right;
  if (a->rep != b->rep)
    return a->rep - b->rep;
  return a->client != b->client ? a->client - b->client : a->number - b->number;
}

static gint rep_order(gconstpointer left, gconstpointer right)
{
  return ((const RepResult *)left)->rep - ((const RepResult *)right)->rep;
}

static PlanStatus worse(PlanStatus a, PlanStatus b)
{
  static const int rank[] = {
      [PLAN_OPTIMAL] = 0, [PLAN_FEASIBLE] = 1, [PLAN_STOPPED] = 2, [PLAN_INFEASIBLE] = 3};
  return rank[a] >= rank[b] ? a : b;
}

static void sum_results(Plan *plan)
{
  plan->cost = (PlanCost){0};
  plan->bound = 0;
  plan->status = PLAN_OPTIMAL;
  for (guint k = 0; k < plan->reps->len; k++) {
    const RepResult *result = &g_array_index(plan->reps, RepResult, k);
    plan->cost.travel += result->cost.travel;
    plan->cost.missed += result->cost.missed;
    plan->cost.spacing += result->cost.spacing;
    plan->cost.weekday += result->cost.weekday;
    plan->cost.nights += result->cost.nights;
    plan->bound =
        result->bound == MONEY_NONE || plan->bound == MONEY_NONE ? MONEY_NONE : plan->bound + result->bound;
    plan->status = worse(plan->status, result->status);
  }
}

static Plan *assemble(const ReplanRun *run, SetTask *tasks, int sets, bool changed)
{
  const Plan *former = run->former;
  Plan *plan = plan_new();
  for (int k = 0; k < sets; k++) {
    take_former(plan, run, &tasks[k]);
    if (tasks[k].solved)
      take_solved(plan, run, &tasks[k]);
    add_former_results(plan, run, &tasks[k]); // so that reps without visits have their days too
  }
  g_array_sort(plan->unplanned, unplanned_order);
  g_array_sort(plan->unmet, unmet_compare);
  g_array_sort(plan->reps, rep_order);
  plan_tally(plan, run->territory, run->calendar, run->travel);
  plan->seed = changed ? run->options->planner.seed : former->seed;
  plan->effort = g_strdup(changed ? effort_name(run->options->planner.effort) : former->effort);
  plan->status = former->status;
  plan->cost = former->cost;
  plan->bound = former->bound;
  plan->seconds = former->seconds;
  if (!changed)
    return plan;
  g_array_set_size(plan->reps, 0);
  for (int k = 0; k < sets; k++) {
    if (tasks[k].solved)
      add_solved_results(plan, run, &tasks[k]);
    else
      add_former_results(plan, run, &tasks[k]);
  }
  g_array_sort(plan->reps, rep_order);
  sum_results(plan);
  return plan;
}

static bool is_chosen(const ReplanRun *run, const GArray *set)
{
  const bool *chosen = run->options->planner.chosen;
  for (guint k = 0; k < set->len; k++) {
    if (!chosen || chosen[g_array_index(set, int, k)])
      return true;
  }
  return false;
}

static void run_tasks(const ReplanRun *run, SetTask *tasks, int sets)
{
  const PlannerOptions *options = &run->options->planner;
  Queue queue = {.threads = options->threads > 0 ? options->threads : (int)g_get_num_processors()};
  queue.deadline_us = options->deadline_us;
  for (int k = 0; k < sets; k++)
    queue.sets += !tasks[k].skipped;
  queue.waiting = queue.sets;
  GThreadPool *pool = g_thread_pool_new(task_run, NULL, queue.threads, TRUE, NULL);
  for (int k = 0; k < sets; k++) {
    tasks[k].queue = &queue;
    if (!tasks[k].skipped)
      g_thread_pool_push(pool, &tasks[k], NULL);
  }
  g_thread_pool_free(pool, FALSE, TRUE);
}

Replan *replan_run(const Territory *territory, const Calendar *calendar, const Travel *travel,
                   const Plan *former, const ReplanOptions *options)
{
  const gint64 began = g_get_monotonic_time();
  ReplanRun run = {
      .territory = territory, .calendar = calendar, .travel = travel, .former = former, .options = options};
  g_autoptr(GPtrArray) components = translate_components(territory);
  g_autofree SetTask *tasks = g_new0(SetTask, components->len + 1);
  Replan *replan = g_new0(Replan, 1);
  replan->sets = (int)components->len;
  replan->solved = g_new0(bool, territory->reps->len + 1);
  replan_prepare(&run);
  for (int k = 0; k < replan->sets; k++) {
    GArray *set = g_ptr_array_index(components, (guint)k);
    tasks[k] = (SetTask){.run = &run, .reps = set, .skipped = !is_chosen(&run, set)};
  }
  run_tasks(&run, tasks, replan->sets);
  for (int k = 0; k < replan->sets; k++) {
    replan->solved_sets += tasks[k].solved;
    for (guint r = 0; r < tasks[k].reps->len; r++)
      replan->solved[set_reps(&tasks[k])[r]] = tasks[k].solved;
  }
  bool changed = replan->solved_sets > 0;
  replan->plan = assemble(&run, tasks, replan->sets, changed);
  if (changed)
    replan->plan->seconds = (double)(g_get_monotonic_time() - began) / G_USEC_PER_SEC;
  for (int k = 0; k < replan->sets; k++)
    plan_free(tasks[k].part);
  replan_clear(&run);
  return replan;
}

void replan_free(Replan *replan)
{
  if (!replan)
    return;
  plan_free(replan->plan);
  g_free(replan->solved);
  g_free(replan);
}

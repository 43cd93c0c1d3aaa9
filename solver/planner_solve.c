// SPDX-License-Identifier: GPL-3.0-or-later
// The sets of many territories in one queue. A set that several of them share has one key and is solved once.
#include "solver/mip.h"
#include "solver/sets.h"

#include "model/words.h"

typedef struct Pool {
  const PlannerOptions *options;
  int threads, waiting; // sets that no thread has taken
  GMutex lock;          // guards what follows and `waiting`, the store, and the caller's progress function
  PlannerProgress progress;
} Pool;

typedef struct PoolTask {
  const PlannerJob *job;
  GArray *reps; // int
  char *key;
  Pool *pool;
} PoolTask;

static void task_free(void *data)
{
  PoolTask *task = data;
  g_array_unref(task->reps);
  g_free(task->key);
  g_free(task);
}

static Translation *translate(const PlannerJob *job, const GArray *reps)
{
  Translation *tr = translate_reps(job->territory, job->calendar, job->travel,
                                   (const int *)(void *)reps->data, (int)reps->len);
  translate_spread(tr);
  return tr;
}

static void report(Pool *pool, const char *stage, bool finished)
{
  g_mutex_lock(&pool->lock);
  pool->progress.stage = stage;
  pool->progress.done += finished;
  if (pool->options->progress)
    pool->options->progress(&pool->progress, pool->options->data);
  g_mutex_unlock(&pool->lock);
}

static void engine_progress(const EngineProgress *progress, void *data)
{
  report(data, progress->stage, false);
}

// This set's share of the time that is left, as in planner_run.
static gint64 task_deadline(Pool *pool)
{
  g_mutex_lock(&pool->lock);
  const int waiting = pool->waiting--;
  g_mutex_unlock(&pool->lock);
  if (pool->options->deadline_us == 0)
    return 0;
  const gint64 now = g_get_monotonic_time(), left = MAX(0, pool->options->deadline_us - now);
  return now + left / MAX(1, (waiting + pool->threads - 1) / pool->threads);
}

static void task_run(gpointer data, gpointer unused)
{
  (void)unused;
  PoolTask *task = data;
  Pool *pool = task->pool;
  const PlannerOptions *options = pool->options;
  g_autoptr(Translation) tr = translate(task->job, task->reps);
  const EngineOptions engine = {.seed = set_seed(options, task->job->serial, task->reps),
                                .effort = options->effort,
                                .gap_pct = options->gap_pct,
                                .stop = options->stop,
                                .deadline_us = task_deadline(pool),
                                .threads = MAX(1, pool->threads / MAX(1, pool->progress.reps)),
                                .progress = engine_progress,
                                .data = pool};
  Solved *solved = set_solve(tr, &engine);
  mip_thread_end();
  g_mutex_lock(&pool->lock);
  g_hash_table_insert(options->store, g_strdup(task->key), solved);
  if (options->solved)
    options->solved(task->key, solved, options->data);
  g_mutex_unlock(&pool->lock);
  report(pool, N_("planned"), true);
}

static char *key_of(const PlannerJob *job, const GArray *reps, const PlannerOptions *options)
{
  g_autoptr(Translation) tr = translate(job, reps);
  return set_key(tr->problem, set_seed(options, job->serial, reps), options);
}

GPtrArray *planner_keys(const PlannerJob *job, const PlannerOptions *options)
{
  GPtrArray *keys = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) sets = translate_components(job->territory);
  for (guint k = 0; k < sets->len; k++) {
    const GArray *reps = g_ptr_array_index(sets, k);
    if (set_is_chosen(job->chosen, reps))
      g_ptr_array_add(keys, key_of(job, reps, options));
  }
  return keys;
}

// The sets that are to be solved, each once, in the order of the jobs.
static GPtrArray *tasks_of(const PlannerJob *jobs, int count, GHashTable *only, Pool *pool)
{
  GPtrArray *tasks = g_ptr_array_new_with_free_func(task_free);
  g_autoptr(GHashTable) taken = g_hash_table_new(g_str_hash, g_str_equal);
  for (int j = 0; j < count; j++) {
    g_autoptr(GPtrArray) sets = translate_components(jobs[j].territory);
    for (guint k = 0; k < sets->len; k++) {
      GArray *reps = g_ptr_array_index(sets, k);
      if (!set_is_chosen(jobs[j].chosen, reps))
        continue;
      g_autofree char *key = key_of(&jobs[j], reps, pool->options);
      if (g_hash_table_contains(pool->options->store, key) || g_hash_table_contains(taken, key) ||
          (only && !g_hash_table_contains(only, key)))
        continue;
      PoolTask *task = g_new(PoolTask, 1);
      *task = (PoolTask){&jobs[j], g_array_ref(reps), g_steal_pointer(&key), pool};
      g_hash_table_add(taken, task->key);
      g_ptr_array_add(tasks, task);
    }
  }
  return tasks;
}

int planner_solve(const PlannerJob *jobs, int count, GHashTable *only, const PlannerOptions *options)
{
  g_assert(options->store);
  Pool pool = {.options = options};
  pool.threads = options->threads > 0 ? options->threads : (int)g_get_num_processors();
  g_autoptr(GPtrArray) tasks = tasks_of(jobs, count, only, &pool);
  const int sets = (int)tasks->len;
  pool.waiting = pool.progress.reps = sets;
  g_mutex_init(&pool.lock);
  GThreadPool *threads = g_thread_pool_new(task_run, NULL, pool.threads, TRUE, NULL);
  for (int k = 0; k < sets; k++)
    g_thread_pool_push(threads, g_ptr_array_index(tasks, (guint)k), NULL);
  g_thread_pool_free(threads, FALSE, TRUE);
  g_mutex_clear(&pool.lock);
  return sets;
}

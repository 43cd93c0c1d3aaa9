// SPDX-License-Identifier: GPL-3.0-or-later
// One main loop, no threads: a finished process starts the next. gnuplot's standard input is closed and its messages
// are kept; the environment is passed on, so that fontconfig and PATH work as the user has them.
#include "cli/gnuplot.h"

#include "model/words.h"

#include <string.h>

G_DEFINE_QUARK(ronda - gnuplot - error - quark, gnuplot_error)

typedef struct Run {
  const GPtrArray *scripts;
  GPtrArray *errors; // GError * of each script, NULL: none
  GSubprocessLauncher *launcher;
  char *set_kinds;
  int limit_s;
  guint next, running;
  GMainLoop *loop;
} Run;

typedef struct Job {
  Run *run;
  guint index;
  GSubprocess *process;
  guint timer;
  bool late;
} Job;

static void start_next(Run *run);

static gboolean on_late(gpointer data)
{
  Job *job = data;
  job->late = true;
  job->timer = 0;
  g_subprocess_force_exit(job->process);
  return G_SOURCE_REMOVE;
}

static void judge(Job *job, const char *said)
{
  const char *script = g_ptr_array_index(job->run->scripts, job->index);
  GError **error = (GError **)&job->run->errors->pdata[job->index];
  if (job->late)
    g_set_error(error, GNUPLOT_ERROR, GNUPLOT_ERROR_TIMEOUT, _("gnuplot took more than %1$d s for %2$s"),
                job->run->limit_s, script);
  else if (!g_subprocess_get_successful(job->process))
    g_set_error(error, GNUPLOT_ERROR, GNUPLOT_ERROR_FAILED, _("gnuplot could not draw %1$s: %2$s"), script,
                said && *said ? said : _("it gave no reason"));
}

static void on_done(GObject *source, GAsyncResult *result, gpointer data)
{
  Job *job = data;
  Run *run = job->run;
  g_autofree char *said = NULL;
  g_autoptr(GError) trouble = NULL;
  if (job->timer)
    g_source_remove(job->timer);
  if (g_subprocess_communicate_utf8_finish(G_SUBPROCESS(source), result, NULL, &said, &trouble))
    judge(job, said ? g_strstrip(said) : NULL);
  else
    run->errors->pdata[job->index] = g_steal_pointer(&trouble);
  g_object_unref(job->process);
  g_free(job);
  run->running--;
  start_next(run);
  if (run->running == 0)
    g_main_loop_quit(run->loop);
}

static void start_next(Run *run)
{
  if (run->next >= run->scripts->len)
    return;
  guint index = run->next++;
  const char *script = g_ptr_array_index(run->scripts, index);
  const char *command[] = {"gnuplot", "-d", "-e", run->set_kinds, script, NULL};
  GError *trouble = NULL;
  GSubprocess *process = g_subprocess_launcher_spawnv(run->launcher, command, &trouble);
  if (!process) {
    run->errors->pdata[index] = trouble;
    start_next(run);
    return;
  }
  Job *job = g_new0(Job, 1);
  *job = (Job){run, index, process, 0, false};
  job->timer = g_timeout_add_seconds((guint)run->limit_s, on_late, job);
  run->running++;
  g_subprocess_communicate_utf8_async(process, NULL, NULL, on_done, job);
}

static bool report(GPtrArray *errors, GError **error)
{
  bool fine = true;
  for (guint i = 0; i < errors->len; i++) {
    GError *one = g_steal_pointer(&errors->pdata[i]);
    if (!one)
      continue;
    if (fine)
      g_propagate_error(error, one);
    else
      g_error_free(one);
    fine = false;
  }
  return fine;
}

bool gnuplot_run(const GPtrArray *scripts, const char *folder, const char *kinds, int jobs, int limit_s,
                 GError **error)
{
  if (scripts->len == 0)
    return true;
  g_autofree char *program = g_find_program_in_path("gnuplot");
  if (!program) {
    g_set_error(
        error, GNUPLOT_ERROR, GNUPLOT_ERROR_MISSING,
        _("gnuplot is not installed, so the charts are not drawn (on Debian and Ubuntu: apt-get install "
          "gnuplot-nox fonts-inter)"));
    return false;
  }
  g_autoptr(GSubprocessLauncher) launcher =
      g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_set_cwd(launcher, folder);
  // The numbers in scripts have a decimal point, whatever the user's locale.
  g_subprocess_launcher_setenv(launcher, "LC_NUMERIC", "C", TRUE);
  g_autofree char *set_kinds = g_strdup_printf("kinds='%s'", kinds);
  g_autoptr(GPtrArray) errors = g_ptr_array_new();
  g_ptr_array_set_size(errors, (int)scripts->len);
  Run run = {
      .scripts = scripts, .errors = errors, .launcher = launcher, .set_kinds = set_kinds, .limit_s = limit_s};
  run.loop = g_main_loop_new(NULL, FALSE);
  for (int job = 0; job < MAX(jobs, 1); job++)
    start_next(&run);
  if (run.running > 0)
    g_main_loop_run(run.loop);
  g_main_loop_unref(run.loop);
  return report(errors, error);
}

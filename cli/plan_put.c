// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/plan_put.h"

#include "cli/beside.h"
#include "cli/draw.h"
#include "io/client_pages.h"
#include "io/plan_write.h"
#include "io/solved_file.h"
#include "io/summary.h"
#include "model/words.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

static bool write_client_pages(const Plan *plan, const Work *work, Out *out, GError **error)
{
  g_autofree char *pages = client_pages(plan, work->territory, "report.html");
  return out_write(out, CLIENT_PAGES, pages, strlen(pages), error);
}

// Charts are welcome, not needed: without gnuplot the plan is written all the same.
static bool draw(const Plan *plan, const Work *work, Options *options, const char *former_of, Out *out,
                 SummaryStage *stage, GError **error)
{
  g_autoptr(GError) drawing = NULL;
  g_autofree char *folder = options_out(options);
  g_autoptr(Beside) beside = beside_read(work, options, folder);
  DrawOptions draw_options = {.threads = options->threads,
                              .stop = &command_stop,
                              .former_of = former_of,
                              .client_pages = CLIENT_PAGES,
                              .comparison = beside->comparison,
                              .alignment = beside->alignment};
  gint64 began = g_get_monotonic_time();
  bool drawn = draw_charts(plan, work, &draw_options, out, &drawing);
  stage->seconds = (double)(g_get_monotonic_time() - began) / G_USEC_PER_SEC;
  stage->ended = drawn ? "done" : "failed";
  if (drawn) // the report is there now, and the two pages lead to each other
    return write_client_pages(plan, work, out, error);
  if (drawing->domain == G_FILE_ERROR) {
    g_propagate_error(error, g_steal_pointer(&drawing));
    return false;
  }
  say(options, _("warning: no charts: %s"), drawing->message);
  out_drop(out, "charts/*");
  options->no_charts = TRUE;
  return true;
}

static int by_name(const void *left, const void *right)
{
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

bool plan_put_solved(GHashTable *store, Out *out, GError **error)
{
  g_autofree char *build = program_fingerprint();
  guint count = 0;
  g_autofree gpointer *keys = g_hash_table_get_keys_as_array(store, &count);
  bool put = true;
  if (count > 0)
    qsort(keys, count, sizeof *keys, by_name);
  for (guint k = 0; k < count && put; k++) {
    const Solved *solved = g_hash_table_lookup(store, keys[k]);
    if (solved->stopped)
      continue;
    const char *key = keys[k];
    g_autofree char *text = solved_text(solved, key, build);
    g_autofree char *name = g_strdup_printf("solved/%s.json", key);
    put = out_write(out, name, text, strlen(text), error);
  }
  return put;
}

bool plan_put(const Plan *plan, const Work *work, const Policy *policy, Options *options,
              const Version *version, const Sheet *moves, GHashTable *store, Out *out, GError **error)
{
  g_autofree char *folder = options_out(options);
  g_autofree char *kept = NULL;
  SummaryStage stages[] = {{"plan", plan->status == PLAN_STOPPED ? "stopped" : "done", plan->seconds},
                           {"charts", "skipped", 0}};
  if (!plan_write(plan, work->territory, options_form(options), out, error) ||
      !policy_write(policy, work, options, out, error))
    return false;
  if (!options->no_charts && !draw(plan, work, options, version ? folder : NULL, out, &stages[1], error))
    return false;
  if ((version && !version_write(version, out, error)) ||
      (moves && !sheet_write(moves, out, "moves.csv", error)) ||
      (store && !plan_put_solved(store, out, error)))
    return false;
  if (store)
    out_supersede(out, "solved/*");
  out_supersede(out, "version.ini");
  out_supersede(out, "moves.csv");
  out_supersede(out, "review.pdf");
  out_supersede(out, "report.html");
  out_supersede(out, "charts/?\?-*"); // charts are numbered; what else lies there is somebody's own
  return summary_write(plan, work->territory, stages, G_N_ELEMENTS(stages), out, error) &&
         versions_keep(folder, &kept, error) && out_commit(out, error);
}

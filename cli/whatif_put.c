// SPDX-License-Identifier: GPL-3.0-or-later
// Every case's folder is made ready first; only when all are, they are put in place, the comparison last.
#include "cli/beside.h"
#include "cli/draw.h"
#include "cli/plan_put.h"
#include "cli/whatif.h"

#include "io/comparison_file.h"
#include "io/comparison_write.h"
#include "io/plan_write.h"
#include "io/summary.h"
#include "io/text.h"
#include "model/words.h"

#include <string.h>

static Out *put_case(const Whatif *whatif, const Case *one, GError **error)
{
  g_autofree char *folder = g_build_filename(whatif->folder, case_name(one), NULL);
  g_autoptr(Out) out = out_new(folder, error);
  const Work *work = one->work;
  const SummaryStage stage = {"plan", one->plan->status == PLAN_STOPPED ? "stopped" : "done",
                              one->plan->seconds};
  if (!out || !plan_write(one->plan, work->territory, options_form(whatif->options), out, error) ||
      !policy_write(one->policy, work, whatif->options, out, error) ||
      !summary_write(one->plan, work->territory, &stage, 1, out, error))
    return NULL;
  return g_steal_pointer(&out);
}

// Charts are welcome, not needed.
static bool draw(const Whatif *whatif, Out *out, GError **error)
{
  const Case *base = whatif_case(whatif, 0);
  g_autoptr(GError) drawing = NULL;
  const DrawOptions options = {
      .threads = whatif->options->threads, .stop = &command_stop, .comparison = whatif->comparison};
  if (draw_charts(base->plan, base->work, &options, out, &drawing))
    return true;
  if (drawing->domain == G_FILE_ERROR) {
    g_propagate_error(error, g_steal_pointer(&drawing));
    return false;
  }
  say(whatif->options, _("warning: no charts: %s"), drawing->message);
  out_drop(out, "charts/*");
  return true;
}

// The files of the territory and of the scenarios; those that a scenario builds on among them.
static GHashTable *inputs_of(const Whatif *whatif)
{
  const Work *base = whatif_case(whatif, 0)->work;
  GHashTable *inputs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer name, sum;
  g_hash_table_iter_init(&iter, base->territory->inputs);
  while (g_hash_table_iter_next(&iter, &name, &sum))
    g_hash_table_replace(inputs, g_strdup(name), g_strdup(sum));
  for (guint i = 0; i < whatif->scenarios->len; i++) {
    const Scenario *scenario = g_ptr_array_index(whatif->scenarios, i);
    for (guint e = 0; scenario->sha256 && e < scenario->edits->len; e++) {
      const Edit *edit = g_ptr_array_index(scenario->edits, e);
      gsize length = 0;
      if (!g_hash_table_contains(inputs, edit->source))
        g_free(text_load(whatif->options->folder, edit->source, inputs, &length, NULL));
    }
  }
  return inputs;
}

static void free_out(void *out)
{
  out_free(out);
}

bool whatif_put(const Whatif *whatif, Out *out, GError **error)
{
  g_autoptr(GPtrArray) outs = g_ptr_array_new_with_free_func(free_out);
  for (guint i = 0; i < whatif->cases->len; i++) {
    Out *ready = put_case(whatif, whatif_case(whatif, i), error);
    if (!ready)
      return false;
    g_ptr_array_add(outs, ready);
  }
  g_autoptr(Sheet) sheet = comparison_sheet(whatif->comparison, options_form(whatif->options));
  g_autoptr(GHashTable) inputs = inputs_of(whatif);
  g_autofree char *kept = comparison_text(whatif->comparison, inputs);
  if (!plan_put_solved(whatif->store, out, error) || !sheet_write(sheet, out, "comparison.csv", error) ||
      !out_write(out, COMPARISON_FILE, kept, strlen(kept), error) ||
      (!whatif->options->no_charts && !draw(whatif, out, error)))
    return false;
  const char *const former[] = {"solved/*", "charts/?\?-*", "review.pdf", "report.html"};
  for (size_t i = 0; i < G_N_ELEMENTS(former); i++)
    out_supersede(out, former[i]);
  for (guint i = 0; i < outs->len; i++) {
    if (!out_commit(outs->pdata[i], error))
      return false;
  }
  return out_commit(out, error);
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/redraw.h"

#include "cli/beside.h"
#include "cli/plan_file.h"
#include "cli/policy.h"
#include "io/inputs.h"
#include "model/words.h"

ExitStatus redraw_plan(const Work *work, const Options *options, const char *plan_folder, const char *folder,
                       DrawOptions *draw)
{
  ExitStatus status = EXIT_DONE;
  GError *error = NULL;
  g_autoptr(Plan) plan = plan_load(work, options, plan_folder, &status);
  if (!plan)
    return status;
  g_autoptr(Beside) beside = beside_read(work, options, plan_folder);
  draw->former_of = plan_folder;
  draw->comparison = beside->comparison;
  draw->alignment = beside->alignment;
  g_autofree char *pages = g_build_filename(folder, CLIENT_PAGES, NULL);
  draw->client_pages = g_file_test(pages, G_FILE_TEST_EXISTS) ? CLIENT_PAGES : NULL;
  g_autoptr(Out) out = out_new(folder, &error);
  bool drawn = out && draw_charts(plan, work, draw, out, &error);
  // Drawn whole, the folder keeps no chart of a former plan.
  if (drawn && !draw->only && !options->format && !options->reps_text)
    out_supersede(out, "charts/?\?-*");
  if (drawn && out_commit(out, &error))
    return EXIT_DONE;
  status = error->domain == G_OPTION_ERROR ? EXIT_USAGE : EXIT_SYSTEM;
  complain("%s", error->message);
  g_error_free(error);
  return status;
}

static bool is_of_these_files(const Work *work, const char *folder)
{
  g_autofree char *summary = g_build_filename(folder, "summary.json", NULL);
  g_autoptr(GHashTable) inputs = inputs_of_file(summary);
  return inputs && inputs_are_current(inputs, work->territory);
}

void redraw_deck(const Options *options)
{
  ExitStatus status = EXIT_DONE;
  g_autofree char *folder = options_out(options), *deck = g_build_filename(folder, "review.pdf", NULL);
  if (!g_file_test(deck, G_FILE_TEST_EXISTS))
    return;
  Options again = *options; // what is wrong with the files has been said
  again.quiet = TRUE;
  again.format = again.reps_text = NULL;
  g_autoptr(Work) work = work_load(&again, &status);
  if (!work || !is_of_these_files(work, folder)) {
    say(options, _("note: %s is of other files than these, so it has no page of this"), deck);
    return;
  }
  DrawOptions draw = {.threads = options->threads, .stop = &command_stop};
  policy_recall(work, &again);
  if (redraw_plan(work, &again, folder, folder, &draw) != EXIT_DONE)
    say(options, _("warning: %s could not be drawn again"), deck);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// `chart`: draws the charts of a plan again from its files.
#include "cli/policy.h"
#include "cli/redraw.h"

#include "model/words.h"

#include <string.h>

static bool read_formats(const Options *options, DrawOptions *draw)
{
  if (!options->format) {
    draw->skip_pdf = draw->skip_html = options->only != NULL; // of some charts only where they are asked for
    return true;
  }
  g_auto(GStrv) formats = g_strsplit(options->format, ",", -1);
  draw->skip_svg = draw->skip_png = draw->skip_pdf = draw->skip_html = true;
  for (char **format = formats; *format; format++) {
    bool *skip = strcmp(*format, "svg") == 0    ? &draw->skip_svg
                 : strcmp(*format, "png") == 0  ? &draw->skip_png
                 : strcmp(*format, "pdf") == 0  ? &draw->skip_pdf
                 : strcmp(*format, "html") == 0 ? &draw->skip_html
                                                : NULL;
    if (!skip) {
      complain(_("--format takes svg, png, pdf and html, with commas between"));
      return false;
    }
    *skip = false;
  }
  return true;
}

ExitStatus cmd_chart(Options *options)
{
  ExitStatus status = EXIT_DONE;
  DrawOptions draw = {.threads = options->threads, .stop = &command_stop};
  if (!read_formats(options, &draw))
    return EXIT_USAGE;
  g_autoptr(Work) work = work_load(options, &status);
  if (!work)
    return status;
  policy_recall(work, options);
  g_autofree char *plan_folder = g_build_filename(options->folder, "plan", NULL),
                  *folder = options_out(options);
  g_auto(GStrv) only = options->only ? g_strsplit(options->only, ",", -1) : NULL;
  draw.only = (const char *const *)only;
  status = redraw_plan(work, options, plan_folder, folder, &draw);
  if (status == EXIT_DONE)
    say(options, _("The charts are in %s/charts"), folder);
  return status;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// `whatif`: plans the base and every scenario, and compares them; or a share of the work; or puts the shares together.
#include "cli/redraw.h"
#include "cli/whatif.h"

#include <math.h>
#include <stdio.h>

#include "model/words.h"

enum { PIECES_MOST = 100000 };

// "I/N", 1 <= I <= N.
static bool read_piece(const Options *options, int *piece, int *pieces)
{
  char rest = 0;
  *piece = *pieces = 1;
  if (!options->piece || (sscanf(options->piece, "%6d/%6d%c", piece, pieces, &rest) == 2 && *piece >= 1 &&
                          *piece <= *pieces && *pieces <= PIECES_MOST))
    return true;
  complain(_("--piece takes I/N, such as 2/8"));
  return false;
}

static bool options_are_sound(const Options *options)
{
  char *end = NULL;
  const double budget = options->budget ? g_ascii_strtod(options->budget, &end) : 0;
  if (options->budget && (end == options->budget || *end || !isfinite(budget) || budget < 0)) {
    complain(_("--budget takes an amount of money"));
    return false;
  }
  if (options->piece && options->merge) {
    complain(_("--piece and --merge are two steps; give one of them"));
    return false;
  }
  return true;
}

static ExitStatus run_piece(Whatif *whatif, int piece, int pieces)
{
  GError *error = NULL;
  int solved = 0, known = 0;
  if (!whatif_solve_piece(whatif, piece, pieces, &solved, &known, &error))
    return fail_with(error);
  if (!whatif->options->quiet)
    printf(_("Piece %d of %d: %d solved, %d were there already; 'ronda whatif --merge' puts all together\n"),
           piece, pieces, solved, known);
  return command_stop ? EXIT_STOPPED : EXIT_DONE;
}

static ExitStatus status_of(const Whatif *whatif)
{
  ExitStatus status = EXIT_DONE;
  for (guint i = 0; i < whatif->cases->len; i++) {
    const Case *one = whatif_case(whatif, i);
    if (one->plan->status == PLAN_INFEASIBLE) {
      complain(_("%s: not all appointments can be kept"), case_name(one));
      status = EXIT_NO;
    }
  }
  for (guint i = 0; i < whatif->cases->len && status == EXIT_DONE; i++)
    status = whatif_case(whatif, i)->plan->status == PLAN_STOPPED ? EXIT_STOPPED : EXIT_DONE;
  if (status == EXIT_STOPPED)
    say(whatif->options, _("stopped early: these are the best plans found so far"));
  return status;
}

static ExitStatus run_all(Whatif *whatif)
{
  ExitStatus status = EXIT_DONE;
  GError *error = NULL;
  const int lacking = whatif_lacks(whatif);
  if (whatif->options->merge && lacking > 0) {
    complain(ngettext("%d piece is missing: solve all with the same program, files and options, and gather "
                      "them in %s/solved",
                      "%d pieces are missing: solve all with the same program, files and options, and gather "
                      "them in %s/solved",
                      (gulong)lacking),
             lacking, whatif->folder);
    return EXIT_INPUT;
  }
  g_autoptr(Out) out =
      out_new(whatif->folder, &error); // before the solving, so that a second run is refused at once
  if (!out)
    return fail_with(error);
  whatif_solve(whatif);
  if (!whatif_compare(whatif, &status))
    return status;
  if (!whatif_put(whatif, out, &error))
    return fail_with(error);
  if (!whatif->options->no_charts && !whatif->options->reps_text)
    redraw_deck(whatif->options);
  g_autofree char *story = whatif_story(whatif);
  if (!whatif->options->quiet)
    printf(_("%s\nThe comparison is in %s/comparison.csv, each plan in a folder beside it\n"), story,
           whatif->folder);
  return status_of(whatif);
}

ExitStatus cmd_whatif(Options *options)
{
  ExitStatus status = EXIT_USAGE;
  int piece = 1, pieces = 1;
  if (!options_are_sound(options) || !read_piece(options, &piece, &pieces))
    return EXIT_USAGE;
  g_autoptr(Whatif) whatif = whatif_load(options, &status);
  if (!whatif)
    return status;
  if (options->show) {
    whatif_show(whatif);
    return EXIT_DONE;
  }
  whatif_prepare(whatif);
  return options->piece ? run_piece(whatif, piece, pieces) : run_all(whatif);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// `align`: who should own which client, held against today; for a leaver, one more rep, or a team from nothing.
#include "cli/align.h"
#include "cli/beside.h"
#include "cli/policy.h"
#include "cli/redraw.h"
#include "cli/story_align.h"
#include "io/align_file.h"
#include "io/align_write.h"
#include "io/rewrite.h"
#include "model/travel.h"
#include "model/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// Charts are welcome, not needed. They have a folder of their own, which the charts of a plan do not sweep.
static bool draw(const AlignOutline *outline, const Work *work, const Options *options, Out *out,
                 GError **error)
{
  static const char *const kinds[] = {"alignment", "tradeoff", NULL};
  g_autoptr(GError) drawing = NULL;
  const DrawOptions how = {.only = kinds,
                           .skip_pdf = true,
                           .skip_html = true,
                           .threads = options->threads,
                           .stop = &command_stop,
                           .alignment = outline,
                           .folder = "align"};
  out_supersede(out, "align/?\?-*");
  if (draw_charts(NULL, work, &how, out, &drawing))
    return true;
  if (drawing->domain == G_FILE_ERROR) {
    g_propagate_error(error, g_steal_pointer(&drawing));
    return false;
  }
  say(options, _("warning: no charts: %s"), drawing->message);
  out_drop(out, "align/?\?-*");
  return true;
}

static bool write_outline(const AlignOutline *outline, const Work *work, Out *out, GError **error)
{
  g_autofree char *text = align_outline_text(outline, work->territory->inputs);
  return out_write(out, ALIGNMENT_FILE, text, strlen(text), error);
}

static bool write_alignment(const Alignment *alignment, const Work *work, const Options *options,
                            GError **error)
{
  g_autofree char *folder = options_out(options);
  g_autoptr(Plan) calendar = alignment->measured ? align_calendar(work, options) : NULL;
  g_autoptr(AlignOutline) outline = align_outline_of(alignment, work->territory, calendar);
  g_autoptr(Out) out = out_new(folder, error);
  return out && align_write(alignment, work->territory, options_form(options), out, error) &&
         write_outline(outline, work, out, error) &&
         (options->no_charts || draw(outline, work, options, out, error)) && out_commit(out, error);
}

// Into the column `rep` of clients.csv, where it changes.
static bool apply(const Alignment *alignment, const Work *work, const Options *options, GError **error)
{
  g_autofree const char **value = g_new0(const char *, alignment->question->clients + 1);
  int changed = 0;
  for (int i = 0; i < alignment->question->clients; i++) {
    if (!alignment_moves(alignment, i))
      continue;
    value[i] = territory_rep(work->territory, alignment->rep[i])->id;
    changed++;
  }
  const Rewrite rewrite = {"rep|representante|comercial|vendedor", "rep", value};
  if (changed > 0 && !rewrite_columns(options->folder, "clients.csv", &rewrite, 1, error))
    return false;
  if (changed > 0)
    say(options,
        ngettext("%d client has got its rep in clients.csv; the former file is clients.csv.before",
                 "%d clients have got their rep in clients.csv; the former file is clients.csv.before",
                 (gulong)changed),
        changed);
  else
    say(options, _("clients.csv says all of it already"));
  return true;
}

// Reps who were proposed and have got clients: id, name, home, team; the rest is for the planner to fill in.
static bool add_reps(const Alignment *alignment, const Work *work, const Options *options, GError **error)
{
  static const char *const names[] = {"rep|representante|comercial|vendedor", "name|nombre",
                                      "lat|latitude|latitud", "lon|lng|longitude|longitud", "team|equipo"};
  enum { COLUMNS = G_N_ELEMENTS(names) };
  const Territory *territory = work->territory;
  g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
  for (int j = 0; j < alignment->question->reps; j++) {
    const Rep *rep = territory_rep(territory, j);
    if (rep->line > 0)
      continue;
    char number[2][G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(number[0], sizeof number[0], "%.5f", rep->lat);
    g_ascii_formatd(number[1], sizeof number[1], "%.5f", rep->lon);
    g_ptr_array_add(cells, g_strdup(rep->id));
    g_ptr_array_add(cells, g_strdup(rep->name));
    g_ptr_array_add(cells, g_strdup(number[0]));
    g_ptr_array_add(cells, g_strdup(number[1]));
    g_ptr_array_add(cells,
                    g_strdup(rep->team < 0 ? "" : g_ptr_array_index(territory->teams, (guint)rep->team)));
  }
  return cells->len == 0 ||
         rewrite_add_rows(options->folder, "reps.csv", names, COLUMNS, (const char *const *)cells->pdata,
                          (int)cells->len / COLUMNS, error);
}

// Who starts there; -1: a client's place.
static int rep_at(const Territory *territory, int place)
{
  for (int j = 0; place >= (int)territory->clients->len && j < (int)territory->reps->len; j++) {
    if (place_start(territory, j) == place)
      return j;
  }
  return -1;
}

static const char *id_at(const Territory *territory, int place)
{
  const int rep = rep_at(territory, place);
  return rep < 0 ? territory_client(territory, place)->id : territory_rep(territory, rep)->id;
}

// The ways of reps who were proposed, in the matrix: those of the client whose place it is. Minutes are cut off below what
// the reader rounds up to the second.
static bool add_ways(const Work *work, const Options *options, GError **error)
{
  static const char *const names[] = {"from|desde|origen|origin", "to|hasta|destino|destination",
                                      "minutes|minutos|min|duration_min",
                                      "km|distance_km|kilometros|distancia_km"};
  enum { COLUMNS = G_N_ELEMENTS(names) };
  const Territory *territory = work->territory;
  g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
  for (guint k = 0; territory->settings.travel == TRAVEL_MATRIX && k < territory->matrix->len; k++) {
    const MatrixLeg *leg = &g_array_index(territory->matrix, MatrixLeg, k);
    const int from = rep_at(territory, leg->from), to = rep_at(territory, leg->to),
              rep = from >= 0 ? from : to;
    if (rep < 0 || territory_rep(territory, rep)->line > 0 || (from >= 0 && to >= 0))
      continue;
    char number[2][G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(number[0], sizeof number[0], "%.4f", floor(leg->travel_s / 60.0 * 1e4) / 1e4);
    g_ascii_formatd(number[1], sizeof number[1], "%.3f", leg->travel_m / 1000.0);
    g_ptr_array_add(cells, g_strdup(id_at(territory, leg->from)));
    g_ptr_array_add(cells, g_strdup(id_at(territory, leg->to)));
    g_ptr_array_add(cells, g_strdup(number[0]));
    g_ptr_array_add(cells, g_strdup(number[1]));
  }
  return cells->len == 0 ||
         rewrite_add_rows(options->folder, territory->settings.matrix_file, names, COLUMNS,
                          (const char *const *)cells->pdata, (int)cells->len / COLUMNS, error);
}

ExitStatus cmd_align(Options *options)
{
  ExitStatus status = EXIT_DONE;
  GError *error = NULL;
  g_autoptr(Work) work = work_load(options, &status);
  if (!work)
    return status;
  g_autoptr(Policy) policy = policy_complete_groups(work, options);
  g_autoptr(Alignment) alignment = policy ? align_work(work, policy->attributes, options, &status) : NULL;
  if (!alignment)
    return policy ? status : EXIT_INPUT;
  if (!write_alignment(alignment, work, options, &error))
    return fail_with(error);
  if (!options->no_charts)
    redraw_deck(options);
  g_autofree char *story = story_of_alignment(alignment, work), *folder = options_out(options);
  if (!options->quiet)
    printf(_("%s\nEvery client's rep and the reason are in %s/assignment.csv\n"), story, folder);
  if (!options->quiet && !options->no_charts)
    printf(_("The maps before and after are in %s/align\n"), folder);
  if (alignment->status == PLAN_INFEASIBLE) {
    if (options->apply)
      complain(_("clients.csv was not changed, since the limits are not kept"));
    return EXIT_NO;
  }
  if (options->apply && (!add_ways(work, options, &error) || !add_reps(alignment, work, options, &error)))
    return fail_with(error);
  if (options->apply && !apply(alignment, work, options, &error))
    return fail_with(error);
  return g_atomic_int_get(&command_stop) ? EXIT_STOPPED : EXIT_DONE;
}

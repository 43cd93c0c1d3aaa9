// SPDX-License-Identifier: GPL-3.0-or-later
// `group`: scores the clients, puts them into groups, tells what each group is like and how firm it all is.
#include "cli/policy.h"
#include "cli/screen.h"
#include "io/group_write.h"
#include "io/rewrite.h"
#include "model/words.h"

#include <math.h>
#include <stdio.h>

enum { ID_WIDTH = 6, NAME_WIDTH = 18, GROUP_ROWS = 12 };

static void tell_criteria(GString *out, const Grouping *grouping)
{
  double weights = 0;
  for (guint c = 0; c < grouping->criteria->len; c++)
    weights += grouping_criterion(grouping, c)->weight;
  g_string_append_printf(out, _("Strategy %s\n\n"), grouping->strategy);
  screen_cell(out, _("criterion"), NAME_WIDTH);
  screen_cell(out, _("weight %"), -8);
  screen_cell(out, _("best"), -6);
  screen_cell(out, _("empty"), -7);
  screen_cell(out, _("-20 %: move"), -11);
  screen_cell(out, _("+20 %: move"), -11);
  g_string_append_c(out, '\n');
  for (guint c = 0; c < grouping->criteria->len; c++) {
    const Criterion *criterion = grouping_criterion(grouping, c);
    screen_cell(out, criterion->attribute->name, NAME_WIDTH);
    screen_cell_figure(out, 100 * criterion->weight / weights, 1, 8);
    screen_cell(out, criterion->lower ? _("low") : _("high"), -6);
    screen_cell_figure(out, criterion->empty, 0, 7);
    screen_cell_figure(out, criterion->moves[0], 0, 11);
    screen_cell_figure(out, criterion->moves[1], 0, 11);
    g_string_append_c(out, '\n');
  }
}

static void tell_quality(GString *out, const Grouping *grouping)
{
  if (grouping->quality->len == 0)
    return;
  g_string_append(out, _("\nClusters: silhouette (-1 … 1, more is better)\n"));
  for (guint q = 0; q < grouping->quality->len; q++) {
    const ClusterQuality *quality = &g_array_index(grouping->quality, ClusterQuality, q);
    g_autofree char *figure = screen_figure(quality->silhouette, 3);
    g_string_append_printf(out, "  k = %d  %s%s\n", quality->k, figure,
                           quality->k == grouping->groups ? _("  <- taken") : "");
  }
}

static void cell_or_blank(GString *out, double value, int digits, int width)
{
  if (isnan(value))
    screen_cell(out, "", -width);
  else
    screen_cell_figure(out, value, digits, width);
}

static void tell_groups(GString *out, const Grouping *grouping)
{
  g_string_append_c(out, '\n');
  screen_cell(out, _("group"), ID_WIDTH);
  screen_cell(out, _("name"), NAME_WIDTH);
  screen_cell(out, _("clients"), -8);
  screen_cell(out, _("given"), -6);
  screen_cell(out, _("score"), -7);
  screen_cell(out, _("sales %"), -8);
  screen_cell(out, _("wallet %"), -8);
  screen_cell(out, _("visits"), -7);
  g_string_append_c(out, '\n');
  for (guint g = 0; g < grouping->profiles->len && g < GROUP_ROWS; g++) {
    const GroupProfile *profile = g_ptr_array_index(grouping->profiles, g);
    screen_cell(out, *profile->id ? profile->id : "-", ID_WIDTH);
    screen_cell(out, profile->name, NAME_WIDTH);
    screen_cell_figure(out, profile->clients, 0, 8);
    screen_cell_figure(out, profile->given, 0, 6);
    cell_or_blank(out, profile->score, 1, 7);
    cell_or_blank(out, profile->sales_pct, 1, 8);
    cell_or_blank(out, profile->wallet_pct, 0, 8);
    screen_cell_figure(out, profile->visits, 0, 7);
    g_string_append_c(out, '\n');
  }
  if (grouping->profiles->len > GROUP_ROWS)
    g_string_append_printf(out, _("… and %u more in groups.csv\n"), grouping->profiles->len - GROUP_ROWS);
  g_string_append_c(out, '\n');
  for (guint g = 0; g < grouping->profiles->len && g < GROUP_ROWS; g++) {
    const GroupProfile *profile = g_ptr_array_index(grouping->profiles, g);
    g_string_append_printf(out, "%s: %s\n", *profile->id ? profile->id : "-", profile->text);
  }
}

static bool write_grouping(const Grouping *grouping, const Work *work, const Options *options, GError **error)
{
  g_autofree char *folder = options_out(options);
  g_autoptr(Out) out = out_new(folder, error);
  return out && group_write(grouping, work->territory, options_form(options), true, out, error) &&
         out_commit(out, error);
}

// Into the column `group` of clients.csv, where it was empty or has changed.
static bool apply(const Grouping *grouping, const Work *work, const Options *options, GError **error)
{
  g_autofree const char **value = g_new0(const char *, grouping->clients + 1);
  int changed = 0;
  for (int i = 0; i < grouping->clients; i++) {
    int group = grouping->group[i];
    if (group < 0 || group == grouping->given[i])
      continue;
    value[i] = territory_group(work->territory, group)->id;
    changed++;
  }
  Rewrite rewrite = {"group|grupo|segment|segmento", "group", value};
  if (changed > 0 && !rewrite_columns(options->folder, "clients.csv", &rewrite, 1, error))
    return false;
  if (changed > 0)
    say(options,
        ngettext("%d client has got its group in clients.csv; the former file is clients.csv.before",
                 "%d clients have got their group in clients.csv; the former file is clients.csv.before",
                 (gulong)changed),
        changed);
  else
    say(options, _("clients.csv says all of it already"));
  return true;
}

ExitStatus cmd_group(Options *options)
{
  ExitStatus status = EXIT_DONE;
  GError *error = NULL;
  g_autoptr(Work) work = work_load(options, &status);
  if (!work)
    return status;
  g_autoptr(Attributes) attributes = attributes_read(work->territory);
  g_autoptr(Grouping) grouping = policy_group(work, attributes, options);
  if (!grouping)
    return EXIT_INPUT;
  bool clusters = grouping->quality->len > 0;
  if (clusters && options->apply) {
    complain(
        _("clusters are a proposal: make rows for those you want in groups.csv, with rules that fill them, "
          "and then --apply"));
    return EXIT_USAGE;
  }
  if (!clusters)
    policy_take_groups(work, attributes, grouping);
  if (!write_grouping(grouping, work, options, &error) ||
      (options->apply && !apply(grouping, work, options, &error)))
    return fail_with(error);
  g_autoptr(GString) story = g_string_new(NULL);
  tell_criteria(story, grouping);
  tell_quality(story, grouping);
  tell_groups(story, grouping);
  g_autofree char *folder = options_out(options);
  if (!options->quiet)
    printf(_("%s\nEvery client's score is in %s/scores.csv, the groups are in groups.csv beside it\n"),
           story->str, folder);
  return EXIT_DONE;
}

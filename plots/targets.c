// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/targets.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/load.h"
#include "plots/rank.h"

#include <math.h>
#include <stdlib.h>

typedef struct Aim {
  int rep;
  double sales, target;      // currency units
  int visits, visits_target; // target -1: none
} Aim;

static double share_of(const Aim *aim)
{
  return aim->sales / aim->target;
}

static int by_share(const void *a, const void *b)
{
  double x = share_of(a), y = share_of(b);
  return x != y ? (x < y ? 1 : -1) : ((const Aim *)a)->rep - ((const Aim *)b)->rep;
}

static double rep_sales(const ChartInput *in, int rep)
{
  double sum = 0;
  for (guint i = 0; i < in->territory->clients->len; i++) {
    const Client *client = territory_client(in->territory, (int)i);
    if (client->rep == rep && client->sales != MONEY_NONE)
      sum += money_units(client->sales);
  }
  return sum;
}

// Reps with a sales target, the nearest to it first.
static GArray *aims_new(const ChartInput *in)
{
  GArray *aims = g_array_new(FALSE, FALSE, sizeof(Aim));
  g_autoptr(LoadTable) table = load_table_new(in);
  for (int i = 0; i < (int)table->reps->len; i++) {
    const RepLoad *load = load_rep(table, i);
    Aim aim = {.rep = load->rep, .visits = load->total.visits, .visits_target = -1};
    for (guint t = 0; t < in->territory->targets->len; t++) {
      const Target *target = &g_array_index(in->territory->targets, Target, t);
      if (target->rep != load->rep)
        continue;
      aim.target += target->sales != MONEY_NONE ? money_units(target->sales) : 0;
      if (target->visits >= 0)
        aim.visits_target = MAX(aim.visits_target, 0) + target->visits;
    }
    aim.sales = aim.target > 0 ? rep_sales(in, load->rep) : 0;
    if (aim.target > 0)
      g_array_append_val(aims, aim);
  }
  g_array_sort(aims, by_share);
  return aims;
}

static char *headline(const ChartInput *in, const GArray *aims)
{
  int reached = 0, reps = (int)aims->len;
  for (int i = 0; i < reps; i++)
    reached += share_of(&g_array_index(aims, Aim, i)) >= 1;
  const Aim *last = &g_array_index(aims, Aim, reps - 1);
  g_autofree char *name = chart_rep_name(in, last->rep, TEXT_HEADLINE, 560);
  // What is told as 100 % is reached.
  g_autofree char *share = figure_percent(in->language, floor(100 * share_of(last)) / 100);
  g_autofree char *most =
      figure_percent(in->language, floor(100 * share_of(&g_array_index(aims, Aim, 0))) / 100);
  if (reps > 1 && g_str_equal(share, most))
    return g_strdup_printf(_("Known sales reach %1$s of the target of each of %2$d reps"), share, reps);
  if (reached == reps)
    return g_strdup_printf(_("Known sales already reach every target; %1$s is nearest to it with %2$s"), name,
                           share);
  if (reached == 0)
    return g_strdup_printf(_("Known sales reach no target yet; %1$s has farthest to go from %2$s"), name,
                           share);
  return g_strdup_printf(ngettext("Known sales reach %1$d of %2$d targets; %3$s has farthest to go from %4$s",
                                  "Known sales reach %1$d of %2$d targets; %3$s has farthest to go from %4$s",
                                  (gulong)reps),
                         reached, reps, name, share);
}

static void add_row(Rank *rank, const ChartInput *in, const Aim *aim, bool last)
{
  double share = share_of(aim);
  RankRow *row = rank_add(rank);
  row->name = chart_rep_name(in, aim->rep, TEXT_BODY, 300);
  row->value = share;
  row->color = share >= 1 ? GOOD : last ? BAD : 0x6b7c8c;
  row->accent = last && share < 1;
  g_autofree char *visits = figure_number(in->language, aim->visits, 0);
  g_autofree char *wanted = figure_number(in->language, MAX(aim->visits_target, 0), 0);
  row->columns[0] = aim->visits_target >= 0 ? g_strdup_printf("%s / %s", visits, wanted) : g_strdup(visits);
  row->columns[1] = figure_money(in->language, money_from(aim->sales));
  row->columns[2] = figure_money(in->language, money_from(aim->target));
  row->columns[3] = figure_percent(in->language, share);
}

GPtrArray *plot_targets(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  g_autoptr(GArray) aims = aims_new(in);
  if (aims->len == 0)
    return charts;
  g_autoptr(Rank) rank = rank_new();
  rank->full = rank->least = 1;
  rank->full_name = _("target");
  rank->percent = true;
  rank->axis = _("known sales as a share of the target");
  rank->heads[0] = _("visits / target");
  rank->heads[1] = _("known sales");
  rank->heads[2] = _("target");
  rank->heads[3] = _("reached");
  // The last stands out where it is behind the first, by a point at least.
  bool apart =
      share_of(&g_array_index(aims, Aim, 0)) - share_of(&g_array_index(aims, Aim, aims->len - 1)) >= 0.01;
  for (guint i = 0; i < aims->len; i++)
    add_row(rank, in, &g_array_index(aims, Aim, i), i + 1 == aims->len && apart);
  g_autofree char *period = chart_period(in);
  Chart *chart = chart_new(
      "targets", 0, 0, headline(in, aims),
      g_strdup_printf(_("Sales in the file of clients against the targets, and planned visits, %s"), period));
  rank_draw(chart, in, rank);
  g_ptr_array_add(charts, chart_finish(chart));
  return charts;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/investment.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/rank.h"

#include <math.h>
#include <stdlib.h>

typedef struct Stake {
  int group;
  double sales, investment, growth; // currency units; share of 1
} Stake;

static double gain_of(const Stake *stake)
{
  return stake->sales * stake->growth;
}

static int by_gain(const void *a, const void *b)
{
  double x = gain_of(a), y = gain_of(b);
  return x != y ? (x < y ? 1 : -1) : ((const Stake *)a)->group - ((const Stake *)b)->group;
}

// Groups with an expected growth and clients with sales, and those in which something is invested without.
static GArray *stakes_new(const ChartInput *in)
{
  int groups = (int)in->territory->groups->len;
  g_autofree double *sales = g_new0(double, (gsize)groups + 1);
  for (guint i = 0; i < in->territory->clients->len; i++) {
    const Client *client = territory_client(in->territory, (int)i);
    bool drawn = !in->reps || (client->rep >= 0 && in->reps[client->rep]);
    if (drawn && client->group >= 0 && client->sales != MONEY_NONE)
      sales[client->group] += money_units(client->sales);
  }
  GArray *stakes = g_array_new(FALSE, FALSE, sizeof(Stake));
  for (int i = 0; i < groups; i++) {
    const Group *group = territory_group(in->territory, i);
    Stake stake = {i, sales[i], group->investment != MONEY_NONE ? money_units(group->investment) : 0,
                   isfinite(group->growth_pct) ? fmax(group->growth_pct, 0) / 100 : 0};
    if (gain_of(&stake) > 0 || stake.investment > 0)
      g_array_append_val(stakes, stake);
  }
  g_array_sort(stakes, by_gain);
  return stakes;
}

static char *headline(const ChartInput *in, const GArray *stakes)
{
  double gain = 0, investment = 0;
  for (guint i = 0; i < stakes->len; i++) {
    gain += gain_of(&g_array_index(stakes, Stake, i));
    investment += g_array_index(stakes, Stake, i).investment;
  }
  const Stake *first = &g_array_index(stakes, Stake, 0);
  g_autofree char *name = chart_group_name(in, first->group, TEXT_HEADLINE, 420),
                  *share = figure_percent(in->language, gain_of(first) / gain);
  if (investment <= 0)
    return g_strdup_printf(_("%1$s of the expected growth comes from %2$s"), share, name);
  g_autofree char *part = figure_percent(in->language, first->investment / investment);
  return g_strdup_printf(_("%1$s of the expected growth comes from %2$s, which gets %3$s of the investment"),
                         share, name, part);
}

static char *money_or_none(const ChartInput *in, double units)
{
  return units > 0 ? figure_money(in->language, money_from(units)) : NULL;
}

GPtrArray *plot_investment(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  g_autoptr(GArray) stakes = stakes_new(in);
  double gain = 0;
  for (guint i = 0; i < stakes->len; i++)
    gain += gain_of(&g_array_index(stakes, Stake, i));
  if (stakes->len < 2 || gain <= 0)
    return charts;
  g_autoptr(Rank) rank = rank_new();
  rank->percent = true;
  rank->axis = _("share of the expected growth");
  rank->heads[0] = _("sales");
  rank->heads[1] = _("growth");
  rank->heads[2] = _("investment");
  rank->heads[3] = _("more sales");
  for (guint i = 0; i < stakes->len; i++) {
    const Stake *stake = &g_array_index(stakes, Stake, i);
    RankRow *row = rank_add(rank);
    row->name = chart_group_name(in, stake->group, TEXT_BODY, 300);
    row->value = gain_of(stake) / gain;
    row->color = i == 0 ? GOOD : BASE;
    row->columns[0] = money_or_none(in, stake->sales);
    row->columns[1] = figure_percent_fine(in->language, stake->growth);
    row->columns[2] = money_or_none(in, stake->investment);
    row->columns[3] = money_or_none(in, gain_of(stake));
  }
  const char *currency = in->territory->settings.currency ? in->territory->settings.currency : "";
  g_autofree char *unit = style_name(TEXT_SUBHEAD, currency, "", 120);
  Chart *chart = chart_new(
      "investment", 0, 0, headline(in, stakes),
      *unit ? g_strdup_printf(_("Expected growth of sales by group, with what is put into it, %s"), unit)
            : g_strdup(_("Expected growth of sales by group, with what is put into it")));
  rank_draw(chart, in, rank);
  g_ptr_array_add(charts, chart_finish(chart));
  return charts;
}

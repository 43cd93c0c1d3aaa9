// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/road.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/load.h"
#include "plots/rank.h"
#include "plots/since.h"

#include <stdlib.h>

// From this many times the share of all reps on, a rep stands out.
#define NOTABLE 1.3

typedef struct Road {
  int rep;
  double share, km_visit, km;
} Road;

static double travel_share(const Ledger *ledger)
{
  int64_t field_s = ledger->travel_s + ledger->visit_s;
  return field_s > 0 ? (double)ledger->travel_s / (double)field_s : 0;
}

static int by_share(const void *a, const void *b)
{
  const Road *x = a, *y = b;
  return x->share != y->share ? (x->share < y->share ? 1 : -1) : x->rep - y->rep;
}

static char *headline(const ChartInput *in, const GArray *roads, double all)
{
  const Road *first = &g_array_index(roads, Road, 0), *last = &g_array_index(roads, Road, roads->len - 1);
  g_autofree char *mean = figure_percent(in->language, all);
  g_autofree char *most = figure_percent(in->language, first->share);
  g_autofree char *name = chart_rep_name(in, first->rep, TEXT_HEADLINE, 560);
  if (first->share >= NOTABLE * all)
    return g_strdup_printf(_("%1$s is on the road for %2$s of the time in the field; the team, for %3$s"),
                           name, most, mean);
  g_autofree char *least = figure_percent(in->language, last->share);
  if (g_str_equal(least, most))
    return g_strdup_printf(_("Travel takes %s of the time in the field, of every rep alike"), mean);
  return g_strdup_printf(
      _("Travel takes %1$s of the time in the field; every rep lies between %2$s and %3$s"), mean, least,
      most);
}

GPtrArray *plot_travel(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  g_autoptr(LoadTable) table = load_table_new(in);
  g_autoptr(GArray) roads = g_array_new(FALSE, FALSE, sizeof(Road));
  Ledger team = {0};
  for (int i = 0; i < (int)table->reps->len; i++) {
    const Ledger *total = &load_rep(table, i)->total;
    if (total->visits == 0)
      continue;
    Road road = {load_rep(table, i)->rep, travel_share(total), (double)total->travel_m / 1000 / total->visits,
                 (double)total->travel_m / 1000};
    g_array_append_val(roads, road);
    team.travel_s += total->travel_s;
    team.visit_s += total->visit_s;
  }
  if (roads->len < 2 || team.travel_s == 0)
    return charts;
  g_array_sort(roads, by_share);
  double all = travel_share(&team);
  g_autoptr(Rank) rank = rank_new();
  rank->percent = true;
  rank->least = 0.3;
  rank->full = all;
  rank->full_name = _("all reps");
  rank->axis = _("travel as a share of the time in the field");
  rank->heads[0] = _("km");
  rank->heads[1] = _("km a visit");
  rank->heads[2] = _("travel");
  for (guint i = 0; i < roads->len; i++) {
    const Road *road = &g_array_index(roads, Road, i);
    RankRow *row = rank_add(rank);
    bool far = road->share >= NOTABLE * all;
    row->name = chart_rep_name(in, road->rep, TEXT_BODY, 230);
    row->value = road->share;
    row->color = far ? BAD : 0x5a9fce;
    row->accent = far;
    row->columns[0] = figure_number(in->language, road->km, 0);
    row->columns[1] = figure_short(in->language, road->km_visit);
    row->columns[2] = figure_percent(in->language, road->share);
  }
  g_autofree char *period = chart_period(in);
  Chart *chart =
      chart_new("travel", 0, 0, since_add(headline(in, roads, all), since_km(in)),
                g_strdup_printf(_("Travel against visits by rep, %s; kilometres with the way home"), period));
  rank_draw(chart, in, rank);
  g_ptr_array_add(charts, chart_finish(chart));
  return charts;
}

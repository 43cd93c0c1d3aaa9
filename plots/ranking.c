// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/ranking.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/load.h"
#include "plots/rank.h"

#define LOAD_LOW 0.7

static char *headline(const ChartInput *in, const LoadTable *table, const int *order)
{
  int reps = (int)table->reps->len, full = 0, low = 0;
  for (int i = 0; i < reps; i++) {
    double share = load_share(&load_rep(table, i)->total);
    full += share >= LOAD_FULL;
    low += share < LOAD_LOW;
  }
  g_autofree char *high = figure_percent(in->language, LOAD_FULL),
                  *least = figure_percent(in->language, LOAD_LOW);
  if (full > 0 && low > 0)
    return g_strdup_printf(ngettext("%1$d of %2$d reps is at %3$s of capacity or more, %4$d below %5$s",
                                    "%1$d of %2$d reps are at %3$s of capacity or more, %4$d below %5$s",
                                    (gulong)full),
                           full, reps, high, low, least);
  if (full > 0)
    return g_strdup_printf(ngettext("%1$d of %2$d reps is at %3$s of capacity or more",
                                    "%1$d of %2$d reps are at %3$s of capacity or more", (gulong)full),
                           full, reps, high);
  if (low > 0)
    return g_strdup_printf(ngettext("%1$d of %2$d reps is below %3$s of capacity, none is full",
                                    "%1$d of %2$d reps are below %3$s of capacity, none is full",
                                    (gulong)low),
                           low, reps, least);
  g_autofree char *top = figure_percent(in->language, load_share(&load_rep(table, order[0])->total));
  g_autofree char *bottom =
      figure_percent(in->language, load_share(&load_rep(table, order[reps - 1])->total));
  if (g_str_equal(bottom, top))
    return g_strdup_printf(_("The load is even: every rep works at about %s of capacity"), top);
  return g_strdup_printf(_("All reps work between %1$s and %2$s of capacity"), bottom, top);
}

GPtrArray *plot_load(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  g_autoptr(LoadTable) table = load_table_new(in);
  int reps = (int)table->reps->len;
  if (reps < 2)
    return charts;
  g_autofree int *order = load_ranking(table);
  g_autofree char *period = chart_period(in);
  g_autoptr(Rank) rank = rank_new();
  rank->full = rank->least = 1;
  rank->full_name = _("capacity");
  rank->percent = true;
  rank->axis = _("share of capacity");
  bool missing = false;
  for (int i = 0; i < reps; i++)
    missing = missing || load_rep(table, i)->unplanned > 0;
  int head = 0;
  rank->heads[head++] = _("visits");
  if (missing)
    rank->heads[head++] = _("not placed");
  rank->heads[head++] = _("free, h");
  rank->heads[head++] = _("load");
  for (int i = 0; i < reps; i++) {
    const RepLoad *load = load_rep(table, order[i]);
    double share = load_share(&load->total);
    RankRow *row = rank_add(rank);
    row->name = chart_rep_name(in, load->rep, TEXT_BODY, 230);
    row->value = share;
    row->color = share > 1 ? BAD : share >= LOAD_FULL ? DEEP : share < LOAD_LOW ? BASE : 0x5a9fce;
    row->accent = share > 1;
    int column = 0;
    row->columns[column++] = figure_number(in->language, load->total.visits, 0);
    if (missing)
      row->columns[column++] = load->unplanned > 0 ? figure_number(in->language, load->unplanned, 0) : NULL;
    row->columns[column++] = figure_number(in->language, (double)load->total.slack_s / HOUR_S, 0);
    row->columns[column++] = figure_percent_fine(in->language, share);
  }
  Chart *chart =
      chart_new("load", 0, 0, headline(in, table, order),
                g_strdup_printf(_("Visits, travel and administration as a share of capacity, %s"), period));
  rank_draw(chart, in, rank);
  g_ptr_array_add(charts, chart_finish(chart));
  return charts;
}

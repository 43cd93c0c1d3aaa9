// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/dossier.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/gaps.h"
#include "plots/heatmap.h"
#include "plots/lists.h"
#include "plots/load.h"
#include "plots/mapview.h"
#include "plots/routes.h"
#include "plots/workload.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { TILES = 7, LINES = 5, LISTS_TOP = 716, MIDDLE = 800, GUTTER = 44 };

// ---- What it says ----

static char *headline(const ChartInput *in, const RepLoad *load, const RepResult *result)
{
  g_autofree char *name = chart_rep_name(in, load->rep, TEXT_HEADLINE, 460);
  g_autofree char *share = figure_percent(in->language, load_share(&load->total));
  g_autofree char *wanted = figure_number(in->language, result->wanted, 0),
                  *planned = figure_number(in->language, result->planned, 0);
  if (result->wanted == 0)
    return g_strdup_printf(_("%s has no visit to make"), name);
  if (result->planned >= result->wanted)
    return g_strdup_printf(ngettext("%1$s: %2$s visit wanted has its place, at %3$s of capacity",
                                    "%1$s: all %2$s visits wanted have a place, at %3$s of capacity",
                                    (gulong)result->wanted),
                           name, wanted, share);
  return g_strdup_printf(_("%1$s: %2$s of %3$s visits wanted have a place, at %4$s of capacity"), name,
                         planned, wanted, share);
}

// ---- Figures ----

static void tile(Chart *chart, int column, const char *label, const char *value, bool bad)
{
  double x = PAGE_LEFT + column * (PAGE_RIGHT - PAGE_LEFT + 20.0) / TILES;
  chart_text(chart, x, 152, TEXT_SMALL, ALIGN_LEFT, MUTED, label);
  chart_text(chart, x, 188, TEXT_HEADLINE, ALIGN_LEFT, bad ? BAD : INK, value);
}

static void tiles(Chart *chart, const ChartInput *in, const RepLoad *load, const RepResult *result)
{
  const Ledger *total = &load->total;
  const char *language = in->language;
  g_autofree char *visits = figure_number(language, total->visits, 0),
                  *missing = figure_number(language, MAX(0, result->wanted - result->planned), 0);
  g_autofree char *at_clients = figure_number(language, (double)total->visit_s / HOUR_S, 0),
                  *with_clients = g_strdup_printf(_("%s h"), at_clients);
  g_autofree char *travel =
      figure_percent(language, (double)total->travel_s / fmax((double)(total->travel_s + total->visit_s), 1));
  g_autofree char *km = figure_number(language, (double)total->travel_m / 1000, 0);
  g_autofree char *breaks = figure_number(language, result->breaks, 0);
  double gap = gap_pct(plan_cost_total(result->cost), result->bound) / 100;
  bool known = result->status == PLAN_OPTIMAL || result->bound > 0;
  g_autofree char *proof =
      known ? figure_percent_fine(language, ceil(gap * 1000 - 1e-9) / 1000) : g_strdup("–");
  tile(chart, 0, _("Visits"), visits, false);
  tile(chart, 1, _("Not placed"), missing, result->planned < result->wanted);
  tile(chart, 2, _("With clients"), with_clients, false);
  // Translators: of the time in the field
  tile(chart, 3, _("On the road"), travel, false);
  tile(chart, 4, _("Kilometres"), km, false);
  tile(chart, 5, _("Broken gaps"), breaks, false);
  tile(chart, 6, _("Proven gap"), proof, false);
}

// ---- Lists ----

static void draw_missing(Chart *chart, const ChartInput *in, int rep)
{
  const ListPlace place = {PAGE_LEFT, MIDDLE - GUTTER / 2.0, LISTS_TOP};
  guint all;
  g_autoptr(GArray) rows = list_missing(in, rep, &all);
  guint shown = MIN(rows->len, LINES);
  list_head(chart, in, &place, _("Visits without a place"), shown, all);
  if (all == 0)
    list_none(chart, &place, _("every visit wanted has its place"));
  for (guint i = 0; i < shown; i++)
    list_missing_line(chart, in, &place, i, g_array_index(rows, guint, i));
}

static char *gap_words(const BrokenGap *gap)
{
  int days = gap->to - gap->from;
  g_autofree char *to = figure_day(gap->to);
  if (gap->spacing.max <= 0)
    return g_strdup_printf(
        ngettext("%1$d day up to %2$s, at least %3$d", "%1$d days up to %2$s, at least %3$d", (gulong)days),
        days, to, gap->spacing.min);
  return g_strdup_printf(ngettext("%1$d day up to %2$s, instead of %3$d–%4$d",
                                  "%1$d days up to %2$s, instead of %3$d–%4$d", (gulong)days),
                         days, to, gap->spacing.min, gap->spacing.max);
}

static void draw_gaps(Chart *chart, const ChartInput *in)
{
  const ListPlace place = {MIDDLE + GUTTER / 2.0, PAGE_RIGHT, LISTS_TOP};
  g_autoptr(GArray) broken = gaps_broken(in);
  guint shown = MIN(broken->len, LINES);
  list_head(chart, in, &place, _("Gaps outside their limits"), shown, broken->len);
  if (shown == 0)
    list_none(chart, &place, _("every gap keeps its limits"));
  for (guint i = 0; i < shown; i++) {
    const BrokenGap *gap = &g_array_index(broken, BrokenGap, i);
    const Client *client = territory_client(in->territory, gap->client);
    g_autofree char *words = gap_words(gap);
    list_line(chart, &place, i, client->name && *client->name ? client->name : client->id, words);
  }
}

// ---- The page ----

static Chart *draw(const ChartInput *in, const LoadTable *table, const RepLoad *load, int page, int pages,
                   const char *subhead)
{
  // Charts that count all drawn reps count this one alone.
  g_autofree bool *alone = g_new0(bool, in->territory->reps->len + 1);
  alone[load->rep] = true;
  ChartInput one = *in;
  one.reps = alone;
  const RepResult *result = plan_rep_result(in->plan, load->rep);
  Chart *chart = chart_new("reps", page, pages, headline(in, load, result), g_strdup(subhead));
  chart->rep = load->rep;
  tiles(chart, in, load, result);
  workload_colour_words(chart, PAGE_RIGHT, 98);
  Box weeks = {PAGE_LEFT + 40, 282, MIDDLE - GUTTER / 2.0, 426};
  workload_draw_rep(chart, &one, table, load, &weeks, _("Hours by week"));
  Box days = {PAGE_LEFT + 40, 506, MIDDLE - GUTTER / 2.0, 646};
  heatmap_draw_rep(chart, &one, &days, _("Visits a day"));
  Box map = {MIDDLE + GUTTER / 2.0, 276, PAGE_RIGHT, 664};
  if (load->total.visits > 0)
    routes_draw_week(chart, &one, table, load, &map);
  draw_missing(chart, in, load->rep);
  draw_gaps(chart, &one);
  mapview_source(chart, in, NULL);
  return chart_finish(chart);
}

GPtrArray *plot_reps(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  g_autoptr(LoadTable) table = load_table_new(in);
  int reps = (int)table->reps->len, pages = reps > DOSSIERS ? DOSSIERS_OF_MANY : reps;
  if (in->territory->reps->len < 2)
    return charts;
  g_autofree int *order = load_ranking(table);
  g_autofree char *period = chart_period(in);
  g_autofree char *all = figure_number(in->language, reps, 0);
  g_autofree char *subhead =
      reps > DOSSIERS ? g_strdup_printf(_("The %1$d fullest and the %1$d emptiest of %2$s reps, %3$s"),
                                        DOSSIERS_OF_MANY / 2, all, period)
                      : g_strdup_printf(_("A rep in detail, %s"), period);
  for (int page = 1; page <= pages; page++) {
    int index = page - 1;
    if (reps > DOSSIERS)
      index = order[page <= pages / 2 ? page - 1 : reps - pages + page - 1];
    g_ptr_array_add(charts, draw(in, table, load_rep(table, index), page, pages, subhead));
  }
  return charts;
}

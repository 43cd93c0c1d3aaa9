// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/sold.h"

#include "model/measure.h"
#include "model/words.h"
#include "plots/figures.h"
#include "plots/rank.h"

#include <math.h>
#include <stdlib.h>

// Below this share of what was due a rep stands out.
#define SHORT 0.9

typedef struct Result {
  int rep;
  double due, sold; // currency units
  int known, kept;  // visits
} Result;

static double share_of(const Result *result)
{
  return result->sold / result->due;
}

static int by_share(const void *a, const void *b)
{
  double x = share_of(a), y = share_of(b);
  return x != y ? (x < y ? 1 : -1) : ((const Result *)a)->rep - ((const Result *)b)->rep;
}

static void add_visits(Result *result, const Measure *measure)
{
  for (guint i = 0; i < measure->tallies->len; i++) {
    const Tally *tally = &g_array_index(measure->tallies, Tally, i);
    if (tally->rep != result->rep || tally->group >= 0 || tally->week >= 0)
      continue;
    result->known = tally_known(tally);
    result->kept = tally->done + tally->moved;
  }
}

// Reps to whom sales were due.
static GArray *results_new(const ChartInput *in, const Measure *measure)
{
  GArray *results = g_array_new(FALSE, FALSE, sizeof(Result));
  for (guint i = 0; i < measure->sales->len; i++) {
    const SalesTally *sales = &g_array_index(measure->sales, SalesTally, i);
    if (sales->rep < 0 || sales->group >= 0 || (in->reps && !in->reps[sales->rep]))
      continue;
    bool aimed = sales->target != MONEY_NONE && sales->target > 0;
    Result result = {.rep = sales->rep,
                     .due = money_units(aimed ? sales->target : sales->expected),
                     .sold = money_units(sales->done)};
    add_visits(&result, measure);
    if (result.due > 0)
      g_array_append_val(results, result);
  }
  g_array_sort(results, by_share);
  return results;
}

static char *headline(const ChartInput *in, const GArray *results, double due, double sold)
{
  const Result *last = &g_array_index(results, Result, results->len - 1);
  g_autofree char *all = figure_percent(in->language, sold / due);
  if (results->len == 1)
    return g_strdup_printf(_("Sales reach %s of what was due so far"), all);
  g_autofree char *name = chart_rep_name(in, last->rep, TEXT_HEADLINE, 560),
                  *share = figure_percent(in->language, share_of(last));
  return g_strdup_printf(_("Sales reach %1$s of what was due so far; %2$s is at %3$s"), all, name, share);
}

static void add_row(Rank *rank, const ChartInput *in, const Result *result)
{
  double share = share_of(result);
  RankRow *row = rank_add(rank);
  row->name = chart_rep_name(in, result->rep, TEXT_BODY, 300);
  row->value = share;
  row->color = share >= 1 ? GOOD : share < SHORT ? BAD : 0x6b7c8c;
  row->accent = share < SHORT;
  g_autofree char *kept = figure_number(in->language, result->kept, 0),
                  *known = figure_number(in->language, result->known, 0);
  row->columns[0] = g_strdup_printf("%s / %s", kept, known);
  row->columns[1] = figure_money(in->language, money_from(result->due));
  row->columns[2] = figure_money(in->language, money_from(result->sold));
  row->columns[3] = figure_percent(in->language, share);
}

GPtrArray *plot_sold(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  Day last = actuals_last_day(in->territory);
  if (last == DAY_NONE)
    return charts;
  g_autoptr(Measure) measure = measure_new(in->territory, in->calendar, in->plan, last);
  g_autoptr(GArray) results = results_new(in, measure);
  double due = 0, sold = 0;
  for (guint i = 0; i < results->len; i++) {
    due += g_array_index(results, Result, i).due;
    sold += g_array_index(results, Result, i).sold;
  }
  if (results->len == 0 || sold <= 0)
    return charts;
  g_autoptr(Rank) rank = rank_new();
  rank->full = rank->least = 1;
  rank->full_name = _("due");
  rank->percent = true;
  rank->axis = _("sales as a share of what was due");
  rank->heads[0] = _("kept / planned");
  rank->heads[1] = _("due");
  rank->heads[2] = _("sold");
  rank->heads[3] = _("reached");
  for (guint i = 0; i < results->len; i++)
    add_row(rank, in, &g_array_index(results, Result, i));
  g_autofree char *day = figure_day(last);
  Chart *chart = chart_new(
      "sold", 0, 0, headline(in, results, due, sold),
      g_strdup_printf(
          _("Visits and sales up to %s; due: the target to that day, else what planned visits promise"),
          day));
  rank_draw(chart, in, rank);
  g_ptr_array_add(charts, chart_finish(chart));
  return charts;
}

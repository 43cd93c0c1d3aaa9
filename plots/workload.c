// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/workload.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/load.h"
#include "plots/since.h"

#include <math.h>

enum { MULTIPLES = 6, ROWS_A_PAGE = 40 };
// Spread between reps that is worth a headline, as a share of capacity.
#define SPREAD_NOTABLE 0.15

// ---- What it says ----

typedef struct WorkloadFindings {
  int fullest, emptiest; // indices by total share
  int most_over, most_full, most_unplanned;
} WorkloadFindings;

static WorkloadFindings find(const LoadTable *table)
{
  WorkloadFindings found = {0, 0, 0, 0, 0};
  for (int i = 1; i < (int)table->reps->len; i++) {
    const RepLoad *load = load_rep(table, i);
    if (load_share(&load->total) > load_share(&load_rep(table, found.fullest)->total))
      found.fullest = i;
    if (load_share(&load->total) < load_share(&load_rep(table, found.emptiest)->total))
      found.emptiest = i;
    if (load->over > load_rep(table, found.most_over)->over)
      found.most_over = i;
    if (load->full > load_rep(table, found.most_full)->full)
      found.most_full = i;
    if (load->unplanned > load_rep(table, found.most_unplanned)->unplanned)
      found.most_unplanned = i;
  }
  return found;
}

// "; Iván Mora has 25% to spare", where that is a fifth or more and somebody else.
static char *spare_clause(const ChartInput *in, const LoadTable *table, int other, int emptiest)
{
  double spare = 1 - load_share(&load_rep(table, emptiest)->total);
  if (other == emptiest || spare < 0.195)
    return g_strdup("");
  g_autofree char *name = chart_rep_name(in, load_rep(table, emptiest)->rep, TEXT_HEADLINE, 560);
  g_autofree char *percent = figure_percent(in->language, spare);
  // Translators: continues a headline: "Luis is full in 11 of 13 weeks" + "; Iván has 25% to spare"
  return g_strdup_printf(_("; %1$s has %2$s to spare"), name, percent);
}

static char *alone_headline(const ChartInput *in, const LoadTable *table)
{
  const RepLoad *load = load_rep(table, 0);
  int peak = 0;
  for (int week = 1; week < table->weeks; week++)
    if (load_share(&load->week[week]) > load_share(&load->week[peak]))
      peak = week;
  g_autofree char *name = chart_rep_name(in, load->rep, TEXT_HEADLINE, 560);
  g_autofree char *share = figure_percent(in->language, load_share(&load->total));
  g_autofree char *most = figure_percent(in->language, load_share(&load->week[peak]));
  return g_strdup_printf(_("%1$s works at %2$s of capacity; the fullest week is week %3$d with %4$s"), name,
                         share, peak + 1, most);
}

static char *over_headline(const ChartInput *in, const LoadTable *table, const WorkloadFindings *found)
{
  const RepLoad *load = load_rep(table, found->most_over);
  g_autofree char *name = chart_rep_name(in, load->rep, TEXT_HEADLINE, 560);
  g_autofree char *spare = spare_clause(in, table, found->most_over, found->emptiest);
  g_autofree char *first =
      g_strdup_printf(ngettext("%1$s is over capacity in %2$d of %3$d week",
                               "%1$s is over capacity in %2$d of %3$d weeks", (gulong)load->worked),
                      name, load->over, load->worked);
  return g_strconcat(first, spare, NULL);
}

static char *unplanned_headline(const ChartInput *in, const LoadTable *table, const WorkloadFindings *found)
{
  const RepLoad *load = load_rep(table, found->most_unplanned);
  g_autofree char *name = chart_rep_name(in, load->rep, TEXT_HEADLINE, 560);
  g_autofree char *spare = spare_clause(in, table, found->most_unplanned, found->emptiest);
  g_autofree char *share = figure_percent(in->language, load_share(&load->total));
  g_autofree char *count = figure_number(in->language, load->unplanned, 0);
  g_autofree char *first = g_strdup_printf(
      ngettext("%1$s is at %2$s of capacity and %3$s visit finds no place",
               "%1$s is at %2$s of capacity and %3$s visits find no place", (gulong)load->unplanned),
      name, share, count);
  return g_strconcat(first, spare, NULL);
}

static char *full_headline(const ChartInput *in, const LoadTable *table, const WorkloadFindings *found)
{
  const RepLoad *load = load_rep(table, found->most_full);
  g_autofree char *name = chart_rep_name(in, load->rep, TEXT_HEADLINE, 560);
  g_autofree char *spare = spare_clause(in, table, found->most_full, found->emptiest);
  g_autofree char *limit = figure_percent(in->language, LOAD_FULL);
  g_autofree char *first = g_strdup_printf(
      ngettext("%1$s is at %2$s of capacity or more in %3$d of %4$d week",
               "%1$s is at %2$s of capacity or more in %3$d of %4$d weeks", (gulong)load->worked),
      name, limit, load->full, load->worked);
  return g_strconcat(first, spare, NULL);
}

static char *spread_headline(const ChartInput *in, const LoadTable *table, const WorkloadFindings *found)
{
  double most = load_share(&load_rep(table, found->fullest)->total);
  double least = load_share(&load_rep(table, found->emptiest)->total);
  g_autofree char *high = figure_percent(in->language, most);
  g_autofree char *low = figure_percent(in->language, least);
  if (g_str_equal(low, high))
    return g_strdup_printf(_("The load is even: every rep works at about %s of capacity"), low);
  if (most - least < SPREAD_NOTABLE)
    return g_strdup_printf(_("The load is even: every rep works at %1$s to %2$s of capacity"), low, high);
  g_autofree char *first = chart_rep_name(in, load_rep(table, found->fullest)->rep, TEXT_HEADLINE, 560);
  g_autofree char *last = chart_rep_name(in, load_rep(table, found->emptiest)->rep, TEXT_HEADLINE, 560);
  return g_strdup_printf(_("%1$s works at %2$s of capacity, %3$s at %4$s"), first, high, last, low);
}

static char *finding(const ChartInput *in, const LoadTable *table)
{
  WorkloadFindings found = find(table);
  if (load_rep(table, found.most_over)->over > 0)
    return over_headline(in, table, &found);
  const RepLoad *crowded = load_rep(table, found.most_unplanned);
  if (crowded->unplanned > 0 && load_share(&crowded->total) >= 0.85)
    return unplanned_headline(in, table, &found);
  const RepLoad *full = load_rep(table, found.most_full);
  if (full->full * 2 > full->worked)
    return full_headline(in, table, &found);
  if (table->reps->len == 1)
    return alone_headline(in, table);
  return spread_headline(in, table, &found);
}

static char *headline(const ChartInput *in, const LoadTable *table)
{
  return since_add(finding(in, table), since_load(in));
}

// ---- Small multiples ----

typedef struct Scale {
  double top, step; // hours
} Scale;

static Scale scale_of(const RepLoad *loads, guint reps, int weeks)
{
  double most = 1, headroom = 1.02;
  for (guint i = 0; i < reps; i++)
    for (int week = 0; week < weeks; week++) {
      const Ledger *load = &loads[i].week[week];
      most = fmax(most, (double)MAX(load_used_s(load), load->work_s) / HOUR_S);
      if (load_used_s(load) > load->work_s)
        headroom = 1.12; // a figure stands on the bar
    }
  Scale scale = {most * headroom, 1};
  static const double steps[] = {1, 2, 5, 10, 20, 40, 100};
  for (guint i = 0; i < G_N_ELEMENTS(steps) && scale.step * 3 < most; i++)
    scale.step = steps[i];
  return scale;
}

// The capacity as a stair; a week without capacity lifts the pen.
static int capacity_block(Chart *chart, const RepLoad *load, int weeks)
{
  int block = chart_block(chart, "capacity: week, hours");
  for (int week = 0; week < weeks; week++) {
    double hours = (double)load->week[week].work_s / HOUR_S;
    if (hours > 0) {
      chart_row(chart, "%.1f\t%.3f", week + 0.5, hours);
      chart_row(chart, "%.1f\t%.3f", week + 1.5, hours);
    } else {
      chart_gap(chart);
    }
  }
  return block;
}

static int hours_block(Chart *chart, const RepLoad *load, int weeks)
{
  int block = chart_block(chart, "hours: week, visits, travel, administration, capacity");
  for (int week = 0; week < weeks; week++) {
    const Ledger *one = &load->week[week];
    chart_row(chart, "%d\t%.3f\t%.3f\t%.3f\t%.3f", week + 1, (double)one->visit_s / HOUR_S,
              (double)one->travel_s / HOUR_S, (double)one->admin_s / HOUR_S, (double)one->work_s / HOUR_S);
  }
  return block;
}

// Hours above the bars of full weeks, as far as there is room.
static void peak_texts(Chart *chart, const ChartInput *in, const RepLoad *load, int weeks, const Panel *panel)
{
  double bar = (panel->right - panel->left) / weeks;
  for (int week = 0; week < weeks; week++) {
    const Ledger *one = &load->week[week];
    bool over = load_used_s(one) > one->work_s;
    if (one->work_s == 0 || !over)
      continue;
    g_autofree char *hours = figure_number(in->language, (double)load_used_s(one) / HOUR_S, 0);
    TextStyle style = bar > 28 ? TEXT_SMALL_STRONG : TEXT_TINY_STRONG;
    if (style_width(style, hours) > bar * 1.1)
      continue;
    double y = panel_py(panel, (double)load_used_s(one) / HOUR_S);
    chart_text(chart, panel_px(panel, week + 1), y - 13, style, ALIGN_CENTER, BAD, hours);
  }
}

static void axis_texts(Chart *chart, const ChartInput *in, int weeks, const Panel *panel, const Scale *scale)
{
  for (double hours = 0; hours < scale->top; hours += scale->step) {
    g_autofree char *number = figure_number(in->language, hours, 0);
    bool last = hours + scale->step >= scale->top;
    g_autofree char *label = last ? g_strdup_printf(_("%s h"), number) : g_strdup(number);
    chart_text(chart, panel->left - 10, panel_py(panel, hours), TEXT_SMALL, ALIGN_RIGHT, MUTED, label);
  }
  int every = MAX(1, (int)ceil(weeks / ((panel->right - panel->left) / 70)));
  every = every > 1 && every < 4 && weeks % 3 == 1 ? 3 : every; // 1, 4, … 13 ends with the quarter
  for (int week = 1; week <= weeks; week += every) {
    g_autofree char *number = figure_number(in->language, week, 0);
    chart_text(chart, panel_px(panel, week), panel->bottom + 17, TEXT_SMALL, ALIGN_CENTER, MUTED, number);
  }
}

static void panel_head(Chart *chart, const ChartInput *in, const RepLoad *load, const Panel *panel,
                       const char *title)
{
  bool over = load_used_s(&load->total) > load->total.work_s;
  double right = panel->right, y = panel->top - 22;
  if (load->unplanned > 0) {
    g_autofree char *count = figure_number(in->language, load->unplanned, 0);
    // Translators: visits that found no place in the plan
    g_autofree char *missing =
        g_strdup_printf(ngettext("%s not placed", "%s not placed", (gulong)load->unplanned), count);
    chart_text(chart, right, y, TEXT_SMALL_STRONG, ALIGN_RIGHT, BAD, missing);
    right -= style_width(TEXT_SMALL_STRONG, missing) + 14;
  }
  g_autofree char *percent = figure_percent(in->language, load_share(&load->total));
  g_autofree char *whole =
      title ? g_strdup(title) : chart_rep_name(in, load->rep, TEXT_NAME, panel->right - panel->left);
  g_autofree char *words = g_strdup_printf(_("%s of capacity"), percent);
  double room = right - panel->left - style_width(TEXT_NAME, whole) - 14;
  // The percentage alone where the name needs the room; beside what is missing even that can go.
  bool crowded = load->unplanned > 0 && style_width(TEXT_SMALL, percent) > room && !over;
  const char *note = load->total.work_s == 0                  ? _("no working day")
                     : style_width(TEXT_SMALL, words) <= room ? words
                     : crowded                                ? ""
                                                              : percent;
  chart_text(chart, right, y, TEXT_SMALL, ALIGN_RIGHT, over ? BAD : MUTED, note);
  right -= *note ? style_width(TEXT_SMALL, note) + 14 : 0;
  g_autofree char *name = style_cut(TEXT_NAME, whole, right - panel->left);
  chart_text(chart, panel->left, y, TEXT_NAME, ALIGN_LEFT, INK, name);
}

static void draw_rep(Chart *chart, const ChartInput *in, const LoadTable *table, const RepLoad *load,
                     const Panel *panel, const Scale *scale, const char *title)
{
  int hours = hours_block(chart, load, table->weeks);
  int capacity = capacity_block(chart, load, table->weeks);
  chart_panel(chart, panel);
  chart_set(chart, "set ytics scale 0 0,%g format ''; set grid ytics ls 1", scale->step);
  chart_layer(chart, hours, "using 1:(0):($1-0.41):($1+0.41):(0):2 with boxxyerror " COLOR, DEEP);
  chart_layer(chart, hours, "using 1:(0):($1-0.41):($1+0.41):2:($2+$3) with boxxyerror " COLOR, LIGHT);
  chart_layer(chart, hours, "using 1:(0):($1-0.41):($1+0.41):($2+$3):($2+$3+$4) with boxxyerror " COLOR,
              GREY);
  chart_layer(chart, capacity, "using 1:2 with lines lw 2 " COLOR, INK);
  panel_head(chart, in, load, panel, title);
  axis_texts(chart, in, table->weeks, panel, scale);
  peak_texts(chart, in, load, table->weeks, panel);
}

void workload_draw_rep(Chart *chart, const ChartInput *in, const LoadTable *table, const RepLoad *load,
                       const Box *box, const char *title)
{
  Scale scale = scale_of(load, 1, table->weeks);
  Panel panel = {box->left, box->top, box->right, box->bottom, 0.4, table->weeks + 0.6, 0, scale.top};
  draw_rep(chart, in, table, load, &panel, &scale, title);
}

// Instead of a legend.
void workload_colour_words(Chart *chart, double right, double y)
{
  const struct {
    const char *word;
    guint32 color;
  } words[] = {{_("Administration"), 0x8794a1}, {_("Travel"), 0x2f8fc4}, {_("Visits"), DEEP}};
  double x = right;
  const char *capacity = _("Capacity");
  chart_text(chart, x, y, TEXT_STRONG, ALIGN_RIGHT, INK, capacity);
  x -= style_width(TEXT_STRONG, capacity) + 28;
  for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
    chart_text(chart, x, y, TEXT_STRONG, ALIGN_RIGHT, words[i].color, words[i].word);
    x -= style_width(TEXT_STRONG, words[i].word) + 28;
  }
}

static Chart *multiples(const ChartInput *in, const LoadTable *table)
{
  g_autofree char *period = chart_period(in);
  Chart *chart = chart_new("workload", 0, 0, headline(in, table),
                           g_strdup_printf(_("Planned hours by week and rep, %s"), period));
  int count = (int)table->reps->len;
  int columns = count <= 3 ? count : count == 4 ? 2 : 3, rows = (count + columns - 1) / columns;
  double width = (PAGE_RIGHT - PAGE_LEFT + 56.0) / columns, height = (PAGE_BOTTOM + 10.0 - PAGE_TOP) / rows;
  Scale scale = scale_of((const RepLoad *)(const void *)table->reps->data, table->reps->len, table->weeks);
  workload_colour_words(chart, PAGE_RIGHT, 98);
  for (int i = 0; i < count; i++) {
    double left = PAGE_LEFT + (i % columns) * width, top = PAGE_TOP + (i / columns) * height;
    Panel panel = {left + 36,          top + 46, left + width - 56, top + height - 44, 0.4,
                   table->weeks + 0.6, 0,        scale.top};
    draw_rep(chart, in, table, load_rep(table, i), &panel, &scale, NULL);
    if (i + columns >= count)
      chart_text(chart, (panel.left + panel.right) / 2, panel.bottom + 40, TEXT_SMALL, ALIGN_CENTER, MUTED,
                 _("week"));
  }
  return chart_finish(chart);
}

// ---- Many reps: a row each ----

static const struct {
  double from;
  guint32 color;
} shades[] = {{0, 0xf1f4f7},   {0.5, 0xd6e4ef},       {0.65, 0xa3c8e2},
              {0.8, 0x5a9fce}, {LOAD_FULL, 0x14659f}, {1.0005, BAD}};

static guint32 shade(double share)
{
  guint32 color = shades[0].color;
  for (guint i = 0; i < G_N_ELEMENTS(shades); i++)
    if (share >= shades[i].from)
      color = shades[i].color;
  return color;
}

static void shade_key(Chart *chart, const ChartInput *in)
{
  int block = chart_block(chart, "key: x, colour");
  double x = PAGE_RIGHT - 78.0 * G_N_ELEMENTS(shades);
  for (guint i = 0; i < G_N_ELEMENTS(shades); i++) {
    chart_row(chart, "%.1f\t0x%06x", x + 78.0 * i, shades[i].color);
    g_autofree char *low = figure_percent(in->language, shades[i].from);
    g_autofree char *high =
        i + 1 < G_N_ELEMENTS(shades) ? figure_percent(in->language, shades[i + 1].from) : NULL;
    g_autofree char *text = i == 0 ? g_strdup_printf("< %s", high)
                            : high ? g_strdup_printf("≥ %s", low)
                                   : g_strdup_printf("> %s", low);
    chart_text(chart, x + 78.0 * i + 37, 112, TEXT_TINY, ALIGN_CENTER, MUTED, text);
  }
  chart_layer(chart, block, "using 1:(92):1:($1+74):(84):(100):2 with boxxyerror lc rgb variable");
  chart_text(chart, x - 14, 92, TEXT_SMALL, ALIGN_RIGHT, MUTED, _("share of capacity"));
}

static void draw_row(Chart *chart, const ChartInput *in, const RepLoad *load, const Panel *panel, int row,
                     double step)
{
  double y = panel->top + (row + 0.5) * step;
  TextStyle style = step > 24 ? TEXT_SMALL : TEXT_TINY;
  TextStyle strong = step > 24 ? TEXT_SMALL_STRONG : TEXT_TINY_STRONG;
  bool over = load->over > 0;
  g_autofree char *name = chart_rep_name(in, load->rep, style, panel->left - PAGE_LEFT - 12);
  g_autofree char *share = figure_percent(in->language, load_share(&load->total));
  chart_text(chart, panel->left - 12, y, style, ALIGN_RIGHT, INK, name);
  chart_text(chart, panel->right + 74, y, strong, ALIGN_RIGHT, over ? BAD : INK, share);
  if (load->unplanned > 0) {
    g_autofree char *count = figure_number(in->language, load->unplanned, 0);
    chart_text(chart, panel->right + 176, y, style, ALIGN_RIGHT, BAD, count);
  }
}

// The share of each week in its cell.
static void row_figures(Chart *chart, const ChartInput *in, const LoadTable *table, const int *order,
                        const Panel *panel)
{
  for (int row = 0; row < (int)panel->y0; row++)
    for (int week = 0; week < table->weeks; week++) {
      const Ledger *load = &load_rep(table, order[row])->week[week];
      const double share = load_share(load);
      g_autofree char *text = figure_percent(in->language, share);
      if (load->work_s > 0)
        chart_text(chart, panel_px(panel, week + 1), panel_py(panel, row + 0.5), TEXT_TINY, ALIGN_CENTER,
                   share >= LOAD_FULL ? WHITE : INK, text);
    }
}

static Chart *rows(const ChartInput *in, const LoadTable *table, const int *order, int page, int pages)
{
  g_autofree char *period = chart_period(in);
  Chart *chart = chart_new("workload", page, pages, headline(in, table),
                           g_strdup_printf(_("Load by week, fullest reps first, %s"), period));
  int first = (page - 1) * ROWS_A_PAGE, count = MIN((int)table->reps->len - first, ROWS_A_PAGE);
  double step = fmin(84, (PAGE_BOTTOM - 166.0) / count);
  bool missing = false;
  Panel panel = {330, 162, 1360, 162 + step * count, 0.5, table->weeks + 0.5, count, 0};
  int block = chart_block(chart, "load: week, row, share of capacity, colour");
  for (int row = 0; row < count; row++) {
    const RepLoad *load = load_rep(table, order[first + row]);
    for (int week = 0; week < table->weeks; week++)
      if (load->week[week].work_s > 0)
        chart_row(chart, "%d\t%d\t%.4f\t0x%06x", week + 1, row, load_share(&load->week[week]),
                  shade(load_share(&load->week[week])));
    draw_row(chart, in, load, &panel, row, step);
    missing = missing || load->unplanned > 0;
  }
  chart_page(chart);
  shade_key(chart, in);
  chart_panel(chart, &panel);
  chart_layer(chart, block,
              "using 1:2:($1-0.48):($1+0.48):($2+0.05):($2+0.95):4 with boxxyerror lc rgb variable");
  for (int week = 1; week <= table->weeks; week++) {
    g_autofree char *number = figure_number(in->language, week, 0);
    chart_text(chart, panel_px(&panel, week), 148, TEXT_TINY, ALIGN_CENTER, MUTED, number);
  }
  chart_text(chart, panel.left - 12, 148, TEXT_TINY, ALIGN_RIGHT, MUTED, _("week"));
  chart_text(chart, panel.right + 74, 148, TEXT_TINY, ALIGN_RIGHT, MUTED, _("in all"));
  if (missing)
    chart_text(chart, panel.right + 176, 148, TEXT_TINY, ALIGN_RIGHT, MUTED, _("not placed"));
  if (step >= 36)
    row_figures(chart, in, table, order + first, &panel);
  return chart_finish(chart);
}

GPtrArray *plot_workload(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  g_autoptr(LoadTable) table = load_table_new(in);
  int count = (int)table->reps->len;
  if (count == 0)
    return charts;
  if (count <= MULTIPLES) {
    g_ptr_array_add(charts, multiples(in, table));
    return charts;
  }
  g_autofree int *order = load_ranking(table);
  int pages = (count + ROWS_A_PAGE - 1) / ROWS_A_PAGE;
  for (int page = 1; page <= pages; page++)
    g_ptr_array_add(charts, rows(in, table, order, page, pages));
  return charts;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/pareto.h"

#include "model/words.h"
#include "plots/figures.h"

#include <math.h>
#include <stdlib.h>

enum { POINTS = 400, CLASSES = 3 };
static const double class_ends[CLASSES] = {0.80, 0.95, 1.0};
static const guint32 class_colors[CLASSES] = {DEEP, LIGHT, 0xd3d9df};

typedef struct Curve {
  Money *sales;       // largest first
  double *cumulative; // share of the total after each client
  int clients;
  int ends[CLASSES]; // clients up to the end of each class
} Curve;

static int by_sales(const void *a, const void *b)
{
  Money x = *(const Money *)a, y = *(const Money *)b;
  return (x < y) - (x > y);
}

static Curve curve_new(const ChartInput *in)
{
  guint all = in->territory->clients->len;
  Curve curve = {.sales = g_new(Money, all + 1), .cumulative = g_new(double, all + 1)};
  for (guint i = 0; i < all; i++) {
    const Client *client = territory_client(in->territory, (int)i);
    bool drawn = !in->reps || (client->rep >= 0 && in->reps[client->rep]);
    if (drawn && client->sales != MONEY_NONE && client->sales > 0)
      curve.sales[curve.clients++] = client->sales;
  }
  qsort(curve.sales, (size_t)curve.clients, sizeof *curve.sales, by_sales);
  double total = 0, sum = 0;
  for (int i = 0; i < curve.clients; i++)
    total += (double)curve.sales[i];
  for (int i = 0, class = 0; i < curve.clients; i++) {
    sum += (double)curve.sales[i];
    curve.cumulative[i] = i + 1 == curve.clients ? 1 : sum / total;
    while (class < CLASSES && curve.cumulative[i] >= class_ends[class] - 1e-12)
      curve.ends[class ++] = i + 1;
  }
  return curve;
}

static void curve_clear(Curve *curve)
{
  g_free(curve->sales);
  g_free(curve->cumulative);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Curve, curve_clear)

static double share_of(const Curve *curve, int clients)
{
  return (double)clients / curve->clients;
}

static char *headline(const ChartInput *in, const Curve *curve)
{
  g_autofree char *few = figure_percent(in->language, share_of(curve, curve->ends[0]));
  g_autofree char *most = figure_percent(in->language, class_ends[0]);
  if (curve->cumulative[0] >= 0.2) {
    g_autofree char *largest = figure_percent(in->language, curve->cumulative[0]);
    return g_strdup_printf(_("%1$s of the clients bring %2$s of the sales, the largest alone %3$s"), few,
                           most, largest);
  }
  return g_strdup_printf(_("%1$s of the clients bring %2$s of the sales"), few, most);
}

// Points of the curve between two clients, thinned out.
static int class_block(Chart *chart, const Curve *curve, int from, int to, const char *comment)
{
  int block = chart_block(chart, comment), step = MAX(1, (to - from) / POINTS);
  chart_row(chart, "%.6f\t%.6f", share_of(curve, from), from > 0 ? curve->cumulative[from - 1] : 0);
  for (int i = from; i < to; i += step)
    chart_row(chart, "%.6f\t%.6f", share_of(curve, i + 1), curve->cumulative[i]);
  if (to > from)
    chart_row(chart, "%.6f\t%.6f", share_of(curve, to), curve->cumulative[to - 1]);
  return block;
}

static void class_texts(Chart *chart, const ChartInput *in, const Curve *curve, int class, const Panel *panel)
{
  static const char *const letters[CLASSES] = {"A", "B", "C"};
  int from = class > 0 ? curve->ends[class - 1] : 0, to = curve->ends[class];
  double left = panel_px(panel, share_of(curve, from)), right = panel_px(panel, share_of(curve, to));
  double before = from > 0 ? curve->cumulative[from - 1] : 0;
  g_autofree char *count = figure_number(in->language, to - from, 0);
  g_autofree char *clients = g_strdup_printf(ngettext("%s client", "%s clients", (gulong)(to - from)), count);
  g_autofree char *share = figure_percent(in->language, (to > 0 ? curve->cumulative[to - 1] : 0) - before);
  g_autofree char *sales = g_strdup_printf(_("%s of sales"), share);
  double width = fmax(style_width(TEXT_BODY, clients), style_width(TEXT_BODY, sales)) + 16,
         x = (left + right) / 2;
  if (to == from || right - left < width)
    return;
  guint32 color = class == 0 ? WHITE : INK;
  double y = fmax(panel_py(panel, curve->cumulative[to - 1]) + 90, panel->bottom - 150);
  chart_text(chart, x, y, TEXT_NAME, ALIGN_CENTER, color, letters[class]);
  chart_text(chart, x, y + 28, TEXT_BODY, ALIGN_CENTER, color, clients);
  chart_text(chart, x, y + 54, TEXT_BODY, ALIGN_CENTER, color, sales);
}

// At the foot where a class ends: how many of the clients are behind it.
static void end_texts(Chart *chart, const ChartInput *in, const Curve *curve, const Panel *panel)
{
  for (int class = 0; class + 1 < CLASSES; class ++) {
    g_autofree char *share = figure_percent(in->language, share_of(curve, curve->ends[class]));
    const double x = panel_px(panel, share_of(curve, curve->ends[class])) + 8,
                 next = panel_px(panel, share_of(curve, curve->ends[class + 1]));
    if (curve->ends[class] < curve->ends[class + 1] && x + style_width(TEXT_SMALL_STRONG, share) + 8 < next)
      chart_text(chart, x, panel->bottom - 18, TEXT_SMALL_STRONG, ALIGN_LEFT, INK, share);
  }
}

static void axis_texts(Chart *chart, const ChartInput *in, const Panel *panel)
{
  for (int i = 0; i <= 5; i++) {
    g_autofree char *percent = figure_percent(in->language, i / 5.0);
    chart_text(chart, panel->left - 12, panel_py(panel, i / 5.0), TEXT_SMALL, ALIGN_RIGHT, MUTED, percent);
    chart_text(chart, panel_px(panel, i / 5.0), panel->bottom + 20, TEXT_SMALL, ALIGN_CENTER, MUTED, percent);
  }
  chart_text(chart, (panel->left + panel->right) / 2, panel->bottom + 44, TEXT_SMALL, ALIGN_CENTER, MUTED,
             _("clients"));
}

GPtrArray *plot_pareto(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  g_auto(Curve) curve = curve_new(in);
  if (curve.clients < 5)
    return charts;
  g_autofree char *count = figure_number(in->language, curve.clients, 0);
  Chart *chart = chart_new(
      "pareto", 0, 0, headline(in, &curve),
      g_strdup_printf(_("Sum of sales, from the largest client to the smallest; %s clients with sales"),
                      count));
  Panel panel = {PAGE_LEFT + 84, PAGE_TOP + 30, PAGE_RIGHT - 12, PAGE_BOTTOM - 50, 0, 1, 0, 1.001};
  int blocks[CLASSES];
  for (int class = 0; class < CLASSES; class ++)
    blocks[class] = class_block(chart, &curve, class > 0 ? curve.ends[class - 1] : 0, curve.ends[class],
                                "class: share of clients, share of sales");
  int line = class_block(chart, &curve, 0, curve.clients, "curve: share of clients, share of sales");
  int mark = chart_block(chart, "80 %: share of clients, share of sales");
  double at = share_of(&curve, curve.ends[0]);
  chart_row(chart, "0\t%.4f\n%.6f\t%.4f", class_ends[0], at, class_ends[0]);
  chart_panel(chart, &panel);
  chart_set(chart, "set ytics scale 0 0,0.2 format ''; set grid ytics ls 1");
  for (int class = 0; class < CLASSES; class ++)
    chart_layer(chart, blocks[class], "using 1:2 with filledcurves y1=0 " COLOR, class_colors[class]);
  chart_layer(chart, line, "using 1:2 with lines lw 3 " COLOR, INK);
  chart_layer(chart, mark, "using 1:2 with lines lw 1.5 dt 3 " COLOR, INK);
  chart_layer(chart, mark, "every ::1 using 1:2 with points pt 7 ps disc(7) " COLOR, INK);
  for (int class = 0; class < CLASSES; class ++)
    class_texts(chart, in, &curve, class, &panel);
  end_texts(chart, in, &curve, &panel);
  axis_texts(chart, in, &panel);
  g_ptr_array_add(charts, chart_finish(chart));
  return charts;
}

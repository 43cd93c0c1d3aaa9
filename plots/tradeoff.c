// SPDX-License-Identifier: GPL-3.0-or-later
// How many clients change hands at each limit of balance: each point is an assignment of its own. The one that is
// proposed is filled; limits that cannot be kept are crossed out at the worst that is left.
#include "model/words.h"
#include "plots/alignment.h"
#include "plots/figures.h"
#include "plots/pins.h"

#include <math.h>

static const AlignPoint *point_at(const AlignOutline *a, guint k)
{
  return &g_array_index(a->curve, AlignPoint, k);
}

static const AlignPoint *proposed(const AlignOutline *a)
{
  for (guint k = 0; k < a->curve->len; k++) {
    if (fabs(point_at(a, k)->limit - a->curve_limit) < 1e-12)
      return point_at(a, k);
  }
  return NULL;
}

// The tightest limit that can be kept.
static const AlignPoint *tightest(const AlignOutline *a)
{
  for (guint k = 0; k < a->curve->len; k++) {
    if (point_at(a, k)->status != PLAN_INFEASIBLE)
      return point_at(a, k);
  }
  return NULL;
}

// "10%", "2.5%".
static char *limit_text(const ChartInput *in, double limit)
{
  const bool whole = fabs(100 * limit - round(100 * limit)) < 0.05;
  return whole ? figure_percent(in->language, limit) : figure_percent_fine(in->language, limit);
}

// Where it stands today, unless somebody has nothing yet or leaves.
static double today_of(const AlignOutline *a)
{
  return a->curve_before < 0.999 ? a->curve_before : 0;
}

static char *headline(const ChartInput *in, const AlignOutline *a)
{
  const AlignPoint *tight = tightest(a), *loose = point_at(a, a->curve->len - 1);
  if (!tight)
    return g_strdup(_("None of these limits can be kept"));
  g_autofree char *limit = limit_text(in, tight->limit), *wide = limit_text(in, loose->limit);
  g_autofree char *many = figure_number(in->language, tight->changed, 0),
                  *few = figure_number(in->language, loose->changed, 0);
  if (tight == loose)
    return g_strdup_printf(ngettext("Of these limits only ±%1$s can be kept: %2$s client changes hands",
                                    "Of these limits only ±%1$s can be kept: %2$s clients change hands",
                                    (gulong)tight->changed),
                           limit, many);
  return g_strdup_printf(ngettext("Balance within ±%1$s moves %2$s client; within ±%3$s it is %4$s",
                                  "Balance within ±%1$s moves %2$s clients; within ±%3$s it is %4$s",
                                  (gulong)tight->changed),
                         limit, many, wide, few);
}

// Whether a point is filled: what is proposed keeps the limit that was asked for.
static bool is_kept(const AlignPoint *chosen)
{
  return chosen && chosen->status != PLAN_INFEASIBLE;
}

static char *subtitle(const AlignPoint *chosen)
{
  if (is_kept(chosen))
    return g_strdup(
        _("Each point is an assignment of its own, as good as driving and the price of changes make "
          "it; the filled one is proposed"));
  if (chosen)
    return g_strdup(
        _("Each point is an assignment of its own, as good as driving and the price of changes make "
          "it; what is proposed does not keep every limit"));
  return g_strdup(
      _("Each point is an assignment of its own, as good as driving and the price of changes make it"));
}

static void axis_texts(Chart *chart, const ChartInput *in, const Panel *panel, double most)
{
  for (int k = 0; k <= 4; k++) {
    const double x = panel->x1 * k / 4, y = most * k / 4;
    g_autofree char *percent = figure_percent(in->language, x), *count = figure_number(in->language, y, 0);
    chart_text(chart, panel_px(panel, x), panel->bottom + 20, TEXT_SMALL, ALIGN_CENTER, MUTED, percent);
    chart_text(chart, panel->left - 12, panel_py(panel, y), TEXT_SMALL, ALIGN_RIGHT, MUTED, count);
  }
  chart_text(chart, (panel->left + panel->right) / 2, panel->bottom + 46, TEXT_SMALL, ALIGN_CENTER, MUTED,
             _("how far the worst rep is off the fair part"));
  chart_text(chart, panel->left, panel->top - 22, TEXT_SMALL, ALIGN_LEFT, MUTED,
             _("clients that change hands"));
}

static void take_dot(GArray *taken, double x, double y)
{
  const Box dot = {x - 9, y - 9, x + 9, y + 9};
  g_array_append_val(taken, dot);
}

// Beside its dot, unless there is no room.
static void label_dot(Chart *chart, GArray *taken, const Box *room, double x, double y, guint32 color,
                      const char *text)
{
  Box found;
  if (label_place(taken, room, x, y, 12, style_width(TEXT_SMALL, text), 22, &found))
    chart_text(chart, (found.left + found.right) / 2, (found.top + found.bottom) / 2, TEXT_SMALL,
               ALIGN_CENTER, color, text);
}

static void label_points(Chart *chart, const ChartInput *in, const AlignOutline *a, const Panel *panel)
{
  const double whole = a->sales, today = panel_px(panel, today_of(a)), none = panel_py(panel, 0);
  g_autoptr(GArray) taken = g_array_new(FALSE, FALSE, sizeof(Box));
  const Box room = {panel->left, panel->top - 10, panel->right,
                    panel->bottom + 12}; // beside dots on the axis too
  for (guint k = 0; k < a->curve->len; k++)
    take_dot(taken, panel_px(panel, point_at(a, k)->worst), panel_py(panel, point_at(a, k)->changed));
  if (today_of(a) > 0) {
    take_dot(taken, today, none);
    label_dot(chart, taken, &room, today, none, MUTED, _("today"));
  }
  for (guint k = 0; k < a->curve->len; k++) {
    const AlignPoint *point = point_at(a, k);
    g_autofree char *limit = limit_text(in, point->limit),
                    *sales = figure_percent_fine(in->language, whole > 0 ? point->changed_sales / whole : 0);
    g_autofree char *text = point->status == PLAN_INFEASIBLE ? g_strdup_printf(_("±%s: not kept"), limit)
                            : whole > 0 ? g_strdup_printf(_("±%1$s: %2$s of the sales"), limit, sales)
                                        : g_strdup_printf("±%s", limit);
    label_dot(chart, taken, &room, panel_px(panel, point->worst), panel_py(panel, point->changed), INK, text);
  }
}

GPtrArray *plot_tradeoff(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  const AlignOutline *a = in->alignment;
  if (a->curve->len < 2)
    return charts;
  double widest = today_of(a), most = 4;
  for (guint k = 0; k < a->curve->len; k++) {
    widest = fmax(widest, fmax(point_at(a, k)->worst, point_at(a, k)->limit));
    most = fmax(most, point_at(a, k)->changed);
  }
  most = 4 * ceil(most * 1.15 / 4);
  const Panel panel = {PAGE_LEFT + 84,
                       PAGE_TOP + 60,
                       PAGE_RIGHT - 20,
                       PAGE_BOTTOM - 56,
                       0,
                       ceil(widest * 110 / 4) / 100 * 4,
                       0,
                       most};
  const AlignPoint *chosen = proposed(a);
  Chart *chart = chart_new("tradeoff", 0, 0, headline(in, a), subtitle(chosen));
  int line = chart_block(chart, "kept: worst, clients");
  for (guint k = 0; k < a->curve->len; k++) {
    const AlignPoint *point = point_at(a, k);
    if (point->status != PLAN_INFEASIBLE)
      chart_row(chart, "%.6f\t%d", point->worst, point->changed);
  }
  int barred = chart_block(chart, "not kept: worst, clients");
  for (guint k = 0; k < a->curve->len; k++) {
    const AlignPoint *point = point_at(a, k);
    if (point->status == PLAN_INFEASIBLE)
      chart_row(chart, "%.6f\t%d", point->worst, point->changed);
  }
  int mark = chart_block(chart, "proposed: worst, clients");
  if (is_kept(chosen))
    chart_row(chart, "%.6f\t%d", chosen->worst, chosen->changed);
  int today = chart_block(chart, "today: worst, clients");
  if (today_of(a) > 0)
    chart_row(chart, "%.6f\t0", today_of(a));
  chart_panel(chart, &panel);
  chart_set(chart, "set ytics scale 0 0,%g format ''; set grid ytics ls 1", most / 4);
  chart_layer(chart, line, "using 1:2 with lines lw 3 " COLOR, LIGHT);
  chart_layer(chart, line, "using 1:2 with points pt 7 ps disc(9) " COLOR, DEEP);
  chart_layer(chart, line, "using 1:2 with points pt 7 ps disc(6.5) " COLOR, WHITE);
  chart_layer(chart, mark, "using 1:2 with points pt 7 ps disc(9) " COLOR, DEEP);
  chart_layer(chart, today, "using 1:2 with points pt 7 ps disc(7) " COLOR, FAINT);
  chart_layer(chart, barred, "using 1:2 with points pt 2 ps 1.6 lw 2.5 " COLOR, BAD);
  label_points(chart, in, a, &panel);
  axis_texts(chart, in, &panel, most);
  g_autofree char *calendar = alignment_calendar(in);
  if (calendar)
    chart_source(chart, calendar);
  g_ptr_array_add(charts, chart_finish(chart));
  return charts;
}

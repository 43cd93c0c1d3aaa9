// SPDX-License-Identifier: GPL-3.0-or-later
// A curve a figure over the values of a sweep, the plan as it is as a level line.
#include "plots/scenarios.h"

#include "model/words.h"
#include "plots/figures.h"

#include <math.h>
#include <string.h>

enum { CURVES = 3, TICKS = 9 };

typedef struct Curve {
  OutcomeFigure figure;
  const char *head;
} Curve;

static const Curve curves[CURVES] = {{FIGURE_COVERAGE, N_("Coverage, % of the wanted visits")},
                                     {FIGURE_VALUE, N_("Expected value")},
                                     {FIGURE_COST, N_("Cost of hours and km")}};

static char *figure_text(const ChartInput *in, OutcomeFigure figure, double value)
{
  return figure == FIGURE_COVERAGE ? figure_number(in->language, value, 1)
                                   : figure_money(in->language, money_from(value));
}

static char *swept_text(const ChartInput *in, double value)
{
  const int digits = fabs(value - round(value)) < 1e-9             ? 0
                     : fabs(10 * value - round(10 * value)) < 1e-8 ? 1
                                                                   : 2;
  return figure_number(in->language, value, digits);
}

// Points of one sweep, in the order of their values.
static GPtrArray *points_of(const Comparison *comparison, const char *sweep)
{
  GPtrArray *points = g_ptr_array_new();
  for (guint i = 1; i < comparison->outcomes->len; i++) {
    Outcome *outcome = g_ptr_array_index(comparison->outcomes, i);
    if (g_strcmp0(outcome->sweep, sweep) == 0)
      g_ptr_array_add(points, outcome);
  }
  return points;
}

// From where on no later point covers more for certain; the last one where it goes on rising.
static const Outcome *knee_of(const GPtrArray *points)
{
  for (guint i = 0; i < points->len; i++) {
    bool rises = false;
    for (guint k = i + 1; k < points->len && !rises; k++) {
      const Difference difference = outcome_difference(points->pdata[i], points->pdata[k], FIGURE_PLANNED);
      rises = difference.value > 0 && difference.sure == DIFFERENCE_SURE;
    }
    if (!rises)
      return points->pdata[i];
  }
  return NULL;
}

static char *headline(const ChartInput *in, const GPtrArray *points)
{
  const Outcome *first = points->pdata[0], *last = points->pdata[points->len - 1], *knee = knee_of(points);
  g_autofree char *from = figure_percent_fine(in->language, first->figure[FIGURE_COVERAGE] / 100);
  g_autofree char *to = figure_percent_fine(in->language, last->figure[FIGURE_COVERAGE] / 100);
  g_autofree char *where = swept_text(in, knee ? knee->sweep_value : last->sweep_value);
  g_autofree char *reached =
      figure_percent_fine(in->language, (knee ? knee : last)->figure[FIGURE_COVERAGE] / 100);
  if (knee == first && g_strcmp0(from, to) != 0)
    return g_strdup_printf(_("Coverage goes from %1$s to %2$s; the proven gaps could hide the difference"),
                           from, to);
  if (knee == first)
    return g_strdup_printf(_("Coverage stays at %s whatever the value, for all that is proved"), from);
  if (!knee || knee == last)
    return g_strdup_printf(_("Coverage goes from %1$s to %2$s, and every step counts"), from, to);
  return g_strdup_printf(_("From %1$s on coverage gains nothing more that is proved: it is %2$s there"),
                         where, reached);
}

static void draw_ticks(Chart *chart, const ChartInput *in, const GPtrArray *points, const Panel *panel)
{
  const guint step = (points->len + TICKS - 1) / TICKS;
  for (guint i = 0; i < points->len; i += step) {
    const Outcome *point = points->pdata[i];
    g_autofree char *text = swept_text(in, point->sweep_value);
    chart_text(chart, panel_px(panel, point->sweep_value), panel->bottom + 20, TEXT_TINY, ALIGN_CENTER, MUTED,
               text);
  }
}

// On the side of the point that the curve to its neighbour leaves free.
static void label(Chart *chart, const ChartInput *in, const Outcome *point, const Outcome *neighbour,
                  OutcomeFigure figure, const Panel *panel)
{
  const bool below = neighbour && neighbour->figure[figure] > point->figure[figure];
  g_autofree char *text = figure_text(in, figure, point->figure[figure]);
  const double x = panel_px(panel, point->sweep_value);
  const Align align = x < panel->left + 30 ? ALIGN_LEFT : x > panel->right - 30 ? ALIGN_RIGHT : ALIGN_CENTER;
  chart_text(chart, x, panel_py(panel, point->figure[figure]) + (below ? 20 : -18), TEXT_SMALL_STRONG, align,
             INK, text);
}

static Panel panel_for(const GPtrArray *points, const Outcome *base, OutcomeFigure figure, double left,
                       double width)
{
  const Outcome *first = points->pdata[0], *last = points->pdata[points->len - 1];
  double least = base->figure[figure], most = least;
  for (guint i = 0; i < points->len; i++) {
    least = fmin(least, ((const Outcome *)points->pdata[i])->figure[figure]);
    most = fmax(most, ((const Outcome *)points->pdata[i])->figure[figure]);
  }
  const double margin = fmax(0.15 * (most - least), 1e-3 * fmax(1, fabs(most)));
  const double span = fmax(1e-9, last->sweep_value - first->sweep_value);
  return (Panel){left,
                 PAGE_TOP + 60,
                 left + width,
                 PAGE_BOTTOM - 60,
                 first->sweep_value - 0.06 * span,
                 last->sweep_value + 0.06 * span,
                 least - margin,
                 most + margin};
}

static void draw_curve(Chart *chart, const ChartInput *in, const GPtrArray *points, const Curve *curve,
                       const Panel *panel)
{
  const Outcome *base = comparison_outcome(in->comparison, 0);
  const int line_of_base = chart_block(chart, "the plan as it is: value of the sweep, figure");
  chart_row(chart, "%.8g\t%.10g", panel->x0, base->figure[curve->figure]);
  chart_row(chart, "%.8g\t%.10g", panel->x1, base->figure[curve->figure]);
  const int line = chart_block(chart, "curve: value of the sweep, figure, colour");
  for (guint i = 0; i < points->len; i++) {
    const Outcome *point = points->pdata[i];
    const Difference difference = outcome_difference(base, point, curve->figure);
    chart_row(chart, "%.8g\t%.10g\t0x%06x", point->sweep_value, point->figure[curve->figure],
              difference.sure == DIFFERENCE_SURE ? GOOD : BASE);
  }
  chart_panel(chart, panel);
  chart_layer(chart, line_of_base, "using 1:2 with lines lw 1.5 dt (6,6) " COLOR, FAINT);
  chart_layer(chart, line, "using 1:2 with lines lw 2.5 " COLOR, LIGHT);
  chart_layer(chart, line, "using 1:2:3 with points pt 7 ps disc(7) lc rgb variable");
  chart_text(chart, panel->left, PAGE_TOP + 14, TEXT_NAME, ALIGN_LEFT, INK, _(curve->head));
  const Outcome *first = points->pdata[0], *last = points->pdata[points->len - 1];
  const double level = base->figure[curve->figure];
  const bool at_left = fabs(first->figure[curve->figure] - level) > fabs(last->figure[curve->figure] - level);
  chart_text(chart, at_left ? panel->left : panel->right, panel_py(panel, level) + 16, TEXT_TINY,
             at_left ? ALIGN_LEFT : ALIGN_RIGHT, MUTED, _("as it is"));
  draw_ticks(chart, in, points, panel);
  label(chart, in, first, points->len > 1 ? points->pdata[1] : NULL, curve->figure, panel);
  if (points->len > 1)
    label(chart, in, last, points->pdata[points->len - 2], curve->figure, panel);
}

// Whether anybody says what visits are worth.
static bool is_valued(const GPtrArray *points)
{
  double value = 0;
  for (guint i = 0; i < points->len; i++)
    value = fmax(value, ((const Outcome *)points->pdata[i])->figure[FIGURE_VALUE]);
  return value > 0;
}

static Chart *draw_sweep(const ChartInput *in, const GPtrArray *points, int page, int pages)
{
  const Outcome *first = points->pdata[0], *base = comparison_outcome(in->comparison, 0);
  g_autofree char *period = chart_period(in), *what = style_name(TEXT_SUBHEAD, first->sweep_what, "", 700);
  Chart *chart = chart_new(
      "sweep", page, pages, headline(in, points),
      g_strdup_printf(_("%1$s, %2$s. Blue points differ from the plan as it is for certain"), what, period));
  const bool valued = is_valued(points);
  const int drawn = CURVES - !valued;
  const double width = (PAGE_RIGHT - PAGE_LEFT - (drawn - 1) * 60.0) / drawn;
  for (int c = 0, at = 0; c < CURVES; c++) {
    if (curves[c].figure == FIGURE_VALUE && !valued)
      continue;
    const Panel panel = panel_for(points, base, curves[c].figure, PAGE_LEFT + at++ * (width + 60), width);
    draw_curve(chart, in, points, &curves[c], &panel);
  }
  g_autofree char *from = scenarios_base(in);
  if (from)
    chart_source(chart, from);
  return chart_finish(chart);
}

GPtrArray *plot_sweeps(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  for (guint i = 1; i < in->comparison->outcomes->len; i++) {
    char *sweep = ((Outcome *)g_ptr_array_index(in->comparison->outcomes, i))->sweep;
    if (sweep && !g_ptr_array_find_with_equal_func(names, sweep, g_str_equal, NULL))
      g_ptr_array_add(names, sweep);
  }
  for (guint s = 0; s < names->len; s++) {
    g_autoptr(GPtrArray) points = points_of(in->comparison, names->pdata[s]);
    g_ptr_array_add(charts, draw_sweep(in, points, names->len > 1 ? (int)s + 1 : 0, (int)names->len));
  }
  return charts;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// A row a scenario, a panel a figure, the base as a line through all rows of a panel.
#include "plots/scenarios.h"

#include "model/words.h"
#include "plots/figures.h"

#include <math.h>

enum { ROWS = 9, NAMES = 330, BAR = 138, MOST_HIGH = 160 }; // rows a page with the base; pixels

typedef struct PanelKind {
  OutcomeFigure figure;
  const char *head, *unit;
} PanelKind;

static const PanelKind kinds[] = {
    {FIGURE_COVERAGE, N_("Coverage"), N_("% of the wanted visits")},
    {FIGURE_VALUE, N_("Expected value"), NULL},
    {FIGURE_KM, N_("Driving"), N_("km")},
    {FIGURE_LOAD_MOST, N_("Busiest rep"), N_("% of capacity")},
    {FIGURE_COST, N_("Cost"), N_("hours and km")},
};
enum { PANELS = G_N_ELEMENTS(kinds) };

static bool is_money(OutcomeFigure figure)
{
  return figure == FIGURE_VALUE || figure == FIGURE_COST;
}

static double most_of(const Comparison *comparison, OutcomeFigure figure)
{
  double most = 1e-9;
  for (guint i = 0; i < comparison->outcomes->len; i++)
    most = fmax(most, comparison_outcome(comparison, i)->figure[figure]);
  return most;
}

// Money is told in millions where it comes to some.
static bool in_millions(const ChartInput *in, OutcomeFigure figure)
{
  return is_money(figure) && most_of(in->comparison, figure) >= 1e6;
}

static char *value_text(const ChartInput *in, OutcomeFigure figure, double value)
{
  if (in_millions(in, figure))
    return figure_number(in->language, value / 1e6, fabs(value) < 1e6 ? 2 : fabs(value) < 1e9 ? 1 : 0);
  return figure_number(in->language, value, figure == FIGURE_KM || is_money(figure) ? 0 : 1);
}

static char *difference_text(const ChartInput *in, const Difference *difference, OutcomeFigure figure)
{
  if (difference->sure == DIFFERENCE_NONE)
    return g_strdup("");
  g_autofree char *text = value_text(in, figure, difference->value);
  return g_strconcat(difference->sure == DIFFERENCE_UNSURE ? "≈ " : "", difference->value > 0 ? "+" : "",
                     text, NULL);
}

static guint32 color_of(const Difference *difference, OutcomeFigure figure)
{
  const double better = difference->value * figure_direction(figure);
  if (difference->sure != DIFFERENCE_SURE)
    return difference->sure == DIFFERENCE_NONE ? BASE : PALE;
  return better > 0 ? GOOD : better < 0 ? BAD : BASE;
}

// ---- What it says ------------------------------------------------------------------------------------------------

static bool is_worse(const Outcome *base, const Outcome *outcome, OutcomeFigure figure)
{
  const Difference difference = outcome_difference(base, outcome, figure);
  return difference.sure == DIFFERENCE_SURE && difference.value * figure_direction(figure) < 0;
}

// Not fewer visits than in the base as they were found: a loss that is not proved is one all the same.
static bool plans_as_much(const Outcome *base, const Outcome *outcome)
{
  return outcome->figure[FIGURE_PLANNED] >= base->figure[FIGURE_PLANNED] &&
         outcome->figure[FIGURE_COVERAGE] >= base->figure[FIGURE_COVERAGE];
}

// The row that is best by a figure, and does not cover less; NULL: none is better than the base. `least`: how sure that
// has to be. What is praised for coverage or cost plans as much as the base.
static const Outcome *best_by(const Outcome *base, const GPtrArray *rows, OutcomeFigure figure,
                              Sureness least)
{
  const Outcome *best = NULL;
  for (guint i = 0; i < rows->len; i++) {
    const Outcome *outcome = rows->pdata[i];
    const Difference difference = outcome_difference(base, outcome, figure);
    const double better = difference.value * figure_direction(figure);
    const double known = best ? (best->figure[figure] - base->figure[figure]) * figure_direction(figure) : 0;
    const bool fair = figure == FIGURE_VALUE
                          ? !is_worse(base, outcome, FIGURE_COVERAGE)
                          : plans_as_much(base, outcome) && !is_worse(base, outcome, FIGURE_VALUE);
    if (difference.sure >= least && better > known && outcome->status != PLAN_INFEASIBLE && fair)
      best = outcome;
  }
  return best;
}

static double cost_change(const Outcome *base, const Outcome *outcome)
{
  return outcome->figure[FIGURE_COST] / fmax(1e-9, base->figure[FIGURE_COST]) - 1;
}

// "3% more", "the same"
static char *cost_text(const ChartInput *in, double change)
{
  g_autofree char *share = figure_percent_fine(in->language, fabs(change));
  if (fabs(change) < 0.0005)
    return g_strdup(_("the same cost"));
  return change > 0 ? g_strdup_printf(_("%s more cost"), share) : g_strdup_printf(_("%s less cost"), share);
}

// "97.5%"; all of them only where none is lost.
static char *coverage_text(const ChartInput *in, const Outcome *outcome)
{
  const double share = outcome->figure[FIGURE_COVERAGE] / 100;
  return outcome->figure[FIGURE_LOST] > 0 ? figure_percent_fine(in->language, fmin(share, 0.999))
                                          : figure_percent(in->language, share);
}

static char *headline(const ChartInput *in, const GPtrArray *rows)
{
  const Outcome *base = comparison_outcome(in->comparison, 0),
                *most = best_by(base, rows, FIGURE_VALUE, DIFFERENCE_SURE),
                *covered = best_by(base, rows, FIGURE_COVERAGE, DIFFERENCE_SURE),
                *cheapest = best_by(base, rows, FIGURE_COST, DIFFERENCE_SURE),
                *likely = best_by(base, rows, FIGURE_COVERAGE, DIFFERENCE_UNSURE);
  const Outcome *told = most ? most : covered ? covered : cheapest ? cheapest : likely;
  if (!told)
    return g_strdup(_("No scenario is better than the plan as it is, for all that is proved"));
  g_autofree char *name = style_name(TEXT_HEADLINE, told->title, told->name, 640);
  g_autofree char *cost = cost_text(in, cost_change(base, told));
  g_autofree char *coverage = coverage_text(in, told);
  if (most) {
    const double gain = told->figure[FIGURE_VALUE] / fmax(1e-9, base->figure[FIGURE_VALUE]) - 1;
    g_autofree char *more = figure_percent_fine(in->language, gain);
    return g_strdup_printf(_("%1$s is worth %2$s more, at %3$s"), name, more, cost);
  }
  if (covered)
    return g_strdup_printf(_("%1$s covers %2$s of the wanted visits, at %3$s"), name, coverage, cost);
  if (cheapest)
    return g_strdup_printf(_("%1$s plans no fewer visits, at %2$s"), name, cost);
  return g_strdup_printf(
      _("%1$s covers %2$s of the wanted visits, at %3$s; the proven gaps could hide the gain"), name,
      coverage, cost);
}

char *scenarios_base(const ChartInput *in)
{
  const Outcome *base = comparison_outcome(in->comparison, 0);
  const Ledger ledger = plan_ledger(in->plan, -1);
  const double km = (double)ledger.travel_m / 1000;
  if ((int)base->figure[FIGURE_PLANNED] == (int)in->plan->visits->len &&
      fabs(base->figure[FIGURE_KM] - km) < 0.05)
    return NULL;
  g_autofree char *visits = figure_number(in->language, base->figure[FIGURE_PLANNED], 0),
                  *driven = figure_number(in->language, base->figure[FIGURE_KM], 0);
  return g_strdup_printf(
      _("\"As it is\" is a plan of its own, made for this comparison: %1$s visits, %2$s km."), visits,
      driven);
}

// ---- Drawing -----------------------------------------------------------------------------------------------------

// Outcomes of a page: the base, then so many of the others.
static GPtrArray *rows_of(const Comparison *comparison, bool sweeps)
{
  GPtrArray *rows = g_ptr_array_new();
  for (guint i = 1; i < comparison->outcomes->len; i++) {
    Outcome *outcome = g_ptr_array_index(comparison->outcomes, i);
    if (!outcome->sweep || sweeps)
      g_ptr_array_add(rows, outcome);
  }
  return rows;
}

static void draw_bars(Chart *chart, const ChartInput *in, const GPtrArray *rows, const PanelKind *kind,
                      const Panel *panel)
{
  const Outcome *base = comparison_outcome(in->comparison, 0);
  const double line = base->figure[kind->figure];
  const int bars = chart_block(chart, "bars: row, value, colour");
  for (guint r = 0; r < rows->len; r++) {
    const Outcome *outcome = rows->pdata[r];
    const Difference difference = outcome_difference(base, outcome, kind->figure);
    chart_row(chart, "%u\t%.10g\t0x%06x", r, outcome->figure[kind->figure],
              color_of(&difference, kind->figure));
  }
  const int mark = chart_block(chart, "the base: value, row");
  chart_row(chart, "%.10g\t%.2f", line, -0.5);
  chart_row(chart, "%.10g\t%.2f", line, rows->len - 0.5);
  chart_panel(chart, panel);
  chart_layer(chart, bars, "using (0):1:(0):2:($1-0.32):($1+0.32):3 with boxxyerror lc rgb variable");
  chart_layer(chart, mark, "using 1:2 with lines lw 2 " COLOR, INK);
  for (guint r = 0; r < rows->len; r++) {
    const Outcome *outcome = rows->pdata[r];
    const Difference difference = outcome_difference(base, outcome, kind->figure);
    g_autofree char *value = value_text(in, kind->figure, outcome->figure[kind->figure]);
    g_autofree char *change = difference_text(in, &difference, kind->figure);
    const double x = panel_px(panel, fmax(outcome->figure[kind->figure], line)) + 8, y = panel_py(panel, r);
    const guint32 color = color_of(&difference, kind->figure);
    chart_text(chart, x, *change ? y - 9 : y, TEXT_SMALL_STRONG, ALIGN_LEFT, INK, value);
    chart_text(chart, x, y + 11, TEXT_TINY, ALIGN_LEFT, color == PALE || color == BASE ? MUTED : color,
               change);
  }
}

static void draw_heads(Chart *chart, const ChartInput *in, const PanelKind *kind, double x)
{
  const char *currency = in->comparison->currency;
  g_autofree char *money = !in_millions(in, kind->figure) ? g_strdup(currency)
                           : *currency                    ? g_strdup_printf(_("million %s"), currency)
                                                          : g_strdup(_("million"));
  g_autofree char *unit = !is_money(kind->figure) ? g_strdup(_(kind->unit))
                          : kind->unit && *money  ? g_strdup_printf("%s, %s", _(kind->unit), money)
                                                  : g_strdup(kind->unit ? _(kind->unit) : money);
  g_autofree char *cut = style_name(TEXT_TINY, unit, "", 226);
  chart_text(chart, x, PAGE_TOP + 4, TEXT_NAME, ALIGN_LEFT, INK, _(kind->head));
  chart_text(chart, x, PAGE_TOP + 28, TEXT_TINY, ALIGN_LEFT, MUTED, cut);
}

// On two lines where it is long.
static void row_name(Chart *chart, const char *title, const char *fallback, double y)
{
  enum { WIDE = NAMES - PAGE_LEFT - 10, LINE = 24 };
  g_autofree char *name = style_name(TEXT_BODY, title, fallback, 2.2 * WIDE);
  g_auto(GStrv) lines = style_wrap(TEXT_BODY, name, WIDE, 2);
  const double first = y - (g_strv_length(lines) - 1.0) * LINE / 2;
  for (int i = 0; lines[i]; i++)
    chart_text(chart, NAMES, first + i * LINE, TEXT_BODY, ALIGN_RIGHT, INK, lines[i]);
}

static Chart *draw_page(const ChartInput *in, const GPtrArray *others, guint from, int page, int pages)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new();
  g_ptr_array_add(rows, g_ptr_array_index(in->comparison->outcomes, 0));
  for (guint i = from; i < others->len && rows->len < ROWS; i++)
    g_ptr_array_add(rows, others->pdata[i]);
  g_autofree char *period = chart_period(in);
  Chart *chart = chart_new(
      "whatif", page, pages, headline(in, others),
      g_strdup_printf(
          _("Scenarios against the plan as it is (line), %s. Blue: better; orange: worse; pale: not proved"),
          period));
  const double top = PAGE_TOP + 52, step = fmin(MOST_HIGH, (PAGE_BOTTOM - top) / rows->len);
  for (guint r = 0; r < rows->len; r++) {
    const Outcome *outcome = rows->pdata[r];
    const char *title = r == 0 ? _("as it is") : outcome->title;
    row_name(chart, title, outcome->name, top + (r + 0.5) * step);
  }
  const bool valued = most_of(in->comparison, FIGURE_VALUE) > 1e-6;
  for (guint k = 0, at = 0; k < PANELS; k++) {
    if (kinds[k].figure == FIGURE_VALUE && !valued) // nobody says what visits are worth
      continue;
    const double left = NAMES + 24 + at++ * (PAGE_RIGHT - NAMES - 24.0) / (PANELS - !valued);
    const Panel panel = {left,
                         top,
                         left + BAR,
                         top + step * rows->len,
                         0,
                         most_of(in->comparison, kinds[k].figure),
                         rows->len - 0.5,
                         -0.5};
    draw_heads(chart, in, &kinds[k], left);
    draw_bars(chart, in, rows, &kinds[k], &panel);
  }
  g_autofree char *from_other = scenarios_base(in);
  if (from_other)
    chart_source(chart, from_other);
  return chart_finish(chart);
}

GPtrArray *plot_scenarios(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  g_autoptr(GPtrArray) rows = rows_of(in->comparison, false);
  if (rows->len == 0)
    return charts;
  const int pages = (int)((rows->len + ROWS - 2) / (ROWS - 1));
  for (int page = 0; page < pages; page++)
    g_ptr_array_add(charts, draw_page(in, rows, (guint)(page * (ROWS - 1)), pages > 1 ? page + 1 : 0, pages));
  return charts;
}

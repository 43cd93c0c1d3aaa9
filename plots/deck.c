// SPDX-License-Identifier: GPL-3.0-or-later
// The review deck: pages of its own and the bodies of the charts, one after another in one script. A body sets what it
// needs and reads the chart's own data file; the number of the page is drawn on top from the deck's.
#include "model/words.h"
#include "plots/chart.h"
#include "plots/figures.h"
#include "plots/summary.h"

#include <math.h>
#include <string.h>

enum { FINDINGS = 20 };

static char *territory_name(const ChartInput *in, TextStyle style, double width)
{
  return style_name(style, in->territory->settings.name, _("Sales territory"), width);
}

// An unset multiplot ends the page of a PDF.
static void next_page(Chart *deck)
{
  chart_flush(deck);
  g_string_append_printf(deck->body, "unset multiplot\n\nset multiplot\n");
}

static void cover(Chart *deck, const ChartInput *in)
{
  int block = chart_block(deck, "bar: left, right, top, bottom");
  chart_row(deck, "%d\t%d\t300\t312", PAGE_LEFT + 40, PAGE_LEFT + 200);
  chart_page(deck);
  chart_layer(deck, block, "using 1:3:1:2:3:4 with boxxyerror " COLOR, GOOD);
  g_autofree char *name = territory_name(in, TEXT_TITLE, PAGE_RIGHT - PAGE_LEFT - 80);
  g_autofree char *period = chart_period(in), *scope = summary_scope(in);
  double x = PAGE_LEFT + 40;
  chart_text(deck, x, 250, TEXT_BODY, ALIGN_LEFT, MUTED, _("Sales visit plan"));
  chart_text(deck, x, 384, TEXT_TITLE, ALIGN_LEFT, INK, name);
  chart_text(deck, x, 456, TEXT_SUBHEAD, ALIGN_LEFT, MUTED, period);
  chart_text(deck, x, 496, TEXT_SUBHEAD, ALIGN_LEFT, MUTED, scope);
  next_page(deck);
}

static void figure_tile(Chart *deck, const Figure *figure, double x, double y, double width)
{
  g_auto(GStrv) notes = style_wrap(TEXT_SMALL, figure->note, width - 20, 2);
  chart_text(deck, x, y, TEXT_BODY, ALIGN_LEFT, MUTED, figure->label);
  chart_text(deck, x, y + 42, TEXT_FIGURE, ALIGN_LEFT, figure->bad ? BAD : INK, figure->value);
  for (int i = 0; notes[i]; i++)
    chart_text(deck, x, y + 81 + 21 * i, TEXT_SMALL, ALIGN_LEFT, MUTED, notes[i]);
}

// Page of a chart: cover and summary come first.
static int page_of(const GPtrArray *charts, const Chart *chart)
{
  for (guint i = 0; i < charts->len; i++)
    if (charts->pdata[i] == chart)
      return (int)i + 3;
  g_assert_not_reached();
}

static void summary(Chart *deck, const ChartInput *in, const GPtrArray *charts)
{
  g_autoptr(GArray) figures = summary_figures(in);
  g_autoptr(GPtrArray) findings = summary_findings(charts);
  double width = (PAGE_RIGHT - PAGE_LEFT) / 3.0, y = 130;
  chart_text(deck, PAGE_LEFT, 54, TEXT_HEADLINE, ALIGN_LEFT, INK, _("The plan in figures"));
  for (guint i = 0; i < figures->len; i++)
    figure_tile(deck, &g_array_index(figures, Figure, i), PAGE_LEFT + (i % 3) * width, y + (i / 3) * 138,
                width);
  y += 138.0 * ((figures->len + 2) / 3) + 26;
  chart_text(deck, PAGE_LEFT, y, TEXT_NAME, ALIGN_LEFT, INK, _("What the charts say"));
  guint shown = MIN(findings->len, FINDINGS);
  double step = fmin(36, (PAGE_BOTTOM - 8 - y) / MAX(shown, 1));
  TextStyle style = step < 30 ? TEXT_SMALL : TEXT_BODY;
  y += fmax(0, 28 - step); // clear of the head
  for (guint i = 0; i < shown; i++) {
    const Chart *chart = findings->pdata[i];
    g_autofree char *page = figure_number(in->language, page_of(charts, chart), 0);
    g_autofree char *said = style_cut(style, chart->headline, PAGE_RIGHT - PAGE_LEFT - 80);
    y += step;
    chart_text(deck, PAGE_LEFT + 44, y, style, ALIGN_LEFT, INK, said);
    chart_text(deck, PAGE_LEFT + 24, y, style, ALIGN_RIGHT, GOOD, page);
  }
}

// The number of the page, and where its figures come from unless the chart has said so.
static void foot(Chart *deck, const ChartInput *in, int page, int pages, bool sourced)
{
  g_autofree char *name = territory_name(in, TEXT_TINY, 700);
  g_autofree char *source = g_strdup_printf(_("Source: plan “%1$s”, ronda %2$s"), name, RONDA_VERSION);
  if (!sourced)
    chart_source(deck, source);
  g_autofree char *one = figure_number(in->language, page, 0), *all = figure_number(in->language, pages, 0);
  g_autofree char *number = g_strdup_printf("%s / %s", one, all);
  chart_text(deck, PAGE_RIGHT, 880, TEXT_TINY, ALIGN_RIGHT, FAINT, number);
}

static void add_of_rep(GPtrArray *ordered, const GPtrArray *charts, int rep, const char *but)
{
  for (guint i = 0; i < charts->len; i++) {
    Chart *chart = charts->pdata[i];
    if (chart->rep == rep && strcmp(chart->name, but) != 0)
      g_ptr_array_add(ordered, chart);
  }
}

static bool has_page(const GPtrArray *charts, const Chart *chart, const char *name)
{
  for (guint i = 0; i < charts->len; i++) {
    const Chart *other = charts->pdata[i];
    if (other->rep == chart->rep && strcmp(other->name, name) == 0)
      return true;
  }
  return false;
}

// What is of all reps first; then rep by rep the page of each with what else there is of that rep.
static GPtrArray *in_order(const GPtrArray *charts)
{
  GPtrArray *ordered = g_ptr_array_new();
  add_of_rep(ordered, charts, -1, "");
  for (guint i = 0; i < charts->len; i++) {
    Chart *chart = charts->pdata[i];
    if (strcmp(chart->name, "reps") == 0) {
      g_ptr_array_add(ordered, chart);
      add_of_rep(ordered, charts, chart->rep, "reps");
    }
  }
  for (guint i = 0; i < charts->len; i++) {
    Chart *chart = charts->pdata[i];
    if (chart->rep >= 0 && !has_page(charts, chart, "reps"))
      g_ptr_array_add(ordered, chart);
  }
  return ordered;
}

Chart *deck_make(const ChartInput *in, const GPtrArray *charts)
{
  g_autoptr(GPtrArray) ordered = in_order(charts);
  Chart *deck = chart_new_blank("review", 0, g_strdup("00-review"));
  int pages = (int)ordered->len + 2;
  cover(deck, in);
  summary(deck, in, ordered);
  foot(deck, in, 2, pages, false);
  for (guint i = 0; i < ordered->len; i++) {
    const Chart *chart = ordered->pdata[i];
    next_page(deck);
    g_string_append_printf(deck->body, "# %s\n%s\ndata = '%s.dat'\n", chart->stem, chart->body->str,
                           deck->stem);
    foot(deck, in, (int)i + 3, pages, chart->sourced);
  }
  chart_flush(deck);
  return chart_finish_deck(deck);
}

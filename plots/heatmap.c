// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/heatmap.h"

#include "model/words.h"
#include "plots/figures.h"
#include "plots/heat.h"

enum { MULTIPLES = 6, ROWS_A_PAGE = 40, HOLIDAY_GREY = 0xb9bec4 };
static const guint32 shades[HEAT_SHADES] = {0xf1f4f7, 0xd3e3ef, 0xa1c7e1, 0x61a3d0, 0x2578b0, 0x084a78};

static guint32 shade(const Heat *heat, const Cell *cell)
{
  return cell->kind == DAY_HOLIDAY
             ? HOLIDAY_GREY
             : shades[MIN(HEAT_SHADES - 1, (cell->visits + heat->step - 1) / heat->step)];
}

// 0 | 1–2 | 3–4 | … | 9+, in `step`s.
static void draw_key(Chart *chart, const Heat *heat)
{
  int block = chart_block(chart, "key: x, colour");
  enum { WIDE = 52 };
  double x = PAGE_RIGHT - (WIDE + 4.0) * HEAT_SHADES;
  for (int i = 0; i < HEAT_SHADES; i++) {
    chart_row(chart, "%.1f\t0x%06x", x + (WIDE + 4.0) * i, shades[i]);
    int from = (i - 1) * heat->step + 1, to = i * heat->step;
    g_autofree char *text = i == 0                 ? g_strdup("0")
                            : i == HEAT_SHADES - 1 ? g_strdup_printf("%d+", from)
                            : heat->step == 1      ? g_strdup_printf("%d", to)
                                                   : g_strdup_printf("%d–%d", from, to);
    chart_text(chart, x + (WIDE + 4.0) * i + WIDE / 2.0, 112, TEXT_TINY, ALIGN_CENTER, MUTED, text);
  }
  chart_page(chart);
  chart_layer(chart, block, "using 1:(92):1:($1+%d):(84):(100):2 with boxxyerror lc rgb variable", WIDE);
  chart_text(chart, x - 14, 92, TEXT_SMALL, ALIGN_RIGHT, MUTED, _("visits a day"));
}

// The column in which each month begins, and its name there.
static void month_texts(Chart *chart, const ChartInput *in, const Heat *heat, double left, double step,
                        double right, double y)
{
  Day first = horizon_monday(in->territory, 1);
  double free_from = left;
  int named = 0;
  for (int week = 0; week < heat->weeks; week++) {
    GDate date;
    g_date_clear(&date, 1);
    g_date_set_julian(&date,
                      (guint32)(MIN(first + 7 * week + 6, in->calendar->start + in->calendar->days - 1)));
    const char *name = figure_month((int)g_date_get_month(&date));
    double x = left + week * step, width = style_width(TEXT_SMALL, name);
    if ((int)g_date_get_month(&date) == named || x < free_from || x + width > right + 4)
      continue;
    named = (int)g_date_get_month(&date);
    chart_text(chart, x, y, TEXT_SMALL, ALIGN_LEFT, MUTED, name);
    free_from = x + width + 12;
  }
}

// Returns where the note under the frame begins.
static double draw_quiet(Chart *chart, const ChartInput *in, const Heat *heat, const Panel *panel)
{
  const Quiet *quiet = &heat->quiet;
  int block = chart_block(chart, "frame: week, row");
  double x0 = quiet->from, x1 = quiet->to + 1, y0 = 0, y1 = heat->weekdays;
  chart_row(chart, "%.2f\t%.2f\n%.2f\t%.2f\n%.2f\t%.2f\n%.2f\t%.2f\n%.2f\t%.2f", x0, y0, x1, y0, x1, y1, x0,
            y1, x0, y0);
  chart_layer(chart, block, "using 1:2 with lines lw 3 " COLOR, BAD);
  g_autofree char *visits = figure_number(in->language, quiet->visits, 0);
  g_autofree char *usual = figure_number(in->language, quiet->usual, 0);
  // Translators: under a marked stretch of the calendar: "12 visits instead of about 34"
  g_autofree char *text =
      g_strdup_printf(ngettext("%1$s visit instead of about %2$s", "%1$s visits instead of about %2$s",
                               (gulong)quiet->visits),
                      visits, usual);
  chart_text(chart, panel->right, panel->bottom + 17, TEXT_SMALL_STRONG, ALIGN_RIGHT, BAD, text);
  return panel->right - style_width(TEXT_SMALL_STRONG, text) - 16;
}

static int cells_block(Chart *chart, const Heat *heat, int row)
{
  int block = chart_block(chart, "cells: week, weekday, visits, colour");
  for (int week = 0; week < heat->weeks; week++)
    for (int weekday = 0; weekday < heat->weekdays; weekday++) {
      const Cell *cell = heat_cell(heat, row, week, weekday);
      if (cell->kind == DAY_WORK || cell->kind == DAY_HOLIDAY)
        chart_row(chart, "%d\t%d\t%d\t0x%06x", week, weekday, cell->visits, shade(heat, cell));
    }
  return block;
}

static void cell_text(Chart *chart, const ChartInput *in, const Heat *heat, const Cell *cell, double x,
                      double y, TextStyle style)
{
  g_autofree char *number = figure_number(in->language, cell->visits, 0);
  if (cell->kind == DAY_HOLIDAY)
    // Translators: one letter for a holiday in the cell of a calendar
    chart_text(chart, x, y, style, ALIGN_CENTER, WHITE, _("H"));
  else if (cell->kind == DAY_WORK)
    chart_text(chart, x, y, style, ALIGN_CENTER, cell->visits > 3 * heat->step ? WHITE : INK, number);
}

static void cell_texts(Chart *chart, const ChartInput *in, const Heat *heat, int row, const Panel *panel,
                       TextStyle style)
{
  for (int week = 0; week < heat->weeks; week++)
    for (int weekday = 0; weekday < heat->weekdays; weekday++) {
      double x = panel_px(panel, week + 0.5), y = panel_py(panel, weekday + 0.5);
      cell_text(chart, in, heat, heat_cell(heat, row, week, weekday), x, y, style);
    }
}

static void draw_rep(Chart *chart, const ChartInput *in, const Heat *heat, int row, const Panel *panel,
                     const char *title)
{
  int block = cells_block(chart, heat, row);
  chart_panel(chart, panel);
  double step = (panel->right - panel->left) / heat->weeks,
         height = (panel->bottom - panel->top) / heat->weekdays;
  chart_layer(
      chart, block,
      "using 1:2:($1+%1$.4f):($1+1-%1$.4f):($2+%2$.4f):($2+1-%2$.4f):4 with boxxyerror lc rgb variable",
      1.5 / step, 1.5 / height);
  bool quiet = heat->quiet.visits >= 0 && heat->quiet.row == row;
  double end = quiet ? draw_quiet(chart, in, heat, panel) : panel->right;
  int visits = 0;
  for (int week = 0; week < heat->weeks; week++)
    for (int weekday = 0; weekday < 7; weekday++)
      visits += heat_cell(heat, row, week, weekday)->visits;
  g_autofree char *number = figure_number(in->language, visits, 0);
  g_autofree char *total = g_strdup_printf(ngettext("%s visit", "%s visits", (gulong)visits), number);
  double y = panel->top - 18, room = panel->right - panel->left - style_width(TEXT_SMALL, total) - 20;
  g_autofree char *name = title ? style_cut(TEXT_NAME, title, room)
                                : chart_rep_name(in, g_array_index(heat->reps, int, row), TEXT_NAME, room);
  chart_text(chart, panel->left, y, TEXT_NAME, ALIGN_LEFT, INK, name);
  chart_text(chart, panel->right, y, TEXT_SMALL, ALIGN_RIGHT, MUTED, total);
  for (int weekday = 0; weekday < heat->weekdays; weekday++)
    chart_text(chart, panel->left - 10, panel_py(panel, weekday + 0.5), TEXT_TINY, ALIGN_RIGHT, MUTED,
               figure_weekday_short(weekday));
  if (step >= 24 && height >= 18)
    cell_texts(chart, in, heat, row, panel, height > 60 ? TEXT_BODY : TEXT_TINY);
  month_texts(chart, in, heat, panel->left, step, end, panel->bottom + 17);
}

void heatmap_draw_rep(Chart *chart, const ChartInput *in, const Box *box, const char *title)
{
  g_autoptr(Heat) heat = heat_new(in);
  Panel panel = {box->left, box->top, box->right, box->bottom, 0, heat->weeks, heat->weekdays, 0};
  draw_rep(chart, in, heat, 0, &panel, title);
}

static Chart *multiples(const ChartInput *in, const Heat *heat)
{
  g_autofree char *period = chart_period(in);
  Chart *chart =
      chart_new("calendar", 0, 0, heat_headline(in, heat),
                g_strdup_printf(_("Planned visits a day, %s. Grey: holiday; blank: day off"), period));
  draw_key(chart, heat);
  int reps = (int)heat->reps->len;
  int columns = reps <= 3 ? 1 : 2, lines = (reps + columns - 1) / columns;
  double width = (PAGE_RIGHT - PAGE_LEFT + 40.0) / columns, height = (PAGE_BOTTOM + 14.0 - PAGE_TOP) / lines;
  for (int row = 0; row < reps; row++) {
    double left = PAGE_LEFT + (row % columns) * width, top = PAGE_TOP + (row / columns) * height;
    Panel panel = {left + 44, top + 40,    left + width - 40, top + height - 34,
                   0,         heat->weeks, heat->weekdays,    0};
    draw_rep(chart, in, heat, row, &panel, NULL);
  }
  return chart_finish(chart);
}

// ---- Many reps ----

static int strip_block(Chart *chart, const Heat *heat, int first, int rows)
{
  int block = chart_block(chart, "cells: week, weekday, row, visits, colour");
  for (int row = 0; row < rows; row++)
    for (int week = 0; week < heat->weeks; week++)
      for (int weekday = 0; weekday < heat->weekdays; weekday++) {
        const Cell *cell = heat_cell(heat, first + row, week, weekday);
        if (cell->kind == DAY_WORK || cell->kind == DAY_HOLIDAY)
          chart_row(chart, "%d\t%d\t%d\t%d\t0x%06x", week, weekday, row, cell->visits, shade(heat, cell));
      }
  return block;
}

static void strip_texts(Chart *chart, const ChartInput *in, const Heat *heat, int first, int rows,
                        const Panel *panel)
{
  double step = (panel->bottom - panel->top) / rows;
  TextStyle style = step > 24 ? TEXT_SMALL : TEXT_TINY;
  for (int row = 0; row < rows; row++) {
    double y = panel->top + (row + 0.5) * step;
    bool quiet = heat->quiet.visits >= 0 && heat->quiet.row == first + row;
    g_autofree char *name =
        chart_rep_name(in, g_array_index(heat->reps, int, first + row), style, panel->left - PAGE_LEFT - 12);
    chart_text(chart, panel->left - 12, y, style, ALIGN_RIGHT, quiet ? BAD : INK, name);
    int days, visits, total = 0;
    for (int week = 0; week < heat->weeks; week++) {
      heat_count(heat, first + row, week, -1, &days, &visits);
      total += visits;
    }
    g_autofree char *number = figure_number(in->language, total, 0);
    chart_text(chart, panel->right + 60, y, style, ALIGN_RIGHT, MUTED, number);
  }
  chart_text(chart, panel->right + 60, panel->top - 14, TEXT_TINY, ALIGN_RIGHT, MUTED, _("visits"));
}

// Where the cells have room for them. A cell is drawn a little narrower than its share of the week.
static void strip_numbers(Chart *chart, const ChartInput *in, const Heat *heat, int first, const Panel *panel)
{
  const double high = (panel->bottom - panel->top) / panel->y0,
               wide = (panel->right - panel->left) / heat->weeks * 0.95 / heat->weekdays;
  if (high < 36 || wide < style_width(TEXT_TINY, "00") + 2)
    return;
  for (int row = 0; row < (int)panel->y0; row++)
    for (int week = 0; week < heat->weeks; week++)
      for (int weekday = 0; weekday < heat->weekdays; weekday++)
        cell_text(chart, in, heat, heat_cell(heat, first + row, week, weekday),
                  panel_px(panel, week) + (weekday + 0.46) * wide, panel_py(panel, row + 0.5), TEXT_TINY);
}

static void strip_quiet(Chart *chart, const Heat *heat, int row)
{
  const Quiet *quiet = &heat->quiet;
  int block = chart_block(chart, "frame: week, row");
  double x0 = quiet->from, x1 = quiet->to + 0.95;
  chart_row(chart, "%.2f\t%d\n%.2f\t%d\n%.2f\t%d\n%.2f\t%d\n%.2f\t%d", x0, row, x1, row, x1, row + 1, x0,
            row + 1, x0, row);
  chart_layer(chart, block, "using 1:2 with lines lw 3 " COLOR, BAD);
}

static Chart *strips(const ChartInput *in, const Heat *heat, int page, int pages)
{
  g_autofree char *period = chart_period(in);
  Chart *chart =
      chart_new("calendar", page, pages, heat_headline(in, heat),
                g_strdup_printf(_("Planned visits a day, %s. Grey: holiday; blank: day off"), period));
  draw_key(chart, heat);
  int first = (page - 1) * ROWS_A_PAGE, rows = MIN((int)heat->reps->len - first, ROWS_A_PAGE);
  double step = MIN(84, (PAGE_BOTTOM - 162.0) / rows);
  Panel panel = {270, 162, 1480, 162 + step * rows, 0, heat->weeks, rows, 0};
  int block = strip_block(chart, heat, first, rows);
  chart_panel(chart, &panel);
  chart_layer(chart, block,
              "using ($1+$2*0.95/%1$d):3:($1+$2*0.95/%1$d):($1+($2+0.92)*0.95/%1$d):($3+0.04):($3+0.96):5 "
              "with boxxyerror "
              "lc rgb variable",
              heat->weekdays);
  if (heat->quiet.visits >= 0 && heat->quiet.row >= first && heat->quiet.row < first + rows)
    strip_quiet(chart, heat, heat->quiet.row - first);
  strip_texts(chart, in, heat, first, rows, &panel);
  strip_numbers(chart, in, heat, first, &panel);
  month_texts(chart, in, heat, panel.left, (panel.right - panel.left) / heat->weeks, panel.right,
              panel.top - 14);
  return chart_finish(chart);
}

GPtrArray *plot_calendar(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  g_autoptr(Heat) heat = heat_new(in);
  int reps = (int)heat->reps->len;
  if (reps > 0 && reps <= MULTIPLES)
    g_ptr_array_add(charts, multiples(in, heat));
  int pages = reps > MULTIPLES ? (reps + ROWS_A_PAGE - 1) / ROWS_A_PAGE : 0;
  for (int page = 1; page <= pages; page++)
    g_ptr_array_add(charts, strips(in, heat, page, pages));
  return charts;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/rank.h"

#include "model/words.h"
#include "plots/figures.h"

#include <math.h>

enum { TOP = 178, NAMES_LEAST = 240, NAMES_MOST = 360, COLUMN = 84, COLUMN_GAP = 26 };

static void row_clear(void *data)
{
  RankRow *row = data;
  g_free(row->name);
  for (int i = 0; i < RANK_COLUMNS; i++)
    g_free(row->columns[i]);
}

Rank *rank_new(void)
{
  Rank *rank = g_new0(Rank, 1);
  rank->rows = g_array_new(FALSE, TRUE, sizeof(RankRow));
  g_array_set_clear_func(rank->rows, row_clear);
  rank->full = NAN;
  return rank;
}

void rank_free(Rank *rank)
{
  if (!rank)
    return;
  g_array_unref(rank->rows);
  g_free(rank);
}

RankRow *rank_add(Rank *rank)
{
  RankRow row = {.ghost = NAN, .color = GOOD};
  g_array_append_val(rank->rows, row);
  return &g_array_index(rank->rows, RankRow, rank->rows->len - 1);
}

double rank_step(double span)
{
  double step = pow(10, floor(log10(fmax(span, 1e-9) / 3)));
  if (span / step > 14)
    return 5 * step;
  return span / step > 6 ? 2 * step : step;
}

static const RankRow *row_at(const Rank *rank, guint index)
{
  return &g_array_index(rank->rows, RankRow, index);
}

static double scale_end(const Rank *rank)
{
  double end = fmax(rank->least, 1e-6);
  for (guint i = 0; i < rank->rows->len; i++) {
    end = fmax(end, row_at(rank, i)->value);
    if (isfinite(row_at(rank, i)->ghost))
      end = fmax(end, row_at(rank, i)->ghost);
  }
  return end * 1.03;
}

int columns_place(const char *const *heads, int most, const double *least, double *rights, double *left)
{
  int used = 0;
  while (used < most && heads[used])
    used++;
  *left = PAGE_RIGHT;
  for (int i = used - 1; i >= 0; i--) {
    rights[i] = *left;
    *left -= fmax(fmax(COLUMN, least ? least[i] : 0), style_width(TEXT_SMALL, heads[i])) + COLUMN_GAP;
  }
  return used;
}

static void cell_widths(const Rank *rank, double widths[RANK_COLUMNS])
{
  for (int i = 0; i < RANK_COLUMNS; i++) {
    widths[i] = 0;
    for (guint row = 0; row < rank->rows->len; row++)
      if (row_at(rank, row)->columns[i])
        widths[i] = fmax(widths[i], style_width(TEXT_STRONG, row_at(rank, row)->columns[i]));
  }
}

// Where the bars begin: right of the widest name.
static double bars_left(const Rank *rank)
{
  double widest = 0;
  for (guint i = 0; i < rank->rows->len; i++)
    widest = fmax(widest, style_width(TEXT_BODY, row_at(rank, i)->name));
  return fmin(NAMES_MOST, fmax(NAMES_LEAST, PAGE_LEFT + widest + 16));
}

static void row_texts(Chart *chart, const RankRow *row, double names, const double *rights, int columns,
                      double y, double step)
{
  TextStyle style = step > 26 ? TEXT_BODY : step > 20 ? TEXT_SMALL : TEXT_TINY;
  TextStyle strong = step > 26 ? TEXT_STRONG : step > 20 ? TEXT_SMALL_STRONG : TEXT_TINY_STRONG;
  g_autofree char *name = style_cut(style, row->name, names - PAGE_LEFT - 14);
  chart_text(chart, names - 14, y, style, ALIGN_RIGHT, INK, name);
  for (int i = 0; i < columns; i++) {
    bool last = i + 1 == columns;
    if (row->columns[i])
      chart_text(chart, rights[i], y, last ? strong : style, ALIGN_RIGHT,
                 last ? (row->accent ? row->color : INK) : MUTED, row->columns[i]);
  }
}

static void axis_texts(Chart *chart, const ChartInput *in, const Rank *rank, const Panel *panel, double step)
{
  for (double value = 0; value <= panel->x1 + step / 1000; value += step) {
    g_autofree char *text = rank->percent ? figure_percent(in->language, value)
                                          : figure_number(in->language, value, step < 1 ? 1 : 0);
    chart_text(chart, panel_px(panel, value), panel->bottom + 18, TEXT_SMALL, ALIGN_CENTER, MUTED, text);
  }
  chart_text(chart, panel->left, panel->top - 18, TEXT_SMALL, ALIGN_LEFT, MUTED, rank->axis);
  if (isfinite(rank->full) && rank->full_name) {
    double x = panel_px(panel, rank->full), half = style_width(TEXT_SMALL_STRONG, rank->full_name) / 2;
    x = fmax(x, panel->left + style_width(TEXT_SMALL, rank->axis) + 24 + half); // clear of the axis' name
    chart_text(chart, fmin(x, panel->right - half), panel->top - 18, TEXT_SMALL_STRONG, ALIGN_CENTER, INK,
               rank->full_name);
  }
}

static void draw_bars(Chart *chart, const Rank *rank, const Panel *panel, int block, int line, double step)
{
  chart_panel(chart, panel);
  chart_set(chart, "set xtics scale 0 0,%g format ''; set grid xtics ls 1", step);
  chart_layer(chart, block, "using 2:1:2:3:($1-0.34):($1+0.34) with boxxyerror " COLOR, PALE);
  chart_layer(chart, block, "using (0):1:(0):2:($1-0.34):($1+0.34):4 with boxxyerror lc rgb variable");
  if (isfinite(rank->full))
    chart_layer(chart, line, "using 1:2 with lines lw 2 " COLOR, INK);
}

double rank_draw(Chart *chart, const ChartInput *in, const Rank *rank)
{
  guint all = rank->rows->len, shown = MIN(all, RANK_ROWS), head = all > shown ? shown / 2 : shown;
  double lines = shown + (all > shown ? 1.5 : 0), step = fmin(100, (PAGE_BOTTOM - 26 - TOP) / lines),
         end = scale_end(rank);
  double rights[RANK_COLUMNS], left;
  double widths[RANK_COLUMNS];
  cell_widths(rank, widths);
  int columns = columns_place(rank->heads, RANK_COLUMNS, widths, rights, &left);
  Panel panel = {bars_left(rank), TOP, left, TOP + step * lines, 0, end, lines - 0.5, -0.5};
  int block = chart_block(chart, "bars: line, value, end of the pale bar, colour");
  for (guint i = 0; i < shown; i++) {
    const RankRow *row = row_at(rank, i < head ? i : all - shown + i);
    double line = i < head ? i : i + 1.5;
    chart_row(chart, "%.1f\t%.5f\t%.5f\t0x%06x", line, row->value,
              isfinite(row->ghost) ? row->ghost : row->value, row->color);
    row_texts(chart, row, panel.left, rights, columns, panel_py(&panel, line), step);
  }
  if (all > shown) {
    g_autofree char *count = figure_number(in->language, all - shown, 0);
    g_autofree char *text =
        g_strdup_printf(ngettext("… and %s between", "… and %s between", all - shown), count);
    chart_text(chart, panel.left, panel_py(&panel, head + 0.25), TEXT_TINY, ALIGN_LEFT, MUTED, text);
  }
  int line = chart_block(chart, "line: value, line");
  if (isfinite(rank->full))
    chart_row(chart, "%.5f\t%.2f\n%.5f\t%.2f", rank->full, -0.5, rank->full, lines - 0.5);
  for (int i = 0; i < columns; i++)
    chart_text(chart, rights[i], TOP - 18, TEXT_SMALL, ALIGN_RIGHT, MUTED, rank->heads[i]);
  double tick = rank_step(end);
  draw_bars(chart, rank, &panel, block, line, tick);
  axis_texts(chart, in, rank, &panel, tick);
  return panel.bottom;
}

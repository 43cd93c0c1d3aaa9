// SPDX-License-Identifier: GPL-3.0-or-later
// A quiet stretch of a rep is a run of weeks in which he makes less than half as many visits a working day as in his
// median week. Weeks with fewer than three working days are too short to judge.
#include "plots/heatmap.h"

#include "model/words.h"
#include "plots/figures.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MULTIPLES = 6, ROWS_A_PAGE = 40, JUDGED_DAYS = 3, IDLE_DAYS = 3, SHADES = 6 };
static const guint32 shades[SHADES] = {0xf1f4f7, 0xd3e3ef, 0xa1c7e1, 0x61a3d0, 0x2578b0, 0x084a78};
enum { HOLIDAY_GREY = 0xb9bec4 };

typedef enum { DAY_OUTSIDE, DAY_OFF, DAY_HOLIDAY, DAY_WORK } DayKind;

typedef struct Cell {
  DayKind kind;
  int visits;
} Cell;

typedef struct Quiet { // weeks from .. to of a rep, 0 based; visits < 0: none
  int row, from, to, visits;
  double usual; // visits in as many working days of the median week
} Quiet;

typedef struct Heat {
  GArray *reps;        // int
  int weeks, weekdays; // weekdays: Monday to this many
  Cell *cells;         // row, week, weekday
  int most;            // visits in a day
  int step;            // visits a shade
  Quiet quiet;
} Heat;

static Cell *cell_of(const Heat *heat, int row, int week, int weekday)
{
  return &heat->cells[(row * heat->weeks + week) * 7 + weekday];
}

static void heat_free(Heat *heat)
{
  g_array_unref(heat->reps);
  g_free(heat->cells);
  g_free(heat);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Heat, heat_free)

static void fill_calendar(Heat *heat, const ChartInput *in)
{
  Day first = horizon_monday(in->territory, 1);
  for (int row = 0; row < (int)heat->reps->len; row++) {
    int rep = g_array_index(heat->reps, int, row);
    for (Day day = in->calendar->start; day < in->calendar->start + in->calendar->days; day++) {
      int weekday = day_weekday(day);
      Cell *cell = cell_of(heat, row, (day - first) / 7, weekday);
      bool works = calendar_day(in->calendar, rep, day)->work_s > 0;
      const Holiday *holiday = works ? NULL : calendar_holiday(in->territory, rep, day);
      cell->kind = works ? DAY_WORK : holiday && !holiday->half ? DAY_HOLIDAY : DAY_OFF;
      if (works)
        heat->weekdays = MAX(heat->weekdays, weekday + 1);
    }
  }
}

static void fill_visits(Heat *heat, const ChartInput *in)
{
  g_autofree int *row = g_new(int, in->territory->reps->len);
  memset(row, -1, in->territory->reps->len * sizeof *row);
  for (guint i = 0; i < heat->reps->len; i++)
    row[g_array_index(heat->reps, int, i)] = (int)i;
  for (guint i = 0; i < in->plan->days->len; i++) {
    const PlanDay *day = plan_day(in->plan, i);
    int week = horizon_week(in->territory, day->day) - 1;
    if (row[day->rep] < 0 || week < 0 || week >= heat->weeks)
      continue;
    Cell *cell = cell_of(heat, row[day->rep], week, day_weekday(day->day));
    cell->visits += day->visits;
    if (day->visits > 0) {
      cell->kind = DAY_WORK;
      heat->weekdays = MAX(heat->weekdays, day_weekday(day->day) + 1);
    }
    heat->most = MAX(heat->most, cell->visits);
  }
}

// Working days and visits of a week of a rep (row -1: of all), of one weekday (-1: of all).
static void count(const Heat *heat, int row, int week, int only, int *days, int *visits)
{
  *days = *visits = 0;
  for (int r = MAX(row, 0); r < (row < 0 ? (int)heat->reps->len : row + 1); r++)
    for (int weekday = 0; weekday < 7; weekday++) {
      const Cell *cell = cell_of(heat, r, week, weekday);
      if (cell->kind == DAY_WORK && (only < 0 || only == weekday)) {
        ++*days;
        *visits += cell->visits;
      }
    }
}

static int by_value(const void *a, const void *b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

// Visits a working day in the median week; 0 where no week can be judged.
static double median_rate(const Heat *heat, int row)
{
  g_autofree double *rates = g_new(double, (gsize)heat->weeks);
  int judged = 0;
  for (int week = 0; week < heat->weeks; week++) {
    int days, visits;
    count(heat, row, week, -1, &days, &visits);
    if (days >= JUDGED_DAYS)
      rates[judged++] = (double)visits / days;
  }
  if (judged == 0)
    return 0;
  qsort(rates, (size_t)judged, sizeof *rates, by_value);
  return (rates[(judged - 1) / 2] + rates[judged / 2]) / 2;
}

// The quiet stretch in which most visits are missing.
static Quiet find_quiet(const Heat *heat)
{
  Quiet worst = {.visits = -1};
  double most_missing = 0;
  for (int row = 0; row < (int)heat->reps->len; row++) {
    double usual = median_rate(heat, row);
    Quiet run = {.visits = -1};
    for (int week = 0; week <= heat->weeks; week++) {
      int days = 0, visits = 0;
      if (week < heat->weeks)
        count(heat, row, week, -1, &days, &visits);
      if (days >= JUDGED_DAYS && visits < 0.5 * usual * days) {
        if (run.visits < 0)
          run = (Quiet){row, week, week, 0, 0};
        run.to = week;
        run.visits += visits;
        run.usual += usual * days;
        continue;
      }
      if (run.visits >= 0 && run.usual - run.visits > most_missing) {
        most_missing = run.usual - run.visits;
        worst = run;
      }
      run.visits = -1;
    }
  }
  return worst;
}

static Heat *heat_new(const ChartInput *in)
{
  Heat *heat = g_new0(Heat, 1);
  heat->reps = chart_reps(in);
  heat->weeks = MAX(1, horizon_weeks(in->territory));
  heat->cells = g_new0(Cell, heat->reps->len * (guint)heat->weeks * 7 + 1);
  heat->weekdays = 5;
  fill_calendar(heat, in);
  fill_visits(heat, in);
  heat->step = MAX(1, (heat->most + SHADES - 1) / SHADES);
  heat->quiet = find_quiet(heat);
  return heat;
}

// ---- What it says ----

static double rate_between(const Heat *heat, int from, int to, int weekday)
{
  int days = 0, visits = 0;
  for (int week = from; week < to; week++) {
    int d, v;
    count(heat, -1, week, weekday, &d, &v);
    days += d;
    visits += v;
  }
  return days > 0 ? (double)visits / days : 0;
}

static char *quiet_headline(const ChartInput *in, const Heat *heat)
{
  const Quiet *quiet = &heat->quiet;
  g_autofree char *name = chart_rep_name(in, g_array_index(heat->reps, int, quiet->row), TEXT_HEADLINE, 560);
  g_autofree char *visits = figure_number(in->language, quiet->visits, 0);
  g_autofree char *usual = figure_number(in->language, quiet->usual, 0);
  if (quiet->from == quiet->to)
    return g_strdup_printf(ngettext("%1$s makes %2$s visit in week %3$d, where about %4$s would be usual",
                                    "%1$s makes %2$s visits in week %3$d, where about %4$s would be usual",
                                    (gulong)quiet->visits),
                           name, visits, quiet->from + 1, usual);
  if (quiet->to == quiet->from + 1)
    return g_strdup_printf(
        ngettext("%1$s makes %2$s visit in weeks %3$d and %4$d, where about %5$s would be usual",
                 "%1$s makes %2$s visits in weeks %3$d and %4$d, where about %5$s would be usual",
                 (gulong)quiet->visits),
        name, visits, quiet->from + 1, quiet->to + 1, usual);
  return g_strdup_printf(
      ngettext("%1$s makes %2$s visit in weeks %3$d to %4$d, where about %5$s would be usual",
               "%1$s makes %2$s visits in weeks %3$d to %4$d, where about %5$s would be usual",
               (gulong)quiet->visits),
      name, visits, quiet->from + 1, quiet->to + 1, usual);
}

// The first third of the weeks against the last, when they differ by a quarter or more; NULL: they do not.
static char *trend_headline(const ChartInput *in, const Heat *heat)
{
  int third = heat->weeks / 3;
  if (third < 2)
    return NULL;
  double early = rate_between(heat, 0, third, -1),
         late = rate_between(heat, heat->weeks - third, heat->weeks, -1);
  if (early <= 0 || late <= 0 || fmax(early, late) < 1.25 * fmin(early, late))
    return NULL;
  g_autofree char *first = figure_short(in->language, early);
  g_autofree char *last = figure_short(in->language, late);
  return g_strdup_printf(
      early > late ? _("The visits thin out: %1$s a rep and day in the first %3$d weeks, %2$s in the last")
                   : _("The visits pile up: %1$s a rep and day in the first %3$d weeks, %2$s in the last"),
      first, last, third);
}

static char *weekday_headline(const ChartInput *in, const Heat *heat)
{
  double all = rate_between(heat, 0, heat->weeks, -1), most = 0;
  int best = 0;
  for (int weekday = 0; weekday < 7; weekday++) {
    double rate = rate_between(heat, 0, heat->weeks, weekday);
    if (rate > most) {
      most = rate;
      best = weekday;
    }
  }
  if (all <= 0 || most < 1.2 * all)
    return NULL;
  g_autofree char *more = figure_percent(in->language, most / all - 1);
  // Translators: weekday, percentage
  return g_strdup_printf(_("%1$s carries %2$s more visits than the average day"), figure_weekday(best), more);
}

// The rep with most working days without a visit, when they are a tenth of his or more; NULL: there is none.
static char *idle_headline(const ChartInput *in, const Heat *heat)
{
  int worst = -1, most = IDLE_DAYS - 1, worked = 0;
  for (int row = 0; row < (int)heat->reps->len; row++) {
    int days = 0, idle = 0;
    for (int cell = 0; cell < heat->weeks * 7; cell++) {
      const Cell *one = &heat->cells[row * heat->weeks * 7 + cell];
      days += one->kind == DAY_WORK;
      idle += one->kind == DAY_WORK && one->visits == 0;
    }
    if (idle > most && idle * 10 >= days) {
      worst = row;
      most = idle;
      worked = days;
    }
  }
  if (worst < 0)
    return NULL;
  g_autofree char *name = chart_rep_name(in, g_array_index(heat->reps, int, worst), TEXT_HEADLINE, 560);
  return g_strdup_printf(_("%1$s has no visits on %2$d of %3$d working days"), name, most, worked);
}

static char *headline(const ChartInput *in, const Heat *heat)
{
  if (heat->most == 0)
    return g_strdup(_("No visit is planned"));
  if (heat->quiet.visits >= 0)
    return quiet_headline(in, heat);
  char *text = idle_headline(in, heat);
  if (!text)
    text = trend_headline(in, heat);
  if (!text)
    text = weekday_headline(in, heat);
  if (text)
    return text;
  g_autofree char *rate = figure_short(in->language, rate_between(heat, 0, heat->weeks, -1));
  return g_strdup_printf(_("No week and no weekday stands out: %s visits a rep and day on average"), rate);
}

// ---- Drawing ----

static guint32 shade(const Heat *heat, const Cell *cell)
{
  return cell->kind == DAY_HOLIDAY ? HOLIDAY_GREY
                                   : shades[MIN(SHADES - 1, (cell->visits + heat->step - 1) / heat->step)];
}

// 0 | 1–2 | 3–4 | … | 9+, in `step`s.
static void draw_key(Chart *chart, const Heat *heat)
{
  int block = chart_block(chart, "key: x, colour");
  enum { WIDE = 52 };
  double x = PAGE_RIGHT - (WIDE + 4.0) * SHADES;
  for (int i = 0; i < SHADES; i++) {
    chart_row(chart, "%.1f\t0x%06x", x + (WIDE + 4.0) * i, shades[i]);
    int from = (i - 1) * heat->step + 1, to = i * heat->step;
    g_autofree char *text = i == 0            ? g_strdup("0")
                            : i == SHADES - 1 ? g_strdup_printf("%d+", from)
                            : heat->step == 1 ? g_strdup_printf("%d", to)
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
      const Cell *cell = cell_of(heat, row, week, weekday);
      if (cell->kind == DAY_WORK || cell->kind == DAY_HOLIDAY)
        chart_row(chart, "%d\t%d\t%d\t0x%06x", week, weekday, cell->visits, shade(heat, cell));
    }
  return block;
}

static void cell_texts(Chart *chart, const ChartInput *in, const Heat *heat, int row, const Panel *panel,
                       TextStyle style)
{
  for (int week = 0; week < heat->weeks; week++)
    for (int weekday = 0; weekday < heat->weekdays; weekday++) {
      const Cell *cell = cell_of(heat, row, week, weekday);
      double x = panel_px(panel, week + 0.5), y = panel_py(panel, weekday + 0.5);
      g_autofree char *number = figure_number(in->language, cell->visits, 0);
      guint32 color = cell->visits > 3 * heat->step ? WHITE : INK;
      if (cell->kind == DAY_HOLIDAY)
        // Translators: one letter for a holiday in the cell of a calendar
        chart_text(chart, x, y, style, ALIGN_CENTER, WHITE, _("H"));
      else if (cell->kind == DAY_WORK)
        chart_text(chart, x, y, style, ALIGN_CENTER, color, number);
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
      visits += cell_of(heat, row, week, weekday)->visits;
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
      chart_new("calendar", 0, 0, headline(in, heat),
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
        const Cell *cell = cell_of(heat, first + row, week, weekday);
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
      count(heat, first + row, week, -1, &days, &visits);
      total += visits;
    }
    g_autofree char *number = figure_number(in->language, total, 0);
    chart_text(chart, panel->right + 60, y, style, ALIGN_RIGHT, MUTED, number);
  }
  chart_text(chart, panel->right + 60, panel->top - 14, TEXT_TINY, ALIGN_RIGHT, MUTED, _("visits"));
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
      chart_new("calendar", page, pages, headline(in, heat),
                g_strdup_printf(_("Planned visits a day, %s. Grey: holiday; blank: day off"), period));
  draw_key(chart, heat);
  int first = (page - 1) * ROWS_A_PAGE, rows = MIN((int)heat->reps->len - first, ROWS_A_PAGE);
  double step = fmin(58, (PAGE_BOTTOM - 162.0) / rows);
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

// SPDX-License-Identifier: GPL-3.0-or-later
// A p chart (W. A. Shewhart, 1931): the share of planned visits that were kept, on their day or another, among those of
// which something is known; its mean, and for each week the limits that chance alone leaves, exact at the probability
// of three sigma (model/binomial.h). What was reported for whom is model/join's to say.
#include "plots/drift.h"

#include "model/binomial.h"
#include "model/join.h"
#include "model/words.h"
#include "plots/figures.h"

#include <math.h>
#include <stdlib.h>

typedef struct WeekDone {
  int known, kept;
  double low, high; // limits of the share kept
} WeekDone;

typedef struct Drift {
  WeekDone *week;
  int weeks; // up to the last actual
  double mean;
  int low, high;       // weeks below and above their limits
  int lowest, highest; // of them; -1: none
  int made, on_day;    // visits that took place, and those of them on a day planned for that client
} Drift;

static double share_of(const WeekDone *week)
{
  return week->known > 0 ? (double)week->kept / week->known : 0;
}

static void judge(Drift *drift)
{
  int known = 0, kept = 0;
  for (int week = 0; week < drift->weeks; week++) {
    known += drift->week[week].known;
    kept += drift->week[week].kept;
  }
  drift->mean = known > 0 ? (double)kept / known : 0;
  for (int week = 0; week < drift->weeks; week++) {
    WeekDone *one = &drift->week[week];
    if (one->known == 0)
      continue;
    CountLimits limits = binomial_limits(one->known, drift->mean, THREE_SIGMA_TAIL);
    one->low = (double)limits.lower / one->known;
    one->high = (double)limits.upper / one->known;
    drift->low += one->kept < limits.lower;
    drift->high += one->kept > limits.upper;
    if (one->kept < limits.lower &&
        (drift->lowest < 0 || share_of(one) < share_of(&drift->week[drift->lowest])))
      drift->lowest = week;
    if (one->kept > limits.upper &&
        (drift->highest < 0 || share_of(one) > share_of(&drift->week[drift->highest])))
      drift->highest = week;
  }
}

static Drift drift_new(const ChartInput *in)
{
  Drift drift = {.lowest = -1, .highest = -1};
  Day last = actuals_last_day(in->territory);
  if (last == DAY_NONE)
    return drift;
  drift.weeks = horizon_week(in->territory, last);
  drift.week = g_new0(WeekDone, (gsize)drift.weeks + 1);
  g_autoptr(Join) join = join_new(in->territory, in->plan, last);
  for (guint v = 0; v < in->plan->visits->len; v++) {
    const Visit *visit = plan_visit(in->plan, v);
    int week = horizon_week(in->territory, visit->day) - 1;
    Fate fate = join->fate[v];
    if ((in->reps && !in->reps[visit->rep]) || week < 0 || week >= drift.weeks)
      continue;
    bool kept = fate == FATE_DONE || fate == FATE_MOVED;
    drift.week[week].known += kept || fate == FATE_MISSED;
    drift.week[week].kept += kept;
    drift.on_day += fate == FATE_DONE;
  }
  for (guint a = 0; a < in->territory->actuals->len; a++) {
    int rep = territory_actual(in->territory, a)->rep;
    drift.made += role_is_visit(join->role[a]) && (!in->reps || (rep >= 0 && in->reps[rep]));
  }
  judge(&drift);
  return drift;
}

static char *headline(const ChartInput *in, const Drift *drift)
{
  g_autofree char *mean = figure_percent(in->language, drift->mean);
  if (2 * drift->on_day < drift->made) {
    g_autofree char *share = figure_percent(in->language, (double)drift->on_day / drift->made);
    return g_strdup_printf(
        _("Only %s of the visits made lie on a planned day: people seem to have had another plan"), share);
  }
  if (drift->low == 1) {
    g_autofree char *worst = figure_percent(in->language, share_of(&drift->week[drift->lowest]));
    return g_strdup_printf(_("Week %1$d falls out of control: %2$s of the visits were done, %3$s on average"),
                           drift->lowest + 1, worst, mean);
  }
  if (drift->low > 1)
    return g_strdup_printf(
        _("%1$d of %2$d weeks fall below the control limit; %3$s of the visits were done on average"),
        drift->low, drift->weeks, mean);
  if (drift->high > 0) {
    g_autofree char *best = figure_percent(in->language, share_of(&drift->week[drift->highest]));
    return g_strdup_printf(
        _("No week falls below the control limit; week %1$d stands out with %2$s done, %3$s on average"),
        drift->highest + 1, best, mean);
  }
  return g_strdup_printf(_("Execution is steady: %s of the planned visits were done, no week falls out"),
                         mean);
}

static void draw_lines(Chart *chart, const Drift *drift, const Panel *panel)
{
  int band = chart_block(chart, "limits: week, low, high");
  for (int week = 0; week < drift->weeks; week++)
    if (drift->week[week].known > 0)
      chart_row(chart, "%d\t%.4f\t%.4f", week + 1, drift->week[week].low, drift->week[week].high);
  int mean = chart_block(chart, "mean: week, share");
  chart_row(chart, "0.5\t%.4f\n%.1f\t%.4f", drift->mean, drift->weeks + 0.5, drift->mean);
  int done = chart_block(chart, "done: week, share, colour");
  for (int week = 0; week < drift->weeks; week++) {
    double share = share_of(&drift->week[week]);
    if (drift->week[week].known > 0)
      chart_row(chart, "%d\t%.4f\t0x%06x", week + 1, share, share < drift->week[week].low ? BAD : GOOD);
  }
  chart_panel(chart, panel);
  chart_set(chart, "set ytics scale 0 0,0.1 format ''; set grid ytics ls 1");
  chart_layer(chart, band, "using 1:2:($1-0.505):($1+0.505):2:3 with boxxyerror " COLOR, SEA);
  chart_layer(chart, mean, "using 1:2 with lines lw 2 " COLOR, INK);
  chart_layer(chart, done, "using 1:2 with lines lw 2 " COLOR, 0x6f97b7);
  chart_layer(chart, done, "using 1:2 with points pt 7 ps disc(9) " COLOR, WHITE);
  chart_layer(chart, done, "using 1:2:3 with points pt 7 ps disc(7) lc rgb variable");
}

static void draw_texts(Chart *chart, const ChartInput *in, const Drift *drift, const Panel *panel)
{
  for (int tenth = (int)lround(panel->y0 * 10); tenth <= 10; tenth++) {
    g_autofree char *percent = figure_percent(in->language, tenth / 10.0);
    chart_text(chart, panel->left - 12, panel_py(panel, tenth / 10.0), TEXT_SMALL, ALIGN_RIGHT, MUTED,
               percent);
  }
  for (int week = 0; week < drift->weeks; week++) {
    const WeekDone *one = &drift->week[week];
    g_autofree char *number = figure_number(in->language, week + 1, 0),
                    *share = figure_percent(in->language, share_of(one));
    chart_text(chart, panel_px(panel, week + 1), panel->bottom + 20, TEXT_SMALL, ALIGN_CENTER, MUTED, number);
    if (one->known > 0 && share_of(one) < drift->week[week].low)
      chart_text(chart, panel_px(panel, week + 1), panel_py(panel, share_of(one)) + 24, TEXT_STRONG,
                 ALIGN_CENTER, BAD, share);
  }
  chart_text(chart, (panel->left + panel->right) / 2, panel->bottom + 44, TEXT_SMALL, ALIGN_CENTER, MUTED,
             _("week"));
  g_autofree char *percent = figure_percent(in->language, drift->mean),
                  *mean = g_strdup_printf(_("mean %s"), percent);
  int last = drift->weeks - 1;
  while (last > 0 && drift->week[last].known == 0)
    last--;
  double x = panel->right + 14, y = panel_py(panel, drift->mean);
  chart_text(chart, x, y, TEXT_SMALL_STRONG, ALIGN_LEFT, INK, mean);
  chart_text(chart, x, fmin(y - 22, panel_py(panel, drift->week[last].high)), TEXT_SMALL, ALIGN_LEFT, MUTED,
             _("upper limit"));
  chart_text(chart, x, fmax(y + 22, panel_py(panel, drift->week[last].low)), TEXT_SMALL, ALIGN_LEFT, MUTED,
             _("lower limit"));
}

GPtrArray *plot_adherence(const ChartInput *in)
{
  GPtrArray *charts = g_ptr_array_new_with_free_func((GDestroyNotify)chart_free);
  Drift drift = drift_new(in);
  g_autofree WeekDone *weeks = drift.week;
  if (drift.weeks < 2 || drift.mean <= 0)
    return charts;
  double least = drift.mean;
  for (int week = 0; week < drift.weeks; week++)
    if (weeks[week].known > 0)
      least = fmin(least, fmin(share_of(&weeks[week]), weeks[week].low));
  Chart *chart = chart_new("adherence", 0, 0, headline(in, &drift),
                           g_strdup(_("Planned visits that were kept, on their day or another. Band: what "
                                      "chance alone explains (3 sigma)")));
  Panel panel = {PAGE_LEFT + 76,
                 PAGE_TOP + 20,
                 PAGE_RIGHT - 130,
                 PAGE_BOTTOM - 46,
                 0.5,
                 drift.weeks + 0.5,
                 floor(fmax(0, least - 0.05) * 10) / 10,
                 1.02};
  draw_lines(chart, &drift, &panel);
  draw_texts(chart, in, &drift, &panel);
  g_ptr_array_add(charts, chart_finish(chart));
  return charts;
}

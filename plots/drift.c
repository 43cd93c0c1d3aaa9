// SPDX-License-Identifier: GPL-3.0-or-later
// A p chart (W. A. Shewhart, 1931): the share p of planned visits that were done, its mean over all weeks, and limits of
// three standard deviations sqrt(p (1 - p) / n) for the n visits of each week. A planned visit counts as done when its
// client was visited in the same week. What was planned for
// days after the last actual is not judged.
#include "plots/drift.h"

#include "model/words.h"
#include "plots/figures.h"

#include <math.h>
#include <stdlib.h>

#define SIGMAS 3.0

typedef struct WeekDone {
  int planned, done;
} WeekDone;

typedef struct Drift {
  WeekDone *week;
  int weeks; // up to the last actual
  double mean;
  int low, high; // weeks outside the limits
  int lowest;    // of those below; -1: none
} Drift;

typedef struct Meeting {
  int client, week;
} Meeting;

static int by_client(const void *a, const void *b)
{
  const Meeting *x = a, *y = b;
  return x->client != y->client ? (x->client < y->client ? -1 : 1)
                                : (x->week > y->week) - (x->week < y->week);
}

static bool is_drawn(const ChartInput *in, int rep)
{
  return !in->reps || (rep >= 0 && in->reps[rep]);
}

// Who was met in which week; and the last week and day that something is known of.
static GArray *meetings(const ChartInput *in, int *weeks, Day *last)
{
  GArray *met = g_array_new(FALSE, FALSE, sizeof(Meeting));
  *weeks = 0;
  *last = DAY_NONE;
  for (guint i = 0; i < in->territory->actuals->len; i++) {
    const Actual *actual = &g_array_index(in->territory->actuals, Actual, i);
    Meeting meeting = {actual->client, horizon_week(in->territory, actual->day) - 1};
    if (meeting.client < 0 || meeting.week < 0 || meeting.week >= horizon_weeks(in->territory))
      continue;
    *weeks = MAX(*weeks, meeting.week + 1);
    *last = MAX(*last, actual->day);
    if (actual->status == ACTUAL_DONE || actual->status == ACTUAL_MOVED)
      g_array_append_val(met, meeting);
  }
  g_array_sort(met, by_client);
  return met;
}

static double limit(const Drift *drift, int week, double sign)
{
  int n = drift->week[week].planned;
  double wide = n > 0 ? SIGMAS * sqrt(drift->mean * (1 - drift->mean) / n) : 1;
  return CLAMP(drift->mean + sign * wide, 0, 1);
}

static double share_of(const WeekDone *week)
{
  return week->planned > 0 ? (double)week->done / week->planned : 0;
}

static void judge(Drift *drift)
{
  int planned = 0, done = 0;
  for (int week = 0; week < drift->weeks; week++) {
    planned += drift->week[week].planned;
    done += drift->week[week].done;
  }
  drift->mean = planned > 0 ? (double)done / planned : 0;
  drift->lowest = -1;
  for (int week = 0; week < drift->weeks; week++) {
    const WeekDone *one = &drift->week[week];
    if (one->planned == 0)
      continue;
    drift->high += share_of(one) > limit(drift, week, 1);
    if (share_of(one) >= limit(drift, week, -1))
      continue;
    drift->low++;
    if (drift->lowest < 0 || share_of(one) < share_of(&drift->week[drift->lowest]))
      drift->lowest = week;
  }
}

static Drift drift_new(const ChartInput *in)
{
  Drift drift = {.lowest = -1};
  Day last;
  g_autoptr(GArray) met = meetings(in, &drift.weeks, &last);
  drift.week = g_new0(WeekDone, drift.weeks + 1);
  for (guint v = 0; v < in->plan->visits->len; v++) {
    const Visit *visit = plan_visit(in->plan, v);
    Meeting meeting = {visit->client, horizon_week(in->territory, visit->day) - 1};
    if (!is_drawn(in, visit->rep) || meeting.week < 0 || visit->day > last)
      continue;
    drift.week[meeting.week].planned++;
    drift.week[meeting.week].done +=
        met->len > 0 && bsearch(&meeting, met->data, met->len, sizeof meeting, by_client) != NULL;
  }
  judge(&drift);
  return drift;
}

static char *headline(const ChartInput *in, const Drift *drift)
{
  g_autofree char *mean = figure_percent(in->language, drift->mean);
  if (drift->low == 1) {
    g_autofree char *worst = figure_percent(in->language, share_of(&drift->week[drift->lowest]));
    return g_strdup_printf(_("Week %1$d falls out of control: %2$s of the visits were done, %3$s on average"),
                           drift->lowest + 1, worst, mean);
  }
  if (drift->low > 1)
    return g_strdup_printf(
        _("%1$d of %2$d weeks fall below the control limit; %3$s of the visits were done on average"),
        drift->low, drift->weeks, mean);
  return g_strdup_printf(_("Execution is steady: %s of the planned visits were done, no week falls out"),
                         mean);
}

static void draw_lines(Chart *chart, const Drift *drift, const Panel *panel)
{
  int band = chart_block(chart, "limits: week, low, high");
  for (int week = 0; week < drift->weeks; week++)
    chart_row(chart, "%d\t%.4f\t%.4f", week + 1, limit(drift, week, -1), limit(drift, week, 1));
  int mean = chart_block(chart, "mean: week, share");
  chart_row(chart, "0.5\t%.4f\n%.1f\t%.4f", drift->mean, drift->weeks + 0.5, drift->mean);
  int done = chart_block(chart, "done: week, share, colour");
  for (int week = 0; week < drift->weeks; week++) {
    double share = share_of(&drift->week[week]);
    if (drift->week[week].planned > 0)
      chart_row(chart, "%d\t%.4f\t0x%06x", week + 1, share, share < limit(drift, week, -1) ? BAD : GOOD);
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
    if (one->planned > 0 && share_of(one) < limit(drift, week, -1))
      chart_text(chart, panel_px(panel, week + 1), panel_py(panel, share_of(one)) + 24, TEXT_STRONG,
                 ALIGN_CENTER, BAD, share);
  }
  chart_text(chart, (panel->left + panel->right) / 2, panel->bottom + 44, TEXT_SMALL, ALIGN_CENTER, MUTED,
             _("week"));
  g_autofree char *percent = figure_percent(in->language, drift->mean),
                  *mean = g_strdup_printf(_("mean %s"), percent);
  int last = drift->weeks - 1;
  double x = panel->right + 14, y = panel_py(panel, drift->mean);
  chart_text(chart, x, y, TEXT_SMALL_STRONG, ALIGN_LEFT, INK, mean);
  chart_text(chart, x, fmin(y - 22, panel_py(panel, limit(drift, last, 1))), TEXT_SMALL, ALIGN_LEFT, MUTED,
             _("upper limit"));
  chart_text(chart, x, fmax(y + 22, panel_py(panel, limit(drift, last, -1))), TEXT_SMALL, ALIGN_LEFT, MUTED,
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
    if (weeks[week].planned > 0)
      least = fmin(least, fmin(share_of(&weeks[week]), limit(&drift, week, -1)));
  Chart *chart = chart_new(
      "adherence", 0, 0, headline(in, &drift),
      g_strdup(_("Planned visits whose client was met in that week. Band: control limits of 3 sigma")));
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

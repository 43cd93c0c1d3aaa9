// SPDX-License-Identifier: GPL-3.0-or-later
// The first of these that is so: a quiet stretch of a rep, a rep with idle days, visits that thin out or pile up, a weekday
// that carries more than others.
#include "model/words.h"
#include "plots/figures.h"
#include "plots/heat.h"

#include <math.h>

enum { IDLE_DAYS = 3 };

static double rate_between(const Heat *heat, int from, int to, int weekday)
{
  int days = 0, visits = 0;
  for (int week = from; week < to; week++) {
    int d, v;
    heat_count(heat, -1, week, weekday, &d, &v);
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

char *heat_headline(const ChartInput *in, const Heat *heat)
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

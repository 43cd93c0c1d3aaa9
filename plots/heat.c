// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/heat.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { JUDGED_DAYS = 3 };

void heat_free(Heat *heat)
{
  g_array_unref(heat->reps);
  g_free(heat->cells);
  g_free(heat);
}

static void fill_calendar(Heat *heat, const ChartInput *in)
{
  Day first = horizon_monday(in->territory, 1);
  for (int row = 0; row < (int)heat->reps->len; row++) {
    int rep = g_array_index(heat->reps, int, row);
    for (Day day = in->calendar->start; day < in->calendar->start + in->calendar->days; day++) {
      int weekday = day_weekday(day);
      Cell *cell = heat_cell(heat, row, (day - first) / 7, weekday);
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
    Cell *cell = heat_cell(heat, row[day->rep], week, day_weekday(day->day));
    cell->visits += day->visits;
    if (day->visits > 0) {
      cell->kind = DAY_WORK;
      heat->weekdays = MAX(heat->weekdays, day_weekday(day->day) + 1);
    }
    heat->most = MAX(heat->most, cell->visits);
  }
}

void heat_count(const Heat *heat, int row, int week, int only, int *days, int *visits)
{
  *days = *visits = 0;
  for (int r = MAX(row, 0); r < (row < 0 ? (int)heat->reps->len : row + 1); r++)
    for (int weekday = 0; weekday < 7; weekday++) {
      const Cell *cell = heat_cell(heat, r, week, weekday);
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
    heat_count(heat, row, week, -1, &days, &visits);
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
        heat_count(heat, row, week, -1, &days, &visits);
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

Heat *heat_new(const ChartInput *in)
{
  Heat *heat = g_new0(Heat, 1);
  heat->reps = chart_reps(in);
  heat->weeks = MAX(1, horizon_weeks(in->territory));
  heat->cells = g_new0(Cell, heat->reps->len * (guint)heat->weeks * 7 + 1);
  heat->weekdays = 5;
  fill_calendar(heat, in);
  fill_visits(heat, in);
  heat->step = MAX(1, (heat->most + HEAT_SHADES - 1) / HEAT_SHADES);
  heat->quiet = find_quiet(heat);
  return heat;
}

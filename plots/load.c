// SPDX-License-Identifier: GPL-3.0-or-later
#include "plots/load.h"

#include <stdlib.h>

static void rep_load_clear(void *data)
{
  RepLoad *load = data;
  g_free(load->week);
}

int64_t load_used_s(const Ledger *ledger)
{
  return ledger->work_s - ledger->slack_s;
}

double load_share(const Ledger *ledger)
{
  return ledger->work_s > 0 ? (double)load_used_s(ledger) / (double)ledger->work_s : 0;
}

static void sum_up(RepLoad *load, int weeks)
{
  for (int week = 0; week < weeks; week++) {
    const Ledger *one = &load->week[week];
    if (one->work_s == 0)
      continue;
    load->worked++;
    load->over += load_used_s(one) > one->work_s;
    load->full += load_share(one) >= LOAD_FULL;
  }
}

LoadTable *load_table_new(const ChartInput *in)
{
  LoadTable *table = g_new0(LoadTable, 1);
  table->weeks = MAX(1, horizon_weeks(in->territory));
  table->reps = g_array_new(FALSE, TRUE, sizeof(RepLoad));
  g_array_set_clear_func(table->reps, rep_load_clear);
  g_autoptr(GArray) reps = chart_reps(in);
  g_autofree int *row = g_new(int, in->territory->reps->len);
  for (guint rep = 0; rep < in->territory->reps->len; rep++)
    row[rep] = -1;
  for (guint i = 0; i < reps->len; i++) {
    RepLoad load = {.rep = g_array_index(reps, int, i), .week = g_new0(Ledger, (gsize)table->weeks)};
    row[load.rep] = (int)i;
    g_array_append_val(table->reps, load);
  }
  for (guint i = 0; i < in->plan->days->len; i++) {
    const PlanDay *day = plan_day(in->plan, i);
    int week = horizon_week(in->territory, day->day) - 1;
    if (row[day->rep] < 0 || week < 0 || week >= table->weeks)
      continue;
    RepLoad *load = load_rep(table, row[day->rep]);
    ledger_add(&load->week[week], day);
    ledger_add(&load->total, day);
  }
  for (guint i = 0; i < in->plan->unplanned->len; i++) {
    int rep = g_array_index(in->plan->unplanned, Unplanned, i).rep;
    if (rep >= 0 && row[rep] >= 0)
      load_rep(table, row[rep])->unplanned++;
  }
  for (guint i = 0; i < table->reps->len; i++)
    sum_up(load_rep(table, (int)i), table->weeks);
  return table;
}

void load_table_free(LoadTable *table)
{
  if (!table)
    return;
  g_array_unref(table->reps);
  g_free(table);
}

static int by_share(const void *a, const void *b, void *data)
{
  const LoadTable *table = data;
  int x = *(const int *)a, y = *(const int *)b;
  double share_x = load_share(&load_rep(table, x)->total), share_y = load_share(&load_rep(table, y)->total);
  if (share_x != share_y)
    return share_x < share_y ? 1 : -1;
  return x - y;
}

int *load_ranking(const LoadTable *table)
{
  int *order = g_new(int, table->reps->len + 1);
  for (guint i = 0; i < table->reps->len; i++)
    order[i] = (int)i;
  g_qsort_with_data(order, (int)table->reps->len, sizeof(int), by_share, (void *)(guintptr)table);
  return order;
}

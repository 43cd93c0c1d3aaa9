// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/assignment_parts.h"

bool pair_changes(const AlignCase *question, int client, int rep)
{
  return question->counts[client] && question->before[client] != rep;
}

Money pair_cost(const AlignCase *question, int client, int rep)
{
  return question->driving[align_pair(question, client, rep)] +
         (pair_changes(question, client, rep) ? question->price[client] : 0);
}

int *limited_measures(const AlignCase *question, int *count)
{
  int *limited = g_new0(int, question->measures->len + 1);
  *count = 0;
  for (int m = 0; m < (int)question->measures->len; m++) {
    if (isfinite(align_measure(question, m)->limit))
      limited[(*count)++] = m;
  }
  return limited;
}

double *limit_scale(const AlignCase *question)
{
  double *scale = g_new0(double, question->measures->len *(guint)question->reps + 1);
  for (int m = 0; m < (int)question->measures->len; m++) {
    g_autofree double *nominal = g_new0(double, question->pools + 1);
    for (int p = 0; p < question->pools; p++)
      nominal[p] = align_nominal(question, m, p);
    for (int j = 0; j < question->reps; j++) {
      if (question->share[j] > 0)
        scale[m * question->reps + j] = 1 / (question->share[j] * nominal[question->pool[j]]);
    }
  }
  return scale;
}

// ---- Rows ----

static void add_loads(LimitRows *rows, Mip *mip, int measure, const int *whole, double penalty)
{
  const AlignCase *q = rows->question;
  const double limit = align_measure(q, measure)->limit;
  for (int j = 0; j < q->reps; j++) {
    const int at = measure * q->reps + j;
    if (q->share[j] <= 0)
      continue;
    rows->define[at] = mip_add_row(mip, 0, 0);
    rows->over[at] = mip_add_row(mip, -MIP_INF, 0);
    rows->under[at] = limit < 1 ? mip_add_row(mip, 0, MIP_INF) : -1;
    const int row[] = {rows->define[at], whole[q->pool[j]], rows->over[at], rows->under[at]};
    const double value[] = {-1, q->share[j], 1, 1};
    rows->load[at] = mip_add_column(mip, 0, -MIP_INF, MIP_INF, false, limit < 1 ? 4 : 3, row, value);
    if (!isfinite(penalty))
      continue;
    const double give[] = {-1, 1};
    rows->excess[at] = mip_add_column(mip, penalty, 0, MIP_INF, false, limit < 1 ? 2 : 1, row + 2, give);
  }
}

static void add_measure(LimitRows *rows, Mip *mip, int measure, double penalty)
{
  const AlignCase *q = rows->question;
  const double limit = align_measure(q, measure)->limit;
  g_autofree int *whole = g_new0(int, q->pools + 1), *row = g_new0(int, 2 * q->reps + 2);
  g_autofree double *value = g_new0(double, 2 * q->reps + 2);
  for (int p = 0; p < q->pools; p++)
    whole[p] = mip_add_row(mip, 0, 0);
  add_loads(rows, mip, measure, whole, penalty);
  for (int p = 0; p < q->pools; p++) {
    int count = 0;
    row[count] = whole[p];
    value[count++] = -1;
    for (int j = 0; j < q->reps; j++) {
      const int at = measure * q->reps + j;
      if (q->pool[j] != p || rows->over[at] < 0)
        continue;
      row[count] = rows->over[at];
      value[count++] = -(1 + limit);
      if (rows->under[at] < 0)
        continue;
      row[count] = rows->under[at];
      value[count++] = -(1 - limit);
    }
    rows->whole[measure * q->pools + p] = mip_add_column(mip, 0, -MIP_INF, MIP_INF, false, count, row, value);
  }
}

LimitRows *limit_rows_new(const AlignCase *question, Mip *mip, double penalty)
{
  LimitRows *rows = g_new0(LimitRows, 1);
  const size_t cells = question->measures->len * (size_t)MAX(question->reps, question->pools) + 1;
  rows->question = question;
  rows->limited = limited_measures(question, &rows->limits);
  rows->scale = limit_scale(question);
  int **const maps[] = {&rows->define, &rows->over, &rows->under, &rows->excess, &rows->load, &rows->whole};
  for (size_t k = 0; k < G_N_ELEMENTS(maps); k++) {
    *maps[k] = g_new(int, cells);
    for (size_t c = 0; c < cells; c++)
      (*maps[k])[c] = -1;
  }
  for (int k = 0; k < rows->limits; k++)
    add_measure(rows, mip, rows->limited[k], penalty);
  double sales = 0;
  for (int i = 0; i < question->clients; i++)
    sales += question->sales[i];
  rows->sales_scale = sales > 0 ? 1 / sales : 1;
  rows->clients = question->most_clients < 0 ? -1 : mip_add_row(mip, -MIP_INF, question->most_clients);
  rows->sales =
      isinf(question->most_sales) ? -1 : mip_add_row(mip, -MIP_INF, question->most_sales * rows->sales_scale);
  return rows;
}

void limit_rows_free(LimitRows *rows)
{
  if (!rows)
    return;
  void *const parts[] = {rows->limited, rows->scale,  rows->define, rows->over,
                         rows->under,   rows->excess, rows->load,   rows->whole};
  for (size_t k = 0; k < G_N_ELEMENTS(parts); k++)
    g_free(parts[k]);
  g_free(rows);
}

int limit_rows_pair(const LimitRows *rows, int client, int rep, int *row, double *value)
{
  const AlignCase *q = rows->question;
  int count = 0;
  for (int k = 0; k < rows->limits; k++) {
    const int m = rows->limited[k], at = m * q->reps + rep;
    const double amount = align_amount(q, align_measure(q, m), client, rep);
    if (rows->define[at] < 0 || amount == 0)
      continue;
    row[count] = rows->define[at];
    value[count++] = amount * rows->scale[at];
  }
  if (!pair_changes(q, client, rep))
    return count;
  if (rows->clients >= 0) {
    row[count] = rows->clients;
    value[count++] = 1;
  }
  if (rows->sales >= 0 && q->sales[client] > 0) {
    row[count] = rows->sales;
    value[count++] = q->sales[client] * rows->sales_scale;
  }
  return count;
}

void limit_rows_point(const LimitRows *rows, const Hold *hold, double *point)
{
  const AlignCase *q = rows->question;
  for (int k = 0; k < rows->limits; k++) {
    const int m = rows->limited[k];
    const double limit = align_measure(q, m)->limit;
    g_autofree double *whole = g_new0(double, q->pools + 1);
    for (int j = 0; j < q->reps; j++)
      whole[q->pool[j]] += q->share[j] * hold->load[m * q->reps + j] * hold->scale[m * q->reps + j];
    for (int p = 0; p < q->pools; p++)
      point[rows->whole[m * q->pools + p]] = whole[p];
    for (int j = 0; j < q->reps; j++) {
      const int at = m * q->reps + j;
      if (rows->load[at] < 0)
        continue;
      const double load = hold->load[at] * hold->scale[at], fair = whole[q->pool[j]];
      point[rows->load[at]] = load;
      if (rows->excess[at] >= 0)
        point[rows->excess[at]] = fmax(0, fmax(load - (1 + limit) * fair, (1 - limit) * fair - load));
    }
  }
}

void limit_rows_bound(const LimitRows *rows, Mip *mip, int measure, const double *low, const double *high)
{
  const AlignCase *q = rows->question;
  const double limit = align_measure(q, measure)->limit, slack = 1e-9;
  for (int p = 0; p < q->pools; p++)
    mip_set_column_bounds(mip, rows->whole[measure * q->pools + p], low[p] - slack, high[p] + slack);
  for (int j = 0; j < q->reps; j++) {
    const int at = measure * q->reps + j, p = q->pool[j];
    if (rows->load[at] >= 0 && rows->excess[at] < 0)
      mip_set_column_bounds(mip, rows->load[at], fmax(0, (1 - limit) * low[p] - slack),
                            (1 + limit) * high[p] + slack);
  }
}

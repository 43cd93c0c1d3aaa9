// SPDX-License-Identifier: GPL-3.0-or-later
// Columns are known by class and set of clients: two orders of one set are one column, whose cost falls when a cheaper
// order turns up; one that was taken out comes back by the same door. Artificial columns keep the program feasible
// until enough routes are there; their cost only limits the duals, so it never spoils the bound.
#include "solver/master.h"

#include <math.h>
#include <string.h>

enum { COLUMNS_MANY = 3000, TRIM_SPARE = 1500 };

static guint column_hash(const void *data)
{
  const Column *column = data;
  guint hash = (guint)column->class * 40503u + (guint)column->count;
  for (int k = 0; k < column->count; k++)
    hash = hash * 2654435761u + (guint)column->set[k] + 1;
  return hash;
}

static gboolean column_equal(const void *a, const void *b)
{
  const Column *x = a, *y = b;
  return x->class == y->class && x->count == y->count &&
         memcmp(x->set, y->set, sizeof(int) * (size_t)x->count) == 0;
}

static void column_free(void *data)
{
  Column *column = data;
  g_free(column->client);
  g_free(column->set);
  g_free(column);
}

void cut_free(void *data)
{
  Cut *cut = data;
  g_free(cut->keep);
  g_free(cut);
}

// ---- Rows ---------------------------------------------------------------------------------------------------------

static bool can_visit(const Problem *p, int client, int slot)
{
  return problem_is_allowed(p, client, slot) && problem_starts(p, client, slot, NULL)->count > 0;
}

// Days that admit a visit, ascending; with weekday >= 0 only that one.
static int open_days(const Problem *p, int client, int weekday, int *day)
{
  g_autofree bool *open = g_new0(bool, (gsize)p->days + 1);
  for (int s = 0; s < p->slots; s++) {
    if (can_visit(p, client, s) || (p->fixes > 0 && problem_fix(p, client, s)))
      open[p->slot[s].day] = true;
  }
  int count = 0;
  for (int d = 0; d < p->days; d++) {
    if (open[d] && (weekday < 0 || (p->weekday0 + d) % 7 == weekday))
      day[count++] = d;
  }
  return count;
}

// The most visits that days with that least gap have room for.
static int pack_days(const int *day, int count, int gap)
{
  int packed = 0, last = 0;
  for (int k = 0; k < count; k++) {
    if (packed == 0 || day[k] - last >= gap) {
      last = day[k];
      packed++;
    }
  }
  return packed;
}

// The most visits of a client that any plan can hold (fixes may break its rules, even share a day).
static int possible_visits(const Problem *p, int client, int fixes)
{
  const Demand *demand = &p->demand[client];
  g_autofree int *day = g_new(int, (gsize)p->days + 1);
  const int days = open_days(p, client, -1, day);
  if (fixes > 0)
    return days + fixes;
  if (demand->same_weekday != WEEKDAY_SAME)
    return pack_days(day, days, demand->gap_min);
  int most = 0;
  for (int w = 0; w < 7; w++)
    most = MAX(most, pack_days(day, open_days(p, client, w, day), demand->gap_min));
  return most;
}

static void set_wish(Master *master, int i, int fixes)
{
  const Demand *demand = &master->p->demand[i];
  if (demand->patterns > 0) { // one of the patterns, or none and all visits missed
    int least = INT_MAX;
    for (int k = 0; k < demand->patterns; k++)
      least = MIN(least, __builtin_popcountll(demand->pattern[k]));
    master->visits[i] = master->spare[i] = least;
    master->miss[i] = demand->visits * demand->miss_cost / MAX(1, least);
    return;
  }
  const int possible = MAX(fixes, MIN(demand->visits, possible_visits(master->p, i, fixes)));
  master->visits[i] = possible;
  master->spare[i] = possible - MAX(fixes, MIN(demand->least, possible));
  master->miss[i] = demand->miss_cost;
  master->constant += (demand->visits - possible) * demand->miss_cost;
}

static void add_column(Master *master, Money cost, double most, int row)
{
  mip_add_column(master->mip, (double)cost / (double)master->unit, 0, most, false, 1, &row, (double[]){1});
}

// Σ_r a_ir y_r + u_i >= f_i
static void add_cover_rows(Master *master)
{
  const Problem *p = master->p;
  for (int k = 0; k < p->fixes; k++)
    master->promised[p->fix[k].client]++;
  for (int i = 0; i < p->n; i++) {
    set_wish(master, i, master->promised[i]);
    master->cover_row[i] = master->visits[i] > 0 ? mip_add_row(master->mip, master->visits[i], MIP_INF) : -1;
  }
}

// Σ_{r of k} y_r <= D_k, and Σ_{r of k} a_ir y_r >= fixes of i in k
static void add_class_rows(Master *master)
{
  const Problem *p = master->p;
  for (int k = 0; k < master->classes->count; k++) {
    const DayClass *class = &master->classes->item[k];
    if (class->share != k) { // comes after the one it shares with
      master->count_row[k] = master->count_row[class->share];
      memcpy(master->must_row + k * p->n, master->must_row + class->share * p->n, sizeof(int) * (size_t)p->n);
      continue;
    }
    master->count_row[k] = mip_add_row(master->mip, -MIP_INF, class->slots);
    for (int i = 0; i < p->n; i++)
      master->must_row[k * p->n + i] = -1;
    for (int j = 0; j < class->clients; j++) {
      if (class->must[j] > 0)
        master->must_row[k * p->n + class->client[j]] = mip_add_row(master->mip, class->must[j], MIP_INF);
    }
  }
}

// With a night out y_r ends and begins days on the road. Every night has an evening and a morning, and at most as many in
// a row as the rep accepts, so between two days at home:
//
//   Σ_{r: night after only} y_r = Σ_{r: night before only} y_r
//   Σ_{r: both} y_r <= (nights - 1) Σ_{r: night after only} y_r
//
// for each rep who sleeps out, who is known by his node `away`.
static void add_night_rows(Master *master)
{
  const DayClasses *classes = master->classes;
  for (int k = 0; k < classes->count; k++) {
    const DayClass *class = &classes->item[k];
    master->even_row[k] = master->chain_row[k] = -1;
    if (class->share == k)
      continue;
    for (int j = 0; j < k && master->even_row[k] < 0; j++) {
      if (classes->item[j].share != j && classes->item[j].away == class->away) {
        master->even_row[k] = master->even_row[j];
        master->chain_row[k] = master->chain_row[j];
      }
    }
    if (master->even_row[k] < 0) {
      master->even_row[k] = mip_add_row(master->mip, 0, 0);
      master->chain_row[k] = mip_add_row(master->mip, -MIP_INF, 0);
    }
  }
}

// Most nights in a row that the rep of a class accepts.
static int nights_of(const Master *master, const DayClass *class)
{
  int nights = 1;
  for (int k = 0; k < master->classes->count; k++) {
    const DayClass *other = &master->classes->item[k];
    nights = other->away == class->away ? MAX(nights, other->nights) : nights;
  }
  return nights;
}

// What a route of the class counts in both rows.
static int even_share(const DayClass *class)
{
  return class->morning == class->evening ? 0 : class->evening ? 1 : -1;
}
static int chain_share(const Master *master, const DayClass *class)
{
  return class->morning && class->evening ? 1 : class->evening ? 1 - nights_of(master, class) : 0;
}

static void add_first_columns(Master *master)
{
  const Problem *p = master->p;
  for (int i = 0; i < p->n; i++) {
    if (master->spare[i] > 0)
      add_column(master, master->miss[i], master->spare[i], master->cover_row[i]);
  }
  master->help = g_new(int, (gsize)(p->n * (master->classes->count + 1)) + 1);
  for (int i = 0; i < p->n; i++) {
    for (int k = -1; k < master->classes->count; k++) {
      const int row = k < 0 ? master->cover_row[i] : master->must_row[k * p->n + i];
      if (row < 0 || (k >= 0 && master->classes->item[k].share != k) ||
          (k < 0 && master->spare[i] == master->visits[i]))
        continue;
      master->help[master->helps++] =
          mip_add_column(master->mip, master->help_cost, 0, MIP_INF, false, 1, &row, (double[]){1});
    }
  }
  master->base = mip_columns(master->mip);
}

// A tenth of the mean way out and back: routes cost some tens of units.
static Money mean_way(const Problem *p, const DayClasses *classes)
{
  int64_t sum = 0, count = 0;
  for (int k = 0; k < classes->count; k++) {
    const DayClass *class = &classes->item[k];
    const LegTable *legs = &p->legs[class->table];
    for (int j = 0; j < class->clients; j++) {
      sum += legs->cost[(size_t) class->start * (size_t)p->nodes + (size_t) class->client[j]] / 10 +
             legs->cost[(size_t) class->client[j] * (size_t)p->nodes + (size_t) class->end] / 10;
      count++;
    }
  }
  return MAX(1, sum / MAX(1, count));
}

Master *master_new(const Problem *p, const DayClasses *classes)
{
  Master *master = g_new0(Master, 1);
  const gsize n = (gsize)p->n + 1, k = (gsize)classes->count + 1;
  *master =
      (Master){.p = p, .classes = classes, .mip = mip_new(), .unit = mean_way(p, classes), .help_cost = 1000};
  master->visits = g_new0(int, n);
  master->spare = g_new0(int, n);
  master->promised = g_new0(int, n);
  master->miss = g_new0(Money, n);
  master->cover_row = g_new0(int, n);
  master->count_row = g_new0(int, k);
  master->must_row = g_new0(int, n *k);
  master->even_row = g_new0(int, k);
  master->chain_row = g_new0(int, k);
  master->duals = (int)(n + k + n * k);
  master->cover = g_new0(Money, (gsize)master->duals);
  master->count = master->cover + n;
  master->must = master->count + k;
  master->last = g_new0(Money, (gsize)master->duals);
  master->calm = g_new0(Money, (gsize)master->duals);
  master->centre = g_new0(Money, (gsize)master->duals);
  master->columns = g_ptr_array_new_with_free_func(column_free);
  master->active = g_ptr_array_new();
  master->by_set = g_hash_table_new(column_hash, column_equal);
  master->cuts = g_ptr_array_new_with_free_func(cut_free);
  add_cover_rows(master);
  add_class_rows(master);
  add_night_rows(master);
  add_first_columns(master);
  return master;
}

void master_free(Master *master)
{
  if (!master)
    return;
  mip_free(master->mip);
  g_free(master->visits);
  g_free(master->spare);
  g_free(master->promised);
  g_free(master->miss);
  g_free(master->cover_row);
  g_free(master->count_row);
  g_free(master->must_row);
  g_free(master->even_row);
  g_free(master->chain_row);
  g_free(master->help);
  g_free(master->cover);
  g_free(master->last);
  g_free(master->calm);
  g_free(master->centre);
  g_hash_table_unref(master->by_set);
  g_ptr_array_unref(master->active);
  g_ptr_array_unref(master->columns);
  g_ptr_array_unref(master->cuts);
  g_free(master);
}

// ---- Columns and cuts ---------------------------------------------------------------------------------------------

static void put_in(Master *master, Column *column)
{
  const int n = master->p->n;
  const size_t room = 2 * (size_t)column->count + master->cuts->len + 3;
  g_autofree int *row = g_new(int, room);
  g_autofree double *value = g_new(double, room);
  int count = 0;
  row[count] = master->count_row[column->class];
  value[count++] = 1;
  const DayClass *class = &master->classes->item[column->class];
  const int even = even_share(class), chain = chain_share(master, class);
  if (even != 0) {
    row[count] = master->even_row[column->class];
    value[count++] = even;
  }
  if (chain != 0) {
    row[count] = master->chain_row[column->class];
    value[count++] = chain;
  }
  for (int k = 0; k < column->count; k++) {
    const int i = column->set[k], must = master->must_row[column->class * n + i];
    if (master->cover_row[i] >= 0) {
      row[count] = master->cover_row[i];
      value[count++] = 1;
    }
    if (must >= 0) {
      row[count] = must;
      value[count++] = 1;
    }
  }
  for (guint c = 0; c < master->cuts->len; c++) {
    const Cut *cut = master->cuts->pdata[c];
    const int share = cut_share(cut, column->set, column->count);
    if (share > 0) {
      row[count] = cut->row;
      value[count++] = share;
    }
  }
  column->at = mip_add_column(master->mip, (double)column->cost / (double)master->unit, 0, MIP_INF, false,
                              count, row, value);
  g_ptr_array_add(master->active, column);
  g_assert(column->at == master->base + (int)master->active->len - 1);
}

static int by_client(const void *a, const void *b)
{
  return *(const int *)a - *(const int *)b;
}

bool master_add(Master *master, int class, const int *client, int count, Money cost)
{
  g_autofree int *set = g_memdup2(client, sizeof(int) * (gsize)count);
  qsort(set, (size_t)count, sizeof(int), by_client);
  const Column key = {.class = class, .count = count, .set = set};
  Column *column = g_hash_table_lookup(master->by_set, &key);
  if (!column) {
    column = g_new0(Column, 1);
    *column = (Column){.class = class, .count = count, .cost = cost, .at = -1};
    column->client = g_memdup2(client, sizeof(int) * (gsize)count);
    column->set = g_steal_pointer(&set);
    g_ptr_array_add(master->columns, column);
    g_hash_table_add(master->by_set, column);
  } else if (cost < column->cost) {
    column->cost = cost;
    memcpy(column->client, client, sizeof(int) * (size_t)count);
    if (column->at >= 0)
      mip_set_cost(master->mip, column->at, (double)cost / (double)master->unit);
  } else if (column->at >= 0) {
    return false;
  }
  if (column->at < 0)
    put_in(master, column);
  return true;
}

void master_add_cut(Master *master, Cut *cut)
{
  cut->row = mip_add_row(master->mip, -MIP_INF, cut->most);
  g_ptr_array_add(master->cuts, cut);
  g_autofree int *at = g_new(int, master->active->len + 1);
  g_autofree double *value = g_new(double, master->active->len + 1);
  int count = 0;
  for (guint c = 0; c < master->active->len; c++) {
    const Column *column = master->active->pdata[c];
    const int share = cut_share(cut, column->set, column->count);
    if (share > 0) {
      at[count] = column->at;
      value[count++] = share;
    }
  }
  mip_set_row_coefficients(master->mip, cut->row, count, at, value);
}

typedef struct Idle {
  double reduced;
  int at;
} Idle;

static int by_reduced(const void *a, const void *b)
{
  const Idle *x = a, *y = b;
  return x->reduced != y->reduced ? (x->reduced > y->reduced ? -1 : 1) : x->at - y->at;
}

void master_trim(Master *master)
{
  if ((int)master->active->len < COLUMNS_MANY + 4 * master->p->n)
    return;
  g_autofree Idle *idle = g_new(Idle, master->active->len);
  guint idles = 0;
  for (guint c = 0; c < master->active->len; c++) {
    const Column *column = master->active->pdata[c];
    const double reduced = mip_reduced_cost(master->mip, column->at);
    if (!mip_is_basic(master->mip, column->at) && reduced > 0)
      idle[idles++] = (Idle){reduced, column->at};
  }
  qsort(idle, idles, sizeof(Idle), by_reduced);
  idles = MIN(idles, TRIM_SPARE);
  g_autofree int *at = g_new(int, idles + 1);
  for (guint k = 0; k < idles; k++) {
    at[k] = idle[k].at;
    ((Column *)master->active->pdata[at[k] - master->base])->at = -1;
  }
  qsort(at, idles, sizeof(int), by_client);
  mip_remove_columns(master->mip, (int)idles, at);
  g_autoptr(GPtrArray) before = g_steal_pointer(&master->active);
  master->active = g_ptr_array_new();
  for (guint c = 0; c < before->len; c++) {
    Column *column = before->pdata[c];
    if (column->at >= 0) {
      column->at = master->base + (int)master->active->len;
      g_ptr_array_add(master->active, column);
    }
  }
}

// ---- Solution -----------------------------------------------------------------------------------------------------

static Money dual_of(const Master *master, int row)
{
  return row < 0 ? 0 : (Money)llround(mip_dual(master->mip, row) * (double)master->unit);
}

// What a route of the class pays besides for the rows of nights, whose right sides are 0.
static Money night_toll(const Master *master, int k)
{
  const DayClass *class = &master->classes->item[k];
  if (class->share == k)
    return 0;
  return chain_share(master, class) * MAX(0, -dual_of(master, master->chain_row[k])) -
         even_share(class) * dual_of(master, master->even_row[k]);
}

bool master_solve(Master *master)
{
  if (mip_rows(master->mip) == 0 || mip_solve_lp(master->mip, false) != MIP_OPTIMAL)
    return false;
  const int n = master->p->n;
  for (int i = 0; i < n; i++)
    master->cover[i] = MAX(0, dual_of(master, master->cover_row[i]));
  for (int k = 0; k < master->classes->count; k++) {
    master->count[k] = MAX(0, -dual_of(master, master->count_row[k])) + night_toll(master, k);
    for (int i = 0; i < n; i++)
      master->must[k * n + i] = MAX(0, dual_of(master, master->must_row[k * n + i]));
  }
  for (guint c = 0; c < master->cuts->len; c++) {
    Cut *cut = master->cuts->pdata[c];
    cut->penalty = cut->last = MAX(0, -dual_of(master, cut->row));
    cut->idle = cut->penalty > 0 ? 0 : cut->idle + 1;
  }
  for (guint c = 0; c < master->active->len; c++) {
    Column *column = master->active->pdata[c];
    column->use = mip_value(master->mip, column->at);
  }
  memcpy(master->last, master->cover, sizeof(Money) * (size_t)master->duals);
  for (int k = 0; k < master->duals; k++)
    master->calm[k] = (master->calm[k] + master->last[k]) / 2;
  return true;
}

double master_value(const Master *master)
{
  return mip_objective(master->mip) * (double)master->unit;
}

bool master_needs_help(const Master *master)
{
  for (int h = 0; h < master->helps; h++) {
    if (mip_value(master->mip, master->help[h]) > 1e-6)
      return true;
  }
  return false;
}

void master_raise_help(Master *master)
{
  master->help_cost *= 10;
  for (int h = 0; h < master->helps; h++)
    mip_set_cost(master->mip, master->help[h], master->help_cost);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// By whose weekday to divide a part: strong branching over the routes at hand (Applegate et al. 1995), by the size of
// the tree that would be left (Le Bodic and Nemhauser 2017, in the simplest form).
#include "solver/branch_parts.h"

#include <math.h>

enum {
  TRIES_MOST = 6, // clients that are tried
  NAMES_MOST = 7  // weekdays
};

static bool column_visits(const Column *column, int client)
{
  bool found = false;
  for (int a = 0; a < column->count; a++)
    found = found || column->set[a] == client;
  return found;
}

static int weekday_of(const Look *look, const Column *column)
{
  return look->anchor < 0 ? column->class : column_visits(column, look->anchor) ? 0 : 1;
}

// How many visits of each client lie apart from its commonest weekday.
static double *torn_visits(const Look *look)
{
  const Problem *p = look->tree->p;
  const GPtrArray *active = look->bound->master->active;
  g_autofree double *share = g_new0(double, (gsize)p->n *NAMES_MOST + 1);
  double *torn = g_new0(double, (gsize)p->n + 1);
  for (guint c = 0; c < active->len; c++) {
    const Column *column = active->pdata[c];
    for (int a = 0; a < column->count && column->use > FRACTION_SMALL; a++)
      share[column->set[a] * NAMES_MOST + weekday_of(look, column)] += column->use;
  }
  for (int i = 0; i < p->n; i++) {
    double most = 0;
    for (int k = 0; k < NAMES_MOST; k++) {
      torn[i] += share[i * NAMES_MOST + k];
      most = MAX(most, share[i * NAMES_MOST + k]);
    }
    torn[i] -= most;
  }
  return torn;
}

// What the routes at hand say that the part with client i on weekday k costs: more than it does, but it tells clients
// apart that are worth asking for from others. `value`: of the part itself, for a program that is given up.
static double try_weekday(const Look *look, int i, int k, double value)
{
  const Master *master = look->bound->master;
  const Demand *demand = &look->tree->p->demand[i];
  const double unit = (double)master->unit;
  const double most = (double)(look->tree->target - master->constant) / unit;
  const double extra = demand->same_weekday == WEEKDAY_SAME ? most : (double)demand->weekday_cost / unit;
  g_autoptr(GArray) changed = g_array_new(FALSE, FALSE, sizeof(Column *));
  for (guint c = 0; c < master->active->len; c++) {
    const Column *column = master->active->pdata[c];
    if (!column_visits(column, i) || weekday_of(look, column) == k)
      continue;
    mip_set_cost(master->mip, column->at, (double)column->cost / unit + extra);
    g_array_append_val(changed, column);
  }
  const bool solved = mip_solve_lp(master->mip, false) == MIP_OPTIMAL;
  const double tried = solved ? MIN(mip_objective(master->mip), most) : value;
  for (guint c = 0; c < changed->len; c++) {
    const Column *column = g_array_index(changed, Column *, c);
    mip_set_cost(master->mip, column->at, (double)column->cost / unit);
  }
  return tried;
}

// How many parts a division by client i leaves to work on, as a part of those that there were before: one that gains
// nothing is a whole one, one that reaches the target none.
static double size_left(const Look *look, int i, double value)
{
  const Master *master = look->bound->master;
  const double gap = (double)(look->tree->target - master->constant) / (double)master->unit - value;
  double size = 0;
  for (int k = 0; k <= look->part->names && k < look->tree->weekdays; k++) {
    if (!part_may_visit(look->part, i, k))
      continue;
    const double left = 1 - CLAMP((try_weekday(look, i, k, value) - value) / fmax(gap, FRACTION_SMALL), 0, 1);
    size += left * left * left;
  }
  return size;
}

// The client who may be on several weekdays and whose visits are torn most, times their number; -1: none.
static int most_torn(const Look *look, const double *torn)
{
  const Demand *demand = look->tree->p->demand;
  int found = -1;
  for (int i = 0; i < look->tree->p->n; i++) {
    const uint8_t where = look->part->where[i];
    if (look->tree->divides[i] && (where & (where - 1)) != 0 && torn[i] > 0.01 &&
        (found < 0 || torn[i] * demand[i].visits > torn[found] * demand[found].visits))
      found = i;
  }
  return found;
}

// The client with most visits who may be on a weekday without a name; -1: none.
static int most_visits(const Look *look)
{
  const Tree *tree = look->tree;
  const Demand *demand = tree->p->demand;
  int found = -1;
  for (int i = 0; i < tree->p->n && look->part->names < tree->weekdays; i++) {
    if (tree->divides[i] && part_may_visit(look->part, i, look->part->names) &&
        (found < 0 || demand[i].visits > demand[found].visits))
      found = i;
  }
  return found;
}

// Of those whose visits are torn most, the one who leaves least; where nobody is torn, the one with most visits.
int branch_choose(const Look *look, bool *is_torn)
{
  g_autofree double *torn = torn_visits(look);
  const double value = mip_objective(look->bound->master->mip); // before any trial
  int best = -1;
  double least = MIP_INF;
  for (int tries = 0; tries < TRIES_MOST; tries++) {
    const int next = most_torn(look, torn);
    if (next < 0)
      break;
    torn[next] = 0;
    const double size = size_left(look, next, value);
    if (size < least) {
      least = size;
      best = next;
    }
  }
  *is_torn = best >= 0;
  return *is_torn ? best : most_visits(look);
}

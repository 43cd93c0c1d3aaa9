// SPDX-License-Identifier: GPL-3.0-or-later
// A plan of the part that costs less than the target uses only sets whose reduced cost is below the gap (Baldacci,
// Christofides and Mingozzi 2008). With y_Sk how often set S is driven on weekday k, u_i visits missed, z_ik whether
// k is the weekday of client i, o_ik its visits on others where a weekday is only preferred, and x: no such plan,
//
//   min  Σ c_Sk y_Sk + Σ e_i u_i + Σ w_i o_ik + target x
//   Σ_k Σ_{S with i} y_Sk + u_i + f_i x = f_i              every client
//   Σ_S y_Sk + D_k x <= D_k                                every weekday
//   Σ_{S with i} y_Sk - o_ik <= f_i z_ik,  Σ_k z_ik + x = 1  clients who may be on several weekdays
//   y, z, x whole, u whole
//
// x is the solution to begin with, so that nothing dearer than the target is ever looked at.
#include "solver/close.h"

#include <math.h>

enum {
  STEPS_AN_ENTRY = 100
}; // of the program's matrix: measured, some 1,000 sets take as long as 10 million steps

typedef struct Listed { // a set on a weekday
  int class;
  LabelRoute *route;
} Listed;

typedef struct Program {
  Bound *bound;
  const Closing *closing;
  Mip *mip;
  GArray *sets;                          // Listed
  int *cover_row, *count_row, *kind_row; // [n], [classes], [class * n + client], -1: none
  int none;                              // column x
  GArray *priority;                      // int8_t
} Program;

// ---- Sets ---------------------------------------------------------------------------------------------------------

static void listed_clear(void *data)
{
  Listed *listed = data;
  if (listed->route)
    label_route_free(listed->route);
}

static bool list_class(Program *program, int class, Money below)
{
  Bound *bound = program->bound;
  g_autoptr(GPtrArray) routes = g_ptr_array_new();
  master_prizes(bound->master, class, bound->prize);
  const Duals duals = {bound->prize, bound->master->count[class], bound->master->cuts};
  const bool whole =
      pricer_enumerate(bound->pricer[class], &duals, below, program->closing->sets_most, routes);
  for (guint r = 0; r < routes->len; r++) {
    LabelRoute *route = routes->pdata[r];
    const Money cost = pricer_cost(bound->pricer[class], route->client, route->count);
    if (whole && master_reduced_cost(bound->master, class, route->client, route->count, cost) < below)
      g_array_append_val(program->sets, ((Listed){class, route}));
    else
      label_route_free(route);
  }
  return whole;
}

// Whether all sets that may be wanted are listed.
static bool list_sets(Program *program)
{
  const Money base = bound_refresh(program->bound);
  if (base == MONEY_NONE)
    return false;
  for (int k = 0; k < program->bound->classes->count; k++) {
    if (!list_class(program, k, program->closing->target - base))
      return false;
  }
  return (int)program->sets->len <= program->closing->sets_most;
}

// ---- Program ------------------------------------------------------------------------------------------------------

static double units(const Program *program, Money cost)
{
  return (double)cost / (double)program->bound->master->unit;
}

static int add_column(Program *program, Money cost, double most, int8_t priority, bool whole)
{
  g_array_append_val(program->priority, priority);
  return mip_add_column(program->mip, units(program, cost), 0, most, whole, 0, NULL, NULL);
}

static bool is_open(const Closing *closing, int client)
{
  return closing->asks[client] && (closing->where[client] & (closing->where[client] - 1)) != 0;
}

static void add_cover_rows(Program *program)
{
  const Master *master = program->bound->master;
  for (int i = 0; i < master->p->n; i++) {
    const double most =
        master->p->demand[i].patterns > 0 ? MIP_INF : master->visits[i]; // or that of a long pattern
    program->cover_row[i] = mip_add_row(program->mip, master->visits[i], most);
    if (master->spare[i] > 0) {
      const int column = add_column(program, master->miss[i], master->spare[i], 0, true);
      mip_set_row_coefficients(program->mip, program->cover_row[i], 2, (int[]){program->none, column},
                               (double[]){master->visits[i], 1});
    } else {
      mip_set_row_coefficients(program->mip, program->cover_row[i], 1, &program->none,
                               (double[]){master->visits[i]});
    }
  }
}

static void add_count_rows(Program *program)
{
  const DayClasses *classes = program->bound->classes;
  for (int k = 0; k < classes->count; k++) {
    const double days = classes->item[k].slots;
    program->count_row[k] = mip_add_row(program->mip, -MIP_INF, days);
    mip_set_row_coefficients(program->mip, program->count_row[k], 1, &program->none, &days);
  }
}

// Σ_k z_ik + x = 1 and the rows that the sets of client i enter.
static void add_choice(Program *program, int i)
{
  const Problem *p = program->bound->p;
  const Demand *demand = &p->demand[i];
  const int one = mip_add_row(program->mip, 1, 1);
  int column[9] = {program->none}, count = 1;
  double value[9] = {1};
  for (int k = 0; k < program->bound->classes->count; k++) {
    if (!(program->closing->where[i] >> k & 1))
      continue;
    const int z = add_column(program, 0, 1, 1, true);
    const int row = program->kind_row[k * p->n + i] = mip_add_row(program->mip, -MIP_INF, 0);
    int on[2] = {z}, columns = 1;
    if (demand->same_weekday == WEEKDAY_PREFER)
      on[columns++] = add_column(program, demand->weekday_cost, demand->visits, 0, false);
    mip_set_row_coefficients(program->mip, row, columns, on, (double[]){-demand->visits, -1});
    column[count] = z;
    value[count++] = 1;
  }
  mip_set_row_coefficients(program->mip, one, count, column, value);
}

static void add_sets(Program *program)
{
  const Bound *bound = program->bound;
  for (guint s = 0; s < program->sets->len; s++) {
    const Listed *set = &g_array_index(program->sets, Listed, s);
    const LabelRoute *route = set->route;
    int row[2 * 64 + 1] = {program->count_row[set->class]}, count = 1;
    double one[2 * 64 + 1] = {1};
    for (int k = 0; k < route->count; k++) {
      const int kind = program->kind_row[set->class * bound->p->n + route->client[k]];
      one[count] = 1;
      row[count++] = program->cover_row[route->client[k]];
      if (kind >= 0) {
        one[count] = 1;
        row[count++] = kind;
      }
    }
    const int8_t priority = 0;
    g_array_append_val(program->priority, priority);
    const Money cost = pricer_cost(bound->pricer[set->class], route->client, route->count);
    mip_add_column(program->mip, units(program, cost), 0, bound->classes->item[set->class].slots, true, count,
                   row, one);
  }
}

static void build(Program *program)
{
  const Problem *p = program->bound->p;
  program->none =
      add_column(program, program->closing->target - program->bound->master->constant, 1, 0, true);
  add_cover_rows(program);
  add_count_rows(program);
  for (int k = 0; k < p->n * program->bound->classes->count; k++)
    program->kind_row[k] = -1;
  for (int i = 0; i < p->n; i++) {
    if (is_open(program->closing, i))
      add_choice(program, i);
  }
  add_sets(program);
}

// The sets that the program drives; NULL where it says that there is no plan.
static GPtrArray *driven(const Program *program)
{
  if (mip_value(program->mip, program->none) > 0.5)
    return NULL;
  GPtrArray *routes = g_ptr_array_new_with_free_func(label_route_free);
  const int first = mip_columns(program->mip) - (int)program->sets->len;
  for (guint s = 0; s < program->sets->len; s++) {
    const LabelRoute *route = g_array_index(program->sets, Listed, s).route;
    if (mip_value(program->mip, first + (int)s) < 0.5)
      continue;
    LabelRoute *copy = g_memdup2(route, sizeof(LabelRoute));
    copy->client = g_memdup2(route->client, sizeof(int) * (gsize)route->count);
    g_ptr_array_add(routes, copy);
  }
  return routes;
}

static Money solve(const Program *program, GPtrArray **best)
{
  const Closing *closing = program->closing;
  g_autofree double *start = g_new0(double, (gsize)mip_columns(program->mip) + 1);
  start[program->none] = 1;
  const MipOptions options = {.nodes = closing->nodes,
                              .start = start,
                              .cuts = true,
                              .priority = (const int8_t *)program->priority->data,
                              .stop = closing->options ? closing->options->stop : NULL,
                              .deadline_us = closing->options ? closing->options->deadline_us : 0};
  const MipStatus status = mip_solve(program->mip, &options);
  if (status == MIP_OPTIMAL || status == MIP_FEASIBLE)
    *best = driven(program);
  const Money constant = program->bound->master->constant;
  const double value = mip_bound(program->mip);
  if (!isfinite(value)) // nothing is known yet, or rounding hides the solution at the target's cost
    return MONEY_NONE;
  const Money least = constant + (Money)floor(value * (double)program->bound->master->unit);
  return bound_meets(least, closing->target) ? closing->target : least;
}

static GPtrArray *hand_on(GArray *sets)
{
  GPtrArray *routes = g_ptr_array_new_with_free_func(label_route_free);
  for (guint s = 0; s < sets->len; s++)
    g_ptr_array_add(routes, g_steal_pointer(&g_array_index(sets, Listed, s).route));
  return routes;
}

CloseResult close_part(Bound *bound, const Closing *closing)
{
  const gsize n = (gsize)bound->p->n + 1, classes = (gsize)bound->classes->count;
  CloseResult result = {.value = MONEY_NONE};
  Program program = {.bound = bound, .closing = closing};
  program.sets = g_array_new(FALSE, FALSE, sizeof(Listed));
  g_array_set_clear_func(program.sets, listed_clear);
  if (list_sets(&program)) {
    program.mip = mip_new();
    program.priority = g_array_new(FALSE, FALSE, sizeof(int8_t));
    program.cover_row = g_new(int, n);
    program.count_row = g_new(int, classes + 1);
    program.kind_row = g_new(int, n *classes + 1);
    build(&program);
    result.value = solve(&program, &result.best);
    result.steps = (int64_t)mip_columns(program.mip) * mip_rows(program.mip) * STEPS_AN_ENTRY;
    result.sets = hand_on(program.sets);
    g_array_unref(program.priority);
    g_free(program.cover_row);
    g_free(program.count_row);
    g_free(program.kind_row);
    mip_free(program.mip);
  }
  g_array_unref(program.sets);
  return result;
}

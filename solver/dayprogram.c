// SPDX-License-Identifier: GPL-3.0-or-later
// One builder a family of constraints. A client's calendar is a path over its days whose arcs carry what a gap costs;
// once the visits are whole the path is the only one through them, so its arcs need not be integer.
#include "solver/dayprogram.h"

#include "solver/calendar_arcs.h"

#include <string.h>

static int weekday_of(const Problem *p, int slot)
{
  return (p->weekday0 + p->slot[slot].day) % 7;
}

// ---- Rows of visits -----------------------------------------------------------------------------------------------

static double money(const DayProgram *program, Money cost)
{
  return (double)cost / program->unit;
}

enum { BRANCH_SET, BRANCH_VISIT, BRANCH_KIND };

// The columns up to the present one that have no priority yet get this one.
static void set_priority(DayProgram *program, int8_t priority)
{
  while ((int)program->priority->len < mip_columns(program->mip))
    g_array_append_val(program->priority, priority);
}

// A column whose cost is not one of gaps.
static int add_column(DayProgram *program, Money cost, double upper, bool integer, int count, const int *row,
                      const double *value)
{
  const double units = money(program, cost);
  const int column = mip_add_column(program->mip, units, 0, upper, integer, count, row, value);
  g_array_set_size(program->cost, (guint)column + 1);
  g_array_index(program->cost, double, column) = units;
  return column;
}

// What the column `none` has in a row that is there.
static void put_none(DayProgram *program, int row, double value)
{
  g_array_append_val(program->none_row, ((NoneEntry){row, value}));
}

static int add_row_of_one(DayProgram *program)
{
  const int row = mip_add_row(program->mip, 1, 1);
  put_none(program, row, 1);
  return row;
}

// x: of no plan below the best one. Whatever the rows ask for, it gives, so that nothing dearer is looked at.
static void add_none(DayProgram *program)
{
  const guint count = program->none_row->len;
  g_autofree int *row = g_new(int, count + 1);
  g_autofree double *value = g_new(double, count + 1);
  for (guint k = 0; k < count; k++) {
    const NoneEntry *entry = &g_array_index(program->none_row, NoneEntry, k);
    row[k] = entry->row;
    value[k] = entry->value;
  }
  program->none =
      mip_add_column(program->mip, money(program, program->limits.best), 0, 1, true, (int)count, row, value);
}

static int add_plain(DayProgram *program, Money cost, double upper, bool integer)
{
  return add_column(program, cost, upper, integer, 0, NULL, NULL);
}

// Σ cost of the columns so far >= value, which a looser program has proved.
static void add_floor(DayProgram *program, Money value)
{
  if (value == MONEY_NONE)
    return;
  g_autofree int *column = g_new(int, program->cost->len + 1);
  g_autofree double *cost = g_new(double, program->cost->len + 1);
  int count = 0;
  for (guint c = 0; c < program->cost->len; c++) {
    column[count] = (int)c;
    cost[count] = g_array_index(program->cost, double, c);
    count += cost[count] > 0;
  }
  const double units = money(program, value);
  const int row = mip_add_row(program->mip, units - 1e-6 * (1 + fabs(units)), MIP_INF);
  mip_set_row_coefficients(program->mip, row, count, column, cost);
  put_none(program, row, money(program, program->limits.best));
}

// y_Sg: how often set S is driven in group g; at most one set a slot.
static void add_choices(DayProgram *program, const SlotGroup *group, int groups)
{
  for (int g = 0; g < groups; g++)
    put_none(program, program->group_row[g] = mip_add_row(program->mip, -MIP_INF, group[g].slots),
             group[g].slots);
  for (guint s = 0; s < program->sets->len; s++) {
    const DaySet *set = program->sets->pdata[s];
    for (int g = 0; g < groups; g++) {
      if (set->cost[g] == MONEY_NONE)
        continue;
      int row[66], count = 0;
      double one[66];
      for (int k = 0; k < set->count; k++) {
        one[count] = 1;
        row[count++] = program->cover_row[set->client[k]];
      }
      one[count] = 1;
      row[count++] = program->group_row[g];
      if (group[g].within >= 0) {
        one[count] = 1;
        row[count++] = program->group_row[group[g].within];
      }
      add_column(program, set->cost[g], group[g].slots, true, count, row, one);
      g_array_append_val(program->choice, ((DayChoice){(int)s, g}));
    }
  }
}

// Columns of the choices of a client in a group (group < 0: in any).
static int choices_of(const DayProgram *program, int client, int group, int *column, double *one)
{
  int count = 0;
  for (guint c = 0; c < program->choice->len; c++) {
    const DayChoice *choice = &g_array_index(program->choice, DayChoice, c);
    const DaySet *set = program->sets->pdata[choice->set];
    if ((group < 0 || choice->group == group) && set->set >> client & 1) {
      column[count] = (int)c;
      one[count++] = 1;
    }
  }
  return count;
}

// Σ y + u_i = f_i, or with patterns Σ y - Σ_k |P_k| z_k = 0, Σ z_k + z_none = 1
static void add_wish(DayProgram *program, int i, int fixes)
{
  const Demand *demand = &program->p->demand[i];
  const int row = program->cover_row[i];
  program->miss_column[i] = -1;
  if (demand->patterns == 0) {
    const int most = demand->visits - fixes;
    mip_set_row_bounds(program->mip, row, demand->visits, demand->visits);
    put_none(program, row, demand->visits);
    if (most >= 0)
      program->miss_column[i] = add_column(program, demand->miss_cost, most, true, 1, &row, (double[]){1});
    return;
  }
  const int one = add_row_of_one(program);
  mip_set_row_bounds(program->mip, row, 0, 0);
  for (int k = 0; k < demand->patterns; k++) {
    const int visits = __builtin_popcountll(demand->pattern[k]);
    if (visits > 0)
      add_column(program, 0, 1, true, 2, (int[]){row, one}, (double[]){-visits, 1});
  }
  add_column(program, demand->visits * demand->miss_cost, 1, true, 1, &one, (double[]){1});
}

// A promised visit is driven in its slot.
static void add_fixes(DayProgram *program, const SlotGroup *group, int groups, int *column, double *one)
{
  const Problem *p = program->p;
  for (int k = 0; k < p->fixes; k++) {
    for (int g = 0; g < groups; g++) {
      if (group[g].slot[0] != p->fix[k].slot || group[g].shared)
        continue;
      const int row = add_row_of_one(program);
      const int count = choices_of(program, p->fix[k].client, g, column, one);
      mip_set_row_coefficients(program->mip, row, count, column, one);
    }
  }
}

// ---- Calendars ----------------------------------------------------------------------------------------------------

// v_s of client i: a column for each slot that some set puts it into, with v_s = Σ y; -1: none.
static int *add_visits(DayProgram *program, int i, int *column, double *one)
{
  const Problem *p = program->p;
  int *visit = g_new(int, (gsize)p->slots + 1);
  for (int s = 0; s < p->slots; s++) {
    visit[s] = -1;
    const int count = choices_of(program, i, s, column, one);
    if (count == 0)
      continue;
    set_priority(program, BRANCH_SET);
    visit[s] = add_plain(program, 0, 1, true);
    set_priority(program, BRANCH_VISIT);
    column[count] = visit[s];
    one[count] = -1;
    mip_set_row_coefficients(program->mip, mip_add_row(program->mip, 0, 0), count + 1, column, one);
  }
  return visit;
}

// At most one visit a day that could be moved.
static void add_days(DayProgram *program, int i, const int *visit)
{
  const Problem *p = program->p;
  for (int day = 0; day < p->days; day++) {
    int column[64], count = 0, fixes = 0;
    double one[64];
    for (int s = 0; s < p->slots && count < 64; s++) {
      if (visit[s] < 0 || p->slot[s].day != day)
        continue;
      fixes += problem_fix(p, i, s) != NULL;
      column[count] = visit[s];
      one[count++] = 1;
    }
    if (count > 1)
      mip_set_row_coefficients(program->mip, mip_add_row(program->mip, -MIP_INF, MAX(1, fixes)), count,
                               column, one);
  }
}

// Whether a plan that is to be found can hold a single cost of that size on top of what is proved already.
static bool is_affordable(const DayProgram *program, Money cost, Money proved)
{
  return proved == MONEY_NONE || cost < program->limits.best - proved;
}

// Σ_k z_k = 1 over kinds (weekdays, reps), and v_s <= z_kind(s), or v_s - z_kind(s) <= o_s at a cost.
static void add_one_kind(DayProgram *program, const int *visit, const int *kind, int kinds, Money off_cost)
{
  const int one = add_row_of_one(program);
  g_autofree int *z = g_new(int, (gsize)kinds + 1);
  set_priority(program, BRANCH_SET);
  for (int k = 0; k < kinds; k++)
    z[k] = add_column(program, 0, 1, true, 1, &one, (double[]){1});
  set_priority(program, BRANCH_KIND);
  for (int s = 0; s < program->p->slots; s++) {
    if (visit[s] < 0 || kind[s] < 0)
      continue;
    const int row = mip_add_row(program->mip, -MIP_INF, 0);
    int column[3] = {visit[s], z[kind[s]]}, count = 2;
    if (off_cost >= 0 && is_affordable(program, off_cost, program->limits.core))
      column[count++] = add_plain(program, off_cost, 1, false);
    mip_set_row_coefficients(program->mip, row, count, column, (double[]){1, -1, -1});
  }
}

static void add_weekdays(DayProgram *program, int i, const int *visit)
{
  const Problem *p = program->p;
  const Demand *demand = &p->demand[i];
  if (demand->same_weekday == WEEKDAY_FREE || demand->visits < 2)
    return;
  g_autofree int *kind = g_new(int, (gsize)p->slots + 1);
  for (int s = 0; s < p->slots; s++) {
    const bool counts = demand->same_weekday == WEEKDAY_PREFER || !problem_is_promised(p, i, s);
    kind[s] = counts ? weekday_of(p, s) : -1;
  }
  add_one_kind(program, visit, kind, 7, demand->same_weekday == WEEKDAY_PREFER ? demand->weekday_cost : -1);
}

static void add_rep(DayProgram *program, int i, const int *visit)
{
  const Problem *p = program->p;
  if (!p->demand[i].same_rep || p->reps < 2)
    return;
  g_autofree int *kind = g_new(int, (gsize)p->slots + 1);
  for (int s = 0; s < p->slots; s++)
    kind[s] = p->slot[s].rep;
  add_one_kind(program, visit, kind, p->reps, -1);
}

// Whether all visits of the client in a plan that is to be found lie on one weekday.
static bool keeps_weekday(const DayProgram *program, int i)
{
  const Problem *p = program->p;
  const Demand *demand = &p->demand[i];
  for (int k = 0; k < p->fixes; k++) {
    if (p->fix[k].client == i && demand->same_weekday == WEEKDAY_SAME)
      return false;
  }
  return demand->same_weekday == WEEKDAY_SAME ||
         (demand->same_weekday == WEEKDAY_PREFER &&
          !is_affordable(program, demand->weekday_cost, program->limits.core));
}

// The path: one unit from the beginning to the end, through every visit; gaps too long use up visits.
static void add_path(DayProgram *program, int i, const int *visit)
{
  const Problem *p = program->p;
  g_autofree int *row = g_new(int, (gsize)p->slots + 3), *order = calendar_order(p);
  for (int s = 0; s < p->slots; s++)
    row[s] = visit[s] < 0 ? -1 : mip_add_row(program->mip, 0, 0); // what comes in is v_s
  const int begin = add_row_of_one(program), used = mip_add_row(program->mip, -MIP_INF, p->demand[i].visits);
  g_autofree int *out = g_new(int, (gsize)p->slots + 1);
  for (int s = 0; s < p->slots; s++) {
    out[s] = visit[s] < 0 ? -1 : mip_add_row(program->mip, 0, 0);
    if (visit[s] < 0)
      continue;
    mip_set_row_coefficients(program->mip, row[s], 1, &visit[s], (double[]){-1});
    mip_set_row_coefficients(program->mip, out[s], 1, &visit[s], (double[]){-1});
  }
  const bool one_weekday = keeps_weekday(program, i);
  for (int a = -1; a < p->slots; a++) {
    for (int b = a + 1; b <= p->slots; b++) {
      const int from = a < 0 ? ARC_BEGIN : order[a], to = b == p->slots ? ARC_END : order[b];
      CalendarArc arc;
      if (one_weekday && from >= 0 && to >= 0 && weekday_of(p, from) != weekday_of(p, to))
        continue;
      if ((from >= 0 && visit[from] < 0) || (to >= 0 && visit[to] < 0) ||
          !calendar_arc(p, i, from, to, &arc) || !is_affordable(program, arc.cost, program->limits.weekday))
        continue;
      int rows[3] = {from >= 0 ? out[from] : begin, used}, count = 2;
      double value[3] = {1, arc.skipped + (to >= 0)};
      if (to >= 0) {
        rows[count] = row[to];
        value[count++] = 1;
      }
      mip_add_column(program->mip, money(program, arc.cost), 0, 1, false, count, rows, value);
    }
  }
}

// Σ_{k: d in P_k} z_k = visits on day d
static void add_pattern_days(DayProgram *program, int i, const int *visit)
{
  const Problem *p = program->p;
  const Demand *demand = &p->demand[i];
  g_autofree int *z = g_new(int, (gsize)demand->patterns);
  const int most = mip_add_row(program->mip, -MIP_INF, 1);
  for (int k = 0; k < demand->patterns; k++)
    z[k] = add_column(program, 0, 1, true, 1, &most, (double[]){1});
  set_priority(program, BRANCH_KIND);
  for (int day = 0; day < MIN(p->days, 64); day++) {
    g_autofree int *column = g_new(int, (gsize)p->slots + (gsize)demand->patterns);
    g_autofree double *value = g_new(double, (gsize)p->slots + (gsize)demand->patterns);
    int count = 0;
    for (int s = 0; s < p->slots; s++) {
      if (visit[s] < 0 || p->slot[s].day != day)
        continue;
      column[count] = visit[s];
      value[count++] = 1;
    }
    for (int k = 0; k < demand->patterns; k++) {
      if (!(demand->pattern[k] >> day & 1))
        continue;
      column[count] = z[k];
      value[count++] = -1;
    }
    if (count > 0)
      mip_set_row_coefficients(program->mip, mip_add_row(program->mip, 0, 0), count, column, value);
  }
}

// Visits, weekdays and reps of a client; returns the columns of its visits.
static int *add_calendar(DayProgram *program, int i, int *column, double *one)
{
  set_priority(program, BRANCH_SET);
  int *visit = add_visits(program, i, column, one);
  add_rep(program, i, visit);
  if (program->p->demand[i].patterns > 0) {
    add_pattern_days(program, i, visit);
  } else {
    add_days(program, i, visit);
    add_weekdays(program, i, visit);
  }
  return visit;
}

static void add_calendars(DayProgram *program, int *column, double *one)
{
  const int n = program->p->n;
  g_autofree int **visit = g_new(int *, (gsize)n + 1);
  add_floor(program, program->limits.core);
  const uint64_t any_day = clients_of_any_day(program->p);
  for (int i = 0; i < n; i++)
    visit[i] = any_day >> i & 1 ? NULL : add_calendar(program, i, column, one);
  if (program->limits.weekday > program->limits.core)
    add_floor(program, program->limits.weekday);
  for (int i = 0; i < n; i++) {
    if (visit[i] && program->p->demand[i].patterns == 0 && calendar_has_gap_rules(program->p, i))
      add_path(program, i, visit[i]);
    g_free(visit[i]);
  }
}

// ---- Weekdays without days ----------------------------------------------------------------------------------------

// Fixed visits of a client on a weekday.
static int fixes_on(const Problem *p, int client, int weekday)
{
  int count = 0;
  for (int k = 0; k < p->fixes; k++)
    count += p->fix[k].client == client && !p->fix[k].chosen && weekday_of(p, p->fix[k].slot) == weekday;
  return count;
}

// Columns of the choices that visit a client on a weekday.
static int choices_on(const DayProgram *program, const SlotGroup *group, int client, int weekday, int *column,
                      double *one)
{
  int count = 0;
  for (guint c = 0; c < program->choice->len; c++) {
    const DayChoice *choice = &g_array_index(program->choice, DayChoice, c);
    const DaySet *set = program->sets->pdata[choice->set];
    if (set->set >> client & 1 && weekday_of(program->p, group[choice->group].slot[0]) == weekday) {
      column[count] = (int)c;
      one[count++] = 1;
    }
  }
  return count;
}

// Σ_w z_w <= 1 and, for each weekday, Σ y <= fixes + f_i z_w (+ o_w at the cost of a visit off the weekday).
static void add_weekday_choice(DayProgram *program, const SlotGroup *group, int i, int first, int *column,
                               double *one)
{
  const Problem *p = program->p;
  const Demand *demand = &p->demand[i];
  const bool prefers = demand->same_weekday == WEEKDAY_PREFER;
  const int choice = mip_add_row(program->mip, -MIP_INF, 1);
  for (int w = 0; w < 7; w++) {
    int count = choices_on(program, group, i, w, column, one);
    if (count == 0)
      continue;
    set_priority(program, BRANCH_SET);
    const int z = add_column(program, 0, 1, true, 1, &choice, (double[]){1});
    if (first == w)
      mip_set_column_bounds(program->mip, program->named = z, 1, 1);
    set_priority(program, BRANCH_KIND);
    const int row = mip_add_row(program->mip, -MIP_INF, prefers ? 0 : fixes_on(p, i, w));
    column[count] = z;
    one[count++] = -demand->visits;
    if (prefers && is_affordable(program, demand->weekday_cost, program->limits.core)) {
      column[count] = add_plain(program, demand->weekday_cost, demand->visits, false);
      one[count++] = -1;
    }
    mip_set_row_coefficients(program->mip, row, count, column, one);
  }
}

// Whether every weekday with slots has as many of the same kind as any other: then they may be renamed.
static bool weekdays_alike(const Problem *p, const SlotGroup *group, int groups)
{
  for (int g = 0; g < groups; g++) {
    if (group[g].slots != group[0].slots || !slots_alike(p, group[g].slot[0], group[0].slot[0]))
      return false;
    for (int h = 0; h < g; h++) {
      if (weekday_of(p, group[h].slot[0]) == weekday_of(p, group[g].slot[0]))
        return false;
    }
  }
  return true;
}

static void add_weekday_choices(DayProgram *program, const SlotGroup *group, int groups, int *column,
                                double *one)
{
  const Problem *p = program->p;
  int busiest = -1;
  for (int i = 0; i < p->n; i++) {
    if (p->demand[i].same_weekday != WEEKDAY_FREE && p->demand[i].patterns == 0 &&
        (busiest < 0 || p->demand[i].visits > p->demand[busiest].visits))
      busiest = i;
  }
  const bool alike = weekdays_alike(p, group, groups);
  for (int i = 0; i < p->n; i++) {
    if (demand_keeps_weekday(&p->demand[i]))
      add_weekday_choice(program, group, i, alike && i == busiest ? weekday_of(p, group[0].slot[0]) : -1,
                         column, one);
  }
}

// ---- The whole ----------------------------------------------------------------------------------------------------

static double unit_of(const Problem *p, const GPtrArray *sets, int groups)
{
  Money top = 1;
  for (guint s = 0; s < sets->len; s++) {
    const DaySet *set = sets->pdata[s];
    for (int g = 0; g < groups; g++)
      top = MAX(top, set->cost[g]);
  }
  for (int i = 0; i < p->n && top == 1; i++)
    top = MAX(top, p->demand[i].miss_cost);
  return (double)top / 100;
}

DayProgram *day_program_new(const Problem *p, const SlotGroup *group, int groups, const GPtrArray *sets,
                            Depth depth, const DayLimits *limits)
{
  DayProgram *program = g_new0(DayProgram, 1);
  *program = (DayProgram){.p = p,
                          .mip = mip_new(),
                          .limits = *limits,
                          .unit = unit_of(p, sets, groups),
                          .sets = sets,
                          .named = -1};
  program->none_row = g_array_new(FALSE, FALSE, sizeof(NoneEntry));
  program->priority = g_array_new(FALSE, FALSE, sizeof(int8_t));
  program->cost = g_array_new(FALSE, TRUE, sizeof(double));
  program->choice = g_array_new(FALSE, FALSE, sizeof(DayChoice));
  program->cover_row = g_new(int, (gsize)p->n + 1);
  program->miss_column = g_new(int, (gsize)p->n + 1);
  program->group_row = g_new(int, (gsize)groups + 1);
  for (int i = 0; i < p->n; i++)
    program->cover_row[i] = mip_add_row(program->mip, 0, MIP_INF);
  add_choices(program, group, groups);
  g_autofree int *fixes = g_new0(int, (gsize)p->n + 1);
  for (int k = 0; k < p->fixes; k++)
    fixes[p->fix[k].client]++;
  for (int i = 0; i < p->n; i++)
    add_wish(program, i, fixes[i]);
  g_autofree int *column = g_new(int, program->choice->len + 3);
  g_autofree double *one = g_new(double, program->choice->len + 3);
  add_fixes(program, group, groups, column, one);
  if (depth == DEPTH_WEEKDAYS) {
    add_floor(program, limits->core);
    add_weekday_choices(program, group, groups, column, one);
  }
  if (depth == DEPTH_SLOTS)
    add_calendars(program, column, one);
  add_none(program);
  set_priority(program, BRANCH_SET);
  return program;
}

void day_program_free(DayProgram *program)
{
  if (!program)
    return;
  mip_free(program->mip);
  g_array_unref(program->choice);
  g_array_unref(program->cost);
  g_array_unref(program->priority);
  g_array_unref(program->none_row);
  g_free(program->cover_row);
  g_free(program->miss_column);
  g_free(program->group_row);
  g_free(program);
}

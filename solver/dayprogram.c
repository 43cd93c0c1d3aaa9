// SPDX-License-Identifier: GPL-3.0-or-later
// One builder a family of constraints. A client's calendar is a path over its days whose arcs carry what a gap costs;
// once the visits are whole the path is the only one through them, so its arcs need not be integer.
#include "solver/dayprogram.h"

#include "solver/calendar_arcs.h"

#include <string.h>

// ---- Groups of slots ----------------------------------------------------------------------------------------------

static bool slot_has_fix(const Problem *p, int s)
{
  for (int k = 0; k < p->fixes; k++) {
    if (p->fix[k].slot == s)
      return true;
  }
  return false;
}

static bool slots_alike(const Problem *p, int a, int b)
{
  const Slot *x = &p->slot[a], *y = &p->slot[b];
  if (x->start != y->start || x->end != y->end || x->legs != y->legs || x->clock != y->clock ||
      x->length != y->length || x->max_work != y->max_work || x->max_travel != y->max_travel ||
      x->max_visits != y->max_visits || x->max_load != y->max_load || slot_has_fix(p, a) ||
      slot_has_fix(p, b))
    return false;
  for (int i = 0; i < p->n; i++) {
    if (problem_is_allowed(p, i, a) != problem_is_allowed(p, i, b))
      return false;
  }
  return true;
}

SlotGroup *slot_groups_new(const Problem *p, const int *of_class, bool single, int *count)
{
  SlotGroup *groups = g_new0(SlotGroup, (gsize)p->slots + 1);
  *count = 0;
  for (int s = 0; s < p->slots; s++) {
    int g = single ? *count : 0;
    while (g < *count && (of_class[s] != groups[g].class || !slots_alike(p, groups[g].slot[0], s)))
      g++;
    if (g == *count) {
      groups[(*count)++] = (SlotGroup){.class = of_class[s], .slot = g_new(int, (gsize)p->slots)};
    }
    groups[g].slot[groups[g].slots++] = s;
  }
  return groups;
}

void slot_groups_free(SlotGroup *groups, int count)
{
  for (int g = 0; g < count; g++)
    g_free(groups[g].slot);
  g_free(groups);
}

// ---- Rows of visits -----------------------------------------------------------------------------------------------

static double money(const DayProgram *program, Money cost)
{
  return (double)cost / program->unit;
}

static int add_plain(DayProgram *program, Money cost, double lower, double upper, bool integer)
{
  return mip_add_column(program->mip, money(program, cost), lower, upper, integer, 0, NULL, NULL);
}

// y_Sg: how often set S is driven in group g; at most one set a slot.
static void add_choices(DayProgram *program, const SlotGroup *group, int groups)
{
  for (int g = 0; g < groups; g++)
    program->group_row[g] = mip_add_row(program->mip, -MIP_INF, group[g].slots);
  for (guint s = 0; s < program->sets->len; s++) {
    const DaySet *set = program->sets->pdata[s];
    for (int g = 0; g < groups; g++) {
      if (set->cost[g] == MONEY_NONE)
        continue;
      int row[65], count = 0;
      double one[65];
      for (int k = 0; k < set->count; k++) {
        one[count] = 1;
        row[count++] = program->cover_row[set->client[k]];
      }
      one[count] = 1;
      row[count++] = program->group_row[g];
      mip_add_column(program->mip, money(program, set->cost[g]), 0, group[g].slots, true, count, row, one);
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
  if (demand->patterns == 0) {
    const int most = demand->visits - fixes;
    mip_set_row_bounds(program->mip, row, demand->visits, demand->visits);
    if (most >= 0)
      mip_add_column(program->mip, money(program, demand->miss_cost), 0, most, true, 1, &row, (double[]){1});
    return;
  }
  const int one = mip_add_row(program->mip, 1, 1);
  mip_set_row_bounds(program->mip, row, 0, 0);
  for (int k = 0; k < demand->patterns; k++) {
    const int visits = __builtin_popcountll(demand->pattern[k]);
    if (visits > 0)
      mip_add_column(program->mip, 0, 0, 1, true, 2, (int[]){row, one}, (double[]){-visits, 1});
  }
  mip_add_column(program->mip, money(program, demand->visits * demand->miss_cost), 0, 1, true, 1, &one,
                 (double[]){1});
}

// A promised visit is driven in its slot.
static void add_fixes(DayProgram *program, const SlotGroup *group, int groups, int *column, double *one)
{
  const Problem *p = program->p;
  for (int k = 0; k < p->fixes; k++) {
    for (int g = 0; g < groups; g++) {
      if (group[g].slot[0] != p->fix[k].slot)
        continue;
      const int row = mip_add_row(program->mip, 1, 1);
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
    visit[s] = add_plain(program, 0, 0, 1, true);
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

// Σ_k z_k = 1 over kinds (weekdays, reps), and v_s <= z_kind(s), or v_s - z_kind(s) <= o_s at a cost.
static void add_one_kind(DayProgram *program, const int *visit, const int *kind, int kinds, Money off_cost)
{
  const int one = mip_add_row(program->mip, 1, 1);
  g_autofree int *z = g_new(int, (gsize)kinds + 1);
  for (int k = 0; k < kinds; k++)
    z[k] = mip_add_column(program->mip, 0, 0, 1, true, 1, &one, (double[]){1});
  for (int s = 0; s < program->p->slots; s++) {
    if (visit[s] < 0 || kind[s] < 0)
      continue;
    const int row = mip_add_row(program->mip, -MIP_INF, 0);
    int column[3] = {visit[s], z[kind[s]]}, count = 2;
    if (off_cost >= 0)
      column[count++] = add_plain(program, off_cost, 0, 1, false);
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
    const bool counts = demand->same_weekday == WEEKDAY_PREFER || !problem_fix(p, i, s);
    kind[s] = counts ? (p->weekday0 + p->slot[s].day) % 7 : -1;
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

// The path: one unit from the beginning to the end, through every visit; gaps too long use up visits.
static void add_path(DayProgram *program, int i, const int *visit)
{
  const Problem *p = program->p;
  g_autofree int *row = g_new(int, (gsize)p->slots + 3), *order = calendar_order(p);
  for (int s = 0; s < p->slots; s++)
    row[s] = visit[s] < 0 ? -1 : mip_add_row(program->mip, 0, 0); // what comes in is v_s
  const int begin = mip_add_row(program->mip, 1, 1),
            used = mip_add_row(program->mip, -MIP_INF, p->demand[i].visits);
  g_autofree int *out = g_new(int, (gsize)p->slots + 1);
  for (int s = 0; s < p->slots; s++) {
    out[s] = visit[s] < 0 ? -1 : mip_add_row(program->mip, 0, 0);
    if (visit[s] < 0)
      continue;
    mip_set_row_coefficients(program->mip, row[s], 1, &visit[s], (double[]){-1});
    mip_set_row_coefficients(program->mip, out[s], 1, &visit[s], (double[]){-1});
  }
  for (int a = -1; a < p->slots; a++) {
    for (int b = a + 1; b <= p->slots; b++) {
      const int from = a < 0 ? ARC_BEGIN : order[a], to = b == p->slots ? ARC_END : order[b];
      CalendarArc arc;
      if ((from >= 0 && visit[from] < 0) || (to >= 0 && visit[to] < 0) || !calendar_arc(p, i, from, to, &arc))
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
    z[k] = mip_add_column(program->mip, 0, 0, 1, true, 1, &most, (double[]){1});
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

static void add_calendar(DayProgram *program, int i, int *column, double *one)
{
  const Demand *demand = &program->p->demand[i];
  g_autofree int *visit = add_visits(program, i, column, one);
  add_rep(program, i, visit);
  if (demand->patterns > 0) {
    add_pattern_days(program, i, visit);
    return;
  }
  add_days(program, i, visit);
  add_weekdays(program, i, visit);
  if (calendar_has_gap_rules(program->p, i))
    add_path(program, i, visit);
}

// ---- The whole ----------------------------------------------------------------------------------------------------

static double unit_of(const GPtrArray *sets)
{
  Money top = 1;
  for (guint s = 0; s < sets->len; s++) {
    const DaySet *set = sets->pdata[s];
    top = MAX(top, set->cost[0]);
  }
  return (double)top / 100;
}

DayProgram *day_program_new(const Problem *p, const SlotGroup *group, int groups, const GPtrArray *sets,
                            bool calendars)
{
  DayProgram *program = g_new0(DayProgram, 1);
  *program = (DayProgram){.p = p, .mip = mip_new(), .unit = unit_of(sets), .sets = sets};
  program->choice = g_array_new(FALSE, FALSE, sizeof(DayChoice));
  program->cover_row = g_new(int, (gsize)p->n + 1);
  program->group_row = g_new(int, (gsize)groups + 1);
  for (int i = 0; i < p->n; i++)
    program->cover_row[i] = mip_add_row(program->mip, 0, MIP_INF);
  add_choices(program, group, groups);
  g_autofree int *fixes = g_new0(int, (gsize)p->n + 1);
  for (int k = 0; k < p->fixes; k++)
    fixes[p->fix[k].client]++;
  for (int i = 0; i < p->n; i++)
    add_wish(program, i, fixes[i]);
  g_autofree int *column = g_new(int, program->choice->len + 2);
  g_autofree double *one = g_new(double, program->choice->len + 2);
  add_fixes(program, group, groups, column, one);
  for (int i = 0; i < p->n && calendars; i++)
    add_calendar(program, i, column, one);
  return program;
}

void day_program_free(DayProgram *program)
{
  if (!program)
    return;
  mip_free(program->mip);
  g_array_unref(program->choice);
  g_free(program->cover_row);
  g_free(program->group_row);
  g_free(program);
}

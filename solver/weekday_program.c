// SPDX-License-Identifier: GPL-3.0-or-later
// A set covering program, one column a set and kind of weekdays. Weekdays have no names in it, so nothing is asked twice;
// a program with a column for each town and weekday has a relaxation that puts each town a fifth on each weekday and
// says nothing.
#include "solver/weekday_program.h"

#include "solver/mip.h"

// Σ_{S of kind k} x_S <= weekdays of k
static void add_kinds(Mip *mip, const WeekdayProgram *program)
{
  for (int k = 0; k < program->kinds; k++)
    mip_add_row(mip, -MIP_INF, program->weekdays[k]);
}

// Σ_{S with c} x_S + u_c >= 1
static void add_towns(Mip *mip, const WeekdayProgram *program)
{
  const double one = 1;
  for (int c = 0; c < program->towns; c++) {
    const int row = mip_add_row(mip, 1, MIP_INF);
    mip_add_column(mip, program->left_cost, 0, 1, false, 1, &row, &one);
  }
}

static void add_set(Mip *mip, const WeekdayProgram *program, const WeekdaySet *set)
{
  int row[65] = {set->kind}, count = 1;
  double value[65] = {1};
  for (int c = 0; c < program->towns; c++) {
    if (!(set->towns >> c & 1))
      continue;
    row[count] = program->kinds + c;
    value[count++] = 1;
  }
  mip_add_column(mip, set->cost, 0, 1, true, count, row, value);
}

static double choice_cost(const WeekdayProgram *program, const bool *chosen)
{
  uint64_t there = 0;
  double cost = 0;
  for (int k = 0; k < program->sets; k++) {
    if (!chosen[k])
      continue;
    there |= program->set[k].towns;
    cost += program->set[k].cost;
  }
  return cost + program->left_cost * (program->towns - __builtin_popcountll(there));
}

// The point of a choice.
static void write_start(const WeekdayProgram *program, const bool *chosen, double *start)
{
  uint64_t there = 0;
  for (int k = 0; k < program->sets; k++) {
    start[program->towns + k] = chosen[k];
    there |= chosen[k] ? program->set[k].towns : 0;
  }
  for (int c = 0; c < program->towns; c++)
    start[c] = !(there >> c & 1);
}

double weekday_program_solve(const WeekdayProgram *program, int64_t nodes, bool *chosen)
{
  g_assert(program->towns <= 64);
  const double before = choice_cost(program, chosen);
  g_autoptr(Mip) mip = mip_new();
  add_kinds(mip, program);
  add_towns(mip, program);
  for (int k = 0; k < program->sets; k++)
    add_set(mip, program, &program->set[k]);
  g_autofree double *start = g_new(double, (gsize)program->towns + (gsize)program->sets + 1);
  write_start(program, chosen, start);
  const MipStatus status = mip_solve(mip, &(MipOptions){.nodes = nodes, .start = start});
  if (status != MIP_OPTIMAL && status != MIP_FEASIBLE)
    return before;
  for (int k = 0; k < program->sets; k++)
    chosen[k] = mip_value(mip, program->towns + k) > 0.5;
  return choice_cost(program, chosen);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Diving with column generation (R. Sadykov, F. Vanderbeck, A. Pessoa, I. Tahiri, E. Uchoa, INFORMS Journal on Computing 31,
// 2019): the master's largest fractions go up and stay, restricted pricing finds the routes that what is left asks for, and so
// on until all is whole. The routes of the program's fractional optimum alone seldom go together.
#include "solver/bound_parts.h"
#include "solver/random.h"

#include <math.h>

enum { DIVES_MOST = 400, UP_AT_ONCE = 4, PRICINGS = 3 };
#define NEARLY_UP 0.8
#define INTEGRAL 1e-6
#define NOISE 0.1 // of fractions, so that dives differ

typedef struct Dive {
  Bound *bound;
  GArray *lower; // int, of the active columns
  Random random;
} Dive;

static bool resolve(Dive *dive)
{
  mip_solve_lp(dive->bound->master->mip, true);
  return master_solve(dive->bound->master);
}

static void raise_column(Dive *dive, const Column *column, int to)
{
  g_array_index(dive->lower, int, column->at - dive->bound->master->base) = to;
  mip_set_column_bounds(dive->bound->master->mip, column->at, to, MIP_INF);
}

// False: everything is whole.
static bool go_down(Dive *dive)
{
  const GPtrArray *active = dive->bound->master->active;
  const Column *up = NULL;
  double largest = 0;
  int raised = 0;
  g_array_set_size(dive->lower, active->len);
  for (guint c = 0; c < active->len; c++) {
    const Column *column = active->pdata[c];
    const int whole = (int)floor(column->use + INTEGRAL);
    const double part = column->use - whole;
    if (whole > g_array_index(dive->lower, int, c))
      raise_column(dive, column, whole);
    if (part <= INTEGRAL)
      continue;
    if (part > NEARLY_UP && raised < UP_AT_ONCE) {
      raise_column(dive, column, whole + 1);
      raised++;
      continue;
    }
    const double rank = part + NOISE * random_unit(&dive->random);
    if (rank > largest) {
      largest = rank;
      up = column;
    }
  }
  if (raised == 0 && up)
    raise_column(dive, up, (int)floor(up->use + INTEGRAL) + 1);
  return raised > 0 || up;
}

// Routes that the program as it stands asks for; false: it has no solution.
static bool generate(Dive *dive)
{
  for (int k = 0; k < PRICINGS && bound_price_quickly(dive->bound) > 0; k++) {
    if (!master_solve(dive->bound->master))
      return false;
  }
  return true;
}

static void restore(Dive *dive)
{
  const GPtrArray *active = dive->bound->master->active;
  for (guint c = 0; c < MIN(active->len, dive->lower->len); c++) {
    if (g_array_index(dive->lower, int, c) > 0)
      mip_set_column_bounds(dive->bound->master->mip, ((const Column *)active->pdata[c])->at, 0, MIP_INF);
  }
  master_solve(dive->bound->master);
  for (guint before = 0; before != dive->bound->master->active->len;) { // dives leave thousands
    before = dive->bound->master->active->len;
    master_trim(dive->bound->master);
  }
}

void bound_dive(Bound *bound, uint64_t seed, int64_t steps, const EngineOptions *options)
{
  Dive dive = {.bound = bound, .lower = g_array_new(FALSE, TRUE, sizeof(int)), .random = {seed}};
  const int64_t from = bound_steps(bound);
  bound_watch(bound, options);
  bool goes = resolve(&dive);
  for (int k = 0; k < DIVES_MOST && goes && !bound_is_over(bound_steps(bound) - from, steps, options); k++)
    goes = generate(&dive) && go_down(&dive) && resolve(&dive);
  for (guint c = 0; c < bound->master->active->len; c++) {
    const Column *column = bound->master->active->pdata[c];
    if (column->use > INTEGRAL && bound->classes->item[column->class].share == column->class)
      g_ptr_array_add(bound->dived, bound_route_of(bound, column));
  }
  restore(&dive);
  g_array_unref(dive.lower);
}

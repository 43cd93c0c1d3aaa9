// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/easing.h"

#include <math.h>

struct Easing {
  const Problem *p;
  Problem eased; // borrows all but the demand
  Demand *demand;
};

Easing *easing_new(const Problem *p)
{
  bool costs = false;
  for (int i = 0; i < p->n && !costs; i++) {
    const Demand *demand = &p->demand[i];
    costs = demand->patterns == 0 && demand->gap_cost > 0 && (demand->soft_min > 1 || demand->soft_max > 0);
  }
  if (!costs)
    return NULL;
  Easing *easing = g_new0(Easing, 1);
  easing->p = p;
  easing->eased = *p;
  easing->eased.demand = easing->demand = g_memdup2(p->demand, sizeof(Demand) * (gsize)p->n);
  return easing;
}

void easing_free(Easing *easing)
{
  if (!easing)
    return;
  g_free(easing->demand);
  g_free(easing);
}

const Problem *easing_problem(Easing *easing, double part)
{
  g_assert(part >= 0 && part <= 1);
  for (int i = 0; i < easing->p->n; i++)
    easing->demand[i].gap_cost = llround((double)easing->p->demand[i].gap_cost * part);
  return &easing->eased;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The duals of the master: those last solved, their mean, those of the best bound, mixtures of them, and what follows from
// whichever are the present ones: prizes, reduced costs and the Lagrangian bound.
#include "solver/master.h"

#include <math.h>
#include <string.h>

// Mixing duals rounds each of them. What rows of nights add to the classes of a rep has to fit together exactly, or the
// bound would be too high by so much a day: by less than 1 for a mixture, by less than 1 / (1 - share) for mixtures of mixtures.
enum { TOLL_ROUNDING = 16 };

void master_calm(Master *master)
{
  memcpy(master->cover, master->calm, sizeof(Money) * (size_t)master->duals);
}

void master_recall(Master *master)
{
  memcpy(master->cover, master->last, sizeof(Money) * (size_t)master->duals);
  for (guint c = 0; c < master->cuts->len; c++) {
    Cut *cut = master->cuts->pdata[c];
    cut->penalty = cut->last;
  }
}

static Money between(Money centre, Money last, double share)
{
  return last + (Money)floor((double)(centre - last) * share);
}

void master_lean(Master *master, double share)
{
  for (int k = 0; k < master->duals; k++)
    master->cover[k] = between(master->centre[k], master->last[k], share);
  for (guint c = 0; c < master->cuts->len; c++) {
    Cut *cut = master->cuts->pdata[c];
    cut->penalty = between(cut->centre, cut->last, share);
  }
}

void master_centre(Master *master)
{
  memcpy(master->centre, master->cover, sizeof(Money) * (size_t)master->duals);
  for (guint c = 0; c < master->cuts->len; c++) {
    Cut *cut = master->cuts->pdata[c];
    cut->centre = cut->penalty;
  }
  master->centred = true;
}

void master_set_prices(Master *master, const Money *visit, const Money *route)
{
  memset(master->cover, 0, sizeof(Money) * (size_t)master->duals);
  for (int i = 0; i < master->p->n; i++)
    master->cover[i] = MAX(0, visit[i]);
  for (int k = 0; k < master->classes->count; k++)
    master->count[k] = MAX(0, route[k]);
  memcpy(master->calm, master->cover, sizeof(Money) * (size_t)master->duals);
}

// Σ f_i π_i + Σ m_ik ρ_ik - Σ b_c σ_c + Σ s_i min(0, e_i - π_i) + Σ D_k (min(0, least_k) - μ_k)
Money master_bound(const Master *master, const Money *least)
{
  const int n = master->p->n;
  Money bound = 0;
  for (int i = 0; i < n; i++)
    bound +=
        master->visits[i] * master->cover[i] + master->spare[i] * MIN(0, master->miss[i] - master->cover[i]);
  for (int k = 0; k < master->classes->count; k++) {
    const DayClass *class = &master->classes->item[k];
    if (class->share != k)
      continue;
    Money cheapest = 0;
    for (int j = k; j < master->classes->count; j++) {
      if (master->classes->item[j].share == k)
        cheapest = MIN(cheapest, least[j] - (j == k ? 0 : TOLL_ROUNDING));
    }
    bound += class->slots * (cheapest - master->count[k]);
    for (int j = 0; j < class->clients; j++)
      bound += class->must[j] * master->must[k * n + class->client[j]];
  }
  for (guint c = 0; c < master->cuts->len; c++) {
    const Cut *cut = master->cuts->pdata[c];
    bound -= (Money)ceil(cut->most) * cut->penalty;
  }
  return bound + master->constant;
}

void master_prizes(const Master *master, int class, Money *prize)
{
  const int n = master->p->n;
  for (int i = 0; i < n; i++)
    prize[i] = master->cover[i] + master->must[class * n + i];
}

// The duals of clients and classes lie in one array, which begins at `duals`; last: penalties of cuts as last solved.
static Money cost_less_duals(const Master *master, const Money *duals, bool last, int class,
                             const int *client, int count, Money cost)
{
  const Money *of_class = duals + (master->count - master->cover);
  const Money *must = duals + (master->must - master->cover) + (size_t) class * (size_t)master->p->n;
  Money reduced = cost + of_class[class];
  for (int k = 0; k < count; k++)
    reduced -= duals[client[k]] + must[client[k]];
  for (guint c = 0; c < master->cuts->len; c++) {
    const Cut *cut = master->cuts->pdata[c];
    const Money penalty = last ? cut->last : cut->penalty;
    if (penalty > 0)
      reduced += penalty * cut_share(cut, client, count);
  }
  return reduced;
}

Money master_reduced_cost(const Master *master, int class, const int *client, int count, Money cost)
{
  return cost_less_duals(master, master->cover, false, class, client, count, cost);
}

Money master_last_cost(const Master *master, int class, const int *client, int count, Money cost)
{
  return cost_less_duals(master, master->last, true, class, client, count, cost);
}

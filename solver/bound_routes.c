// SPDX-License-Identifier: GPL-3.0-or-later
// What a bound leaves to others: routes for the search, the best ones first, and routes, prices and memories for the bound of
// a problem made from the same clients.
#include "solver/bound_parts.h"

#include <stdlib.h>

void bound_route_free(void *data)
{
  BoundRoute *route = data;
  g_free(route->client);
  g_free(route);
}

// ---- Routes for the search ----------------------------------------------------------------------------------------

typedef struct Ranked {
  const Column *column;
  Money reduced; // cost in the duals last solved
} Ranked;

static int by_worth(const void *a, const void *b)
{
  const Ranked *x = a, *y = b;
  if (x->column->use != y->column->use)
    return x->column->use > y->column->use ? -1 : 1;
  if (x->reduced != y->reduced)
    return x->reduced < y->reduced ? -1 : 1;
  return x->column->at - y->column->at;
}

static BoundRoute *route_of(const Bound *bound, const Column *column)
{
  BoundRoute *route = g_new0(BoundRoute, 1);
  route->slot = bound->classes->item[column->class].slot[0];
  route->count = column->count;
  route->client = g_memdup2(column->client, sizeof(int) * (gsize)column->count);
  route->cost = column->cost;
  route->use = column->use;
  return route;
}

const GPtrArray *bound_routes(Bound *bound)
{
  enum { ROUTES_KEPT = 2000 };
  const Master *master = bound->master;
  g_autofree Ranked *ranked = g_new(Ranked, master->active->len + 1);
  g_ptr_array_set_size(bound->routes, 0);
  for (guint c = 0; c < master->active->len; c++) {
    const Column *column = master->active->pdata[c];
    ranked[c] = (Ranked){
        column, master_last_cost(master, column->class, column->client, column->count, column->cost)};
  }
  qsort(ranked, master->active->len, sizeof(Ranked), by_worth);
  for (guint c = 0; c < MIN(master->active->len, ROUTES_KEPT); c++) {
    const Column *column = ranked[c].column;
    if (bound->classes->item[column->class].share != column->class)
      continue; // begins or ends somewhere on the road
    g_ptr_array_add(bound->routes, route_of(bound, column));
  }
  return bound->routes;
}

// ---- For another bound ----------------------------------------------------------------------------------------------

EngineMaterial *engine_material_new(void)
{
  EngineMaterial *material = g_new0(EngineMaterial, 1);
  material->routes = g_ptr_array_new_with_free_func(bound_route_free);
  return material;
}

void engine_material_free(EngineMaterial *material)
{
  if (!material)
    return;
  g_ptr_array_unref(material->routes);
  g_free(material->visit_price);
  g_free(material->price);
  g_free(material->remembers);
  g_free(material);
}

// Those of the best bound without cuts.
static void hand_prices(const Bound *bound, EngineMaterial *material)
{
  const int n = bound->p->n;
  if (bound->priced == MONEY_NONE)
    return;
  material->visit_price = g_memdup2(bound->prices, sizeof(Money) * ((gsize)n + 1));
  material->price = g_new0(Money, (gsize)bound->p->slots + 1);
  for (int s = 0; s < bound->p->slots; s++) {
    const int class = bound->classes->of_slot[s];
    material->price[s] = class < 0 ? 0 : bound->prices[n + class];
  }
}

void bound_hand_over(Bound *bound, EngineMaterial *material)
{
  const size_t n = (size_t)bound->p->n, words = (size_t)bound->memory->words;
  bound_routes(bound);
  for (guint k = 0; k < bound->routes->len; k++)
    g_ptr_array_add(material->routes, bound->routes->pdata[k]);
  g_free(g_ptr_array_steal(bound->routes, NULL));
  material->remembers = g_new0(bool, n *n + 1);
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j < n; j++)
      material->remembers[i * n + j] = bound->memory->near[i * words + j / 64] >> (j % 64) & 1;
  }
  hand_prices(bound, material);
}

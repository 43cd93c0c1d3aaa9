// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/solved.h"

Solved *solved_new(const int *first, const int *client, int slots)
{
  Solved *solved = g_new0(Solved, 1);
  solved->status = PLAN_INFEASIBLE;
  solved->slots = slots;
  if (first) {
    solved->status = PLAN_FEASIBLE;
    solved->visits = first[slots];
    solved->first = g_memdup2(first, sizeof *first * ((gsize)slots + 1));
    solved->client = g_new0(int, (gsize)solved->visits + 1);
    solved->out = g_new0(bool, (gsize)slots + 1);
    for (int v = 0; v < solved->visits; v++)
      solved->client[v] = client[v];
  }
  return solved;
}

void solved_free(Solved *solved)
{
  if (!solved)
    return;
  g_free(solved->first);
  g_free(solved->client);
  g_free(solved->out);
  g_free(solved->travel_of);
  g_free(solved);
}

static void free_value(void *value)
{
  solved_free(value);
}

GHashTable *solved_store_new(void)
{
  return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_value);
}

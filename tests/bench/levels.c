// SPDX-License-Identifier: GPL-3.0-or-later
// How fast and how near the optimum visits are chosen: S-shaped accounts of many reps under a shared budget.
// `levels [ACCOUNTS LEVELS REPS SEED]` prints value, bound, gap and seconds.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "solver/levels.h"
#include "solver/random.h"

static void fill_account(Random *random, int levels, Level *level)
{
  double base = exp(4 + 3 * random_unit(random)), c = 0.7 + 2 * random_unit(random),
         most = 1.1 + random_unit(random), least = 0.8 * random_unit(random), d = (most - 1) / (1 - least),
         now = 1 + random_below(random, levels);
  int64_t visit_s = 1800 + 60 * random_below(random, 60);
  for (int k = 0; k < levels; k++) {
    double power = pow(k / now, c);
    level[k].time_s = k * visit_s;
    level[k].cost = k * money_from(3 + 5 * random_unit(random));
    if (k > 0)
      level[k].cost = MAX(level[k].cost, level[k - 1].cost);
    level[k].value = money_from(base * (least + (most - least) * power / (d + power))) - level[k].cost;
  }
}

int main(int argc, char **argv)
{
  int accounts = argc > 1 ? atoi(argv[1]) : 5000, levels = argc > 2 ? atoi(argv[2]) : 8,
      reps = argc > 3 ? atoi(argv[3]) : 40;
  Random random = {argc > 4 ? (uint64_t)atoll(argv[4]) : 1};
  g_autofree Level *level = g_new0(Level, accounts * levels);
  g_autofree int *first = g_new0(int, accounts + 1), *rep = g_new0(int, accounts);
  g_autofree int64_t *capacity = g_new0(int64_t, reps);
  Money dearest = 0;
  for (int i = 0; i < accounts; i++) {
    first[i + 1] = (i + 1) * levels;
    rep[i] = i % reps;
    fill_account(&random, levels, level + i * levels);
    capacity[rep[i]] += level[(i + 1) * levels - 1].time_s / 2;
    dearest += level[(i + 1) * levels - 1].cost;
  }
  LevelProgram program = {accounts, reps, first, level, rep, capacity, dearest * 35 / 100};
  gint64 began = g_get_monotonic_time();
  g_autoptr(LevelResult) result = levels_solve(&program, 20000);
  double seconds = (double)(g_get_monotonic_time() - began) / G_USEC_PER_SEC;
  printf("levels %d x %d x %d: value %.2f bound %.2f gap %.5f %% %s %.2f s\n", accounts, levels, reps,
         money_units(result->value), money_units(result->bound), gap_pct(-result->value, -result->bound),
         plan_status_name(result->status), seconds);
  return 0;
}

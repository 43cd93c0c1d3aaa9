// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine proves on random territories of one rep: travel, its bound and the gap, a line an instance and the
// mean of each group; seconds of this process's own time. Seeds and sizes are fixed, so tables can be compared.
//   gap [EFFORT [CLIENTS [WEEKDAY [SEEDS [WEEKS [HOURS [LIMIT [ENGINE]]]]]]]]   EFFORT quick, normal or best; WEEKDAY 0 free,
//   1 prefer, 2 same; HOURS 1: half of the clients have hours, some with a siesta, and the rep has a split shift;
//   LIMIT: seconds of the clock for each instance, after which it does not repeat; 0: none; ENGINE: the engine's seed
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "solver/engine.h"
#include "solver/mip.h"
#include "tests/unit/instance.h"

typedef struct GapCase {
  Effort effort;
  int clients, weeks, seeds;
  SameWeekday weekday;
  bool hours;
  double limit; // seconds; 0: none
  uint64_t engine;
} GapCase;

static double own_seconds(void)
{
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void run_case(const GapCase *group)
{
  double gaps = 0, whole = 0, seconds = 0;
  for (int k = 0; k < group->seeds; k++) {
    const InstanceSpec spec = {.seed = (uint64_t)k + 1,
                               .clients = group->clients,
                               .weekday = group->weekday,
                               .weeks = group->weeks,
                               .windows = group->hours,
                               .split = group->hours};
    g_autoptr(Problem) p = instance_new(&spec);
    EngineOptions options = {.seed = group->engine, .effort = group->effort};
    const double began = own_seconds();
    if (group->limit > 0)
      options.deadline_us = g_get_monotonic_time() + (int64_t)(group->limit * 1e6);
    EngineResult result = engine_solve(p, &options);
    const double took = own_seconds() - began;
    g_assert(result.best && solution_is_admissible(p, result.best));
    const Money core = result.cost.travel + result.cost.missed, total = solution_total(&result.cost);
    const double gap = core > 0 ? 100.0 * (double)(core - result.core_bound) / (double)core : 0;
    const double all = total > 0 ? 100.0 * (double)(total - result.bound) / (double)total : 0;
    printf("%4d %d %2d %4d  travel %8.3f  bound %8.3f  gap %5.2f %%  missed %2.0f  spacing %6.2f  weekday "
           "%6.2f  "
           "whole gap %5.2f %%  %s  %6.2f s\n",
           group->clients, (int)group->weekday, group->weeks, k + 1, money_units(result.cost.travel),
           money_units(result.core_bound), gap, money_units(result.cost.missed) / 20,
           money_units(result.cost.spacing), money_units(result.cost.weekday), all,
           plan_status_name(result.status), took);
    fflush(stdout);
    gaps += gap;
    whole += all;
    seconds += took;
    solution_free(result.best);
  }
  printf("%4d %d %2d mean  gap %.2f %%  whole gap %.2f %%  %.2f s\n", group->clients, (int)group->weekday,
         group->weeks, gaps / group->seeds, whole / group->seeds, seconds / group->seeds);
  fflush(stdout);
}

int main(int argc, char **argv)
{
  const char *effort = argc > 1 ? argv[1] : "normal";
  GapCase group = {.effort = g_str_equal(effort, "quick")  ? EFFORT_QUICK
                             : g_str_equal(effort, "best") ? EFFORT_BEST
                                                           : EFFORT_NORMAL,
                   .weeks = argc > 5 ? atoi(argv[5]) : 13,
                   .seeds = argc > 4 ? atoi(argv[4]) : 5,
                   .hours = argc > 6 && atoi(argv[6]) > 0,
                   .limit = argc > 7 ? atof(argv[7]) : 0,
                   .engine = argc > 8 ? strtoull(argv[8], NULL, 10) : 1};
  static const int sizes[] = {60, 120, 200};
  for (size_t k = 0; k < (argc > 2 ? 1 : G_N_ELEMENTS(sizes)); k++) {
    group.clients = argc > 2 ? atoi(argv[2]) : sizes[k];
    for (int weekday = argc > 3 ? atoi(argv[3]) : 0; weekday <= (argc > 3 ? atoi(argv[3]) : 2); weekday++) {
      group.weekday = (SameWeekday)weekday;
      if (group.clients <= 120 || weekday == 0 || argc > 3)
        run_case(&group);
    }
  }
  mip_thread_end();
  return 0;
}

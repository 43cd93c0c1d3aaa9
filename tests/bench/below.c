// SPDX-License-Identifier: GPL-3.0-or-later
// The bound against plans of random small territories (1,500; give 10000 for the long run, some 20 minutes), a little of everything switched on: it must never
// lie above a plan that keeps all rules, however many steps it had, nor a proof claim what a plan undercuts.
//   below [PROBLEMS]     prints how many it compared; status 1 where a bound is too high
#include <stdio.h>
#include <stdlib.h>

#include "solver/bound.h"
#include "solver/mip.h"
#include "solver/search.h"
#include "tests/unit/instance.h"

enum { PROBLEMS = 1500, SEARCH_STEPS = 2000 };

// Every bit pattern of features comes up.
static InstanceSpec spec_of(uint64_t seed)
{
  static const int weeks[] = {1, 2, 3, 4};
  const uint64_t bits = seed * UINT64_C(0x9E3779B97F4A7C15) >> 32;
  return (InstanceSpec){.seed = seed,
                        .clients = 5 + (int)(bits % 9),
                        .reps = bits >> 4 & 7 ? 1 : 2,
                        .weeks = weeks[bits >> 7 & 3],
                        .weekday = (SameWeekday)(bits >> 9 & 255) % 3,
                        .hard_gaps = bits >> 17 & 1,
                        .windows = bits >> 18 & 1,
                        .split = bits >> 19 & 1,
                        .half_days = bits >> 20 & 1,
                        .limits = bits >> 21 & 1,
                        .previous = bits >> 22 & 1,
                        .fixes = (int)(bits >> 23 & 3),
                        .load = bits >> 25 & 1 ? 0.8 : 1.5};
}

// Whether the bound holds; `steps` of it, 0: to the end.
static bool holds(const Problem *p, uint64_t seed, int64_t steps, const Solution *plan)
{
  const SolutionCost cost = solution_cost(p, plan);
  g_autoptr(Bound) bound = bound_new(p);
  bound_take_solution(bound, plan);
  bound_improve(bound, steps, NULL);
  bound_branch(bound, solution_total(&cost), steps > 0 ? 20 * steps : 2000000, NULL);
  Solution *better = NULL;
  if (steps == 0)
    bound_prove(bound, plan, 500, NULL, &better);
  const SolutionCost least = better ? solution_cost(p, better) : cost;
  const bool good = bound_value(bound) <= solution_total(&least) &&
                    bound_core(bound) <= cost.travel + cost.missed &&
                    (!better || solution_is_admissible(p, better));
  if (!good)
    printf("seed %d, %d steps: bound %.6f, core %.6f, plan %.6f\n", (int)seed, (int)steps,
           money_units(bound_value(bound)), money_units(bound_core(bound)),
           money_units(solution_total(&least)));
  solution_free(better);
  return good;
}

int main(int argc, char **argv)
{
  const int problems = argc > 1 ? atoi(argv[1]) : PROBLEMS;
  int compared = 0, wrong = 0;
  for (uint64_t seed = 1; seed <= (uint64_t)problems; seed++) {
    const InstanceSpec spec = spec_of(seed);
    g_autoptr(Problem) p = instance_new(&spec);
    if (!problem_validate(p))
      continue;
    Solution *plan = search_run(p, &(EngineOptions){.seed = seed, .heat = 1}, SEARCH_STEPS);
    if (plan) {
      compared++;
      wrong += !holds(p, seed, 0, plan);
      wrong += !holds(p, seed, 500, plan);
    }
    solution_free(plan);
  }
  printf("%d territories, each with a bound at its end, one stopped early and a short proof: %d too high\n",
         compared, wrong);
  mip_thread_end();
  return wrong > 0;
}

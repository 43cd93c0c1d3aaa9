// SPDX-License-Identifier: GPL-3.0-or-later
// Patch after patch around random days of the plan. The slots of a patch are those whose stops are nearest to the
// day's, wherever they are in the horizon: windows of consecutive weeks were found to be solved already (two weeks of
// finished plans, 60 clients: mostly the linear program itself can gain nothing), these were not.
#include "solver/repair.h"

#include "solver/random.h"
#include "solver/repair_parts.h"

enum { PATCH_SLOTS = 8, DRY_MOST = 4 }; // patches a slot that may gain nothing in a row
#define EMPTY_APART 1.0                 // all in travel costs of a visit
#define DAY_APART 0.006
#define NOISE 0.15

typedef struct Repair {
  const Problem *p;
  const EngineOptions *options;
  Solution *plan;
  Random random;
} Repair;

static int stops_of(const Solution *plan, int slot)
{
  return plan->first[slot + 1] - plan->first[slot];
}

// Mean way from a stop of slot a to the nearest one of slot b.
static double stops_apart(const Repair *repair, int a, int b)
{
  const Solution *plan = repair->plan;
  Money sum = 0;
  for (int k = plan->first[a]; k < plan->first[a + 1]; k++) {
    Money least = INT64_MAX;
    for (int j = plan->first[b]; j < plan->first[b + 1]; j++)
      least = plan->client[k] == plan->client[j]
                  ? 0
                  : MIN(least,
                        problem_leg_cost(repair->p, &repair->p->slot[a], plan->client[k], plan->client[j]));
    sum += least;
  }
  return (double)sum / MAX(1, stops_of(plan, a));
}

static double cost_of_visit(const Repair *repair)
{
  const SolutionCost cost = solution_cost(repair->p, repair->plan);
  return MAX(1.0, (double)cost.travel / MAX(1, cost.planned));
}

// How far a slot is from slot a, in travel costs of a visit; now and then one is taken for nearer or farther than it is.
static double slots_apart(Repair *repair, int a, int b, double visit)
{
  const int days = ABS(repair->p->slot[a].day - repair->p->slot[b].day);
  const double way = stops_of(repair->plan, b) > 0 ? stops_apart(repair, a, b) / visit : EMPTY_APART;
  return way + DAY_APART * days + NOISE * random_unit(&repair->random);
}

// The slots nearest to a, itself first.
static int choose_slots(Repair *repair, int a, int *slot)
{
  const int slots = repair->p->slots;
  const double visit = cost_of_visit(repair);
  g_autofree double *apart = g_new(double, (gsize)slots + 1);
  for (int s = 0; s < slots; s++)
    apart[s] = s == a ? -1 : slots_apart(repair, a, s, visit);
  int count = 0;
  while (count < MIN(slots, PATCH_SLOTS)) {
    int best = 0;
    for (int s = 1; s < slots; s++)
      best = apart[s] < apart[best] ? s : best;
    slot[count++] = best;
    apart[best] = G_MAXDOUBLE;
  }
  return count;
}

static int pick_day(Repair *repair)
{
  int slot = random_below(&repair->random, repair->p->slots);
  for (int k = 0; k < repair->p->slots && stops_of(repair->plan, slot) == 0; k++)
    slot = (slot + 1) % repair->p->slots;
  return slot;
}

// Whether the plan has become cheaper.
static bool repair_once(Repair *repair, int64_t *used)
{
  int slot[PATCH_SLOTS];
  const int count = choose_slots(repair, pick_day(repair), slot);
  g_autoptr(Patch) patch = patch_new(repair->p, repair->plan, slot, count);
  Solution *better = patch_solve(patch, repair->options, used);
  if (!better)
    return false;
  solution_free(repair->plan);
  repair->plan = better;
  return true;
}

Solution *repair_solution(const Problem *p, const EngineOptions *options, const Solution *start,
                          int64_t steps, int64_t *used)
{
  if (p->slots < 2 || p->n == 0 || problem_has_nights(p))
    return NULL;
  Repair repair = {.p = p, .options = options, .plan = solution_copy(p, start)};
  repair.random.state = random_next(&(Random){options->seed ^ UINT64_C(0x726570616972)});
  const int64_t begun = *used;
  bool gains = false;
  for (int dry = 0; dry < DRY_MOST * p->slots && *used - begun < steps && !engine_must_end(options); dry++) {
    if (!repair_once(&repair, used))
      continue;
    gains = true;
    dry = -1;
  }
  if (gains)
    return repair.plan;
  solution_free(repair.plan);
  return NULL;
}

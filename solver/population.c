// SPDX-License-Identifier: GPL-3.0-or-later
// After the hybrid genetic search of Vidal et al. (Operations Research 60, 2012): parents by tournament on a fitness
// that counts cost and difference from the others, survivors likewise. Ours differs in that children are improved by
// ruin and recreate at a low temperature, and in that where single visits may move, every other child is a new solution
// of the program over the routes of all of them (pool.c), which joins more than two parents.
#include "solver/population.h"

#include "solver/cross.h"
#include "solver/cycle_start.h"
#include "solver/mip.h"
#include "solver/rounding.h"
#include "solver/search.h"
#include "solver/weekday_start.h"

#include <stdlib.h>

enum { FOUNDERS = 6, MOST = 12, ROOM = MOST + POPULATION_CHILDREN + 2, ELITE = 4, CLOSE = 3 };
#define CHILD_HEAT 0.1
#define POOL_HEAT 0.2 // routes that were given days have spacing to mend
#define DIFFERENT 0.001

typedef struct Member {
  Solution *solution;
  Money cost;
  double fitness; // the less the better
  int seat;       // of its distances from the others
} Member;

struct Population {
  const Problem *p;
  const EngineOptions *options;
  Pool *pool;               // NULL: none
  bool weekdays;            // most clients keep theirs
  bool programs;            // weekday_start_applies
  bool cycles;              // cycle_start_applies
  GArray *members;          // Member, by cost
  double apart[ROOM][ROOM]; // distances of members, by seat
  bool seated[ROOM];
  int founded;
  Random random;
};

typedef struct Birth { // one child under way
  const Population *population;
  PoolWork work;
  int64_t steps, deadline_us;
  int breadth; // EngineOptions
  uint64_t seed;
  bool founder, from_pool, from_program, from_cycle;
  Solution *child;
} Birth;

static Member *member_at(const Population *population, int k)
{
  return &g_array_index(population->members, Member, (guint)k);
}

Population *population_new(const Problem *p, const EngineOptions *options, Pool *pool)
{
  Population *population = g_new0(Population, 1);
  population->p = p;
  population->options = options;
  population->pool = pool;
  int same = 0;
  for (int i = 0; i < p->n; i++)
    same += p->demand[i].patterns == 0 && p->demand[i].same_weekday == WEEKDAY_SAME;
  population->weekdays = 2 * same > p->n;
  population->programs = weekday_start_applies(p);
  population->cycles = cycle_start_applies(p);
  population->random.state = random_next(&(Random){options->seed}) ^ UINT64_C(0x706f70756c617465);
  population->members = g_array_new(FALSE, FALSE, sizeof(Member));
  return population;
}

void population_free(Population *population)
{
  if (!population)
    return;
  for (int k = 0; k < (int)population->members->len; k++)
    solution_free(member_at(population, k)->solution);
  g_array_unref(population->members);
  g_free(population);
}

const Solution *population_best(const Population *population)
{
  return population->members->len > 0 ? member_at(population, 0)->solution : NULL;
}

// ---- Survivors ------------------------------------------------------------------------------------------------------

// A seat for a new member, its distances from the others noted; false, and no seat: it is a twin of one that is there.
static bool find_seat(Population *population, Member *new)
{
  new->seat = 0;
  while (population->seated[new->seat])
    new->seat++;
  g_assert(new->seat < ROOM);
  for (int k = 0; k < (int)population->members->len; k++) {
    const Member *other = member_at(population, k);
    const double apart = cross_distance(population->p, other->solution, new->solution);
    if (other->cost == new->cost && apart < DIFFERENT)
      return false;
    population->apart[new->seat][other->seat] = population->apart[other->seat][new->seat] = apart;
  }
  return population->seated[new->seat] = true;
}

// Keeps members sorted by cost, older ones first.
static void take(Population *population, Solution *solution)
{
  const SolutionCost cost = solution_cost(population->p, solution);
  Member new = {.solution = solution, .cost = solution_total(&cost)};
  if (!find_seat(population, &new)) {
    solution_free(solution);
    return;
  }
  int at = 0;
  while (at < (int)population->members->len && member_at(population, at)->cost <= new.cost)
    at++;
  if (population->pool)
    pool_add_solution(population->pool, solution);
  g_array_insert_val(population->members, (guint)at, new);
}

void population_add(Population *population, const Solution *solution)
{
  take(population, solution_copy(population->p, solution));
}

static int by_value(const void *a, const void *b)
{
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

// Mean distance from the nearest others.
static double difference(const Population *population, int k)
{
  const int count = (int)population->members->len;
  double apart[ROOM], sum = 0;
  int others = 0;
  for (int j = 0; j < count; j++) {
    if (j != k)
      apart[others++] = population->apart[member_at(population, j)->seat][member_at(population, k)->seat];
  }
  qsort(apart, (size_t)others, sizeof(double), by_value);
  const int close = MIN(others, CLOSE);
  for (int j = 0; j < close; j++)
    sum += apart[j];
  return close > 0 ? sum / close : 0;
}

// Biased fitness: the place by cost, and with less weight the place by difference.
static void rate(Population *population)
{
  const int count = (int)population->members->len;
  double apart[ROOM];
  for (int k = 0; k < count; k++)
    apart[k] = difference(population, k);
  for (int k = 0; k < count; k++) {
    int place = 0;
    for (int j = 0; j < count; j++)
      place += apart[j] > apart[k] || (j < k && apart[j] >= apart[k]);
    member_at(population, k)->fitness = k + (1 - (double)ELITE / MAX(ELITE, count)) * place;
  }
}

static void select_survivors(Population *population)
{
  rate(population);
  while ((int)population->members->len > MOST) {
    int worst = (int)population->members->len - 1;
    for (int k = worst - 1; k > 0; k--)
      worst = member_at(population, k)->fitness > member_at(population, worst)->fitness ? k : worst;
    solution_free(member_at(population, worst)->solution);
    population->seated[member_at(population, worst)->seat] = false;
    g_array_remove_index(population->members, (guint)worst);
    rate(population);
  }
}

// ---- Children -------------------------------------------------------------------------------------------------------

static const Member *pick_parent(const Population *population, Random *random)
{
  const int count = (int)population->members->len;
  const Member *a = member_at(population, random_below(random, count));
  const Member *b = member_at(population, random_below(random, count));
  return a->fitness <= b->fitness ? a : b;
}

static Solution *cross_parents(const Population *population, Random *random)
{
  const Member *host = pick_parent(population, random), *donor = host;
  for (int tries = 0; tries < 8 && donor == host; tries++)
    donor = pick_parent(population, random);
  return cross(population->p, host->solution, donor->solution, population->weekdays, random);
}

// From the routes of the pool; children that are no founders begin at the best.
static Solution *solve_pool(const Birth *birth, const EngineOptions *options)
{
  const Population *population = birth->population;
  const Solution *start = birth->founder ? NULL : population_best(population);
  const int rounds = start ? birth->work.rounds_again : birth->work.rounds;
  const int64_t swaps = start ? birth->work.swaps_again : birth->work.swaps;
  g_autofree int *times = pool_solve(population->pool, options, start, rounds);
  return times ? rounding_solution(population->p, options, population->pool, times, start,
                                   swaps * population->p->slots)
               : NULL;
}

static void give_birth(gpointer data, gpointer unused)
{
  (void)unused;
  Birth *birth = data;
  const Population *population = birth->population;
  EngineOptions options = *population->options;
  Random random = {birth->seed};
  options.seed = random_next(&random);
  options.deadline_us = birth->deadline_us;
  if (engine_must_end(&options))
    return;
  g_autoptr(Solution) start = birth->from_pool      ? solve_pool(birth, &options)
                              : birth->from_cycle   ? cycle_start(population->p, &options)
                              : birth->from_program ? weekday_start(population->p, &random)
                              : !birth->founder     ? cross_parents(population, &random)
                                                    : NULL;
  options.start = start ? start : birth->founder ? NULL : population_best(population);
  options.breadth = birth->breadth;
  options.heat = !options.start ? 1 : birth->from_pool && start ? POOL_HEAT : CHILD_HEAT;
  birth->child = search_run(population->p, &options, birth->steps);
}

static void give_birth_apart(gpointer data, gpointer unused)
{
  give_birth(data, unused);
  mip_thread_end(); // what GLPK keeps for this thread
}

static void run_births(Birth *birth, int count, int threads)
{
  if (threads <= 1) {
    for (int k = 0; k < count; k++)
      give_birth(&birth[k], NULL);
    return;
  }
  GThreadPool *pool = g_thread_pool_new(give_birth_apart, NULL, MIN(threads, count), TRUE, NULL);
  for (int k = 0; k < count; k++)
    g_thread_pool_push(pool, &birth[k], NULL);
  g_thread_pool_free(pool, FALSE, TRUE);
}

// When a child must be done, where each has a share of the time there is.
static int64_t child_deadline(const Breeding *breeding, bool founder)
{
  const double share = founder ? breeding->founder_share : breeding->child_share;
  if (share <= 0)
    return breeding->deadline_us;
  const int64_t now = g_get_monotonic_time();
  return MIN(breeding->deadline_us,
             now + (int64_t)(share * (double)(breeding->deadline_us - breeding->began_us)));
}

static void next_generation(Population *population, const Breeding *breeding)
{
  const int children = breeding->children;
  Birth birth[POPULATION_CHILDREN];
  for (int k = 0; k < children; k++) {
    birth[k] = (Birth){.population = population, .work = breeding->pool, .steps = breeding->steps};
    birth[k].seed = random_next(&population->random);
    birth[k].founder = population->founded < FOUNDERS || population->members->len < 2;
    birth[k].deadline_us = child_deadline(breeding, birth[k].founder);
    if (birth[k].founder && breeding->broad_every > 0)
      birth[k].breadth = population->founded % breeding->broad_every == breeding->broad_every - 1 ? 2 : 1;
    birth[k].from_pool = population->pool && (birth[k].founder ? k == 0 || k < children - 1 : k % 2 == 0);
    birth[k].from_cycle = birth[k].founder && !birth[k].from_pool && population->cycles &&
                          k == (population->pool ? children - 1 : 0);
    birth[k].from_program =
        birth[k].founder && !birth[k].from_pool && population->programs && k < children - 1;
    population->founded++;
  }
  run_births(birth, children, population->options->threads);
  for (int k = 0; k < children; k++) {
    if (birth[k].child)
      take(population, birth[k].child);
  }
  select_survivors(population);
}

void population_run(Population *population, const Breeding *breeding)
{
  g_assert(breeding->children <= POPULATION_CHILDREN);
  EngineOptions options = *population->options;
  options.deadline_us = breeding->deadline_us;
  for (int g = 0; g < breeding->generations && !engine_must_end(&options); g++)
    next_generation(population, breeding);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Search and bound take turns: a first search gives the incumbent, the bound gives a gap and routes that are worth
// having, the rest of the search starts from both, and what gap is left is tried to be closed by proof.
#include "solver/engine.h"

#include "solver/bound.h"
#include "solver/population.h"
#include "solver/random.h"
#include "solver/repair.h"
#include "solver/scout.h"
#include "solver/search.h"

#include <math.h>

#define BOUND_SHARE 0.35
#define SCOUT_SHARE 0.05
#define LAST_HEAT 0.5
#define AGAIN_HEAT 0.3
#define LAST_HEAT_MANY 0.1 // more loses what the routes' program found
#define LAST_HEAT_PREFER 1 // routes of the program know no weekdays
#define RHYTHM_HEAT_MAX 4  // travel costs of a visit
#define LAST_HEAT_SAME 0.2 // weekdays are the population's matter
#define LAST_HEAT_SAME_END 0.05
#define BOUND_SHARE_PROOF 0.1 // where the search has no use for its routes, and a proof goes on with it
#define FOUNDER_SHARE 0.06    // of the time for a population, where it is all that ends it
#define CHILD_SHARE 0.05
#define REPAIR_SHARE_SAME 0.2 // where weekdays are required, of what is left then
#define LITTLE_SHARE 0.5      // for small problems, of a first proof
#define STEPS_NO_LIMIT (INT64_MAX / 100)
enum {
  CLIENTS_USUAL = 130, // of a rep
  CLIENTS_FEW = 60,
  CLIENTS_SOME = 90, // up to here there is time for many steps
  STEPS_MOST = 4,
  TIMES_MOST = 6,     // as many steps of the bound where there are more
  PROOF_CLIENTS = 64, // with more there is no proof that time could be left for
  ROUTES_USED = 1200,
  POPULATION_TIMES = 2,
  UNPROVED_TIMES = 10,
  BROAD_EVERY = 3,   // where time ends a population
  AGAIN_STEPS = 400, // a planned visit
  NIGHT_STEPS = 4    // more steps where days hang together, and no routes of the bound help
};

typedef struct Budget { // steps of each part
  // Of the search, a planned visit: before the bound, of each child, in the end, and in the end where children come
  // from routes and weekdays are preferred: the program takes the time of two children, so there are fewer, one of them
  // from a cycle. Where weekdays are required, a run freezes early, so there are more of them.
  // Where days are free and clients few, a child takes no time, and many of them gain more than a long search; where they
  // are many, it is the other way round.
  int64_t first, child, child_few, last, last_few, last_many, last_prefer, last_prefer_few, last_same;
  int64_t scout; // likewise, for routes of plans without calendars
  int generations, generations_few, children_prefer, generations_same;
  int64_t bound;  // 0: no limit
  int64_t repair; // 0: none, unless weekdays bind
  int64_t repair_same;
  int64_t branch; // by weekdays; 0: none
  int64_t proof;
  int64_t proof_size; // visits × slots up to which a proof is tried
} Budget;

static const Budget BUDGET[] = {
    [EFFORT_QUICK] = {.first = 5,
                      .child = 5,
                      .child_few = 5,
                      .last = 40,
                      .last_few = 40,
                      .last_many = 40,
                      .last_prefer = 100,
                      .last_prefer_few = 100,
                      .last_same = 40,
                      .scout = 20,
                      .generations = 1,
                      .generations_few = 1,
                      .children_prefer = 1,
                      .generations_same = 1,
                      .bound = 25000000,
                      .repair = 0,
                      .repair_same = 0,
                      .branch = 0,
                      .proof = 2000,
                      .proof_size = 700},
    [EFFORT_NORMAL] = {.first = 10,
                       .child = 20,
                       .child_few = 20,
                       .last = 400,
                       .last_few = 220,
                       .last_many = 650,
                       .last_prefer = 520,
                       .last_prefer_few = 1200,
                       .last_same = 100,
                       .scout = 40,
                       .generations = 1,
                       .generations_few = 6,
                       .children_prefer = 2,
                       .generations_same = 13,
                       .bound = 300000000,
                       .repair = 0,
                       .repair_same = 60000000,
                       .branch = 300000000,
                       .proof = 20000,
                       .proof_size = 2500},
    [EFFORT_BEST] = {.first = 200,
                     .child = 100,
                     .child_few = 100,
                     .last = 1800,
                     .last_few = 1800,
                     .last_many = 1800,
                     .last_prefer = 1800,
                     .last_prefer_few = 1800,
                     .last_same = 300,
                     .scout = 100,
                     .generations = 10,
                     .generations_few = 10,
                     .children_prefer = 3,
                     .generations_same = 16,
                     .bound = 0,
                     .repair = 400000000,
                     .repair_same = 400000000,
                     .branch = 4000000000,
                     .proof = 200000,
                     .proof_size = INT64_MAX},
};

typedef struct Shares { // of the time that is left before a deadline, each part's in its turn
  double population, last, end;
} Shares;

static const Shares SHARES_FREE = {0.5, 0.6, 0.95};
static const Shares SHARES_PREFER = {0.3, 0.95, 0.95};
static const Shares SHARES_OTHER = {0.85, 0.6, 0.95};
// Weekdays required: the bound is what is far from its end there.
static const Shares SHARES_SAME = {0.3, 0.15, 0.15};

typedef struct Engine {
  const Problem *p;
  const EngineOptions *options;
  EngineResult result;
} Engine;

static void report(const Engine *engine, const char *stage)
{
  const EngineProgress progress = {.stage = stage,
                                   .best = engine->result.best ? solution_total(&engine->result.cost)
                                                               : MONEY_NONE,
                                   .bound = engine->result.bound};
  if (engine->options->progress)
    engine->options->progress(&progress, engine->options->data);
}

static bool is_near_enough(const Engine *engine)
{
  const Money best = solution_total(&engine->result.cost), bound = engine->result.bound;
  if (bound == MONEY_NONE)
    return false;
  return best <= bound || (engine->options->gap_pct > 0 &&
                           (double)(best - bound) <= engine->options->gap_pct / 100 * (double)best);
}

static void take_solution(Engine *engine, Solution *solution)
{
  if (!solution)
    return;
  const SolutionCost cost = solution_cost(engine->p, solution);
  if (engine->result.best && solution_total(&cost) >= solution_total(&engine->result.cost)) {
    solution_free(solution);
    return;
  }
  g_assert(solution_is_admissible(engine->p, solution));
  solution_free(engine->result.best);
  engine->result.best = solution;
  engine->result.cost = cost;
}

// start: where to begin, NULL: at the best so far; share: of the time that is left before a deadline.
static void search(Engine *engine, int64_t steps, const Solution *start, double heat, double share)
{
  if (engine->result.best && engine_must_end(engine->options))
    return; // every search ends with the best order of all days, which this one has been given already
  EngineOptions options = *engine->options;
  options.start = start ? start : engine->result.best ? engine->result.best : engine->options->start;
  options.heat = heat;
  if (options.deadline_us > 0) {
    const int64_t now = g_get_monotonic_time();
    options.deadline_us = now + (int64_t)(share * (double)MAX(0, options.deadline_us - now));
  }
  take_solution(engine, search_run(engine->p, &options, steps));
  engine->result.steps += steps;
}

// Short searches one after the other, each from the best so far, until the time is up. One long search is a lottery: now and
// then it never comes back to what it began with.
static void search_again(Engine *engine, int64_t steps)
{
  const EngineOptions *options = engine->options;
  EngineOptions again = *options;
  Random random = {options->seed ^ UINT64_C(0x616761696e)};
  engine->options = &again;
  while (!engine_must_end(options)) {
    again.seed = random_next(&random);
    search(engine, steps, NULL, AGAIN_HEAT, 1);
  }
  engine->options = options;
}

static int64_t share_of_time(const Engine *engine, double share)
{
  if (engine->options->deadline_us == 0)
    return 0;
  const int64_t now = g_get_monotonic_time();
  return now + (int64_t)(share * (double)MAX(0, engine->options->deadline_us - now));
}

static void scout(const Engine *engine, Bound *bound, int64_t steps)
{
  if (engine_must_end(engine->options))
    return;
  EngineOptions options = *engine->options;
  options.deadline_us = share_of_time(engine, SCOUT_SHARE);
  scout_routes(engine->p, &options, engine->result.best, steps, bound);
}

// share: of the time before a deadline; it may take as long as it likes otherwise.
static void improve_bound(Engine *engine, Bound *bound, int64_t steps, double share)
{
  EngineOptions options = *engine->options;
  options.deadline_us = share_of_time(engine, share);
  bound_improve(bound, steps, &options);
  engine->result.bound = bound_value(bound);
  engine->result.core_bound = bound_core(bound);
}

static int visits_asked(const Problem *p)
{
  int visits = 0;
  for (int i = 0; i < p->n; i++)
    visits += p->demand[i].visits;
  return visits;
}

// Pricings grow with the square of the clients, and there are more of them: without more steps the bound would end far from its
// value (200 clients: 7.4 % in 18 CPU s; so 3.0 % in 34).
static int64_t bound_budget(const Problem *p, const Budget *budget)
{
  const double size = (double)p->n / CLIENTS_USUAL;
  return (int64_t)((double)budget->bound * CLAMP(pow(size, 4), 1, TIMES_MOST));
}

// What steps are counted by.
static int64_t visits_weighed(const Problem *p)
{
  return (int64_t)MAX(20, visits_asked(p)) * (problem_has_nights(p) ? NIGHT_STEPS : 1);
}

// Steps of the last search, a visit. Where days are free, large reps need more of them; where weekdays are preferred, all do, and
// those of small reps cost little.
static int64_t last_steps(const Problem *p, int64_t steps)
{
  return (int64_t)((double)steps * CLAMP((double)p->n / CLIENTS_FEW, 1, STEPS_MOST));
}

static int64_t last_steps_prefer(const Problem *p, const Budget *budget)
{
  return p->n <= CLIENTS_SOME ? budget->last_prefer_few : budget->last_prefer;
}

// Routes of the bound's master, the best ones, for the search to start from.
static Pool *bound_pool(const Problem *p, Bound *bound)
{
  Pool *pool = pool_new(p);
  const GPtrArray *routes = bound_routes(bound);
  for (guint k = 0; k < MIN(routes->len, ROUTES_USED); k++) {
    const BoundRoute *route = g_ptr_array_index(routes, k);
    pool_add(pool, route->slot, route->client, route->count);
  }
  return pool;
}

// Whether most visits of clients with more than one keep their weekday. Few that do, and weekdays that are only
// preferred, gain little for much work: they are left to the best effort.
static bool weekdays_bind(const Problem *p)
{
  int bound = 0, all = 0;
  for (int i = 0; i < p->n; i++) {
    const int visits = p->demand[i].visits > 1 ? p->demand[i].visits : 0;
    all += visits;
    bound += p->demand[i].same_weekday == WEEKDAY_SAME ? visits : 0;
  }
  return 2 * bound > all;
}

// The bound's days end at home.
static bool has_free_days(const Problem *p)
{
  return !search_moves_clients(p) && !problem_has_nights(p);
}

static const Shares *shares_of(const Problem *p)
{
  if (has_free_days(p))
    return search_prefers_weekdays(p) ? &SHARES_PREFER : &SHARES_FREE;
  return weekdays_bind(p) ? &SHARES_SAME : &SHARES_OTHER;
}

// The heat, in travel costs of a visit, at which a day off a client's rhythm is taken as easily as elsewhere: where legs
// are next to nothing against it, as in a city, a search as hot as they are never leaves the weekdays it began with.
static double rhythm_heat(const Engine *engine)
{
  const Problem *p = engine->p;
  double day_off = 0;
  for (int i = 0; i < p->n; i++)
    day_off += (double)p->demand[i].gap_cost * p->demand[i].visits;
  return CLAMP(day_off / MAX(1.0, (double)engine->result.cost.travel), LAST_HEAT_PREFER, RHYTHM_HEAT_MAX);
}

// Until the time is up. Many short searches end in one family of solutions long before: the longer the time, the longer each
// child's search, one after the other where there is one thread; and as much is left for the best of them. Which family of
// solutions a founder ends in depends on how much its steps take out, and no breadth is the best for all problems.
static void use_all_time(const Engine *engine, Breeding *breeding)
{
  breeding->began_us = g_get_monotonic_time();
  breeding->children = CLAMP(engine->options->threads, 1, POPULATION_CHILDREN);
  breeding->steps = STEPS_NO_LIMIT;
  breeding->founder_share = FOUNDER_SHARE;
  breeding->child_share = CHILD_SHARE;
  breeding->broad_every = BROAD_EVERY;
}

// many: what the routes' program finds is far from the bound there, and days are hard to find for its routes, so both are worth
// more work.
static PoolWork pool_work(const Engine *engine, bool few, bool many)
{
  if (engine->options->effort == EFFORT_BEST)
    return (PoolWork){15, 15, 15000, 15000};
  if (many)
    return (PoolWork){20, 1, 60000, 10000};
  return few && engine->options->effort == EFFORT_NORMAL ? (PoolWork){5, 1, 15000, 10000}
                                                         : (PoolWork){5, 3, 15000, 2000};
}

// Children that differ, and then the best of them once more at a low temperature.
static void search_population(Engine *engine, const Budget *budget, Bound *bound)
{
  const int64_t visits = visits_weighed(engine->p);
  const Shares *shares = shares_of(engine->p);
  const bool free_days = has_free_days(engine->p);
  const bool prefer = free_days && search_prefers_weekdays(engine->p),
             same = !free_days && weekdays_bind(engine->p);
  const bool few = free_days && !prefer && engine->p->n <= CLIENTS_SOME;
  const bool many = free_days && !prefer && !few && engine->options->effort == EFFORT_NORMAL;
  const int64_t last = same ? budget->last_same
                            : last_steps(engine->p, few    ? budget->last_few
                                                    : many ? budget->last_many
                                                           : budget->last);
  const int generations = same  ? budget->generations_same
                          : few ? budget->generations_few
                                : budget->generations;
  const int times = free_days ? 1 : POPULATION_TIMES; // fewer children, but each a solution of the pool
  const bool all_time = engine->options->effort == EFFORT_BEST && engine->options->deadline_us > 0;
  g_autoptr(Pool) pool = free_days ? bound_pool(engine->p, bound) : NULL;
  g_autoptr(Population) population = population_new(engine->p, engine->options, pool);
  population_add(population, engine->result.best);
  Breeding breeding = {.pool = pool_work(engine, few, many),
                       .generations = generations * times,
                       .children = prefer ? budget->children_prefer : POPULATION_CHILDREN,
                       .steps = (few ? budget->child_few : budget->child) * visits / times,
                       .deadline_us = share_of_time(engine, shares->population)};
  const bool patterns = all_time && !free_days && !same && !problem_has_nights(engine->p);
  const bool to_the_end = patterns && engine->p->n > PROOF_CLIENTS;
  if (all_time)
    breeding.generations = INT_MAX;
  if (to_the_end)
    breeding.deadline_us = share_of_time(engine, 0.5);
  if (patterns)
    use_all_time(engine, &breeding);
  population_run(population, &breeding);
  engine->result.steps +=
      (int64_t)breeding.children * generations * times * breeding.steps; // as planned: time may change that
  take_solution(engine, solution_copy(engine->p, population_best(population)));
  // Most of the steps go to one: rhythms and weekdays are mended at little travel only slowly.
  if (prefer) {
    search(engine, last_steps_prefer(engine->p, budget) * visits, NULL, rhythm_heat(engine), shares->last);
    return;
  }
  const int64_t steps = to_the_end ? STEPS_NO_LIMIT : last * visits;
  const double heat = same ? LAST_HEAT_SAME : many ? LAST_HEAT_MANY : LAST_HEAT;
  search(engine, steps * 7 / 10, NULL, heat, shares->last);
  if (to_the_end) {
    search_again(engine, AGAIN_STEPS * visits);
    return;
  }
  search(engine, steps * 3 / 10, NULL, same ? LAST_HEAT_SAME_END : heat / 3, shares->end);
}

// What several clients gain only by changing days together.
static void repair(Engine *engine, const Budget *budget)
{
  const bool same = weekdays_bind(engine->p);
  const int64_t steps = same ? budget->repair_same : budget->repair;
  int64_t used = 0;
  EngineOptions options = *engine->options;
  options.deadline_us = share_of_time(engine, same ? REPAIR_SHARE_SAME : 1);
  if (steps > 0 && !engine_must_end(engine->options))
    take_solution(engine, repair_solution(engine->p, &options, engine->result.best, steps, &used));
  engine->result.steps += used;
}

static void branch(Engine *engine, const Budget *budget, Bound *bound)
{
  const Problem *p = engine->p;
  const Money total = solution_total(&engine->result.cost);
  const Money target = total - (Money)floor((double)total * engine->options->gap_pct / 100);
  if (budget->branch == 0 || p->slot_cost || (engine->options->effort != EFFORT_BEST && !weekdays_bind(p)))
    return;
  // Parts begin with what the whole has learnt, and would have to learn the rest one by one.
  if (engine->options->effort == EFFORT_BEST && engine->options->deadline_us > 0)
    improve_bound(engine, bound, 0, 1);
  Solution *better;
  bound_branch(bound, target, budget->branch, engine->options, &better);
  take_solution(engine, better);
  engine->result.bound = bound_value(bound);
  engine->result.core_bound = bound_core(bound);
  report(engine, "bound");
}

static bool has_spread(const Problem *p)
{
  for (int i = 0; i < p->n; i++) {
    if (p->demand[i].spread > 0)
      return true;
  }
  return false;
}

// The bound knows nothing of slot_cost, so the gap it leaves there is none that a proof could close; the proof lists days
// that begin and end at home; and days with activities shared out are not the days that there will be.
static bool is_small(const Problem *p, const Budget *budget)
{
  return (int64_t)visits_asked(p) * p->slots <= budget->proof_size && !p->slot_cost &&
         !problem_has_nights(p) && !has_spread(p);
}

static bool is_done(const Engine *engine)
{
  return is_near_enough(engine) || engine_must_end(engine->options);
}

static void prove(Engine *engine, const Budget *budget, Bound *bound)
{
  Solution *better = NULL;
  bound_prove(bound, engine->result.best, budget->proof, engine->options, &better);
  take_solution(engine, better);
  engine->result.bound = MAX(engine->result.bound, bound_value(bound));
  engine->result.core_bound = MAX(engine->result.core_bound, bound_core(bound));
  report(engine, "proof");
}

// What comes after the first search and the bound.
static void work(Engine *engine, const Budget *budget, Bound *bound)
{
  if (!is_done(engine)) {
    search_population(engine, budget, bound);
    if (!is_near_enough(engine))
      repair(engine, budget);
    report(engine, "search");
  }
  if (!is_done(engine))
    branch(engine, budget, bound);
  if (is_small(engine->p, budget) && !is_done(engine))
    prove(engine, budget, bound);
}

// The same with the searches of a lower effort: a small problem is mostly proved from a plan that is nearly the best, and a
// search at length before would be most of its time.
static void work_little(Engine *engine, Bound *bound)
{
  const EngineOptions *options = engine->options;
  EngineOptions little = *options;
  Budget budget = BUDGET[EFFORT_NORMAL];
  little.effort = EFFORT_NORMAL;
  budget.proof = BUDGET[options->effort].proof;
  little.deadline_us = share_of_time(engine, LITTLE_SHARE);
  engine->options = &little;
  work(engine, &budget, bound);
  engine->options = options;
}

EngineResult engine_solve(const Problem *p, const EngineOptions *options)
{
  const Budget *budget = &BUDGET[options->effort];
  const int64_t visits = visits_weighed(p);
  Engine engine = {.p = p, .options = options};
  engine.result.bound = MONEY_NONE;
  engine.result.status = PLAN_INFEASIBLE;
  if (!problem_validate(p))
    return engine.result;
  const bool unproved = options->gap_pct >= 100; // costs are not negative, so nothing has to be shown
  search(&engine, unproved ? UNPROVED_TIMES * budget->first * visits : budget->first * visits, NULL,
         options->start ? 0.1 : 1, unproved ? 0.9 : 0.1);
  if (!engine.result.best)
    return engine.result;
  report(&engine, "search");
  if (unproved) {
    engine.result.bound = engine.result.core_bound = 0;
    engine.result.status = PLAN_FEASIBLE;
    engine.result.stopped = engine_must_end(options);
    return engine.result;
  }
  if (p->slots == 0) { // nobody works: what is left out is all there is
    engine.result.bound = engine.result.core_bound = solution_total(&engine.result.cost);
    engine.result.status = PLAN_OPTIMAL;
    return engine.result;
  }
  g_autoptr(Bound) bound = bound_new(p);
  bound_take_solution(bound, engine.result.best);
  scout(&engine, bound, budget->scout * visits);
  improve_bound(&engine, bound, bound_budget(p, budget),
                search_moves_clients(p) ? BOUND_SHARE_PROOF : BOUND_SHARE);
  report(&engine, "bound");
  // Preferred weekdays are divided before a proof, which takes longer than any search.
  if (options->effort == EFFORT_BEST && is_small(p, &BUDGET[EFFORT_NORMAL]) && !search_prefers_weekdays(p))
    work_little(&engine, bound);
  work(&engine, budget, bound);
  if (options->material)
    bound_hand_over(bound, options->material);
  engine.result.bound = MIN(engine.result.bound, solution_total(&engine.result.cost));
  engine.result.core_bound = // parts are closed up to the program's tolerance
      MIN(engine.result.core_bound, engine.result.cost.travel + engine.result.cost.missed);
  engine.result.stopped = engine_must_end(options);
  engine.result.status = solution_total(&engine.result.cost) == engine.result.bound ? PLAN_OPTIMAL
                         : engine.result.stopped                                    ? PLAN_STOPPED
                                                                                    : PLAN_FEASIBLE;
  return engine.result;
}

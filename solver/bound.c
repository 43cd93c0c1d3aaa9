// SPDX-License-Identifier: GPL-3.0-or-later
// Column generation (MODEL.md, "Bound"). Routes come from restricted labelling as long as that finds any, then from
// the exact one, which also gives the Lagrangian bound. Only elementary routes enter the master: where the exact
// labelling finds a route that comes back to a client, the memories along that cycle are widened (dynamic ng-routes,
// Roberti and Mingozzi 2014), and it is asked again.
#include "solver/bound_parts.h"
#include "solver/cuts.h"

#include <math.h>
#include <string.h>

enum {
  CLASSES_FEW = 3,  // day classes of a rep with many clients
  CLASSES_MANY = 6, // and with few
  LOSS_SMALL = 20,  // thousandths of client-days, at most, that a class less may cost where there are many
  CLIENTS_MANY = 90,
  NEAR_FIRST = 8, // clients a memory starts with
  ROUTES_A_CALL = 200,
  LABELS_MOST = 4000000,
  JOINS_LEAST = 400000000, // that an exact pricing may always make
  CUT_ROUNDS = 30,
  CUTS_A_ROUND = 40,
  MORE_TIMES = 3 // as many steps again, each time, where there is nothing to show yet
};

#define CUT_GAIN 1e-4    // a round that gains less than this part is the last
#define NEAR_ENOUGH 1e-4 // many clients: what is left of the way to the linear program's value at its end
#define FAR 0.01         // an exact pricing more is worth its time

// How far exact pricing leans towards the duals of the best bound (Wentges 1997; Pessoa et al. 2018), by how much the
// linear program is above that bound: the nearer its end, the less.
#define LEAN_FAR 0.8
#define LEAN_NEAR 0.5
#define LEAN_END 0.2
#define WAY_FAR 0.03
#define WAY_NEAR 0.003

// Spacing that no plan changes: of clients who are only visited by others.
static Money settled_spacing(const Problem *p)
{
  SolutionCost cost = {0};
  for (int i = 0; i < p->n; i++) {
    if (p->demand[i].visits == 0 && p->demand[i].patterns == 0)
      calendar_add_cost(p, i, NULL, 0, &cost);
  }
  return cost.spacing;
}

Bound *bound_over(const Problem *p, DayClasses *classes, Memory *memory)
{
  Bound *bound = g_new0(Bound, 1);
  *bound = (Bound){.p = p, .classes = classes, .memory = memory, .borrows = true, .enough = INT64_MAX};
  bound->near = p->n > CLIENTS_MANY ? NEAR_ENOUGH : 0;
  bound->gain = CUT_GAIN;
  bound->cut_rounds = 0;
  bound->master = master_new(p, bound->classes);
  bound->pricer = g_new0(Pricer *, (gsize)bound->classes->count + 1);
  for (int k = 0; k < bound->classes->count; k++)
    bound->pricer[k] = pricer_new(p, &bound->classes->item[k], bound->memory);
  for (int k = 0; k < bound->classes->count;
       k++) { // so that promised visits do not need artificial columns for long
    for (int i = 0; i < p->n; i++) {
      if (pricer_fits(bound->pricer[k], i))
        master_add(bound->master, k, &i, 1, pricer_cost(bound->pricer[k], &i, 1));
    }
  }
  bound->prize = g_new0(Money, (gsize)p->n + 1);
  bound->prices = g_new0(Money, (gsize)p->n + (gsize)bound->classes->count + 1);
  bound->priced = MONEY_NONE;
  bound->least = g_new0(Money, (gsize)bound->classes->count + 1);
  bound->tolerance = MAX(1, bound->master->unit / 100000);
  bound->settled = settled_spacing(p);
  bound->core = bound->weekday = bound->master->constant;
  bound->value = bound->core + bound->settled;
  bound->routes = g_ptr_array_new_with_free_func(bound_route_free);
  return bound;
}

static Bound *bound_without_calendars(const Problem *p, int near)
{
  DayClasses *classes =
      p->n > CLIENTS_MANY ? classes_new(p, CLASSES_FEW, LOSS_SMALL) : classes_new(p, CLASSES_MANY, 0);
  Bound *bound = bound_over(p, classes, memory_new(p, near));
  bound->borrows = false;
  bound->cut_rounds = CUT_ROUNDS;
  return bound;
}

Bound *bound_new_with_memory(const Problem *p, int near)
{
  Bound *bound = bound_without_calendars(p, near);
  bound->rhythms = rhythms_new(p);
  return bound;
}

Bound *bound_new(const Problem *p)
{
  return bound_new_with_memory(p, NEAR_FIRST);
}

Bound *bound_new_core(const Problem *p)
{
  return bound_without_calendars(p, NEAR_FIRST);
}

void bound_take_route(Bound *bound, int slot, const int *client, int count)
{
  const int class = bound->classes->of_slot[slot];
  if (count > 0)
    master_add(bound->master, class, client, count, pricer_cost(bound->pricer[class], client, count));
}

void bound_take_solution(Bound *bound, const Solution *solution)
{
  for (int s = 0; s < bound->p->slots && !problem_has_nights(bound->p); s++) // where all days end at home
    bound_take_route(bound, s, solution->client + solution->first[s],
                     solution->first[s + 1] - solution->first[s]);
}

void bound_free(Bound *bound)
{
  if (!bound)
    return;
  for (int k = 0; k < bound->classes->count; k++)
    pricer_free(bound->pricer[k]);
  g_free(bound->pricer);
  master_free(bound->master);
  if (!bound->borrows)
    memory_free(bound->memory);
  classes_free(bound->classes);
  rhythms_free(bound->rhythms);
  g_free(bound->prize);
  g_free(bound->least);
  g_free(bound->prices);
  g_ptr_array_unref(bound->routes);
  g_clear_pointer(&bound->left, g_ptr_array_unref);
  g_free(bound);
}

Money bound_value(const Bound *bound)
{
  return bound->value;
}

Money bound_core(const Bound *bound)
{
  return bound->core;
}

int64_t bound_steps(const Bound *bound)
{
  int64_t steps = 0;
  for (int k = 0; k < bound->classes->count; k++)
    steps += pricer_steps(bound->pricer[k]);
  return steps;
}

// ---- Column generation --------------------------------------------------------------------------------------------

static void remember(Memory *memory, int client, int other)
{
  memory->near[(size_t)client * (size_t)memory->words + (size_t)(other / 64)] |= UINT64_C(1) << (other % 64);
}

static bool is_one_client(const Problem *p, int a, int b)
{
  return a == b || (p->kin && p->kin[a] == p->kin[b]);
}

// Widens the memories along the shortest ways back to a client; whether the route has any.
static bool widen_cycles(Bound *bound, const LabelRoute *route)
{
  bool found = false;
  for (int b = 1; b < route->count; b++) {
    int a = b - 1;
    while (a >= 0 && !is_one_client(bound->p, route->client[a], route->client[b]))
      a--;
    if (a < 0)
      continue;
    found = true;
    for (int k = a + 1; k < b; k++)
      remember(bound->memory, route->client[k], route->client[b]);
  }
  return found;
}

static bool has_cycle(const Problem *p, const LabelRoute *route)
{
  for (int b = 1; b < route->count; b++) {
    for (int a = 0; a < b; a++) {
      if (is_one_client(p, route->client[a], route->client[b]))
        return true;
    }
  }
  return false;
}

typedef struct Yield { // what one round of pricing brought
  int added, useful;   // the latter with negative reduced cost in the duals last solved, too
  bool widened, whole;
  GPtrArray *cyclic; // LabelRoute *: routes that come back to a client
} Yield;

static void yield_clear(Yield *yield)
{
  g_clear_pointer(&yield->cyclic, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Yield, yield_clear)

// Takes the routes of a class into the master: each client's cheapest first, no client in too many of them.
static void take_routes(Bound *bound, int class, GPtrArray *routes, Yield *yield)
{
  g_autofree int *times = g_new0(int, (gsize)bound->p->n + 1);
  int taken = 0;
  for (guint r = 0; r < routes->len && taken < ROUTES_A_CALL; r++) {
    LabelRoute *route = routes->pdata[r];
    if (has_cycle(bound->p, route)) {
      g_ptr_array_add(yield->cyclic, route);
      routes->pdata[r] = NULL;
      continue;
    }
    bool fresh = false;
    for (int k = 0; k < route->count; k++)
      fresh = fresh || times[route->client[k]] < 12;
    if (!fresh)
      continue;
    const Money cost = pricer_cost(bound->pricer[class], route->client, route->count);
    if (master_reduced_cost(bound->master, class, route->client, route->count, cost) >= -bound->tolerance) {
      yield->widened = cuts_widen(bound->master, route->client, route->count) || yield->widened;
      continue;
    }
    if (!master_add(bound->master, class, route->client, route->count, cost))
      continue;
    yield->useful +=
        master_last_cost(bound->master, class, route->client, route->count, cost) < -bound->tolerance;
    for (int k = 0; k < route->count; k++)
      times[route->client[k]]++;
    taken++;
  }
  yield->added += taken;
}

static Yield price(Bound *bound, PriceLevel level)
{
  Yield yield = {.whole = true, .cyclic = g_ptr_array_new_with_free_func(label_route_free)};
  for (int k = 0; k < bound->classes->count; k++) {
    g_autoptr(GPtrArray) routes = g_ptr_array_new_with_free_func(label_route_free);
    master_prizes(bound->master, k, bound->prize);
    const Duals duals = {bound->prize, bound->master->count[k], bound->master->cuts};
    yield.whole = pricer_run(bound->pricer[k], level, &duals, -bound->tolerance, ROUTES_A_CALL * 3 / 2,
                             (PriceLimits){LABELS_MOST, bound->joins}, routes, &bound->least[k]) &&
                  yield.whole;
    take_routes(bound, k, routes, &yield);
  }
  return yield;
}

static int price_quickly(Bound *bound, PriceLevel level)
{
  g_auto(Yield) yield = price(bound, level);
  return yield.added;
}

bool bound_is_over(int64_t used, int64_t steps, const EngineOptions *options)
{
  return (steps > 0 && used >= steps) ||
         (options && options->stop && __atomic_load_n(options->stop, __ATOMIC_SEQ_CST)) ||
         (options && options->deadline_us > 0 && g_get_monotonic_time() >= options->deadline_us);
}

typedef enum { ROUND_MORE, ROUND_SOLVED, ROUND_STUCK } Round;

static void keep_prices(Bound *bound, Money value)
{
  const int n = bound->p->n, classes = bound->classes->count;
  if (bound->master->cuts->len > 0 || (bound->priced != MONEY_NONE && value <= bound->priced))
    return;
  bound->priced = value;
  memcpy(bound->prices, bound->master->cover, sizeof(Money) * (size_t)n);
  memcpy(bound->prices + n, bound->master->count, sizeof(Money) * (size_t)classes);
}

// What the calendars of a client cost at least, in the Lagrangian bound of the present duals: each number of visits pays for those
// that are missed and for its own calendar.
static Money rhythm_gain(const Bound *bound, int i)
{
  const Master *master = bound->master;
  const Money unplanned = master->miss[i] - master->cover[i]; // of one visit
  Money best = RHYTHM_NONE;
  for (int missed = 0; missed <= master->spare[i]; missed++) {
    const Money calendar = rhythms_least(bound->rhythms, i, master->visits[i] - missed);
    if (calendar < RHYTHM_NONE)
      best = MIN(best, missed * unplanned + calendar);
  }
  return best < RHYTHM_NONE ? best - master->spare[i] * MIN(0, unplanned) : 0;
}

// Likewise of all clients who are visited by the reps of this problem.
static Money rhythm_gains(const Bound *bound)
{
  Money gains = 0;
  for (int i = 0; i < bound->p->n && bound->rhythms; i++)
    gains += bound->p->demand[i].visits > 0 && bound->p->demand[i].patterns == 0 ? rhythm_gain(bound, i) : 0;
  return gains;
}

// Keeps the bound of the duals just priced exactly.
static void take_value(Bound *bound)
{
  const Money value = master_bound(bound->master, bound->least);
  keep_prices(bound, value);
  if (!bound->master->centred || value > bound->centre) { // it may be below nothing for a long time
    master_centre(bound->master);
    bound->centre = value;
  }
  bound->core = MAX(bound->core, value);
  bound->value = MAX(bound->value, MAX(bound->core, value + rhythm_gains(bound)) + bound->settled);
}

// How much the linear program, as far as it is solved, is above the bound.
static double way_to_go(const Bound *bound)
{
  const double value = master_value(bound->master) + (double)bound->master->constant;
  return (value - (double)bound->core) / fmax(1, value);
}

// Memories are widened only where nothing else came of a pricing: duals on the way ask for many cycles that those of the
// end do not, and the wider the memory, the dearer each pricing.
static void widen(Bound *bound, Yield *yield)
{
  for (guint c = 0; c < yield->cyclic->len && yield->useful == 0; c++)
    yield->widened = widen_cycles(bound, yield->cyclic->pdata[c]) || yield->widened;
}

static double lean_of(const Bound *bound, int misses)
{
  const double way = way_to_go(bound);
  const double lean = way > WAY_FAR ? LEAN_FAR : way > WAY_NEAR ? LEAN_NEAR : LEAN_END;
  return bound->master->centred ? fmax(0, 1 - (misses + 1) * (1 - lean)) : 0;
}

// Prices exactly, with duals between those of the best bound and the last ones, which give better bounds and calmer
// routes; where these find no route that the last ones ask for, nearer to the last ones.
static Round price_exactly(Bound *bound)
{
  for (int misses = 0;; misses++) {
    const double lean = lean_of(bound, misses);
    master_lean(bound->master, lean);
    g_auto(Yield) yield = price(bound, PRICE_EXACT);
    widen(bound, &yield);
    if (yield.whole)
      take_value(bound);
    master_recall(bound->master);
    if (!yield.whole)
      return yield.added > 0 ? ROUND_MORE : ROUND_STUCK;
    if (bound->near > 0 && way_to_go(bound) < bound->near && !master_needs_help(bound->master))
      return ROUND_SOLVED;
    if (yield.useful > 0 || (lean <= 0 && (yield.added > 0 || yield.widened)))
      return ROUND_MORE;
    if (lean > 0)
      continue;
    if (master_needs_help(bound->master) && bound->master->help_cost < 1e6) {
      master_raise_help(bound->master);
      return ROUND_MORE;
    }
    return ROUND_SOLVED;
  }
}

// One solution of the master and the pricing after it, as thorough as is needed to find anything. Calm duals first:
// routes that they ask for serve longer than those for a corner of a program with few routes.
static Round improve_once(Bound *bound)
{
  if (!master_solve(bound->master))
    return ROUND_STUCK;
  master_calm(bound->master);
  const int calm = price_quickly(bound, PRICE_QUICK);
  master_recall(bound->master);
  if (calm > 0) {
    master_trim(bound->master);
    return ROUND_MORE;
  }
  for (PriceLevel level = PRICE_QUICK; level < PRICE_EXACT; level++) {
    if (price_quickly(bound, level) > 0) {
      master_trim(bound->master);
      return ROUND_MORE;
    }
  }
  return price_exactly(bound);
}

// Where the steps end before the linear program is solved: what its calm duals are worth already.
static void conclude(Bound *bound)
{
  if (way_to_go(bound) < FAR)
    return;
  if (bound->master->centred)
    master_lean(bound->master, LEAN_NEAR);
  else
    master_calm(bound->master);
  g_auto(Yield) yield = price(bound, PRICE_EXACT);
  if (yield.whole)
    take_value(bound);
  master_recall(bound->master);
}

void bound_watch(Bound *bound, const EngineOptions *options)
{
  for (int k = 0; k < bound->classes->count; k++)
    pricer_watch(bound->pricer[k], options);
}

static void improve_until(Bound *bound, int64_t end, const EngineOptions *options)
{
  while (!bound->finished && bound->core < bound->enough &&
         !bound_is_over(bound_steps(bound), end, options)) {
    const Round round = improve_once(bound);
    if (round == ROUND_MORE || bound_is_over(0, 0, options)) // a pricing given up shows nothing
      continue;
    const bool gained =
        bound->rounds == 0 || (double)(bound->core - bound->solved) > (double)bound->core * bound->gain;
    bound->solved = bound->core;
    bound->finished = round == ROUND_STUCK || !gained || bound->rounds++ >= bound->cut_rounds ||
                      cuts_separate(bound->master, bound->memory->words, CUTS_A_ROUND) == 0;
  }
}

// One exact pricing may take as much work as all steps together: what it cannot do then, it would take far longer for.
static void limit_joins(Bound *bound, int64_t steps)
{
  bound->joins = steps > 0 ? MAX(JOINS_LEAST, steps * JOINS_A_STEP) : 0;
}

static void set_limits(Bound *bound, int64_t steps, const EngineOptions *options)
{
  limit_joins(bound, steps);
  bound_watch(bound, options);
}

void bound_work(Bound *bound, int64_t steps, const EngineOptions *options)
{
  set_limits(bound, steps, options);
  improve_until(bound, steps > 0 ? bound_steps(bound) + steps : 0, options);
}

// Whether the steps alone, not the engine's limits, have ended it.
static bool has_time(const Bound *bound, const EngineOptions *options)
{
  return !bound->finished && !bound_is_over(0, 0, options);
}

bool bound_improve(Bound *bound, int64_t steps, const EngineOptions *options)
{
  const int64_t from = bound_steps(bound);
  set_limits(bound, steps, options);
  improve_until(bound, steps > 0 ? from + steps : 0, options);
  // An overloaded rep's duals are large and of no worth for a long time.
  for (int more = 1; has_time(bound, options) && more <= MORE_TIMES; more++) {
    conclude(bound);
    if (bound->core > bound->master->constant)
      break;
    improve_until(bound, from + steps * (1 + more), options);
  }
  return bound->finished;
}

Money bound_refresh(Bound *bound)
{
  if (!master_solve(bound->master))
    return MONEY_NONE;
  g_auto(Yield) yield = price(bound, PRICE_EXACT);
  widen(bound, &yield);
  return yield.whole ? master_bound(bound->master, bound->least) : MONEY_NONE;
}

// ---- From another bound ---------------------------------------------------------------------------------------------

void bound_begin(Bound *bound, const EngineMaterial *material, const int *origin, int clients, int64_t steps,
                 const EngineOptions *options)
{
  const int n = bound->p->n;
  g_autofree Money *visit = g_new(Money, (gsize)n + 1),
                   *route = g_new0(Money, (gsize)bound->classes->count + 1);
  for (int a = 0; a < n; a++) {
    for (int b = 0; b < n; b++) {
      if (material->remembers[(size_t)origin[a] * (size_t)clients + (size_t)origin[b]])
        remember(bound->memory, a, b);
    }
  }
  if (!material->visit_price || bound_is_over(0, 0, options))
    return;
  set_limits(bound, steps, options);
  for (int i = 0; i < n; i++)
    visit[i] = material->visit_price[origin[i]];
  for (int s = 0; s < bound->p->slots; s++) {
    const int class = bound->classes->of_slot[s];
    if (class >= 0)
      route[class] += material->price[s] / bound->classes->item[class].slots;
  }
  master_set_prices(bound->master, visit, route);
  g_auto(Yield) yield = price(bound, PRICE_EXACT);
  if (yield.whole && master_bound(bound->master, bound->least) > bound->core)
    take_value(bound);
}

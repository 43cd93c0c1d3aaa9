// SPDX-License-Identifier: GPL-3.0-or-later
// A client with longer visits becomes several clients at one place, which the bound takes as they are; routes that it
// begins with are those of the plan and of the engine's bound, with as many long visits as the day takes.
#include "solver/given.h"

#include "solver/digest.h"

#include <string.h>

static const int64_t STEPS[] = {
    [EFFORT_QUICK] = 10000000, [EFFORT_NORMAL] = 70000000, [EFFORT_BEST] = 2000000000};

enum { ROUTES_BOTH = 800 }; // of the bound's best, that are tried with long visits as well

// ---- The problem --------------------------------------------------------------------------------------------------

typedef struct Copying {
  const Problem *from;
  Problem *to;
  const int *origin;
} Copying;

static int node_of(const Copying *copying, int node)
{
  return node < copying->from->n ? copying->from->n : node + copying->to->n - copying->from->n;
}

static int origin_of(const Copying *copying, int node)
{
  return node < copying->to->n ? copying->origin[node] : node - copying->to->n + copying->from->n;
}

static void copy_legs(const Copying *copying)
{
  const size_t nodes = (size_t)copying->to->nodes, before = (size_t)copying->from->nodes;
  for (int t = 0; t < copying->to->tables; t++) {
    const LegTable *from = &copying->from->legs[t];
    int32_t *travel = (int32_t *)(uintptr_t)copying->to->legs[t].travel;
    Money *cost = (Money *)(uintptr_t)copying->to->legs[t].cost;
    for (size_t a = 0; a < nodes; a++) {
      for (size_t b = 0; b < nodes; b++) {
        const size_t at = (size_t)origin_of(copying, (int)a) * before + (size_t)origin_of(copying, (int)b);
        travel[a * nodes + b] = from->travel[at];
        cost[a * nodes + b] = from->cost[at];
      }
    }
  }
}

static void copy_slots(const Copying *copying)
{
  for (int s = 0; s < copying->to->slots; s++) {
    Slot *slot = &copying->to->slot[s];
    *slot = copying->from->slot[s];
    slot->start = node_of(copying, slot->start);
    slot->end = node_of(copying, slot->end);
  }
}

static Starts starts_of_longer(const Starts *starts, int32_t more)
{
  Starts longer = {0};
  for (int w = 0; w < starts->count; w++) {
    if (starts->span[w].to - more >= starts->span[w].from)
      longer.span[longer.count++] = (Window){starts->span[w].from, starts->span[w].to - more};
  }
  return longer;
}

// Client j of the new problem: visits of its origin that last `more` seconds longer.
static void copy_client(const Copying *copying, int j, int32_t more, int visits, int least)
{
  const Problem *from = copying->from;
  Problem *to = copying->to;
  const int i = copying->origin[j];
  Demand *demand = &to->demand[j];
  *demand = from->demand[i];
  demand->visits = visits;
  demand->least = least;
  demand->miss_cost = 0;
  demand->service += more;
  for (int k = 0; k < to->clocks; k++)
    to->starts[(size_t)k * (size_t)to->n + (size_t)j] =
        starts_of_longer(&from->starts[(size_t)k * (size_t)from->n + (size_t)i], more);
  memcpy(to->allowed + (size_t)j * (size_t)to->words, from->allowed + (size_t)i * (size_t)to->words,
         sizeof(uint64_t) * (size_t)to->words);
}

// Long visits of client i, of the rows from `row` on.
static int longer_visits(const Longer *longer, int count, int row, int i)
{
  int visits = 0;
  for (; row < count && longer[row].client == i; row++)
    visits += longer[row].visits;
  return visits;
}

static void number_copies(const Problem *p, const Longer *longer, int count, Given *given, int *n)
{
  given->origin = g_new0(int, (gsize)p->n + (gsize)count + 1);
  given->copy = g_new(int, (gsize)p->n + 1);
  *n = 0;
  for (int i = 0, row = 0; i < p->n; i++) {
    given->copy[i] = *n;
    if (longer_visits(longer, count, row, i) < p->demand[i].visits || p->demand[i].visits == 0)
      given->origin[(*n)++] = i;
    for (; row < count && longer[row].client == i; row++)
      given->origin[(*n)++] = i;
  }
}

static void copy_clients(const Copying *copying, const int *visits, const Longer *longer, int count)
{
  const Problem *p = copying->from;
  int *kin = problem_take(copying->to, g_new(int, (gsize)copying->to->n + 1));
  for (int i = 0, row = 0, j = 0; i < p->n; i++) {
    const int wanted = p->demand[i].visits, longs = longer_visits(longer, count, row, i);
    g_assert(visits[i] <= wanted && longs <= visits[i]);
    if (longs < wanted || wanted == 0) {
      kin[j] = i;
      copy_client(copying, j++, 0, wanted - longs, visits[i] - longs);
    }
    for (; row < count && longer[row].client == i; row++) {
      kin[j] = i;
      copy_client(copying, j++, longer[row].more, longer[row].visits, longer[row].visits);
    }
  }
  copying->to->kin = kin;
}

Given *given_new(const Problem *p, const int *visits, const Longer *longer, int count)
{
  Given *given = g_new0(Given, 1);
  int n;
  number_copies(p, longer, count, given, &n);
  Problem *to =
      problem_new(n, p->nodes + n - p->n, p->slots, p->days, p->reps, p->clocks, p->tables, p->fixes);
  given->problem = to;
  given->clients = p->n;
  to->weekday0 = p->weekday0;
  const Copying copying = {p, to, given->origin};
  copy_legs(&copying);
  copy_slots(&copying);
  copy_clients(&copying, visits, longer, count);
  given->longer = count;
  for (int i = 0; i < p->n; i++)
    given->missed += p->demand[i].visits - visits[i];
  if (count > 0 && given->missed > 0)
    given->alike = given_new(p, visits, NULL, 0);
  for (int f = 0; f < p->fixes; f++) {
    to->fix[f] = p->fix[f];
    to->fix[f].client = given->copy[p->fix[f].client];
  }
  return given;
}

void given_free(Given *given)
{
  if (!given)
    return;
  given_free(given->alike);
  solution_free(given->plan);
  problem_free(given->problem);
  g_free(given->origin);
  g_free(given->copy);
  g_free(given);
}

char *given_key(const Given *given)
{
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  problem_digest(given->problem, sum);
  return g_strdup(g_checksum_get_string(sum));
}

// ---- What a plan gives --------------------------------------------------------------------------------------------

typedef struct Doing { // one plan with its activities
  const Translation *tr;
  const Solution *solution;
  const uint64_t *done;
} Doing;

// Activities that the visit at that place of the solution holds besides what was settled before: a joint visit stays as
// it is.
static uint64_t set_at(const Doing *doing, int slot, int place)
{
  const Fix *fix = problem_fix(doing->tr->problem, doing->solution->client[place], slot);
  return fix && fix->chosen ? 0 : doing->done[place];
}

typedef struct Kind { // an activity at a client
  int32_t seconds;
  int times;
} Kind;

static int longest_first(const void *a, const void *b)
{
  const Kind *x = a, *y = b;
  return x->seconds != y->seconds ? (x->seconds > y->seconds ? -1 : 1) : y->times - x->times;
}

// How often each activity stands on a visit of each client: [client * ACTIVITIES_MAX + k].
static int *count_times(const Doing *doing)
{
  const Problem *p = doing->tr->problem;
  int *times = g_new0(int, (gsize)p->n *ACTIVITIES_MAX + 1);
  for (int s = 0; s < p->slots; s++) {
    for (int v = doing->solution->first[s]; v < doing->solution->first[s + 1]; v++) {
      for (uint64_t set = set_at(doing, s, v); set; set &= set - 1)
        times[doing->solution->client[v] * ACTIVITIES_MAX + __builtin_ctzll(set)]++;
    }
  }
  return times;
}

// Activities can be put on visits in other ways, all on few of them too: what is sure is that as many visits as the
// commonest of all that take m seconds or more last m seconds longer. Appointments can hold some of them.
static void add_longer(const Doing *doing, int i, const int *times, int appointments, GArray *longer)
{
  const int index = doing->tr->client[i];
  Kind kind[ACTIVITIES_MAX];
  const Activity *activity;
  int kinds = 0, sure = appointments;
  for (int k = 0; k < ACTIVITIES_MAX && (activity = client_activity(doing->tr->territory, index, k)); k++) {
    if (times[k] > 0 && activity->activity_s > 0)
      kind[kinds++] = (Kind){activity->activity_s, times[k]};
  }
  qsort(kind, (size_t)kinds, sizeof(Kind), longest_first);
  for (int k = 0; k < kinds; k++) {
    if (kind[k].times > sure) {
      g_array_append_val(longer, ((Longer){i, kind[k].seconds, kind[k].times - sure}));
      sure = kind[k].times;
    }
  }
}

// The copy of its client that a visit of the plan is, where the rows of longer visits still lack some.
static int copy_at(const Given *given, const Doing *doing, int slot, int place, int *lacking)
{
  const Problem *p = given->problem;
  const int i = doing->solution->client[place], first = given->copy[i];
  const int32_t lasts = doing->tr->problem->demand[i].service - doing->tr->problem->demand[i].spread +
                        activities_s(doing->tr->territory, doing->tr->client[i], set_at(doing, slot, place));
  int best = -1;
  for (int j = first; j < p->n && p->kin[j] == i && !problem_fix(doing->tr->problem, i, slot); j++) {
    if (lacking[j] > 0 && p->demand[j].service <= lasts &&
        (best < 0 || p->demand[j].service > p->demand[best].service))
      best = j;
  }
  best = best < 0 ? first : best;
  lacking[best]--;
  return best;
}

static Solution *plan_over_copies(const Given *given, const Doing *doing)
{
  const Problem *p = given->problem;
  const Solution *solution = doing->solution;
  g_autofree int *lacking = g_new(int, (gsize)p->n + 1);
  for (int j = 0; j < p->n; j++)
    lacking[j] = p->demand[j].least;
  Solution *plan = solution_new(p, solution->first[p->slots]);
  memcpy(plan->first, solution->first, sizeof(int) * ((gsize)p->slots + 1));
  for (int s = 0; s < p->slots; s++) {
    for (int v = solution->first[s]; v < solution->first[s + 1]; v++)
      plan->client[v] = copy_at(given, doing, s, v, lacking);
  }
  return plan;
}

Given *given_by_plan(const Translation *tr, const Solution *solution, const ActivityPlan *timed)
{
  const Problem *p = tr->problem;
  const Doing doing = {tr, solution, timed->done};
  if (problem_has_nights(p) || p->slot_cost)
    return NULL;
  g_autofree int *visits = g_new0(int, (gsize)p->n + 1), *appointments = g_new0(int, (gsize)p->n + 1),
                 *times = count_times(&doing);
  g_autoptr(GArray) longer = g_array_new(FALSE, FALSE, sizeof(Longer));
  for (int v = 0; v < solution->first[p->slots]; v++)
    visits[solution->client[v]]++;
  for (int f = 0; f < p->fixes; f++)
    appointments[p->fix[f].client] += !p->fix[f].chosen;
  for (int i = 0; i < p->n; i++) {
    add_longer(&doing, i, times + (size_t)i * ACTIVITIES_MAX, appointments[i], longer);
  }
  Problem true_length = timed->problem; // but of the promises alone, as they were made
  true_length.fix = p->fix;
  true_length.fixes = p->fixes;
  Given *given = given_new(&true_length, visits, (const Longer *)(void *)longer->data, (int)longer->len);
  if (given->missed == 0 && given->longer == 0) {
    given_free(given);
    return NULL;
  }
  given->plan = plan_over_copies(given, &doing);
  if (given->alike)
    given->alike->plan = solution_copy(p, solution);
  return given;
}

// ---- The bound ----------------------------------------------------------------------------------------------------

static bool route_fits(const Problem *p, int slot, const int *client, int count)
{
  for (int k = 0; k < count; k++) {
    if (!problem_is_allowed(p, client[k], slot) && !problem_fix(p, client[k], slot))
      return false;
  }
  return route_times(p, slot, client, count, NULL) >= 0;
}

// A slot of the same rep that takes the route, -1: none.
static int slot_for(const Problem *p, int slot, const int *client, int count)
{
  for (int s = slot; s < p->slots && p->slot[s].rep == p->slot[slot].rep; s++) {
    if (route_fits(p, s, client, count))
      return s;
  }
  return -1;
}

// Visits become long, one after the other from stop `from` on, where the day still takes them.
static bool lengthen(const Given *given, int slot, int *client, int count, int from)
{
  const Problem *p = given->problem;
  bool any = false;
  for (int k = 0; k < count; k++) {
    int *stop = &client[(from + k) % count];
    const int before = *stop;
    if (before + 1 >= p->n || p->kin[before + 1] != p->kin[before] || problem_fix(p, before, slot))
      continue;
    *stop = before + 1;
    if (route_fits(p, slot, client, count))
      any = true;
    else
      *stop = before;
  }
  return any;
}

// A route of the problem that this one was made from; `both`: also with long visits.
static void take_route(const Given *given, Bound *bound, int slot, const int *route, int count, bool both)
{
  g_autofree int *client = g_new(int, (gsize)count + 1);
  for (int k = 0; k < count; k++)
    client[k] = given->copy[route[k]];
  const int s = slot_for(given->problem, slot, client, count);
  if (s < 0)
    return;
  bound_take_route(bound, s, client, count);
  if (both && lengthen(given, s, client, count, 0))
    bound_take_route(bound, s, client, count);
}

static void take_routes(const Given *given, Bound *bound, const EngineMaterial *material)
{
  if (given->plan)
    bound_take_solution(bound, given->plan);
  for (guint r = 0; material->routes && r < material->routes->len; r++) {
    const BoundRoute *route = material->routes->pdata[r];
    take_route(given, bound, route->slot, route->client, route->count, r < ROUTES_BOTH);
  }
}

static Money travel_of(const Given *given, const EngineMaterial *material, const EngineOptions *options,
                       EngineMaterial *left)
{
  g_autoptr(Bound) bound = bound_new_core(given->problem);
  take_routes(given, bound, material);
  if (material->remembers)
    bound_begin(bound, material, given->origin, given->clients, STEPS[options->effort], options);
  bound_improve(bound, STEPS[options->effort], options);
  if (left)
    bound_hand_over(bound, left);
  return MAX(0, bound_core(bound));
}

Money given_travel(const Given *given, const EngineOptions *options)
{
  EngineMaterial begin = options->material ? *options->material : (EngineMaterial){0};
  g_autoptr(EngineMaterial) left = engine_material_new();
  const bool lengths = given->longer > 0 && options->effort == EFFORT_BEST;
  Money travel = 0;
  if (given->problem->slots == 0)
    return 0;
  if (given->missed > 0) // prices are those of missing visits
    begin.visit_price = begin.price = NULL;
  if (given->alike)
    travel = travel_of(given->alike, &begin, options, lengths ? left : NULL);
  if (given->longer == 0 || lengths) {
    const Money longer = travel_of(given, given->alike ? left : &begin, options, NULL);
    travel = MAX(travel, longer);
  }
  return travel;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Towns are shared out to the weekdays by growing sets of near ones and by shifts and exchanges between them, priced by
// tours of a few weeks (weekday_sketch.h), several times over. All sets met on the way are the columns of the weekday
// program. Then clients are put on the calendars of their weekday by the dynamic program, those with most visits and
// the farthest ones first.
#include "solver/weekday_start.h"

#include "solver/recreate.h"
#include "solver/towns.h"
#include "solver/weekday_program.h"
#include "solver/weekday_sketch.h"

#include <math.h>
#include <stdlib.h>

enum { SHARINGS = 12, TRIES_PER_TOWN = 12, NODES = 40 };
#define TOWN_SHARE 0.4  // of a weekday that one town may fill
#define OVER_TIMES 1.0  // price of a second over the room, in prices of a second of driving
#define BLUR 0.3        // by which savings are blurred when sets grow
#define FULL_LEAST 0.85 // of the room up to which a set grows, at least

typedef struct Kind { // weekdays that are alike
  int weekdays, first, days;
  uint8_t bits;
  int64_t day_room_s, room_s; // room for towns of a day, of a whole weekday
} Kind;

typedef struct Sharing { // of towns to weekdays
  int kind[7];
  uint64_t towns[7];
  double cost[7];
  int weekdays;
} Sharing;

typedef struct Starter {
  const Problem *p;
  Random *random;
  Towns *towns;
  Kind kind[7];
  int kinds;
  int *client;        // all of towns, in the order of putting in
  SketchClient *some; // scratch
  int clients;
  int64_t work_s[TOWNS_MOST];
  double home[TOWNS_MOST]; // Money, there and back
  Sketch sketch;
  GHashTable *known; // set of towns and kind -> its column + 1
  GArray *column;    // WeekdaySet
} Starter;

// ---- Weekdays, towns and their clients ------------------------------------------------------------------------------

static int64_t visits_s(const Problem *p, int client)
{
  return (int64_t)p->demand[client].visits * p->demand[client].service;
}

static Kind weekday_as_kind(const Problem *p, int weekday)
{
  Kind kind = {.weekdays = 1, .first = -1, .bits = (uint8_t)(1U << weekday)};
  for (int s = 0; s < p->slots; s++) {
    const int32_t room = MIN(p->slot[s].max_work, p->slot[s].length);
    if (problem_weekday(p, p->slot[s].day) != weekday || room <= 0)
      continue;
    kind.first = kind.first < 0 ? s : kind.first;
    kind.days++;
    kind.room_s += room;
  }
  return kind;
}

static bool are_alike(const Starter *starter, const Kind *a, const Kind *b)
{
  if (a->room_s != b->room_s || a->days != b->days)
    return false;
  for (int c = 0; c < starter->towns->count; c++) {
    const uint8_t weekdays = starter->towns->weekdays[c];
    if (((weekdays & a->bits) != 0) != ((weekdays & b->bits) != 0))
      return false;
  }
  return true;
}

static void list_kinds(Starter *starter)
{
  for (int w = 0; w < 7; w++) {
    const Kind here = weekday_as_kind(starter->p, w);
    int k = 0;
    while (k < starter->kinds && !are_alike(starter, &starter->kind[k], &here))
      k++;
    if (here.days == 0)
      continue;
    if (k == starter->kinds) {
      starter->kind[starter->kinds++] = here;
    } else {
      starter->kind[k].weekdays++;
      starter->kind[k].bits |= here.bits;
    }
  }
}

// Whoever is in no town has his part of every day, whatever day he takes.
static void set_rooms(Starter *starter)
{
  int64_t all = 0, towns = 0;
  for (int i = 0; i < starter->p->n; i++) {
    all += visits_s(starter->p, i);
    towns += starter->towns->of[i] >= 0 ? visits_s(starter->p, i) : 0;
  }
  for (int k = 0; k < starter->kinds; k++) {
    Kind *kind = &starter->kind[k];
    kind->room_s = (int64_t)((double)kind->room_s * (double)towns / (double)MAX(1, all));
    kind->day_room_s = kind->room_s / kind->days;
  }
}

static Money home_cost(const Problem *p, int client)
{
  const Slot *slot = &p->slot[0];
  return problem_leg_cost(p, slot, slot->start, client) + problem_leg_cost(p, slot, client, slot->end);
}

static int by_turn(const void *a, const void *b, void *data)
{
  const Problem *p = data;
  const int i = *(const int *)a, j = *(const int *)b;
  if (p->demand[i].visits != p->demand[j].visits)
    return p->demand[i].visits > p->demand[j].visits ? -1 : 1;
  const Money x = home_cost(p, i), y = home_cost(p, j);
  return x != y ? (x > y ? -1 : 1) : i - j;
}

static void list_clients(Starter *starter)
{
  const Problem *p = starter->p;
  const Slot *slot = &p->slot[0];
  Money cost = 0;
  int64_t travel = 1;
  for (int i = 0; i < p->n; i++) {
    const int town = starter->towns->of[i];
    if (town < 0)
      continue;
    starter->client[starter->clients++] = i;
    starter->work_s[town] += visits_s(p, i);
    cost += problem_leg_cost(p, slot, slot->start, i);
    travel += problem_travel(p, slot, slot->start, i);
  }
  g_qsort_with_data(starter->client, starter->clients, sizeof(int), by_turn, (gpointer)(uintptr_t)p);
  for (int c = 0; c < starter->towns->count; c++)
    starter->home[c] = (double)home_cost(p, starter->towns->centre[c]);
  starter->sketch.over_cost = OVER_TIMES * (double)cost / (double)travel;
}

// ---- Sets of towns --------------------------------------------------------------------------------------------------

static bool may_be(const Starter *starter, int town, int kind)
{
  return (starter->towns->weekdays[town] & starter->kind[kind].bits) == starter->kind[kind].bits;
}

// What a weekday of that kind with these towns costs; notes the set as a column.
static double set_cost(Starter *starter, uint64_t towns, int kind)
{
  const gint64 key = (gint64)(towns | (uint64_t)kind << TOWNS_MOST);
  gconstpointer known = g_hash_table_lookup(starter->known, &key);
  if (known)
    return g_array_index(starter->column, WeekdaySet, GPOINTER_TO_UINT(known) - 1).cost;
  const Kind *of = &starter->kind[kind];
  Sketch *sketch = &starter->sketch;
  sketch->slot = of->first;
  sketch->weeks = MIN(of->days, SKETCH_WEEKS);
  sketch->times = (double)of->days / sketch->weeks;
  sketch->room_s = of->day_room_s;
  int count = 0;
  for (int k = 0; k < starter->clients; k++) {
    const int i = starter->client[k];
    if (towns >> starter->towns->of[i] & 1)
      starter->some[count++] = (SketchClient){i, sketch_weeks(starter->p->demand[i].visits, of->days)};
  }
  const WeekdaySet set = {towns, kind, sketch_cost(sketch, starter->some, count) / (double)MONEY_ONE};
  g_array_append_val(starter->column, set);
  g_hash_table_insert(starter->known, g_memdup2(&key, sizeof key), GUINT_TO_POINTER(starter->column->len));
  return set.cost;
}

// What it saves to visit a town on a day of another one.
static double saving(const Starter *starter, int a, int b)
{
  const Problem *p = starter->p;
  const int x = starter->towns->centre[a], y = starter->towns->centre[b];
  const Money way = problem_leg_cost(p, &p->slot[0], x, y) + problem_leg_cost(p, &p->slot[0], y, x);
  return starter->home[a] + starter->home[b] - (double)way;
}

static int64_t work_of(const Starter *starter, uint64_t towns)
{
  int64_t work = 0;
  for (uint64_t left = towns; left; left &= left - 1)
    work += starter->work_s[__builtin_ctzll(left)];
  return work;
}

// The town that is left and saves most with one of the set, blurred; -1: none fits.
static int next_town(const Starter *starter, uint64_t set, uint64_t left, int kind, int64_t room)
{
  int best = -1;
  double most = -1;
  for (uint64_t t = left; t; t &= t - 1) {
    const int town = __builtin_ctzll(t);
    if (!may_be(starter, town, kind) || (set && starter->work_s[town] > room))
      continue;
    double value = set ? 0 : 1;
    for (uint64_t s = set; s; s &= s - 1)
      value = MAX(value, saving(starter, town, __builtin_ctzll(s)));
    value *= set ? 1 - BLUR * random_unit(starter->random) : random_unit(starter->random);
    if (value > most) {
      most = value;
      best = town;
    }
  }
  return best;
}

// Sets grow one after the other; who is left goes where there is most room.
static void grow(Starter *starter, Sharing *sharing)
{
  int64_t all = 0, rooms = 0, room[7];
  uint64_t left = (UINT64_C(1) << starter->towns->count) - 1;
  sharing->weekdays = 0;
  for (int k = 0; k < starter->kinds; k++) {
    for (int w = 0; w < starter->kind[k].weekdays; w++)
      sharing->kind[sharing->weekdays++] = k;
    rooms += starter->kind[k].room_s * starter->kind[k].weekdays;
  }
  all = work_of(starter, left);
  for (int w = 0; w < sharing->weekdays; w++) {
    const double part = (double)all / (double)MAX(1, rooms);
    const double full = FULL_LEAST + 2 * (1 - FULL_LEAST) * random_unit(starter->random);
    room[w] = (int64_t)(full * part * (double)starter->kind[sharing->kind[w]].room_s);
    sharing->towns[w] = 0;
    for (int town; (town = next_town(starter, sharing->towns[w], left, sharing->kind[w], room[w])) >= 0;) {
      sharing->towns[w] |= UINT64_C(1) << town;
      left &= ~(UINT64_C(1) << town);
      room[w] -= starter->work_s[town];
    }
  }
  for (; left; left &= left - 1) {
    const int town = __builtin_ctzll(left);
    int best = -1;
    for (int w = 0; w < sharing->weekdays; w++) {
      if (may_be(starter, town, sharing->kind[w]) && (best < 0 || room[w] > room[best]))
        best = w;
    }
    if (best < 0) // no day of its weekdays has any room
      continue;
    sharing->towns[best] |= UINT64_C(1) << town;
    room[best] -= starter->work_s[town];
  }
  for (int w = 0; w < sharing->weekdays; w++)
    sharing->cost[w] = set_cost(starter, sharing->towns[w], sharing->kind[w]);
}

static int pick_town(const Starter *starter, uint64_t towns)
{
  int skip = random_below(starter->random, __builtin_popcountll(towns));
  while (skip-- > 0)
    towns &= towns - 1;
  return __builtin_ctzll(towns);
}

// A town goes to another weekday, or changes places with one of it; kept where the two are then cheaper.
static void shift(Starter *starter, Sharing *sharing)
{
  const int a = random_below(starter->random, sharing->weekdays),
            b = random_below(starter->random, sharing->weekdays);
  if (a == b || sharing->towns[a] == 0)
    return;
  uint64_t from_a = UINT64_C(1) << pick_town(starter, sharing->towns[a]), from_b = 0;
  if (sharing->towns[b] && random_below(starter->random, 2))
    from_b = UINT64_C(1) << pick_town(starter, sharing->towns[b]);
  if (!may_be(starter, __builtin_ctzll(from_a), sharing->kind[b]) ||
      (from_b && !may_be(starter, __builtin_ctzll(from_b), sharing->kind[a])))
    return;
  const uint64_t in_a = (sharing->towns[a] & ~from_a) | from_b, in_b = (sharing->towns[b] & ~from_b) | from_a;
  const double cost_a = set_cost(starter, in_a, sharing->kind[a]),
               cost_b = set_cost(starter, in_b, sharing->kind[b]);
  if (cost_a + cost_b >= sharing->cost[a] + sharing->cost[b])
    return;
  sharing->towns[a] = in_a;
  sharing->towns[b] = in_b;
  sharing->cost[a] = cost_a;
  sharing->cost[b] = cost_b;
}

static double sum_of(const Sharing *sharing)
{
  double cost = 0;
  for (int w = 0; w < sharing->weekdays; w++)
    cost += sharing->cost[w];
  return cost;
}

// The best of some sharings out.
static Sharing share_out(Starter *starter)
{
  Sharing best = {0};
  double least = HUGE_VAL;
  for (int k = 0; k < SHARINGS; k++) {
    Sharing sharing;
    grow(starter, &sharing);
    for (int tries = TRIES_PER_TOWN * starter->towns->count; tries > 0; tries--)
      shift(starter, &sharing);
    if (sum_of(&sharing) < least) {
      least = sum_of(&sharing);
      best = sharing;
    }
  }
  return best;
}

// ---- Program and solution -------------------------------------------------------------------------------------------

static void mark(const Starter *starter, const Sharing *sharing, bool *chosen)
{
  for (int w = 0; w < sharing->weekdays; w++) {
    const gint64 key = (gint64)(sharing->towns[w] | (uint64_t)sharing->kind[w] << TOWNS_MOST);
    chosen[GPOINTER_TO_UINT(g_hash_table_lookup(starter->known, &key)) - 1] = true;
  }
}

static int weekday_of_kind(const Kind *kind, int which)
{
  unsigned bits = kind->bits;
  while (which-- > 0)
    bits &= bits - 1;
  return __builtin_ctz(bits);
}

// The weekday of each town; the best sharing is where the program begins.
static void choose_weekdays(Starter *starter, int weekday[TOWNS_MOST])
{
  const Sharing best = share_out(starter);
  int weekdays[7], taken[7] = {0};
  for (int k = 0; k < starter->kinds; k++)
    weekdays[k] = starter->kind[k].weekdays;
  const WeekdayProgram program = {.towns = starter->towns->count,
                                  .kinds = starter->kinds,
                                  .sets = (int)starter->column->len,
                                  .weekdays = weekdays,
                                  .set = &g_array_index(starter->column, WeekdaySet, 0),
                                  .left_cost = 1 + sum_of(&best)};
  g_autofree bool *chosen = g_new0(bool, (gsize)program.sets + 1);
  mark(starter, &best, chosen);
  weekday_program_solve(&program, NODES, chosen);
  for (int c = 0; c < TOWNS_MOST; c++)
    weekday[c] = -1;
  for (int k = 0; k < program.sets; k++) {
    if (!chosen[k])
      continue;
    const int day = weekday_of_kind(&starter->kind[program.set[k].kind], taken[program.set[k].kind]++);
    for (uint64_t t = program.set[k].towns; t; t &= t - 1)
      weekday[__builtin_ctzll(t)] = day;
  }
}

static void put_client(State *state, Recreate *recreate, int client, int weekday, Random *random)
{
  state_begin(state);
  state_clear_client(state, client);
  recreate_client_on(recreate, state, client, weekday, random, 0);
  state_settle(state);
}

static Solution *put_clients(Starter *starter, const int weekday[TOWNS_MOST])
{
  const Problem *p = starter->p;
  g_autoptr(State) state = state_new(p);
  if (!state_load(state, NULL))
    return NULL;
  g_autoptr(Recreate) recreate = recreate_new(p);
  for (int k = 0; k < starter->clients; k++) {
    const int i = starter->client[k];
    put_client(state, recreate, i, weekday[starter->towns->of[i]], starter->random);
  }
  int count = 0;
  for (int i = 0; i < p->n; i++) { // who has no town, and who found no room
    if (starter->towns->of[i] < 0 || state->count[i] < p->demand[i].visits)
      starter->client[count++] = i;
  }
  g_qsort_with_data(starter->client, count, sizeof(int), by_turn, (gpointer)(uintptr_t)p);
  for (int k = 0; k < count; k++)
    put_client(state, recreate, starter->client[k], -1, starter->random);
  Solution *solution = state_solution(state);
  if (solution_is_admissible(p, solution))
    return solution;
  solution_free(solution); // a table of legs that breaks the triangle inequality
  return NULL;
}

bool weekday_start_applies(const Problem *p)
{
  int keep = 0;
  for (int i = 0; i < p->n; i++)
    keep += demand_keeps_weekday(&p->demand[i]);
  return keep > 1 && p->reps == 1 && !problem_has_nights(p);
}

Solution *weekday_start(const Problem *p, Random *random)
{
  Starter starter = {.p = p, .random = random, .sketch = {.p = p}};
  int64_t room = 0;
  for (int w = 0; w < 7; w++)
    room = MAX(room, weekday_as_kind(p, w).room_s);
  starter.towns = towns_new(p, (int64_t)(TOWN_SHARE * (double)room), random);
  starter.client = g_new(int, (gsize)p->n + 1);
  starter.some = g_new(SketchClient, (gsize)p->n + 1);
  starter.known = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
  starter.column = g_array_new(FALSE, FALSE, sizeof(WeekdaySet));
  list_kinds(&starter);
  set_rooms(&starter);
  list_clients(&starter);
  Solution *solution = NULL;
  if (starter.towns->count > 0 && starter.kinds > 0) {
    int weekday[TOWNS_MOST];
    choose_weekdays(&starter, weekday);
    solution = put_clients(&starter, weekday);
  }
  towns_free(starter.towns);
  g_free(starter.client);
  g_free(starter.some);
  g_hash_table_unref(starter.known);
  g_array_unref(starter.column);
  return solution;
}

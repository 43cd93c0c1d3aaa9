// SPDX-License-Identifier: GPL-3.0-or-later
// The problem and its solutions as plain data, judged afresh: this file computes costs and checks the hard rules the
// slow and simple way. The search keeps the same figures incrementally and is tested against this file.
#include "solver/problem.h"

#include <string.h>

// ---- Problem ------------------------------------------------------------------------------------------------------

void *problem_take(Problem *p, void *array)
{
  g_ptr_array_add(p->block, array);
  return array;
}

Problem *problem_new(int n, int nodes, int slots, int days, int reps, int clocks, int tables, int fixes)
{
  g_assert(n >= 0 && nodes >= n && slots >= 0 && days >= 0 && reps >= 0 && clocks >= 0 && tables >= 0 &&
           fixes >= 0);
  Problem *p = g_new0(Problem, 1);
  p->n = n;
  p->nodes = nodes;
  p->slots = slots;
  p->days = days;
  p->reps = reps;
  p->clocks = clocks;
  p->tables = tables;
  p->fixes = fixes;
  p->words = (slots + 63) / 64;
  p->block = g_ptr_array_new_with_free_func(g_free);
  p->slot = problem_take(p, g_new0(Slot, (gsize)slots + 1));
  p->demand = problem_take(p, g_new0(Demand, (gsize)n + 1));
  p->legs = problem_take(p, g_new0(LegTable, (gsize)tables + 1));
  p->starts = problem_take(p, g_new0(Starts, (gsize)clocks * (gsize)n + 1));
  p->allowed = problem_take(p, g_new0(uint64_t, (gsize)n * (gsize)p->words + 1));
  p->fix = problem_take(p, g_new0(Fix, (gsize)fixes + 1));
  const gsize pairs = (gsize)nodes * (gsize)nodes;
  for (int t = 0; t < tables; t++) {
    p->legs[t].travel = problem_take(p, g_new0(int32_t, pairs + 1));
    p->legs[t].cost = problem_take(p, g_new0(Money, pairs + 1));
  }
  for (int i = 0; i < n; i++)
    p->demand[i].previous = p->demand[i].first_by = NO_DAY;
  return p;
}

void problem_free(Problem *p)
{
  if (!p)
    return;
  g_ptr_array_unref(p->block);
  g_free(p);
}

int problem_slot_on(const Problem *p, int rep, int day)
{
  int low = 0, high = p->slots;
  while (low < high) {
    const int middle = (low + high) / 2;
    const Slot *slot = &p->slot[middle];
    if (slot->rep < rep || (slot->rep == rep && slot->day < day))
      low = middle + 1;
    else
      high = middle;
  }
  return low < p->slots && p->slot[low].rep == rep && p->slot[low].day == day ? low : -1;
}

const Fix *problem_fix(const Problem *p, int client, int slot)
{
  int low = 0, high = p->fixes;
  while (low < high) {
    const int middle = (low + high) / 2;
    const Fix *fix = &p->fix[middle];
    if (fix->client < client || (fix->client == client && fix->slot < slot))
      low = middle + 1;
    else
      high = middle;
  }
  const Fix *fix = &p->fix[low];
  return low < p->fixes && fix->client == client && fix->slot == slot ? fix : NULL;
}

bool problem_is_promised(const Problem *p, int client, int slot)
{
  const Fix *fix = p->fixes > 0 ? problem_fix(p, client, slot) : NULL;
  return fix && !fix->chosen;
}

const Starts *problem_starts(const Problem *p, int client, int slot, int32_t *service)
{
  const Fix *fix = problem_fix(p, client, slot);
  if (service)
    *service = fix ? fix->service : p->demand[client].service;
  return fix ? &fix->starts : &p->starts[(size_t)p->slot[slot].clock * (size_t)p->n + (size_t)client];
}

static void validate_starts(const Starts *starts)
{
  g_assert(starts->count >= 0 && starts->count <= STARTS_CAP);
  for (int k = 0; k < starts->count; k++) {
    g_assert(starts->span[k].from >= 0 && starts->span[k].from <= starts->span[k].to);
    g_assert(k == 0 || starts->span[k - 1].to < starts->span[k].from);
  }
}

static void validate_slots(const Problem *p)
{
  for (int s = 0; s < p->slots; s++) {
    const Slot *slot = &p->slot[s];
    g_assert(slot->rep >= 0 && slot->rep < p->reps && slot->day >= 0 && slot->day < p->days);
    g_assert(slot->start >= p->n && slot->start < p->nodes && slot->end >= p->n && slot->end < p->nodes);
    g_assert(slot->legs >= 0 && slot->legs < p->tables && slot->clock >= 0 && slot->clock < p->clocks);
    g_assert(slot->length >= 0 && slot->max_work >= 0 && slot->max_travel >= 0 && slot->max_visits >= 0);
    g_assert(slot->max_load >= 0);
    g_assert(slot->nights >= 0 && slot->night_cost >= 0);
    g_assert(slot->away == 0 || (slot->away >= p->n && slot->away < p->nodes));
    g_assert(slot->nights == 0 || (s + 1 < p->slots && slot[1].rep == slot->rep &&
                                   slot[1].day == slot->day + 1 && slot[1].legs == slot->legs));
    const Slot *before = s ? slot - 1 : NULL;
    g_assert(!before || before->rep < slot->rep || (before->rep == slot->rep && before->day < slot->day));
  }
}

static void validate_demand(const Problem *p, const Demand *demand)
{
  g_assert(demand->visits >= 0 && demand->service >= 0 && demand->load >= 0 && demand->miss_cost >= 0);
  g_assert(demand->gap_min >= 1 || demand->patterns > 0);
  g_assert(demand->gap_max >= 0 && demand->soft_min >= 0 && demand->soft_max >= 0);
  g_assert(demand->gap_cost >= 0 && demand->weekday_cost >= 0 && demand->keep_cost >= 0);
  g_assert(demand->previous < 0); // NO_DAY is, too
  for (int k = 1; k < demand->outsides; k++)
    g_assert(demand->outside[k - 1] < demand->outside[k]);
  g_assert(demand->outsides == 0 || demand->previous == NO_DAY || demand->previous < demand->outside[0]);
  g_assert(demand->patterns == 0 || p->days <= 64);
}

static void validate_fixes(const Problem *p)
{
  for (int k = 0; k < p->fixes; k++) {
    const Fix *fix = &p->fix[k], *before = k ? fix - 1 : NULL;
    g_assert(fix->client >= 0 && fix->client < p->n && fix->slot >= 0 && fix->slot < p->slots);
    g_assert(!before || before->client < fix->client ||
             (before->client == fix->client && before->slot < fix->slot));
    g_assert(p->demand[fix->client].patterns == 0);
    g_assert(fix->service >= 0);
    validate_starts(&fix->starts);
  }
}

bool problem_validate(const Problem *p)
{
  g_assert(p->weekday0 >= 0 && p->weekday0 < 7);
  validate_slots(p);
  for (int i = 0; i < p->n; i++)
    validate_demand(p, &p->demand[i]);
  validate_fixes(p);
  for (int t = 0; t < p->tables; t++) {
    for (size_t k = 0; k < (size_t)p->nodes * (size_t)p->nodes; k++)
      g_assert(p->legs[t].travel[k] >= 0 && p->legs[t].cost[k] >= 0);
  }
  for (size_t k = 0; k < (size_t)p->clocks * (size_t)p->n; k++)
    validate_starts(&p->starts[k]);
  int of_client = 0; // fixes of one client
  for (int k = 0; k < p->fixes; k++) {
    const Fix *fix = &p->fix[k], *before = k ? fix - 1 : NULL;
    const bool same = before && before->client == fix->client;
    const Demand *demand = &p->demand[fix->client];
    of_client = same ? of_client + 1 : 1;
    if (of_client > demand->visits || route_times(p, fix->slot, &fix->client, 1, NULL) < 0)
      return false;
    if (same && demand->same_rep && p->slot[before->slot].rep != p->slot[fix->slot].rep)
      return false;
  }
  return true;
}

// ---- Routes -------------------------------------------------------------------------------------------------------

int32_t starts_next(const Starts *starts, int32_t from)
{
  for (int k = 0; k < starts->count; k++) {
    if (from <= starts->span[k].to)
      return MAX(from, starts->span[k].from);
  }
  return -1;
}

int32_t route_times(const Problem *p, int slot, const int *client, int count, int32_t *starts)
{
  return route_times_between(p, slot, slot_ends(p, slot), client, count, starts);
}

int32_t route_times_between(const Problem *p, int slot, RouteEnds ends, const int *client, int count,
                            int32_t *starts)
{
  const Slot *day = &p->slot[slot];
  int64_t clock = 0, travel = 0, work = 0, load = 0;
  int node = ends.start;
  if (count > day->max_visits)
    return -1;
  for (int k = 0; k < count; k++) {
    int32_t service;
    const Starts *open = problem_starts(p, client[k], slot, &service);
    const int32_t leg = problem_travel(p, day, node, client[k]);
    if (clock + leg > day->length)
      return -1;
    const int32_t start = starts_next(open, (int32_t)clock + leg);
    if (start < 0)
      return -1;
    if (starts)
      starts[k] = start;
    travel += leg;
    work += service;
    load += p->demand[client[k]].load;
    clock = (int64_t)start + service;
    node = client[k];
  }
  if (count > 0 && ends.end >= 0) {
    const int32_t leg = problem_travel(p, day, node, ends.end);
    travel += leg;
    clock += leg;
  }
  if (clock > day->length || travel > day->max_travel || work + travel > day->max_work ||
      load > day->max_load)
    return -1;
  return (int32_t)clock;
}

Money route_cost(const Problem *p, int slot, const int *client, int count, int64_t *travel_s)
{
  return route_cost_between(p, slot, slot_ends(p, slot), client, count, travel_s);
}

Money route_cost_between(const Problem *p, int slot, RouteEnds ends, const int *client, int count,
                         int64_t *travel_s)
{
  const Slot *day = &p->slot[slot];
  const int legs = count > 0 ? count + (ends.end >= 0) : 0;
  Money cost = 0;
  int node = ends.start;
  for (int k = 0; k < legs; k++) {
    const int next = k < count ? client[k] : ends.end;
    cost += problem_leg_cost(p, day, node, next);
    if (travel_s)
      *travel_s += problem_travel(p, day, node, next);
    node = next;
  }
  return cost;
}

// ---- Calendar of one client ---------------------------------------------------------------------------------------

typedef struct Walk { // the days of a client in order: previous, outside and own visits
  const Problem *p;
  const Demand *demand;
  int client;
  const int *slot;
  int count, next_slot, next_outside;
  bool begun;
} Walk;

// The next day, and whether that visit could be moved; NO_DAY at the end.
static int walk_next(Walk *walk, bool *movable)
{
  const Demand *demand = walk->demand;
  *movable = false;
  if (!walk->begun) {
    walk->begun = true;
    if (demand->previous != NO_DAY)
      return demand->previous;
  }
  const bool own = walk->next_slot < walk->count, outside = walk->next_outside < demand->outsides;
  const int day = own ? walk->p->slot[walk->slot[walk->next_slot]].day : NO_DAY;
  if (outside && (!own || demand->outside[walk->next_outside] <= day))
    return demand->outside[walk->next_outside++];
  if (own)
    *movable = !problem_is_promised(walk->p, walk->client, walk->slot[walk->next_slot++]);
  return day;
}

static bool pattern_is_admissible(const Problem *p, const Demand *demand, const int *slot, int count)
{
  uint64_t days = 0;
  for (int k = 0; k < count; k++) {
    const uint64_t bit = UINT64_C(1) << p->slot[slot[k]].day;
    if (days & bit)
      return false;
    days |= bit;
  }
  for (int k = 0; k < demand->patterns; k++) {
    if (demand->pattern[k] == days)
      return true;
  }
  return days == 0;
}

static bool gaps_are_admissible(const Problem *p, int client, const int *slot, int count)
{
  const Demand *demand = &p->demand[client];
  Walk walk = {.p = p, .demand = demand, .client = client, .slot = slot, .count = count};
  bool before_moves, moves;
  int skipped = 0;
  int before = walk_next(&walk, &before_moves);
  for (int day; (day = walk_next(&walk, &moves)) != NO_DAY; before = day, before_moves = moves) {
    if (!moves && !before_moves)
      continue;
    const int gap = day - before;
    if (gap < demand->gap_min)
      return false;
    if (demand->gap_max > 0)
      skipped += (gap - 1) / demand->gap_max;
  }
  return skipped <= demand->visits - count;
}

static bool weekdays_are_admissible(const Problem *p, int client, const int *slot, int count)
{
  int weekday = -1;
  for (int k = 0; k < count; k++) {
    if (problem_is_promised(p, client, slot[k]))
      continue;
    const int here = problem_weekday(p, p->slot[slot[k]].day);
    if (weekday >= 0 && here != weekday)
      return false;
    weekday = here;
  }
  return true;
}

bool calendar_is_admissible(const Problem *p, int client, const int *slot, int count)
{
  const Demand *demand = &p->demand[client];
  if (demand->same_rep) {
    for (int k = 1; k < count; k++) {
      if (p->slot[slot[k]].rep != p->slot[slot[0]].rep)
        return false;
    }
  }
  if (demand->patterns > 0)
    return pattern_is_admissible(p, demand, slot, count);
  if (count > demand->visits)
    return false;
  if (count > 0 && demand->first_by != NO_DAY && p->slot[slot[0]].day > demand->first_by &&
      !problem_is_promised(p, client, slot[0]))
    return false;
  if (demand->same_weekday == WEEKDAY_SAME && !weekdays_are_admissible(p, client, slot, count))
    return false;
  return gaps_are_admissible(p, client, slot, count);
}

static void add_spacing(const Problem *p, int client, const int *slot, int count, SolutionCost *cost)
{
  const Demand *demand = &p->demand[client];
  Walk walk = {.p = p, .demand = demand, .client = client, .slot = slot, .count = count};
  bool moves;
  int before = walk_next(&walk, &moves);
  int64_t days = 0;
  if (demand->soft_max > 0 && before >= 0)
    days += MAX(0, before - (demand->soft_max - 1));
  for (int day; (day = walk_next(&walk, &moves)) != NO_DAY; before = day) {
    const int off = gap_days_off(demand, day - before);
    days += off;
    cost->breaks += off > 0;
  }
  if (demand->soft_max > 0)
    days += MAX(0, p->days - before - demand->soft_max);
  cost->spacing += days * demand->gap_cost;
}

static void add_weekdays(const Problem *p, const Demand *demand, const int *slot, int count,
                         SolutionCost *cost)
{
  int of[7] = {0}, most = 0;
  for (int k = 0; k < count; k++) {
    const int here = ++of[problem_weekday(p, p->slot[slot[k]].day)]; // MAX would count twice
    most = MAX(most, here);
  }
  cost->weekday += (count - most) * demand->weekday_cost;
}

void calendar_add_cost(const Problem *p, int client, const int *slot, int count, SolutionCost *cost)
{
  const Demand *demand = &p->demand[client];
  cost->planned += count;
  cost->moves += demand->keep_cost;
  for (int k = 0; k < count && p->slot_cost; k++)
    cost->moves += problem_slot_cost(p, client, slot[k]);
  if (demand->patterns > 0) {
    cost->missed += count > 0 ? 0 : demand->visits * demand->miss_cost;
    return;
  }
  cost->missed += (demand->visits - count) * demand->miss_cost;
  if (count == 0 && demand->outsides == 0)
    return;
  add_spacing(p, client, slot, count, cost);
  if (demand->same_weekday == WEEKDAY_PREFER)
    add_weekdays(p, demand, slot, count, cost);
}

// ---- Solutions ----------------------------------------------------------------------------------------------------

Solution *solution_new(const Problem *p, int visits)
{
  Solution *solution = g_new0(Solution, 1);
  solution->first = g_new0(int, (gsize)p->slots + 1);
  solution->client = g_new0(int, (gsize)visits + 1);
  solution->out = g_new0(bool, (gsize)p->slots + 1);
  return solution;
}

Solution *solution_copy(const Problem *p, const Solution *solution)
{
  const int visits = solution->first[p->slots];
  Solution *copy = solution_new(p, visits);
  memcpy(copy->first, solution->first, sizeof(int) * ((size_t)p->slots + 1));
  memcpy(copy->client, solution->client, sizeof(int) * (size_t)visits);
  memcpy(copy->out, solution->out, sizeof(bool) * (size_t)p->slots);
  return copy;
}

void solution_free(Solution *solution)
{
  if (!solution)
    return;
  g_free(solution->first);
  g_free(solution->client);
  g_free(solution->out);
  g_free(solution);
}

typedef struct Calendars { // slots of each client, ascending by day: slot[first[i]] … slot[first[i + 1] - 1]
  int *first, *slot;
} Calendars;

static void calendars_clear(Calendars *calendars)
{
  g_free(calendars->first);
  g_free(calendars->slot);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Calendars, calendars_clear)

static int by_day(const void *a, const void *b, void *data)
{
  const Problem *p = data;
  const int x = *(const int *)a, y = *(const int *)b;
  if (p->slot[x].day != p->slot[y].day)
    return p->slot[x].day < p->slot[y].day ? -1 : 1;
  return (x > y) - (x < y);
}

static Calendars calendars_of(const Problem *p, const Solution *solution)
{
  const int visits = solution->first[p->slots];
  Calendars of = {g_new0(int, (gsize)p->n + 2), g_new0(int, (gsize)visits + 1)};
  for (int k = 0; k < visits; k++)
    of.first[solution->client[k] + 2]++;
  for (int i = 0; i < p->n; i++)
    of.first[i + 2] += of.first[i + 1];
  for (int s = 0; s < p->slots; s++) {
    for (int k = solution->first[s]; k < solution->first[s + 1]; k++)
      of.slot[of.first[solution->client[k] + 1]++] = s;
  }
  for (int i = 0; i < p->n; i++)
    g_qsort_with_data(of.slot + of.first[i], of.first[i + 1] - of.first[i], sizeof(int), by_day,
                      (gpointer)(guintptr)p);
  return of;
}

SolutionCost solution_cost(const Problem *p, const Solution *solution)
{
  SolutionCost cost = {0};
  for (int s = 0; s < p->slots; s++) {
    const int first = solution->first[s];
    cost.travel += route_cost_between(p, s, solution_ends(p, solution, s), solution->client + first,
                                      solution->first[s + 1] - first, &cost.travel_s);
    cost.nights += solution->out[s] ? p->slot[s].night_cost : 0;
  }
  g_auto(Calendars) of = calendars_of(p, solution);
  for (int i = 0; i < p->n; i++)
    calendar_add_cost(p, i, of.slot + of.first[i], of.first[i + 1] - of.first[i], &cost);
  return cost;
}

static bool routes_are_admissible(const Problem *p, const Solution *solution)
{
  for (int s = 0; s < p->slots; s++) {
    const int first = solution->first[s], count = solution->first[s + 1] - first;
    if (count < 0)
      return false;
    for (int k = first; k < first + count; k++) {
      const int client = solution->client[k];
      if (client < 0 || client >= p->n)
        return false;
      if (!problem_is_allowed(p, client, s) && !problem_fix(p, client, s))
        return false;
    }
    if (count > 0 &&
        route_times_between(p, s, solution_ends(p, solution, s), solution->client + first, count, NULL) < 0)
      return false;
  }
  return true;
}

static bool fixes_are_kept(const Problem *p, const Calendars *of)
{
  for (int k = 0; k < p->fixes; k++) {
    int times = 0;
    for (int j = of->first[p->fix[k].client]; j < of->first[p->fix[k].client + 1]; j++)
      times += of->slot[j] == p->fix[k].slot;
    if (times != 1)
      return false;
  }
  return true;
}

bool solution_is_admissible(const Problem *p, const Solution *solution)
{
  if (solution->first[0] != 0 || !nights_are_admissible(p, solution) || !routes_are_admissible(p, solution))
    return false;
  g_auto(Calendars) of = calendars_of(p, solution);
  if (!fixes_are_kept(p, &of))
    return false;
  for (int i = 0; i < p->n; i++) {
    if (!calendar_is_admissible(p, i, of.slot + of.first[i], of.first[i + 1] - of.first[i]))
      return false;
  }
  return true;
}

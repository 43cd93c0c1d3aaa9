// SPDX-License-Identifier: GPL-3.0-or-later
// In the spirit of the pattern crossover of Vidal et al. (Operations Research 60, 2012), and where a weekday is required
// of the grouping crossover of Falkenauer (Evolutionary Computation 2, 1994): a group is a weekday's set of clients, and
// weekdays have no names of their own, so the donor's group goes where it fits best. Ours differs in that whole
// calendars are repaired by their dynamic program (recreate_client). O(visits) besides the repair.
#include "solver/cross.h"

#include "solver/daymap.h"
#include "solver/recreate.h"
#include "solver/state.h"

#include <string.h>

typedef struct Cross {
  const Problem *p;
  State *state; // the host's solution, on its way to the child
  Recreate *recreate;
  const Solution *donor;
  Random *random;
  bool *chosen; // [n]: brings its days from the donor
  bool *loose;  // [n]: is put back in the end
  int *day_to;  // [days]: on which day of the child a day of the donor comes to lie; -1: none
} Cross;

// A random client and its nearest ones, up to about half of all. Where days may be renamed, the donor's come to lie where
// the two have most in common.
static void choose_region(Cross *cross)
{
  const State *state = cross->state;
  const int n = cross->p->n, seed = random_below(cross->random, n);
  const int most = MIN(state->near_count, MAX(1, n / 2));
  const int count = random_below(cross->random, most + 1);
  cross->chosen[seed] = true;
  for (int k = 0; k < count; k++)
    cross->chosen[state->near[seed * state->near_count + k]] = true;
  for (int day = 0; day < cross->p->days; day++)
    cross->day_to[day] = day;
  if (daymap_applies(cross->p)) {
    g_autoptr(Solution) host = state_solution(state);
    daymap_find(cross->p, host, cross->donor, cross->day_to);
  }
}

// Visits of each weekday that a client has in the donor: weekday [n * 7].
static int *donor_weekdays(const Cross *cross)
{
  const Problem *p = cross->p;
  int *of = g_new0(int, (gsize)p->n * 7 + 1);
  for (int s = 0; s < p->slots; s++) {
    for (int k = cross->donor->first[s]; k < cross->donor->first[s + 1]; k++)
      of[cross->donor->client[k] * 7 + problem_weekday(p, p->slot[s].day)]++;
  }
  return of;
}

// The host's weekday with most visits of the chosen clients.
static int common_weekday(const Cross *cross)
{
  const Problem *p = cross->p;
  int shared[7] = {0}, best = 0;
  for (int s = 0; s < p->slots; s++) {
    const int *stop = state_stops(cross->state, s);
    for (int k = 0; k < cross->state->route[s].count; k++)
      shared[problem_weekday(p, p->slot[s].day)] += cross->chosen[stop[k]];
  }
  for (int w = 1; w < 7; w++)
    best = shared[w] > shared[best] ? w : best;
  return best;
}

// The clients of one weekday of the donor; those of the weekday they come to lie on get loose.
static void choose_weekday(Cross *cross)
{
  const Problem *p = cross->p;
  g_autofree int *of = donor_weekdays(cross);
  const int slot = random_below(cross->random, p->slots);
  const int from = problem_weekday(p, p->slot[slot].day);
  for (int i = 0; i < p->n; i++) {
    int most = 0;
    for (int w = 0; w < 7; w++)
      most = MAX(most, of[i * 7 + w]);
    cross->chosen[i] = most > 0 && of[i * 7 + from] == most;
  }
  const int to = common_weekday(cross), shift = to - from;
  for (int day = 0; day < p->days; day++) {
    const bool moves = problem_weekday(p, day) == from && day + shift >= 0 && day + shift < p->days;
    cross->day_to[day] = moves ? day + shift : -1;
  }
  for (int s = 0; s < p->slots; s++) {
    const int *stop = state_stops(cross->state, s);
    for (int k = 0; k < cross->state->route[s].count && problem_weekday(p, p->slot[s].day) == to; k++)
      cross->loose[stop[k]] = true;
  }
}

// The cheapest slot of a day, or the one that took the stop before where the client fits there; -1: none.
static int find_slot(Cross *cross, const int *of_day, int count, int client, int before)
{
  Money least = MONEY_MAX;
  int best = -1;
  for (int k = 0; k < count; k++) {
    const int slot = of_day[k];
    if (!problem_is_allowed(cross->p, client, slot) || problem_fix(cross->p, client, slot))
      continue;
    const Insertion *insertion = state_insertion(cross->state, client, slot);
    if (insertion->delta == MONEY_MAX)
      continue;
    if (slot == before)
      return slot;
    if (insertion->delta < least) {
      least = insertion->delta;
      best = slot;
    }
  }
  return best;
}

static bool is_there(const Cross *cross, int client, int day)
{
  const int *calendar = state_calendar(cross->state, client);
  for (int k = 0; k < cross->state->count[client]; k++) {
    if (cross->p->slot[calendar[k]].day == day)
      return true;
  }
  return false;
}

// Brings a route of the donor, as far as its clients are chosen, onto its day.
static void bring_route(Cross *cross, int slot, const int *of_day, int count)
{
  const Problem *p = cross->p;
  State *state = cross->state;
  int taken = -1;
  for (int k = cross->donor->first[slot]; k < cross->donor->first[slot + 1]; k++) {
    const int client = cross->donor->client[k];
    if (!cross->chosen[client] || cross->loose[client] || count == 0 ||
        is_there(cross, client, p->slot[of_day[0]].day))
      continue;
    const int to = find_slot(cross, of_day, count, client, taken);
    if (to < 0 ||
        state->count[client] >= state->calendar_first[client + 1] - state->calendar_first[client] - 1) {
      cross->loose[client] = true;
      continue;
    }
    state_insert(state, client, to, state_insertion(state, client, to)->position);
    taken = to;
  }
}

static void bring_routes(Cross *cross)
{
  const Problem *p = cross->p;
  g_autofree int *of_day = g_new(int, (gsize)p->slots + 1);
  for (int s = 0; s < p->slots; s++) {
    const int day = cross->day_to[p->slot[s].day];
    int count = 0;
    for (int t = 0; t < p->slots && day >= 0; t++) {
      if (p->slot[t].day == day)
        of_day[count++] = t;
    }
    bring_route(cross, s, of_day, count);
  }
}

static bool is_whole(const Cross *cross, int client)
{
  const State *state = cross->state;
  const Demand *demand = &cross->p->demand[client];
  return state_client_is_admissible(state, client) &&
         (state->count[client] >= demand->visits || (demand->patterns > 0 && state->count[client] > 0));
}

// Clients that are loose or whose calendar is not whole, those with most visits first.
static void put_back(Cross *cross)
{
  const Problem *p = cross->p;
  g_autofree int *client = g_new(int, (gsize)p->n + 1);
  int count = 0;
  for (int i = 0; i < p->n; i++) {
    if (!cross->loose[i] && is_whole(cross, i))
      continue;
    state_clear_client(cross->state, i);
    const int at = random_below(cross->random, count + 1);
    client[count++] = client[at];
    client[at] = i;
  }
  for (int often = INT_MAX; often > 0;) {
    int next = 0;
    for (int k = 0; k < count; k++) {
      const int visits = p->demand[client[k]].visits;
      next = visits < often ? MAX(next, visits) : next;
    }
    often = next;
    for (int k = 0; k < count; k++) {
      if (p->demand[client[k]].visits == often)
        recreate_client(cross->recreate, cross->state, client[k], cross->random, 0);
    }
  }
}

Solution *cross(const Problem *p, const Solution *host, const Solution *donor, bool weekdays, Random *random)
{
  g_autoptr(State) state = state_new(p);
  g_autoptr(Recreate) recreate = recreate_new(p);
  Cross cross = {.p = p, .state = state, .recreate = recreate, .donor = donor, .random = random};
  state_load(state, host);
  if (p->n == 0 || p->slots == 0)
    return state_solution(state);
  g_autofree bool *chosen = g_new0(bool, (gsize)p->n), *loose = g_new0(bool, (gsize)p->n);
  g_autofree int *day_to = g_new(int, (gsize)p->days + 1);
  cross.chosen = chosen;
  cross.loose = loose;
  cross.day_to = day_to;
  state_begin(state);
  if (weekdays)
    choose_weekday(&cross);
  else
    choose_region(&cross);
  for (int i = 0; i < p->n; i++) {
    loose[i] = loose[i] && !chosen[i];
    if (chosen[i] || loose[i])
      state_clear_client(state, i);
  }
  bring_routes(&cross);
  put_back(&cross);
  state_settle(state);
  Solution *child = state_solution(state);
  if (solution_is_admissible(p, child))
    return child;
  solution_free(
      child); // a table of legs that breaks the triangle inequality, or fixes that a rule cannot be kept with
  return solution_copy(p, host);
}

// ---- Distance -------------------------------------------------------------------------------------------------------

static int shared_visits(const Problem *p, const Solution *a, const Solution *b)
{
  if (daymap_applies(p)) {
    g_autofree int *day_to = g_new(int, (gsize)p->days + 1);
    return daymap_find(p, a, b, day_to);
  }
  const size_t cells = (size_t)p->n * (size_t)p->days;
  g_autofree bool *there = g_new0(bool, cells + 1);
  int shared = 0;
  for (int s = 0; s < p->slots; s++) {
    for (int k = a->first[s]; k < a->first[s + 1]; k++)
      there[(size_t)a->client[k] * (size_t)p->days + (size_t)p->slot[s].day] = true;
  }
  for (int s = 0; s < p->slots; s++) {
    for (int k = b->first[s]; k < b->first[s + 1]; k++)
      shared += there[(size_t)b->client[k] * (size_t)p->days + (size_t)p->slot[s].day];
  }
  return shared;
}

double cross_distance(const Problem *p, const Solution *a, const Solution *b)
{
  const int most = MAX(a->first[p->slots], b->first[p->slots]), shared = shared_visits(p, a, b);
  return most > 0 ? 1 - (double)shared / most : 0;
}

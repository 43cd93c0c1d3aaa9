// SPDX-License-Identifier: GPL-3.0-or-later
// Held and Karp's dynamic program (1962) over sets of stops. A state keeps the labels (cost, clock) that no other one of
// its set and last stop dominates, so that hours of clients and the end of the day are exact, also where legs cost money
// unlike their time; where money goes with time, and without hours, that is one label each. A label goes that costs more
// than the order given, with the cheapest ways into what is left to come, or that the day has not the time for; none that
// such a label would have dominated can do better. Limits on driving are looked at in the end only, which may leave the
// result unproven. O(2^k k^2) times labels, under a millisecond for ten stops.
#include "solver/tour.h"

#include <string.h>

typedef struct TourLabel {
  Money cost;
  int32_t clock; // end of service
  int before;    // label, -1: none
  int next;      // in the list of its state, -1: last
  int last;      // stop
} TourLabel;

typedef struct Tour {
  const Problem *p;
  int slot, count;
  RouteEnds ends;
  const int *client;
  Money cost[TOUR_EXACT_MAX + 1][TOUR_EXACT_MAX + 1]; // from a stop, or the start, to a stop, or the end
  int32_t travel[TOUR_EXACT_MAX + 1][TOUR_EXACT_MAX + 1];
  const Starts *starts[TOUR_EXACT_MAX];
  int32_t service[TOUR_EXACT_MAX];
  GArray *label;   // TourLabel
  int *head;       // [set * count + last]
  Money *rest;     // [set] least that the stops outside of it cost, and the way home
  int64_t *rest_s; // [set] least time that they take
  Money most;      // of the order given; MONEY_MAX: it breaks a limit
} Tour;

static TourLabel *tour_label(const Tour *tour, int index)
{
  return &g_array_index(tour->label, TourLabel, (guint)index);
}

static void add_label(Tour *tour, int set, TourLabel new)
{
  int *head = &tour->head[(size_t)set * (size_t)tour->count + (size_t) new.last];
  for (int k = *head; k >= 0; k = tour_label(tour, k)->next) {
    const TourLabel *old = tour_label(tour, k);
    if (old->cost <= new.cost && old->clock <= new.clock)
      return;
  }
  // What the new label dominates is taken out of the list.
  int *link = head;
  while (*link >= 0) {
    TourLabel *old = tour_label(tour, *link);
    if (new.cost <= old->cost &&new.clock <= old->clock)
      *link = old->next;
    else
      link = &old->next;
  }
  new.next = *head;
  *head = (int)tour->label->len;
  g_array_append_val(tour->label, new);
}

// from: a stop, or `count`: the start.
static void extend(Tour *tour, int set, int from, int label, int to)
{
  const Slot *day = &tour->p->slot[tour->slot];
  const int after = set | 1 << to;
  const Money cost = (label < 0 ? 0 : tour_label(tour, label)->cost) + tour->cost[from][to];
  if (cost + tour->rest[after] > tour->most)
    return;
  const int64_t clock = (label < 0 ? 0 : (int64_t)tour_label(tour, label)->clock) + tour->travel[from][to];
  if (clock > day->length)
    return;
  const int32_t start = starts_next(tour->starts[to], (int32_t)clock);
  if (start < 0 || (int64_t)start + tour->service[to] + tour->rest_s[after] > day->length)
    return;
  const TourLabel new = {cost, start + tour->service[to], label, -1, to};
  add_label(tour, after, new);
}

// Cheapest label of the full set with the way back; -1: none.
static int best_end(const Tour *tour)
{
  const Slot *day = &tour->p->slot[tour->slot];
  const int full = (1 << tour->count) - 1;
  int best = -1;
  Money least = MONEY_MAX;
  for (int last = 0; last < tour->count; last++) {
    for (int k = tour->head[full * tour->count + last]; k >= 0; k = tour_label(tour, k)->next) {
      const TourLabel *label = tour_label(tour, k);
      const int64_t back = (int64_t)label->clock + tour->travel[last][tour->count];
      const Money cost = label->cost + tour->cost[last][tour->count];
      if (back <= day->length && cost < least) {
        least = cost;
        best = k;
      }
    }
  }
  return best;
}

// What the stops are to each other, so that nothing is looked up for a label. With no end, the way there is nothing.
static void set_stops(Tour *tour)
{
  const Problem *p = tour->p;
  const Slot *day = &p->slot[tour->slot];
  const int count = tour->count;
  for (int from = 0; from <= count; from++) {
    const int at = from < count ? tour->client[from] : tour->ends.start;
    for (int to = 0; to <= count; to++) {
      const int next = to < count ? tour->client[to] : tour->ends.end;
      tour->cost[from][to] = next >= 0 ? problem_leg_cost(p, day, at, next) : 0;
      tour->travel[from][to] = next >= 0 ? problem_travel(p, day, at, next) : 0;
    }
  }
  for (int k = 0; k < count; k++)
    tour->starts[k] = problem_starts(p, tour->client[k], tour->slot, &tour->service[k]);
}

// Of any stop, and for the end (`to` = count) of the stops alone.
static void find_way_in(const Tour *tour, int to, Money *cost, int64_t *travel)
{
  *cost = to < tour->count ? tour->cost[tour->count][to] : MONEY_MAX;
  *travel = to < tour->count ? tour->travel[tour->count][to] : INT32_MAX;
  for (int from = 0; from < tour->count; from++) {
    if (from == to)
      continue;
    *cost = MIN(*cost, tour->cost[from][to]);
    *travel = MIN(*travel, tour->travel[from][to]);
  }
}

static void set_rest(Tour *tour)
{
  const int full = (1 << tour->count) - 1;
  Money way_in[TOUR_EXACT_MAX];
  int64_t way_in_s[TOUR_EXACT_MAX];
  tour->rest = g_new(Money, full + 1);
  tour->rest_s = g_new(int64_t, full + 1);
  find_way_in(tour, tour->count, &tour->rest[full], &tour->rest_s[full]);
  for (int to = 0; to < tour->count; to++)
    find_way_in(tour, to, &way_in[to], &way_in_s[to]);
  for (int set = full - 1; set >= 0; set--) {
    const int to = __builtin_ctz(~(unsigned)set), more = set | 1 << to;
    tour->rest[set] = tour->rest[more] + way_in[to];
    tour->rest_s[set] = tour->rest_s[more] + way_in_s[to] + tour->service[to];
  }
}

// All labels. None where even the least time is too long for the day.
static void set_labels(Tour *tour)
{
  const Slot *day = &tour->p->slot[tour->slot];
  const int count = tour->count, sets = 1 << count;
  if (tour->rest_s[0] > MIN(day->length, day->max_work))
    return;
  for (int to = 0; to < count; to++)
    extend(tour, 0, count, -1, to);
  for (int set = 1; set < sets; set++) {
    for (int last = 0; last < count; last++) {
      for (int k = tour->head[set * count + last]; k >= 0; k = tour_label(tour, k)->next) {
        for (int to = 0; to < count; to++) {
          if (!(set >> to & 1))
            extend(tour, set, last, k, to);
        }
      }
    }
  }
}

int tour_solve(const Problem *p, int slot, int *client, int count)
{
  return tour_solve_between(p, slot, slot_ends(p, slot), client, count);
}

int tour_solve_between(const Problem *p, int slot, RouteEnds ends, int *client, int count)
{
  if (count < 1)
    return 1;
  if (count > TOUR_EXACT_MAX)
    return route_times_between(p, slot, ends, client, count, NULL) >= 0 ? 0 : -1;
  const size_t sets = (size_t)1 << count;
  Tour tour = {.p = p, .slot = slot, .count = count, .ends = ends, .client = client};
  tour.most = route_times_between(p, slot, ends, client, count, NULL) >= 0
                  ? route_cost_between(p, slot, ends, client, count, NULL)
                  : MONEY_MAX;
  set_stops(&tour);
  set_rest(&tour);
  tour.label = g_array_sized_new(FALSE, FALSE, sizeof(TourLabel), 1024);
  tour.head = g_new(int, sets *(gsize)count);
  memset(tour.head, 0xff, sizeof(int) * sets * (size_t)count);
  set_labels(&tour);
  int order[TOUR_EXACT_MAX], at = count;
  for (int k = best_end(&tour); k >= 0; k = tour_label(&tour, k)->before)
    order[--at] = client[tour_label(&tour, k)->last];
  g_array_free(tour.label, TRUE);
  g_free(tour.head);
  g_free(tour.rest);
  g_free(tour.rest_s);
  if (at == 0 && route_times_between(p, slot, ends, order, count, NULL) >= 0) {
    memcpy(client, order, sizeof(int) * (size_t)count);
    return 1;
  }
  return route_times_between(p, slot, ends, client, count, NULL) >= 0 ? 0 : -1;
}

// Before a night the last stop stays the last: the next day begins there.
bool tour_optimise(State *state, int slot)
{
  const Problem *p = state->p;
  const int count = state->route[slot].count;
  RouteEnds ends = state_ends(state, slot);
  if (count > TOUR_EXACT_MAX)
    return false;
  int client[TOUR_EXACT_MAX];
  memcpy(client, state_stops(state, slot), sizeof(int) * (size_t)count);
  const int kept = ends.end < 0 ? 1 : 0;
  const RouteEnds inner = {ends.start, kept ? client[count - 1] : ends.end};
  const int proven = tour_solve_between(p, slot, inner, client, count - kept);
  if (proven == 1 && route_cost_between(p, slot, ends, client, count, NULL) < state->route[slot].cost &&
      (!kept || route_times_between(p, slot, ends, client, count, NULL) >= 0))
    state_reorder(state, slot, client);
  return proven == 1;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Held and Karp's dynamic program (1962) over sets of stops. A state keeps the labels (cost, clock) that no other one of
// its set and last stop dominates, so that hours of clients are exact: without hours, one label each. A label goes that
// costs more than the order given, with the cheapest ways into what is left to come; what it would have dominated goes
// as well, so the result is the same without that. Limits on driving are looked at in the end only, which may leave the
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
  bool timed;
  GArray *label; // TourLabel
  int *head;     // [set * count + last]
  Money *rest;   // [set] least that the stops outside of it cost, and the way home
  Money most;    // of the order given; MONEY_MAX: it breaks a limit
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
    if (old->cost <= new.cost && (!tour->timed || old->clock <= new.clock))
      return;
  }
  // What the new label dominates is taken out of the list.
  int *link = head;
  while (*link >= 0) {
    TourLabel *old = tour_label(tour, *link);
    if (new.cost <= old->cost && (!tour->timed || new.clock <= old->clock))
      *link = old->next;
    else
      link = &old->next;
  }
  new.next = *head;
  *head = (int)tour->label->len;
  g_array_append_val(tour->label, new);
}

static void extend(Tour *tour, int set, int from, int label, int to)
{
  const Problem *p = tour->p;
  const Slot *day = &p->slot[tour->slot];
  const int node = from < 0 ? tour->ends.start : tour->client[from], next = tour->client[to];
  const Money cost = (label < 0 ? 0 : tour_label(tour, label)->cost) + problem_leg_cost(p, day, node, next);
  if (cost + tour->rest[set | 1 << to] > tour->most)
    return;
  const int64_t clock =
      (label < 0 ? 0 : (int64_t)tour_label(tour, label)->clock) + problem_travel(p, day, node, next);
  if (clock > day->length)
    return;
  int32_t service;
  const Starts *starts = problem_starts(p, next, tour->slot, &service);
  const int32_t start = starts_next(starts, (int32_t)clock);
  if (start < 0 || (int64_t)start + service > day->length)
    return;
  const TourLabel new = {cost, start + service, label, -1, to};
  add_label(tour, set | 1 << to, new);
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
      const int home = tour->ends.end, at = tour->client[last];
      const int64_t back = (int64_t)label->clock + (home >= 0 ? problem_travel(tour->p, day, at, home) : 0);
      const Money cost = label->cost + (home >= 0 ? problem_leg_cost(tour->p, day, at, home) : 0);
      if (back <= day->length && cost < least) {
        least = cost;
        best = k;
      }
    }
  }
  return best;
}

static bool slot_is_timed(const Problem *p, int slot, const int *client, int count)
{
  for (int k = 0; k < count; k++) {
    int32_t service;
    const Starts *starts = problem_starts(p, client[k], slot, &service);
    if (starts->count != 1 || starts->span[0].from > 0 || starts->span[0].to < p->slot[slot].length - service)
      return true;
  }
  return false;
}

static Money cheapest_way_in(const Tour *tour, int to)
{
  const Slot *day = &tour->p->slot[tour->slot];
  const int node = to < tour->count ? tour->client[to] : tour->ends.end;
  Money least = to < tour->count ? problem_leg_cost(tour->p, day, tour->ends.start, node) : MONEY_MAX;
  for (int from = 0; from < tour->count; from++) {
    if (from != to)
      least = MIN(least, problem_leg_cost(tour->p, day, tour->client[from], node));
  }
  return least;
}

static void set_rest(Tour *tour)
{
  const int full = (1 << tour->count) - 1;
  tour->rest = g_new(Money, full + 1);
  tour->rest[full] = tour->ends.end >= 0 ? cheapest_way_in(tour, tour->count) : 0;
  Money way_in[TOUR_EXACT_MAX];
  for (int to = 0; to < tour->count; to++)
    way_in[to] = cheapest_way_in(tour, to);
  for (int set = full - 1; set >= 0; set--) {
    const int to = __builtin_ctz(~(unsigned)set);
    tour->rest[set] = tour->rest[set | 1 << to] + way_in[to];
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
  tour.timed = slot_is_timed(p, slot, client, count);
  tour.most = route_times_between(p, slot, ends, client, count, NULL) >= 0
                  ? route_cost_between(p, slot, ends, client, count, NULL)
                  : MONEY_MAX;
  set_rest(&tour);
  tour.label = g_array_sized_new(FALSE, FALSE, sizeof(TourLabel), 1024);
  tour.head = g_new(int, sets *(gsize)count);
  memset(tour.head, 0xff, sizeof(int) * sets * (size_t)count);
  for (int to = 0; to < count; to++)
    extend(&tour, 0, -1, -1, to);
  for (int set = 1; set < (int)sets; set++) {
    for (int last = 0; last < count; last++) {
      for (int k = tour.head[set * count + last]; k >= 0; k = tour_label(&tour, k)->next) {
        for (int to = 0; to < count; to++) {
          if (!(set >> to & 1))
            extend(&tour, set, last, k, to);
        }
      }
    }
  }
  int order[TOUR_EXACT_MAX], at = count;
  for (int k = best_end(&tour); k >= 0; k = tour_label(&tour, k)->before)
    order[--at] = client[tour_label(&tour, k)->last];
  g_array_free(tour.label, TRUE);
  g_free(tour.head);
  g_free(tour.rest);
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

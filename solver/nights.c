// SPDX-License-Identifier: GPL-3.0-or-later
// Nights out: a route ends at its last stop and the next day's begins there.
#include "solver/problem.h"

#include <string.h>

bool problem_has_nights(const Problem *p)
{
  bool any = false;
  for (int s = 0; s < p->slots; s++)
    any = any || p->slot[s].nights > 0;
  return any;
}

// The leg tables with more nodes, whose legs are empty.
static void widen_legs(Problem *p, int nodes)
{
  const size_t wide = (size_t)nodes, narrow = (size_t)p->nodes;
  for (int t = 0; t < p->tables; t++) {
    int32_t *travel = problem_take(p, g_new0(int32_t, wide * wide));
    Money *cost = problem_take(p, g_new0(Money, wide * wide));
    for (size_t a = 0; a < narrow; a++) {
      memcpy(travel + a * wide, p->legs[t].travel + a * narrow, sizeof(int32_t) * narrow);
      memcpy(cost + a * wide, p->legs[t].cost + a * narrow, sizeof(Money) * narrow);
    }
    p->legs[t] = (LegTable){travel, cost};
  }
  p->nodes = nodes;
}

void problem_add_away(Problem *p)
{
  g_autofree Money *least = g_new(Money, (gsize)p->reps + 1);
  g_autofree int *node = g_new(int, (gsize)p->reps + 1);
  int nodes = p->nodes;
  for (int r = 0; r < p->reps; r++)
    least[r] = MONEY_NONE;
  for (int s = 0; s < p->slots; s++) {
    const Slot *slot = &p->slot[s];
    if (slot->nights > 0)
      least[slot->rep] =
          least[slot->rep] == MONEY_NONE ? slot->night_cost : MIN(least[slot->rep], slot->night_cost);
  }
  for (int r = 0; r < p->reps; r++)
    node[r] = least[r] == MONEY_NONE ? 0 : nodes++;
  if (nodes == p->nodes)
    return;
  widen_legs(p, nodes);
  for (int s = 0; s < p->slots; s++) {
    Slot *slot = &p->slot[s];
    const bool night = slot->nights > 0 || (s > 0 && p->slot[s - 1].nights > 0);
    slot->away = night ? node[slot->rep] : 0;
    Money *cost = (Money *)(uintptr_t)p->legs[slot->legs].cost;
    for (int a = 0; a < p->nodes && night; a++) {
      cost[(size_t)a * (size_t)nodes + (size_t)slot->away] = least[slot->rep] / 2;
      cost[(size_t)slot->away * (size_t)nodes + (size_t)a] = least[slot->rep] / 2;
    }
  }
}

RouteEnds slot_ends(const Problem *p, int slot)
{
  return (RouteEnds){p->slot[slot].start, p->slot[slot].end};
}

RouteEnds solution_ends(const Problem *p, const Solution *solution, int slot)
{
  RouteEnds ends = slot_ends(p, slot);
  if (solution->out[slot])
    ends.end = -1;
  if (slot > 0 && solution->out[slot - 1])
    ends.start = solution->client[solution->first[slot] - 1];
  return ends;
}

bool nights_are_admissible(const Problem *p, const Solution *solution)
{
  int in_a_row = 0;
  for (int s = 0; s < p->slots; s++) {
    in_a_row = solution->out[s] ? in_a_row + 1 : 0;
    if (in_a_row > p->slot[s].nights)
      return false;
    const int *first = solution->first + s;
    if (solution->out[s] && (first[1] <= first[0] || first[2] <= first[1]))
      return false;
  }
  return true;
}

bool slot_fits_alone(const Problem *p, int client, int slot)
{
  const bool evening = p->slot[slot].nights > 0, morning = slot > 0 && p->slot[slot - 1].nights > 0;
  for (int from = 0; from <= morning; from++) {
    for (int to = 0; to <= evening; to++) {
      RouteEnds ends = slot_ends(p, slot);
      ends.start = from ? client : ends.start; // no drive is shorter than none
      ends.end = to ? -1 : ends.end;
      if (route_times_between(p, slot, ends, &client, 1, NULL) >= 0)
        return true;
    }
  }
  return false;
}

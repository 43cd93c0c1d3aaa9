// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/calendar_arcs.h"

typedef struct Step { // a visit on the way of an arc
  int day;
  bool movable;
} Step;

// One gap between two visits, either of them perhaps not to be moved.
static bool add_gap(const Demand *demand, Step before, Step after, CalendarArc *arc)
{
  const int gap = after.day - before.day;
  if (before.movable || after.movable) {
    if (gap < demand->gap_min)
      return false;
    if (demand->gap_max > 0)
      arc->skipped += (gap - 1) / demand->gap_max;
  }
  arc->cost += gap_days_off(demand, gap) * demand->gap_cost;
  return true;
}

bool calendar_arc(const Problem *p, int client, int from, int to, CalendarArc *arc)
{
  const Demand *demand = &p->demand[client];
  *arc = (CalendarArc){0};
  if (from == ARC_BEGIN && to == ARC_END && demand->outsides == 0)
    return true;
  if (from == ARC_BEGIN && to != ARC_END && demand->first_by != NO_DAY &&
      p->slot[to].day > demand->first_by && !problem_is_promised(p, client, to))
    return false;
  bool begun = from >= 0 || demand->previous != NO_DAY;
  Step before = from >= 0 ? (Step){p->slot[from].day, !problem_is_promised(p, client, from)}
                          : (Step){demand->previous, false};
  // Outside visits come first on their day, so those after `from` are of later days.
  for (int k = 0; k <= demand->outsides; k++) {
    const bool own = k == demand->outsides || (to >= 0 && demand->outside[k] > p->slot[to].day);
    if (own && to < 0)
      break;
    const Step after = own ? (Step){p->slot[to].day, !problem_is_promised(p, client, to)}
                           : (Step){demand->outside[k], false};
    if (!own && from >= 0 && after.day <= p->slot[from].day)
      continue;
    if (begun && !add_gap(demand, before, after, arc))
      return false;
    if (!begun && demand->soft_max > 0)
      arc->cost += MAX(0, after.day - (demand->soft_max - 1)) * demand->gap_cost;
    begun = true;
    before = after;
    if (own)
      break;
  }
  if (to == ARC_END && demand->soft_max > 0)
    arc->cost += MAX(0, p->days - before.day - demand->soft_max) * demand->gap_cost;
  return true;
}

bool calendar_has_gap_rules(const Problem *p, int client)
{
  const Demand *demand = &p->demand[client];
  return demand->gap_min > 1 || demand->gap_max > 0 || demand->first_by != NO_DAY || demand->outsides > 0 ||
         (demand->gap_cost > 0 && (demand->soft_min > 1 || demand->soft_max > 0)) ||
         demand->previous != NO_DAY;
}

static int by_day(const void *a, const void *b, void *data)
{
  const Problem *p = data;
  const int x = *(const int *)a, y = *(const int *)b;
  return p->slot[x].day != p->slot[y].day ? p->slot[x].day - p->slot[y].day : x - y;
}

int *calendar_order(const Problem *p)
{
  int *order = g_new(int, (gsize)p->slots + 1);
  for (int s = 0; s < p->slots; s++)
    order[s] = s;
  g_qsort_with_data(order, p->slots, sizeof(int), by_day, (gpointer)(guintptr)p);
  return order;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The calendars of a patch's clients are listed day by day, as far as they cost no more than what the client's visits
// in the patch could save on the road: gaps cost what calendar_arc says on the way, and what is complete is priced and
// judged as a whole.
#include "solver/repair_parts.h"

#include "solver/calendar_arcs.h"

#include <stdlib.h>
#include <string.h>

enum { CALENDARS_MOST = 120, TRIES_MOST = 20000 };

typedef struct PatchDay { // on which the client is or could be visited
  int slot, bit;          // bit -1: not in the patch
  bool stays;             // the visit does
} PatchDay;

typedef struct Lister {
  const Problem *p;
  PatchClient *of;
  int days, tries;
  PatchDay *day; // in the order of time
  int *slot;     // visits chosen so far
  Money limit;
} Lister;

static void keep_calendar(Lister *lister, uint32_t days, int count)
{
  SolutionCost cost = {0};
  const int client = lister->of->client;
  if (days == lister->of->now || !calendar_is_admissible(lister->p, client, lister->slot, count))
    return;
  calendar_add_cost(lister->p, client, lister->slot, count, &cost);
  const PatchCalendar calendar = {days, solution_total(&cost)};
  if (calendar.cost <= lister->limit)
    g_array_append_val(lister->of->calendars, calendar);
}

static void list_from(Lister *lister, int at, uint32_t days, int count, Money cost)
{
  const Demand *demand = &lister->p->demand[lister->of->client];
  const Money missed = MAX(0, demand->visits - count - (lister->days - at)) * demand->miss_cost;
  if (++lister->tries > TRIES_MOST || cost + missed > lister->limit)
    return;
  if (at == lister->days) {
    keep_calendar(lister, days, count);
    return;
  }
  const PatchDay *day = &lister->day[at];
  CalendarArc arc;
  if (count < demand->visits &&
      calendar_arc(lister->p, lister->of->client, count > 0 ? lister->slot[count - 1] : ARC_BEGIN, day->slot,
                   &arc)) {
    lister->slot[count] = day->slot;
    list_from(lister, at + 1, days | (day->bit >= 0 ? UINT32_C(1) << day->bit : 0), count + 1,
              cost + arc.cost);
  }
  if (!day->stays)
    list_from(lister, at + 1, days, count, cost);
}

static int by_cost(const void *a, const void *b)
{
  const PatchCalendar *x = a, *y = b;
  if (x->cost != y->cost)
    return x->cost < y->cost ? -1 : 1;
  return (x->days > y->days) - (x->days < y->days);
}

// saved: what the visits in the patch cost on the road at most.
static void list_calendars(const Problem *p, PatchClient *of, PatchDay *day, int days, Money saved)
{
  GArray *list = of->calendars;
  g_autofree int *slot = g_new(int, (gsize)days + 1);
  Lister lister = {.p = p, .of = of, .day = day, .days = days, .slot = slot};
  lister.limit = g_array_index(list, PatchCalendar, 0).cost + saved;
  if (p->demand[of->client].patterns == 0)
    list_from(&lister, 0, 0, 0, 0);
  if (list->len > 1)
    qsort(&g_array_index(list, PatchCalendar, 1), list->len - 1, sizeof(PatchCalendar), by_cost);
  g_array_set_size(list, MIN(list->len, CALENDARS_MOST));
  for (guint c = 0; c < list->len; c++)
    of->reach |= g_array_index(list, PatchCalendar, c).days;
}

// ---- The patch -----------------------------------------------------------------------------------------------------

typedef struct Finder {
  Patch *patch;
  int *order, *bit; // [slots] by day; place in the patch, -1
  bool *visited;    // [client * slots + slot]
  Money *saving;    // [client] of its visits in the patch
} Finder;

static Money visit_saving(const Problem *p, int slot, const int *client, int count, int at)
{
  const Slot *s = &p->slot[slot];
  const int before = at > 0 ? client[at - 1] : s->start, after = at + 1 < count ? client[at + 1] : s->end;
  return problem_leg_cost(p, s, before, client[at]) + problem_leg_cost(p, s, client[at], after) -
         (count == 1 ? 0 : problem_leg_cost(p, s, before, after));
}

static void find_visits(Finder *finder)
{
  const Patch *patch = finder->patch;
  const Problem *p = patch->p;
  const int *first = patch->plan->first;
  for (int s = 0; s < p->slots; s++) {
    const int *client = patch->plan->client + first[s], count = first[s + 1] - first[s];
    for (int k = 0; k < count; k++) {
      finder->visited[(size_t)client[k] * (size_t)p->slots + (size_t)s] = true;
      if (finder->bit[s] >= 0)
        finder->saving[client[k]] += visit_saving(p, s, client, count, k);
    }
  }
}

static void add_client(Finder *finder, int i)
{
  const Problem *p = finder->patch->p;
  const bool *visited = finder->visited + (size_t)i * (size_t)p->slots;
  g_autofree PatchDay *day = g_new(PatchDay, (gsize)p->slots + 1);
  g_autofree int *calendar = g_new(int, (gsize)p->slots + 1);
  int days = 0, count = 0;
  PatchClient of = {.client = i};
  for (int k = 0; k < p->slots; k++) {
    const int s = finder->order[k], bit = finder->bit[s];
    const bool stays = visited[s] && (bit < 0 || problem_fix(p, i, s));
    if (visited[s])
      calendar[count++] = s;
    if (visited[s] && bit >= 0)
      of.now |= UINT32_C(1) << bit;
    if (stays || (bit >= 0 && problem_is_allowed(p, i, s) && slot_fits_alone(p, i, s)))
      day[days++] = (PatchDay){s, bit, stays};
  }
  if (of.now == 0 && count == p->demand[i].visits)
    return;
  SolutionCost cost = {0};
  calendar_add_cost(p, i, calendar, count, &cost);
  const PatchCalendar now = {of.now, solution_total(&cost)};
  of.calendars = g_array_new(FALSE, FALSE, sizeof(PatchCalendar));
  g_array_append_val(of.calendars, now);
  list_calendars(p, &of, day, days, finder->saving[i]);
  finder->patch->cost += now.cost;
  g_array_append_val(finder->patch->clients, of);
}

Patch *patch_new(const Problem *p, const Solution *plan, const int *slot, int slots)
{
  g_assert(slots <= PATCH_SLOTS_MAX);
  Patch *patch = g_new0(Patch, 1);
  *patch = (Patch){.p = p, .plan = plan};
  patch->clients = g_array_new(FALSE, FALSE, sizeof(PatchClient));
  g_autofree int *order = calendar_order(p), *bit = g_new(int, (gsize)p->slots + 1);
  for (int k = 0; k < p->slots; k++) {
    bit[order[k]] = -1;
    for (int j = 0; j < slots && bit[order[k]] < 0; j++)
      bit[order[k]] = slot[j] == order[k] ? patch->slots : -1;
    if (bit[order[k]] >= 0)
      patch->slot[patch->slots++] = order[k];
  }
  g_autofree bool *visited = g_new0(bool, (gsize)p->n *(gsize)p->slots + 1);
  g_autofree Money *saving = g_new0(Money, (gsize)p->n + 1);
  Finder finder = {patch, order, bit, visited, saving};
  find_visits(&finder);
  for (int i = 0; i < p->n; i++)
    add_client(&finder, i);
  for (int k = 0; k < patch->slots; k++) {
    const int s = patch->slot[k], first = plan->first[s];
    patch->cost += route_cost(p, s, plan->client + first, plan->first[s + 1] - first, NULL);
  }
  return patch;
}

void patch_free(Patch *patch)
{
  if (!patch)
    return;
  for (guint k = 0; k < patch->clients->len; k++)
    g_array_unref(g_array_index(patch->clients, PatchClient, k).calendars);
  g_array_unref(patch->clients);
  g_free(patch);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The former routes, less what the rules of today forbid: first what may not be on that day, then what makes a route too
// long, then what breaks a client's rhythm. Taking visits out never breaks a rule that holds, so the order is free.
#include "solver/replan_parts.h"

#include "model/activity.h"

#include <string.h>

typedef struct Draft { // routes of all slots, with room
  const Problem *p;
  GArray **route; // [slots] int
  bool *out;      // [slots]: a night out after it
  int dropped;
  bool late; // some former time does not hold any more, or a promise is new
} Draft;

static int *stops(const Draft *draft, int slot)
{
  g_assert(draft->route[slot]);
  return (int *)(void *)draft->route[slot]->data;
}

// A night needs stops on both days.
static bool sleeps_out(const Draft *draft, int slot)
{
  return slot >= 0 && draft->out[slot] && draft->route[slot]->len > 0 && draft->route[slot + 1]->len > 0;
}

static bool fits(const Draft *draft, int slot)
{
  RouteEnds ends = slot_ends(draft->p, slot);
  if (sleeps_out(draft, slot - 1))
    ends.start = stops(draft, slot - 1)[draft->route[slot - 1]->len - 1];
  if (sleeps_out(draft, slot))
    ends.end = -1;
  return route_times_between(draft->p, slot, ends, stops(draft, slot), (int)draft->route[slot]->len, NULL) >=
         0;
}

typedef struct Hand { // where a rep stands after the visits of a slot so far
  int node;
  int32_t clock;
} Hand;

// Whether the visit can be made when the former plan says, after the one before it on that day.
static bool time_holds(const Translation *tr, int slot, int i, const Visit *visit, Hand *hand)
{
  const Problem *p = tr->problem;
  int32_t service = 0;
  Starts starts = *problem_starts(p, i, slot, &service);
  if (visit->activities && !problem_fix(p, i, slot)) {
    service += activities_s(tr->territory, visit->client, visit->activities);
    starts = translate_longer_starts(tr, i, slot, service);
  }
  const int32_t start = workday_clock(tr->workday[slot], visit->leave_s - visit->visit_s),
                arrive = workday_clock(tr->workday[slot], visit->arrive_s),
                reach = hand->clock + problem_travel(p, &p->slot[slot], hand->node, i);
  *hand = (Hand){i, start + service};
  return service == visit->visit_s && arrive >= reach && starts_next(&starts, start) == start &&
         (problem_fix(p, i, slot) != NULL) == (visit->fixed || visit->resource >= 0);
}

static void take_former(const ReplanRun *run, const Translation *tr, Draft *draft, const int *engine)
{
  const Problem *p = tr->problem;
  g_autofree Hand *hand = g_new0(Hand, (gsize)p->slots + 1);
  for (int s = 0; s < p->slots; s++)
    hand[s].node = p->slot[s].start;
  for (guint v = 0; v < run->former->visits->len; v++) { // by rep, day, stop
    const Visit *visit = plan_visit(run->former, v);
    bool ours = false;
    int slot = -1;
    for (int k = 0; k < p->reps; k++)
      ours = ours || tr->rep[k] == visit->rep;
    const size_t at =
        (size_t)visit->rep * (size_t)run->calendar->days + (size_t)(visit->day - run->calendar->start);
    if (!ours || run->closed[at])
      continue;
    for (int s = 0; s < p->slots && slot < 0; s++)
      slot = tr->workday[s]->day == visit->day && tr->rep[p->slot[s].rep] == visit->rep ? s : -1;
    const int i = engine[visit->client];
    if (slot < 0 || i < 0 || !(problem_is_allowed(p, i, slot) || problem_fix(p, i, slot))) {
      draft->dropped++;
      continue;
    }
    g_array_append_val(draft->route[slot], i);
    draft->late = !time_holds(tr, slot, i, visit, &hand[slot]) || draft->late;
    if (visit->sleeps_out && p->slot[slot].nights > 0) {
      draft->out[slot] = true;
      hand[slot + 1].node = i;
    } else {
      draft->late = draft->late || visit->sleeps_out;
    }
  }
  for (int s = 0; s < p->slots; s++) {
    if (draft->route[s]->len > 0 && !draft->out[s])
      draft->late =
          draft->late ||
          hand[s].clock + problem_travel(p, &p->slot[s], hand[s].node, p->slot[s].end) > p->slot[s].length;
  }
}

// Promises that were not in the former plan, wherever they fit; false: nowhere.
static bool put_fix(Draft *draft, const Fix *fix)
{
  GArray *route = draft->route[fix->slot];
  for (guint k = 0; k < route->len; k++) {
    if (g_array_index(route, int, k) == fix->client)
      return true;
  }
  for (guint k = 0; k <= route->len; k++) {
    g_array_insert_val(route, k, fix->client);
    if (fits(draft, fix->slot)) {
      draft->late = true;
      return true;
    }
    g_array_remove_index(route, k);
  }
  return false;
}

// Takes out the last visit that is no promise; false: there is none.
static bool drop_one(Draft *draft, int slot)
{
  GArray *route = draft->route[slot];
  for (guint k = route->len; k > 0; k--) {
    if (problem_fix(draft->p, g_array_index(route, int, k - 1), slot))
      continue;
    g_array_remove_index(route, k - 1);
    draft->dropped++;
    return true;
  }
  return false;
}

// False: even the promises of a slot do not fit.
static bool mend_days(Draft *draft)
{
  for (int s = 0; s < draft->p->slots; s++) {
    while (!fits(draft, s)) {
      if (!drop_one(draft, s))
        return false;
      s = s > 0 && draft->out[s - 1] ? s - 1 : s; // that day may have to end at home now
    }
  }
  return true;
}

static bool mend_routes(Draft *draft)
{
  if (!mend_days(draft))
    return false;
  for (int k = 0; k < draft->p->fixes; k++) {
    while (!put_fix(draft, &draft->p->fix[k])) {
      if (!drop_one(draft, draft->p->fix[k].slot))
        return false;
    }
  }
  return mend_days(draft);
}

static int by_slot_day(const void *a, const void *b, void *data)
{
  const Slot *slot = data;
  const int x = *(const int *)a, y = *(const int *)b;
  return slot[x].day != slot[y].day ? (slot[x].day > slot[y].day) - (slot[x].day < slot[y].day)
                                    : (x > y) - (x < y);
}

static GArray *calendar_of(const Draft *draft, int client)
{
  GArray *calendar = g_array_new(TRUE, FALSE, sizeof(int));
  for (int s = 0; s < draft->p->slots; s++) {
    for (guint k = 0; k < draft->route[s]->len; k++) {
      if (g_array_index(draft->route[s], int, k) == client)
        g_array_append_val(calendar, s);
    }
  }
  g_qsort_with_data(calendar->data, (gint)calendar->len, sizeof(int), by_slot_day, draft->p->slot);
  return calendar;
}

// Leaves out as few visits of the client as possible, one at a time: one whose absence is enough, else the last.
static bool mend_client(Draft *draft, int client)
{
  for (;;) {
    g_autoptr(GArray) calendar = calendar_of(draft, client);
    const int *slot = (const int *)(void *)calendar->data;
    const int count = (int)calendar->len;
    if (calendar_is_admissible(draft->p, client, slot, count))
      return true;
    g_autofree int *less = g_new(int, (gsize)count + 1);
    int out = -1;
    for (int k = count - 1; k >= 0; k--) {
      if (problem_fix(draft->p, client, slot[k]))
        continue;
      memcpy(less, slot, sizeof(int) * (size_t)k);
      memcpy(less + k, slot + k + 1, sizeof(int) * (size_t)(count - k - 1));
      const bool enough = calendar_is_admissible(draft->p, client, less, count - 1);
      if (out < 0 || enough)
        out = slot[k];
      if (enough)
        break;
    }
    if (out < 0)
      return false;
    for (guint k = 0; k < draft->route[out]->len; k++) {
      if (g_array_index(draft->route[out], int, k) == client) {
        g_array_remove_index(draft->route[out], k);
        break;
      }
    }
    draft->dropped++;
  }
}

static Solution *solution_of(const Draft *draft)
{
  int visits = 0;
  for (int s = 0; s < draft->p->slots; s++)
    visits += (int)draft->route[s]->len;
  Solution *solution = solution_new(draft->p, visits);
  for (int s = 0; s < draft->p->slots; s++)
    solution->out[s] = sleeps_out(draft, s);
  for (int s = 0; s < draft->p->slots; s++) {
    solution->first[s + 1] = solution->first[s] + (int)draft->route[s]->len;
    if (draft->route[s]->len > 0)
      memcpy(solution->client + solution->first[s], draft->route[s]->data,
             sizeof(int) * draft->route[s]->len);
  }
  return solution;
}

// No client of these reps lacks more visits than it did.
static bool lacks_no_more(const ReplanRun *run, const Translation *tr, const Solution *solution)
{
  const Problem *p = tr->problem;
  g_autofree int *planned = g_new0(int, (gsize)p->n + 1);
  for (int k = 0; k < solution->first[p->slots]; k++)
    planned[solution->client[k]]++;
  for (int i = 0; i < p->n; i++) {
    if (p->demand[i].visits - planned[i] > run->lacking[tr->client[i]])
      return false;
  }
  return true;
}

Solution *replan_start(const ReplanRun *run, const Translation *tr, bool *whole)
{
  const Problem *p = tr->problem;
  g_autofree int *engine = g_new(int, run->territory->clients->len + 1);
  Draft draft = {.p = p, .route = g_new0(GArray *, (gsize)p->slots + 1)};
  draft.out = g_new0(bool, (gsize)p->slots + 1);
  for (guint c = 0; c < run->territory->clients->len; c++)
    engine[c] = -1;
  for (int i = 0; i < p->n; i++)
    engine[tr->client[i]] = i;
  for (int s = 0; s < p->slots; s++)
    draft.route[s] = g_array_new(TRUE, FALSE, sizeof(int));
  take_former(run, tr, &draft, engine);
  bool sound = mend_routes(&draft);
  for (int i = 0; i < p->n && sound; i++)
    sound = mend_client(&draft, i);
  Solution *solution = sound ? solution_of(&draft) : NULL;
  if (solution && !solution_is_admissible(p, solution))
    g_clear_pointer(&solution, solution_free);
  *whole = solution && draft.dropped == 0 && !draft.late && lacks_no_more(run, tr, solution);
  for (int s = 0; s < p->slots; s++)
    g_array_unref(draft.route[s]);
  g_free(draft.route);
  g_free(draft.out);
  return solution;
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Greedy with one exchange: an activity that no visit of its client can hold may push another client's activity off one
// of those days if that one finds another visit. Order of clients by value, then number; of visits by how little they
// hold already, then by nearness to the even rhythm: all ties are broken, so the result is repeatable.
#include "solver/activities.h"

#include <stdlib.h>
#include <string.h>

#include "model/activity.h"
#include "model/joint.h"
#include "model/said.h"
#include "model/words.h"

typedef struct Stop { // one visit of the solution
  int client, slot;   // engine's
  int at;             // place in Solution.client
} Stop;

typedef struct Placing {
  ActivityPlan *plan;
  const Solution *solution;
  GArray **stops; // [clients of the engine] Stop, by day
  const int *made;
  const uint64_t *first;
} Placing;

static Problem *problem_of(const Placing *placing)
{
  return &placing->plan->problem;
}

static Fix *fix_of(const Placing *placing, int client, int slot)
{
  return (Fix *)(uintptr_t)problem_fix(problem_of(placing), client, slot);
}

static int territory_index(const Placing *placing, int client)
{
  return placing->plan->translation.client[client];
}

static const Activity *activity_of(const Placing *placing, int client, int k)
{
  return client_activity(placing->plan->translation.territory, territory_index(placing, client), k);
}

// ---- The problem with every visit in it --------------------------------------------------------------------------

static gint fix_order(gconstpointer left, gconstpointer right)
{
  const Fix *a = left, *b = right;
  return a->client != b->client ? a->client - b->client : a->slot - b->slot;
}

static void unspread(Placing *placing, const Problem *from)
{
  Problem *p = problem_of(placing);
  p->demand = g_memdup2(from->demand, sizeof(Demand) * ((gsize)p->n + 1));
  p->starts = g_memdup2(from->starts, sizeof(Starts) * ((gsize)p->clocks * (gsize)p->n + 1));
  for (int i = 0; i < p->n; i++) {
    Demand *demand = &p->demand[i];
    if (demand->spread == 0)
      continue;
    demand->service -= demand->spread;
    demand->spread = 0;
    for (int s = 0; s < p->slots; s++)
      p->starts[(size_t)p->slot[s].clock * (size_t)p->n + (size_t)i] =
          translate_longer_starts(&placing->plan->translation, i, s, demand->service);
  }
}

static void fix_visits(Placing *placing, const Problem *from)
{
  Problem *p = problem_of(placing);
  const int visits = placing->solution->first[p->slots];
  Fix *fix = g_new0(Fix, (gsize)visits + 1);
  p->fix = NULL;
  p->fixes = 0;
  int count = 0;
  for (int s = 0; s < p->slots; s++) {
    for (int k = placing->solution->first[s]; k < placing->solution->first[s + 1]; k++) {
      const int i = placing->solution->client[k];
      const Fix *own = problem_fix(from, i, s);
      const size_t at = (size_t)p->slot[s].clock * (size_t)p->n + (size_t)i;
      fix[count++] = own ? *own : (Fix){i, s, p->starts[at], p->demand[i].service, true};
    }
  }
  qsort(fix, (size_t)count, sizeof(Fix), fix_order);
  p->fix = fix;
  p->fixes = count;
}

static int stop_order(const void *a, const void *b, void *data)
{
  const Problem *p = data;
  const Stop *x = a, *y = b;
  return p->slot[x->slot].day != p->slot[y->slot].day ? p->slot[x->slot].day - p->slot[y->slot].day
                                                      : x->slot - y->slot;
}

static void list_stops(Placing *placing)
{
  Problem *p = problem_of(placing);
  placing->stops = g_new0(GArray *, (gsize)p->n + 1);
  for (int i = 0; i < p->n; i++)
    placing->stops[i] = g_array_new(FALSE, FALSE, sizeof(Stop));
  for (int s = 0; s < p->slots; s++) {
    for (int k = placing->solution->first[s]; k < placing->solution->first[s + 1]; k++) {
      const Stop stop = {placing->solution->client[k], s, k};
      g_array_append_val(placing->stops[stop.client], stop);
    }
  }
  for (int i = 0; i < p->n; i++)
    g_array_sort_with_data(placing->stops[i], stop_order, p);
}

// ---- One activity on one visit -----------------------------------------------------------------------------------

static bool is_joint(const Placing *placing, const Stop *stop)
{
  const Translation *tr = &placing->plan->translation;
  return territory_joint(tr->territory, tr->client[stop->client], tr->workday[stop->slot]->day) != NULL;
}

static bool day_holds(const Placing *placing, int slot)
{
  const int first = placing->solution->first[slot];
  const Problem *p = problem_of(placing);
  return route_times_between(p, slot, solution_ends(p, placing->solution, slot),
                             placing->solution->client + first, placing->solution->first[slot + 1] - first,
                             NULL) >= 0;
}

static bool leave_room(const Placing *placing, const Stop *stop, int32_t service)
{
  const Starts starts =
      translate_longer_starts(&placing->plan->translation, stop->client, stop->slot, service);
  return starts.count > 0;
}

// A visit of that length; an appointment begins when it was promised.
static void set_length(const Placing *placing, const Stop *stop, int32_t service)
{
  const Translation *tr = &placing->plan->translation;
  Fix *fix = fix_of(placing, stop->client, stop->slot);
  fix->service = service;
  if (fix->chosen)
    fix->starts = translate_longer_starts(tr, stop->client, stop->slot, service);
  else
    fix->starts = translate_promise_starts(tr, fix, service);
}

static bool put(const Placing *placing, const Stop *stop, int k)
{
  const uint64_t bit = UINT64_C(1) << k;
  const int32_t before = fix_of(placing, stop->client, stop->slot)->service;
  const int32_t after = before + activity_of(placing, stop->client, k)->activity_s;
  if ((placing->plan->done[stop->at] & bit) || is_joint(placing, stop))
    return false;
  // An appointment may lie outside the client's hours, but no activity pushes it there.
  if (leave_room(placing, stop, before) && !leave_room(placing, stop, after))
    return false;
  set_length(placing, stop, after);
  if (day_holds(placing, stop->slot)) {
    placing->plan->done[stop->at] |= bit;
    return true;
  }
  set_length(placing, stop, before);
  return false;
}

static void take(const Placing *placing, const Stop *stop, int k)
{
  placing->plan->done[stop->at] &= ~(UINT64_C(1) << k);
  set_length(placing, stop,
             fix_of(placing, stop->client, stop->slot)->service -
                 activity_of(placing, stop->client, k)->activity_s);
}

// ---- The visits of a client --------------------------------------------------------------------------------------

typedef struct Rank { // of a visit for the t-th time of an activity
  int held, distance, index;
} Rank;

static int rank_order(const void *a, const void *b)
{
  const Rank *x = a, *y = b;
  if (x->held != y->held)
    return x->held - y->held;
  return x->distance != y->distance ? x->distance - y->distance : x->index - y->index;
}

// Visits in the order in which they are tried for the t-th of `times`.
static Rank *rank_stops(const Placing *placing, int client, int t, int times)
{
  const GArray *stops = placing->stops[client];
  const int count = (int)stops->len, ideal = (2 * t + 1) * count / (2 * times);
  Rank *rank = g_new(Rank, (gsize)count + 1);
  for (int v = 0; v < count; v++)
    rank[v] = (Rank){__builtin_popcountll(placing->plan->done[g_array_index(stops, Stop, v).at]),
                     abs(v - MIN(ideal, count - 1)), v};
  qsort(rank, (size_t)count, sizeof(Rank), rank_order);
  return rank;
}

static bool place_one(const Placing *placing, int client, int k, int t, int times)
{
  const GArray *stops = placing->stops[client];
  g_autofree Rank *rank = rank_stops(placing, client, t, times);
  for (guint v = 0; v < stops->len; v++) {
    if (put(placing, &g_array_index(stops, Stop, rank[v].index), k))
      return true;
  }
  return false;
}

// Another client's activity goes from this day to another visit of that client.
static bool push_off(const Placing *placing, const Stop *stop, int k)
{
  const int first = placing->solution->first[stop->slot], end = placing->solution->first[stop->slot + 1];
  for (int at = first; at < end; at++) {
    const Stop other = {placing->solution->client[at], stop->slot, at};
    for (int j = 0; j < ACTIVITIES_MAX && placing->plan->done[at] >> j; j++) {
      if (other.client == stop->client || is_joint(placing, &other) || !(placing->plan->done[at] >> j & 1))
        continue;
      take(placing, &other, j);
      if (put(placing, stop, k)) {
        if (place_one(placing, other.client, j, 0, 1))
          return true;
        take(placing, stop, k);
      }
      const bool back = put(placing, &other, j);
      g_assert(back);
    }
  }
  return false;
}

static bool place_by_exchange(const Placing *placing, int client, int k)
{
  const GArray *stops = placing->stops[client];
  for (guint v = 0; v < stops->len; v++) {
    const Stop *stop = &g_array_index(stops, Stop, v);
    if (!(placing->plan->done[stop->at] >> k & 1) && !is_joint(placing, stop) && push_off(placing, stop, k))
      return true;
  }
  return false;
}

// ---- What found no place -----------------------------------------------------------------------------------------

enum { STEP_MIN = 5, LONGEST_MIN = 240 };

// Whether the day would hold it with that many minutes more, of work (at its end) and of the field.
static bool fits_longer(const Placing *placing, const Stop *stop, int k, int minutes)
{
  Problem *p = problem_of(placing);
  if (is_joint(placing, stop))
    return false;
  Slot *slots = p->slot, *longer = g_memdup2(slots, sizeof(Slot) * ((gsize)p->slots + 1));
  const WorkDay **workday = &placing->plan->translation.workday[stop->slot], *former = *workday;
  WorkDay day = *former;
  Window *last = &day.segment[day.segments - 1];
  const int32_t more = MIN(minutes * MINUTE_S, DAY_S - last->to);
  last->to += more;
  day.work_s += more;
  longer[stop->slot].length += more;
  longer[stop->slot].max_work += minutes * MINUTE_S;
  p->slot = longer;
  *workday = &day;
  const bool fits = put(placing, stop, k);
  if (fits)
    take(placing, stop, k);
  *workday = former;
  p->slot = slots;
  set_length(placing, stop, fix_of(placing, stop->client, stop->slot)->service); // starts of the day as it is
  g_free(longer);
  return fits;
}

// Least minutes that a day of one of its visits lacks; -1: more would not do.
static int lacking_min(const Placing *placing, int client, int k, int *slot)
{
  const GArray *stops = placing->stops[client];
  int least = -1;
  for (guint v = 0; v < stops->len; v++) {
    const Stop *stop = &g_array_index(stops, Stop, v);
    for (int m = STEP_MIN; m <= LONGEST_MIN && (least < 0 || m < least); m += STEP_MIN) {
      if (fits_longer(placing, stop, k, m)) {
        least = m;
        *slot = stop->slot;
      }
    }
  }
  return least;
}

static char *longer_day(const Placing *placing, int slot, int minutes)
{
  const Translation *tr = &placing->plan->translation;
  g_autofree char *day = day_text(tr->workday[slot]->day);
  return said(N_("%d min more field time for %s on %s"), minutes,
              territory_rep(tr->territory, tr->rep[problem_of(placing)->slot[slot].rep])->id, day);
}

static void add_unmet(const Placing *placing, int client, int k, int missing, GArray *list)
{
  const Territory *territory = placing->plan->translation.territory;
  const GArray *stops = placing->stops[client];
  const Activity *activity = activity_of(placing, client, k);
  const int index = territory_index(placing, client);
  int slot = -1, free_visits = 0;
  for (guint v = 0; v < stops->len; v++) {
    const Stop *stop = &g_array_index(stops, Stop, v);
    free_visits += !(placing->plan->done[stop->at] >> k & 1) && !is_joint(placing, stop);
  }
  Unmet unmet = {.client = index,
                 .rep = territory_client(territory, index)->rep,
                 .resource = -1,
                 .activity = k,
                 .times = missing};
  if (stops->len > 0)
    unmet.rep =
        placing->plan->translation.rep[problem_of(placing)->slot[g_array_index(stops, Stop, 0).slot].rep];
  if (free_visits == 0) {
    unmet.code = UNMET_NO_VISIT;
    unmet.reason = stops->len == 0
                       ? said(N_("none of the client's visits is planned (unplanned.csv)"))
                       : said_plural("its %u planned visit holds it already, or is a joint one",
                                     "each of its %u planned visits holds it already, or is a joint one",
                                     stops->len, stops->len);
    unmet.remedy = g_strdup("");
  } else {
    const int minutes = lacking_min(placing, client, k, &slot);
    g_autofree char *needs = minutes_text(activity->activity_s);
    unmet.code = minutes < 0 ? UNMET_WINDOW : UNMET_DAY_FULL;
    unmet.reason = minutes < 0 ? said(N_("the client's hours have no %s min more at any visit"), needs)
                               : said(N_("no day of its visits has %s min more"), needs);
    unmet.remedy = minutes < 0 ? g_strdup("") : longer_day(placing, slot, minutes);
  }
  g_array_append_val(list, unmet);
}

// ---- All -----------------------------------------------------------------------------------------------------------

typedef struct Turn { // a client in the order of value
  int client;
  Money value;
} Turn;

static int turn_order(const void *a, const void *b)
{
  const Turn *x = a, *y = b;
  if (x->value != y->value)
    return x->value > y->value ? -1 : 1;
  return x->client - y->client;
}

// The first of the reps of this problem who may visit the client; -1: none of them.
static int serving_rep(const Translation *tr, int client)
{
  for (int r = 0; r < tr->problem->reps; r++) {
    if (rep_serves(tr->territory, tr->rep[r], client))
      return tr->rep[r];
  }
  return -1;
}

// A rep of this problem keeps an appointment of somebody else's client, who goes there too and does what there is to do.
static bool is_done_elsewhere(const Placing *placing, int client)
{
  const Translation *tr = &placing->plan->translation;
  const int index = territory_index(placing, client);
  return serving_rep(tr, index) < 0 &&
         client_wanted(tr->territory, index) > problem_of(placing)->demand[client].visits;
}

static void place_activities(const Placing *placing, int client, GArray *unmet)
{
  const int index = territory_index(placing, client);
  const Activity *activity;
  if (is_done_elsewhere(placing, client))
    return;
  for (int k = 0; (activity = activity_of(placing, client, k)) != NULL; k++) {
    if (activity->channel != CHANNEL_VISIT || activity->resource >= 0)
      continue;
    int made = placing->made ? placing->made[(size_t)index * ACTIVITIES_MAX + (size_t)k] : 0, missing = 0;
    const GArray *stops = placing->stops[client];
    for (guint v = 0; v < stops->len; v++) // those that a joint visit holds
      made += (int)(placing->plan->done[g_array_index(stops, Stop, v).at] >> k & 1);
    const int times = MIN(activity->times, problem_of(placing)->demand[client].visits);
    for (guint v = 0; placing->first && v < stops->len && made < times; v++) { // where it was before
      const Stop *stop = &g_array_index(stops, Stop, v);
      made += (placing->first[stop->at] >> k & 1) && put(placing, stop, k);
    }
    for (int t = made; t < times; t++) {
      if (missing > 0 || !(place_one(placing, client, k, t, times) || place_by_exchange(placing, client, k)))
        missing++;
    }
    if (missing > 0)
      add_unmet(placing, client, k, missing, unmet);
  }
}

// Activities in person that are to be done more often than their client wants visits.
static void add_excess(const Translation *tr, GArray *unmet)
{
  for (int client = 0; client < (int)tr->territory->clients->len; client++) {
    const int rep = serving_rep(tr, client), wanted = client_wanted(tr->territory, client);
    const Activity *activity;
    for (int k = 0; rep >= 0 && (activity = client_activity(tr->territory, client, k)) != NULL; k++) {
      if (activity->channel != CHANNEL_VISIT || activity->times <= wanted)
        continue;
      Unmet row = {
          .client = client, .rep = rep, .resource = -1, .activity = k, .times = activity->times - wanted};
      row.code = UNMET_NO_VISIT;
      row.reason = wanted == 0 ? said(N_("the client wants no visits in person"))
                               : said_plural("the client wants only %d visit",
                                             "the client wants only %d visits", (unsigned)wanted, wanted);
      row.remedy = g_strdup("");
      g_array_append_val(unmet, row);
    }
  }
}

// What joint visits hold from the beginning.
static void mark_joint(const Placing *placing)
{
  const Translation *tr = &placing->plan->translation;
  for (int i = 0; i < problem_of(placing)->n; i++) {
    const GArray *stops = placing->stops[i];
    g_assert(stops);
    for (guint v = 0; v < stops->len; v++) {
      const Stop *stop = &g_array_index(stops, Stop, v);
      const Joint *joint = territory_joint(tr->territory, tr->client[i], tr->workday[stop->slot]->day);
      if (joint)
        placing->plan->done[stop->at] = joint->activities;
    }
  }
}

// Visits that are as long as any of their client need be no fixes: so they may move where somebody tries a change.
static void loosen(const Placing *placing, const Problem *from)
{
  Problem *p = problem_of(placing);
  int kept = 0;
  for (int f = 0; f < p->fixes; f++) {
    Fix *fix = (Fix *)(uintptr_t)&p->fix[f];
    if (problem_fix(from, fix->client, fix->slot) || fix->service != p->demand[fix->client].service)
      p->fix[kept++] = *fix;
  }
  p->fixes = kept;
}

ActivityPlan *activities_place(const Translation *translation, const Solution *solution, const int *made,
                               const uint64_t *first, GArray *unmet)
{
  ActivityPlan *plan = g_new0(ActivityPlan, 1);
  plan->translation = *translation;
  plan->problem = *translation->problem;
  plan->translation.problem = &plan->problem;
  plan->done = g_new0(uint64_t, (gsize)solution->first[plan->problem.slots] + 1);
  Placing placing = {.plan = plan, .solution = solution, .made = made, .first = first};
  unspread(&placing, translation->problem);
  fix_visits(&placing, translation->problem);
  list_stops(&placing);
  mark_joint(&placing);
  const int n = plan->problem.n;
  g_autofree Turn *turn = g_new(Turn, (gsize)n + 1);
  for (int i = 0; i < n; i++)
    turn[i] = (Turn){i, plan->problem.demand[i].miss_cost};
  qsort(turn, (size_t)n, sizeof(Turn), turn_order);
  for (int i = 0; i < n; i++)
    place_activities(&placing, turn[i].client, unmet);
  add_excess(translation, unmet);
  loosen(&placing, translation->problem);
  for (int i = 0; i < n; i++)
    g_array_unref(placing.stops[i]);
  g_free(placing.stops);
  return plan;
}

void activity_plan_free(ActivityPlan *plan)
{
  if (!plan)
    return;
  g_free(plan->problem.demand);
  g_free(plan->problem.starts);
  g_free(plan->problem.fix);
  g_free(plan->done);
  g_free(plan);
}

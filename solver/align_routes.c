// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/align_routes.h"

#include <math.h>

enum { OTHERS = 2 };
static const double NEAR = 2; // of the driving of whoever has it

typedef struct Bordering {
  const AlignRoutes *on;
  const AlignCase *question;
  const int *rep; // [clients] first solution
  guint *first;   // [reps + 1] in Plan.days
  GArray **stops; // [clients] Stop, on the days of its present rep
} Bordering;

typedef struct Stop { // of the route of a day
  guint day;          // in Plan.days
  int at;
} Stop;

typedef struct Run { // stops of a day in a row, as places
  const int *place;
  int stops;
} Run;

// ---- Routes ----

static guint *index_days(const Plan *plan, int reps)
{
  guint *first = g_new0(guint, reps + 1), d = 0;
  for (int j = 0; j < reps; j++) {
    first[j] = d;
    while (d < plan->days->len && plan_day(plan, d)->rep == j)
      d++;
  }
  first[reps] = d;
  return first;
}

// Where the day's route is at its k-th stop; -1: where it begins, its number of visits: where it ends.
static int place_at(const AlignRoutes *on, const PlanDay *day, int k)
{
  if (k < 0)
    return day->starts_at >= 0 ? place_client(day->starts_at) : place_start(on->territory, day->rep);
  if (k >= day->visits)
    return day->sleeps_at >= 0 ? place_client(day->sleeps_at) : place_end(on->territory, day->rep);
  return place_client(plan_visit(on->plan, (guint)(day->first + k))->client);
}

static Leg sum_of(Leg a, Leg b)
{
  return (Leg){a.travel_s + b.travel_s, a.travel_m + b.travel_m};
}

// What the run takes between two places more than the way from one to the other, which is not driven where `alone`.
static Leg detour(const AlignRoutes *on, int rep, int before, Run run, int after, bool alone)
{
  Leg with = travel_leg(on->travel, rep, before, run.place[0]);
  for (int k = 0; k + 1 < run.stops; k++)
    with = sum_of(with, travel_leg(on->travel, rep, run.place[k], run.place[k + 1]));
  with = sum_of(with, travel_leg(on->travel, rep, run.place[run.stops - 1], after));
  const Leg past = alone ? (Leg){0, 0} : travel_leg(on->travel, rep, before, after);
  return (Leg){MAX(0, with.travel_s - past.travel_s), MAX(0, with.travel_m - past.travel_m)};
}

static bool goes_to(const Bordering *b, int client, int to)
{
  return b->rep[client] == to && b->question->before[client] != to;
}

// Places of the stops around one that go to `to` with it, and the first of them.
static GArray *run_around(const Bordering *b, Stop stop, int to, int *low)
{
  const PlanDay *day = plan_day(b->on->plan, stop.day);
  const int client = place_at(b->on, day, stop.at);
  int high = *low = stop.at;
  const bool goes = goes_to(b, client, to);
  while (goes && *low > 0 && goes_to(b, place_at(b->on, day, *low - 1), to))
    (*low)--;
  while (goes && high + 1 < day->visits && goes_to(b, place_at(b->on, day, high + 1), to))
    high++;
  GArray *places = g_array_new(FALSE, FALSE, sizeof(int));
  for (int k = *low; k <= high; k++) {
    const int place = place_at(b->on, day, k);
    g_array_append_val(places, place);
  }
  return places;
}

static Leg taken_out(const AlignRoutes *on, guint d, int low, Run run)
{
  const PlanDay *day = plan_day(on->plan, d);
  const bool alone = run.stops == day->visits && day->starts_at < 0 && day->sleeps_at < 0;
  return detour(on, day->rep, place_at(on, day, low - 1), run, place_at(on, day, low + run.stops), alone);
}

// ---- Another rep's days ----

typedef struct Place { // the best found
  Leg leg;
  Money cost;
  bool found, room;
} Place;

static bool may_come(const AlignRoutes *on, int client, const PlanDay *day)
{
  const Client *c = territory_client(on->territory, client);
  Window starts[STARTS_MAX];
  return day->visits > 0 && client_is_open(c, day->day) &&
         client_starts(c, calendar_day(on->calendar, day->rep, day->day), client_visit_s(on->territory, c),
                       starts) > 0;
}

static bool has_room(const AlignRoutes *on, const PlanDay *day, Run run, Leg leg)
{
  const Rep *rep = territory_rep(on->territory, day->rep);
  int32_t work_s = leg.travel_s;
  for (int k = 0; k < run.stops; k++)
    work_s += client_visit_s(on->territory, territory_client(on->territory, run.place[k]));
  return work_s <= day->slack_s &&
         (rep->max_visits_day <= 0 || day->visits + run.stops <= rep->max_visits_day) &&
         (rep->max_drive_s <= 0 || day->travel_s + leg.travel_s <= rep->max_drive_s);
}

static void try_day(const AlignRoutes *on, const PlanDay *day, Run run, Place *best)
{
  for (int k = 0; k <= day->visits; k++) {
    const Leg leg = detour(on, day->rep, place_at(on, day, k - 1), run, place_at(on, day, k), false);
    const Place place = {leg, travel_cost(on->territory, day->rep, leg), true, has_room(on, day, run, leg)};
    if (!best->found || place.room > best->room ||
        (place.room == best->room &&
         (place.cost < best->cost || (place.cost == best->cost && leg.travel_s < best->leg.travel_s))))
      *best = place;
  }
}

static Place put_in(const Bordering *b, int client, int rep, Run run, Day from, Day before)
{
  Place best = {.found = false};
  for (guint d = b->first[rep]; d < b->first[rep + 1]; d++) {
    const PlanDay *day = plan_day(b->on->plan, d);
    if (day->day >= from && day->day < before && may_come(b->on, client, day))
      try_day(b->on, day, run, &best);
  }
  return best;
}

// ---- Pairs ----

// Mean over the client's visits; false: his days have no place for any.
static bool by_routes(const Bordering *b, int client, AlignRoute *route, double *change_m)
{
  const GArray *stops = b->stops[client];
  const Calendar *calendar = b->on->calendar;
  double out_s = 0, in_s = 0, more_m = 0;
  int found = 0;
  for (guint v = 0; v < stops->len; v++) {
    const Stop stop = g_array_index(stops, Stop, v);
    int low = 0;
    g_autoptr(GArray) places = run_around(b, stop, route->rep, &low);
    const Run run = {(const int *)(const void *)places->data, (int)places->len};
    const int part = (int)v, parts = (int)stops->len;
    const Place place = put_in(b, client, route->rep, run, calendar->start + calendar->days * part / parts,
                               calendar->start + calendar->days * (part + 1) / parts);
    if (!place.found)
      continue;
    const Leg out = taken_out(b->on, stop.day, low, run);
    out_s += (double)out.travel_s / run.stops;
    in_s += (double)place.leg.travel_s / run.stops;
    more_m += (double)(place.leg.travel_m - out.travel_m) / run.stops;
    found++;
  }
  if (found == 0)
    return false;
  route->out_s = out_s / found;
  route->in_s = in_s / found;
  *change_m = more_m / found;
  return true;
}

static void refine(const Bordering *b, int client, int rep, AlignTravel *driving, Alignment *alignment)
{
  const AlignCase *q = b->question;
  const size_t at = align_pair(q, client, rep), own = align_pair(q, client, q->before[client]);
  AlignRoute route = {.client = client, .rep = rep, .estimated_s = driving->travel_s[at]};
  double change_m = 0;
  if (!by_routes(b, client, &route, &change_m))
    return;
  driving->travel_s[at] = fmax(0, driving->travel_s[own] - route.out_s + route.in_s);
  driving->travel_m[at] = fmax(0, driving->travel_m[own] + change_m);
  align_case_drive(alignment->question, b->on->territory, driving, client, rep);
  g_array_append_val(alignment->routes, route);
}

// The rep who gets it first, then the cheapest others that are near; returns how many.
static int choose_reps(const Bordering *b, int client, int reps[OTHERS + 1])
{
  const AlignCase *q = b->question;
  const int own = q->before[client], to = b->rep[client];
  const bool stays = q->allowed[align_pair(q, client, own)];
  const double most = NEAR * (double)q->driving[align_pair(q, client, stays ? own : to)];
  int count = 0;
  if (to != own)
    reps[count++] = to;
  for (int others = 0; others < OTHERS; others++) {
    int best = -1;
    for (int j = 0; j < q->reps; j++) {
      const size_t at = align_pair(q, client, j);
      bool taken = j == own || !q->allowed[at] || (double)q->driving[at] > most;
      for (int k = 0; k < count; k++)
        taken = taken || reps[k] == j;
      if (!taken && (best < 0 || q->driving[at] < q->driving[align_pair(q, client, best)]))
        best = j;
    }
    if (best < 0)
      break;
    reps[count++] = best;
  }
  return count;
}

static bool sleeps_there(const PlanDay *day, int client)
{
  return day->starts_at == client || day->sleeps_at == client;
}

// Visits of clients by their present reps; without those where he sleeps, which are no detour.
static GArray **find_stops(const AlignRoutes *on, const AlignCase *q)
{
  GArray **stops = g_new0(GArray *, q->clients + 1);
  for (int i = 0; i < q->clients; i++)
    stops[i] = g_array_new(FALSE, FALSE, sizeof(Stop));
  for (guint d = 0; d < on->plan->days->len; d++) {
    const PlanDay *day = plan_day(on->plan, d);
    for (int k = 0; k < day->visits; k++) {
      const int client = plan_visit(on->plan, (guint)(day->first + k))->client;
      const Stop stop = {d, k};
      if (q->before[client] == day->rep && !sleeps_there(day, client))
        g_array_append_val(stops[client], stop);
    }
  }
  return stops;
}

void align_by_routes(Alignment *alignment, const AlignRoutes *routes, AlignTravel *driving,
                     const AlignOptions *options)
{
  const AlignCase *q = alignment->question;
  g_autofree guint *first = index_days(routes->plan, q->reps);
  g_autofree GArray **stops = find_stops(routes, q);
  const Bordering b = {routes, q, alignment->rep, first, stops};
  g_array_set_size(alignment->routes, 0);
  for (int i = 0; i < q->clients; i++) {
    int reps[OTHERS + 1];
    const int count = stops[i]->len > 0 ? choose_reps(&b, i, reps) : 0;
    for (int k = 0; k < count; k++)
      refine(&b, i, reps[k], driving, alignment);
  }
  for (int i = 0; i < q->clients; i++)
    g_array_unref(stops[i]);
  if (alignment->routes->len == 0)
    return;
  align_solve_again(alignment, options);
  align_explain(alignment, routes->territory);
}

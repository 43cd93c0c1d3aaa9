// SPDX-License-Identifier: GPL-3.0-or-later
#include <math.h>

#include "solver/align_case.h"
#include "solver/marginal.h"

enum { NEIGHBOURS = 8 };
static const double LEAST_PART = 0.25;
// A client that is not visited in person belongs to somebody all the same: to one who is near.
static const double REMOTE_VISITS = 0.1;

typedef struct Estimating {
  const Territory *territory;
  const Calendar *calendar;
  const Travel *travel;
  AlignTravel *of;
} Estimating;

int align_visits(const Territory *territory, int client)
{
  const Client *c = territory_client(territory, client);
  const Visits *visits = client_visits(territory, c);
  const Group *group = c->group >= 0 ? territory_group(territory, c->group) : NULL;
  if (c->channel != CHANNEL_VISIT)
    return 0;
  if (visits->given)
    return (visits->min + visits->max + 1) / 2;
  return group && group->max_visits >= 0 ? (MAX(0, group->min_visits) + group->max_visits + 1) / 2 : 1;
}

// ---- Hops ----

typedef struct Near {
  double square;
  int client;
} Near;

static void keep_nearest(Near near[NEIGHBOURS], int *found, Near other)
{
  if (*found == NEIGHBOURS && other.square >= near[NEIGHBOURS - 1].square)
    return;
  int at = *found < NEIGHBOURS ? (*found)++ : NEIGHBOURS - 1;
  for (; at > 0 && near[at - 1].square > other.square; at--)
    near[at] = near[at - 1];
  near[at] = other;
}

static void measure_hop(const Estimating *e, int client)
{
  const Territory *territory = e->territory;
  const Client *here = territory_client(territory, client);
  const double width = cos(here->lat * G_PI / 180);
  Near near[NEIGHBOURS];
  int found = 0;
  for (int k = 0; k < (int)territory->clients->len; k++) {
    const Client *other = territory_client(territory, k);
    const double dx = (other->lon - here->lon) * width, dy = other->lat - here->lat;
    if (k != client && other->channel == CHANNEL_VISIT)
      keep_nearest(near, &found, (Near){dx * dx + dy * dy, k});
  }
  for (int k = 0; k < found; k++) {
    const Leg leg = travel_leg(e->travel, 0, place_client(near[k].client), place_client(client));
    e->of->hop_s[client] += (double)leg.travel_s / found;
    e->of->hop_m[client] += (double)leg.travel_m / found;
  }
}

// ---- Estimate ----

static double mean_visit_s(const Territory *territory)
{
  double sum_s = 0, visits = 0;
  for (int i = 0; i < (int)territory->clients->len; i++) {
    const int count = align_visits(territory, i);
    sum_s += (double)count * client_visit_s(territory, territory_client(territory, i));
    visits += count;
  }
  return visits > 0 ? sum_s / visits : 1;
}

static double mean_field_s(const Calendar *calendar, int rep)
{
  double field_s = 0, days = 0;
  for (int t = 0; t < calendar->days; t++) {
    const WorkDay *day = calendar_day(calendar, rep, calendar->start + t);
    field_s += day->field_s;
    days += day->segments > 0;
  }
  return days > 0 ? field_s / days : 0;
}

static void estimate(const Estimating *e, int client, int rep, double field_s)
{
  const Territory *territory = e->territory;
  const Rep *r = territory_rep(territory, rep);
  const Leg out = travel_leg(e->travel, rep, place_start(territory, rep), place_client(client)),
            back = travel_leg(e->travel, rep, place_client(client), place_end(territory, rep));
  const double round_s = (double)out.travel_s + back.travel_s, round_m = (double)out.travel_m + back.travel_m;
  const double pace = territory->settings.travel == TRAVEL_HAVERSINE
                          ? territory_rep(territory, 0)->speed_kmh / r->speed_kmh
                          : 1;
  const double hop_s = e->of->hop_s[client] * pace, hop_m = e->of->hop_m[client];
  double stops = (field_s - round_s + hop_s) / fmax(1, e->of->stay_s + hop_s);
  if (r->max_visits_day > 0)
    stops = fmin(stops, r->max_visits_day);
  stops = fmax(1, stops);
  const size_t at = (size_t)client * territory->reps->len + (size_t)rep;
  e->of->travel_s[at] = round_s / stops + hop_s * (stops - 1) / stops;
  e->of->travel_m[at] = round_m / stops + hop_m * (stops - 1) / stops;
}

// ---- From a calendar ----

// What is driven for one estimated second, by rep; of all reps where his calendar has too little.
static double *measure_reps(const Estimating *e, const double *measured_s)
{
  const Territory *territory = e->territory;
  const guint reps = territory->reps->len;
  double *ratio = g_new0(double, reps + 1), all_driven = 0, all_estimated = 0;
  g_autofree double *driven = g_new0(double, reps + 1), *estimated = g_new0(double, reps + 1);
  for (guint i = 0; i < territory->clients->len; i++) {
    const int rep = territory_client(territory, (int)i)->rep, visits = align_visits(territory, (int)i);
    if (rep < 0 || isnan(measured_s[i]))
      continue;
    driven[rep] += visits * measured_s[i];
    estimated[rep] += visits * e->of->travel_s[i * reps + (guint)rep];
  }
  for (guint j = 0; j < reps; j++) {
    all_driven += driven[j];
    all_estimated += estimated[j];
  }
  const double mean = e->of->ratio = all_driven > 0 && all_estimated > 0 ? all_driven / all_estimated : 1;
  for (guint j = 0; j < reps; j++)
    ratio[j] = driven[j] > 0 && estimated[j] > 0 ? driven[j] / estimated[j] : mean;
  return ratio;
}

static void take_measured(const Estimating *e, int client, double measured_s, double measured_m,
                          const double *ratio)
{
  const guint reps = e->territory->reps->len;
  const int own = territory_client(e->territory, client)->rep;
  double *travel_s = e->of->travel_s + (size_t)client * reps,
         *travel_m = e->of->travel_m + (size_t)client * reps;
  const bool known = own >= 0 && !isnan(measured_s);
  const double over_s = e->of->over_s[client] = known ? measured_s - travel_s[own] * ratio[own] : 0,
               over_m = e->of->over_m[client] = known ? measured_m - travel_m[own] * ratio[own] : 0;
  for (guint j = 0; j < reps; j++) {
    travel_s[j] = fmax(LEAST_PART * travel_s[j], travel_s[j] * ratio[j] + over_s);
    travel_m[j] = fmax(LEAST_PART * travel_m[j], travel_m[j] * ratio[j] + over_m);
  }
  if (!known)
    return;
  travel_s[own] = measured_s;
  travel_m[own] = measured_m;
}

static void measure(const Estimating *e, const Plan *plan)
{
  const guint clients = e->territory->clients->len;
  g_autofree double *measured_s = g_new(double, clients + 1), *measured_m = g_new(double, clients + 1);
  for (guint i = 0; i < clients; i++)
    measured_s[i] = measured_m[i] = NAN;
  marginal_from_plan(plan, e->territory, e->travel, measured_s, measured_m);
  g_autofree double *ratio = measure_reps(e, measured_s);
  for (guint i = 0; i < clients; i++)
    take_measured(e, (int)i, measured_s[i], measured_m[i], ratio);
  e->of->measured = true;
}

AlignTravel *align_travel_new(const Territory *territory, const Calendar *calendar, const Travel *travel,
                              const Plan *plan)
{
  const guint clients = territory->clients->len, reps = territory->reps->len;
  AlignTravel *of = g_new0(AlignTravel, 1);
  double **const pairs[] = {&of->travel_s, &of->travel_m},
                 **const singles[] = {&of->hop_s, &of->hop_m, &of->over_s, &of->over_m};
  for (size_t k = 0; k < G_N_ELEMENTS(pairs); k++)
    *pairs[k] = g_new0(double, (size_t)clients *reps + 1);
  for (size_t k = 0; k < G_N_ELEMENTS(singles); k++)
    *singles[k] = g_new0(double, clients + 1);
  of->stay_s = mean_visit_s(territory);
  of->ratio = 1;
  const Estimating e = {territory, calendar, travel, of};
  for (guint i = 0; i < clients; i++)
    measure_hop(&e, (int)i);
  for (guint j = 0; j < reps; j++)
    align_travel_place(of, territory, calendar, travel, (int)j);
  if (plan && plan->visits->len > 0)
    measure(&e, plan);
  return of;
}

void align_travel_place(AlignTravel *of, const Territory *territory, const Calendar *calendar,
                        const Travel *travel, int rep)
{
  const Estimating e = {territory, calendar, travel, of};
  const double field_s = mean_field_s(calendar, rep);
  for (guint i = 0; i < territory->clients->len; i++) {
    const size_t at = (size_t)i * territory->reps->len + (size_t)rep;
    estimate(&e, (int)i, rep, field_s);
    of->travel_s[at] = fmax(LEAST_PART * of->travel_s[at], of->travel_s[at] * of->ratio + of->over_s[i]);
    of->travel_m[at] = fmax(LEAST_PART * of->travel_m[at], of->travel_m[at] * of->ratio + of->over_m[i]);
  }
}

void align_travel_free(AlignTravel *travel)
{
  if (!travel)
    return;
  double *const parts[] = {travel->travel_s, travel->travel_m, travel->hop_s,
                           travel->hop_m,    travel->over_s,   travel->over_m};
  for (size_t k = 0; k < G_N_ELEMENTS(parts); k++)
    g_free(parts[k]);
  g_free(travel);
}

void align_case_drive(AlignCase *question, const Territory *territory, const AlignTravel *driving, int client,
                      int rep)
{
  const Rep *r = territory_rep(territory, rep);
  const size_t at = align_pair(question, client, rep);
  const int visits = align_visits(territory, client);
  const double times = visits > 0 ? visits : REMOTE_VISITS;
  question->driving[at] = (Money)llround(times * (driving->travel_s[at] * (double)r->cost_hour / HOUR_S +
                                                  driving->travel_m[at] * (double)r->cost_km / 1000));
  question->drive_s[at] = visits * driving->travel_s[at];
  const int32_t visit_s = client_visit_s(territory, territory_client(territory, client));
  align_measure(question, 0)->amount[at] = visits * (visit_s + driving->travel_s[at]);
}

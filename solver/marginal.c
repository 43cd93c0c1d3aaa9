// SPDX-License-Identifier: GPL-3.0-or-later
#include "solver/marginal.h"

typedef struct Sums { // over a client's visits
  double travel_s, travel_m;
  int visits;
} Sums;

static Leg leg(const Travel *travel, int rep, int from, int to)
{
  return travel_leg(travel, rep, from, to);
}

// Driving that would be saved without the k-th visit of the day.
static Leg detour_of(const Plan *plan, const Territory *territory, const Travel *travel, const PlanDay *day,
                     int k)
{
  int first = day->first, rep = day->rep;
  int here = place_client(plan_visit(plan, (guint)(first + k))->client);
  int before =
      k > 0 ? place_client(plan_visit(plan, (guint)(first + k - 1))->client) : place_start(territory, rep);
  int after = k + 1 < day->visits ? place_client(plan_visit(plan, (guint)(first + k + 1))->client)
                                  : place_end(territory, rep);
  Leg in = leg(travel, rep, before, here), out = leg(travel, rep, here, after),
      past = leg(travel, rep, before, after);
  if (day->visits == 1)
    past = (Leg){0, 0};
  return (Leg){MAX(0, in.travel_s + out.travel_s - past.travel_s),
               MAX(0, in.travel_m + out.travel_m - past.travel_m)};
}

static void share_day(const Plan *plan, const Territory *territory, const Travel *travel, const PlanDay *day,
                      Sums *sums)
{
  double left_s = day->travel_s, left_m = day->travel_m;
  for (int k = 0; k < day->visits; k++) {
    Leg detour = detour_of(plan, territory, travel, day, k);
    Sums *sum = &sums[plan_visit(plan, (guint)(day->first + k))->client];
    sum->travel_s += detour.travel_s;
    sum->travel_m += detour.travel_m;
    sum->visits++;
    left_s -= detour.travel_s;
    left_m -= detour.travel_m;
  }
  for (int k = 0; k < day->visits; k++) {
    Sums *sum = &sums[plan_visit(plan, (guint)(day->first + k))->client];
    sum->travel_s += left_s / day->visits;
    sum->travel_m += left_m / day->visits;
  }
}

void marginal_from_plan(const Plan *plan, const Territory *territory, const Travel *travel, double *travel_s,
                        double *travel_m)
{
  g_autofree Sums *sums = g_new0(Sums, territory->clients->len + 1);
  for (guint d = 0; d < plan->days->len; d++)
    share_day(plan, territory, travel, plan_day(plan, d), sums);
  for (guint c = 0; c < territory->clients->len; c++) {
    if (sums[c].visits == 0)
      continue;
    travel_s[c] = sums[c].travel_s / sums[c].visits;
    travel_m[c] = sums[c].travel_m / sums[c].visits;
  }
}

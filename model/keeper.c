// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/keeper.h"

#include "model/travel.h"

static Appointment *appointment_at(const Territory *territory, guint index)
{
  return &g_array_index(territory->appointments, Appointment, index);
}

static bool can_keep(const Territory *territory, const Calendar *calendar, const Appointment *made, int rep)
{
  const Client *client = territory_client(territory, made->client);
  const Client always = {.opens = 0}; // a promise may lie outside the client's hours
  if (made->day < calendar->start || made->day >= calendar->start + calendar->days)
    return false;
  const WorkDay *workday = calendar_day(calendar, rep, made->day);
  const int32_t visit_s = made->visit_s > 0 ? made->visit_s : client_visit_s(territory, client);
  Window starts[STARTS_MAX];
  const int count = client_starts(&always, workday, visit_s, starts);
  bool fits = made->time_s < 0 && count > 0;
  for (int k = 0; k < count; k++)
    fits = fits || (starts[k].from <= made->time_s && made->time_s <= starts[k].to);
  return fits;
}

// Who keeps another appointment of a client that wants one rep; -1: nobody yet.
static int usual_keeper(const Territory *territory, int client)
{
  for (guint a = 0; a < territory->appointments->len && territory_client(territory, client)->same_rep; a++) {
    const Appointment *made = appointment_at(territory, a);
    if (made->client == client && made->rep >= 0 && rep_serves(territory, made->rep, client))
      return made->rep;
  }
  return -1;
}

typedef struct Candidate { // less is better, in this order
  bool absent, other;
  int busy;
  double away_m;
} Candidate;

static Candidate candidate_of(const Territory *territory, const Calendar *calendar, const Appointment *made,
                              int rep)
{
  const Client *client = territory_client(territory, made->client);
  const Rep *r = territory_rep(territory, rep);
  const int usual = usual_keeper(territory, made->client);
  Candidate candidate = {.absent = !can_keep(territory, calendar, made, rep),
                         .other = usual >= 0 && usual != rep,
                         .away_m = great_circle_m(r->lat, r->lon, client->lat, client->lon)};
  for (guint a = 0; a < territory->appointments->len; a++)
    candidate.busy +=
        appointment_at(territory, a)->rep == rep && appointment_at(territory, a)->day == made->day;
  return candidate;
}

static bool is_better(const Candidate *a, const Candidate *b)
{
  if (a->absent != b->absent)
    return !a->absent;
  if (a->other != b->other)
    return !a->other;
  if (a->busy != b->busy)
    return a->busy < b->busy;
  return a->away_m < b->away_m;
}

static int best_keeper(const Territory *territory, const Calendar *calendar, const Appointment *made)
{
  int keeper = -1;
  Candidate best = {0};
  for (int rep = 0; rep < calendar->reps; rep++) {
    if (!rep_serves(territory, rep, made->client))
      continue;
    const Candidate candidate = candidate_of(territory, calendar, made, rep);
    if (keeper >= 0 && !is_better(&candidate, &best))
      continue;
    best = candidate;
    keeper = rep;
  }
  return keeper;
}

void appointments_find_keepers(Territory *territory, const Calendar *calendar)
{
  for (guint a = 0; a < territory->appointments->len; a++) {
    Appointment *made = appointment_at(territory, a);
    if (made->rep >= 0)
      continue;
    made->rep = best_keeper(territory, calendar, made);
    made->any_rep = made->rep >= 0;
  }
}

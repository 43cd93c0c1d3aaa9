// SPDX-License-Identifier: GPL-3.0-or-later
// Routes become visits with times that people can keep.
#include "model/joint.h"
#include "solver/translate.h"

// Latest start not after `clock`; there is one because the earliest schedule has one.
static int32_t latest_start(const Starts *starts, int32_t clock)
{
  int32_t latest = -1;
  for (int k = 0; k < starts->count; k++) {
    if (starts->span[k].from <= clock)
      latest = MIN(clock, starts->span[k].to);
  }
  g_assert(latest >= 0);
  return latest;
}

// Earliest start at `clock` or later on a whole multiple of `grain`; -1: none.
static int32_t earliest_start(const Starts *starts, int32_t clock, int32_t grain)
{
  for (int k = 0; k < starts->count; k++) {
    int32_t start = MAX(clock, starts->span[k].from);
    start += (grain - start % grain) % grain;
    if (start <= starts->span[k].to)
      return start;
  }
  return -1;
}

// Latest start of each visit with which the route is back at `until`; returns the first one's.
static int32_t latest_starts(const Problem *p, int s, RouteEnds ends, const int *route, int count,
                             int32_t until, int32_t *latest)
{
  int next = ends.end, service = 0;
  for (int k = count - 1; k >= 0; k--) {
    const Starts *spans = problem_starts(p, route[k], s, &service);
    const int32_t leg = next >= 0 ? problem_travel(p, &p->slot[s], route[k], next) : 0;
    until = latest_start(spans, until - leg - service);
    latest[k] = until;
    next = route[k];
  }
  return until;
}

// When the visits of a route are reached and begin, on the work clock. Leaves as late as the earliest return allows.
// People keep time in minutes: wherever the day has room for it, a visit is reached and begins on a whole minute; where
// it is full to the second, seconds stay.
static void timetable_route(const Problem *p, int s, RouteEnds ends, const int *route, int count,
                            int32_t *arrive, int32_t *start)
{
  const Slot *slot = &p->slot[s];
  g_autofree int32_t *latest = g_new(int32_t, (gsize)count);
  int32_t back = route_times_between(p, s, ends, route, count, start), earliest = start[0], service = 0;
  g_assert(back >= 0);
  int32_t clock = latest_starts(p, s, ends, route, count, back, latest);
  if (clock - clock % MINUTE_S >= earliest)
    clock -= clock % MINUTE_S;
  latest_starts(p, s, ends, route, count, slot->length, latest);
  for (int k = 0; k < count; k++) {
    const Starts *spans = problem_starts(p, route[k], s, &service);
    if (k > 0)
      clock += problem_travel(p, slot, route[k - 1], route[k]);
    arrive[k] = clock + (MINUTE_S - clock % MINUTE_S) % MINUTE_S;
    start[k] = earliest_start(spans, arrive[k], MINUTE_S);
    if (start[k] < 0 || start[k] > latest[k]) {
      arrive[k] = clock;
      start[k] = earliest_start(spans, clock, 1);
    }
    g_assert(start[k] >= 0 && start[k] <= latest[k]);
    clock = start[k] + service;
  }
  arrive[0] = start[0]; // nobody leaves early to wait at the first door
}

static const Appointment *appointment_on(const Territory *territory, int client, Day day)
{
  for (guint a = 0; a < territory->appointments->len; a++) {
    const Appointment *appointment = &g_array_index(territory->appointments, Appointment, a);
    if (appointment->client == client && appointment->day == day)
      return appointment;
  }
  return NULL;
}

static Visit visit_of(const Translation *tr, int s, int i)
{
  const Problem *p = tr->problem;
  const Fix *fix = problem_fix(p, i, s);
  Visit visit = {.client = tr->client[i],
                 .rep = tr->rep[p->slot[s].rep],
                 .day = tr->workday[s]->day,
                 .channel = CHANNEL_VISIT,
                 .resource = -1};
  problem_starts(p, i, s, &visit.visit_s);
  if (!fix)
    return visit;
  const Joint *joint = territory_joint(tr->territory, visit.client, visit.day);
  visit.fixed = appointment_on(tr->territory, visit.client, visit.day) != NULL;
  visit.resource = joint ? joint->resource : -1;
  visit.activities = joint ? joint->activities : 0;
  return visit;
}

static void append_route(const Translation *tr, int s, const Solution *solution, const uint64_t *done,
                         Plan *plan)
{
  const int first = solution->first[s], count = solution->first[s + 1] - first;
  const int *route = solution->client + first;
  const WorkDay *workday = tr->workday[s];
  g_autofree int32_t *arrive = g_new(int32_t, (gsize)count), *start = g_new(int32_t, (gsize)count);
  timetable_route(tr->problem, s, solution_ends(tr->problem, solution, s), route, count, arrive, start);
  for (int k = 0; k < count; k++) {
    int32_t start_s = workday_time(workday, start[k], true);
    Visit visit = visit_of(tr, s, route[k]);
    visit.stop = k + 1;
    visit.arrive_s = workday_time(workday, arrive[k], k == 0);
    visit.leave_s = start_s + visit.visit_s;
    visit.wait_s = start_s - visit.arrive_s;
    visit.sleeps_out = k == count - 1 && solution->out[s];
    visit.activities |= done ? done[first + k] : 0;
    g_array_append_val(plan->visits, visit);
  }
}

void translate_solution(const Translation *translation, const Solution *solution, const uint64_t *done,
                        Plan *plan)
{
  for (int s = 0; s < translation->problem->slots; s++) {
    if (solution->first[s + 1] > solution->first[s])
      append_route(translation, s, solution, done, plan);
  }
}

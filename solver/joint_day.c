// SPDX-License-Identifier: GPL-3.0-or-later
// A rep's day with promised visits: all orders are tried, depth first, on his work clock. There are few of them, and
// exact times leave few orders.
#include "solver/joint_parts.h"

#include <stdlib.h>

enum { STAYS = 16 };

typedef struct Stay { // what the day has to hold
  int client;
  Window span[STARTS_MAX]; // of the work clock
  int spans;
  int32_t visit_s;
} Stay;

typedef struct RepDay {
  const JointRun *run;
  const WorkDay *workday;
  int rep, stays;
  Stay stay[STAYS];
  int32_t visits_s;
  bool crowded; // more than STAYS
} RepDay;

// ---- The client's rules ------------------------------------------------------------------------------------------

static bool is_booked(const JointRun *run, int client, Day day)
{
  const Territory *territory = run->territory;
  for (guint a = 0; a < territory->appointments->len; a++) {
    const Appointment *appointment = &g_array_index(territory->appointments, Appointment, a);
    if (appointment->client == client && appointment->day == day)
      return true;
  }
  for (guint j = 0; j < run->taken->len; j++) {
    const Joint *joint = &g_array_index(run->taken, Joint, j);
    if (joint->client == client && joint->day == day)
      return true;
  }
  return false;
}

static int by_day(const void *a, const void *b)
{
  return *(const Day *)a - *(const Day *)b;
}

// Days of visits that are settled: appointments and what is taken, ascending; and whether each is promised, not chosen.
static GArray *settled_days(const JointRun *run, int client, Day more)
{
  GArray *days = g_array_new(FALSE, FALSE, sizeof(Day));
  for (guint a = 0; a < run->territory->appointments->len; a++) {
    const Appointment *appointment = &g_array_index(run->territory->appointments, Appointment, a);
    if (appointment->client == client)
      g_array_append_val(days, appointment->day);
  }
  for (guint j = 0; j < run->taken->len; j++) {
    const Joint *joint = &g_array_index(run->taken, Joint, j);
    if (joint->client == client)
      g_array_append_val(days, joint->day);
  }
  if (more != DAY_NONE)
    g_array_append_val(days, more);
  g_array_sort(days, by_day);
  return days;
}

// Hard gaps to what cannot be moved: too near never; too far only where enough visits are still to come between.
static bool keeps_gaps(const JointRun *run, const JointAsk *ask, Day day)
{
  const Client *client = territory_client(run->territory, ask->client);
  const Spacing spacing = client_spacing(run->territory, client, ask->wanted);
  g_autoptr(GArray) days = settled_days(run, ask->client, day);
  int skipped = 0;
  Day before = client->last_visit;
  for (guint k = 0; k < days->len; k++) {
    const Day here = g_array_index(days, Day, k);
    const int gap = here - before;
    if (before != DAY_NONE && spacing.min_hard && gap < spacing.min && (here == day || before == day))
      return false;
    if (before != DAY_NONE && spacing.max_hard && spacing.max > 0 && gap > 0)
      skipped += (gap - 1) / spacing.max;
    before = here;
  }
  return skipped <= ask->wanted - (int)days->len;
}

bool joint_rep_works(const JointRun *run, int client, Day day)
{
  for (int rep = 0; rep < run->calendar->reps; rep++) {
    if (rep_serves(run->territory, rep, client) && calendar_day(run->calendar, rep, day)->segments > 0)
      return true;
  }
  return false;
}

// Visits that the client's open days hold at its least gap, with those that are settled and one on `more` (DAY_NONE:
// without).
static int most_visits(const JointRun *run, const JointAsk *ask, Day more, int least)
{
  const Client *client = territory_client(run->territory, ask->client);
  const Day end = run->calendar->start + run->calendar->days;
  g_autoptr(GArray) days = settled_days(run, ask->client, more);
  Day last = client->last_visit == DAY_NONE ? run->calendar->start - least : client->last_visit;
  int count = 0;
  guint next = 0;
  for (Day day = run->calendar->start; day < end; day++) {
    while (next < days->len && g_array_index(days, Day, next) < day)
      next++;
    const Day fixed = next < days->len ? g_array_index(days, Day, next) : end + least;
    const bool free = day - last >= least && fixed - day >= least && client_is_open(client, day) &&
                      joint_rep_works(run, ask->client, day);
    if (day != fixed && !free)
      continue;
    last = day;
    count++;
  }
  return count;
}

// A hard least gap: the day must not take the room of visits that are still to come.
static bool leaves_room(const JointRun *run, const JointAsk *ask, Day day)
{
  const Client *client = territory_client(run->territory, ask->client);
  const Spacing spacing = client_spacing(run->territory, client, ask->wanted);
  if (!spacing.min_hard || spacing.min < 2)
    return true;
  const int before = most_visits(run, ask, DAY_NONE, spacing.min);
  return most_visits(run, ask, day, spacing.min) >= MIN(before, ask->wanted);
}

static bool keeps_weekday(const JointRun *run, const JointAsk *ask, Day day)
{
  if (territory_client(run->territory, ask->client)->same_weekday != WEEKDAY_SAME)
    return true;
  for (guint j = 0; j < run->taken->len; j++) {
    const Joint *joint = &g_array_index(run->taken, Joint, j);
    if (joint->client == ask->client && day_weekday(joint->day) != day_weekday(day))
      return false;
  }
  return true;
}

static bool keeps_apart(const JointRun *run, const JointAsk *ask, Day day)
{
  for (guint j = 0; j < run->taken->len; j++) {
    const Joint *joint = &g_array_index(run->taken, Joint, j);
    if (joint->client == ask->client && joint->resource == ask->resource &&
        abs(joint->day - day) < ask->apart)
      return false;
  }
  return true;
}

static bool keeps_first_by(const JointRun *run, const JointAsk *ask, Day day)
{
  const Client *client = territory_client(run->territory, ask->client);
  if (client->first_by == DAY_NONE || day <= client->first_by)
    return true;
  for (guint a = 0; a < run->territory->appointments->len; a++) {
    const Appointment *appointment = &g_array_index(run->territory->appointments, Appointment, a);
    if (appointment->client == ask->client && appointment->day < day)
      return true;
  }
  return false;
}

bool joint_day_is_open(const JointRun *run, const JointAsk *ask, Day day, UnmetCode *why)
{
  *why = UNMET_CLOSED;
  if (!client_is_open(territory_client(run->territory, ask->client), day) || is_booked(run, ask->client, day))
    return false;
  *why = UNMET_RHYTHM;
  return keeps_gaps(run, ask, day) && leaves_room(run, ask, day) && keeps_weekday(run, ask, day) &&
         keeps_apart(run, ask, day) && keeps_first_by(run, ask, day);
}

Money joint_day_cost(const Territory *territory, int resource)
{
  const Window hours = territory_resource(territory, resource)->hours;
  return (Money)((double)(hours.to - hours.from) * (double)territory->settings.cost_hour / HOUR_S);
}

int joint_days_off(const JointRun *run, const JointAsk *ask, Day day)
{
  const Client *client = territory_client(run->territory, ask->client);
  const double wanted = client_spacing(run->territory, client, ask->wanted).wanted;
  if (client->last_visit == DAY_NONE || wanted <= 0)
    return 0;
  const double since = day - client->last_visit;
  const double turns = MAX(1, (int)(since / wanted + 0.5));
  const double off = since > turns * wanted ? since - turns * wanted : turns * wanted - since;
  return (int)MAX(0, off - 0.4 * wanted);
}

// ---- The rep's day -----------------------------------------------------------------------------------------------

static void add_stay(RepDay *day, int client, const Window *times, int count, int32_t visit_s)
{
  if (day->stays == STAYS) {
    day->crowded = true;
    return;
  }
  Stay *stay = &day->stay[day->stays++];
  *stay = (Stay){.client = client, .spans = count, .visit_s = visit_s};
  for (int s = 0; s < count; s++) {
    stay->span[s].from = workday_clock(day->workday, times[s].from);
    stay->span[s].to = stay->span[s].from + (times[s].to - times[s].from);
  }
  day->visits_s += visit_s;
}

static void add_appointments(RepDay *day)
{
  const Territory *territory = day->run->territory;
  for (guint a = 0; a < territory->appointments->len; a++) {
    const Appointment *appointment = &g_array_index(territory->appointments, Appointment, a);
    if (appointment->day != day->workday->day || appointment->rep != day->rep)
      continue;
    const Client *client = territory_client(territory, appointment->client), anytime = {.opens = 0};
    const int32_t visit_s =
        appointment->visit_s > 0 ? appointment->visit_s : client_visit_s(territory, client);
    Window times[STARTS_MAX] = {{appointment->time_s, appointment->time_s}};
    int count = 1;
    if (appointment->time_s < 0) {
      count = client_starts(client, day->workday, visit_s, times);
      if (count == 0)
        count = client_starts(&anytime, day->workday, visit_s, times);
    }
    add_stay(day, appointment->client, times, count, visit_s);
  }
}

static void add_settled(RepDay *day, const JointStop *stop, int stops)
{
  const JointRun *run = day->run;
  for (guint j = 0; j < run->taken->len; j++) {
    const Joint *joint = &g_array_index(run->taken, Joint, j);
    if (joint->rep == day->rep && joint->day == day->workday->day)
      add_stay(day, joint->client, &(Window){joint->time_s, joint->time_s}, 1, joint->visit_s);
  }
  for (int k = 0; k < stops; k++) {
    const JointAsk *ask = joint_ask(run, stop[k].ask);
    if (stop[k].rep == day->rep)
      add_stay(day, ask->client, &(Window){stop[k].start_s, stop[k].start_s}, 1, ask->visit_s);
  }
}

static int32_t leg_s(const RepDay *day, int from, int to)
{
  return joint_rep_leg(day->run, day->rep, from, to).travel_s;
}

static bool drive_on(const RepDay *day, unsigned left, int place, int32_t clock, int32_t travel_s)
{
  const Rep *rep = territory_rep(day->run->territory, day->rep);
  if (left == 0) {
    const int32_t home = leg_s(day, place, place_end(day->run->territory, day->rep));
    travel_s += home;
    return clock + home <= day->workday->work_s && day->visits_s + travel_s <= day->workday->field_s &&
           (rep->max_drive_s == 0 || travel_s <= rep->max_drive_s);
  }
  for (int i = 0; i < day->stays; i++) {
    const Stay *stay = &day->stay[i];
    if (!(left >> i & 1))
      continue;
    const int32_t leg = leg_s(day, place, place_client(stay->client));
    for (int s = 0; s < stay->spans; s++) {
      const int32_t start = MAX(clock + leg, stay->span[s].from);
      if (start > stay->span[s].to)
        continue;
      if (drive_on(day, left & ~(1u << i), place_client(stay->client), start + stay->visit_s, travel_s + leg))
        return true;
      break; // later spans only make it later
    }
  }
  return false;
}

static bool is_kept(const RepDay *day)
{
  const Rep *rep = territory_rep(day->run->territory, day->rep);
  if (day->crowded || (rep->max_visits_day > 0 && day->stays > rep->max_visits_day))
    return false;
  return drive_on(day, (1u << day->stays) - 1, place_start(day->run->territory, day->rep), 0, 0);
}

static bool fits_at(RepDay *day, const JointAsk *ask, int32_t start_s)
{
  const int stays = day->stays;
  const int32_t visits_s = day->visits_s;
  add_stay(day, ask->client, &(Window){start_s, start_s}, 1, ask->visit_s);
  const bool kept = is_kept(day);
  day->stays = stays;
  day->visits_s = visits_s;
  return kept;
}

// Earliest whole minute at `from` or later.
static int32_t earliest(const Window *starts, int count, int32_t from)
{
  for (int s = 0; s < count; s++) {
    int32_t start = MAX(from, starts[s].from);
    start += (MINUTE_S - start % MINUTE_S) % MINUTE_S;
    if (start <= starts[s].to)
      return start;
  }
  return -1;
}

// When the rep is at the client at the earliest, coming straight from one of his stays (or his start).
static int32_t reach_s(const RepDay *day, const JointAsk *ask, int from)
{
  const Stay *stay = from < 0 ? NULL : &day->stay[from];
  const int place = stay ? place_client(stay->client) : place_start(day->run->territory, day->rep);
  const int32_t clock = stay ? stay->span[0].from + stay->visit_s : 0;
  const int32_t there = clock + leg_s(day, place, place_client(ask->client));
  return there > day->workday->work_s ? DAY_S : workday_time(day->workday, there, true);
}

int32_t joint_start(const JointRun *run, const JointAsk *ask, int rep, Day date, int32_t from, int32_t until,
                    const JointStop *stop, int stops)
{
  RepDay day = {.run = run, .workday = calendar_day(run->calendar, rep, date), .rep = rep};
  Window starts[STARTS_MAX];
  if (day.workday->segments == 0)
    return -1;
  const int count =
      client_starts(territory_client(run->territory, ask->client), day.workday, ask->visit_s, starts);
  if (count == 0)
    return -1;
  add_appointments(&day);
  add_settled(&day, stop, stops);
  int32_t best = -1;
  for (int k = -1; k < day.stays; k++) {
    const int32_t start = earliest(starts, count, MAX(from, reach_s(&day, ask, k)));
    if (start >= 0 && start <= until && (best < 0 || start < best) && fits_at(&day, ask, start))
      best = start;
  }
  return best;
}

static bool resource_is_free(const JointRun *run, const Joint *joint)
{
  const Window hours = territory_resource(run->territory, joint->resource)->hours;
  const int32_t there = joint_resource_leg(run, joint->resource, JOINT_PLACE, joint->client).travel_s,
                back = joint_resource_leg(run, joint->resource, joint->client, JOINT_PLACE).travel_s,
                end = joint->time_s + joint->visit_s;
  if (!resource_works(run->territory, joint->resource, joint->day) || joint->time_s - there < hours.from ||
      end + back > hours.to)
    return false;
  for (guint j = 0; j < run->taken->len; j++) {
    const Joint *other = &g_array_index(run->taken, Joint, j);
    if (other->resource != joint->resource || other->day != joint->day)
      continue;
    const bool later = other->time_s > joint->time_s;
    const int32_t way = later
                            ? joint_resource_leg(run, joint->resource, joint->client, other->client).travel_s
                            : joint_resource_leg(run, joint->resource, other->client, joint->client).travel_s;
    if (later ? end + way > other->time_s : other->time_s + other->visit_s + way > joint->time_s)
      return false;
  }
  return true;
}

bool joint_holds(const JointRun *run, const Joint *joint)
{
  const Territory *territory = run->territory;
  const Client *client = territory_client(territory, joint->client);
  const Day end = run->calendar->start + run->calendar->days;
  if (joint->day < run->calendar->start || joint->day >= end || !client_is_open(client, joint->day) ||
      !rep_serves(territory, joint->rep, joint->client) || is_booked(run, joint->client, joint->day) ||
      !resource_is_free(run, joint))
    return false;
  RepDay day = {
      .run = run, .workday = calendar_day(run->calendar, joint->rep, joint->day), .rep = joint->rep};
  Window starts[STARTS_MAX];
  if (day.workday->segments == 0)
    return false;
  const int count = client_starts(client, day.workday, joint->visit_s, starts);
  bool open = false;
  for (int s = 0; s < count; s++)
    open = open || (starts[s].from <= joint->time_s && joint->time_s <= starts[s].to);
  add_appointments(&day);
  add_settled(&day, NULL, 0);
  const JointAsk ask = {.client = joint->client, .visit_s = joint->visit_s};
  return open && fits_at(&day, &ask, joint->time_s);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The rules of one rep's day. Everything is measured on a work clock, the seconds of work since the day began: driving
// rests in the breaks, so a drive of `travel` seconds is possible when the clock advances that much between leaving
// and arriving.
#include <math.h>
#include <stdlib.h>

#include "model/check_rules.h"
#include "model/words.h"

// ---- Working time, worked out again ----

static void day_cut(CheckDay *day, Window hole)
{
  CheckDay rest = *day;
  rest.segments = 0;
  for (int i = 0; i < day->segments; i++) {
    Window before = {day->segment[i].from, MIN(day->segment[i].to, hole.from)};
    Window after = {MAX(day->segment[i].from, hole.to), day->segment[i].to};
    if (hole.from >= hole.to)
      before = day->segment[i], after = (Window){0, 0};
    if (before.from < before.to)
      rest.segment[rest.segments++] = before;
    if (after.from < after.to)
      rest.segment[rest.segments++] = after;
  }
  *day = rest;
}

static void day_add_shift(CheckDay *day, Window shift)
{
  if (shift.from >= shift.to)
    return;
  Window *last = day->segments > 0 ? &day->segment[day->segments - 1] : NULL;
  if (last && shift.from <= last->to)
    last->to = MAX(last->to, shift.to);
  else
    day->segment[day->segments++] = shift;
}

// The holidays that touch the rep: `half` is set where only half days do.
static const char *holiday_name(const Territory *territory, const Rep *rep, Day day, bool *half)
{
  const char *name = NULL;
  *half = true;
  for (guint i = 0; i < territory->holidays->len; i++) {
    const Holiday *holiday = &g_array_index(territory->holidays, Holiday, i);
    bool touches = holiday->day == day && (!*holiday->region || g_strcmp0(holiday->region, rep->region) == 0);
    if (touches && (!name || !holiday->half)) {
      name = holiday->name && *holiday->name ? holiday->name : _("holiday");
      *half = *half && holiday->half;
    }
  }
  return name;
}

CheckDay check_day(const Territory *territory, int rep, Day day)
{
  const Rep *r = territory_rep(territory, rep);
  const Settings *settings = &territory->settings;
  CheckDay result = {.segments = 0};
  bool half;
  const char *holiday = holiday_name(territory, r, day, &half);
  for (guint i = 0; i < r->days_off->len && !result.closed; i++) {
    DaySpan off = g_array_index(r->days_off, DaySpan, i);
    if (off.from <= day && day <= off.to)
      result.closed = _("day off");
  }
  if (!result.closed && holiday && !half)
    result.closed = holiday;
  if (!result.closed && !(r->weekdays & (1u << day_weekday(day))))
    result.closed = _("not one of his weekdays");
  if (result.closed)
    return result;
  for (int s = 0; s < r->shifts; s++)
    day_add_shift(&result, r->shift[s]);
  day_cut(&result, settings->pause);
  if (holiday)
    day_cut(&result, (Window){settings->half_day_s, DAY_S});
  for (int s = 0; s < result.segments; s++)
    result.work_s += result.segment[s].to - result.segment[s].from;
  // In millionths of the day, so that 80 % of eight hours is exactly that.
  result.field_s = (int32_t)(result.work_s * llround(r->field_share * 1e6) / 1000000);
  if (result.segments == 0)
    result.closed = holiday ? holiday : _("no working hours");
  return result;
}

static int32_t clock_at(const CheckDay *day, int32_t time_s)
{
  int32_t clock = 0;
  for (int s = 0; s < day->segments; s++)
    clock += CLAMP(time_s, day->segment[s].from, day->segment[s].to) - day->segment[s].from;
  return clock;
}

// The earliest time of day at which that much work is done; past the day's end it runs on without a break.
static int32_t time_at(const CheckDay *day, int32_t clock)
{
  for (int s = 0; s < day->segments - 1; s++) {
    int32_t length = day->segment[s].to - day->segment[s].from;
    if (clock <= length)
      return day->segment[s].from + clock;
    clock -= length;
  }
  return day->segment[day->segments - 1].from + clock;
}

static bool lies_inside(const Window *window, int count, int32_t from, int32_t to)
{
  for (int i = 0; i < count; i++) {
    if (window[i].from <= from && to <= window[i].to)
      return true;
  }
  return false;
}

// ---- One visit ----

static char *weekdays_text(Weekdays weekdays)
{
  static const char *const name[] = {N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
                                     N_("Fri"), N_("Sat"), N_("Sun")};
  GString *text = g_string_new(NULL);
  for (int i = 0; i < 7; i++) {
    if (weekdays & (1u << i))
      g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", _(name[i]));
  }
  return g_string_free(text, FALSE);
}

// The working day nearest to `day` on which the client can be visited; DAY_NONE: there is none.
static Day nearest_day(const Check *check, const Visit *visit)
{
  const Settings *settings = &check->territory->settings;
  const Client *client = territory_client(check->territory, visit->client);
  for (int distance = 1; distance < settings->days + abs(visit->day - settings->start); distance++) {
    for (int side = 1; side >= -1; side -= 2) {
      Day day = visit->day + side * distance;
      if (day < settings->start || day >= settings->start + settings->days)
        continue;
      bool open = (client->weekdays & (1u << day_weekday(day))) && !days_contain(client->away, day);
      if (open && check_day(check->territory, visit->rep, day).segments > 0)
        return day;
    }
  }
  return DAY_NONE;
}

static void fail_closed(Check *check, guint index, const char *why)
{
  const Visit *visit = plan_visit(check->plan, index);
  Day other = nearest_day(check, visit);
  g_autofree char *who = check_who(check, visit), *to = other ? day_text(other) : NULL;
  if (other)
    check_fail(check, index, _("%s: the rep does not work that day (%s); move the visit, for example to %s"),
               who, why, to);
  else
    check_fail(check, index, _("%s: the rep does not work that day (%s); drop the visit"), who, why);
}

static bool check_working(Check *check, guint index, const CheckDay *day)
{
  const Settings *settings = &check->territory->settings;
  const Visit *visit = plan_visit(check->plan, index);
  if (visit->day < settings->start || visit->day >= settings->start + settings->days) {
    g_autofree char *who = check_who(check, visit), *from = day_text(settings->start),
                    *to = day_text(settings->start + settings->days - 1);
    check_fail(check, index, _("%s: the date is outside the horizon; give one from %s to %s"), who, from, to);
    return false;
  }
  if (day->segments == 0)
    fail_closed(check, index, day->closed);
  return day->segments > 0;
}

static void check_keeper(Check *check, guint index, const Appointment *promise)
{
  const Territory *territory = check->territory;
  const Visit *visit = plan_visit(check->plan, index);
  const Client *client = territory_client(territory, visit->client);
  g_autofree char *who = check_who(check, visit);
  int keeper = promise && promise->rep >= 0 && !promise->any_rep ? promise->rep : client->rep;
  if (keeper >= 0 && keeper != visit->rep) {
    check_fail(check, index,
               _("%s: the client belongs to rep '%s'; give the visit to that rep, or change the "
                 "client's rep in clients.csv"),
               who, territory_rep(territory, keeper)->id);
  } else if (keeper < 0 && client->team >= 0 && territory_rep(territory, visit->rep)->team != client->team) {
    check_fail(check, index,
               _("%s: the client belongs to team '%s', the rep does not; give the visit to a rep of "
                 "that team"),
               who, (const char *)g_ptr_array_index(territory->teams, (guint)client->team));
  }
}

static void check_open(Check *check, guint index)
{
  const Visit *visit = plan_visit(check->plan, index);
  const Client *client = territory_client(check->territory, visit->client);
  g_autofree char *who = check_who(check, visit);
  if (!(client->weekdays & (1u << day_weekday(visit->day)))) {
    g_autofree char *allowed = weekdays_text(client->weekdays);
    check_fail(check, index,
               _("%s: the client takes no visits on that weekday; move the visit to one of: %s"), who,
               allowed);
  }
  for (guint i = 0; i < client->away->len; i++) {
    DaySpan span = g_array_index(client->away, DaySpan, i);
    if (visit->day < span.from || visit->day > span.to)
      continue;
    g_autofree char *from = day_text(span.from), *to = day_text(span.to);
    check_fail(check, index, _("%s: the client is away from %s to %s; move the visit before or after"), who,
               from, to);
  }
}

static void check_promise(Check *check, guint index, const Appointment *promise)
{
  const Visit *visit = plan_visit(check->plan, index);
  int32_t start = visit->leave_s - visit->visit_s;
  g_autofree char *who = check_who(check, visit);
  if (promise->time_s < 0 || promise->time_s == start)
    return;
  g_autofree char *is = clock_text(start), *promised = clock_text(promise->time_s);
  check_fail(check, index,
             _("%s: starts at %s, but the appointment (appointments.csv:%d) is at %s; start then"), who, is,
             promise->line, promised);
}

static void check_minutes(Check *check, guint index, const Appointment *promise)
{
  const Visit *visit = plan_visit(check->plan, index);
  const Client *client = territory_client(check->territory, visit->client);
  int32_t wanted = client_visit_s(check->territory, client);
  if (promise && promise->visit_s > 0)
    wanted = promise->visit_s;
  wanted += check_activities_s(check, visit);
  if (visit->visit_s >= wanted)
    return;
  g_autofree char *who = check_who(check, visit), *is = minutes_text(visit->visit_s),
                  *promised = minutes_text(wanted);
  check_fail(check, index, _("%s: stays %s min, but the visit takes %s min; leave later"), who, is, promised);
}

// The client's hours leave room for a visit of that length in the rep's.
static bool has_room(const Client *client, const CheckDay *day, int32_t visit_s)
{
  for (int o = 0; o < client->opens; o++) {
    for (int s = 0; s < day->segments; s++) {
      int32_t from = MAX(client->open[o].from, day->segment[s].from);
      int32_t to = MIN(client->open[o].to, day->segment[s].to);
      if (to - from >= visit_s)
        return true;
    }
  }
  return false;
}

// Arrive, wait, visit and leave must agree; and the visit lies in one stretch of work and one window of the client.
static void check_times(Check *check, guint index, const CheckDay *day, const Appointment *promise)
{
  const Visit *visit = plan_visit(check->plan, index);
  const Client *client = territory_client(check->territory, visit->client);
  int32_t start = visit->leave_s - visit->visit_s;
  g_autofree char *who = check_who(check, visit), *from = clock_text(start), *to = clock_text(visit->leave_s);
  if (visit->wait_s < 0 || visit->arrive_s + visit->wait_s != start) {
    g_autofree char *arrive = clock_text(visit->arrive_s), *wait = minutes_text(visit->wait_s),
                    *stay = minutes_text(visit->visit_s),
                    *leave = clock_text(MAX(0, visit->arrive_s + visit->wait_s + visit->visit_s));
    check_fail(check, index,
               _("%s: arriving at %s, waiting %s min and staying %s min ends at %s, not at %s; correct "
                 "one of the four"),
               who, arrive, wait, stay, leave, to);
  }
  if (!lies_inside(day->segment, day->segments, start, visit->leave_s)) {
    g_autofree char *hours = check_windows_text(day->segment, day->segments);
    check_fail(check, index,
               _("%s: the visit from %s to %s is not inside one stretch of the rep's working hours, %s; "
                 "move it into one"),
               who, from, to, hours);
  }
  bool bound = client->opens > 0 && !promise;
  // A promise for the day alone leaves the hours to the client, as long as they leave room.
  if (promise && promise->time_s < 0)
    bound = has_room(client, day, visit->visit_s);
  if (bound && !lies_inside(client->open, client->opens, start, visit->leave_s)) {
    g_autofree char *hours = check_windows_text(client->open, client->opens);
    check_fail(check, index,
               _("%s: the visit from %s to %s is not inside the client's hours, %s; move it into them"), who,
               from, to, hours);
  }
}

static void check_visit(Check *check, guint index, const CheckDay *day)
{
  const Visit *visit = plan_visit(check->plan, index);
  const Appointment *promise = check_appointment(check, visit->client, visit->day);
  check_keeper(check, index, promise);
  check_minutes(check, index, promise);
  if (!check_working(check, index, day))
    return;
  check_times(check, index, day, promise);
  if (promise)
    check_promise(check, index, promise);
  else
    check_open(check, index);
}

// ---- The drive ----

// The leg to visit `index` from the visit `before` it (G_MAXUINT: from the start point).
static void check_drive(Check *check, guint index, guint before, const CheckDay *day, int32_t travel_s)
{
  const Visit *visit = plan_visit(check->plan, index);
  bool first = before == G_MAXUINT;
  const Visit *last = first ? NULL : plan_visit(check->plan, before);
  int32_t leave = first ? day->segment[0].from : last->leave_s;
  int32_t earliest = MAX(leave, time_at(day, clock_at(day, leave) + travel_s));
  if (visit->arrive_s >= leave && clock_at(day, visit->arrive_s) - clock_at(day, leave) >= travel_s)
    return;
  g_autofree char *who = check_who(check, visit), *arrive = clock_text(visit->arrive_s),
                  *left = clock_text(leave), *drive = minutes_text(travel_s),
                  *possible = clock_text(earliest);
  if (first) {
    check_fail(check, index,
               _("%s: arrives at %s, but work begins at %s and the drive from the start point takes %s "
                 "min; arrive at %s or later"),
               who, arrive, left, drive, possible);
    return;
  }
  const char *from = territory_client(check->territory, last->client)->id;
  if (visit->arrive_s < leave)
    check_fail(check, index,
               _("%s: arrives at %s, before the visit to client '%s' ends at %s: the two overlap; "
                 "arrive at %s or later"),
               who, arrive, from, left, possible);
  else
    check_fail(check, index,
               _("%s: arrives at %s, but leaves client '%s' at %s and the drive takes %s min, breaks "
                 "not counted; arrive at %s or later"),
               who, arrive, from, left, drive, possible);
}

static void check_return(Check *check, guint index, const CheckDay *day, int32_t travel_s)
{
  const Visit *visit = plan_visit(check->plan, index);
  int32_t end = day->segment[day->segments - 1].to;
  int32_t back = MAX(visit->leave_s, time_at(day, clock_at(day, visit->leave_s) + travel_s));
  if (visit->leave_s > end)
    back = visit->leave_s + travel_s;
  if (back <= end)
    return;
  g_autofree char *who = check_who(check, visit), *at = clock_text(back), *by = clock_text(end),
                  *over = minutes_text(back - end);
  check_fail(check, index,
             _("%s: after this last visit the rep is back at %s, but the day ends at %s; the day is %s "
               "min too long: move or drop a visit"),
             who, at, by, over);
}

// ---- The day's limits ----

typedef struct DaySums {
  int visits;
  int32_t travel_s, visit_s;
} DaySums;

static void check_limits(Check *check, guint index, const CheckDay *day, const DaySums *sums)
{
  const Visit *visit = plan_visit(check->plan, index);
  const Rep *rep = territory_rep(check->territory, visit->rep);
  g_autofree char *date = day_text(visit->day);
  if (rep->max_visits_day > 0 && sums->visits > rep->max_visits_day)
    check_fail(check, index,
               _("rep '%s', %s: %d visits, but at most %d a day (max_visits_day); move or drop %d"), rep->id,
               date, sums->visits, rep->max_visits_day, sums->visits - rep->max_visits_day);
  if (rep->max_drive_s > 0 && sums->travel_s > rep->max_drive_s) {
    g_autofree char *drive = minutes_text(sums->travel_s), *most = minutes_text(rep->max_drive_s),
                    *over = minutes_text(sums->travel_s - rep->max_drive_s);
    check_fail(check, index,
               _("rep '%s', %s: drives %s min, but at most %s min a day (max_drive_min); save %s min"),
               rep->id, date, drive, most, over);
  }
  int32_t used = sums->travel_s + sums->visit_s;
  if (day->segments > 0 && used > day->field_s && day->field_s < day->work_s) {
    g_autofree char *busy = minutes_text(used), *most = minutes_text(day->field_s),
                    *over = minutes_text(used - day->field_s);
    check_fail(check, index,
               _("rep '%s', %s: driving and visits take %s min, but the day has %s min for the field "
                 "(field_share_pct); save %s min"),
               rep->id, date, busy, most, over);
  }
}

static void fail_not_last(Check *check, guint index)
{
  g_autofree char *who = check_who(check, plan_visit(check->plan, index));
  check_fail(
      check, index,
      _("%s: the rep cannot sleep there, it is not his last visit of the day (sleeps_out); empty the cell"),
      who);
}

static Leg add_leg(Check *check, int rep, int from, int to)
{
  Leg leg = check_leg(check, rep, from, to);
  check->totals.travel_s += leg.travel_s;
  check->totals.travel_m += leg.travel_m;
  check->totals.cost.travel += check_leg_cost(check, rep, leg);
  return leg;
}

void check_route(Check *check, const guint *index, guint count, CheckNight *night)
{
  const Visit *first = plan_visit(check->plan, index[0]);
  const int clients = (int)check->territory->clients->len, reps = (int)check->territory->reps->len;
  CheckDay day = check_day(check->territory, first->rep, first->day);
  DaySums sums = {.visits = (int)count};
  int place = clients + first->rep;
  if (check_night_before(check, index[0], night))
    place = plan_visit(check->plan, night->visit)->client;
  for (guint i = 0; i < count; i++) {
    const Visit *visit = plan_visit(check->plan, index[i]);
    if (visit->sleeps_out && i + 1 < count)
      fail_not_last(check, index[i]);
    Leg leg = add_leg(check, visit->rep, place, visit->client);
    check_visit(check, index[i], &day);
    if (day.segments > 0)
      check_drive(check, index[i], i > 0 ? index[i - 1] : G_MAXUINT, &day, leg.travel_s);
    sums.travel_s += leg.travel_s;
    sums.visit_s += visit->visit_s;
    check->totals.visit_s += visit->visit_s;
    check->totals.wait_s += visit->wait_s;
    place = visit->client;
  }
  if (!plan_visit(check->plan, index[count - 1])->sleeps_out) {
    Leg back = add_leg(check, first->rep, place, clients + reps + first->rep);
    sums.travel_s += back.travel_s;
    if (day.segments > 0)
      check_return(check, index[count - 1], &day, back.travel_s);
  }
  check_night_after(check, index[count - 1], night);
  check_limits(check, index[count - 1], &day, &sums);
}

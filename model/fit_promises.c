// SPDX-License-Identifier: GPL-3.0-or-later
// Appointments against the calendar and against one another. Two with a time collide when the work clock between the
// end of the one and the start of the other is shorter than the drive; those without a time are counted in minutes.
#include <string.h>

#include "model/fit_rules.h"
#include "model/words.h"

enum { ALL_ORDERS = 7 };

typedef struct Promise {
  const Appointment *appointment;
  int rep;
  int32_t visit_s;
} Promise;

static int promise_compare(const void *a, const void *b)
{
  const Promise *x = a, *y = b;
  if (x->rep != y->rep)
    return x->rep < y->rep ? -1 : 1;
  if (x->appointment->day != y->appointment->day)
    return x->appointment->day < y->appointment->day ? -1 : 1;
  if (x->appointment->time_s != y->appointment->time_s)
    return x->appointment->time_s < y->appointment->time_s ? -1 : 1;
  return x->appointment->line < y->appointment->line ? -1 : x->appointment->line > y->appointment->line;
}

// "client 'C1', rep 'R1', 2027-01-12 09:00"; free with g_free.
static char *promise_who(const Fitting *fitting, const Promise *promise)
{
  const Appointment *a = promise->appointment;
  g_autofree char *day = day_text(a->day), *at = a->time_s >= 0 ? clock_text(a->time_s) : g_strdup("");
  g_autofree char *when = g_strconcat(day, *at ? " " : "", at, NULL);
  // Translators: an appointment: client, rep, date and time
  return g_strdup_printf(_("client '%s', rep '%s', %s"), territory_client(fitting->territory, a->client)->id,
                         territory_rep(fitting->territory, promise->rep)->id, when);
}

static void promise_add(Fitting *fitting, FitLevel level, const Promise *promise, char *text, char *remedy)
{
  g_autofree char *who = promise_who(fitting, promise);
  fit_add(fitting, level, FIT_APPOINTMENTS, promise->appointment->line, g_strdup_printf("%s: %s", who, text),
          remedy);
  g_free(text);
}

static int32_t drive_s(const Fitting *fitting, int rep, int from, int to)
{
  return travel_leg(fitting->travel, rep, from, to).travel_s;
}

// ---- One appointment ----

static void find_day_off(Fitting *fitting, const Promise *promise)
{
  const Calendar *calendar = fitting->calendar;
  const Day day = promise->appointment->day;
  const Holiday *holiday = calendar_holiday(fitting->territory, promise->rep, day);
  Day near = DAY_NONE;
  for (int distance = 1; distance < calendar->days && !near; distance++) {
    for (int side = 1; side >= -1 && !near; side -= 2) {
      Day other = day + side * distance;
      bool inside = other >= calendar->start && other < calendar->start + calendar->days;
      if (inside && calendar_day(calendar, promise->rep, other)->segments > 0)
        near = other;
    }
  }
  g_autofree char *to = near ? day_text(near) : NULL;
  promise_add(fitting, FIT_CANNOT, promise,
              g_strdup_printf(_("the rep does not work that day (%s)"),
                              holiday && !holiday->half ? holiday->name : _("weekday or day off")),
              to ? g_strdup_printf(_("move it, for example to %s"), to) : g_strdup(_("drop it")));
}

static void find_time(Fitting *fitting, const Promise *promise, const WorkDay *workday)
{
  const Appointment *a = promise->appointment;
  int32_t end = a->time_s + promise->visit_s, out, back;
  bool inside = false;
  for (int s = 0; s < workday->segments; s++)
    inside = inside || (workday->segment[s].from <= a->time_s && end <= workday->segment[s].to);
  out = drive_s(fitting, promise->rep, place_start(fitting->territory, promise->rep), a->client);
  back = drive_s(fitting, promise->rep, a->client, place_end(fitting->territory, promise->rep));
  g_autofree char *until = clock_text(end), *hours = fit_windows_text(workday->segment, workday->segments);
  if (!inside) {
    promise_add(fitting, FIT_CANNOT, promise,
                g_strdup_printf(_("until %s it does not lie within the rep's hours, %s"), until, hours),
                g_strdup(_("move it into them")));
  } else if (workday_clock(workday, a->time_s) < out) {
    g_autofree char *first = clock_text(workday_time(workday, out, true)), *drive = minutes_text(out);
    promise_add(fitting, FIT_CANNOT, promise, g_strdup_printf(_("the drive there alone takes %s min"), drive),
                g_strdup_printf(_("move it to %s or later"), first));
  } else if (workday_clock(workday, end) + back > workday->work_s) {
    int32_t last = workday_time(workday, workday->work_s - back, false) - promise->visit_s;
    g_autofree char *latest = clock_text(MAX(0, last)), *drive = minutes_text(back);
    promise_add(fitting, FIT_CANNOT, promise,
                g_strdup_printf(_("it ends at %s and the drive back takes %s min: too late"), until, drive),
                g_strdup_printf(_("move it to %s or earlier"), latest));
  }
}

static void find_promise(Fitting *fitting, const Promise *promise)
{
  const Appointment *a = promise->appointment;
  const WorkDay *workday = calendar_day(fitting->calendar, promise->rep, a->day);
  if (workday->segments == 0) {
    find_day_off(fitting, promise);
    return;
  }
  if (a->time_s >= 0)
    find_time(fitting, promise, workday);
}

// ---- One rep's day ----

// The last one with a time before index i of the same day; NULL: none.
static const Promise *promise_before(const Promise *promise, guint i)
{
  return i > 0 && promise[i - 1].appointment->time_s >= 0 ? &promise[i - 1] : NULL;
}

static void find_collisions(Fitting *fitting, const Promise *promise, guint count, const WorkDay *workday)
{
  for (guint i = 0; i < count; i++) {
    const Promise *before = promise_before(promise, i);
    const Appointment *a = promise[i].appointment;
    for (guint j = 0; j < i; j++) {
      if (promise[j].appointment->client == a->client)
        promise_add(fitting, FIT_CANNOT, &promise[i],
                    g_strdup_printf(_("the client has another appointment that day (line %d)"),
                                    promise[j].appointment->line),
                    g_strdup(_("keep one of the two, with the minutes of both")));
    }
    if (!before || a->time_s < 0 || before->appointment->client == a->client)
      continue;
    int32_t leave = before->appointment->time_s + before->visit_s;
    int32_t drive = drive_s(fitting, promise[i].rep, before->appointment->client, a->client);
    int32_t clock = workday_clock(workday, leave) + drive;
    if (a->time_s >= leave && workday_clock(workday, a->time_s) >= clock)
      continue;
    g_autofree char *until = clock_text(leave), *need = minutes_text(drive),
                    *possible = clock_text(MAX(leave, workday_time(workday, clock, true)));
    promise_add(fitting, FIT_CANNOT, &promise[i],
                g_strdup_printf(
                    _("it collides with the appointment at client '%s' (line %d), which ends at %s, and %s "
                      "min of driving"),
                    territory_client(fitting->territory, before->appointment->client)->id,
                    before->appointment->line, until, need),
                g_strdup_printf(_("move it to %s or later, or to another day or rep"), possible));
  }
}

// Least driving from `place` over the appointments not yet in `done` and home.
static int64_t least_tour(const Fitting *fitting, const Promise *promise, guint count, unsigned done,
                          int place)
{
  int64_t least = INT64_MAX;
  for (guint i = 0; i < count; i++) {
    if ((done >> i) & 1)
      continue;
    int client = promise[i].appointment->client;
    int64_t rest = least_tour(fitting, promise, count, done | 1u << i, client);
    least = MIN(least, drive_s(fitting, promise->rep, place, client) + rest);
  }
  return least < INT64_MAX
             ? least
             : drive_s(fitting, promise->rep, place, place_end(fitting->territory, promise->rep));
}

// Driving that the day's appointments need at least: all orders of a few, else a way to each from the nearest place.
static int64_t least_drive(const Fitting *fitting, const Promise *promise, guint count)
{
  const int start = place_start(fitting->territory, promise->rep);
  if (count <= ALL_ORDERS)
    return least_tour(fitting, promise, count, 0, start);
  int64_t drive = 0;
  for (guint i = 0; i < count; i++) {
    const int client = promise[i].appointment->client;
    int32_t nearest = drive_s(fitting, promise->rep, start, client);
    for (guint j = 0; j < count; j++) {
      if (j != i)
        nearest = MIN(nearest, drive_s(fitting, promise->rep, promise[j].appointment->client, client));
    }
    drive += nearest;
  }
  return drive;
}

static void find_drive_limit(Fitting *fitting, const Promise *last, int64_t drive)
{
  const Rep *rep = territory_rep(fitting->territory, last->rep);
  g_autofree char *need = minutes_text(drive), *most = minutes_text(rep->max_drive_s);
  promise_add(
      fitting, FIT_CANNOT, last,
      g_strdup_printf(_("that day's appointments need %s min of driving, but the rep drives at most %s min"),
                      need, most),
      g_strdup_printf(_("raise max_drive_min to %s, or move one to another day or rep"), need));
}

static void find_full_day(Fitting *fitting, const Promise *promise, guint count, const WorkDay *workday)
{
  const Rep *rep = territory_rep(fitting->territory, promise->rep);
  int64_t busy = 0, drive = least_drive(fitting, promise, count);
  for (guint i = 0; i < count; i++)
    busy += promise[i].visit_s;
  const Promise *last = &promise[count - 1];
  if (rep->max_visits_day > 0 && (int)count > rep->max_visits_day)
    promise_add(fitting, FIT_CANNOT, last,
                g_strdup_printf(_("the rep has %u appointments that day, but makes at most %d visits"), count,
                                rep->max_visits_day),
                g_strdup(_("move one to another day or rep, or raise max_visits_day")));
  if (rep->max_drive_s > 0 && drive > rep->max_drive_s)
    find_drive_limit(fitting, last, drive);
  if (busy + drive > workday->field_s) {
    g_autofree char *need = minutes_text(busy + drive), *field = minutes_text(workday->field_s);
    promise_add(fitting, FIT_CANNOT, last,
                g_strdup_printf(
                    _("that day's appointments take at least %s min, but the rep has %s min for the field"),
                    need, field),
                g_strdup(_("move one to another day or rep")));
  }
}

void fit_promises(Fitting *fitting)
{
  const Territory *territory = fitting->territory;
  const Calendar *calendar = fitting->calendar;
  g_autoptr(GArray) promises = g_array_new(FALSE, FALSE, sizeof(Promise));
  for (guint i = 0; i < territory->appointments->len; i++) {
    const Appointment *a = &g_array_index(territory->appointments, Appointment, i);
    const Client *client = territory_client(territory, a->client);
    Promise promise = {a, a->rep >= 0 ? a->rep : client->rep,
                       a->visit_s > 0 ? a->visit_s : client_visit_s(territory, client)};
    bool inside = a->day >= calendar->start && a->day < calendar->start + calendar->days;
    if (!inside)
      fit_add(fitting, FIT_NOTE, FIT_APPOINTMENTS, a->line,
              g_strdup_printf(_("client '%s': the appointment lies outside the horizon; it is not planned"),
                              client->id),
              NULL);
    else if (promise.rep >= 0)
      g_array_append_val(promises, promise);
  }
  g_array_sort(promises, promise_compare);
  const Promise *all = (const Promise *)(const void *)promises->data;
  for (guint first = 0, end; first < promises->len; first = end) {
    for (end = first; end < promises->len; end++) {
      if (all[end].rep != all[first].rep || all[end].appointment->day != all[first].appointment->day)
        break;
      find_promise(fitting, &all[end]);
    }
    const WorkDay *workday = calendar_day(calendar, all[first].rep, all[first].appointment->day);
    if (workday->segments == 0)
      continue;
    find_collisions(fitting, all + first, end - first, workday);
    find_full_day(fitting, all + first, end - first, workday);
  }
}

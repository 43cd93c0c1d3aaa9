// SPDX-License-Identifier: GPL-3.0-or-later
// Visits are sorted twice, by rep and day for the rules of a route and by client for those of a calendar; the rules
// themselves are in check_day.c and check_client.c. Stop numbers are not looked at: a day is driven in order of time,
// and whoever moves a row by hand in a spreadsheet seldom renumbers the others.
#include "model/check.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

#include "model/check_rules.h"
#include "model/words.h"

void check_fail(Check *check, guint visit, const char *format, ...)
{
  va_list arguments;
  if (plan_visit(check->plan, visit)->day < check->past.today)
    return;
  va_start(arguments, format);
  g_autofree char *text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  check->errors++;
  findings_add(check->findings, FINDING_ERROR, check->file, check->line ? check->line[visit] : 0, NULL, "%s",
               text);
}

char *check_who(const Check *check, const Visit *visit)
{
  g_autofree char *day = day_text(visit->day);
  // Translators: the place of an error: client, rep, date
  return g_strdup_printf(_("client '%s', rep '%s', %s"),
                         territory_client(check->territory, visit->client)->id,
                         territory_rep(check->territory, visit->rep)->id, day);
}

char *check_windows_text(const Window *window, int count)
{
  GString *text = g_string_new(NULL);
  for (int i = 0; i < count; i++) {
    g_autofree char *from = clock_text(window[i].from), *to = clock_text(window[i].to);
    g_string_append_printf(text, "%s%s-%s", i > 0 ? ", " : "", from, to);
  }
  return g_string_free(text, FALSE);
}

// ---- Travel and money, worked out again ----

static void place_of(const Territory *territory, int place, double *lat, double *lon)
{
  int clients = (int)territory->clients->len, reps = (int)territory->reps->len;
  const Rep *rep = place < clients ? NULL : territory_rep(territory, (place - clients) % reps);
  if (!rep) {
    *lat = territory_client(territory, place)->lat;
    *lon = territory_client(territory, place)->lon;
  } else {
    bool start = place < clients + reps;
    *lat = start ? rep->lat : rep->end_lat;
    *lon = start ? rep->lon : rep->end_lon;
  }
}

// Angle between two unit vectors by atan2 of cross and dot product: exact for near and far points, and another formula
// than that of model/travel.c.
double check_sphere_m(double lat1, double lon1, double lat2, double lon2)
{
  const double radius_m = 6371008.8, radian = acos(-1.0) / 180;
  double f = lat1 * radian, g = lat2 * radian, l = (lon2 - lon1) * radian;
  double east = cos(g) * sin(l);
  double north = cos(f) * sin(g) - sin(f) * cos(g) * cos(l);
  double along = sin(f) * sin(g) + cos(f) * cos(g) * cos(l);
  return radius_m * atan2(hypot(east, north), along);
}

// The planner's leg where it is what this one rounds to: two formulas differ in their last digits, and where a whole
// second or half a metre lies between them either is right.
Leg check_rounded_leg(double seconds, double metres, Leg planned)
{
  const double last_digits = 1e-6;
  bool time = planned.travel_s >= seconds - last_digits && planned.travel_s < seconds + 1 + last_digits;
  bool way = fabs(planned.travel_m - metres) <= 0.5 + last_digits;
  return (Leg){time ? planned.travel_s : (int32_t)ceil(seconds),
               way ? planned.travel_m : (int32_t)lround(metres)};
}

Leg check_leg(const Check *check, int rep, int from, int to)
{
  const Territory *territory = check->territory;
  if (from == to)
    return (Leg){0, 0};
  Leg planned = travel_leg(check->travel, rep, from, to);
  if (territory->settings.travel == TRAVEL_MATRIX)
    return planned;
  double lat1, lon1, lat2, lon2;
  place_of(territory, from, &lat1, &lon1);
  place_of(territory, to, &lat2, &lon2);
  double metres = check_sphere_m(lat1, lon1, lat2, lon2) * territory->settings.road_factor;
  return check_rounded_leg(metres / (territory_rep(territory, rep)->speed_kmh / 3.6), metres, planned);
}

Money check_leg_cost(const Check *check, int rep, Leg leg)
{
  const Rep *r = territory_rep(check->territory, rep);
  Money planned = travel_cost(check->territory, rep, leg);
  double hours = (double)leg.travel_s / HOUR_S, km = (double)leg.travel_m / 1000;
  Money cost = (Money)llround(hours * (double)r->cost_hour + km * (double)r->cost_km);
  return llabs(planned - cost) <= 1 ? planned : cost; // a millionth, where a half was rounded
}

bool check_serves(const Check *check, int rep, int client)
{
  const Client *c = territory_client(check->territory, client);
  if (c->rep >= 0)
    return c->rep == rep;
  return c->team >= 0 && territory_rep(check->territory, rep)->team == c->team;
}

static Money dearest_trip(Check *check, int rep)
{
  const Territory *territory = check->territory;
  if (check->dearest[rep] >= 0)
    return check->dearest[rep];
  int clients = (int)territory->clients->len, reps = (int)territory->reps->len;
  check->dearest[rep] = MONEY_ONE;
  for (int client = 0; client < clients; client++) {
    if (!check_serves(check, rep, client))
      continue;
    Money out = check_leg_cost(check, rep, check_leg(check, rep, clients + rep, client));
    Money back = check_leg_cost(check, rep, check_leg(check, rep, client, clients + reps + rep));
    const Rep *r = territory_rep(territory, rep);
    check->dearest[rep] = MAX(check->dearest[rep], out + back + (r->nights > 0 ? r->cost_night : 0));
  }
  return check->dearest[rep];
}

// ---- Appointments ----

static int compare_appointments(gconstpointer a, gconstpointer b)
{
  const Appointment *x = a, *y = b;
  if (x->client != y->client)
    return x->client < y->client ? -1 : 1;
  if (x->day != y->day)
    return x->day < y->day ? -1 : 1;
  return x->line < y->line ? -1 : x->line > y->line;
}

const Appointment *check_appointments(const Check *check, int client, int *count)
{
  guint low = 0, high = check->appointment->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (g_array_index(check->appointment, Appointment, middle).client < client)
      low = middle + 1;
    else
      high = middle;
  }
  *count = 0;
  for (guint i = low; i < check->appointment->len; i++) {
    if (g_array_index(check->appointment, Appointment, i).client != client)
      break;
    ++*count;
  }
  return *count > 0 ? &g_array_index(check->appointment, Appointment, low) : NULL;
}

const Appointment *check_appointment(const Check *check, int client, Day day)
{
  int count;
  const Appointment *appointment = check_appointments(check, client, &count);
  for (int i = 0; i < count; i++) {
    if (appointment[i].day == day)
      return &appointment[i];
  }
  return NULL;
}

// ---- What was wanted ----

static bool client_in_scope(const Check *check, int client)
{
  const Client *c = territory_client(check->territory, client);
  for (int rep = 0; rep < (int)check->territory->reps->len; rep++) {
    if (check->scope[rep] && check_serves(check, rep, client))
      return true;
  }
  return c->rep < 0 && c->team < 0 && check->plan->reps->len == 0;
}

int check_wanted(const Check *check, int client)
{
  const Client *c = territory_client(check->territory, client);
  const Visits *visits = client_visits(check->territory, c);
  bool calls = c->channel == CHANNEL_VISIT && visits->given;
  int promised;
  check_appointments(check, client, &promised);
  return MAX(calls ? visits->max : 0, promised);
}

static void add_missed(Check *check, int client, guint planned)
{
  const Client *c = territory_client(check->territory, client);
  int wanted = check_wanted(check, client);
  int missed = MAX(0, wanted - (int)planned);
  Money floor = MONEY_ONE;
  for (int rep = 0; rep < (int)check->territory->reps->len && missed > 0; rep++) {
    if (check_serves(check, rep, client))
      floor = MAX(floor, dearest_trip(check, rep));
  }
  check->totals.wanted += wanted;
  check->totals.unplanned += missed;
  check->totals.cost.missed += missed * (client_visit_value(check->territory, c, wanted) + floor);
}

// ---- The whole plan ----

static int compare_times(const Visit *x, const Visit *y)
{
  if (x->day != y->day)
    return x->day < y->day ? -1 : 1;
  if (x->arrive_s != y->arrive_s)
    return x->arrive_s < y->arrive_s ? -1 : 1;
  return x->stop < y->stop ? -1 : x->stop > y->stop;
}

static int compare_by_rep(gconstpointer a, gconstpointer b, gpointer plan)
{
  guint i = *(const guint *)a, j = *(const guint *)b;
  const Visit *x = plan_visit(plan, i), *y = plan_visit(plan, j);
  int order = x->rep != y->rep ? (x->rep < y->rep ? -1 : 1) : compare_times(x, y);
  return order ? order : (i < j ? -1 : 1);
}

static int compare_by_client(gconstpointer a, gconstpointer b, gpointer plan)
{
  guint i = *(const guint *)a, j = *(const guint *)b;
  const Visit *x = plan_visit(plan, i), *y = plan_visit(plan, j);
  int order = x->client != y->client ? (x->client < y->client ? -1 : 1) : compare_times(x, y);
  return order ? order : (i < j ? -1 : 1);
}

static GArray *sorted_visits(const Plan *plan, GCompareDataFunc compare)
{
  // a zero at the end, so that an empty array has an address too
  GArray *order = g_array_sized_new(TRUE, FALSE, sizeof(guint), plan->visits->len);
  for (guint i = 0; i < plan->visits->len; i++)
    g_array_append_val(order, i);
  g_array_sort_with_data(order, compare, (gpointer)(uintptr_t)plan);
  return order;
}

static void check_routes(Check *check)
{
  g_autoptr(GArray) order = sorted_visits(check->plan, compare_by_rep);
  const guint *index = &g_array_index(order, guint, 0);
  CheckNight night = {.visit = G_MAXUINT};
  for (guint first = 0, end; first < order->len; first = end) {
    const Visit *visit = plan_visit(check->plan, index[first]);
    for (end = first + 1; end < order->len; end++) {
      const Visit *next = plan_visit(check->plan, index[end]);
      if (next->rep != visit->rep || next->day != visit->day)
        break;
    }
    check_route(check, index + first, end - first, &night);
  }
  check_night_before(check, G_MAXUINT, &night);
}

static void check_clients(Check *check)
{
  g_autoptr(GArray) order = sorted_visits(check->plan, compare_by_client);
  const guint *index = &g_array_index(order, guint, 0);
  guint first = 0;
  for (int client = 0; client < (int)check->territory->clients->len; client++) {
    guint end = first;
    while (end < order->len && plan_visit(check->plan, index[end])->client == client)
      end++;
    if (end > first || client_in_scope(check, client)) {
      check_client(check, client, index + first, end - first);
      add_missed(check, client, end - first);
    }
    first = end;
  }
}

// Appointments of the reps that were planned, on the days that were planned.
static GArray *promises(const Check *check)
{
  const Territory *territory = check->territory;
  const Day start = territory->settings.start, end = start + territory->settings.days;
  GArray *promised = g_array_new(FALSE, FALSE, sizeof(Appointment));
  for (guint i = 0; i < territory->appointments->len; i++) {
    const Appointment *a = &g_array_index(territory->appointments, Appointment, i);
    bool in_scope = a->rep >= 0 ? check->scope[a->rep] : client_in_scope(check, a->client);
    if (in_scope && a->day >= start && a->day < end)
      g_array_append_val(promised, *a);
  }
  g_array_sort(promised, compare_appointments);
  return promised;
}

static void check_begin(Check *check)
{
  const Territory *territory = check->territory;
  guint reps = territory->reps->len;
  check->scope = g_new0(bool, reps + 1);
  check->dearest = g_new(Money, reps + 1);
  for (guint rep = 0; rep < reps; rep++) {
    check->scope[rep] = check->plan->reps->len == 0;
    check->dearest[rep] = -1;
  }
  for (guint i = 0; i < check->plan->reps->len; i++) {
    const RepResult *result = &g_array_index(check->plan->reps, RepResult, i);
    check->scope[result->rep] = result->status != PLAN_INFEASIBLE; // then there is nothing to look at
  }
  check->travel = travel_new(territory);
  check->appointment = promises(check);
}

bool check_plan(const Plan *plan, const Territory *territory, const char *file, const int *line,
                Findings *findings, CheckTotals *totals)
{
  return check_plan_from(plan, territory, NULL, file, line, findings, totals);
}

bool check_plan_from(const Plan *plan, const Territory *territory, const CheckPast *past, const char *file,
                     const int *line, Findings *findings, CheckTotals *totals)
{
  const CheckPast none = {G_MININT32, G_MININT32, NULL};
  Check check = {.plan = plan,
                 .territory = territory,
                 .file = file,
                 .line = line,
                 .past = past ? *past : none,
                 .findings = findings};
  check_begin(&check);
  check_routes(&check);
  check_clients(&check);
  check_joints(&check);
  check.totals.planned = (int)plan->visits->len;
  if (totals)
    *totals = check.totals;
  travel_free(check.travel);
  g_array_unref(check.appointment);
  g_free(check.dearest);
  g_free(check.scope);
  return check.errors == 0;
}

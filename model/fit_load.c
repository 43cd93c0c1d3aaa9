// SPDX-License-Identifier: GPL-3.0-or-later
// Demanded minutes against field time. Service is known; driving is estimated by the formula of continuous
// approximation (C. F. Daganzo, "The distance traveled to visit N points with a maximum of C stops per vehicle",
// Transportation Science 18, 1984): a visit costs its share of the way out and back, and one hop to a neighbour. With
//
//   R_i  way from the start to client i and on to the end,       s  mean minutes of a visit of this rep
//   h_i  hop: mean drive to the NEIGHBOURS nearest clients       F  his mean field time a day
//   q_i = (F - R_i + h_i) / (s + h_i), at least 1 and at most max_visits_day: visits on a day that goes there
//
// the driving of a visit to i is R_i / q_i + h_i (q_i - 1) / q_i. Daganzo's hop comes from the density of points in a
// plane; clients lie in towns, so it is measured among the clients themselves. The nearest are seldom due on the same
// day: with eight of them the driving of plans, summed over the reps, was 1 % less than estimated on demo, 6 % less on
// tiny and 11 % more on spain; of single reps within a fifth, but for one of fourteen.
//
// No plan drives less than the nearest place before each visit: that sum, with the service, proves an overload.
#include <math.h>
#include <stdlib.h>

#include "model/fit_rules.h"
#include "model/words.h"

enum { NEIGHBOURS = 8, SAMPLE = 1200, FEW_DAYS = 10, WAY_ALIKE_S = 10 * MINUTE_S };
static const double TIGHT_PCT = 100, MONTH_TIGHT_PCT = 105;

// What one client asks of the rep it is counted with.
typedef struct Load {
  int client, rep, wanted;
  int32_t visit_s, round_s, round_m,
      nearest_s;          // nearest_s: least drive from any place that can come before it
  double hop_s, travel_s; // of a visit
  double x, y;            // where it lies, degrees of a great circle
} Load;

typedef struct RepLoads {
  GArray *loads; // Load
  bool loose;    // another rep may share the work, or an appointment is shorter: nothing is proved
  double busy_s; // visits counted with him so far, each with its own way out and back
  int64_t field_s;
  int days; // on which he works
} RepLoads;

// ---- The estimate of driving ----

static int64_t round_way_s(const Fitting *fitting, int client, int rep)
{
  FitTrip trip = fit_trip(fitting, client, rep);
  return (int64_t)trip.out.travel_s + trip.back.travel_s;
}

// The rep a shared client is counted with: of those whose way is hardly longer than the shortest one, the one with the
// least to do so far.
static int counted_rep(const Fitting *fitting, const RepLoads *of, int client)
{
  const Territory *territory = fitting->territory;
  const int reps = (int)territory->reps->len;
  int best = territory_client(territory, client)->rep;
  int64_t least = INT64_MAX;
  double lightest = INFINITY;
  if (best >= 0)
    return best;
  for (int rep = 0; rep < reps; rep++)
    least = rep_serves(territory, rep, client) ? MIN(least, round_way_s(fitting, client, rep)) : least;
  for (int rep = 0; rep < reps; rep++) {
    if (!rep_serves(territory, rep, client) ||
        round_way_s(fitting, client, rep) > least + least / 10 + WAY_ALIKE_S)
      continue;
    const double load = of[rep].field_s > 0 ? of[rep].busy_s / (double)of[rep].field_s : INFINITY;
    if (best < 0 || load < lightest) {
      best = rep;
      lightest = load;
    }
  }
  return best;
}

// A client on a plane around the rep's start; good enough to say who is near.
static void place_on_plane(const Fitting *fitting, Load *load)
{
  const Client *client = territory_client(fitting->territory, load->client);
  const Rep *rep = territory_rep(fitting->territory, load->rep);
  load->x = (client->lon - rep->lon) * cos(rep->lat * G_PI / 180);
  load->y = client->lat - rep->lat;
}

typedef struct Near {
  double square;
  int client;
} Near;

static void keep_nearest(Near near[NEIGHBOURS], guint *found, Near other)
{
  if (*found == NEIGHBOURS && other.square >= near[NEIGHBOURS - 1].square)
    return;
  guint at = *found < NEIGHBOURS ? (*found)++ : NEIGHBOURS - 1;
  for (; at > 0 && near[at - 1].square > other.square; at--)
    near[at] = near[at - 1];
  near[at] = other;
}

// Mean drive to the nearest clients of the same rep. Of many, every step-th is looked at: these lie farther apart by
// the root of step, and then it is not known what is nearest of all, no more than with a matrix.
static void measure_hop(const Fitting *fitting, const GArray *loads, Load *load)
{
  const Territory *territory = fitting->territory;
  guint step = (loads->len + SAMPLE - 1) / SAMPLE, found = 0;
  Near near[NEIGHBOURS];
  for (guint j = 0; j < loads->len; j += step) {
    const Load *other = &g_array_index(loads, Load, j);
    double dx = other->x - load->x, dy = other->y - load->y;
    if (other->client != load->client)
      keep_nearest(near, &found, (Near){dx * dx + dy * dy, other->client});
  }
  int32_t least =
      travel_leg(fitting->travel, load->rep, place_start(territory, load->rep), load->client).travel_s;
  double sum = 0;
  for (guint k = 0; k < found; k++) {
    int32_t drive = travel_leg(fitting->travel, load->rep, near[k].client, load->client).travel_s;
    least = MIN(least, drive);
    sum += drive;
  }
  load->hop_s = found > 0 ? sum / found / sqrt(step) : 0;
  load->nearest_s = step == 1 && territory->settings.travel == TRAVEL_HAVERSINE ? least : 0;
}

static void estimate_travel(const Fitting *fitting, int rep, RepLoads *of)
{
  double minutes = 0, visits = 0;
  for (guint i = 0; i < of->loads->len; i++) {
    const Load *load = &g_array_index(of->loads, Load, i);
    minutes += (double)load->wanted * load->visit_s;
    visits += load->wanted;
    measure_hop(fitting, of->loads, &g_array_index(of->loads, Load, i));
  }
  const Rep *r = territory_rep(fitting->territory, rep);
  const double stay = visits > 0 ? minutes / visits : 0,
               field = of->days > 0 ? (double)of->field_s / of->days : 0;
  for (guint i = 0; i < of->loads->len; i++) {
    Load *load = &g_array_index(of->loads, Load, i);
    double stops = (field - load->round_s + load->hop_s) / fmax(1, stay + load->hop_s);
    if (r->max_visits_day > 0)
      stops = fmin(stops, r->max_visits_day);
    stops = fmax(1, stops);
    // A tour over several days has one way out and back; it pays where that costs more than a night.
    if (r->nights > 0 &&
        travel_cost(fitting->territory, rep, (Leg){load->round_s, load->round_m}) > r->cost_night)
      stops *= 1 + r->nights;
    load->travel_s = load->round_s / stops + load->hop_s * (stops - 1) / stops;
  }
}

// ---- Who is counted where ----

static RepLoads *collect(const Fitting *fitting)
{
  const Territory *territory = fitting->territory;
  const Calendar *calendar = fitting->calendar;
  RepLoads *of = g_new0(RepLoads, territory->reps->len + 1);
  for (int rep = 0; rep < calendar->reps; rep++) {
    of[rep].loads = g_array_new(FALSE, FALSE, sizeof(Load));
    for (int t = 0; t < calendar->days; t++) {
      const WorkDay *workday = calendar_day(calendar, rep, calendar->start + t);
      of[rep].field_s += workday->field_s;
      of[rep].days += workday->segments > 0;
    }
  }
  for (int i = 0; i < (int)territory->clients->len; i++) {
    int wanted = fit_wanted(territory, i), rep = wanted > 0 ? counted_rep(fitting, of, i) : -1;
    if (rep < 0)
      continue;
    FitTrip trip = fit_trip(fitting, i, rep);
    Load load = {.client = i,
                 .rep = rep,
                 .wanted = wanted,
                 .visit_s = trip.visit_s,
                 .round_s = trip.out.travel_s + trip.back.travel_s,
                 .round_m = trip.out.travel_m + trip.back.travel_m};
    place_on_plane(fitting, &load);
    g_array_append_val(of[rep].loads, load);
    of[rep].busy_s += wanted * ((double)load.visit_s + load.round_s);
    of[rep].loose = of[rep].loose || territory_client(territory, i)->rep < 0 ||
                    territory_rep(territory, rep)->nights > 0; // he may wake up beside a client
  }
  for (guint i = 0; i < territory->appointments->len; i++) {
    const Appointment *a = &g_array_index(territory->appointments, Appointment, i);
    const Client *client = territory_client(territory, a->client);
    bool away = a->rep >= 0 && a->rep != client->rep;
    bool shorter = a->visit_s > 0 && a->visit_s < client_visit_s(territory, client);
    if (away)
      of[a->rep].loose = true;
    if (client->rep >= 0 && (away || shorter))
      of[client->rep].loose = true;
  }
  return of;
}

static void release(RepLoads *of, guint reps)
{
  for (guint rep = 0; rep < reps; rep++)
    g_array_unref(of[rep].loads);
  g_free(of);
}

// ---- Months ----

// Calendar months; a few days at either end go with the month beside them, since a visit moves by as much.
static GArray *months_of(const Calendar *calendar)
{
  GArray *months = g_array_new(FALSE, FALSE, sizeof(DaySpan));
  Day end = calendar->start + calendar->days;
  for (Day from = calendar->start; from < end;) {
    GDate date;
    g_date_clear(&date, 1);
    g_date_set_julian(&date, (guint32)from);
    int left =
        g_date_get_days_in_month(g_date_get_month(&date), g_date_get_year(&date)) - g_date_get_day(&date);
    DaySpan span = {from, MIN(from + left, end - 1)};
    DaySpan *before = months->len > 0 ? &g_array_index(months, DaySpan, months->len - 1) : NULL;
    bool few = span.to - span.from < FEW_DAYS || (before && before->to - before->from < FEW_DAYS);
    if (before && few)
      before->to = span.to;
    else
      g_array_append_val(months, span);
    from = span.to + 1;
  }
  return months;
}

// The month most of whose days lie in the span, as its first day.
static Day month_of(DaySpan span)
{
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_julian(&date, (guint32)(span.from + (span.to - span.from) / 2));
  g_date_set_day(&date, 1);
  return (Day)g_date_get_julian(&date);
}

static int days_present(const Client *client, DaySpan span)
{
  int days = 0;
  for (Day day = span.from; day <= span.to; day++)
    days += !days_contain(client->away, day);
  return days;
}

// The part of a client's visits that falls into the span.
static double share_of(const Calendar *calendar, const Client *client, DaySpan span)
{
  DaySpan horizon = {calendar->start, calendar->start + calendar->days - 1};
  if (client->away->len == 0)
    return (double)(span.to - span.from + 1) / calendar->days;
  int all = days_present(client, horizon);
  return all > 0 ? (double)days_present(client, span) / all : 0;
}

static FitLoad load_of(const Fitting *fitting, int rep, const RepLoads *of, DaySpan span)
{
  const Calendar *calendar = fitting->calendar;
  FitLoad sum = {.rep = rep, .span = span, .month = month_of(span), .clients = (int)of->loads->len};
  double service = 0, travel = 0, least = 0;
  for (Day day = span.from; day <= span.to; day++) {
    const WorkDay *workday = calendar_day(calendar, rep, day);
    sum.capacity_s += workday->field_s;
    sum.days += workday->segments > 0;
  }
  for (guint i = 0; i < of->loads->len; i++) {
    const Load *load = &g_array_index(of->loads, Load, i);
    double visits =
        load->wanted * share_of(calendar, territory_client(fitting->territory, load->client), span);
    sum.visits += visits;
    service += visits * load->visit_s;
    travel += visits * load->travel_s;
    least += visits * load->nearest_s;
  }
  sum.service_s = llround(service);
  sum.travel_s = llround(travel);
  sum.least_s = of->loose ? 0 : (int64_t)floor(least);
  return sum;
}

// ---- Findings ----

// Where a visit less costs least: the group of the rep's clients with the least value a minute. Words such as
// "8 fewer visits of group 'C'"; free with g_free.
static char *fewer_visits(const Fitting *fitting, const RepLoads *of, int64_t missing_s)
{
  const Territory *territory = fitting->territory;
  guint groups = territory->groups->len + 1, least = groups;
  g_autofree double *value = g_new0(double, groups), *seconds = g_new0(double, groups),
                    *visits = g_new0(double, groups);
  for (guint i = 0; i < of->loads->len; i++) {
    const Load *load = &g_array_index(of->loads, Load, i);
    const Client *client = territory_client(territory, load->client);
    guint g = client->group >= 0 ? (guint)client->group : groups - 1;
    visits[g] += load->wanted;
    value[g] += (double)load->wanted * (double)client_visit_value(territory, client, load->wanted);
    seconds[g] += load->wanted * (load->visit_s + load->travel_s);
  }
  for (guint g = 0; g < groups; g++) {
    bool enough = visits[g] > 0 && seconds[g] >= (double)missing_s;
    if (enough && (least == groups || value[g] * seconds[least] < value[least] * seconds[g]))
      least = g;
  }
  if (least == groups)
    return g_strdup(_("fewer visits in every group"));
  int count = (int)ceil((double)missing_s * visits[least] / seconds[least]);
  if (least == groups - 1)
    return g_strdup_printf(ngettext("%d visit less", "%d visits less", (gulong)count), count);
  return g_strdup_printf(
      ngettext("%d visit less of group '%s'", "%d visits less of group '%s'", (gulong)count), count,
      territory_group(territory, (int)least)->id);
}

// "+310 min field time: one more field day, or 8 visits less of group 'C', or …"
static char *overload_remedy(const Fitting *fitting, const RepLoads *of, const FitLoad *load)
{
  const Rep *rep = territory_rep(fitting->territory, load->rep);
  int64_t missing = load->service_s + load->travel_s - load->capacity_s;
  int64_t day = load->days > 0 ? MAX(1, load->capacity_s / load->days) : 8 * HOUR_S;
  int days = (int)((missing + day - 1) / day);
  int weeks = MAX(1, (load->span.to - load->span.from + 1) / 7);
  g_autofree char *fewer = fewer_visits(fitting, of, missing);
  GString *remedy = g_string_new(NULL);
  g_string_append_printf(remedy, _("+%d min field time: "), (int)((missing + MINUTE_S - 1) / MINUTE_S));
  g_string_append_printf(remedy, ngettext("%d more field day", "%d more field days", (gulong)days), days);
  if (days >= weeks)
    g_string_append_printf(remedy, _(" (%d a week)"), (days + weeks - 1) / weeks);
  g_string_append_printf(remedy, _(", or %s"), fewer);
  double share =
      rep->field_share * (double)(load->service_s + load->travel_s) / (double)MAX(1, load->capacity_s);
  if (rep->field_share < 1 && share <= 1)
    g_string_append_printf(remedy, _(", or field_share_pct %d instead of %d"), (int)ceil(share * 100),
                           (int)lround(rep->field_share * 100));
  return g_string_free(remedy, FALSE);
}

static void find_overload(Fitting *fitting, FitLevel level, const RepLoads *of, const FitLoad *load,
                          const char *when)
{
  const Rep *rep = territory_rep(fitting->territory, load->rep);
  int service = (int)(load->service_s / MINUTE_S), travel = (int)(load->travel_s / MINUTE_S),
      least = (int)(load->least_s / MINUTE_S), capacity = (int)(load->capacity_s / MINUTE_S);
  char *text = NULL;
  if (level == FIT_CANNOT)
    text = g_strdup_printf(
        _("rep '%s': the visits take %d min and driving at least %d min, but there are %d min for the "
          "field"),
        rep->id, service, least, capacity);
  else
    text = g_strdup_printf(
        _("rep '%s'%s%s: the visits take %d min and driving about %d min, but there are %d min for "
          "the field (%d %%)"),
        rep->id, *when ? ", " : "", when, service, travel, capacity, (int)lround(fit_load_pct(load)));
  fit_add(fitting, level, FIT_REPS, rep->line, text, overload_remedy(fitting, of, load));
}

// Clients of a rep who does not work: their rhythms count no visit.
static int clients_without_day(const Territory *territory, int rep)
{
  int count = 0;
  for (int client = 0; client < (int)territory->clients->len; client++)
    count += territory_client(territory, client)->rep == rep && fit_rhythm_is_empty(territory, client);
  return count;
}

static void find_loads(Fitting *fitting, const RepLoads *of, const FitLoad *whole)
{
  const Fit *fit = fitting->fit;
  const Rep *rep = territory_rep(fitting->territory, whole->rep);
  if (whole->capacity_s == 0) {
    const int clients = whole->clients + clients_without_day(fitting->territory, whole->rep);
    if (clients > 0)
      fit_add(
          fitting, FIT_CANNOT, FIT_REPS, rep->line,
          g_strdup_printf(_("rep '%s' has %d clients, but no working day in the horizon"), rep->id, clients),
          g_strdup(_("give the clients to another rep, or change weekdays or days_off")));
  } else if (whole->service_s + whole->least_s > whole->capacity_s && !of->loose) {
    find_overload(fitting, FIT_CANNOT, of, whole, "");
  } else if (fit_load_pct(whole) > TIGHT_PCT) {
    find_overload(fitting, FIT_TIGHT, of, whole, "");
  } else {
    for (int m = 0; m < fit->month_count; m++) {
      const FitLoad *month = &g_array_index(fit->months, FitLoad, whole->rep * fit->month_count + m);
      g_autofree char *from = day_text(month->month);
      from[7] = '\0'; // the month of an ISO date
      if (fit_load_pct(month) > MONTH_TIGHT_PCT)
        find_overload(fitting, FIT_TIGHT, of, month, from);
    }
  }
}

static void count_groups(Fitting *fitting, const RepLoads *of)
{
  const Territory *territory = fitting->territory;
  GArray *groups = fitting->fit->groups;
  for (int g = 0; g <= (int)territory->groups->len; g++) {
    FitGroup group = {.group = g < (int)territory->groups->len ? g : -1};
    g_array_append_val(groups, group);
  }
  for (guint rep = 0; rep < territory->reps->len; rep++) {
    for (guint i = 0; i < of[rep].loads->len; i++) {
      const Load *load = &g_array_index(of[rep].loads, Load, i);
      int g = territory_client(territory, load->client)->group;
      FitGroup *group = &g_array_index(groups, FitGroup, g >= 0 ? (guint)g : groups->len - 1);
      group->clients++;
      group->visits += load->wanted;
      group->service_s += (int64_t)load->wanted * load->visit_s;
      group->travel_s += llround(load->wanted * load->travel_s);
    }
  }
  if (g_array_index(groups, FitGroup, groups->len - 1).clients == 0)
    g_array_set_size(groups, groups->len - 1);
}

void fit_loads(Fitting *fitting)
{
  const Calendar *calendar = fitting->calendar;
  Fit *fit = fitting->fit;
  DaySpan horizon = {calendar->start, calendar->start + calendar->days - 1};
  g_autoptr(GArray) months = months_of(calendar);
  RepLoads *of = collect(fitting);
  fit->month_count = (int)months->len;
  for (int rep = 0; rep < calendar->reps; rep++) {
    estimate_travel(fitting, rep, &of[rep]);
    FitLoad whole = load_of(fitting, rep, &of[rep], horizon);
    g_array_append_val(fit->reps, whole);
    for (guint m = 0; m < months->len; m++) {
      FitLoad month = load_of(fitting, rep, &of[rep], g_array_index(months, DaySpan, m));
      g_array_append_val(fit->months, month);
    }
  }
  for (int rep = 0; rep < calendar->reps; rep++)
    find_loads(fitting, &of[rep], &g_array_index(fit->reps, FitLoad, rep));
  count_groups(fitting, of);
  release(of, (guint)calendar->reps);
}

FitVisit *fit_visits(const Territory *territory, const Calendar *calendar, const Travel *travel)
{
  Fitting fitting = {territory, calendar, travel, NULL};
  FitVisit *visits = g_new0(FitVisit, territory->clients->len + 1);
  for (guint i = 0; i < territory->clients->len; i++)
    visits[i].rep = -1;
  RepLoads *of = collect(&fitting);
  for (int rep = 0; rep < calendar->reps; rep++) {
    estimate_travel(&fitting, rep, &of[rep]);
    for (guint k = 0; k < of[rep].loads->len; k++) {
      const Load *load = &g_array_index(of[rep].loads, Load, k);
      visits[load->client] = (FitVisit){rep, load->travel_s};
    }
  }
  release(of, (guint)calendar->reps);
  return visits;
}

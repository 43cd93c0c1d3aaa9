// SPDX-License-Identifier: GPL-3.0-or-later
// One client on its own, as if its rep had nothing else to do. What is found impossible here is impossible for every
// plan. How many visits its gaps leave room for is counted exactly: for every day, the set of numbers of visits that
// can end there, as bits of a word; promised days cannot be jumped over, and hard limits do not hold between two of
// them or between one and the last visit before the horizon.
#include <string.h>

#include "model/fit_rules.h"
#include "model/words.h"

enum { BITS_MAX = 63, NOT_GIVEN = INT32_MIN, LISTED = 8 };

// The days of one client and what is asked of them; days count from the start of the horizon.
typedef struct Asked {
  int days, wanted;
  const bool *open, *promised;
  int min, max;           // hard limits; 0: none
  int previous, first_by; // or NOT_GIVEN
  bool same_weekday;
} Asked;

// ---- How many visits the gaps leave room for ----

static bool may_begin(const Asked *asked, int day)
{
  if (asked->promised[day])
    return true;
  int gap = asked->previous == NOT_GIVEN ? 0 : day - asked->previous;
  bool near = asked->previous == NOT_GIVEN || (gap >= asked->min && (asked->max == 0 || gap <= asked->max));
  return near && (asked->first_by == NOT_GIVEN || day <= asked->first_by);
}

static bool may_follow(const Asked *asked, int from, int to)
{
  int gap = to - from;
  bool free = asked->promised[from] && asked->promised[to];
  return free || (gap >= asked->min && (asked->max == 0 || gap <= asked->max));
}

// Bit k: k visits can be made on the open days of that weekday (-1: any) without a gap that needs an excuse.
static uint64_t possible_counts(const Asked *asked, int weekday, Day start)
{
  g_autofree uint64_t *ending = g_new0(uint64_t, (size_t)asked->days);
  uint64_t all = 1;
  bool begun = false; // a promised day lies behind
  for (int day = 0; day < asked->days; day++) {
    bool usable = asked->open[day] && (weekday < 0 || day_weekday(start + day) == weekday);
    if (!usable && !asked->promised[day])
      continue;
    if (!begun && may_begin(asked, day))
      ending[day] = 2;
    for (int from = day - 1; from >= 0; from--) {
      if (ending[from] && may_follow(asked, from, day))
        ending[day] |= ending[from] << 1;
      if (asked->promised[from])
        break;
    }
    if (asked->promised[day]) {
      begun = true;
      all = 0;
    }
    all |= ending[day];
  }
  return all;
}

// Fewest excuses with which k visits can end on each day, from those for k - 1 visits (NULL: k is 1).
static void excuse_step(const Asked *asked, const int *before, int *after)
{
  bool begun = false;
  for (int day = 0; day < asked->days; day++) {
    after[day] = INT32_MAX;
    if (!asked->open[day] && !asked->promised[day])
      continue;
    if (!before && !begun) {
      int gap = asked->previous == NOT_GIVEN ? 0 : day - asked->previous;
      bool fixed = asked->promised[day];
      bool late = asked->first_by != NOT_GIVEN && day > asked->first_by;
      bool near = asked->previous != NOT_GIVEN && gap < asked->min;
      if (fixed || (!late && !near))
        after[day] = fixed || gap == 0 ? 0 : (gap - 1) / asked->max;
    }
    for (int from = day - 1; before && from >= 0; from--) {
      bool free = asked->promised[from] && asked->promised[day];
      if (before[from] != INT32_MAX && (free || day - from >= asked->min))
        after[day] = MIN(after[day], before[from] + (free ? 0 : (day - from - 1) / asked->max));
      if (asked->promised[from])
        break;
    }
    begun = begun || asked->promised[day];
  }
}

// The most visits whose gaps are excused by the visits that stay out.
static int most_excused(const Asked *asked)
{
  g_autofree int *rows = g_new(int, (size_t)asked->days * 2);
  int last = 0, most = 0;
  for (int day = 0; day < asked->days; day++)
    last = asked->promised[day] ? day : last;
  for (int k = 1; k <= asked->wanted; k++) {
    int *after = rows + (size_t)asked->days * (size_t)(k % 2);
    excuse_step(asked, k > 1 ? rows + (size_t)asked->days * (size_t)((k - 1) % 2) : NULL, after);
    for (int day = last; day < asked->days; day++) {
      if (after[day] <= asked->wanted - k)
        most = k;
    }
  }
  return most;
}

// The most of the wanted visits that keep every hard rule of the client.
static int most_visits(const Asked *asked, Day start)
{
  if (asked->wanted > BITS_MAX) {
    int open = 0;
    for (int day = 0; day < asked->days; day++)
      open += asked->open[day] || asked->promised[day];
    return MIN(open, asked->wanted);
  }
  int most = 0;
  for (int weekday = asked->same_weekday ? 0 : -1; weekday < (asked->same_weekday ? 7 : 0); weekday++) {
    uint64_t counts = possible_counts(asked, weekday, start);
    for (int k = most + 1; k <= asked->wanted; k++) {
      if ((counts >> k) & 1)
        most = k;
    }
  }
  return most < asked->wanted && asked->max > 0 && !asked->same_weekday ? MAX(most, most_excused(asked))
                                                                        : most;
}

// ---- Remedies ----

static void add_remedy(GString *list, char *remedy)
{
  if (list->len > 0)
    g_string_append(list, _(", or "));
  g_string_append(list, remedy);
  g_free(remedy);
}

// Changes that each make room for all visits, then the number that fits without a change.
static char *spacing_remedy(const Asked *asked, Day start, int most)
{
  GString *list = g_string_new(NULL);
  Asked other = *asked;
  for (other.min = asked->min - 1; other.min >= 1; other.min--) {
    if (most_visits(&other, start) == asked->wanted) {
      add_remedy(list, g_strdup_printf(_("lower min_gap_days from %d to %d"), asked->min, other.min));
      break;
    }
  }
  other = *asked;
  for (other.max = asked->max + 1; asked->max > 0 && other.max < 2 * asked->days; other.max++) {
    if (most_visits(&other, start) == asked->wanted) {
      add_remedy(list, g_strdup_printf(_("raise max_gap_days from %d to %d"), asked->max, other.max));
      break;
    }
  }
  other = *asked;
  other.same_weekday = false;
  if (asked->same_weekday && most_visits(&other, start) == asked->wanted)
    add_remedy(list, g_strdup(_("set same_weekday to prefer")));
  other = *asked;
  other.first_by = NOT_GIVEN;
  if (asked->first_by != NOT_GIVEN && most_visits(&other, start) == asked->wanted)
    add_remedy(list, g_strdup(_("give a later first_by")));
  if (most > 0)
    add_remedy(list, g_strdup_printf(ngettext("drop to %d visit", "drop to %d visits", (gulong)most), most));
  if (list->len == 0)
    add_remedy(list, g_strdup(_("loosen its gaps, weekdays and first_by together")));
  return g_string_free(list, FALSE);
}

// What the remedy is measured against: the rules that are in force, in words.
static char *rules_text(const Asked *asked, Day start)
{
  GString *list = g_string_new(NULL);
  if (asked->min > 1)
    g_string_append_printf(list, "min_gap_days %d", asked->min);
  if (asked->max > 0)
    g_string_append_printf(list, "%smax_gap_days %d", list->len ? ", " : "", asked->max);
  if (asked->previous != NOT_GIVEN) {
    g_autofree char *day = day_text(start + asked->previous);
    g_string_append_printf(list, "%slast_visit %s", list->len ? ", " : "", day);
  }
  if (asked->first_by != NOT_GIVEN) {
    g_autofree char *day = day_text(start + asked->first_by);
    g_string_append_printf(list, "%sfirst_by %s", list->len ? ", " : "", day);
  }
  if (asked->same_weekday)
    g_string_append_printf(list, "%ssame_weekday", list->len ? ", " : "");
  return g_string_free(list, FALSE);
}

// ---- One client ----

// What the reps who serve a client can do on each day.
typedef struct Days {
  bool *open, *promised;
  int open_count;
  FitDay best;  // the kind of day that comes nearest to an open one,
  FitTrip trip; // with whom
  Day day;      // and when
} Days;

static void days_clear(Days *days)
{
  g_free(days->open);
  g_free(days->promised);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Days, days_clear)

static int nearness(FitDay kind)
{
  return kind == FIT_DAY_OPEN ? FIT_DAY_KINDS : (int)kind;
}

static void add_rep_days(const Fitting *fitting, int client, int rep, Days *days)
{
  const Calendar *calendar = fitting->calendar;
  FitTrip trip = fit_trip(fitting, client, rep);
  Weekdays weekdays = territory_client(fitting->territory, client)->weekdays;
  for (int t = 0; t < calendar->days; t++) {
    FitDay kind = fit_day(fitting, &trip, calendar->start + t, weekdays);
    if (kind == FIT_DAY_OPEN && !days->open[t]) {
      days->open[t] = true;
      days->open_count++;
    }
    if (days->trip.client < 0 || nearness(kind) > nearness(days->best)) {
      days->best = kind;
      days->trip = trip;
      days->day = calendar->start + t;
    }
  }
}

static Days days_of(const Fitting *fitting, int client)
{
  const Calendar *calendar = fitting->calendar;
  const Territory *territory = fitting->territory;
  Days days = {.open = g_new0(bool, (size_t)calendar->days + 1),
               .promised = g_new0(bool, (size_t)calendar->days + 1),
               .trip = {.client = -1}};
  for (int rep = 0; rep < calendar->reps; rep++) {
    if (rep_serves(territory, rep, client))
      add_rep_days(fitting, client, rep, &days);
  }
  for (guint i = 0; i < territory->appointments->len; i++) {
    const Appointment *a = &g_array_index(territory->appointments, Appointment, i);
    int t = a->day - calendar->start;
    if (a->client == client && t >= 0 && t < calendar->days)
      days.promised[t] = true;
  }
  return days;
}

// ", or give it to rep 'R3', …" where another one lives nearer; free with g_free.
static char *nearer_rep(const Fitting *fitting, const FitTrip *trip)
{
  const Territory *territory = fitting->territory;
  const Client *client = territory_client(territory, trip->client);
  const Rep *own = territory_rep(territory, trip->rep), *best = own;
  double home = great_circle_m(client->lat, client->lon, own->lat, own->lon), least = home;
  for (int rep = 0; rep < (int)territory->reps->len; rep++) {
    const Rep *other = territory_rep(territory, rep);
    double distance = great_circle_m(client->lat, client->lon, other->lat, other->lon);
    if (distance < least) {
      least = distance;
      best = other;
    }
  }
  if (best == own)
    return g_strdup("");
  return g_strdup_printf(_(", or give it to rep '%s', who lives %d km away instead of %d"), best->id,
                         (int)(least / 1000), (int)(home / 1000));
}

static void find_weekday(Fitting *fitting, const Client *client, const Days *days)
{
  const Rep *rep = territory_rep(fitting->territory, days->trip.rep);
  int best = 0, most = -1;
  for (int weekday = 0; weekday < 7; weekday++) {
    int count = 0;
    for (int t = weekday; t < fitting->calendar->days; t++) {
      Day day = fitting->calendar->start + t;
      count +=
          day_weekday(day) == weekday && fit_day(fitting, &days->trip, day, WEEKDAYS_ALL) == FIT_DAY_OPEN;
    }
    if (count > most) {
      most = count;
      best = weekday;
    }
  }
  g_autofree char *takes = fit_weekdays_text(client->weekdays), *works = fit_weekdays_text(rep->weekdays),
                  *one = fit_weekdays_text((Weekdays)(1u << best));
  fit_add(fitting, FIT_CANNOT, FIT_CLIENTS, client->line,
          g_strdup_printf(_("client '%s' takes visits on %s, but rep '%s' never works then (weekdays %s)"),
                          client->id, takes, rep->id, works),
          g_strdup_printf(_("open it on %s too"), one));
}

static void find_hours(Fitting *fitting, const Client *client, const Days *days)
{
  const WorkDay *workday = calendar_day(fitting->calendar, days->trip.rep, days->day);
  int32_t most = 0;
  for (int o = 0; o < client->opens; o++) {
    for (int s = 0; s < workday->segments; s++)
      most = MAX(most, MIN(client->open[o].to, workday->segment[s].to) -
                           MAX(client->open[o].from, workday->segment[s].from));
  }
  int32_t longest = 0;
  for (int s = 0; s < workday->segments; s++)
    longest = MAX(longest, workday->segment[s].to - workday->segment[s].from);
  g_autofree char *room = minutes_text(MAX(0, most)), *visit = minutes_text(days->trip.visit_s),
                  *wider = minutes_text(days->trip.visit_s - MAX(0, most)),
                  *open = fit_windows_text(client->open, client->opens),
                  *work = fit_windows_text(workday->segment, workday->segments);
  char *remedy = NULL;
  if (longest < days->trip.visit_s)
    remedy = g_strdup(_("shorten the visit or the break"));
  else if (most >= 5 * MINUTE_S)
    remedy = g_strdup_printf(_("open it %s min longer, or shorten the visit to %s min"), wider, room);
  else
    remedy = g_strdup_printf(_("open it at least %s min within the rep's hours"), visit);
  if (client->opens > 0)
    fit_add(fitting, FIT_CANNOT, FIT_CLIENTS, client->line,
            g_strdup_printf(
                _("client '%s': a visit takes %s min, but its hours %s leave %s min of the hours of rep "
                  "'%s', %s"),
                client->id, visit, open, room, territory_rep(fitting->territory, days->trip.rep)->id, work),
            remedy);
  else
    fit_add(fitting, FIT_CANNOT, FIT_CLIENTS, client->line,
            g_strdup_printf(
                _("client '%s': a visit takes %s min, longer than any stretch of the hours of rep '%s', "
                  "%s"),
                client->id, visit, territory_rep(fitting->territory, days->trip.rep)->id, work),
            remedy);
}

static void find_drive(Fitting *fitting, const Client *client, const Days *days)
{
  const Rep *rep = territory_rep(fitting->territory, days->trip.rep);
  g_autofree char *drive = minutes_text(days->trip.out.travel_s + days->trip.back.travel_s),
                  *most = minutes_text(rep->max_drive_s), *nearer = nearer_rep(fitting, &days->trip);
  fit_add(fitting, FIT_CANNOT, FIT_CLIENTS, client->line,
          g_strdup_printf(
              _("client '%s': there and back is %s min of driving, but rep '%s' drives at most %s min a day"),
              client->id, drive, rep->id, most),
          g_strdup_printf(_("raise max_drive_min to %s%s"), drive, nearer));
}

static void find_long(Fitting *fitting, const Client *client, const Days *days)
{
  const Calendar *calendar = fitting->calendar;
  const FitTrip *trip = &days->trip;
  const Rep *rep = territory_rep(fitting->territory, trip->rep);
  int32_t longest = 0, needed = trip->out.travel_s + trip->visit_s + trip->back.travel_s;
  for (int t = 0; t < calendar->days; t++)
    longest = MAX(longest, calendar_day(calendar, trip->rep, calendar->start + t)->field_s);
  g_autofree char *need = minutes_text(needed), *day = minutes_text(longest),
                  *missing = minutes_text(MAX(0, needed - longest)), *nearer = nearer_rep(fitting, trip),
                  *drive = minutes_text(trip->out.travel_s + trip->back.travel_s);
  fit_add(fitting, FIT_CANNOT, FIT_CLIENTS, client->line,
          needed > longest
              ? g_strdup_printf(
                    _("client '%s': there, visit and back take %s min (%s of driving), but the longest day "
                      "of rep '%s' has %s min for the field"),
                    client->id, need, drive, rep->id, day)
              : g_strdup_printf(
                    _("client '%s': there, visit and back take %s min (%s of driving), which do not fit "
                      "around the break of rep '%s'"),
                    client->id, need, drive, rep->id),
          needed > longest ? g_strdup_printf(_("+%s min field time on one day%s"), missing, nearer)
                           : g_strdup_printf(_("shorten the visit%s"), nearer));
}

static void find_reach(Fitting *fitting, const Client *client, const Days *days)
{
  const FitTrip *trip = &days->trip;
  int32_t start = fit_earliest(trip, calendar_day(fitting->calendar, trip->rep, days->day));
  g_autofree char *open = fit_windows_text(client->open, client->opens), *from = clock_text(start),
                  *to = clock_text(start + trip->visit_s), *nearer = nearer_rep(fitting, trip),
                  *out = minutes_text(trip->out.travel_s), *back = minutes_text(trip->back.travel_s);
  fit_add(fitting, FIT_CANNOT, FIT_CLIENTS, client->line,
          g_strdup_printf(
              _("client '%s': within its hours %s rep '%s' cannot drive there (%s min), make the visit and "
                "be back (%s min) in one day"),
              client->id, open, territory_rep(fitting->territory, trip->rep)->id, out, back),
          g_strdup_printf(_("open it from %s to %s%s"), from, to, nearer));
}

static void find_no_day(Fitting *fitting, const Client *client, const Days *days)
{
  switch (days->best) {
  case FIT_DAY_WEEKDAY: find_weekday(fitting, client, days); break;
  case FIT_DAY_AWAY:
    fit_add(fitting, FIT_CANNOT, FIT_CLIENTS, client->line,
            g_strdup_printf(_("client '%s' is away on every day on which rep '%s' could come"), client->id,
                            territory_rep(fitting->territory, days->trip.rep)->id),
            g_strdup(_("shorten the absence, or want no visits")));
    break;
  case FIT_DAY_HOURS: find_hours(fitting, client, days); break;
  case FIT_DAY_DRIVE: find_drive(fitting, client, days); break;
  case FIT_DAY_LONG: find_long(fitting, client, days); break;
  case FIT_DAY_REACH: find_reach(fitting, client, days); break;
  case FIT_DAY_REP: // said once, of the rep
  case FIT_DAY_OPEN:
  case FIT_DAY_KINDS: break;
  }
}

static void find_few_days(Fitting *fitting, const Client *client, const Days *days, int room, int wanted)
{
  int gain = 0, best = -1;
  for (int weekday = 0; weekday < 7; weekday++) {
    int count = 0;
    for (int t = 0; t < fitting->calendar->days; t++) {
      Day day = fitting->calendar->start + t;
      count += day_weekday(day) == weekday && !((client->weekdays >> weekday) & 1) &&
               fit_day(fitting, &days->trip, day, WEEKDAYS_ALL) == FIT_DAY_OPEN;
    }
    if (count > gain) {
      gain = count;
      best = weekday;
    }
  }
  GString *list = g_string_new(NULL);
  add_remedy(list, g_strdup_printf(ngettext("drop to %d visit", "drop to %d visits", (gulong)room), room));
  if (best >= 0 && room + gain >= wanted) {
    g_autofree char *day = fit_weekdays_text((Weekdays)(1u << best));
    add_remedy(list, g_strdup_printf(_("open it on %s (%d more days)"), day, gain));
  }
  fit_add(fitting, FIT_CANNOT, FIT_CLIENTS, client->line,
          g_strdup_printf(_("client '%s' wants %d visits, but there are %d days on which it can be visited"),
                          client->id, wanted, room),
          g_string_free(list, FALSE));
}

static void find_spacing(Fitting *fitting, const Client *client, const Asked *asked, int most)
{
  Day start = fitting->calendar->start;
  g_autofree char *rules = rules_text(asked, start);
  fit_add(fitting, FIT_CANNOT, FIT_CLIENTS, client->line,
          g_strdup_printf(_("client '%s' wants %d visits, but its rules leave room for %d (%s)"), client->id,
                          asked->wanted, most, rules),
          spacing_remedy(asked, start, most));
}

static void fit_client(Fitting *fitting, int index, int wanted)
{
  const Client *client = territory_client(fitting->territory, index);
  const Calendar *calendar = fitting->calendar;
  g_auto(Days) days = days_of(fitting, index);
  int room = 0;
  for (int t = 0; t < calendar->days; t++)
    room += days.open[t] || days.promised[t];
  if (room == 0) {
    find_no_day(fitting, client, &days);
    return;
  }
  if (wanted == 0)
    return;
  if (room < wanted) {
    find_few_days(fitting, client, &days, room, wanted);
    return;
  }
  Asked asked = {
      .days = calendar->days,
      .wanted = wanted,
      .open = days.open,
      .promised = days.promised,
      .min = MAX(1, client->min_gap),
      .max = client->max_gap,
      .previous = client->last_visit == DAY_NONE || client_is_overdue(fitting->territory, client)
                      ? NOT_GIVEN
                      : client->last_visit - calendar->start,
      .first_by = client->first_by == DAY_NONE ? NOT_GIVEN : client->first_by - calendar->start,
      .same_weekday = client->same_weekday == WEEKDAY_SAME,
  };
  int most = most_visits(&asked, calendar->start);
  if (most < wanted)
    find_spacing(fitting, client, &asked, most);
}

// ---- All clients ----

// One note for all of them, naming the first lines.
static void note_lines(Fitting *fitting, const GArray *lines, const char *one, const char *many,
                       const char *remedy)
{
  if (lines->len == 0)
    return;
  GString *list = g_string_new(NULL);
  for (guint i = 0; i < MIN(lines->len, LISTED); i++)
    g_string_append_printf(list, "%s%d", i > 0 ? ", " : "", g_array_index(lines, int, i));
  if (lines->len > LISTED)
    g_string_append(list, ", …");
  char *text = g_strdup_printf("%u %s %s", lines->len, lines->len == 1 ? one : many, list->str);
  g_string_free(list, TRUE);
  fit_add(fitting, FIT_NOTE, FIT_CLIENTS, lines->len == 1 ? g_array_index(lines, int, 0) : 0, text,
          g_strdup(remedy));
}

void fit_clients(Fitting *fitting)
{
  const Territory *territory = fitting->territory;
  g_autoptr(GArray) homeless = g_array_new(FALSE, FALSE, sizeof(int));
  g_autoptr(GArray) idle = g_array_new(FALSE, FALSE, sizeof(int));
  g_autoptr(GArray) overdue = g_array_new(FALSE, FALSE, sizeof(int));
  int asked = 0;
  for (int i = 0; i < (int)territory->clients->len; i++) {
    const Client *client = territory_client(territory, i);
    int wanted = fit_wanted(territory, i), promised = wanted > 0 ? fit_appointments(territory, i) : 0;
    const Visits *visits = client_visits(territory, client);
    if (client->rep < 0 && client->team < 0)
      g_array_append_val(homeless, client->line);
    else if (wanted > 0 || fit_rhythm_is_empty(territory, i))
      fit_client(fitting, i, wanted);
    asked += wanted;
    if (wanted > 0 && client_is_overdue(territory, client))
      g_array_append_val(overdue, client->line);
    if (!visits->given && client->channel == CHANNEL_VISIT)
      g_array_append_val(idle, client->line);
    if (visits->given && client->channel == CHANNEL_VISIT && promised > visits->max)
      fit_add(fitting, FIT_NOTE, FIT_CLIENTS, client->line,
              g_strdup_printf(
                  _("client '%s' has %d appointments, but wants %d visits; all appointments are planned"),
                  client->id, promised, visits->max),
              NULL);
  }
  if (asked == 0)
    fit_add(
        fitting, FIT_NOTE, FIT_CLIENTS, 0, g_strdup(_("no client is to be visited in the horizon")),
        g_strdup(_("fill in visits; of a rhythm, periods count that lie in the horizon by half at least")));
  note_lines(fitting, homeless, _("client has neither rep nor team: line"),
             _("clients have neither rep nor team: lines"), _("fill in rep, or let align choose"));
  note_lines(fitting, overdue, _("client is overdue, its max_gap_days ran out before the horizon: line"),
             _("clients are overdue, their max_gap_days ran out before the horizon: lines"), "");
  note_lines(fitting, idle, _("client wants no visits, nor does its group: line"),
             _("clients want no visits, nor do their groups: lines"),
             _("fill in visits, or let frequency choose"));
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/fit.h"

#include <string.h>

#include "model/fit_rules.h"
#include "model/words.h"

static void finding_clear(void *data)
{
  FitFinding *finding = data;
  g_free(finding->text);
  g_free(finding->remedy);
}

void fit_add(Fitting *fitting, FitLevel level, const char *file, int line, char *text, char *remedy)
{
  FitFinding finding = {level, file, line, text, remedy ? remedy : g_strdup("")};
  g_array_append_val(fitting->fit->findings, finding);
}

int fit_appointments(const Territory *territory, int client)
{
  const Settings *settings = &territory->settings;
  int count = 0;
  for (guint i = 0; i < territory->appointments->len; i++) {
    const Appointment *a = &g_array_index(territory->appointments, Appointment, i);
    bool inside = a->day >= settings->start && a->day < settings->start + settings->days;
    count += a->client == client && inside;
  }
  return count;
}

int fit_wanted(const Territory *territory, int client)
{
  const Client *c = territory_client(territory, client);
  const Visits *visits = client_visits(territory, c);
  int wanted = c->channel == CHANNEL_VISIT && visits->given ? visits->max : 0;
  return territory->appointments->len > 0 ? MAX(wanted, fit_appointments(territory, client)) : wanted;
}

bool fit_rhythm_is_empty(const Territory *territory, int client)
{
  const Client *c = territory_client(territory, client);
  const Visits *visits = client_visits(territory, c);
  return c->channel == CHANNEL_VISIT && visits->given && visits->times > 0 && visits->max == 0;
}

// ---- One visit on one day ----

FitTrip fit_trip(const Fitting *fitting, int client, int rep)
{
  const Territory *territory = fitting->territory;
  return (FitTrip){
      .client = client,
      .rep = rep,
      .visit_s = client_visit_s(territory, territory_client(territory, client)),
      .out = travel_leg(fitting->travel, rep, place_start(territory, rep), place_client(client)),
      .back = travel_leg(fitting->travel, rep, place_client(client), place_end(territory, rep)),
  };
}

// The earliest start in one of these spans that leaves time for the drive there and back; -1: none.
static int32_t earliest_start(const FitTrip *trip, const WorkDay *workday, const Window *span, int count)
{
  if (trip->out.travel_s > workday->work_s)
    return -1;
  int32_t arrive = workday_time(workday, trip->out.travel_s, true);
  for (int i = 0; i < count; i++) {
    int32_t start = MAX(span[i].from, arrive);
    int32_t end = workday_clock(workday, start) + trip->visit_s + trip->back.travel_s;
    if (start <= span[i].to && end <= workday->work_s)
      return start;
  }
  return -1;
}

int32_t fit_earliest(const FitTrip *trip, const WorkDay *workday)
{
  const Client anytime = {.opens = 0};
  Window starts[STARTS_MAX];
  int count = client_starts(&anytime, workday, trip->visit_s, starts);
  return earliest_start(trip, workday, starts, count);
}

// From home and back on the same day.
static FitDay fit_day_from_home(const Fitting *fitting, const FitTrip *trip, Day day, Weekdays weekdays)
{
  const Client *client = territory_client(fitting->territory, trip->client);
  const Rep *rep = territory_rep(fitting->territory, trip->rep);
  const WorkDay *workday = calendar_day(fitting->calendar, trip->rep, day);
  if (workday->segments == 0)
    return FIT_DAY_REP;
  if (!((weekdays >> day_weekday(day)) & 1))
    return FIT_DAY_WEEKDAY;
  if (days_contain(client->away, day))
    return FIT_DAY_AWAY;
  Window starts[STARTS_MAX];
  int count = client_starts(client, workday, trip->visit_s, starts);
  if (count == 0)
    return FIT_DAY_HOURS;
  int32_t drive = trip->out.travel_s + trip->back.travel_s;
  if (rep->max_drive_s > 0 && drive > rep->max_drive_s)
    return FIT_DAY_DRIVE;
  if (drive + trip->visit_s > workday->field_s || fit_earliest(trip, workday) < 0)
    return FIT_DAY_LONG;
  return earliest_start(trip, workday, starts, count) < 0 ? FIT_DAY_REACH : FIT_DAY_OPEN;
}

// Whether he may sleep out between that day and the next.
static bool may_sleep_out(const Fitting *fitting, int rep, Day day)
{
  const Calendar *calendar = fitting->calendar;
  return territory_rep(fitting->territory, rep)->nights > 0 && day >= calendar->start &&
         day + 1 < calendar->start + calendar->days && calendar_day(calendar, rep, day)->segments > 0 &&
         calendar_day(calendar, rep, day + 1)->segments > 0;
}

FitDay fit_day(const Fitting *fitting, const FitTrip *trip, Day day, Weekdays weekdays)
{
  const FitDay home = fit_day_from_home(fitting, trip, day, weekdays);
  const int nights = territory_rep(fitting->territory, trip->rep)->nights;
  const bool before = may_sleep_out(fitting, trip->rep, day - 1),
             after = may_sleep_out(fitting, trip->rep, day);
  FitTrip late = *trip, early = *trip; // he is there already, or stays
  if (home < FIT_DAY_DRIVE || (!before && !after))
    return home;
  late.back = before && nights > 1 && after ? (Leg){0, 0} : late.back;
  late.out = early.back = (Leg){0, 0};
  if ((before && fit_day_from_home(fitting, &late, day, weekdays) == FIT_DAY_OPEN) ||
      (after && fit_day_from_home(fitting, &early, day, weekdays) == FIT_DAY_OPEN))
    return FIT_DAY_OPEN;
  return home;
}

// ---- Words ----

char *fit_weekdays_text(Weekdays weekdays)
{
  static const char *const name[] = {N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
                                     N_("Fri"), N_("Sat"), N_("Sun")};
  GString *text = g_string_new(NULL);
  for (int i = 0; i < 7; i++) {
    if ((weekdays >> i) & 1)
      g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", _(name[i]));
  }
  return g_string_free(text, FALSE);
}

char *fit_windows_text(const Window *window, int count)
{
  GString *text = g_string_new(NULL);
  for (int i = 0; i < count; i++) {
    g_autofree char *from = clock_text(window[i].from), *to = clock_text(window[i].to);
    g_string_append_printf(text, "%s%s-%s", i > 0 ? ", " : "", from, to);
  }
  return g_string_free(text, FALSE);
}

// ---- The whole ----

static int finding_compare(const void *a, const void *b)
{
  const FitFinding *x = a, *y = b;
  if (x->level != y->level)
    return x->level < y->level ? -1 : 1;
  int file = strcmp(x->file, y->file);
  if (file != 0)
    return file;
  if (x->line != y->line)
    return x->line < y->line ? -1 : 1;
  return strcmp(x->text, y->text);
}

Fit *fit_count(const Territory *territory, const Calendar *calendar, const Travel *travel)
{
  Fit *fit = g_new0(Fit, 1);
  fit->findings = g_array_new(FALSE, FALSE, sizeof(FitFinding));
  g_array_set_clear_func(fit->findings, finding_clear);
  fit->reps = g_array_new(FALSE, TRUE, sizeof(FitLoad));
  fit->months = g_array_new(FALSE, TRUE, sizeof(FitLoad));
  fit->groups = g_array_new(FALSE, TRUE, sizeof(FitGroup));
  Fitting fitting = {territory, calendar, travel, fit};
  fit_clients(&fitting);
  fit_promises(&fitting);
  fit_loads(&fitting);
  g_array_sort(fit->findings, finding_compare);
  return fit;
}

void fit_free(Fit *fit)
{
  if (!fit)
    return;
  g_array_unref(fit->findings);
  g_array_unref(fit->reps);
  g_array_unref(fit->months);
  g_array_unref(fit->groups);
  g_free(fit);
}

int fit_findings(const Fit *fit, FitLevel level)
{
  int count = 0;
  for (guint i = 0; i < fit->findings->len; i++)
    count += g_array_index(fit->findings, FitFinding, i).level == level;
  return count;
}

double fit_load_pct(const FitLoad *load)
{
  if (load->capacity_s <= 0)
    return 0;
  return 100.0 * (double)(load->service_s + load->travel_s) / (double)load->capacity_s;
}

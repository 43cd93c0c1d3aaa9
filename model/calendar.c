// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/calendar.h"

#include <math.h>
#include <string.h>

const Holiday *calendar_holiday(const Territory *territory, int rep, Day day)
{
  const Holiday *found = NULL;
  const char *region = territory_rep(territory, rep)->region;
  for (guint i = 0; i < territory->holidays->len; i++) {
    const Holiday *holiday = &g_array_index(territory->holidays, Holiday, i);
    bool here = !*holiday->region || g_utf8_collate(holiday->region, region ? region : "") == 0;
    if (holiday->day == day && here && (!found || found->half))
      found = holiday; // a whole day off outweighs a half one
  }
  return found;
}

// Shifts without a pause between them are one stretch of work.
static int append_segment(Window *segment, int count, Window next)
{
  if (next.from >= next.to)
    return count;
  if (count > 0 && segment[count - 1].to == next.from) {
    segment[count - 1].to = next.to;
    return count;
  }
  segment[count] = next;
  return count + 1;
}

// Cuts [pause) out of the shift and appends what remains.
static int cut_pause(Window shift, Window pause, Window *segment, int count)
{
  if (pause.from >= pause.to || pause.to <= shift.from || pause.from >= shift.to)
    return append_segment(segment, count, shift);
  count = append_segment(segment, count, (Window){shift.from, pause.from});
  return append_segment(segment, count, (Window){pause.to, shift.to});
}

static WorkDay workday_of(const Territory *territory, int rep_index, Day day)
{
  const Rep *rep = territory_rep(territory, rep_index);
  const Settings *settings = &territory->settings;
  WorkDay workday = {.day = day};
  const Holiday *holiday = calendar_holiday(territory, rep_index, day);
  bool works = (rep->weekdays >> day_weekday(day)) & 1;
  if (!works || days_contain(rep->days_off, day) || (holiday && !holiday->half))
    return workday;
  for (int s = 0; s < rep->shifts; s++) {
    Window shift = rep->shift[s];
    if (holiday) // the afternoon is closed: only the first of two shifts, and not after the half day's end
      shift.to = s > 0 ? shift.from : MIN(shift.to, settings->half_day_s);
    if (shift.from < shift.to)
      workday.segments = cut_pause(shift, settings->pause, workday.segment, workday.segments);
  }
  for (int s = 0; s < workday.segments; s++)
    workday.work_s += workday.segment[s].to - workday.segment[s].from;
  workday.field_s = (int32_t)floor(workday.work_s * rep->field_share + 1e-6);
  return workday;
}

Calendar *calendar_new(const Territory *territory)
{
  Calendar *calendar = g_new0(Calendar, 1);
  calendar->start = territory->settings.start;
  calendar->days = territory->settings.days;
  calendar->reps = (int)territory->reps->len;
  calendar->workday = g_new0(WorkDay, (size_t)calendar->reps * (size_t)calendar->days);
  for (int rep = 0; rep < calendar->reps; rep++) {
    for (int t = 0; t < calendar->days; t++)
      calendar->workday[(size_t)rep * (size_t)calendar->days + (size_t)t] =
          workday_of(territory, rep, calendar->start + t);
  }
  return calendar;
}

void calendar_free(Calendar *calendar)
{
  if (!calendar)
    return;
  g_free(calendar->workday);
  g_free(calendar);
}

int32_t workday_clock(const WorkDay *workday, int32_t time_s)
{
  int32_t clock = 0;
  for (int s = 0; s < workday->segments; s++) {
    Window segment = workday->segment[s];
    if (time_s > segment.from)
      clock += MIN(time_s, segment.to) - segment.from;
  }
  return clock;
}

int32_t workday_time(const WorkDay *workday, int32_t clock, bool resume)
{
  for (int s = 0; s < workday->segments; s++) {
    Window segment = workday->segment[s];
    int32_t length = segment.to - segment.from;
    bool last = s == workday->segments - 1;
    if (clock < length || last || (clock == length && !resume))
      return segment.from + clock;
    clock -= length;
  }
  return 0;
}

bool client_is_open(const Client *client, Day day)
{
  return ((client->weekdays >> day_weekday(day)) & 1) && !days_contain(client->away, day);
}

int client_starts(const Client *client, const WorkDay *workday, int32_t visit_s, Window starts[STARTS_MAX])
{
  const Window always = {0, DAY_S};
  int count = 0;
  for (int s = 0; s < workday->segments; s++) {
    for (int o = 0; o < MAX(client->opens, 1); o++) {
      Window open = client->opens ? client->open[o] : always;
      int32_t from = MAX(open.from, workday->segment[s].from);
      int32_t to = MIN(open.to, workday->segment[s].to) - visit_s;
      if (from <= to)
        starts[count++] = (Window){from, to};
    }
  }
  return count;
}

static bool is_served(const Client *client)
{
  return client->rep >= 0 || client->team >= 0;
}

// Days of [from, to] within the horizon on which the client is open and one of its reps works; while it has nobody, anyone.
static int free_days(const Territory *territory, const Calendar *calendar, int client, Day from, Day to)
{
  const Client *c = territory_client(territory, client);
  int count = 0;
  for (Day day = MAX(from, calendar->start); day <= MIN(to, calendar->start + calendar->days - 1); day++) {
    if (!client_is_open(c, day))
      continue;
    bool works = false;
    for (int rep = 0; rep < calendar->reps && !works; rep++)
      works = (!is_served(c) || rep_serves(territory, rep, client)) &&
              calendar_day(calendar, rep, day)->segments > 0;
    count += works;
  }
  return count;
}

// The period of a rhythm that begins on `day`; returns its last day.
static Day period_end(Day day, const Visits *visits)
{
  if (visits->every == EVERY_WEEK)
    return day + 7 * visits->span - 1;
  int months = visits->span * (visits->every == EVERY_QUARTER ? 3 : 1);
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_julian(&date, (guint32)day);
  g_date_add_months(&date, (guint)months);
  return (Day)g_date_get_julian(&date) - 1;
}

// First day of the period in which the horizon starts.
static Day period_start(Day start, const Visits *visits)
{
  if (visits->every == EVERY_WEEK)
    return start - day_weekday(start);
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_julian(&date, (guint32)start);
  g_date_set_day(&date, 1);
  if (visits->every == EVERY_QUARTER)
    g_date_set_month(&date, (GDateMonth)((g_date_get_month(&date) - 1) / 3 * 3 + 1));
  return (Day)g_date_get_julian(&date);
}

static int count_rhythm(const Territory *territory, const Calendar *calendar, int client,
                        const Visits *visits)
{
  Day end = calendar->start + calendar->days - 1;
  int count = 0;
  for (Day from = period_start(calendar->start, visits); from <= end;) {
    Day to = period_end(from, visits);
    int inside = MIN(to, end) - MAX(from, calendar->start) + 1;
    if (2 * inside >= to - from + 1)
      count += MIN(visits->times, free_days(territory, calendar, client, from, to));
    from = to + 1;
  }
  return count;
}

int calendar_count_visits(const Territory *territory, const Calendar *calendar, const Client *client)
{
  const Visits *visits = client_visits(territory, client);
  if (!visits->given)
    return 0;
  if (visits->every == EVERY_NONE)
    return visits->max;
  return count_rhythm(territory, calendar, (int)(client - territory_client(territory, 0)), visits);
}

void calendar_resolve_visits(Territory *territory, const Calendar *calendar)
{
  for (int i = 0; i < (int)territory->clients->len; i++) {
    Client *client = territory_client(territory, i);
    Visits visits = *client_visits(territory, client);
    if (!visits.given || visits.every == EVERY_NONE)
      continue;
    visits.min = visits.max = MAX(0, calendar_count_visits(territory, calendar, client) - client->spared);
    if (is_served(client))
      visits.every = EVERY_NONE;
    client->visits = visits;
  }
}

bool client_is_overdue(const Territory *territory, const Client *client)
{
  return client->max_gap > 0 && client->last_visit != DAY_NONE &&
         client->last_visit + client->max_gap < territory->settings.start;
}

Spacing client_spacing(const Territory *territory, const Client *client, int visits)
{
  Spacing spacing = {.wanted = visits > 0 ? (double)territory->settings.days / visits : 0};
  int days = territory->settings.days;
  spacing.min_hard = client->min_gap > 0;
  spacing.max_hard = client->max_gap > 0;
  // 60 % and 140 % in integers: floor(3 days / 5 visits) and ceil(7 days / 5 visits)
  spacing.min = spacing.min_hard ? client->min_gap : visits > 0 ? MAX(1, 3 * days / (5 * visits)) : 0;
  spacing.max = spacing.max_hard ? client->max_gap
                : visits > 0     ? (7 * days + 5 * visits - 1) / (5 * visits)
                                 : 0;
  return spacing;
}

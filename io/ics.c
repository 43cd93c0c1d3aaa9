// SPDX-License-Identifier: GPL-3.0-or-later
// libical knows no line numbers either: the n-th event of the file starts at the n-th "BEGIN:VEVENT".
#include "io/ics.h"

#include <libical/ical.h>
#include <string.h>

#include "io/text.h"
#include "model/words.h"

enum { EVENT_DAYS_MOST = 366, REPEATS_MOST = 1000, YEAR_FIRST = 1900, YEAR_LAST = 2199 };

typedef struct Calendar {
  const char *file;
  Findings *findings;
  GArray *holidays;
  DaySpan span;
  GArray *lines; // int: of the BEGIN:VEVENT lines
  guint event;   // number of the current one
} Calendar;

static int event_line(const Calendar *calendar)
{
  return calendar->event < calendar->lines->len ? g_array_index(calendar->lines, int, calendar->event) : 0;
}

static void complain(const Calendar *calendar, FindingLevel level, const char *text)
{
  findings_add(calendar->findings, level, calendar->file, event_line(calendar), NULL, "%s", text);
}

bool holiday_is_half(const char *name)
{
  g_autofree char *folded = text_fold(name);
  return text_is_listed(folded, "half|half day|medio|medio dia|media jornada|tarde libre");
}

static Day day_of(struct icaltimetype time)
{
  bool valid = time.year >= YEAR_FIRST && time.year <= YEAR_LAST && time.month >= 1 && time.month <= 12 &&
               time.day >= 1 && time.day <= 31 &&
               g_date_valid_dmy((GDateDay)time.day, (GDateMonth)time.month, (GDateYear)time.year);
  if (!valid)
    return DAY_NONE;
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_dmy(&date, (GDateDay)time.day, (GDateMonth)time.month, (GDateYear)time.year);
  return (Day)g_date_get_julian(&date);
}

// Blanks of folded lines cut off, invalid bytes replaced; free with g_free.
static char *clean_text(const char *text)
{
  return g_strstrip(text ? g_utf8_make_valid(text, -1) : g_strdup(""));
}

static char *region_of(icalcomponent *event)
{
  static const char everywhere[] =
      "holiday|holidays|public holiday|public holidays|bank holiday|national holiday|national|"
      "festivo|festivos|feriado|feriados|fiesta|dia festivo|nacional|fiesta nacional";
  icalproperty *category = icalcomponent_get_first_property(event, ICAL_CATEGORIES_PROPERTY);
  const char *texts[] = {icalcomponent_get_location(event),
                         category ? icalproperty_get_categories(category) : NULL};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autofree char *text = clean_text(texts[i]);
    g_autofree char *folded = text_fold(text);
    if (*folded && !text_is_listed(folded, everywhere))
      return g_steal_pointer(&text);
  }
  return g_strdup("");
}

// Days of an event after its first; -1 when it ends before it starts or never.
static int further_days(icalcomponent *event, Day first)
{
  struct icaltimetype end = icalcomponent_get_dtend(event);
  if (icaltime_is_null_time(end))
    return 0;
  Day last = day_of(end);
  if (last == DAY_NONE || last < first || last - first > EVENT_DAYS_MOST)
    return -1;
  return MAX(last - first, 1) - 1; // DTEND is the day after the last one
}

static void add_days(const Calendar *calendar, icalcomponent *event, Day first, int further)
{
  for (Day day = first; day <= first + further; day++) {
    Holiday holiday = {.day = day, .line = event_line(calendar)};
    holiday.name = clean_text(icalcomponent_get_summary(event));
    holiday.region = region_of(event);
    holiday.half = holiday_is_half(holiday.name);
    g_array_append_val(calendar->holidays, holiday);
  }
}

static void repeat_yearly(const Calendar *calendar, icalcomponent *event, icalproperty *rule, int further)
{
  struct icalrecurrencetype recurrence = icalproperty_get_rrule(rule);
  struct icaltimetype first = icalcomponent_get_dtstart(event);
  if (recurrence.freq != ICAL_YEARLY_RECURRENCE) {
    complain(calendar, FINDING_WARNING,
             _("only events that are repeated every year are understood; this one is taken "
               "once, on its first day"));
    add_days(calendar, event, day_of(first), further);
    return;
  }
  icalrecur_iterator *iterator = icalrecur_iterator_new(recurrence, first);
  for (int i = 0; iterator && i < REPEATS_MOST; i++) {
    struct icaltimetype time = icalrecur_iterator_next(iterator);
    Day day = icaltime_is_null_time(time) ? DAY_NONE : day_of(time);
    if (day == DAY_NONE || day > calendar->span.to)
      break;
    if (day + further >= calendar->span.from)
      add_days(calendar, event, day, further);
  }
  if (iterator)
    icalrecur_iterator_free(iterator);
  else
    complain(calendar, FINDING_ERROR,
             _("the rule of repetition (RRULE) means nothing; repair it, or write the days one "
               "by one"));
}

static void take_event(const Calendar *calendar, icalcomponent *event)
{
  struct icaltimetype start = icalcomponent_get_dtstart(event);
  Day first = icaltime_is_null_time(start) ? DAY_NONE : day_of(start);
  if (first == DAY_NONE) {
    complain(calendar, FINDING_ERROR,
             _("the event has no valid first day; write DTSTART;VALUE=DATE:20270101"));
    return;
  }
  if (!start.is_date) {
    complain(calendar, FINDING_WARNING,
             _("the event is not all-day, so it is no holiday and not used; for a free "
               "afternoon make an all-day event with the name 'half'"));
    return;
  }
  int further = further_days(event, first);
  if (further < 0) {
    complain(calendar, FINDING_ERROR,
             _("the event does not end within a year after it starts; DTEND is the day after "
               "its last day"));
    return;
  }
  icalproperty *rule = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
  if (rule)
    repeat_yearly(calendar, event, rule, further);
  else
    add_days(calendar, event, first, further);
}

// Events in the order of the file, at whatever depth.
static void take_events(Calendar *calendar, icalcomponent *component, int depth)
{
  if (icalcomponent_isa(component) == ICAL_VEVENT_COMPONENT) {
    take_event(calendar, component);
    calendar->event++;
    return;
  }
  icalcompiter at = icalcomponent_begin_component(component, ICAL_ANY_COMPONENT);
  for (icalcomponent *inner; depth > 0 && (inner = icalcompiter_deref(&at)); icalcompiter_next(&at))
    take_events(calendar, inner, depth - 1);
}

static GArray *find_events(const char *text)
{
  GArray *lines = g_array_new(FALSE, FALSE, sizeof(int));
  const char *end = text + strlen(text);
  int line = 1;
  for (const char *at = text; at < end; at = text_line_end(at, end), line++) {
    if (g_ascii_strncasecmp(at, "BEGIN:VEVENT", 12) == 0)
      g_array_append_val(lines, line);
  }
  return lines;
}

void ics_parse(const char *data, gsize length, const char *file, DaySpan span, GArray *holidays,
               Findings *findings)
{
  enum { DEPTH = 4 };
  g_autofree char *text = text_decode(data, length, file, findings);
  if (!text)
    return;
  icalerror_set_errors_are_fatal(0);
  Calendar calendar = {.file = file, .findings = findings, .holidays = holidays, .span = span};
  calendar.lines = find_events(text);
  icalcomponent *root = icalparser_parse_string(text);
  if (root)
    take_events(&calendar, root, DEPTH);
  if (calendar.event < calendar.lines->len || calendar.lines->len == 0 || !root)
    findings_add(findings, FINDING_ERROR, file, root ? event_line(&calendar) : 0, NULL,
                 _("this is not a whole iCalendar file (BEGIN:VCALENDAR … END:VCALENDAR with events); export "
                   "it again"));
  g_clear_pointer(&root, icalcomponent_free);
  g_array_unref(calendar.lines);
}

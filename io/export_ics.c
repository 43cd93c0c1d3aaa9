// SPDX-License-Identifier: GPL-3.0-or-later
// One iCalendar file a rep (RFC 5545), which can be imported again after every new plan. The state that this needs is
// the former export itself: the .ics files of the folder are read, and
// - a visit that they do not know begins with SEQUENCE 0;
// - one that they know and that is as it was is written as it was;
// - one that has changed, or went to another rep, gets a SEQUENCE above all that its UID ever had;
// - one that the plan no longer has is written once more as CANCELLED, with a higher SEQUENCE, and from then on as it
//   is. Visits before this horizon are past: they are left out.
// Whether a visit has changed is seen in its properties, SEQUENCE, DTSTAMP and STATUS apart.
//
// DTSTAMP must rise from version to version and must not depend on the clock: it is midnight UTC a year (366 days)
// before the horizon, plus SEQUENCE seconds. The time zone has the name of ronda.ini in VTIMEZONE and in every TZID.
#include <libical/ical.h>
#include <string.h>

#include "io/export.h"
#include "io/text.h"
#include "model/words.h"

#define PRODID "-//ronda//visits//EN"
enum { STAMP_DAYS_BEFORE = 366 };

typedef struct Former { // what the former export says of one UID in one file
  char *file;
  icalcomponent *event;
  bool taken; // written already, as it is or anew
} Former;

typedef struct IcsExport {
  const Export *export;
  icaltimezone *zone;   // NULL: floating times
  const char *tzid;     // name of the zone
  GPtrArray *files;     // char *: .ics files of the former export, sorted
  GPtrArray *calendars; // icalcomponent *: their contents
  GArray *former;       // Former, in the order of the files
  GHashTable *sequence; // UID -> highest SEQUENCE + 1
} IcsExport;

// ---- The former export -------------------------------------------------------------------------------------------

static int event_sequence(icalcomponent *event)
{
  icalproperty *property = icalcomponent_get_first_property(event, ICAL_SEQUENCE_PROPERTY);
  return property ? MAX(0, icalproperty_get_sequence(property)) : 0;
}

static bool event_is_cancelled(icalcomponent *event)
{
  return icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED;
}

static bool is_ours(const char *uid)
{
  return uid && g_str_has_suffix(uid, "@ronda");
}

static void take_former(IcsExport *ics, const char *file, icalcomponent *calendar)
{
  for (icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event;
       event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
    const char *uid = icalcomponent_get_uid(event);
    if (!is_ours(uid))
      continue;
    Former former = {.file = g_strdup(file), .event = event};
    g_array_append_val(ics->former, former);
    int above = event_sequence(event) + 1;
    if (above > GPOINTER_TO_INT(g_hash_table_lookup(ics->sequence, uid)))
      g_hash_table_replace(ics->sequence, g_strdup(uid), GINT_TO_POINTER(above));
  }
}

static gint by_name(gconstpointer left, gconstpointer right)
{
  return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void list_files(IcsExport *ics)
{
  GDir *dir = g_dir_open(ics->export->former, 0, NULL);
  for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
    if (*name != '.' && g_str_has_suffix(name, ".ics"))
      g_ptr_array_add(ics->files, g_strdup(name));
  }
  if (dir)
    g_dir_close(dir);
  g_ptr_array_sort(ics->files, by_name);
}

static bool read_former(IcsExport *ics, GError **error)
{
  list_files(ics);
  for (guint f = 0; f < ics->files->len; f++) {
    const char *file = ics->files->pdata[f];
    GError *trouble = NULL;
    gsize length = 0;
    g_autofree char *data = text_load(ics->export->former, file, NULL, &length, &trouble);
    if (trouble) {
      g_propagate_error(error, trouble);
      return false;
    }
    icalcomponent *calendar = data ? icalparser_parse_string(data) : NULL;
    if (!calendar)
      continue;
    g_ptr_array_add(ics->calendars, calendar);
    take_former(ics, file, calendar);
  }
  return true;
}

static void former_clear(void *data)
{
  g_free(((Former *)data)->file);
}

static Former *find_former(const IcsExport *ics, GHashTable *of_file, const char *uid)
{
  int index = GPOINTER_TO_INT(g_hash_table_lookup(of_file, uid));
  return index > 0 ? &g_array_index(ics->former, Former, index - 1) : NULL;
}

// UID -> index + 1 of the former events of a file.
static GHashTable *events_of_file(const IcsExport *ics, const char *file)
{
  GHashTable *events = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < ics->former->len; i++) {
    const Former *former = &g_array_index(ics->former, Former, i);
    if (strcmp(former->file, file) == 0)
      g_hash_table_replace(events, g_strdup(icalcomponent_get_uid(former->event)),
                           GINT_TO_POINTER((int)i + 1));
  }
  return events;
}

// ---- One event ---------------------------------------------------------------------------------------------------

static struct icaltimetype civil_time(Day day, int32_t s)
{
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_julian(&date, (guint32)(day + s / DAY_S));
  s %= DAY_S;
  struct icaltimetype time = icaltime_null_time();
  time.year = g_date_get_year(&date);
  time.month = (int)g_date_get_month(&date);
  time.day = g_date_get_day(&date);
  time.hour = s / HOUR_S;
  time.minute = s % HOUR_S / MINUTE_S;
  time.second = s % MINUTE_S;
  return time;
}

static void add_time(const IcsExport *ics, icalcomponent *event, icalproperty *property)
{
  if (ics->zone)
    icalproperty_add_parameter(property, icalparameter_new_tzid(ics->tzid));
  icalcomponent_add_property(event, property);
}

static void add_stamp(const IcsExport *ics, icalcomponent *event, int sequence)
{
  Day day = ics->export->territory->settings.start - STAMP_DAYS_BEFORE + sequence / DAY_S;
  struct icaltimetype stamp = civil_time(day, sequence % DAY_S);
  stamp.zone = icaltimezone_get_utc_timezone();
  icalcomponent_set_dtstamp(event, stamp);
  icalcomponent_set_sequence(event, sequence);
}

// Everything but DTSTAMP and SEQUENCE.
static icalcomponent *event_new(const IcsExport *ics, const Visit *visit, const char *uid)
{
  const Export *export = ics->export;
  const Client *client = territory_client(export->territory, visit->client);
  g_autofree char *subject = export_subject(export, visit), *place = export_place(export, visit);
  g_autofree char *body = export_body(export, visit);
  icalcomponent *event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
  icalcomponent_add_property(event, icalproperty_new_uid(uid));
  add_time(ics, event, icalproperty_new_dtstart(civil_time(visit->day, visit_start_s(visit))));
  add_time(ics, event, icalproperty_new_dtend(civil_time(visit->day, visit->leave_s)));
  icalcomponent_add_property(event, icalproperty_new_summary(subject));
  icalcomponent_add_property(event, icalproperty_new_location(place));
  icalcomponent_add_property(event, icalproperty_new_geo((struct icalgeotype){client->lat, client->lon}));
  icalcomponent_add_property(event, icalproperty_new_description(body));
  if (client->group >= 0) {
    g_autofree char *group = export_clean(territory_group(export->territory, client->group)->id);
    icalcomponent_add_property(event, icalproperty_new_categories(group));
  }
  icalcomponent_add_property(event, icalproperty_new_transp(ICAL_TRANSP_OPAQUE));
  icalcomponent_add_property(event, icalproperty_new_status(ICAL_STATUS_CONFIRMED));
  return event;
}

static char *component_text(icalcomponent *component)
{
  char *text = icalcomponent_as_ical_string_r(component), *copy = g_strdup(text);
  icalmemory_free_buffer(text);
  return copy;
}

// What of an event counts when two versions are compared, after one turn through the parser.
static char *event_content(icalcomponent *event)
{
  g_autofree char *text = component_text(event);
  icalcomponent *copy = icalparser_parse_string(text);
  if (!copy)
    return g_steal_pointer(&text);
  static const icalproperty_kind apart[] = {ICAL_SEQUENCE_PROPERTY, ICAL_DTSTAMP_PROPERTY,
                                            ICAL_STATUS_PROPERTY};
  for (size_t i = 0; i < G_N_ELEMENTS(apart); i++) {
    icalproperty *property = icalcomponent_get_first_property(copy, apart[i]);
    if (property) {
      icalcomponent_remove_property(copy, property);
      icalproperty_free(property);
    }
  }
  char *content = component_text(copy);
  icalcomponent_free(copy);
  return content;
}

static bool same_event(icalcomponent *a, icalcomponent *b)
{
  g_autofree char *left = event_content(a), *right = event_content(b);
  return strcmp(left, right) == 0;
}

// ---- One calendar ------------------------------------------------------------------------------------------------

static void add_zone(const IcsExport *ics, icalcomponent *calendar)
{
  if (!ics->zone)
    return;
  icalcomponent *zone = icalcomponent_new_clone(icaltimezone_get_component(ics->zone));
  icalproperty *tzid = icalcomponent_get_first_property(zone, ICAL_TZID_PROPERTY);
  if (tzid)
    icalproperty_set_tzid(tzid, ics->tzid);
  icalcomponent_add_component(calendar, zone);
}

static icalcomponent *calendar_start(const IcsExport *ics)
{
  icalcomponent *calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
  icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
  icalcomponent_add_property(calendar, icalproperty_new_prodid(PRODID));
  icalcomponent_add_property(calendar, icalproperty_new_calscale("GREGORIAN"));
  icalcomponent_add_property(calendar, icalproperty_new_method(ICAL_METHOD_PUBLISH));
  add_zone(ics, calendar);
  return calendar;
}

static int next_sequence(const IcsExport *ics, const char *uid)
{
  int sequence = GPOINTER_TO_INT(g_hash_table_lookup(ics->sequence, uid));
  g_hash_table_replace(ics->sequence, g_strdup(uid), GINT_TO_POINTER(sequence + 1));
  return sequence;
}

static void add_visits(IcsExport *ics, icalcomponent *calendar, int rep, GHashTable *events)
{
  const Export *export = ics->export;
  VisitSpan span = export_visits(export, rep);
  for (guint v = span.first; v < span.first + span.count; v++) {
    const Visit *visit = plan_visit(export->plan, v);
    g_autofree char *uid = visit_uid(export->territory, visit);
    icalcomponent *event = event_new(ics, visit, uid);
    Former *former = find_former(ics, events, uid);
    bool same = former && !event_is_cancelled(former->event) && same_event(event, former->event);
    add_stamp(ics, event, same ? event_sequence(former->event) : next_sequence(ics, uid));
    icalcomponent_add_component(calendar, event);
  }
}

static bool is_past(const IcsExport *ics, icalcomponent *event)
{
  struct icaltimetype start = icalcomponent_get_dtstart(event);
  struct icaltimetype horizon = civil_time(ics->export->territory->settings.start, 0);
  int year = start.year - horizon.year, month = start.month - horizon.month, day = start.day - horizon.day;
  return year < 0 || (year == 0 && (month < 0 || (month == 0 && day < 0)));
}

// What the plan no longer has of that file.
static void add_cancelled(IcsExport *ics, icalcomponent *calendar, const char *file)
{
  for (guint i = 0; i < ics->former->len; i++) {
    Former *former = &g_array_index(ics->former, Former, i);
    if (former->taken || strcmp(former->file, file) != 0 || is_past(ics, former->event))
      continue;
    former->taken = true;
    icalcomponent *event = icalcomponent_new_clone(former->event);
    if (!event_is_cancelled(event)) {
      icalcomponent_set_status(event, ICAL_STATUS_CANCELLED);
      add_stamp(ics, event, next_sequence(ics, icalcomponent_get_uid(event)));
    }
    icalcomponent_add_component(calendar, event);
  }
}

static bool write_calendar(const IcsExport *ics, icalcomponent *calendar, const char *file, GError **error)
{
  g_autofree char *text = component_text(calendar);
  return out_write(ics->export->out, file, text, strlen(text), error);
}

// The events of a rep's former file that the plan still has there are not to be cancelled.
static void keep_former(IcsExport *ics, int rep, GHashTable *events)
{
  VisitSpan span = export_visits(ics->export, rep);
  for (guint v = span.first; v < span.first + span.count; v++) {
    g_autofree char *uid = visit_uid(ics->export->territory, plan_visit(ics->export->plan, v));
    Former *former = find_former(ics, events, uid);
    if (former)
      former->taken = true;
  }
}

typedef struct RepFile { // one that is to be written
  char *file;
  int rep; // -1: of a rep who is no more
  GHashTable *events;
  icalcomponent *calendar;
} RepFile;

static void rep_file_clear(void *data)
{
  RepFile *entry = data;
  g_free(entry->file);
  g_hash_table_unref(entry->events);
  icalcomponent_free(entry->calendar);
}

static void add_file(IcsExport *ics, GArray *files, const char *file, int rep)
{
  RepFile entry = {g_strdup(file), rep, events_of_file(ics, file), calendar_start(ics)};
  g_array_append_val(files, entry);
}

static GArray *files_to_write(IcsExport *ics)
{
  const Export *export = ics->export;
  GArray *files = g_array_new(FALSE, FALSE, sizeof(RepFile));
  g_array_set_clear_func(files, rep_file_clear);
  g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (int rep = 0; rep < (int)export->territory->reps->len; rep++) {
    g_autofree char *id = export_file(territory_rep(export->territory, rep)->id);
    g_autofree char *file = g_strdup_printf("%s.ics", id);
    bool former = g_ptr_array_find_with_equal_func(ics->files, file, g_str_equal, NULL);
    if (export_has_rep(export, rep) && (former || export_visits(export, rep).count > 0))
      add_file(ics, files, file, rep);
    g_hash_table_add(known, g_steal_pointer(&file));
  }
  for (guint f = 0; f < ics->files->len && !export->chosen; f++) {
    const char *file = ics->files->pdata[f];
    g_autoptr(GHashTable) events = events_of_file(ics, file);
    if (!g_hash_table_contains(known, file) && g_hash_table_size(events) > 0)
      add_file(ics, files, file, -1);
  }
  return files;
}

// What went away is cancelled in all files first, so that a visit that changes hands is confirmed with a SEQUENCE above
// that of its cancellation, also where both files meet in one calendar.
static bool write_all(IcsExport *ics, GError **error)
{
  g_autoptr(GArray) files = files_to_write(ics);
  for (guint f = 0; f < files->len; f++) {
    const RepFile *entry = &g_array_index(files, RepFile, f);
    if (entry->rep >= 0)
      keep_former(ics, entry->rep, entry->events);
    add_cancelled(ics, entry->calendar, entry->file);
  }
  for (guint f = 0; f < files->len; f++) {
    const RepFile *entry = &g_array_index(files, RepFile, f);
    if (entry->rep >= 0)
      add_visits(ics, entry->calendar, entry->rep, entry->events);
    if (!write_calendar(ics, entry->calendar, entry->file, error))
      return false;
  }
  return true;
}

static void free_calendar(void *calendar)
{
  icalcomponent_free(calendar);
}

bool export_ics(const Export *export, GError **error)
{
  const char *name = export->territory->settings.timezone;
  IcsExport ics = {.export = export, .tzid = name};
  if (name && *name && !(ics.zone = icaltimezone_get_builtin_timezone(name))) {
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT, _("ronda.ini: the time zone '%s' has no rules here"),
                name);
    return false;
  }
  ics.files = g_ptr_array_new_with_free_func(g_free);
  ics.calendars = g_ptr_array_new_with_free_func(free_calendar);
  ics.former = g_array_new(FALSE, FALSE, sizeof(Former));
  g_array_set_clear_func(ics.former, former_clear);
  ics.sequence = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  bool done = read_former(&ics, error) && write_all(&ics, error);
  g_array_unref(ics.former);
  g_ptr_array_unref(ics.files);
  g_ptr_array_unref(ics.calendars);
  g_hash_table_unref(ics.sequence);
  return done;
}

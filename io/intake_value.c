// SPDX-License-Identifier: GPL-3.0-or-later
// What cells of a CRM mean in our words.
#include <string.h>

#include "io/cell.h"
#include "io/intake.h"
#include "io/scan.h"
#include "io/text.h"

enum { MILLISECONDS_DIGITS = 12, SECONDS_DIGITS = 10 };

static char *iso_of(GDateTime *when)
{
  return g_strdup_printf("%04d-%02d-%02d", g_date_time_get_year(when), g_date_time_get_month(when),
                         g_date_time_get_day_of_month(when));
}

// Seconds or milliseconds since 1970, as HubSpot writes them.
static char *day_of_unix(const Intake *intake, const char *text)
{
  size_t digits = strspn(text, "0123456789");
  if (text[digits] || digits < SECONDS_DIGITS || digits > MILLISECONDS_DIGITS + 2)
    return NULL;
  gint64 value = g_ascii_strtoll(text, NULL, 10);
  g_autoptr(GDateTime) utc =
      g_date_time_new_from_unix_utc(digits >= MILLISECONDS_DIGITS ? value / 1000 : value);
  g_autoptr(GDateTime) local = utc ? g_date_time_to_timezone(utc, intake->zone) : NULL;
  return local ? iso_of(local) : NULL;
}

// "2027-01-04T13:41:00.000Z": an instant, so the local day counts. Without an offset it is local already.
static char *day_of_instant(const Intake *intake, const char *text)
{
  if (strlen(text) < 11 || (text[10] != 'T' && text[10] != ' '))
    return NULL;
  g_autofree char *iso = g_strdup(text);
  iso[10] = 'T';
  size_t length = strlen(iso); // "+0000", as Salesforce writes it
  bool short_offset =
      length > 16 && strchr("+-", iso[length - 5]) && strspn(iso + length - 4, "0123456789") == 4;
  g_autofree char *full =
      short_offset ? g_strdup_printf("%.*s:%s", (int)length - 2, iso, iso + length - 2) : g_strdup(iso);
  g_autoptr(GDateTime) when = g_date_time_new_from_iso8601(full, intake->zone);
  g_autoptr(GDateTime) local = when ? g_date_time_to_timezone(when, intake->zone) : NULL;
  return local ? iso_of(local) : NULL;
}

// A date with anything after it; the order of 03/04/2027 is that of the mapping.
static char *day_of_date(const Intake *intake, const char *text)
{
  g_autofree char *date = g_strndup(text, strcspn(text, " T,"));
  int first, second;
  const char *at = scan_digits(date, 2, &first);
  at = at && *at == '/' ? scan_digits(at + 1, 2, &second) : NULL;
  g_autofree char *swapped =
      at && intake->mapping->dates == DATES_MDY ? g_strdup_printf("%d/%d%s", second, first, at) : NULL;
  Day day;
  return cell_date(swapped ? swapped : date, &day, NULL) ? day_text(day) : NULL;
}

static char *day_value(const Intake *intake, const char *text)
{
  g_autofree char *day = day_of_unix(intake, text);
  if (!day)
    day = day_of_instant(intake, text);
  if (!day)
    return day_of_date(intake, text);
  Day known; // only days that our files can hold
  return cell_date(day, &known, NULL) ? g_steal_pointer(&day) : NULL;
}

static bool contains_any(const char *folded, const char *const *words)
{
  for (; *words; words++) {
    if (strstr(folded, *words))
      return true;
  }
  return false;
}

static char *client_status(const char *folded)
{
  static const char *const prospects[] = {"prospect",    "lead",       "potencial",  "opportunity",
                                          "oportunidad", "suscriptor", "subscriber", NULL};
  static const char *const customers[] = {"customer", "client", "active", "activo", "evangelist", NULL};
  if (contains_any(folded, prospects))
    return g_strdup("prospect");
  return contains_any(folded, customers) ? g_strdup("customer") : NULL;
}

// Appointments that are still to come have no result: no value.
static char *activity_status(const char *folded)
{
  static const char *const missed[] = {"cancel",     "noshow", "missed",    "notdone",
                                       "norealizad", "perdid", "incumplid", NULL};
  static const char *const moved[] = {"resched", "moved", "movid", "aplazad", "reprogramad", NULL};
  static const char *const done[] = {"complet", "done",  "held",    "visited", "realizad",
                                     "hecha",   "hecho", "cumplid", NULL};
  static const char *const extra[] = {"extra", "unplanned", "adicional", "noplan", NULL};
  if (contains_any(folded, missed))
    return g_strdup("missed");
  if (contains_any(folded, moved))
    return g_strdup("moved");
  if (contains_any(folded, extra))
    return g_strdup("extra");
  return contains_any(folded, done) ? g_strdup("done") : NULL;
}

static char *channel_value(const char *folded)
{
  static const char *const names[] = {"visit|inperson|person|visita|presencial|enpersona",
                                      "remote|phone|video|call|remoto|telefono|llamada|virtual|phonevideo",
                                      "portal|b2b|b2bportal|portalb2b"};
  static const char *const values[] = {"visit", "remote", "portal"};
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    if (text_is_listed(folded, names[i]))
      return g_strdup(values[i]);
  }
  return NULL;
}

static char *looked_up(GHashTable *table, const char *text, const char *folded)
{
  const char *found = g_hash_table_lookup(table, text);
  if (!found && *folded)
    found = g_hash_table_lookup(table, folded);
  return found ? g_strdup(found) : NULL;
}

// Our readers say whether the text is of the kind; then it is taken as it stands.
static bool is_valid(Holds holds, const char *text)
{
  double number;
  int32_t seconds;
  Weekdays weekdays;
  Visits visits;
  bool yes;
  switch (holds) {
  case HOLDS_NUMBER: return cell_percent(text, &number, NULL);
  case HOLDS_DEGREES: return cell_number(text, &number, NULL) && number >= -180 && number <= 180;
  case HOLDS_MINUTES: return cell_minutes(text, &seconds, NULL);
  case HOLDS_CLOCK: return cell_clock(text, &seconds, NULL);
  case HOLDS_WEEKDAYS: return cell_weekdays(text, &weekdays, NULL);
  case HOLDS_VISITS: return cell_visits(text, &visits, NULL);
  case HOLDS_YES_NO: {
    g_autofree char *folded = text_fold(text);
    return cell_yes_no(text, &yes, NULL) || text_is_listed(folded, "prefer|preferir|preferible|preferido");
  }
  case HOLDS_SPANS: {
    g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(DaySpan));
    return cell_spans(text, spans, NULL);
  }
  case HOLDS_TEXT:
  case HOLDS_CLIENT:
  case HOLDS_REP:
  case HOLDS_GROUP:
  case HOLDS_STATUS:
  case HOLDS_DONE:
  case HOLDS_CHANNEL:
  case HOLDS_DAY:
  case HOLDS_PAST: break;
  }
  return true;
}

char *intake_value(Intake *intake, Holds holds, const char *cell)
{
  g_autofree char *text = g_strstrip(g_strdup(cell));
  g_autofree char *folded = text_fold(text);
  if (!*text)
    return g_steal_pointer(&text);
  switch (holds) {
  case HOLDS_REP: return looked_up(intake->rep_of, text, folded);
  case HOLDS_GROUP: return looked_up(intake->group_of, text, folded);
  case HOLDS_CLIENT: return looked_up(intake->client_of, text, folded);
  case HOLDS_STATUS: return client_status(folded);
  case HOLDS_DONE: return activity_status(folded);
  case HOLDS_CHANNEL: return channel_value(folded);
  case HOLDS_DAY:
  case HOLDS_PAST: return day_value(intake, text);
  default: return is_valid(holds, text) ? g_steal_pointer(&text) : NULL;
  }
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Cells that speak of days: dates, spans, weekdays, and how often to visit.
#include <string.h>

#include "io/cell.h"
#include "io/scan.h"
#include "io/text.h"
#include "model/words.h"

static bool refuse(GError **error, const char *message)
{
  g_set_error_literal(error, CELL_ERROR, CELL_ERROR_BAD, message);
  return false;
}

// ---- Dates -------------------------------------------------------------------------------------------------------

// A date at the front of `at`, which starts with a digit. Returns what follows, or NULL and `error`.
static const char *scan_date(const char *at, Day *day, GError **error)
{
  int part[3] = {0};
  const char *form = strspn(at, "0123456789") == 4 ? "--" : "//";
  for (int i = 0; at && i < 3; i++) {
    at = scan_digits(at, 4, &part[i]);
    if (at && i < 2)
      at = *at == form[i] ? at + 1 : NULL;
  }
  bool iso = *form == '-';
  int year = iso ? part[0] : part[2], month = part[1], of_month = iso ? part[2] : part[0];
  if (!at || year < 100) {
    refuse(error, _("this is not a date; write it like 2027-01-31 or 31/01/2027"));
    return NULL;
  }
  if (month > 12 && of_month <= 12 &&
      g_date_valid_dmy((GDateDay)month, (GDateMonth)of_month, (GDateYear)year)) {
    refuse(error, _("there is no such month; write the day first, like 31/01/2027, or 2027-01-31"));
    return NULL;
  }
  if (year < 1900 || year > 2199 || month < 1 || month > 12 || of_month < 1 || of_month > 31 ||
      !g_date_valid_dmy((GDateDay)of_month, (GDateMonth)month, (GDateYear)year)) {
    refuse(error, _("there is no such day in the calendar"));
    return NULL;
  }
  GDate date;
  g_date_clear(&date, 1);
  g_date_set_dmy(&date, (GDateDay)of_month, (GDateMonth)month, (GDateYear)year);
  *day = (Day)g_date_get_julian(&date);
  return at;
}

bool cell_date(const char *text, Day *day, GError **error)
{
  const char *rest = scan_date(scan_blanks(text), day, error);
  if (!rest)
    return false;
  if (*scan_blanks(rest))
    return refuse(error, _("there is more than one date; write one like 2027-01-31"));
  return true;
}

// A word between the two ends of a range: moves `at` behind it.
static bool scan_range_word(const char **at)
{
  static const char *const words[] = {"..", "\xe2\x80\x93", "to ", "al ", "a ", "- ", "hasta ", "until "};
  for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
    if (g_ascii_strncasecmp(*at, words[i], strlen(words[i])) == 0) {
      *at = scan_blanks(*at + strlen(words[i]));
      if (**at == '.') // "..." as some spreadsheets make of ".."
        *at = scan_blanks(*at + 1);
      return true;
    }
  }
  return false;
}

bool cell_spans(const char *text, GArray *spans, GError **error)
{
  guint before = spans->len;
  for (const char *at = scan_blanks(text); *at;) {
    DaySpan span;
    at = scan_date(at, &span.from, error);
    if (!at)
      goto wrong;
    at = scan_blanks(at);
    span.to = span.from;
    if (scan_range_word(&at) && !(at = scan_date(at, &span.to, error)))
      goto wrong;
    if (span.to < span.from) {
      refuse(error, _("a range of dates ends before it starts; write it like 2027-01-04..2027-01-08"));
      goto wrong;
    }
    g_array_append_val(spans, span);
    at = scan_blanks(at);
    while (*at && strchr(";|,", *at))
      at = scan_blanks(at + 1);
  }
  return true;
wrong:
  g_array_set_size(spans, before);
  return false;
}

// ---- Weekdays ----------------------------------------------------------------------------------------------------

static const char *const day_names[7] = {
    "monday|mon|mo|lunes|lun|lu|l",        "tuesday|tue|tues|tu|martes|mar|ma|m",
    "wednesday|wed|we|miercoles|mie|mi|x", "thursday|thu|thur|thurs|th|jueves|jue|ju|j",
    "friday|fri|fr|viernes|vie|vi|v",      "saturday|sat|sabado|sab|sa|s",
    "sunday|sun|su|domingo|dom|do|d",
};

static int weekday_of(const char *folded)
{
  for (int day = 0; day < 7; day++) {
    if (text_is_listed(folded, day_names[day]))
      return day;
  }
  return -1;
}

typedef struct WeekdayList {
  Weekdays days;
  int last;     // weekday named last, -1: none
  bool ranging; // a range word came after it
  bool letter;  // it was a single letter
} WeekdayList;

static bool add_weekday(WeekdayList *list, int day, bool letter)
{
  if (day < 0)
    return false;
  if (day == 1 && list->last == 1 && letter && list->letter && !list->ranging)
    day = 2; // L M M J V
  if (list->ranging) {
    for (int between = list->last; between != day; between = (between + 1) % 7)
      list->days |= (Weekdays)(1U << between);
  }
  list->days |= (Weekdays)(1U << day);
  list->last = day;
  list->letter = letter;
  list->ranging = false;
  return true;
}

// A word of letters: a name, or initials that stand together.
static bool take_weekday_word(WeekdayList *list, const char *folded)
{
  static const char *const ranging[] = {"a", "to", "al", "hasta", "through"};
  static const char *const linking[] = {"y", "e", "and"};
  for (size_t i = 0; i < G_N_ELEMENTS(ranging); i++) {
    if (strcmp(folded, ranging[i]) == 0) {
      bool possible = list->last >= 0 && !list->ranging;
      list->ranging = true;
      return possible;
    }
  }
  for (size_t i = 0; i < G_N_ELEMENTS(linking); i++) {
    if (strcmp(folded, linking[i]) == 0)
      return list->last >= 0 && !list->ranging;
  }
  int day = weekday_of(folded);
  if (day >= 0)
    return add_weekday(list, day, !folded[1]);
  for (const char *at = folded; *at; at++) {
    if (!add_weekday(list, weekday_of((char[]){*at, 0}), true))
      return false;
  }
  return true;
}

bool cell_weekdays(const char *text, Weekdays *weekdays, GError **error)
{
  static const char wrong[] =
      N_("these are not weekdays; write them like Mon Tue, lun mar, L M X J V or Mon-Fri");
  g_autofree char *all = text_fold(text);
  if (text_is_listed(all, "all|todos|every day|daily|todos los dias")) {
    *weekdays = WEEKDAYS_ALL;
    return true;
  }
  WeekdayList list = {.last = -1};
  for (const char *at = scan_blanks(text); *at; at = scan_blanks(at)) {
    if (*at == '-' || g_str_has_prefix(at, "\xe2\x80\x93") || g_str_has_prefix(at, "..")) {
      if (list.last < 0 || list.ranging)
        return refuse(error, _(wrong));
      list.ranging = true;
      at += *at == '-' ? 1 : *at == '.' ? 2 : 3;
      continue;
    }
    if (strchr(",;|/+.", *at)) {
      at++;
      continue;
    }
    const char *end = at;
    while (*end && g_unichar_isalpha(g_utf8_get_char(end)))
      end = text_next(end);
    g_autofree char *word = g_strndup(at, (gsize)(end - at));
    g_autofree char *folded = text_fold(word);
    if (!*folded || !take_weekday_word(&list, folded))
      return refuse(error, _(wrong));
    at = end;
  }
  if (!list.days || list.ranging)
    return refuse(error, _(wrong));
  *weekdays = list.days;
  return true;
}

// ---- How often ---------------------------------------------------------------------------------------------------

typedef struct Rhythm {
  const char *names;
  int span;
  Every every;
} Rhythm;

static const Rhythm words_of_rhythm[] = {
    {"weekly|semanal|semanalmente|every week|cada semana", 1, EVERY_WEEK},
    {"biweekly|fortnightly|quincenal|cada quincena|every two weeks|every 2 weeks|cada 2 semanas|cada dos "
     "semanas",
     2, EVERY_WEEK},
    {"monthly|mensual|mensualmente|every month|cada mes", 1, EVERY_MONTH},
    {"bimonthly|bimestral|cada dos meses|cada 2 meses", 2, EVERY_MONTH},
    {"quarterly|trimestral|every quarter|cada trimestre", 1, EVERY_QUARTER},
};

static const Rhythm periods[] = {
    {"week|weeks|wk|semana|semanas|sem", 1, EVERY_WEEK},
    {"fortnight|fortnights|quincena|quincenas", 2, EVERY_WEEK},
    {"month|months|mes|meses", 1, EVERY_MONTH},
    {"quarter|quarters|trimestre|trimestres", 1, EVERY_QUARTER},
};

enum { VISITS_MOST = 1000, SPAN_MOST = 52 };

// "N" "week" of "1/N weeks": the number may be left out.
static bool scan_period(const char *at, Visits *visits)
{
  int count = 1;
  at = scan_blanks(at);
  if (g_ascii_isdigit(*at) && !(at = scan_digits(at, 3, &count)))
    return false;
  g_autofree char *folded = text_fold(at);
  for (size_t i = 0; i < G_N_ELEMENTS(periods); i++) {
    if (text_is_listed(folded, periods[i].names)) {
      visits->span = count * periods[i].span;
      visits->every = periods[i].every;
      return visits->span >= 1 && visits->span <= SPAN_MOST;
    }
  }
  return false;
}

static bool scan_visits(const char *at, Visits *visits)
{
  int from, to;
  at = scan_digits(at, 4, &from);
  if (!at || from > VISITS_MOST)
    return false;
  at = scan_blanks(at);
  if (!*at) {
    visits->min = visits->max = from;
    return true;
  }
  if (*at == '/') {
    visits->times = from;
    return from >= 1 && scan_period(at + 1, visits);
  }
  static const char *const dashes[] = {"..", "-", "\xe2\x80\x93", "a ", "to "};
  for (size_t i = 0; i < G_N_ELEMENTS(dashes); i++) {
    if (!g_str_has_prefix(at, dashes[i]))
      continue;
    const char *end = scan_digits(scan_blanks(at + strlen(dashes[i])), 4, &to);
    visits->min = from;
    visits->max = to;
    return end && !*scan_blanks(end) && from <= to && to <= VISITS_MOST;
  }
  return false;
}

bool cell_visits(const char *text, Visits *visits, GError **error)
{
  *visits = (Visits){.given = true};
  const char *at = scan_blanks(text);
  if (g_ascii_isdigit(*at)) {
    if (scan_visits(at, visits))
      return true;
  } else {
    g_autofree char *folded = text_fold(at);
    for (size_t i = 0; i < G_N_ELEMENTS(words_of_rhythm); i++) {
      if (!text_is_listed(folded, words_of_rhythm[i].names))
        continue;
      visits->times = 1;
      visits->span = words_of_rhythm[i].span;
      visits->every = words_of_rhythm[i].every;
      return true;
    }
  }
  *visits = (Visits){0};
  return refuse(error,
                _("write a number of visits (6), a range (3..6) or a rhythm (1/week, 2/week, 1/2weeks, "
                  "1/month, 1/quarter)"));
}

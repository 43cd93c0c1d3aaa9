// SPDX-License-Identifier: GPL-3.0-or-later
// GKeyFile stops at the first line it cannot read and knows no line numbers. So the lines are looked at here, one
// by one; only those that are in order go on to GKeyFile, which the sections of single commands are read from.
#include "io/ini.h"

#include <string.h>

#include "io/cell.h"
#include "io/text.h"
#include "model/words.h"

typedef enum {
  KEY_TEXT,
  KEY_DATE,
  KEY_CLOCK,
  KEY_NUMBER, // a double in [least, most]
  KEY_MONEY,  // likewise, in units of currency
  KEY_WEEKS,
  KEY_END,
  KEY_BREAK,
  KEY_MODEL,
  KEY_LANGUAGE,
  KEY_YES_NO,
} KeyKind;

typedef struct Key {
  const char *section, *name;
  KeyKind kind;
  size_t offset; // in Settings
  double least, most;
} Key;

#define AT(FIELD) G_STRUCT_OFFSET(Settings, FIELD)
enum { WEEKS_MOST = 104 };

static const Key keys[] = {
    {"plan", "name", KEY_TEXT, AT(name), 0, 0},
    {"plan", "start", KEY_DATE, AT(start), 0, 0},
    {"plan", "weeks", KEY_WEEKS, 0, 1, WEEKS_MOST},
    {"plan", "end", KEY_END, 0, 0, 0},
    {"plan", "country", KEY_TEXT, AT(country), 0, 0},
    {"plan", "timezone", KEY_TEXT, AT(timezone), 0, 0},
    {"plan", "currency", KEY_TEXT, AT(currency), 0, 0},
    {"plan", "language", KEY_LANGUAGE, AT(language), 0, 0},
    {"plan", "day_start", KEY_CLOCK, AT(day.from), 0, 0},
    {"plan", "day_end", KEY_CLOCK, AT(day.to), 0, 0},
    {"plan", "break", KEY_BREAK, 0, 0, 0},
    {"travel", "model", KEY_MODEL, 0, 0, 0},
    {"travel", "road_factor", KEY_NUMBER, AT(road_factor), 1, 5},
    {"travel", "speed_kmh", KEY_NUMBER, AT(speed_kmh), 1, 200},
    {"travel", "matrix", KEY_TEXT, AT(matrix_file), 0, 0},
    {"travel", "matrix_file", KEY_TEXT, AT(matrix_file), 0, 0},
    {"objective", "cost_hour", KEY_MONEY, AT(cost_hour), 0.0001, 1e9},
    {"objective", "cost_km", KEY_MONEY, AT(cost_km), 0, 1e9},
    {"objective", "cost_night", KEY_MONEY, AT(cost_night), 0, 1e9},
    {"objective", "weight_spacing", KEY_NUMBER, AT(weight_spacing), 0, 1000},
    {"objective", "weight_weekday", KEY_NUMBER, AT(weight_weekday), 0, 1000},
    {"calendar", "half_day_end", KEY_CLOCK, AT(half_day_s), 0, 0},
    {"calendar", "same_rep", KEY_YES_NO, AT(same_rep), 0, 0},
};

// Sections whose other keys belong to single commands, and are theirs to check.
static const char *const open_sections[] = {"grouping", "frequency", "contacts", "charts", "replan", "align"};

typedef struct Ini {
  const char *file;
  Findings *findings;
  Settings *settings;
  int line; // being read
  char *section;
  GHashTable *seen; // "section/key" -> line, negative when the value is empty
  GString *clean;   // the lines that are in order
  int weeks;        // 0: not given
  Day end;          // DAY_NONE: not given
  bool broken;      // a line could not be read: what is missing may be in it
  char *pause;      // text of `break`; its meaning needs day_start and day_end
} Ini;

static int line_of(const Ini *ini, const char *name)
{
  return ABS(GPOINTER_TO_INT(g_hash_table_lookup(ini->seen, name)));
}

static bool is_given(const Ini *ini, const char *name)
{
  return GPOINTER_TO_INT(g_hash_table_lookup(ini->seen, name)) > 0;
}

static void complain(const Ini *ini, FindingLevel level, int line, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
static void complain(const Ini *ini, FindingLevel level, int line, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  findings_add(ini->findings, level, ini->file, line, NULL, "%s", text);
}

// ---- Values ------------------------------------------------------------------------------------------------------

static bool take_text(const char *value, char **text)
{
  g_free(*text);
  *text = g_strdup(value);
  return true;
}

static bool take_number(const Key *key, const char *value, double *number, GError **error)
{
  double read;
  if (!cell_number(value, &read, error))
    return false;
  if (read < key->least || read > key->most) {
    g_set_error(error, CELL_ERROR, CELL_ERROR_BAD, _("the number must be between %g and %g"), key->least,
                key->most);
    return false;
  }
  *number = read;
  return true;
}

static bool take_weeks(const char *value, int *weeks, GError **error)
{
  int read;
  if (!cell_count(value, &read, error))
    return false;
  if (read < 1 || read > WEEKS_MOST) {
    g_set_error(error, CELL_ERROR, CELL_ERROR_BAD, _("the horizon must have 1 to %d weeks"), WEEKS_MOST);
    return false;
  }
  *weeks = read;
  return true;
}

static bool take_model(const char *value, TravelModel *model, GError **error)
{
  static const char *const words[] = {"haversine|great circle",
                                      "matrix|matriz"}; // in the order of TravelModel
  int choice;
  if (!cell_choice(value, words, G_N_ELEMENTS(words), &choice, error))
    return false;
  *model = (TravelModel)choice;
  return true;
}

static bool take_language(const char *value, char **language, GError **error)
{
  static const char *const words[] = {"en|english|ingles", "es|spanish|espanol"};
  int choice;
  if (!cell_choice(value, words, G_N_ELEMENTS(words), &choice, error))
    return false;
  return take_text(choice ? "es" : "en", language);
}

static bool take_value(Ini *ini, const Key *key, const char *value, GError **error)
{
  void *field = G_STRUCT_MEMBER_P(ini->settings, key->offset);
  double units;
  switch (key->kind) {
  case KEY_TEXT: return take_text(value, field);
  case KEY_DATE: return cell_date(value, field, error);
  case KEY_CLOCK: return cell_clock(value, field, error);
  case KEY_NUMBER: return take_number(key, value, field, error);
  case KEY_MONEY:
    if (!take_number(key, value, &units, error))
      return false;
    *(Money *)field = money_from(units);
    return true;
  case KEY_WEEKS: return take_weeks(value, &ini->weeks, error);
  case KEY_END: return cell_date(value, &ini->end, error);
  case KEY_BREAK: return take_text(value, &ini->pause);
  case KEY_MODEL: return take_model(value, &ini->settings->travel, error);
  case KEY_LANGUAGE: return take_language(value, field, error);
  case KEY_YES_NO: return cell_yes_no(value, field, error);
  }
  g_assert_not_reached();
}

// ---- Lines -------------------------------------------------------------------------------------------------------

bool ini_has_section(const char *name)
{
  bool known = false;
  for (size_t i = 0; i < G_N_ELEMENTS(keys) && !known; i++)
    known = strcmp(keys[i].section, name) == 0;
  for (size_t i = 0; i < G_N_ELEMENTS(open_sections) && !known; i++)
    known = strcmp(open_sections[i], name) == 0;
  return known;
}

static bool is_open_section(const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS(open_sections); i++) {
    if (strcmp(open_sections[i], name) == 0)
      return true;
  }
  return false;
}

bool ini_has_key(const char *section, const char *key)
{
  for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
    if (strcmp(keys[i].section, section) == 0 && strcmp(keys[i].name, key) == 0)
      return true;
  }
  return is_open_section(section);
}

static void keep_nearer(const char *name, const char *candidate, const char **best, int *least)
{
  int distance = text_distance(name, candidate, *least);
  if (distance < *least || (distance == *least && !*best)) {
    *best = candidate;
    *least = distance;
  }
}

static void take_section(Ini *ini, const char *text, size_t length)
{
  g_free(ini->section);
  ini->section = g_strstrip(g_strndup(text, length));
  g_string_append_printf(ini->clean, "[%s]", ini->section);
  if (ini_has_section(ini->section))
    return;
  const char *best = NULL;
  int least = 3;
  for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
    keep_nearer(ini->section, keys[i].section, &best, &least);
  for (size_t i = 0; i < G_N_ELEMENTS(open_sections); i++)
    keep_nearer(ini->section, open_sections[i], &best, &least);
  if (best)
    complain(ini, FINDING_WARNING, ini->line, _("section [%s] is unknown and not used; is [%s] meant?"),
             ini->section, best);
  else
    complain(ini, FINDING_WARNING, ini->line, _("section [%s] is unknown and not used"), ini->section);
}

static const Key *find_key(const Ini *ini, const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
    if (strcmp(keys[i].section, ini->section) == 0 && strcmp(keys[i].name, name) == 0)
      return &keys[i];
  }
  return NULL;
}

// A key may be right in itself and stand in the wrong section, which is the first thing to say.
static void complain_of_key(const Ini *ini, const char *name)
{
  const char *best = NULL;
  int least = 3;
  for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
    if (strcmp(keys[i].name, name) == 0) {
      complain(ini, FINDING_WARNING, ini->line, _("key '%s' is not used in section [%s]; move it to [%s]"),
               name, ini->section, keys[i].section);
      return;
    }
    if (strcmp(keys[i].section, ini->section) == 0)
      keep_nearer(name, keys[i].name, &best, &least);
  }
  if (best)
    complain(ini, FINDING_WARNING, ini->line, _("key '%s' is unknown and not used; is '%s' meant?"), name,
             best);
  else
    complain(ini, FINDING_WARNING, ini->line, _("key '%s' is unknown and not used"), name);
}

static bool is_key_name(const char *name)
{
  for (const char *at = name; *at; at = text_next(at)) {
    if (!g_unichar_isalnum(g_utf8_get_char(at)) && !strchr("_.- +%", *at))
      return false;
  }
  return *name != '\0';
}

static bool take_key(Ini *ini, const char *name, const char *value)
{
  if (!ini->section) {
    complain(ini, FINDING_ERROR, ini->line, _("key '%s' stands before any section; write [plan] above it"),
             name);
    return false;
  }
  if (!is_key_name(name)) {
    complain(ini, FINDING_ERROR, ini->line, _("'%s' cannot be a key; use letters, digits and '_'"), name);
    return false;
  }
  char *full = g_strdup_printf("%s/%s", ini->section, name);
  int before = line_of(ini, full);
  if (before > 0) {
    complain(ini, FINDING_ERROR, ini->line, _("key '%s' is there already, in line %d; remove one of them"),
             name, before);
    g_free(full);
    return false;
  }
  g_hash_table_insert(ini->seen, full, GINT_TO_POINTER(*value ? ini->line : -ini->line));
  const Key *key = find_key(ini, name);
  if (!key) {
    if (ini_has_section(ini->section) && !is_open_section(ini->section))
      complain_of_key(ini, name);
  } else if (*value) {
    g_autoptr(GError) error = NULL;
    if (!take_value(ini, key, value, &error))
      complain(ini, FINDING_ERROR, ini->line, _("key '%s': '%s': %s"), name, value, error->message);
  }
  g_string_append_printf(ini->clean, "%s=%s", name, value);
  return true;
}

static void take_line(Ini *ini, char *line)
{
  g_strstrip(line);
  const char *equals = strchr(line, '=');
  const char *close = *line == '[' ? strchr(line, ']') : NULL;
  if (!*line || *line == '#' || *line == ';') {
    // nothing to read
  } else if (close && close > line + 1 && !close[1] && !strpbrk(line + 1, "[\t")) {
    take_section(ini, line + 1, (size_t)(close - line - 1));
  } else if (*line != '[' && equals) {
    g_autofree char *name = g_strstrip(g_strndup(line, (gsize)(equals - line)));
    g_autofree char *value = g_strstrip(g_strdup(equals + 1));
    take_key(ini, name, value);
  } else {
    ini->broken = true;
    complain(ini, FINDING_ERROR, ini->line,
             _("this is neither a [section] nor 'key = value'; start a comment with #"));
  }
  g_string_append_c(ini->clean, '\n');
}

// ---- What the keys mean together ---------------------------------------------------------------------------------

static int find_line(const Ini *ini, const char *first, const char *second)
{
  return line_of(ini, first) ? line_of(ini, first) : line_of(ini, second);
}

static void settle_horizon(Ini *ini)
{
  Settings *settings = ini->settings;
  if (!ini->broken && !is_given(ini, "plan/start"))
    complain(ini, FINDING_ERROR, 0,
             _("the first day of the horizon is missing; write start = 2027-01-04 in [plan]"));
  if (!ini->broken && !is_given(ini, "plan/weeks") && !is_given(ini, "plan/end"))
    complain(ini, FINDING_ERROR, 0, _("the length of the horizon is missing; write weeks = 13 in [plan]"));
  settings->days = 7 * ini->weeks;
  if (ini->end == DAY_NONE || settings->start == DAY_NONE)
    return;
  int line = line_of(ini, "plan/end"), days = ini->end - settings->start + 1;
  if (days < 1)
    complain(ini, FINDING_ERROR, line, _("key 'end': the horizon ends before it starts"));
  else if (days > 7 * WEEKS_MOST)
    complain(ini, FINDING_ERROR, line, _("key 'end': the horizon must have 1 to %d weeks"), WEEKS_MOST);
  else if (ini->weeks && days != settings->days)
    complain(ini, FINDING_ERROR, line,
             _("key 'end': that is not the end of %d weeks; leave out 'weeks' or 'end'"), ini->weeks);
  else
    settings->days = days;
}

static void settle_day(Ini *ini)
{
  Settings *settings = ini->settings;
  if (settings->day.from >= settings->day.to) {
    complain(ini, FINDING_ERROR, find_line(ini, "plan/day_end", "plan/day_start"),
             _("key 'day_end': the day ends before it starts; exchange day_start and day_end"));
    settings->day = (Window){8 * HOUR_S, 18 * HOUR_S};
  }
  if (!ini->pause || !*ini->pause)
    return;
  int line = line_of(ini, "plan/break");
  int32_t length;
  g_autoptr(GError) error = NULL;
  if (cell_minutes(ini->pause, &length, NULL)) { // centred, from a whole minute on
    int32_t from = (settings->day.from + settings->day.to - length) / 2 / MINUTE_S * MINUTE_S;
    settings->pause = (Window){from, from + length};
  } else if (!cell_window(ini->pause, &settings->pause, &error)) {
    bool none = false;
    settings->pause = (Window){0, 0};
    if (!cell_yes_no(ini->pause, &none, NULL) || none)
      complain(ini, FINDING_ERROR, line, _("key 'break': '%s': %s"), ini->pause, error->message);
    return;
  }
  if (settings->pause.from < settings->day.from || settings->pause.to > settings->day.to)
    complain(ini, FINDING_WARNING, line,
             _("key 'break': the break is not within the day (day_start to day_end)"));
}

static void settle_matrix(Ini *ini)
{
  Settings *settings = ini->settings;
  if (settings->travel == TRAVEL_MATRIX && !settings->matrix_file)
    settings->matrix_file = g_strdup("travel.csv");
}

static void fill_empty(char **text)
{
  if (!*text)
    *text = g_strdup("");
}

void ini_parse(const char *data, gsize length, const char *file, Settings *settings, Findings *findings)
{
  g_autofree char *text = text_decode(data, length, file, findings);
  Ini ini = {.file = file, .findings = findings, .settings = settings};
  ini.seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  ini.clean = g_string_new(NULL);
  const char *end = text ? text + strlen(text) : NULL;
  for (const char *at = text; at < end;) {
    const char *next = text_line_end(at, end);
    g_autofree char *line = g_strndup(at, (gsize)(next - at));
    ini.line++;
    take_line(&ini, line);
    at = next;
  }
  if (text) {
    settle_horizon(&ini);
    settle_day(&ini);
    settle_matrix(&ini);
    if (!is_given(&ini, "objective/cost_night"))
      ini.settings->cost_night = COST_NIGHT_HOURS * ini.settings->cost_hour;
  }
  g_clear_pointer(&settings->keys, g_key_file_unref);
  settings->keys = g_key_file_new();
  g_autoptr(GError) error = NULL;
  if (!g_key_file_load_from_data(settings->keys, ini.clean->str, ini.clean->len, G_KEY_FILE_NONE, &error) &&
      text && ini.clean->len)
    complain(&ini, FINDING_ERROR, 0, "%s", error->message);
  char **texts[] = {&settings->name, &settings->country, &settings->timezone, &settings->currency};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    fill_empty(texts[i]);
  g_hash_table_unref(ini.seen);
  g_string_free(ini.clean, TRUE);
  g_free(ini.section);
  g_free(ini.pause);
}

char *ini_language(const char *folder)
{
  gsize length = 0;
  g_autofree char *data = text_load(folder, "ronda.ini", NULL, &length, NULL);
  if (!data)
    return NULL;
  g_autoptr(Territory) territory = territory_new();
  g_autoptr(Findings) unheard = findings_new();
  ini_parse(data, length, "ronda.ini", &territory->settings, unheard);
  return g_steal_pointer(&territory->settings.language);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Files of scenarios: sections and lines; then building on one another and sweeps.
#include "io/scenario.h"

#include <math.h>
#include <string.h>

#include "io/cell.h"
#include "io/text.h"
#include "model/words.h"

enum { HEAD = EDIT_KINDS, UNKNOWN };

static const char *const section_words[] = {"set|poner|fijar", "scale|escalar", "add|agregar|anadir",
                                            "remove|quitar|drop|retirar", "scenario|escenario"};

Scenario *scenario_new(const char *name, const char *source)
{
  Scenario *scenario = g_new0(Scenario, 1);
  scenario->name = g_strdup(name);
  scenario->title = g_strdup(name);
  scenario->base = g_strdup("");
  scenario->source = g_strdup(source);
  scenario->edits = g_ptr_array_new_with_free_func((GDestroyNotify)edit_free);
  return scenario;
}

void scenario_free(Scenario *scenario)
{
  if (!scenario)
    return;
  char **texts[] = {&scenario->name,   &scenario->title, &scenario->base,      &scenario->source,
                    &scenario->sha256, &scenario->sweep, &scenario->sweep_what};
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    g_free(*texts[i]);
  g_ptr_array_unref(scenario->edits);
  g_free(scenario);
}

// ---- One file ----------------------------------------------------------------------------------------------------

typedef struct Parser {
  Scenario *scenario;
  Findings *findings;
  int line, section; // EditKind, HEAD, UNKNOWN; -1: none yet
} Parser;

static void complain(const Parser *parser, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void complain(const Parser *parser, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *text = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  findings_add(parser->findings, FINDING_ERROR, parser->scenario->source, parser->line, NULL, "%s", text);
}

static void take_section(Parser *parser, const char *name)
{
  g_autofree char *folded = text_fold(name);
  parser->section = UNKNOWN;
  for (int s = 0; s < (int)G_N_ELEMENTS(section_words); s++) {
    if (text_is_listed(folded, section_words[s]))
      parser->section = s;
  }
  if (parser->section == UNKNOWN)
    complain(parser, _("section [%s] is unknown; write [scenario], [set], [scale], [add] or [remove]"), name);
}

static void take_head(Parser *parser, const char *line)
{
  const char *equals = strchr(line, '=');
  g_autofree char *key = g_strstrip(g_strndup(line, equals ? (gsize)(equals - line) : strlen(line)));
  g_autofree char *folded = text_fold(key), *value = g_strstrip(g_strdup(equals ? equals + 1 : ""));
  const bool align = text_is_listed(folded, "align|alinear|repartir");
  char **field = text_is_listed(folded, "name|title|nombre|titulo") ? &parser->scenario->title
                 : text_is_listed(folded, "base|sobre")             ? &parser->scenario->base
                                                                    : NULL;
  if (!equals || (!field && !align)) {
    complain(parser, _("in [scenario] there can be name = …, base = … and align = yes, not '%s'"), key);
    return;
  }
  if (align && cell_yes_no(value, &parser->scenario->align, NULL))
    return;
  if (align || !*value) {
    complain(parser, align ? _("key '%s' takes yes or no") : _("key '%s' is empty"), key);
    return;
  }
  g_free(*field);
  *field = g_steal_pointer(&value);
}

static void take_line(Parser *parser, char *line)
{
  g_strstrip(line);
  const size_t length = strlen(line);
  if (!length || *line == '#' || *line == ';')
    return;
  if (*line == '[' && line[length - 1] == ']' && !strchr(line, '=')) {
    line[length - 1] = '\0';
    take_section(parser, line + 1);
  } else if (parser->section < 0) {
    complain(parser, _("this stands before any section; write [set], [scale], [add] or [remove] above it"));
  } else if (parser->section == HEAD) {
    take_head(parser, line);
  } else if (parser->section != UNKNOWN) {
    Edit *edit =
        edit_parse((EditKind)parser->section, line, parser->scenario->source, parser->line, parser->findings);
    if (edit)
      g_ptr_array_add(parser->scenario->edits, edit);
  }
}

Scenario *scenario_parse(const char *data, gsize length, const char *name, const char *source,
                         Findings *findings)
{
  Scenario *scenario = scenario_new(name, source);
  g_autofree char *text = text_decode(data, length, source, findings);
  Parser parser = {.scenario = scenario, .findings = findings, .section = -1};
  const char *end = text ? text + strlen(text) : NULL;
  for (const char *at = text; at < end;) {
    const char *next = text_line_end(at, end);
    g_autofree char *line = g_strndup(at, (gsize)(next - at));
    parser.line++;
    take_line(&parser, line);
    at = next;
  }
  return scenario;
}

// ---- All of them -------------------------------------------------------------------------------------------------

static Scenario *find(const GPtrArray *scenarios, const char *name)
{
  for (guint i = 0; i < scenarios->len; i++) {
    Scenario *scenario = g_ptr_array_index(scenarios, i);
    if (strcmp(scenario->name, name) == 0)
      return scenario;
  }
  return NULL;
}

static bool name_is_sound(const char *name)
{
  static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_";
  return *name && *name != '.' && !name[strspn(name, letters)];
}

static gint by_name(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

// Names of the .ini files, sorted.
static GPtrArray *list_files(const char *folder)
{
  GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *path = g_build_filename(folder, "scenarios", NULL);
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  for (const char *name = dir ? g_dir_read_name(dir) : NULL; name; name = g_dir_read_name(dir)) {
    if (g_str_has_suffix(name, ".ini") && *name != '.')
      g_ptr_array_add(files, g_strdup(name));
  }
  g_ptr_array_sort(files, by_name);
  return files;
}

static bool read_files(const char *folder, GPtrArray *scenarios, Findings *findings, GError **error)
{
  g_autoptr(GPtrArray) files = list_files(folder);
  for (guint i = 0; i < files->len; i++) {
    const char *file = g_ptr_array_index(files, i);
    g_autofree char *source = g_build_filename("scenarios", file, NULL);
    g_autofree char *name = g_strndup(file, strlen(file) - strlen(".ini"));
    gsize length = 0;
    g_autoptr(GHashTable) inputs = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autofree char *data = text_load(folder, source, inputs, &length, error);
    if (!data)
      return !*error;
    Scenario *scenario = scenario_parse(data, length, name, source, findings);
    scenario->sha256 = g_strdup(g_hash_table_lookup(inputs, source));
    g_ptr_array_add(scenarios, scenario);
    if (!name_is_sound(name) || strcmp(name, "base") == 0)
      findings_add(findings, FINDING_ERROR, source, 0, NULL,
                   _("its results go to a folder of that name, so call the file by letters, digits, '-' and "
                     "'_', and not 'base'"));
  }
  return true;
}

// The edits of all that a scenario builds on, then its own, and whether any of them aligns. False after a finding.
static bool gather(const GPtrArray *scenarios, const Scenario *scenario, int depth, GPtrArray *edits,
                   bool *align, Findings *findings)
{
  *align = *align || scenario->align;
  if (*scenario->base) {
    const Scenario *base = find(scenarios, scenario->base);
    if (!base || depth > (int)scenarios->len) {
      findings_add(findings, FINDING_ERROR, scenario->source, 0, NULL,
                   base ? _("base = %s: these scenarios build on one another in a circle")
                        : _("base = %s: there is no scenario of that name"),
                   scenario->base);
      return false;
    }
    if (!gather(scenarios, base, depth + 1, edits, align, findings))
      return false;
  }
  for (guint i = 0; i < scenario->edits->len; i++)
    g_ptr_array_add(edits, edit_copy(g_ptr_array_index(scenario->edits, i)));
  return true;
}

static bool resolve(const GPtrArray *scenarios, Findings *findings)
{
  g_autoptr(GPtrArray) resolved = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  g_autofree bool *aligns = g_new0(bool, scenarios->len + 1);
  bool sound = true;
  for (guint i = 0; i < scenarios->len; i++) {
    GPtrArray *edits = g_ptr_array_new_with_free_func((GDestroyNotify)edit_free);
    g_ptr_array_add(resolved, edits);
    sound = gather(scenarios, g_ptr_array_index(scenarios, i), 1, edits, &aligns[i], findings) && sound;
  }
  for (guint i = 0; i < scenarios->len && sound; i++) {
    Scenario *scenario = g_ptr_array_index(scenarios, i);
    g_ptr_array_unref(scenario->edits);
    scenario->align = aligns[i];
    scenario->edits = g_ptr_array_ref(g_ptr_array_index(resolved, i));
  }
  return sound;
}

// ---- Sweeps ------------------------------------------------------------------------------------------------------

static char *figure(double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  return g_strdup(g_ascii_formatd(text, sizeof text, "%.10g", round(value * 1e9) / 1e9));
}

static Scenario *sweep_one(const Scenario *whole, guint which, double value)
{
  const Edit *swept = g_ptr_array_index(whole->edits, which);
  g_autofree char *number = figure(value), *name = g_strdup_printf("%s_%s", whole->name, number);
  Scenario *one = scenario_new(name, whole->source);
  g_free(one->title);
  one->title = g_strdup_printf("%s: %s", whole->title, number);
  g_free(one->base);
  one->base = g_strdup(whole->base);
  one->sha256 = g_strdup(whole->sha256);
  one->align = whole->align;
  one->sweep = g_strdup(whole->name);
  one->sweep_value = value;
  g_autofree char *what = g_strndup(swept->text, strcspn(swept->text, "="));
  one->sweep_what = g_strdup_printf("%s%s", g_strstrip(what), swept->kind == EDIT_SCALE ? " ×" : "");
  for (guint i = 0; i < whole->edits->len; i++) {
    Edit *edit = edit_copy(g_ptr_array_index(whole->edits, i));
    if (i == which) {
      g_free(edit->value[0]);
      edit->value[0] = g_steal_pointer(&number);
      edit->sweeps = false;
    }
    g_ptr_array_add(one->edits, edit);
  }
  return one;
}

// The only edit that sweeps; -1: none does, -2: several do.
static int find_sweep(const Scenario *scenario)
{
  int found = -1;
  for (guint i = 0; i < scenario->edits->len; i++) {
    const Edit *edit = g_ptr_array_index(scenario->edits, i);
    if (edit->sweeps)
      found = found < 0 ? (int)i : -2;
    if (found == -2)
      break;
  }
  return found;
}

static void unroll(Scenario *scenario, GPtrArray *into, Findings *findings)
{
  const int which = find_sweep(scenario);
  if (which == -2)
    findings_add(
        findings, FINDING_ERROR, scenario->source, 0, NULL,
        _("two values are swept; sweep one of them, and make a scenario for each value of the other"));
  if (which < 0) {
    g_ptr_array_add(into, scenario);
    return;
  }
  const Edit *swept = g_ptr_array_index(scenario->edits, (guint)which);
  const int steps = (int)floor((swept->most - swept->from) / swept->step + 1e-9);
  for (int k = 0; k <= steps; k++)
    g_ptr_array_add(into, sweep_one(scenario, (guint)which, swept->from + k * swept->step));
  scenario_free(scenario);
}

GPtrArray *scenarios_read(const char *folder, GPtrArray *more, Findings *findings, GError **error)
{
  g_autoptr(GPtrArray) scenarios = g_ptr_array_new_with_free_func((GDestroyNotify)scenario_free);
  const bool read = read_files(folder, scenarios, findings, error);
  if (more)
    g_ptr_array_extend_and_steal(scenarios, more);
  if (!read)
    return NULL;
  GPtrArray *unrolled = g_ptr_array_new_with_free_func((GDestroyNotify)scenario_free);
  if (!resolve(scenarios, findings))
    return unrolled;
  for (guint i = 0; i < scenarios->len; i++)
    unroll(g_ptr_array_index(scenarios, i), unrolled, findings);
  g_ptr_array_set_free_func(scenarios, NULL); // they have moved on
  return unrolled;
}
